//! Reference prices: the files of the price book, missing prices with the number of lines
//! that depend on them, manipulated assets, par and bridge. Every change makes a new version
//! of the book, and the claims are valued again.

use casework::BookChange;
use casework::counting::LineFilter;
use ledger::Diagnostic;
use leptos::prelude::*;

use super::lines::lines_query;
use crate::forms::Form;
use crate::messages;
use crate::parts::fields::{TextField, error_summary, hidden};
use crate::parts::figures;
use crate::parts::pieces::{Stacked, Tone, button_form, headed, inset, stacked, table, tag};
use crate::parts::values::Span;
use crate::text::Translator;

/// One file of the price book.
#[derive(Clone, Debug)]
pub struct PriceFileRow {
    /// Its id, for the button that removes it.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// SHA-256.
    pub sha256: String,
    /// Pairs in it (`BTC/USDT`), the first few.
    pub pairs: Vec<String>,
    /// How many more pairs there are.
    pub pairs_more: i64,
    /// Rows read.
    pub rows: i64,
    /// The first warnings.
    pub remarks: Vec<Diagnostic>,
    /// The address that it was retrieved from; empty where nobody stated it.
    pub address: String,
    /// When it was retrieved, RFC 3339.
    pub retrieved: Option<String>,
    /// Version of the book that added it.
    pub version: i64,
    /// When it was added, RFC 3339.
    pub added: String,
}

/// An asset without a price.
#[derive(Clone, Debug)]
pub struct MissingRow {
    /// The ticker.
    pub asset: String,
    /// Contested lines that depend on it.
    pub lines: i64,
    /// Credits that depend on it.
    pub credits: i64,
    /// Claims they are in.
    pub claims: i64,
    /// First and last day of these lines and credits.
    pub days: Span,
    /// The pair that would help (`BTC/USDT`).
    pub wanted: String,
    /// Whether it waits until its listing is settled; a price would not help before.
    pub unsettled: bool,
}

/// An asset whose own market was part of the fraud.
#[derive(Clone, Debug)]
pub struct ManipulatedRow {
    /// Its id, for the button that takes it off the list.
    pub id: String,
    /// The asset.
    pub asset: String,
    /// m, RFC 3339.
    pub from: String,
    /// e, RFC 3339; open when there is none.
    pub to: Option<String>,
    /// Why.
    pub reason: String,
    /// The first contested trade at or before m: claim and time.
    pub conflict: Option<(String, String)>,
}

/// The change that made one version of the price book.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// The version.
    pub version: i64,
    /// What made it.
    pub what: BookChange,
    /// Name of the person who made it.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct PricesPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Version of the book.
    pub version: i64,
    /// Claims that are not yet valued with this version.
    pub behind: i64,
    /// Most bytes a price file may have.
    pub bytes_max: i64,
    /// Its files, in the order in which they are searched.
    pub files: Vec<PriceFileRow>,
    /// Whether the assets in doubt differ from those that now wait without a price.
    pub to_settle: bool,
    /// What has no price.
    pub missing: Vec<MissingRow>,
    /// The manipulated assets.
    pub manipulated: Vec<ManipulatedRow>,
    /// The changes that made the newest versions.
    pub versions: Vec<VersionRow>,
    /// Upload: `file`, `pair`, `address`, `retrieved`.
    pub upload: Form,
    /// The form that lists an asset: `asset`, `from`, `to`, `reason`.
    pub listing: Form,
    /// Version of the settings from which the form of bridge and par was made.
    pub settings_version: i64,
    /// `bridge`, `par`, `quotes`, `sources`.
    pub terms: Form,
}

/// The page of prices.
pub fn page(texts: Translator, vm: &PricesPage) -> AnyView {
    let errors = [&vm.upload, &vm.listing, &vm.terms]
        .into_iter()
        .find(|form| !form.is_valid())
        .map(|form| error_summary(texts, form));
    let version = texts.with(
        "group-prices-version",
        &[
            ("version", vm.version.into()),
            ("files", vm.files.len().into()),
        ],
    );
    let behind = (vm.behind > 0 || vm.to_settle).then(|| {
        let sentence = match vm.behind {
            0 => texts.t("group-prices-to-settle"),
            behind => texts.with("group-prices-behind", &[("count", behind.into())]),
        };
        let body = view! {
            <p>{sentence}</p>
            {button_form(format!("{}/prices/value", vm.base), texts.t("group-prices-value"), "second small")}
        };
        inset("warn", body.into_any())
    });
    view! {
        {errors}
        <h1>{texts.t("group-prices-title")}</h1>
        <p>{version}</p>
        {behind}
        {missing(texts, vm)}
        {upload(texts, vm)}
        {files(texts, vm)}
        {manipulated(texts, vm)}
        {terms(texts, vm)}
        {versions(texts, vm)}
    }
    .into_any()
}

fn missing(texts: Translator, vm: &PricesPage) -> AnyView {
    let body = if vm.missing.is_empty() {
        view! { <p>{texts.t("group-missing-nothing")}</p> }.into_any()
    } else {
        let head = [
            (texts.t("group-asset"), false),
            (texts.t("group-missing-lines"), true),
            (texts.t("group-missing-credits"), true),
            (texts.t("group-missing-claims"), true),
            (texts.t("group-missing-days"), false),
            (texts.t("group-missing-wanted"), false),
        ];
        let rows = vm
            .missing
            .iter()
            .map(|row| missing_row(texts, vm, row))
            .collect_view();
        table(&texts.t("group-missing-caption"), &head, rows.into_any())
    };
    view! { <h2 id="missing">{texts.t("group-missing")}</h2>{body} }.into_any()
}

fn missing_row(texts: Translator, vm: &PricesPage, row: &MissingRow) -> impl IntoView + use<> {
    let asked = lines_query(&LineFilter::lacking(&row.asset), "");
    let href = format!("{}/lines{asked}", vm.base);
    let credits = format!("{}/totals#credits-unpriced", vm.base);
    // A count of zero needs no link.
    let leading = |href: String, count: i64| {
        let shown = figures::count(texts, count);
        match count {
            0 => shown,
            _ => view! { <a href=href>{shown}</a> }.into_any(),
        }
    };
    let wanted = if row.unsettled {
        texts.t("group-missing-unsettled")
    } else {
        row.wanted.clone()
    };
    let Span { from, to } = row.days.clone();
    let days = if from == to {
        from
    } else {
        format!("{from} – {to}")
    };
    view! {
        <tr>
            <th scope="row">{row.asset.clone()}</th>
            <td class="numeric">{leading(href, row.lines)}</td>
            <td class="numeric">{leading(credits, row.credits)}</td>
            <td class="numeric">{figures::count(texts, row.claims)}</td>
            <td>{days}</td>
            <td>{wanted}</td>
        </tr>
    }
}

fn upload(texts: Translator, vm: &PricesPage) -> AnyView {
    let form = &vm.upload;
    let error = form.error("file").map(str::to_owned);
    let wrong = error.is_some();
    let error = error.map(|message| {
        view! {
            <p class="error" id="file-error">
                <span class="visually-hidden">{texts.t("common-error")}{texts.t("common-colon")}</span>{message}
            </p>
        }
    });
    let hint = texts.with(
        "group-upload-hint",
        &[("megabytes", (vm.bytes_max / 1_000_000).into())],
    );
    view! {
        <h2 id="upload">{texts.t("group-upload")}</h2>
        <form method="post" action=format!("{}/prices", vm.base) enctype="multipart/form-data">
            <div class="field" class:wrong=wrong>
                <label for="file">{texts.t("group-upload-file")}</label>
                <p class="hint" id="file-hint">{hint}</p>
                {error}
                <input id="file" name="file" type="file" multiple accept=".csv,text/csv"
                    aria-describedby="file-hint" aria-invalid=wrong.then_some("true")/>
            </div>
            {TextField::new("pair", texts.t("group-upload-pair")).class("short").optional()
                .hint(texts.t("group-upload-pair-hint")).view(texts, form)}
            {TextField::new("address", texts.t("group-upload-address")).optional()
                .length_max(form.limits().line_characters_max)
                .hint(texts.t("group-upload-address-hint")).view(texts, form)}
            {TextField::new("retrieved", texts.t("group-upload-retrieved")).class("medium").optional()
                .hint(texts.t("group-upload-retrieved-hint")).view(texts, form)}
            <button>{texts.t("group-upload-button")}</button>
        </form>
    }
    .into_any()
}

fn files(texts: Translator, vm: &PricesPage) -> AnyView {
    if vm.files.is_empty() {
        return view! { <p>{texts.t("group-prices-none")}</p> }.into_any();
    }
    let head = [
        (texts.t("group-file"), false),
        (texts.t("group-pairs"), false),
        (texts.t("group-rows"), true),
        (texts.t("group-added"), false),
        (texts.t("group-change-it"), false),
    ];
    let rows = vm
        .files
        .iter()
        .map(|file| file_row(texts, vm, file))
        .collect();
    view! {
        <h2>{texts.t("group-price-files")}</h2>
        <p>{texts.t("group-price-files-text")}</p>
        {stacked(&texts.t("group-price-files-caption"), &head, rows)}
    }
    .into_any()
}

fn file_row(texts: Translator, vm: &PricesPage, file: &PriceFileRow) -> Stacked {
    let remove = format!("{}/prices/{}/remove", vm.base, file.id);
    let start: String = file.sha256.chars().take(12).collect();
    let mut pairs = file.pairs.join(", ");
    if file.pairs_more > 0 {
        pairs.push_str(", ");
        pairs.push_str(&texts.with("group-pairs-more", &[("count", file.pairs_more.into())]));
    }
    let remarks = file
        .remarks
        .iter()
        .map(|odd| view! { <div class="hint">{messages::placed_view(texts, odd)}</div> })
        .collect_view();
    let version = texts.with("group-of-version", &[("version", file.version.into())]);
    let href = format!("{}/prices/{start}", vm.base);
    let address = (!file.address.is_empty())
        .then(|| view! { <div class="hint">{file.address.clone()}</div> });
    let retrieved = file.retrieved.as_ref().map(|retrieved| {
        let retrieved = figures::moment_in_words(texts, retrieved);
        view! { <div class="hint">{texts.t("group-price-retrieved")}" "{retrieved}</div> }
    });
    let name = view! {
        <a href=href>{file.name.clone()}</a>{figures::hash(&file.sha256)}
        {address}{retrieved}{remarks}
    };
    let added = view! {
        {figures::moment_in_words(texts, &file.added)}<div class="hint">{version}</div>
    };
    let cells = vec![
        name.into_any(),
        pairs.into_any(),
        figures::count(texts, file.rows),
        added.into_any(),
        button_form(remove, texts.t("group-remove"), "danger small"),
    ];
    (Some(format!("file-{start}")), cells)
}

fn manipulated(texts: Translator, vm: &PricesPage) -> AnyView {
    let head = [
        (texts.t("group-asset"), false),
        (texts.t("group-from"), false),
        (texts.t("group-to"), false),
        (texts.t("group-reason"), false),
        (texts.t("group-change-it"), false),
    ];
    let rows = vm
        .manipulated
        .iter()
        .map(|row| manipulated_row(texts, vm, row))
        .collect_view();
    let list = (!vm.manipulated.is_empty())
        .then(|| headed(table(&texts.t("group-manipulated"), &head, rows.into_any())));
    let form = &vm.listing;
    view! {
        <h2 id="manipulated">{texts.t("group-manipulated")}</h2>
        <p>{texts.t("group-manipulated-text")}</p>
        {list}
        <form method="post" action=format!("{}/prices/manipulated", vm.base)>
            <h3>{texts.t("group-manipulated-add")}</h3>
            {TextField::new("asset", texts.t("group-asset")).class("short")
                .length_max(form.limits().ticker_characters_max).view(texts, form)}
            {TextField::new("from", texts.t("group-manipulated-from")).class("medium")
                .hint(texts.t("group-manipulated-from-hint")).view(texts, form)}
            {TextField::new("to", texts.t("group-manipulated-to")).class("medium").optional()
                .hint(texts.t("group-manipulated-to-hint")).view(texts, form)}
            {TextField::new("reason", texts.t("group-reason")).rows(2)
                .length_max(form.limits().line_characters_max)
                .hint(texts.t("group-manipulated-reason-hint")).view(texts, form)}
            <button class="second">{texts.t("group-manipulated-button")}</button>
        </form>
    }
    .into_any()
}

fn manipulated_row(
    texts: Translator,
    vm: &PricesPage,
    row: &ManipulatedRow,
) -> impl IntoView + use<> {
    let remove = format!("{}/prices/manipulated/{}/remove", vm.base, row.id);
    let conflict = row.conflict.clone().map(|(claim, time)| {
        let sentence = texts.with(
            "group-manipulated-conflict",
            &[("claim", claim.into()), ("time", time.into())],
        );
        view! {
            <br/>{tag(Tone::Bad, texts.t("group-conflict"))}" "<span>{sentence}</span>
        }
    });
    let to = match &row.to {
        Some(to) => figures::moment(to),
        None => view! {
            {texts.t("group-open-end")}<br/>
            <span>{texts.t("group-manipulated-needs-end")}</span>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row">{row.asset.clone()}</th>
            <td>{figures::moment(&row.from)}</td>
            <td>{to}</td>
            <td>{row.reason.clone()}{conflict}</td>
            <td>{button_form(remove, texts.t("group-manipulated-remove"), "danger small")}</td>
        </tr>
    }
}

fn terms(texts: Translator, vm: &PricesPage) -> AnyView {
    let form = &vm.terms;
    view! {
        <h2 id="terms">{texts.t("group-terms")}</h2>
        <form method="post" action=format!("{}/prices/terms", vm.base)>
            {hidden("version", vm.settings_version.to_string())}
            {TextField::new("bridge", texts.t("group-bridge")).class("short")
                .length_max(form.limits().ticker_characters_max)
                .hint(texts.t("group-bridge-hint")).view(texts, form)}
            {TextField::new("par", texts.t("group-par")).class("medium").optional()
                .length_max(form.limits().par_characters_max)
                .hint(texts.t("group-par-hint")).view(texts, form)}
            {TextField::new("quotes", texts.t("group-quotes")).class("medium").optional()
                .length_max(form.limits().par_characters_max)
                .hint(texts.t("group-quotes-hint")).view(texts, form)}
            {TextField::new("sources", texts.t("group-sources")).class("medium").optional()
                .length_max(form.limits().par_characters_max)
                .hint(texts.t("group-sources-hint")).view(texts, form)}
            <button class="second">{texts.t("group-terms-save")}</button>
        </form>
    }
    .into_any()
}

fn versions(texts: Translator, vm: &PricesPage) -> AnyView {
    let head = [
        (texts.t("group-version"), true),
        (texts.t("group-version-what"), false),
        (texts.t("group-custody-actor"), false),
        (texts.t("group-time"), false),
    ];
    let rows = vm
        .versions
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <td class="numeric">{figures::count(texts, row.version)}</td>
                    <td>{texts.message(&row.what)}</td>
                    <td>{row.who.clone()}</td>
                    <td>{figures::moment(&row.at)}</td>
                </tr>
            }
        })
        .collect_view();
    let title = texts.t("group-versions");
    view! {
        <details>
            <summary>{title.clone()}</summary>
            {table(&title, &head, rows.into_any())}
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use ledger::Code;
    use ledger::messages::Message;

    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};

    fn prices() -> PricesPage {
        PricesPage {
            base: "/i/x/group".into(),
            version: 4,
            behind: 0,
            to_settle: false,
            bytes_max: 64_000_000,
            files: vec![PriceFileRow {
                id: "f1".into(),
                name: "BTCUSDT-1h.csv".into(),
                sha256: "0123456789ab".repeat(5),
                pairs: vec!["BTC/USDT".into()],
                pairs_more: 2,
                rows: 744,
                remarks: vec![Diagnostic::of_file(
                    "btc.csv",
                    Code::NoteNoVolume,
                    Message::PriceNoVolume { count: 3 },
                )],
                address: "https://prices.example/x.csv".to_owned(),
                retrieved: Some("2022-12-01T00:00:00Z".to_owned()),
                version: 2,
                added: "2026-01-01T00:00:00Z".into(),
            }],
            missing: vec![MissingRow {
                asset: "DMG".into(),
                lines: 5213,
                credits: 2,
                claims: 3,
                days: Span {
                    from: "2022-10-18".into(),
                    to: "2022-10-19".into(),
                },
                wanted: "DMG/USDT".into(),
                unsettled: false,
            }],
            manipulated: vec![ManipulatedRow {
                id: "m1".into(),
                asset: "DMG".into(),
                from: "2022-10-18T22:00:00Z".into(),
                to: None,
                reason: "thin".into(),
                conflict: Some(("R-7F3K-2M".into(), "2022-10-18T21:00:07Z".into())),
            }],
            versions: vec![VersionRow {
                version: 4,
                what: BookChange::PricesAdded,
                who: "Cora".into(),
                at: "2026-01-01T00:00:00Z".into(),
            }],
            upload: Form::default(),
            listing: Form::default(),
            settings_version: 3,
            terms: Form::default().with("bridge", "USDT"),
        }
    }

    #[test]
    fn listing_without_an_end_shows_that_it_needs_one() {
        for texts in texts_of_all() {
            let mut vm = prices();
            let needed = texts.t("group-manipulated-needs-end");
            assert!(html(texts, |t| page(t, &vm)).contains(&needed));
            vm.manipulated[0].to = Some("2022-10-19T00:00:00Z".into());
            assert!(!html(texts, |t| page(t, &vm)).contains(&needed));
        }
    }

    #[test]
    fn missing_price_shows_its_dependent_lines_with_links() {
        for texts in texts_of_all() {
            let page = html(texts, |t| page(t, &prices()));
            assert!(page.contains("/lines?asset=DMG&amp;as=lacking"), "{page}");
            assert!(page.contains(&texts.number("5213")));
            assert!(page.contains("/totals#credits-unpriced"), "{page}");
            assert!(page.contains("id=\"file-0123456789ab\""));
        }
    }

    #[test]
    fn a_conflict_names_the_trade_before_m() {
        for texts in texts_of_all() {
            let page = html(texts, |t| page(t, &prices()));
            assert!(page.contains("2022-10-18T21:00:07Z"), "{page}");
            assert!(page.contains(&texts.t("group-conflict")));
        }
    }

    #[test]
    fn the_button_that_values_again_shows_when_assets_in_doubt_changed_too() {
        for texts in texts_of_all() {
            let mut vm = prices();
            let settled = html(texts, |t| page(t, &vm));
            assert!(!settled.contains("/prices/value"), "{settled}");
            vm.to_settle = true;
            let page = html(texts, |t| page(t, &vm));
            assert!(page.contains("/prices/value"), "{page}");
            assert!(page.contains(&texts.t("group-prices-to-settle")));
        }
    }

    #[test]
    fn unknown_pair_is_reported_beside_its_field() {
        let texts = Texts::of(Locale::En);
        let mut vm = prices();
        vm.upload = Form::default().with("pair", "BTCUSDT");
        vm.upload.fail("pair", "Write it as BTC/USDT");
        let page = html(texts, |t| page(t, &vm));
        assert!(page.contains("id=\"pair-error\""));
        assert!(page.contains("value=\"BTCUSDT\""));
    }
}
