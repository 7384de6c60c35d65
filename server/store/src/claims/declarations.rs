//! Declarations: what a claimant signs when they submit a claim. The signed text, the figures
//! and the files are stored with it and never change.

use casework::custody::CustodyEvent;
use casework::{FileOrigin, Step};
use ledger::Money;
use sqlx::AnyConnection;

use super::{Claim, NewEvent, step};
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::jobs::{JobKind, ask_for};
use crate::rows::{all, insert, maybe, no_nul, rows, run};
use crate::{Actor, Store};

rows! {
    /// What the claimant signed, and its basis. It stays whatever happens to the claim.
    /// Values that older declarations did not keep are none.
    pub struct Declaration {
        /// Random id.
        pub id: String,
        /// The text as shown.
        pub words: String,
        /// Its language.
        pub language: String,
        /// The name it was signed with.
        pub signed_name: String,
        /// The sum that was shown, an exact decimal ([`Declaration::sum`]); none when
        /// nothing had a price.
        pub loss: Option<String>,
        /// Its currency.
        pub currency: Option<String>,
        /// Entries contested.
        pub contested: Option<i64>,
        /// The contested entries without a price.
        pub unpriced: Option<i64>,
        /// Method and version of the sum.
        pub method: Option<String>,
        /// `event`, or `date:D`.
        pub basis: Option<String>,
        /// The claimant's statement.
        pub statement: Option<String>,
        /// Its language.
        pub statement_language: Option<String>,
        /// Id of the valuation that was shown.
        pub valuation: Option<String>,
        /// The claim's [`Claim::figures_version`] at that time.
        pub figures_version: Option<i64>,
        /// Who signed.
        pub person: String,
        /// When.
        pub at_us: i64,
    }

    /// A file that was in the claim when it was signed.
    pub struct DeclaredFile {
        /// Its position among the claim's files.
        pub position: i64,
        /// Name as given.
        pub name: String,
        /// Length.
        pub size_bytes: i64,
        /// Lower-case hex.
        pub sha256: String,
        /// The declared origin; none in older declarations.
        pub origin: Option<FileOrigin>,
    }
}

impl Declaration {
    /// The sum that was shown; none when nothing had a price.
    ///
    /// # Errors
    /// When stored data cannot be read.
    pub fn sum(&self) -> Result<Option<Money>, StoreError> {
        let sum = self.loss.as_deref().map(str::parse);
        let unreadable = |_| StoreError::Unreadable(format!("declaration {}", self.id));
        sum.transpose().map_err(unreadable)
    }

    /// Whether inputs of the claim's figures were changed after signing; none where an older
    /// declaration does not record it.
    pub fn changed_since(&self, claim: &Claim) -> Option<bool> {
        self.figures_version
            .map(|signed| signed != claim.figures_version)
    }
}

/// What the claimant signs.
#[derive(Clone, Debug)]
pub struct NewDeclaration<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// The text as shown.
    pub words: &'a str,
    /// Its language.
    pub language: &'a str,
    /// The name as typed.
    pub signed_name: &'a str,
    /// The figures that were shown.
    pub figures: Declared<'a>,
    /// The origin of each file in the text, by the file's hash.
    pub origins: &'a [(String, FileOrigin)],
}

/// The figures of a claim as they are signed.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'a> {
    /// The sum; none when nothing had a price.
    pub loss: Option<Money>,
    /// Its currency.
    pub currency: &'a str,
    /// Entries contested.
    pub contested: i64,
    /// The contested entries without a price.
    pub unpriced: i64,
    /// Method and version of the sum.
    pub method: &'a str,
    /// `event`, or `date:D`.
    pub basis: &'a str,
    /// Id of the valuation behind the figures.
    pub valuation: Option<&'a str>,
}

impl Store {
    /// Signs the declaration and submits the claim, in one transaction. The current files
    /// and statement are stored with it.
    ///
    /// # Errors
    /// [`StoreError::State`]; [`StoreError::Conflict`] when the claim was changed since
    /// `version`, or its figures differ from those of the declaration.
    pub async fn submit_claim(
        &self,
        by: &Actor,
        claim: &Claim,
        version: i64,
        declaration: &NewDeclaration<'_>,
        event: &NewEvent<'_>,
    ) -> Result<Claim, StoreError> {
        no_nul(declaration.signed_name, "the name")?;
        let mut tx = self.begin_write().await?;
        // The order is claim, job, chain, as in every act; otherwise two acts could wait for
        // each other.
        let lock = sqlx::query("UPDATE claim SET version = version WHERE id = $1");
        run(&mut *tx, lock.bind(claim.id.clone())).await?;
        ask_for(&mut tx, JobKind::Group, &claim.incident, by.now_us).await?;
        if let Some(valuation) = declaration.figures.valuation {
            let ask = sqlx::query(
                "SELECT valuation.id FROM valuation JOIN claim ON claim.id = valuation.claim \
                 WHERE valuation.id = $1 AND claim.id = $2 AND valuation.current = 1 AND valuation.for_basis = '' \
                 AND valuation.figures_version = claim.figures_version",
            )
            .bind(valuation.to_owned())
            .bind(claim.id.clone());
            let still: Option<String> = maybe(&mut *tx, ask).await?;
            still.ok_or(StoreError::Conflict("valuation"))?;
        }
        sign(&mut tx, by, claim, declaration).await?;
        let note = Note::new(CustodyEvent::DeclarationSigned, &claim.reference);
        append(&mut tx, &claim.incident, by, note).await?;
        step(&mut tx, by, claim, Some(version), Step::Submit, event).await?;
        tx.commit().await?;
        self.claim(&claim.incident, &claim.id).await
    }

    /// The newest declaration.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn declaration(&self, claim: &str) -> Result<Option<Declaration>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM declaration WHERE claim = $1 ORDER BY at_us DESC, id DESC LIMIT 1",
        )
        .bind(claim.to_owned());
        maybe(&self.pool, ask).await
    }

    /// The files a declaration was signed under, in reading order.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn declared_files(&self, declaration: &str) -> Result<Vec<DeclaredFile>, StoreError> {
        let ask =
            sqlx::query("SELECT * FROM declared_file WHERE declaration = $1 ORDER BY position")
                .bind(declaration.to_owned());
        all(&self.pool, ask).await
    }
}

/// Writes a declaration with all its data.
async fn sign(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    declaration: &NewDeclaration<'_>,
) -> Result<(), StoreError> {
    let figures = &declaration.figures;
    let ask = sqlx::query(
        "INSERT INTO declaration (id, claim, words, language, signed_name, loss, currency, \
         contested, unpriced, method, basis, statement, statement_language, valuation, \
         figures_version, person, at_us) \
         SELECT $1, claim.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, claim.statement, \
         claim.statement_language, $12, claim.figures_version, $13, $14 \
         FROM claim WHERE claim.id = $2",
    )
    .bind(declaration.id.to_owned())
    .bind(claim.id.clone())
    .bind(declaration.words.to_owned())
    .bind(declaration.language.to_owned())
    .bind(declaration.signed_name.to_owned())
    .bind(figures.loss.map(|loss| loss.to_string()))
    .bind(figures.currency.to_owned())
    .bind(figures.contested)
    .bind(figures.unpriced)
    .bind(figures.method.to_owned())
    .bind(figures.basis.to_owned())
    .bind(figures.valuation.map(str::to_owned))
    .bind(by.person.clone())
    .bind(by.now_us);
    insert(&mut *on, ask, "declaration").await?;
    let ask = sqlx::query(
        "INSERT INTO declared_file (declaration, position, name, size_bytes, sha256) \
         SELECT $1, claim_file.position, claim_file.name, evidence.size_bytes, \
         claim_file.sha256 FROM claim_file JOIN evidence \
         ON evidence.incident = claim_file.incident AND evidence.sha256 = claim_file.sha256 \
         WHERE claim_file.claim = $2 AND claim_file.withdrawn_at_us IS NULL",
    )
    .bind(declaration.id.to_owned())
    .bind(claim.id.clone());
    run(&mut *on, ask).await?;
    for (sha256, origin) in declaration.origins {
        let ask = sqlx::query(
            "UPDATE declared_file SET origin = $1 WHERE declaration = $2 AND sha256 = $3",
        )
        .bind(origin.as_str())
        .bind(declaration.id.to_owned())
        .bind(sha256.clone());
        run(&mut *on, ask).await?;
    }
    Ok(())
}
