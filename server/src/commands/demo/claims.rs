//! Makes one claim of the demonstration, from the first file to its final state.

use app::pages::claim::declaration::words;
use app::{Locale, Texts};
use casework::{ClaimState, Recipient, Role, Step, reference};
use demo::Contest;
use ledger::{Amount, Kind, Quantity};
use store::{
    Actor, Claim, Declared, Incident, NewClaim, NewCredit, NewDeclaration, NewEvent, NewFile,
    NewRule, NewTyped, RuleKind, StoreError,
};

use crate::app::App;
use crate::jobs;

/// Ids of the invented people, by their index.
pub struct Cast {
    /// One id a person.
    pub ids: Vec<String>,
}

impl Cast {
    /// A person acting in a role, now.
    pub fn by(&self, app: &App, person: usize, role: Role) -> Actor {
        Actor::new(&self.ids[person], role, app.clock.now_us())
    }
}

/// The inputs for making one claim.
pub struct Claimed<'a> {
    /// The server.
    pub app: &'a App,
    /// The incident.
    pub incident: &'a Incident,
    /// Everybody's ids.
    pub cast: &'a Cast,
    /// The claim as it was invented.
    pub invented: &'a demo::Claim,
    /// Whose it is.
    pub person: &'a demo::Person,
}

impl Claimed<'_> {
    /// Makes the claim: files, entries, words, consent, submission, review.
    ///
    /// # Errors
    /// Errors of the store or the work.
    pub async fn hand_in(&self) -> anyhow::Result<()> {
        let claim = self.start().await?;
        let hashes = self.upload(&claim).await?;
        self.type_in(&claim).await?;
        self.contest(&claim, &hashes).await?;
        self.credit(&claim, &hashes).await?;
        jobs::value_claim(self.app, &claim).await?;
        self.write(&claim).await?;
        self.move_on(&claim).await
    }

    fn claimant(&self) -> Actor {
        self.cast.by(self.app, self.invented.person, Role::Claimant)
    }

    fn reviewer(&self) -> Actor {
        self.cast
            .by(self.app, self.invented.reviewed_by, Role::Coordinator)
    }

    async fn now(&self, claim: &Claim) -> Result<Claim, StoreError> {
        self.app.store.claim(&self.incident.id, &claim.id).await
    }

    async fn start(&self) -> anyhow::Result<Claim> {
        let by = self.claimant();
        loop {
            let mut bytes = [0; 6];
            self.app.random.fill(&mut bytes);
            let new = NewClaim {
                id: &self.app.random.id(),
                reference: &reference::from_random(bytes),
                claimant: &by.person,
            };
            let started = self.app.store.start_claim(&by, &self.incident.id, &new);
            match started.await {
                Err(StoreError::Duplicate("reference")) => {}
                done => return Ok(done?),
            }
        }
    }

    /// Uploads and imports every file, and returns their hashes in order.
    async fn upload(&self, claim: &Claim) -> anyhow::Result<Vec<String>> {
        let (app, mut hashes) = (self.app, Vec::new());
        for file in &self.invented.files {
            let received = app
                .store
                .receive_all(&self.incident.id, file.bytes.clone())
                .await?;
            let known = hashes.contains(&received.sha256);
            hashes.push(received.sha256.clone());
            if known {
                continue;
            }
            let new = NewFile {
                id: &app.random.id(),
                name: &file.name,
                media_type: media_type(&file.bytes),
                account: &file.account,
                zone: file.zone,
            };
            let kept = app
                .store
                .add_file(&self.claimant(), claim, &received, &new)
                .await?;
            jobs::import_file(app, claim, &kept).await?;
        }
        Ok(hashes)
    }

    async fn type_in(&self, claim: &Claim) -> anyhow::Result<()> {
        for typed in &self.invented.typed {
            let id = self.app.random.id();
            let new = NewTyped {
                account: typed.account.clone(),
                out: Some(quantity(&typed.out)?),
                in_: Some(quantity(&typed.in_)?),
                fee: typed.fee.as_ref().map(quantity).transpose()?,
                note: typed.note.clone(),
                ..NewTyped::new(id, typed.exchange, typed.at, Kind::Trade)
            };
            self.app
                .store
                .add_typed(&self.claimant(), claim, None, &new)
                .await?;
        }
        Ok(())
    }

    async fn contest(&self, claim: &Claim, hashes: &[String]) -> anyhow::Result<()> {
        let rules: Vec<NewRule> = self
            .invented
            .contest
            .iter()
            .map(|contest| self.rule(contest, hashes))
            .collect();
        if !rules.is_empty() {
            let by = self.claimant();
            self.app.store.add_rules(&by, claim, None, &rules).await?;
        }
        Ok(())
    }

    fn rule(&self, contest: &Contest, hashes: &[String]) -> NewRule {
        let row = |file: &usize, line: &u64| format!("{}:{line}", hashes[*file]);
        let (kind, span, row_key, reason) = match contest {
            Contest::Period { from, to, reason } => {
                let span = Some((from.micros(), to.micros()));
                (RuleKind::Period, span, String::new(), reason)
            }
            Contest::Row { file, line, reason } => (RuleKind::Row, None, row(file, line), reason),
            Contest::LeaveOut { file, line, reason } => {
                (RuleKind::LeaveOut, None, row(file, line), reason)
            }
        };
        NewRule {
            id: self.app.random.id(),
            kind,
            from_us: span.map(|span| span.0),
            to_us: span.map(|span| span.1),
            exchange: String::new(),
            account: String::new(),
            asset: String::new(),
            row_key,
            reason: reason.clone(),
        }
    }

    async fn credit(&self, claim: &Claim, hashes: &[String]) -> anyhow::Result<()> {
        for credit in &self.invented.credits {
            let new = NewCredit {
                id: self.app.random.id(),
                time_text: credit.at.to_string(),
                time_us: credit.at.micros(),
                asset: credit.asset.to_owned(),
                amount: Amount::parse(&credit.amount)?.to_string(),
                evidence: hashes[credit.evidence].clone(),
                note: credit.note.clone(),
            };
            self.app
                .store
                .add_credit(&self.claimant(), claim, None, &new)
                .await?;
        }
        Ok(())
    }

    /// Statement and consents.
    async fn write(&self, claim: &Claim) -> anyhow::Result<()> {
        let now = self.now(claim).await?;
        let words = &self.invented.statement;
        self.app
            .store
            .write_statement(
                &self.claimant(),
                &now,
                now.version,
                words,
                self.person.language,
            )
            .await?;
        if self.invented.state != ClaimState::Draft {
            let consents = Recipient::ALL.map(|to| (to, self.invented.consents.contains(&to)));
            self.app
                .store
                .set_consents(&self.claimant(), &now, None, &consents)
                .await?;
        }
        Ok(())
    }

    /// Moves the claim from draft to its final state, with the messages on the way.
    async fn move_on(&self, claim: &Claim) -> anyhow::Result<()> {
        let steps: &[Step] = match self.invented.state {
            ClaimState::Draft => return Ok(()),
            ClaimState::Submitted => &[],
            ClaimState::InReview => &[Step::StartReview],
            ClaimState::Returned => &[Step::StartReview, Step::Return],
            ClaimState::Accepted => &[Step::StartReview, Step::Accept],
            ClaimState::Declined => &[Step::StartReview, Step::Decline],
            ClaimState::Withdrawn => &[Step::Withdraw],
        };
        self.submit(claim).await?;
        if let Some(words) = self.message_of(self.invented.person) {
            let id = self.app.random.id();
            let event = NewEvent { id: &id, words };
            let by = self.claimant();
            self.app.store.write_message(&by, claim, &event).await?;
        }
        for (nth, step) in steps.iter().enumerate() {
            let (by, words) = match step {
                Step::Withdraw => (self.claimant(), None),
                _ => (self.reviewer(), self.message_of(self.invented.reviewed_by)),
            };
            let last = nth + 1 == steps.len();
            let event = NewEvent {
                id: &self.app.random.id(),
                words: words.filter(|_| last).unwrap_or_default(),
            };
            self.app
                .store
                .move_claim(&by, claim, None, *step, &event)
                .await?;
        }
        Ok(())
    }

    fn message_of(&self, person: usize) -> Option<&str> {
        let message = self.invented.messages.iter().find(|m| m.from == person);
        message.map(|message| message.text.as_str())
    }

    /// Signs the declaration as the page shows it, and submits the claim.
    async fn submit(&self, claim: &Claim) -> anyhow::Result<()> {
        let store = &self.app.store;
        let summary = store.claim_summary(&self.incident.id, &claim.id).await?;
        let valuation = store.valuation(&claim.id).await?;
        let net = summary.net(store.credited(&claim.id).await?);
        let locale = Locale::from_tag(self.person.language).unwrap_or_default();
        let (declared, origins) = jobs::declared(store, claim).await?;
        let declaration = NewDeclaration {
            id: &self.app.random.id(),
            words: &words(Texts::of(locale), &declared),
            language: locale.tag(),
            signed_name: &self.person.name,
            figures: Declared {
                loss: (summary.lines > summary.unpriced).then_some(net),
                currency: &self.incident.currency,
                contested: summary.lines,
                unpriced: summary.unpriced,
                method: &self.incident.method,
                basis: "event",
                valuation: valuation.as_ref().map(|valuation| valuation.id.as_str()),
            },
            origins: &origins,
        };
        let event = NewEvent {
            id: &self.app.random.id(),
            words: "",
        };
        let now = self.now(claim).await?;
        store
            .submit_claim(&self.claimant(), &now, now.version, &declaration, &event)
            .await?;
        Ok(())
    }
}

fn quantity((asset, amount): &(&'static str, String)) -> anyhow::Result<Quantity> {
    Ok(Quantity {
        asset: (*asset).into(),
        amount: Amount::parse(amount)?,
    })
}

/// The media type by content, as for an upload.
fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'P', b'K', 3, 4, ..] => "application/zip",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        _ => "text/plain",
    }
}
