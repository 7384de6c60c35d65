//! Links across the claims of an incident: what several of them have in common
//! (`casework::links`).
//!
//! The keys of a claim's rows are files beside its generation, made once for each
//! generation. A job compares the keys of the claims that changed with those of all others,
//! and writes the links that it found in one transaction. Drafts and withdrawn claims have
//! none.

mod found;
mod source;
mod write;

use std::collections::HashMap;
use std::sync::Arc;

use casework::links::{LinkRules, RowFacts, label};
use casework::{LinkKey, LinkKind, LinkLimits};
use futures_util::future::try_join_all;

use crate::columns::file::Place;
use crate::columns::keys::{KeyFiles, KeysWriter, PART_KEYS_MAX};
use crate::entries::StoredEntry;
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::jobs::ask_for_links;
use crate::rows::{Column, all, changed, maybe, one, rows, run, word_columns};
use crate::{Claim, Store, Window};

use found::{FoundLink, Room, Searching};
use source::{Source, Sources};
use write::KeptLink;

/// Claims whose rows are read at the same time to name links.
const CLAIMS_AT_ONCE: usize = 8;

/// A link that needs a name: its number, a row that has it, its kind and key.
type Wanted = (usize, u32, LinkKind, LinkKey);

/// Asks whether work goes on; an error stops it.
pub type GoesOn = Arc<dyn Fn() -> Result<(), StoreError> + Send + Sync>;

word_columns!(LinkKind);

impl Column for LinkKey {
    fn column(row: &sqlx::any::AnyRow, name: &str) -> Result<Self, StoreError> {
        let text = String::column(row, name)?;
        let key = text.parse();
        key.map_err(|_| StoreError::Unreadable(format!("{name}: {text}")))
    }
}

rows! {
    /// What several claims have in common.
    pub struct Link {
        /// What sort of thing.
        pub kind: LinkKind,
        /// Its key.
        pub link_key: LinkKey,
        /// The exchange, where it is of one; else empty.
        pub exchange: String,
        /// The thing in the words of a file: an id, an address, a market.
        pub label: String,
        /// How many claims have it.
        pub claims: i64,
    }

    /// A claim of a link.
    pub struct LinkedClaim {
        /// The kind of the link.
        pub kind: LinkKind,
        /// Its key.
        pub link_key: LinkKey,
        /// Id of the claim.
        pub claim: String,
        /// Its reference.
        pub reference: String,
        /// How many of its rows have it; 0 for a file.
        pub row_count: i64,
        /// SHA-256 of files with its first such rows.
        pub files: Vec<String>,
    }

    /// A claim whose current rows were not searched for keys by the current settings.
    struct WithoutKeys {
        pub claim: String,
        pub generation: String,
        pub key_files: Option<String>,
    }
}

/// Which links.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkFilter<'f> {
    /// Those of one kind.
    pub kind: Option<LinkKind>,
    /// Those of one claim, by its id.
    pub claim: Option<&'f str>,
    /// Those that too many claims share, instead of the others.
    pub is_common: bool,
}

impl Store {
    /// Begins to write the keys of a generation's rows.
    pub fn keys_writer(&self, claim: &Claim, generation: &str, rules: LinkRules) -> KeysWriter {
        let place = Place {
            home: self.home.clone(),
            incident: claim.incident.clone(),
            claim: claim.id.clone(),
            id: generation.to_owned(),
        };
        KeysWriter::new(place, rules, PART_KEYS_MAX)
    }

    /// Whether the keys of a generation were found by these settings.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn has_keys(&self, generation: &str, rules: LinkRules) -> Result<bool, StoreError> {
        let ask =
            sqlx::query("SELECT key_files FROM generation WHERE id = $1 AND key_files IS NOT NULL")
                .bind(generation.to_owned());
        let kept: Option<String> = maybe(&self.pool, ask).await?;
        let Some(kept) = kept else {
            return Ok(false);
        };
        Ok(serde_json::from_str::<KeyFiles>(&kept)?.rules == rules)
    }

    /// Stores the keys of a generation, and requests the links of its incident.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the generation is gone; errors of the database.
    pub async fn set_keys(
        &self,
        claim: &str,
        generation: &str,
        keys: &KeyFiles,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query("UPDATE generation SET key_files = $1 WHERE id = $2 AND claim = $3")
            .bind(serde_json::to_string(keys)?)
            .bind(generation.to_owned())
            .bind(claim.to_owned());
        changed(run(&mut *tx, ask).await?, "generation")?;
        ask_for_links(&mut tx, claim, now_us).await?;
        Ok(tx.commit().await?)
    }

    /// The claims whose links are wanted and whose current rows were not searched by these
    /// settings, each with its generation: after an update of the program, or of a setting.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn claims_without_keys(
        &self,
        incident: &str,
        rules: LinkRules,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let ask = sqlx::query(
            "SELECT claim.id AS claim, generation.id AS generation, generation.key_files \
             FROM claim JOIN generation ON generation.claim = claim.id \
             AND generation.current = 1 \
             WHERE claim.incident = $1 AND claim.state NOT IN ('draft', 'withdrawn') \
             ORDER BY claim.reference",
        )
        .bind(incident.to_owned());
        let current: Vec<WithoutKeys> = all(&self.pool, ask).await?;
        let mut without = Vec::new();
        for row in current {
            let kept = row.key_files.as_deref();
            let kept: Option<KeyFiles> = kept.map(serde_json::from_str).transpose()?;
            if kept.is_none_or(|kept| kept.rules != rules) {
                without.push((row.claim, row.generation));
            }
        }
        Ok(without)
    }

    /// Finds the links of the claims that changed since the last time, and stores them.
    ///
    /// # Errors
    /// Errors of the database and the disk; those of `goes_on`.
    pub async fn find_links(
        &self,
        incident: &str,
        limits: &LinkLimits,
        goes_on: GoesOn,
    ) -> Result<(), StoreError> {
        let sources = self.sources(incident).await?;
        let changed = sources.changed();
        if changed.is_empty() {
            return Ok(());
        }
        let is_all = sources.is_less_work_anew(&changed);
        let searching = Searching {
            home: self.home.clone(),
            limits: limits.clone(),
            is_all,
            room: match is_all {
                true => Room::default(),
                false => self.links_kept(incident, &changed, limits).await?,
            },
            goes_on,
        };
        let of = sources.clone();
        let which = changed.clone();
        let found = blocking(move || searching.run(&of, &which)).await?;
        let kept = self.named(&sources, &found.links).await?;
        let found = (&kept[..], &found.cut);
        self.write_links(incident, (&sources, &changed), is_all, found)
            .await
    }

    /// Links as they are kept: with what they have in common, in words of a file.
    async fn named(
        &self,
        sources: &Sources,
        links: &[FoundLink],
    ) -> Result<Vec<KeptLink>, StoreError> {
        let mut named = self.names(sources, links).await?;
        let mut kept = Vec::with_capacity(links.len());
        for (number, link) in links.iter().enumerate() {
            let (exchange, label) = named.remove(&number).unwrap_or_default();
            let mut claims = Vec::new();
            for member in &link.members {
                let source = &sources.now[member.claim];
                let files = self.files_of(source, link.kind, &member.rows).await?;
                claims.push((source.claim.clone(), member.count, files));
            }
            kept.push(KeptLink {
                kind: link.kind,
                key: link.key,
                exchange,
                label,
                claims: link.claims,
                members: claims,
            });
        }
        Ok(kept)
    }

    /// The exchange and the label of each link, by its number. They are read from a row of
    /// one of its claims.
    async fn names(
        &self,
        sources: &Sources,
        links: &[FoundLink],
    ) -> Result<HashMap<usize, (String, String)>, StoreError> {
        let mut names = HashMap::new();
        let mut wanted: HashMap<usize, Vec<Wanted>> = HashMap::new();
        for (number, link) in links.iter().enumerate() {
            let Some(member) = link.members.first() else {
                continue;
            };
            let (source, row) = (&sources.now[member.claim], member.rows[0]);
            match link.kind {
                LinkKind::File => {
                    let sha256 = source.files.get(row as usize).cloned();
                    names.insert(number, (String::new(), sha256.unwrap_or_default()));
                }
                kind => {
                    let of_claim = wanted.entry(member.claim).or_default();
                    of_claim.push((number, row, kind, link.key));
                }
            }
        }
        let wanted: Vec<(usize, Vec<Wanted>)> = wanted.into_iter().collect();
        for some in wanted.chunks(CLAIMS_AT_ONCE) {
            let each = some.iter();
            let each = each.map(|(claim, wanted)| self.names_in(&sources.now[*claim], wanted));
            names.extend(try_join_all(each).await?.into_iter().flatten());
        }
        Ok(names)
    }

    /// The same for links with a row of one claim.
    async fn names_in(
        &self,
        source: &Source,
        wanted: &[Wanted],
    ) -> Result<Vec<(usize, (String, String))>, StoreError> {
        let Some(generation) = &source.generation else {
            return Ok(Vec::new());
        };
        let rows = self.rows_of_generation(generation).await?;
        let wanted = wanted.to_vec();
        blocking(move || {
            let numbers: Vec<u32> = wanted.iter().map(|(_, row, ..)| *row).collect();
            let entries = rows.at(&numbers)?.into_iter().zip(wanted);
            let names = entries.map(|(stored, (number, _, kind, key))| {
                let facts = RowFacts::of(&stored.entry);
                let exchange = match kind {
                    LinkKind::Trade
                    | LinkKind::ApiKey
                    | LinkKind::OrderPattern
                    | LinkKind::ThinPair => stored.entry.exchange.to_string(),
                    LinkKind::File
                    | LinkKind::Transaction
                    | LinkKind::Address
                    | LinkKind::Device
                    | LinkKind::Counterparty => String::new(),
                };
                (number, (exchange, label(kind, key, &facts)))
            });
            Ok(names.collect())
        })
        .await
    }

    /// The hashes of the files that have these rows of a claim.
    async fn files_of(
        &self,
        source: &Source,
        kind: LinkKind,
        rows: &[u32],
    ) -> Result<Vec<String>, StoreError> {
        if kind == LinkKind::File {
            let files = rows
                .iter()
                .filter_map(|row| source.files.get(*row as usize));
            return Ok(files.cloned().collect());
        }
        let Some(generation) = &source.generation else {
            return Ok(Vec::new());
        };
        let layout = self.layout_of(generation).await?;
        let files = rows.iter().map(|row| layout.file_of(*row).sha256.clone());
        let mut files: Vec<String> = files.collect();
        files.sort_unstable();
        files.dedup();
        Ok(files)
    }

    /// Some links of an incident, those of most claims first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn links(
        &self,
        incident: &str,
        filter: LinkFilter<'_>,
        limits: &LinkLimits,
        window: Window,
    ) -> Result<Vec<Link>, StoreError> {
        let sql = format!(
            "SELECT link.* {} ORDER BY link.claims DESC, link.kind, link.link_key \
             LIMIT $4 OFFSET $5",
            filtered(filter, limits)
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(incident.to_owned())
            .bind(filter.kind.map_or("", LinkKind::as_str))
            .bind(filter.claim.unwrap_or_default().to_owned())
            .bind(window.limit)
            .bind(window.offset);
        all(&self.pool, ask).await
    }

    /// How many links there are.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn links_count(
        &self,
        incident: &str,
        filter: LinkFilter<'_>,
        limits: &LinkLimits,
    ) -> Result<i64, StoreError> {
        let sql = format!("SELECT COUNT(*) {}", filtered(filter, limits));
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(incident.to_owned())
            .bind(filter.kind.map_or("", LinkKind::as_str))
            .bind(filter.claim.unwrap_or_default().to_owned());
        one(&self.pool, ask, "incident").await
    }

    /// One link.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn link(
        &self,
        incident: &str,
        kind: LinkKind,
        key: LinkKey,
    ) -> Result<Link, StoreError> {
        let ask =
            sqlx::query("SELECT * FROM link WHERE incident = $1 AND kind = $2 AND link_key = $3")
                .bind(incident.to_owned())
                .bind(kind.as_str())
                .bind(key.to_string());
        one(&self.pool, ask, "link").await
    }

    /// The claims of a link that are kept, by their references.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn linked_claims(
        &self,
        incident: &str,
        kind: LinkKind,
        key: LinkKey,
    ) -> Result<Vec<LinkedClaim>, StoreError> {
        let ask = sqlx::query(
            "SELECT link_claim.kind, link_claim.link_key, link_claim.claim, claim.reference, \
             link_claim.row_count, link_claim.files FROM link_claim \
             JOIN claim ON claim.id = link_claim.claim \
             WHERE link_claim.incident = $1 AND link_claim.kind = $2 \
             AND link_claim.link_key = $3 AND claim.state NOT IN ('draft', 'withdrawn') \
             ORDER BY claim.reference",
        )
        .bind(incident.to_owned())
        .bind(kind.as_str())
        .bind(key.to_string());
        all(&self.pool, ask).await
    }

    /// The links of one claim that not too many claims share.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn links_of_claim(
        &self,
        claim: &str,
        limits: &LinkLimits,
    ) -> Result<Vec<LinkedClaim>, StoreError> {
        let sql = format!(
            "SELECT link_claim.kind, link_claim.link_key, link_claim.claim, claim.reference, \
             link_claim.row_count, link_claim.files FROM link_claim \
             JOIN claim ON claim.id = link_claim.claim \
             JOIN link ON link.incident = link_claim.incident AND link.kind = link_claim.kind \
             AND link.link_key = link_claim.link_key \
             WHERE link_claim.claim = $1 AND claim.state NOT IN ('draft', 'withdrawn') \
             AND {} ORDER BY link_claim.kind, link_claim.link_key",
            within(limits, false)
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(claim.to_owned());
        all(&self.pool, ask).await
    }

    /// The kinds of which a claim has more links than are kept.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn links_cut(&self, claim: &str) -> Result<Vec<LinkKind>, StoreError> {
        let ask =
            sqlx::query("SELECT cut FROM link_source WHERE claim = $1").bind(claim.to_owned());
        let cut: Option<String> = maybe(&self.pool, ask).await?;
        match cut {
            Some(cut) => Ok(serde_json::from_str(&cut)?),
            None => Ok(Vec::new()),
        }
    }

    /// Rows of a claim that have the key of a link, at most `limit`. None while the links of
    /// the claim are being looked for.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn linked_rows(
        &self,
        claim: &str,
        wanted: (LinkKind, LinkKey),
        limit: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let ask = sqlx::query(
            "SELECT generation.id AS generation, generation.key_files, link_source.claim \
             FROM link_source JOIN generation ON generation.id = link_source.generation \
             WHERE link_source.claim = $1",
        )
        .bind(claim.to_owned());
        let source: Option<WithoutKeys> = maybe(&self.pool, ask).await?;
        let Some((source, keys)) = source.and_then(|row| {
            let keys = row.key_files.clone()?;
            Some((row, keys))
        }) else {
            return Ok(Vec::new());
        };
        let keys: KeyFiles = serde_json::from_str(&keys)?;
        let rows = self.rows_of_generation(&source.generation).await?;
        let home = self.home.clone();
        blocking(move || rows.at(&keys.rows(&home, wanted, limit)?)).await
    }
}

/// The links of a filter. `$1` is the incident, `$2` the kind and `$3` the claim; both may be
/// empty.
fn filtered(filter: LinkFilter<'_>, limits: &LinkLimits) -> String {
    format!(
        "FROM link WHERE link.incident = $1 AND ($2 = '' OR link.kind = $2) \
         AND ($3 = '' OR EXISTS (SELECT 1 FROM link_claim \
             WHERE link_claim.incident = link.incident AND link_claim.kind = link.kind \
             AND link_claim.link_key = link.link_key AND link_claim.claim = $3)) AND {}",
        within(limits, filter.is_common)
    )
}

/// The condition that as many claims have a link as mean something, or too many.
fn within(limits: &LinkLimits, is_common: bool) -> String {
    let conditions = LinkKind::ALL.map(|kind| {
        let range = limits.claims(kind);
        let claims = match is_common {
            true => format!("link.claims > {}", range.max),
            false => format!("link.claims BETWEEN {} AND {}", range.min, range.max),
        };
        format!("link.kind = '{}' AND {claims}", kind.as_str())
    });
    format!("({})", conditions.join(" OR "))
}
