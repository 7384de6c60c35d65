//! Reference prices: adding and removing files of the book, manipulated assets, bridge and
//! par. After every change, all claims are valued again.

use app::forms::group as forms;
use app::forms::{Form, ticker};
use app::pages::group::price_file;
use app::pages::group::prices::{
    self as pages, ManipulatedRow, MissingRow, PriceFileRow, PricesPage, VersionRow,
};
use app::parts::values::Span;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use casework::Permission;
use casework::custody::CustodyEvent;
use ledger::prices::{PriceFileError, PriceFileRead};
use ledger::{Diagnostic, Moment, PriceBook};
use serde::{Deserialize, Serialize};
use store::{ManipulatedAsset, NewPriceFile, Note, PriceFile, Settings, StoreError, UnpricedAsset};

use super::{base, settled, terms, value_now};
use crate::app::App;
use crate::clock::rfc3339;
use crate::web::frame::QueryForm;
use crate::web::frame::{MemberContext, Posted, PostedFiles, WebError, done, download};

pub fn router() -> Router<App> {
    let prices = "/i/{incident}/group/prices";
    Router::new()
        .route(
            prices,
            // The handler counts the bytes itself, against a setting of its own.
            get(show).post(add).layer(DefaultBodyLimit::disable()),
        )
        .route(&format!("{prices}/{{file}}"), get(show_file))
        .route(&format!("{prices}/{{file}}/original"), get(original))
        .route(&format!("{prices}/value"), post(value))
        .route(&format!("{prices}/{{file}}/remove"), post(remove))
        .route(&format!("{prices}/manipulated"), post(list))
        .route(
            &format!("{prices}/manipulated/{{listed}}/remove"),
            post(unlist),
        )
        .route(&format!("{prices}/terms"), post(save_terms))
}

/// The stored result of reading a price file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct About {
    pairs: Vec<(String, String)>,
    refused: u64,
    remarks: Vec<Diagnostic>,
}

/// Pairs of one price file that a row shows.
const PAIRS_SHOWN: usize = 8;

impl About {
    fn of(read: &PriceFileRead, remarks_max: u32) -> About {
        About {
            pairs: read
                .pairs
                .iter()
                .map(|(asset, quote)| (asset.to_string(), quote.to_string()))
                .collect(),
            refused: read.refused,
            remarks: read
                .diagnostics
                .iter()
                .take(remarks_max as usize)
                .cloned()
                .collect(),
        }
    }
}

async fn show(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::SeePrices, false)?;
    let vm = page_of(&app, &here).await?;
    let texts = here.texts();
    let title = texts.t("group-prices-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

/// The same page, with one of its forms as it was sent.
async fn again(
    app: &App,
    here: &MemberContext,
    put: impl FnOnce(&mut PricesPage),
) -> Result<Response, WebError> {
    let mut vm = page_of(app, here).await?;
    put(&mut vm);
    let texts = here.texts();
    let title = texts.t("group-prices-title");
    Ok(here.wrong(app, &title, true, || pages::page(texts, &vm)))
}

async fn page_of(app: &App, here: &MemberContext) -> Result<PricesPage, WebError> {
    let incident = app.store.incident(&here.incident.id).await?;
    let terms = terms(here)?;
    let files = app.store.price_files(&incident.id).await?;
    let missing = app.store.unpriced_assets(&incident.id).await?;
    let conflicts = conflicts(app, here).await?;
    let manipulated = app.store.manipulated(&incident.id).await?;
    let doubted = crate::jobs::conflicts(&app.store, &incident.id).await?;
    let doubted = doubted.iter().map(|conflict| conflict.asset.as_str());
    let sources: Vec<String> = terms.sources.iter().map(ToString::to_string).collect();
    let shown = app
        .form()
        .with("bridge", terms.bridge.as_str())
        .with("par", terms.par.join(" "))
        .with("quotes", terms.quotes.join(" "))
        .with("sources", sources.join(" "));
    Ok(PricesPage {
        to_settle: !doubted.eq(incident.unsettled.iter().map(String::as_str)),
        base: base(here),
        version: incident.price_version,
        behind: app.store.stale_claims(&incident.id).await?.len() as i64,
        bytes_max: i64::try_from(app.config.limits.uploads.price_bytes_max).unwrap_or(i64::MAX),
        files: files.iter().map(file_row).collect(),
        missing: missing
            .iter()
            .map(|row| missing_row(row, &terms, &conflicts))
            .collect(),
        manipulated: manipulated
            .iter()
            .map(|listed| manipulated_row(listed, &conflicts))
            .collect(),
        versions: versions(app, &incident.id).await?,
        upload: app.form(),
        listing: here.resumed(app.form(), "group/prices/manipulated"),
        settings_version: incident.version,
        terms: here.resumed(shown, "group/prices/terms"),
    })
}

/// The changes that made the newest versions of the book.
async fn versions(app: &App, incident: &str) -> Result<Vec<VersionRow>, WebError> {
    let mut rows = Vec::new();
    for version in app
        .store
        .price_versions(incident)
        .await?
        .into_iter()
        .take(VERSIONS_SHOWN)
    {
        rows.push(VersionRow {
            version: version.version,
            what: version.what,
            who: super::name_of(app, &version.person).await?,
            at: rfc3339(version.at_us),
        });
    }
    Ok(rows)
}

/// Versions of the book that the page lists; the log has all of them.
const VERSIONS_SHOWN: usize = 20;

fn file_row(file: &PriceFile) -> PriceFileRow {
    let about: About = serde_json::from_str(&file.about).unwrap_or_default();
    let pairs: Vec<String> = about
        .pairs
        .iter()
        .map(|(asset, quote)| format!("{asset}/{quote}"))
        .collect();
    PriceFileRow {
        id: file.id.clone(),
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        pairs_more: pairs.len().saturating_sub(PAIRS_SHOWN) as i64,
        pairs: pairs.into_iter().take(PAIRS_SHOWN).collect(),
        rows: file.rows_read,
        remarks: about.remarks.into_iter().take(3).collect(),
        address: file.address.clone(),
        retrieved: file.retrieved_at_us.map(rfc3339),
        version: file.added_version,
        added: rfc3339(file.added_at_us),
    }
}

fn missing_row(row: &UnpricedAsset, terms: &ledger::Terms, conflicts: &[Conflict]) -> MissingRow {
    let unsettled = conflicts
        .iter()
        .any(|conflict| conflict.listed.asset == row.asset);
    let wanted = if unsettled {
        // No price helps while the listing contradicts the trades.
        String::new()
    } else if row.asset == terms.bridge {
        format!("{}/USD", row.asset)
    } else {
        format!("{}/{}", row.asset, terms.bridge)
    };
    let (from, to) = row.days();
    MissingRow {
        asset: row.asset.clone(),
        lines: row.lines,
        credits: row.credits,
        claims: row.claims,
        days: Span { from, to },
        wanted,
        unsettled,
    }
}

fn manipulated_row(listed: &ManipulatedAsset, conflicts: &[Conflict]) -> ManipulatedRow {
    let conflict = conflicts
        .iter()
        .find(|conflict| conflict.listed.id == listed.id);
    ManipulatedRow {
        id: listed.id.clone(),
        asset: listed.asset.clone(),
        from: rfc3339(listed.from_us),
        to: listed.to_us.map(rfc3339),
        reason: listed.reason.clone(),
        conflict: conflict.map(|conflict| (conflict.reference.clone(), rfc3339(conflict.first_us))),
    }
}

/// A listed asset whose m is not strictly before its first contested trade.
pub(super) struct Conflict {
    listed: ManipulatedAsset,
    reference: String,
    first_us: i64,
}

/// Every such asset, with the conflicting trade (METHOD.md, "Manipulated assets").
pub(super) async fn conflicts(app: &App, here: &MemberContext) -> Result<Vec<Conflict>, WebError> {
    let incident = &here.incident.id;
    let listings = app.store.manipulated(incident).await?;
    let mut conflicts = Vec::new();
    for found in crate::jobs::conflicts(&app.store, incident).await? {
        let listed = listings
            .iter()
            .find(|listed| found.asset == listed.asset && listed.from_us == found.from.micros());
        let trades = app.store.first_trades(incident, &found.asset).await?;
        let first = trades.into_iter().min_by_key(|trade| trade.time_us);
        if let (Some(listed), Some(first)) = (listed, first) {
            conflicts.push(Conflict {
                reference: first.reference,
                first_us: first.time_us,
                listed: listed.clone(),
            });
        }
    }
    Ok(conflicts)
}

/// A sent price file, and the form beside it.
struct Upload {
    files: Vec<(String, Vec<u8>)>,
    form: Form,
}

async fn add(
    State(app): State<App>,
    here: MemberContext,
    sent: PostedFiles,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ChangePrices, false)?;
    app.limits.upload(&here.who.person.id, app.clock.now_us())?;
    let Upload { files, mut form } = received(&app, &here, sent).await?;
    let texts = here.texts();
    let pair = forms::pair(&mut form, texts).flatten();
    let provenance = forms::provenance(&mut form, texts).unwrap_or_default();
    if files.is_empty() && form.is_valid() {
        form.fail("file", texts.t("group-error-file"));
    }
    let pair = pair
        .as_ref()
        .map(|(asset, quote)| (asset.as_str(), quote.as_str()));
    let mut read = Vec::new();
    for (name, bytes) in &files {
        match read_prices(name, pair, bytes) {
            Ok(found) => read.push((name, bytes, found)),
            Err(why) => refuse(&mut form, texts, name, &why),
        }
    }
    let by = here.by(&app, role);
    for (name, bytes, (found, pair)) in &read {
        if !form.is_valid() {
            break;
        }
        let of = (found, *pair, &provenance);
        match keep(&app, &here, &by, (name.as_str(), bytes.as_slice()), of).await {
            Ok(_) => {}
            Err(StoreError::Duplicate(_)) => {
                let args = [("file", name.as_str().into())];
                form.fail("file", texts.with("group-error-file-known", &args));
            }
            Err(other) => return Err(other.into()),
        }
    }
    settled(&app, &here.incident).await?;
    if !form.is_valid() {
        return again(&app, &here, |vm| vm.upload = form).await;
    }
    let is_whole = read.iter().all(|(.., (found, _))| found.refused == 0);
    let key = if is_whole {
        "group-prices-added"
    } else {
        "group-prices-partly"
    };
    Ok(done(&format!("{}/prices", base(&here)), key))
}

/// Receives the parts of the upload, and counts bytes as they come.
async fn received(
    app: &App,
    here: &MemberContext,
    mut sent: PostedFiles,
) -> Result<Upload, WebError> {
    let bytes_max = app.config.limits.uploads.price_bytes_max;
    let mut left = usize::try_from(bytes_max).unwrap_or(usize::MAX);
    let (mut files, mut pairs) = (Vec::new(), Vec::new());
    let mut too_large = false;
    while let Some(mut part) = sent.next().await? {
        let most = app.config.limits.forms.file_name_characters_max;
        let file_name = part.file_name(most);
        let Some(file_name) = file_name else {
            let name = part.name().to_owned();
            pairs.push((name, part.text().await?));
            continue;
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await? {
            too_large = too_large || chunk.len() > left;
            left = left.saturating_sub(chunk.len());
            if !too_large {
                bytes.extend_from_slice(&chunk);
            }
        }
        // An empty file field arrives without name and bytes.
        if !file_name.is_empty() {
            files.push((file_name, bytes));
        }
    }
    let mut form = Form::from_pairs(app.config.limits.forms, pairs);
    if too_large {
        let megabytes = i64::try_from(bytes_max / 1_000_000).unwrap_or(i64::MAX);
        let args = [("megabytes", megabytes.into())];
        form.fail("file", here.texts().with("group-error-file-large", &args));
        files.clear();
    }
    Ok(Upload { files, form })
}

/// The pair that was needed to read a file; none where the file names it.
type Pair<'a> = Option<(&'a str, &'a str)>;

/// Reads a file by itself. The typed pair is only used for a file that needs one.
fn read_prices<'a>(
    name: &str,
    pair: Pair<'a>,
    bytes: &[u8],
) -> Result<(PriceFileRead, Pair<'a>), PriceFileError> {
    match PriceBook::new().add(name, None, bytes) {
        Err(PriceFileError::PairUnknown { .. }) if pair.is_some() => {
            let read = PriceBook::new().add(name, pair, bytes)?;
            Ok((read, pair))
        }
        other => other.map(|read| (read, None)),
    }
}

fn refuse(form: &mut Form, texts: app::Translator, name: &str, why: &PriceFileError) {
    let file = [("file", name.into())];
    match why {
        PriceFileError::Empty { .. } => {
            form.fail("file", texts.with("group-error-file-empty", &file));
        }
        PriceFileError::Unknown { .. } => {
            form.fail("file", texts.with("group-error-file-unknown", &file));
        }
        PriceFileError::HeaderOnly { .. } => {
            form.fail("file", texts.with("group-error-file-header-only", &file));
        }
        PriceFileError::PairUnknown { .. } => {
            form.fail("pair", texts.with("group-error-pair-unknown", &file));
        }
        PriceFileError::NoRows { first, .. } => {
            let args = [
                ("file", name.into()),
                ("first", texts.message(&first.message).into()),
            ];
            form.fail("file", texts.with("group-error-file-rows", &args));
        }
    }
}

async fn keep(
    app: &App,
    here: &MemberContext,
    by: &store::Actor,
    (name, bytes): (&str, &[u8]),
    (found, pair, provenance): (&PriceFileRead, Pair<'_>, &forms::Provenance),
) -> Result<i64, StoreError> {
    let incident = &here.incident.id;
    let received = app.store.receive_all(incident, bytes.to_vec()).await?;
    let about = serde_json::to_string(&About::of(
        found,
        app.config.limits.uploads.price_remarks_kept_max,
    ))?;
    let id = app.random.id();
    let new = NewPriceFile {
        id: &id,
        name,
        pair,
        address: &provenance.address,
        retrieved_at_us: provenance.retrieved.map(Moment::micros),
        rows_read: i64::try_from(found.rows).unwrap_or(i64::MAX),
        about: &about,
    };
    app.store
        .add_price_file(by, incident, &received, &new)
        .await
}

/// How many rows are shown around the row of a price.
const ROWS_AROUND: usize = 3;

/// The price file with the beginning of its hash in the address, as in price ids.
async fn named(app: &App, here: &MemberContext, start: &str) -> Result<PriceFile, WebError> {
    let is_start = (12..=64).contains(&start.len()) && start.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_start {
        return Err(WebError::NotFound);
    }
    let incident = &here.incident.id;
    Ok(app.store.price_file_by_start(incident, start).await?)
}

/// A price file, and the row that a price id names, with the rows around it.
async fn show_file(
    State(app): State<App>,
    here: MemberContext,
    Path((_, start)): Path<(String, String)>,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    here.may(Permission::SeePrices, false)?;
    let file = named(&app, &here, &start).await?;
    let bytes = app
        .store
        .read_bytes(&here.incident.id, &file.sha256)
        .await?;
    let text = String::from_utf8_lossy(&bytes);
    let row = asked.value("row").parse::<usize>().unwrap_or(1).max(1);
    let first = row.saturating_sub(ROWS_AROUND + 1);
    let rows = text.lines().enumerate();
    let rows = rows.filter(|(at, _)| *at == 0 || (*at >= first && *at < row + ROWS_AROUND));
    let vm = price_file::PriceFilePage {
        base: base(&here),
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        size_bytes: file.size_bytes,
        removed: file.removed_version,
        row: row as i64,
        rows: rows
            .map(|(at, text)| (at as i64 + 1, text.to_owned()))
            .collect(),
    };
    let texts = here.texts();
    let title = texts.with("group-price-file", &[("file", (&file.name).into())]);
    Ok(here.page(&app, &title, true, || price_file::page(texts, &vm)))
}

/// The file as it was received.
async fn original(
    State(app): State<App>,
    here: MemberContext,
    Path((_, start)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeePrices, false)?;
    app.limits.export(&here.who.person.id, app.clock.now_us())?;
    let file = named(&app, &here, &start).await?;
    let incident = &here.incident.id;
    let bytes = app.store.open_bytes(incident, &file.sha256).await?;
    let note = Note::new(CustodyEvent::EvidenceSeen, &file.id).sha256(&file.sha256);
    let by = here.by(&app, role);
    app.store
        .look(&by, incident, &here.who.session_key, note)
        .await?;
    Ok(download::original(&file.name, file.size_bytes, bytes))
}

async fn remove(
    State(app): State<App>,
    here: MemberContext,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ChangePrices, false)?;
    let by = here.by(&app, role);
    app.store
        .remove_price_file(&by, &here.incident.id, &file)
        .await?;
    settled(&app, &here.incident).await?;
    Ok(done(
        &format!("{}/prices", base(&here)),
        "group-prices-removed",
    ))
}

async fn value(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::ChangePrices, false)?;
    let key = match value_now(&app, &here.incident).await? {
        true => "group-valued",
        false => "group-working",
    };
    Ok(done(&format!("{}/prices", base(&here)), key))
}

async fn list(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ChangePrices, false)?;
    let texts = here.texts();
    let Some(mut listing) = forms::listing(&mut form, texts) else {
        return again(&app, &here, |vm| vm.listing = form).await;
    };
    let (from_us, to_us) = (listing.from.micros(), listing.to.map(Moment::micros));
    let incident = &here.incident.id;
    // Lower case is kept only where a file writes it so; otherwise it would match no trade.
    let trades = app.store.first_trades(incident, &listing.asset).await?;
    if trades.is_empty() {
        listing.asset = ticker(&listing.asset);
    }
    let overlaps = app.store.manipulated(incident).await?.iter().any(|known| {
        known.asset == listing.asset
            && to_us.is_none_or(|to_us| known.from_us < to_us)
            && known.to_us.is_none_or(|known_to_us| from_us < known_to_us)
    });
    if overlaps {
        let args = [("asset", listing.asset.as_str().into())];
        form.fail("asset", texts.with("group-error-asset-listed", &args));
        return again(&app, &here, |vm| vm.listing = form).await;
    }
    let by = here.by(&app, role);
    let id = app.random.id();
    app.store
        .list_manipulated(
            &by,
            incident,
            &id,
            &listing.asset,
            from_us,
            to_us,
            &listing.reason,
        )
        .await?;
    settled(&app, &here.incident).await?;
    Ok(done(&format!("{}/prices", base(&here)), "group-listed"))
}

async fn unlist(
    State(app): State<App>,
    here: MemberContext,
    Path((_, listed)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ChangePrices, false)?;
    let by = here.by(&app, role);
    app.store
        .unlist_manipulated(&by, &here.incident.id, &listed)
        .await?;
    settled(&app, &here.incident).await?;
    Ok(done(&format!("{}/prices", base(&here)), "group-unlisted"))
}

async fn save_terms(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ChangePrices, false)?;
    let texts = here.texts();
    let Some(read) = forms::terms(&mut form, texts) else {
        return again(&app, &here, |vm| vm.terms = form).await;
    };
    let terms = ledger::Terms {
        bridge: read.bridge.as_str().into(),
        par: read.par.iter().map(|asset| asset.as_str().into()).collect(),
        quotes: match &read.quotes[..] {
            [] => ledger::Terms::default().quotes,
            quotes => quotes.iter().map(|code| code.as_str().into()).collect(),
        },
        sources: read.sources,
        ..terms(&here)?
    };
    let incident = here.incident.clone();
    let settings = Settings {
        name: incident.name,
        window_from_us: incident.window_from_us,
        window_to_us: incident.window_to_us,
        venues: incident.venues,
        currency: incident.currency,
        terms: serde_json::to_string(&terms).map_err(anyhow::Error::from)?,
    };
    let by = here.by(&app, role);
    // The version is the one that the reader saw, not the current one. A form without it
    // saves nothing.
    let version = form.value("version").parse().unwrap_or(0);
    let changed = app
        .store
        .change_settings(&by, &incident.id, version, &settings)
        .await;
    match changed {
        Err(StoreError::Conflict(_)) => {
            form.fail("", texts.t("group-error-settings-version"));
            again(&app, &here, |vm| vm.terms = form).await
        }
        other => {
            other?;
            settled(&app, &here.incident).await?;
            Ok(done(&format!("{}/prices", base(&here)), "group-terms"))
        }
    }
}
