//! The loss of a claim, line by line, and the credits.

use std::collections::BTreeMap;

use app::forms::{Form, claim as rules};
use app::pages::claim::{credits as credit_pages, loss as pages};
use app::parts::movement::Movement;
use app::parts::values::{AccountAt, AssetAmount, NamedFile};
use axum::extract::{Path, State};
use axum::response::Response;
use casework::ReviewState;
use casework::counting::LineFilter;
use casework::totals::Conditions;
use ledger::losses::UnpricedRow;
use ledger::{Amount, Kind, Money, Totals};
use store::{Declared, Incident, NewCredit, StoreError, Valuation, ValuedCredit, Window};

use super::contest::Params;
use super::{ClaimContext, version};
use crate::app::App;
use crate::jobs;
use crate::jobs::ShownLine;
use crate::web::frame::QueryForm;
use crate::web::frame::{Posted, WebError};
use app::parts::paging::Paging;

/// The loss.
pub async fn page(
    State(app): State<App>,
    mut on: ClaimContext,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    on.look_up_to_date(&app).await?;
    let page = loss_of(&app, &on, asked.value("page")).await?;
    let texts = on.texts();
    let title = texts.t("claim-loss-title");
    Ok(on
        .here
        .page(&app, &title, true, || pages::page(texts, &page)))
}

/// Computes the loss again where a job failed, and leads on to signing.
pub async fn again(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    if !on.is_open() {
        return Err(StoreError::Closed(on.claim.state).into());
    }
    // Only the claimant signs.
    let to = if on.is_own { "declaration" } else { "loss" };
    Ok(match on.catch_up(&app).await? {
        true => on.done(to, "claim-worked-out"),
        false => on.done(to, "claim-working"),
    })
}

async fn loss_of(app: &App, on: &ClaimContext, asked: &str) -> Result<pages::Loss, WebError> {
    let valuation = app.store.valuation(&on.claim.id).await?;
    let mut loss = pages::Loss {
        head: on.head(),
        currency: on.here.incident.currency.clone(),
        basis: "event".to_owned(),
        method: on.here.incident.method.clone(),
        price_version: on.here.incident.price_version,
        conditions: Conditions::from(&app.store.terms(&on.here.incident).await?),
        problem: None,
        sums: None,
        native: Vec::new(),
        unpriced: Vec::new(),
        credits_unpriced: Vec::new(),
        positions: Vec::new(),
        lines: Vec::new(),
        lines_total: 0,
        paging: Paging::default(),
    };
    let Some(valuation) = valuation else {
        return Ok(loss);
    };
    loss.problem = valuation.problem.clone();
    loss.basis = valuation.basis.clone();
    loss.method = valuation.method.clone();
    loss.price_version = valuation.price_version;
    if valuation.contested == 0 {
        return Ok(loss);
    }
    let totals: Option<Totals> = serde_json::from_str(&valuation.totals).ok();
    let sums = sums(app, on, &valuation, totals.as_ref()).await?;
    if let Some(totals) = &totals {
        loss.conditions = totals.conditions.clone();
        // The stored sums include the excluded lines.
        loss.native = if sums.excluded == 0 {
            let units = totals.native.iter();
            units
                .map(|(asset, sum)| AssetAmount {
                    amount: sum.to_string(),
                    asset: asset.to_string(),
                })
                .collect()
        } else {
            let units = app.store.counted_units(&on.claim).await?.into_iter();
            units
                .map(|(asset, amount)| AssetAmount { amount, asset })
                .collect()
        };
        let held = totals.positions_not_valued.iter();
        let held = held.map(|held| pages::PositionRow {
            account: AccountAt {
                exchange: held.exchange.to_string(),
                account: held.account.to_string(),
            },
            market: held.market.to_string(),
            fills: i64::try_from(held.fills).unwrap_or(i64::MAX),
        });
        loss.positions = held.collect();
        let rows = counted(app, on, totals).await?;
        let (credits, lost) = rows.into_iter().partition(|row| row.credit);
        loss.unpriced = unpriced(lost);
        loss.credits_unpriced = unpriced(credits);
    }
    loss.sums = Some(sums);
    let filter = LineFilter::of_claim(&on.claim.reference);
    let incident = &on.here.incident.id;
    loss.lines_total = app.store.line_sums(incident, "", &filter).await?.lines;
    loss.paging = Paging::of(asked, loss.lines_total, app.config.limits.pages.rows);
    let window = Window {
        offset: loss.paging.offset(),
        limit: loss.paging.rows,
    };
    let lines = app.store.lines(incident, "", &filter, window).await?;
    let lines = jobs::shown(&app.store, &on.here.incident, lines).await?;
    loss.lines = lines.into_iter().map(line_row).collect();
    Ok(loss)
}

/// Sums of the lines that count, without excluded lines.
async fn sums(
    app: &App,
    on: &ClaimContext,
    valuation: &Valuation,
    totals: Option<&Totals>,
) -> Result<pages::Sums, WebError> {
    let incident = &on.here.incident.id;
    let summary = app.store.claim_summary(incident, &on.claim.id).await?;
    let credits = app.store.credited(&on.claim.id).await?;
    let excluded = valuation.contested - summary.lines;
    let net = summary.net(credits);
    Ok(pages::Sums {
        documented: summary.documented,
        claimed: summary.claimed,
        gross: totals
            .filter(|_| excluded == 0)
            .map(|totals| (totals.gross_loss, totals.gross_gain)),
        credits,
        net,
        lines: summary.lines - summary.unpriced,
        has_figure: summary.has_figure(),
        excluded,
    })
}

/// The missing prices of lines that count. The stored list includes excluded lines. Equal
/// rows are interchangeable, so that it does not matter which one is removed.
async fn counted(
    app: &App,
    on: &ClaimContext,
    totals: &Totals,
) -> Result<Vec<UnpricedRow>, WebError> {
    let filter = LineFilter {
        review: Some(ReviewState::Excluded),
        ..LineFilter::of_claim(&on.claim.reference)
    };
    let mut rows = totals.unpriced.clone();
    let incident = &on.here.incident;
    let lines = app
        .store
        .lines(&incident.id, "", &filter, Window::ALL)
        .await?;
    for shown in jobs::shown(&app.store, incident, lines).await? {
        for gap in &shown.loss.unpriced {
            let same = |row: &UnpricedRow| {
                !row.credit
                    && row.asset == gap.asset
                    && row.units == gap.units
                    && row.at_most == gap.at_most
            };
            if let Some(at) = rows.iter().position(same) {
                rows.remove(at);
            }
        }
    }
    Ok(rows)
}

/// Quantities without a price, by asset; with an upper bound only where every row has one.
fn unpriced(rows: Vec<UnpricedRow>) -> Vec<pages::UnpricedRow> {
    struct Sum {
        units: Amount,
        lines: i64,
        at_most: Option<Money>,
    }
    let mut by_asset: BTreeMap<String, Sum> = BTreeMap::new();
    for row in &rows {
        let sum = by_asset.entry(row.asset.to_string()).or_insert(Sum {
            units: Amount::ZERO,
            lines: 0,
            at_most: Some(Money::ZERO),
        });
        sum.units = sum.units.plus(&row.units);
        sum.lines += 1;
        sum.at_most = sum.at_most.zip(row.at_most).map(|(sum, more)| sum + more);
    }
    by_asset
        .into_iter()
        .map(|(asset, sum)| pages::UnpricedRow {
            asset,
            units: sum.units.to_string(),
            lines: sum.lines,
            at_most: sum.at_most,
        })
        .collect()
}

fn line_row(ShownLine { line, loss }: ShownLine) -> pages::LineRow {
    let movement = Movement {
        kind: line.kind.parse().unwrap_or(Kind::Adjustment),
        side: line.side.parse().ok(),
        market: line.market,
        out: AssetAmount::kept(&line.out_amount, &line.out_asset),
        in_: AssetAmount::kept(&line.in_amount, &line.in_asset),
        fee: AssetAmount::kept(&line.fee_amount, &line.fee_asset),
    };
    let name = if line.member.is_empty() {
        line.file
    } else {
        format!("{}!{}", line.file, line.member)
    };
    pages::LineRow {
        time: line.time_text,
        movement,
        file: (!line.sha256.is_empty()).then_some(NamedFile {
            sha256: line.sha256,
            name,
        }),
        line: line.line,
        support: line.support,
        loss,
        review: (line.review, line.review_reason),
    }
}

/// The credits, and the form for another one.
pub async fn credits(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    show_credits(&app, &on, &on.resumed(app.form(), "credits")).await
}

async fn show_credits(app: &App, on: &ClaimContext, form: &Form) -> Result<Response, WebError> {
    let valued = app.store.valued_credits(&on.claim.id).await?;
    let rows: Vec<credit_pages::CreditRow> = app
        .store
        .credits(&on.claim.id)
        .await?
        .into_iter()
        .map(|credit| {
            let valued = valued.iter().find(|valued| valued.credit == credit.id);
            Ok(credit_pages::CreditRow {
                value: valued.and_then(|valued| valued.amount),
                doubts: valued.map_or(Ok(Vec::new()), ValuedCredit::doubts)?,
                id: credit.id,
                time: credit.time_text,
                asset: credit.asset,
                amount: credit.amount,
                evidence: credit.evidence,
                note: credit.note,
            })
        })
        .collect::<Result<_, StoreError>>()?;
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-credits-title");
    let currency = on.here.incident.currency.as_str();
    let body = || credit_pages::page(texts, &head, currency, &rows, form);
    Ok(if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    })
}

/// Adds a credit.
pub async fn add_credit(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let Some(credit) = rules::credit(&mut form, on.texts()) else {
        return show_credits(&app, &on, &form).await;
    };
    let new = NewCredit {
        id: app.random.id(),
        time_text: credit.time_text,
        time_us: credit.time.micros(),
        asset: credit.asset,
        amount: credit.amount,
        evidence: credit.evidence,
        note: credit.note,
    };
    let added = app
        .store
        .add_credit(&on.by, &on.claim, Some(version(&form)), &new)
        .await;
    match on.settle(&app, &mut form, added).await? {
        Some(()) => on.done_when_worked(&app, "credits", "claim-credit").await,
        None => show_credits(&app, &on, &form).await,
    }
}

/// Removes it.
pub async fn remove_credit(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    on.may_edit()?;
    app.store.remove_credit(&on.by, &on.claim, &path.id).await?;
    on.done_when_worked(&app, "credits", "claim-credit").await
}

/// The result of a claim's loss, as it is signed and printed.
pub struct Outcome {
    /// All lines less credits; none while no line has a price.
    pub net: Option<Money>,
    /// The value of what came back.
    pub credits: Money,
    /// Entries contested.
    pub contested: i64,
    /// Entries without a price.
    pub unpriced: i64,
    /// Method and version, and the basis; empty while nothing was valued.
    pub method: (String, String),
    /// Id of the valuation behind the figures.
    pub valuation: Option<String>,
}

impl Outcome {
    /// The data stored with a signature.
    pub fn declared<'a>(&'a self, incident: &'a Incident) -> Declared<'a> {
        Declared {
            loss: self.net,
            currency: &incident.currency,
            contested: self.contested,
            unpriced: self.unpriced,
            method: &self.method.0,
            basis: &self.method.1,
            valuation: self.valuation.as_deref(),
        }
    }

    /// A mark of what was shown. The form carries it, so that nobody signs other figures
    /// than they saw.
    pub fn mark(&self) -> String {
        let net = self.net.map_or_else(String::new, |net| net.to_string());
        let Outcome {
            credits,
            contested,
            unpriced,
            ..
        } = self;
        format!("{net}/{credits}/{contested}/{unpriced}")
    }
}

/// The sums that are signed and printed.
pub async fn result(app: &App, on: &ClaimContext) -> Result<Outcome, WebError> {
    let incident = &on.here.incident.id;
    let summary = app.store.claim_summary(incident, &on.claim.id).await?;
    let credits = app.store.credited(&on.claim.id).await?;
    let valuation = app.store.valuation(&on.claim.id).await?;
    let contested = valuation
        .as_ref()
        .map_or(0, |valuation| valuation.contested);
    let net = summary.net(credits);
    // Where too few lines have a price, there is no sum; zero would be wrong.
    Ok(Outcome {
        net: summary.has_figure().then_some(net),
        credits,
        contested,
        unpriced: summary.unpriced,
        valuation: valuation.as_ref().map(|valuation| valuation.id.clone()),
        method: valuation.map_or_else(
            || (on.here.incident.method.clone(), String::new()),
            |valuation| (valuation.method, valuation.basis),
        ),
    })
}
