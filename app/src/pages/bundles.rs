//! The investigator's pages: released reports, the evidence bundle of each, how to check a
//! bundle, and a search across everything that was released.

use casework::snapshot::Withheld;
use casework::{BundleKind, ClaimCounts, Recipient};
use ledger::{Kind, Money};
use leptos::prelude::*;

use crate::forms::Form;
use crate::pages::claim::consents::recipient_name;
use crate::pages::group::{Ground, ground};
use crate::parts::fields::{Choice, TextField, choices, error_summary, hidden, select};
use crate::parts::figures::{
    claim_counts, count, moment, moment_in_words, no_total_why, sum_of_currency, sum_or_no_total,
};
use crate::parts::jobs::{JobShown, watched};
use crate::parts::movement::{exchange_name, kind_name};
use crate::parts::paging::Paging;
use crate::parts::pieces::{button_form, inset, stacked, table_with_total};
use crate::parts::raw::TextArea;
use crate::text::Translator;

/// The facts for a preservation request to one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preservation {
    /// The exchange.
    pub exchange: String,
    /// Accounts as its files name them.
    pub accounts: Vec<String>,
    /// Order and trade ids among the contested entries: what the exchange should preserve.
    pub ids: Vec<String>,
    /// Whether there are more accounts or ids than are listed.
    pub has_more: bool,
    /// First contested moment, RFC 3339.
    pub from: String,
    /// Last contested moment, RFC 3339.
    pub to: String,
}

/// A bundle that was built.
#[derive(Clone, Debug)]
pub struct BundleRow {
    /// Where to download it; none when a claimant in it no longer consents.
    pub href: Option<String>,
    /// Its id.
    pub id: String,
    /// How much it shows of people.
    pub kind: BundleKind,
    /// Whether it is encrypted to a key of the investigator. Its file then has one more
    /// ending.
    pub is_encrypted: bool,
    /// Its file name after the download, without the encryption around it.
    pub name: String,
    /// The folder in it.
    pub folder: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// When it was built, RFC 3339.
    pub built: String,
    /// What is in it.
    pub shared: Share,
    /// Claims that count but are listed by reference only.
    pub withheld: i64,
}

impl BundleRow {
    /// The name of the file that is downloaded.
    pub fn file_name(&self) -> String {
        let ending = if self.is_encrypted { ENCRYPTED } else { "" };
        format!("{}{ending}", self.name)
    }
}

/// The ending of an encrypted bundle.
const ENCRYPTED: &str = ".age";

/// A bundle that is being built, or whose build failed.
#[derive(Clone, Debug)]
pub struct Making {
    /// The id it will have.
    pub id: String,
    /// When it was requested, RFC 3339.
    pub asked: String,
    /// How far it is.
    pub job: JobShown,
}

/// The figures of some claims of a report.
#[derive(Clone, Debug, Default)]
pub struct Share {
    /// The number of claims, and how many of them count.
    pub claims: ClaimCounts,
    /// Documented losses less what came back; none where too few lines have a price.
    pub net: Option<Money>,
    /// Contested lines that count and have no price.
    pub unpriced: i64,
}

/// A claim that counts in the report but is not in the bundle.
#[derive(Clone, Debug)]
pub struct WithheldRow {
    /// Its reference.
    pub reference: String,
    /// Why it is withheld.
    pub why: Withheld,
    /// Its documented losses less what came back; none where too few lines have a price.
    pub net: Option<Money>,
}

/// The difference between the report and the bundle, claim by claim.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Claims that count but are withheld.
    pub rows: Vec<WithheldRow>,
    /// The sum of the withheld claims that have no figure of their own.
    pub rest: Option<Money>,
    /// The report's figure less the bundle's; none where one of the two is missing.
    pub net: Option<Money>,
}

/// One report that was released.
#[derive(Clone, Debug)]
pub struct Released {
    /// Id of the release.
    pub id: String,
    /// The report's number.
    pub number: i64,
    /// When it was frozen, RFC 3339.
    pub frozen: String,
    /// The capacity in which the investigator receives it, which decides whose consent is
    /// needed.
    pub recipient: Recipient,
    /// The kind that shows the most, of the bundles that can be built for it.
    pub kind: BundleKind,
    /// What it was released for.
    pub purpose: String,
    /// The investigator's own case number.
    pub case_number: String,
    /// Until when it is open, RFC 3339.
    pub until: Option<String>,
    /// The figures of a bundle built now: the claims that consent now.
    pub shared: Share,
    /// The figures of the whole group in the report.
    pub whole: Share,
    /// Why these two differ.
    pub difference: Difference,
    /// The basis of the figures.
    pub ground: Ground,
    /// By exchange.
    pub preservation: Vec<Preservation>,
    /// Bundles that were built.
    pub bundles: Vec<BundleRow>,
    /// The requested bundles that are not ready, the oldest request first.
    pub making: Vec<Making>,
    /// The id of the next bundle, so that asking twice builds one bundle.
    pub once: String,
}

/// The page of bundles.
#[derive(Clone, Debug)]
pub struct Bundles {
    /// `/i/<incident>/bundles`.
    pub path: String,
    /// Fingerprint of the signing key.
    pub fingerprint: String,
    /// Reports, newest first.
    pub released: Vec<Released>,
}

/// The page. `form` is the request or the case number that was refused or outdated, if any.
pub fn bundles(texts: Translator, bundles: &Bundles, form: &Form) -> AnyView {
    let reports = bundles
        .released
        .iter()
        .map(|report| released(texts, bundles, report, form))
        .collect_view();
    view! {
        {error_summary(texts, form)}
        <h1>{texts.t("bundles-title")}</h1>
        <p>{texts.t("bundles-lead")}</p>
        {bundles.released.is_empty().then(|| {
            inset("", view! { <p>{texts.t("bundles-none")}</p> }.into_any())
        })}
        {reports}
        {how_to_verify(texts, bundles)}
    }
    .into_any()
}

fn released(texts: Translator, bundles: &Bundles, report: &Released, form: &Form) -> AnyView {
    let title = texts.with("bundles-report", &[("number", report.number.into())]);
    let at = |act: &str| format!("{}/{}/{act}", bundles.path, report.id);
    let own = match form.key() == report.id {
        true => form.clone(),
        false => form.blank().keyed(&report.id),
    };
    let case = match own.values("case_number").is_empty() {
        true => own.clone().with("case_number", &report.case_number),
        false => own.clone(),
    };
    view! {
        <section>
            <h2>{title}</h2>
            {summary(texts, report)}
            {difference(texts, report)}
            {preservation(texts, report)}
            {built(texts, report)}
            {making(texts, bundles, report)}
            {build_form(texts, bundles, report, own)}
            <form method="post" action=at("case") novalidate>
                {hidden("was", report.case_number.clone())}
                {TextField::new("case_number", texts.t("bundles-case"))
                    .hint(texts.t("bundles-case-hint"))
                    .class("medium")
                    .view(texts, &case)}
                <button class="second">{texts.t("bundles-case-save")}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The form that asks for a bundle. Without a choice, it asks for the whole bundle as it was
/// released.
fn build_form(texts: Translator, bundles: &Bundles, report: &Released, mut form: Form) -> AnyView {
    for (name, usual) in [("kind", report.kind.as_str()), ("which", "whole")] {
        if form.values(name).is_empty() {
            form = form.with(name, usual);
        }
    }
    let names = ["kind", "which", "claims", "since", "key"];
    let is_open = names.iter().any(|name| form.error(name).is_some());
    let action = format!("{}/{}/build", bundles.path, report.id);
    view! {
        <form method="post" action=action novalidate>
            {hidden("once", report.once.clone())}
            <details open=is_open>
                <summary>{texts.t("bundles-choices")}</summary>
                {kinds(texts, report, &form)}
                {which(texts, bundles, &form)}
                {TextField::new("key", texts.t("bundles-key"))
                    .hint(texts.t("bundles-key-hint"))
                    .optional()
                    .length_max(form.limits().line_characters_max)
                    .view(texts, &form)}
            </details>
            <button>{texts.t("bundles-build")}</button>
        </form>
    }
    .into_any()
}

/// The kinds that the release covers.
fn kinds(texts: Translator, report: &Released, form: &Form) -> AnyView {
    let covered = BundleKind::ALL.into_iter();
    let covered = covered.filter(|kind| kind.is_covered_by(report.kind));
    let options = covered.map(|kind| {
        let about = texts.t(&format!("bundles-kind-{}-about", kind.as_str()));
        Choice::new(kind.as_str(), kind_name(texts, kind)).hint(about)
    });
    let legend = texts.t("bundles-kind");
    choices(texts, form, "radio", "kind", &legend, options.collect())
}

fn kind_name(texts: Translator, kind: BundleKind) -> String {
    texts.t(&format!("bundles-kind-{}", kind.as_str()))
}

/// Which claims the bundle holds. Earlier bundles of other reports can be chosen, too.
fn which(texts: Translator, bundles: &Bundles, form: &Form) -> AnyView {
    let rows = bundles.released.iter().flat_map(|report| &report.bundles);
    let mut earlier: Vec<&BundleRow> = rows.collect();
    earlier.sort_by(|one, other| other.built.cmp(&one.built));
    let mut options = vec![
        Choice::new("whole", texts.t("bundles-which-whole")),
        Choice::new("claims", texts.t("bundles-which-claims")),
    ];
    let since = (!earlier.is_empty()).then(|| {
        options.push(Choice::new("since", texts.t("bundles-which-since")));
        let choice = |row: &&BundleRow| {
            let kind = kind_name(texts, row.kind);
            Choice::new(&row.id, format!("{} ({kind})", row.name))
        };
        let label = texts.t("bundles-since");
        let hint = Some(texts.t("bundles-since-hint"));
        let choices = earlier.iter().map(choice).collect();
        select(texts, form, "since", &label, hint, choices)
    });
    let legend = texts.t("bundles-which");
    view! {
        {choices(texts, form, "radio", "which", &legend, options)}
        {TextField::new("claims", texts.t("bundles-which-references"))
            .hint(texts.t("bundles-which-references-hint"))
            .optional()
            .length_max(form.limits().words_characters_max)
            .view(texts, form)}
        {since}
    }
    .into_any()
}

/// Shows the bundle's figure first, because this reader gets the bundle. The report's figure
/// follows, and may be larger.
fn summary(texts: Translator, report: &Released) -> AnyView {
    let net = |share: &Share| sum_of_currency(texts, share.net, &report.ground.currency);
    let counts = texts.with(
        "bundles-counts",
        &[("unpriced", report.shared.unpriced.into())],
    );
    let ground = ground(texts, &report.ground);
    let why =
        (report.shared.net.is_none() || report.whole.net.is_none()).then(|| no_total_why(texts));
    let claims = texts.with(
        "bundles-claims-text",
        &[
            ("consenting", report.shared.claims.counted.into()),
            ("withheld", report.difference.rows.len().into()),
        ],
    );
    let until = report.until.as_ref().map(|until| {
        view! { <div><dt>{texts.t("bundles-until")}</dt><dd>{moment_in_words(texts, until)}</dd></div> }
    });
    view! {
        <dl class="summary">
            <div>
                <dt>{texts.t("bundles-net-shared")}</dt>
                <dd><p class="big-figure">{net(&report.shared)}</p><p class="hint">{counts}</p>{ground}{why}</dd>
            </div>
            <div>
                <dt>{texts.t("bundles-net-whole")}</dt>
                <dd>{net(&report.whole)}<p class="hint">{claim_counts(texts, &report.whole.claims)}</p></dd>
            </div>
            <div><dt>{texts.t("bundles-claims")}</dt><dd>{claims}</dd></div>
            <div><dt>{texts.t("bundles-frozen")}</dt><dd>{moment_in_words(texts, &report.frozen)}</dd></div>
            <div><dt>{texts.t("bundles-kind")}</dt><dd>{kind_name(texts, report.kind)}</dd></div>
            <div><dt>{texts.t("bundles-recipient")}</dt><dd>{recipient_name(texts, report.recipient)}</dd></div>
            <div><dt>{texts.t("bundles-purpose")}</dt><dd>{report.purpose.clone()}</dd></div>
            {until}
        </dl>
    }
    .into_any()
}

/// Lists the difference between report and bundle by claim, so that either figure can be
/// computed from the other.
fn difference(texts: Translator, report: &Released) -> AnyView {
    let difference = &report.difference;
    if difference.rows.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("bundles-hit-claim"), false),
        (texts.t("bundles-why"), false),
        (
            texts.with(
                "bundles-net-in",
                &[("currency", (&report.ground.currency).into())],
            ),
            true,
        ),
    ];
    let rows = difference
        .rows
        .iter()
        .map(|row| {
            let why = match row.why {
                Withheld::NotReleased => "bundles-why-not-released",
                Withheld::NoConsent => "bundles-why-no-consent",
                Withheld::Withdrawn => "bundles-why-withdrawn",
            };
            view! {
                <tr>
                    <th scope="row" class="ref">{row.reference.clone()}</th>
                    <td>{texts.t(why)}</td>
                    <td class="numeric">{sum_or_no_total(texts, row.net)}</td>
                </tr>
            }
        })
        .collect_view();
    // The rows without a figure appear as one sum, so that the column adds up to the
    // difference.
    let rest = difference
        .rest
        .filter(|_| difference.net.is_some())
        .map(|rest| {
            view! {
                <tr>
                    <th scope="row" colspan="2">{texts.t("common-no-total-rest")}</th>
                    <td class="numeric">{sum_or_no_total(texts, Some(rest))}</td>
                </tr>
            }
        });
    let total = view! {
        {rest}
        <tr>
            <th scope="row" colspan="2">{texts.t("bundles-difference")}</th>
            <td class="numeric">{sum_or_no_total(texts, difference.net)}</td>
        </tr>
    };
    let caption = texts.t("bundles-difference-caption");
    let table = table_with_total(&caption, &head, rows.into_any(), total.into_any());
    let many = difference.rows.len();
    let summary = texts.with("bundles-difference-summary", &[("count", many.into())]);
    view! {
        <details><summary>{summary}</summary><div class="narrow">{table}</div></details>
    }
    .into_any()
}

fn preservation(texts: Translator, report: &Released) -> AnyView {
    let rows = report
        .preservation
        .iter()
        .map(|one| {
            let accounts = if one.accounts.is_empty() {
                texts.t("bundles-accounts-none").into_any()
            } else {
                view! { <span class="hash">{one.accounts.join(", ")}</span> }.into_any()
            };
            let cells = vec![
                exchange_name(texts, &one.exchange).into_any(),
                accounts,
                ids(texts, one),
                moment(&one.from),
                moment(&one.to),
            ];
            (None, cells)
        })
        .collect();
    let head = [
        (texts.t("bundles-exchange"), false),
        (texts.t("bundles-accounts"), false),
        (texts.t("bundles-ids"), true),
        (texts.t("bundles-first"), false),
        (texts.t("bundles-last"), false),
    ];
    stacked(&texts.t("bundles-preservation"), &head, rows)
}

/// The number of ids, and the ids to copy, one a line. Where some are left out, the page
/// says that the bundle has all.
fn ids(texts: Translator, asked: &Preservation) -> AnyView {
    let ids = &asked.ids;
    let shown = count(texts, ids.len() as i64);
    let more = asked.has_more.then(|| {
        let more = texts.t("bundles-ids-more");
        view! { <div class="hint">{more}</div> }
    });
    if ids.is_empty() {
        return view! { {shown}{more} }.into_any();
    }
    let list = TextArea {
        rows: 6,
        class: "copy mono",
        is_read_only: true,
        label: Some(texts.t("bundles-ids")),
        ..TextArea::default()
    };
    view! {
        <details>
            <summary>{shown}</summary>
            {list.view(&ids.join("\n"))}
        </details>
        {more}
    }
    .into_any()
}

fn built(texts: Translator, report: &Released) -> AnyView {
    if report.bundles.is_empty() {
        return view! { <p>{texts.t("bundles-not-built")}</p> }.into_any();
    }
    let rows = report
        .bundles
        .iter()
        .map(|one| {
            let kind = kind_name(texts, one.kind);
            let download = match one.is_encrypted {
                true => "bundles-download-encrypted",
                false => "bundles-download",
            };
            let link = match one.href.clone() {
                Some(href) => view! {
                    <a href=href>{texts.t(download)}</a>
                    <div class="hint">{kind}</div>
                    <div class="hint mono">{one.file_name()}</div>
                }
                .into_any(),
                None => texts.t("bundles-closed").into_any(),
            };
            let cells = vec![
                link,
                moment_in_words(texts, &one.built),
                count(texts, one.size_bytes),
                sum_of_currency(texts, one.shared.net, &report.ground.currency),
                claims_in(texts, &one.shared.claims),
                count(texts, one.withheld),
                view! { <span class="hash">{one.sha256.clone()}</span> }.into_any(),
            ];
            (None, cells)
        })
        .collect();
    let head = [
        (texts.t("bundles-package"), false),
        (texts.t("bundles-built"), false),
        (texts.t("bundles-bytes"), true),
        (texts.t("bundles-net"), true),
        (texts.t("bundles-shared"), true),
        (texts.t("bundles-withheld"), true),
        ("SHA-256".to_owned(), false),
    ];
    stacked(&texts.t("bundles-packages"), &head, rows)
}

/// Bundles that are being built. Nothing of them is offered before they are ready.
fn making(texts: Translator, bundles: &Bundles, report: &Released) -> Option<AnyView> {
    let rows = report.making.iter().map(|row| {
        let (class, head) = match row.job.is_under_way() {
            true => ("busy", "bundles-making"),
            false => ("bad", "bundles-failed"),
        };
        let again = (!row.job.is_under_way()).then(|| {
            let action = format!("{}/{}/again", bundles.path, row.id);
            button_form(action, texts.t("common-job-again"), "second")
        });
        let asked = moment_in_words(texts, &row.asked);
        let body = view! {
            <p><strong>{texts.t(head)}</strong>" "<span class="hint">{asked}</span></p>
            {row.job.view(texts)}
            {again}
        };
        inset(class, body.into_any())
    });
    let rows = rows.collect_view().into_any();
    let route = format!("{}/jobs", bundles.path);
    (!report.making.is_empty()).then(|| watched(texts, route, rows))
}

/// The claims of a bundle that count, and beside them those that are in no total.
fn claims_in(texts: Translator, claims: &ClaimCounts) -> AnyView {
    let beside = claims.all() - claims.counted;
    let beside = (beside > 0).then(|| {
        let sentence = texts.with("bundles-beside", &[("count", beside.into())]);
        view! { <div class="hint">{sentence}</div> }
    });
    view! { {count(texts, claims.counted)}{beside} }.into_any()
}

/// The commands to type, with the names of the newest bundle that can be downloaded. A `*`
/// could match several bundles.
fn how_to_verify(texts: Translator, bundles: &Bundles) -> AnyView {
    let built = bundles.released.iter().flat_map(|one| {
        let all = one.bundles.iter();
        all.filter(|bundle| bundle.href.is_some())
    });
    let newest = built.max_by(|one, other| one.built.cmp(&other.built));
    let (zip, folder) = match newest {
        Some(bundle) => (bundle.name.as_str(), bundle.folder.as_str()),
        None => ("redress-*.zip", "redress-*/"),
    };
    let is_encrypted = newest.is_some_and(|bundle| bundle.is_encrypted);
    let opened = match is_encrypted {
        true => format!("age -d -i KEY -o {zip} {zip}{ENCRYPTED}\n"),
        false => String::new(),
    };
    let lines = format!(
        "{opened}unzip {zip} && cd {folder}\n\
        sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt\n\
        ssh-keygen -Y verify -f metadata/allowed_signers -I redress -n redress-bundle \\\n  \
        -s signatures/tagmanifest-sha256.txt.sshsig < tagmanifest-sha256.txt\n\
        redress verify ../{zip}"
    );
    let fingerprint = bundles.fingerprint.clone();
    view! {
        <h2>{texts.t("bundles-verify")}</h2>
        <p>{texts.t("bundles-verify-text")}</p>
        <pre class="mono" tabindex="0">{lines}</pre>
        <p>{texts.t("bundles-fingerprint")}{texts.t("common-colon")}<span class="hash">{fingerprint}</span></p>
    }
    .into_any()
}

/// One thing found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The report's number.
    pub number: i64,
    /// The claim's reference.
    pub claim: String,
    /// When, RFC 3339; empty for a file.
    pub time: String,
    /// The exchange.
    pub exchange: String,
    /// The kind of movement; none for a file.
    pub kind: Option<Kind>,
    /// The market, or what the file is.
    pub what: String,
    /// Order id.
    pub order_id: String,
    /// Trade id.
    pub trade_id: String,
    /// File and line.
    pub place: String,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// `/i/<incident>/search`.
    pub path: String,
    /// What was asked.
    pub asked: String,
    /// How many there are in all.
    pub total: i64,
    /// This page of them.
    pub hits: Vec<Hit>,
    /// The page of the list.
    pub paging: Paging,
}

/// The search page. It is a GET form: a search changes nothing except the log.
pub fn search(texts: Translator, found: &Found, blank: &Form) -> AnyView {
    let form = blank.blank().with("q", &found.asked);
    view! {
        <h1>{texts.t("common-nav-search")}</h1>
        <p>{texts.t("bundles-search-lead")}</p>
        <form method="get" action=found.path.clone()>
            {TextField::new("q", texts.t("bundles-search-for"))
                .hint(texts.t("bundles-search-hint"))
                .kind("search")
                .length_max(form.limits().query_characters_max)
                .view(texts, &form)}
            <button>{texts.t("common-nav-search")}</button>
        </form>
        {(!found.asked.is_empty()).then(|| results(texts, found))}
    }
    .into_any()
}

fn results(texts: Translator, found: &Found) -> AnyView {
    let summary = texts.with("bundles-search-found", &[("count", found.total.into())]);
    if found.hits.is_empty() {
        return view! { <p role="status">{summary}</p> }.into_any();
    }
    let rows = found
        .hits
        .iter()
        .map(|hit| {
            let when = if hit.time.is_empty() {
                ().into_any()
            } else {
                moment(&hit.time)
            };
            let kind = hit.kind.map(|kind| format!("{} ", kind_name(texts, kind)));
            let id = |id: &str| view! { <span class="hash">{id.to_owned()}</span> }.into_any();
            let cells = vec![
                view! { <span class="ref">{hit.claim.clone()}</span> }.into_any(),
                count(texts, hit.number),
                when,
                exchange_name(texts, &hit.exchange).into_any(),
                format!("{}{}", kind.unwrap_or_default(), hit.what).into_any(),
                id(&hit.order_id),
                id(&hit.trade_id),
                id(&hit.place),
            ];
            (None, cells)
        })
        .collect();
    let head = [
        (texts.t("bundles-hit-claim"), false),
        (texts.t("bundles-hit-report"), true),
        (texts.t("bundles-hit-time"), false),
        (texts.t("bundles-exchange"), false),
        (texts.t("bundles-hit-what"), false),
        (texts.t("bundles-hit-order"), false),
        (texts.t("bundles-hit-trade"), false),
        (texts.t("bundles-hit-place"), false),
    ];
    let (path, asked) = (found.path.clone(), found.asked.clone());
    let href = move |page: i64| format!("{path}?q={}&page={page}", encoded(&asked));
    view! {
        <p role="status" class="visually-hidden">{summary.clone()}</p>
        {stacked(&summary, &head, rows)}
        {found.paging.links(texts, href)}
    }
    .into_any()
}

/// A text as part of a query.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::FormLimits;
    use crate::pages::group::testing::{html, texts_of_all};

    fn row(kind: BundleKind, is_encrypted: bool) -> BundleRow {
        BundleRow {
            href: Some("/i/x/bundles/b1.zip".into()),
            id: "b1".into(),
            kind,
            is_encrypted,
            name: "redress-x-1-ab.zip".into(),
            folder: "redress-x-1".into(),
            sha256: "ab".into(),
            size_bytes: 7,
            built: "2026-01-01T00:00:00Z".into(),
            shared: Share::default(),
            withheld: 0,
        }
    }

    fn page(kind: BundleKind, rows: Vec<BundleRow>) -> Bundles {
        let released = Released {
            id: "r1".into(),
            number: 1,
            frozen: "2026-01-01T00:00:00Z".into(),
            recipient: Recipient::Lawyers,
            kind,
            purpose: "For the case".into(),
            case_number: String::new(),
            until: None,
            shared: Share::default(),
            whole: Share::default(),
            difference: Difference::default(),
            ground: Ground::default(),
            preservation: Vec::new(),
            bundles: rows,
            making: Vec::new(),
            once: "o".into(),
        };
        Bundles {
            path: "/i/x/bundles".into(),
            fingerprint: "SHA256:x".into(),
            released: vec![released],
        }
    }

    fn shown(bundles: &Bundles) -> Vec<String> {
        let form = Form::new(FormLimits::default());
        let pages = texts_of_all().into_iter();
        pages
            .map(|texts| html(texts, |t| super::bundles(t, bundles, &form)))
            .collect()
    }

    #[test]
    fn form_offers_the_kinds_that_the_release_covers_and_chooses_the_released_one() {
        for page in shown(&page(BundleKind::Identified, Vec::new())) {
            assert!(page.contains("value=\"pseudonymous\""), "{page}");
            let (_, named) = page.split_once("value=\"identified\"").unwrap();
            assert!(
                named.split_once('>').unwrap().0.contains("checked"),
                "{page}"
            );
            assert!(!page.contains("value=\"since\""), "nothing is earlier");
        }
        for page in shown(&page(BundleKind::Pseudonymous, Vec::new())) {
            assert!(!page.contains("value=\"identified\""), "{page}");
        }
    }

    #[test]
    fn encrypted_bundle_has_its_ending_and_the_command_that_opens_it() {
        let rows = vec![row(BundleKind::Pseudonymous, true)];
        for page in shown(&page(BundleKind::Identified, rows)) {
            assert!(page.contains("redress-x-1-ab.zip.age</div>"), "{page}");
            let open = "age -d -i KEY -o redress-x-1-ab.zip redress-x-1-ab.zip.age\nunzip";
            assert!(page.contains(open), "{page}");
            assert!(page.contains("value=\"since\"") && page.contains("value=\"b1\""));
        }
        let rows = vec![row(BundleKind::Identified, false)];
        for page in shown(&page(BundleKind::Identified, rows)) {
            assert!(!page.contains("age -d -i"), "{page}");
        }
    }
}
