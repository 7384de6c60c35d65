//! Releases of a snapshot to an investigator, requested by one person and approved by
//! another, for a limited time; and the bundles built for them.

use casework::custody::{CustodyEvent, Purpose};
use casework::{Permission, Recipient};

use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{all, changed, insert, no_nul, one, rows, run};
use crate::snapshots::{keep_artefact, snapshot_object};
use crate::{Actor, Received, Store};

rows! {
    /// One release.
    pub struct Release {
        /// Random id.
        pub id: String,
        /// Id of the incident.
        pub incident: String,
        /// Id of the snapshot.
        pub snapshot: String,
        /// Number of the snapshot.
        pub number: i64,
        /// To whom.
        pub investigator: String,
        /// Their name.
        pub investigator_name: String,
        /// Their address.
        pub investigator_email: String,
        /// `identified`; an older release may have a kind that is no longer made.
        pub kind: String,
        /// Whose consent it needs.
        pub recipient: Recipient,
        /// What for.
        pub purpose: String,
        /// The investigator's own number for it.
        pub case_number: String,
        /// Who asked.
        pub requested_by: String,
        /// When.
        pub requested_at_us: i64,
        /// The approver; `operator` for the command line.
        pub approved_by: Option<String>,
        /// When.
        pub approved_at_us: Option<i64>,
        /// When it expires.
        pub expires_at_us: Option<i64>,
        /// The person who refused or ended it.
        pub ended_by: Option<String>,
        /// When.
        pub ended_at_us: Option<i64>,
    }

    /// One bundle.
    pub struct Bundle {
        /// Random id.
        pub id: String,
        /// Id of the incident.
        pub incident: String,
        /// Id of the snapshot.
        pub snapshot: String,
        /// Id of the release for which it was built.
        pub release: String,
        /// SHA-256 of its bytes.
        pub sha256: String,
        /// Length.
        pub size_bytes: i64,
        /// References of the claims in it.
        pub claims: Vec<String>,
        /// References of the claims without consent.
        pub withheld: Vec<String>,
        /// Who built it.
        pub made_by: String,
        /// When.
        pub made_at_us: i64,
    }
}

/// The only kind of release: originals and names of those who consent.
const IDENTIFIED: &str = "identified";

impl Release {
    /// Whether bundles can be made for it.
    pub fn is_identified(&self) -> bool {
        self.kind == IDENTIFIED
    }

    /// Whether it gives access now. A release of another kind never does, because a bundle
    /// would contain originals and names.
    pub fn is_active(&self, now_us: i64) -> bool {
        self.is_identified()
            && self.approved_at_us.is_some()
            && self.ended_at_us.is_none()
            && self.expires_at_us.is_none_or(|expires| expires > now_us)
    }

    /// Whether it is a person's own: requested by them, or addressed to them. Somebody else
    /// must approve it.
    pub fn is_of(&self, person: &str) -> bool {
        self.requested_by == person || self.investigator == person
    }

    /// Whether it waits for a second person.
    pub fn is_waiting(&self) -> bool {
        self.approved_at_us.is_none() && self.ended_at_us.is_none()
    }
}

/// A release to request.
#[derive(Clone, Debug)]
pub struct NewRelease<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// Id of the snapshot.
    pub snapshot: &'a str,
    /// Id of the investigator: an active member of the incident.
    pub investigator: &'a str,
    /// Whose consent it needs.
    pub recipient: Recipient,
    /// What for.
    pub purpose: &'a str,
    /// The investigator's own number for it.
    pub case_number: &'a str,
    /// When it expires.
    pub expires_at_us: Option<i64>,
}

/// A bundle to store; its bytes were received already.
#[derive(Clone, Debug)]
pub struct NewBundle<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// Id of the release.
    pub release: &'a str,
    /// References of the claims in it.
    pub claims: &'a [String],
    /// References of the claims without consent.
    pub withheld: &'a [String],
}

const RELEASES: &str = "SELECT release.*, snapshot.number, person.name AS investigator_name, \
    person.email AS investigator_email FROM release \
    JOIN snapshot ON snapshot.id = release.snapshot \
    JOIN person ON person.id = release.investigator ";

impl Store {
    /// Requests a release.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the snapshot is not in the incident, or the person is
    /// not an active investigator in it.
    pub async fn request_release(
        &self,
        by: &Actor,
        incident: &str,
        new: &NewRelease<'_>,
    ) -> Result<Release, StoreError> {
        no_nul(new.purpose, "the purpose")?;
        no_nul(new.case_number, "the case number")?;
        let snapshot = self.snapshot_by_id(incident, new.snapshot).await?;
        let mut tx = self.begin_write().await?;
        let members: i64 = one(
            &mut *tx,
            sqlx::query(
                "SELECT COUNT(*) FROM membership WHERE incident = $1 AND person = $2 \
                 AND role = 'investigator' AND state = 'active' \
                 AND (expires_at_us IS NULL OR expires_at_us > $3)",
            )
            .bind(incident.to_owned())
            .bind(new.investigator.to_owned())
            .bind(by.now_us),
            "investigator",
        )
        .await?;
        changed(u64::from(members > 0), "investigator")?;
        let ask = sqlx::query(
            "INSERT INTO release (id, incident, snapshot, investigator, kind, recipient, \
             purpose, case_number, requested_by, requested_at_us, expires_at_us) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(new.id.to_owned())
        .bind(incident.to_owned())
        .bind(new.snapshot.to_owned())
        .bind(new.investigator.to_owned())
        .bind(IDENTIFIED)
        .bind(new.recipient.as_str())
        .bind(new.purpose.to_owned())
        .bind(new.case_number.to_owned())
        .bind(by.person.clone())
        .bind(by.now_us)
        .bind(new.expires_at_us);
        insert(&mut *tx, ask, "release").await?;
        let object = snapshot_object(snapshot.number);
        let purpose = Purpose::Release {
            recipient: new.recipient,
            words: new.purpose.into(),
        };
        let note = Note::new(CustodyEvent::ReleaseRequested, &object)
            .sha256(&snapshot.content_sha256)
            .purpose(purpose);
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        self.release(incident, new.id).await
    }

    /// Approves a release as the second person.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] for the person who requested it and for the investigator;
    /// [`StoreError::NotFound`] when it does not wait, or has a kind that is no longer made.
    pub async fn approve_release(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
    ) -> Result<Release, StoreError> {
        let mut tx = self.begin_write().await?;
        let sql = format!("{RELEASES} WHERE release.incident = $1 AND release.id = $2");
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(incident.to_owned())
            .bind(id.to_owned());
        let release: Release = one(&mut *tx, ask, "release").await?;
        by.allowed(Permission::ApproveRelease, release.is_of(&by.person))?;
        changed(u64::from(release.is_identified()), "waiting release")?;
        let ask = sqlx::query(
            "UPDATE release SET approved_by = $1, approved_at_us = $2 WHERE id = $3 \
             AND approved_at_us IS NULL AND ended_at_us IS NULL",
        )
        .bind(by.person.clone())
        .bind(by.now_us)
        .bind(id.to_owned());
        changed(run(&mut *tx, ask).await?, "waiting release")?;
        let object = snapshot_object(release.number);
        let note = Note::new(CustodyEvent::ReleaseApproved, &object)
            .purpose(Purpose::words(&release.purpose));
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        self.release(incident, id).await
    }

    /// Refuses or ends a release.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist or ended already.
    pub async fn end_release(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
    ) -> Result<(), StoreError> {
        let release = self.release(incident, id).await?;
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE release SET ended_by = $1, ended_at_us = $2 WHERE id = $3 \
             AND incident = $4 AND ended_at_us IS NULL",
        )
        .bind(by.person.clone())
        .bind(by.now_us)
        .bind(id.to_owned())
        .bind(incident.to_owned());
        changed(run(&mut *tx, ask).await?, "release")?;
        let object = snapshot_object(release.number);
        append(
            &mut tx,
            incident,
            by,
            Note::new(CustodyEvent::ReleaseEnded, &object),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// One release.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn release(&self, incident: &str, id: &str) -> Result<Release, StoreError> {
        let sql = format!("{RELEASES} WHERE release.incident = $1 AND release.id = $2");
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(incident.to_owned())
            .bind(id.to_owned());
        one(&self.pool, ask, "release").await
    }

    /// The releases of an incident, newest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn releases(&self, incident: &str) -> Result<Vec<Release>, StoreError> {
        let sql = format!(
            "{RELEASES} WHERE release.incident = $1 ORDER BY release.requested_at_us DESC, \
             release.id"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The releases that an investigator may open now in an incident, newest snapshot first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn releases_to(
        &self,
        incident: &str,
        investigator: &str,
        now_us: i64,
    ) -> Result<Vec<Release>, StoreError> {
        let mut releases = self.releases(incident).await?;
        releases
            .retain(|release| release.investigator == investigator && release.is_active(now_us));
        releases.sort_by_key(|release| std::cmp::Reverse(release.number));
        Ok(releases)
    }

    /// Releases that wait for a second person; for the command line, those of every incident
    /// when `incident` is none.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn waiting_releases(
        &self,
        incident: Option<&str>,
    ) -> Result<Vec<Release>, StoreError> {
        let sql = format!(
            "{RELEASES} WHERE ($1 = '' OR release.incident = $1) \
             AND release.approved_at_us IS NULL AND release.ended_at_us IS NULL \
             ORDER BY release.requested_at_us, release.id"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.unwrap_or("").to_owned());
        all(&self.pool, ask).await
    }

    /// Stores the investigator's own number for a release to them, in place of the number
    /// that they saw.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it has another number by now, or is no release to them.
    pub async fn set_case_number(
        &self,
        by: &Actor,
        incident: &str,
        release: &str,
        (was, case_number): (&str, &str),
    ) -> Result<(), StoreError> {
        no_nul(case_number, "the case number")?;
        let number = self.release(incident, release).await?.number;
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE release SET case_number = $1 WHERE id = $2 AND incident = $3 \
             AND investigator = $4 AND case_number = $5",
        )
        .bind(case_number.to_owned())
        .bind(release.to_owned())
        .bind(incident.to_owned())
        .bind(by.person.clone())
        .bind(was.to_owned());
        if run(&mut *tx, ask).await? == 0 {
            return Err(StoreError::Conflict("case number"));
        }
        let object = snapshot_object(number);
        let note =
            Note::new(CustodyEvent::CaseNumberNoted, &object).purpose(Purpose::words(case_number));
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Stores a bundle that was built for a release.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the release is not active.
    pub async fn add_bundle(
        &self,
        by: &Actor,
        incident: &str,
        received: &Received,
        new: &NewBundle<'_>,
    ) -> Result<Bundle, StoreError> {
        let release = self.release(incident, new.release).await?;
        if !release.is_active(by.now_us) {
            return Err(StoreError::NotFound("active release"));
        }
        let mut tx = self.begin_write().await?;
        keep_artefact(&mut tx, by, incident, received).await?;
        let ask = sqlx::query(
            "INSERT INTO bundle (id, incident, snapshot, release, sha256, size_bytes, claims, \
             withheld, made_by, made_at_us) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(new.id.to_owned())
        .bind(incident.to_owned())
        .bind(release.snapshot.clone())
        .bind(release.id.clone())
        .bind(received.sha256.clone())
        .bind(i64::try_from(received.size_bytes).unwrap_or(i64::MAX))
        .bind(serde_json::to_string(new.claims)?)
        .bind(serde_json::to_string(new.withheld)?)
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "bundle").await?;
        let note = Note::new(CustodyEvent::BundleBuilt, new.id)
            .sha256(&received.sha256)
            .purpose(Purpose::words(&release.purpose));
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        self.bundle(incident, new.id).await
    }

    /// One bundle.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn bundle(&self, incident: &str, id: &str) -> Result<Bundle, StoreError> {
        let ask = sqlx::query("SELECT * FROM bundle WHERE incident = $1 AND id = $2")
            .bind(incident.to_owned())
            .bind(id.to_owned());
        one(&self.pool, ask, "bundle").await
    }

    /// The bundles built for a release, newest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn bundles(&self, incident: &str, release: &str) -> Result<Vec<Bundle>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM bundle WHERE incident = $1 AND release = $2 \
             ORDER BY made_at_us DESC, id",
        )
        .bind(incident.to_owned())
        .bind(release.to_owned());
        all(&self.pool, ask).await
    }
}
