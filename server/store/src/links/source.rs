//! What links are found from: for each claim, the keys of its rows and its files, as they
//! are now and as they were when links were last found.

use std::collections::{BTreeMap, BTreeSet};

use casework::{LinkKey, LinkKind};

use crate::Store;
use crate::columns::keys::{KeyCursor, KeyFiles, KeyRow};
use crate::error::StoreError;
use crate::home::Home;
use crate::rows::{all, rows};

/// Looking a key up in a list costs about as much as this many keys of a full comparison.
const KEYS_PER_LOOKUP: u64 = 8;
/// With more changed claims, all links are found anew.
const CHANGED_MAX: usize = 100;

rows! {
    struct NowRow {
        pub claim: String,
        pub generation: Option<String>,
        pub key_files: Option<String>,
    }

    struct BeforeRow {
        pub claim: String,
        pub generation: Option<String>,
        pub key_files: Option<String>,
        pub files: Vec<String>,
        pub cut: String,
    }

    struct FileRow {
        pub claim: String,
        pub sha256: String,
    }
}

/// One claim.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) claim: String,
    /// The generation whose keys count; none for a claim without rows.
    pub(super) generation: Option<String>,
    keys: Option<KeyFiles>,
    /// SHA-256 of its files, in order.
    pub(super) files: Vec<String>,
    /// Kinds of which it has more links than are kept, when links were last found.
    pub(super) cut: BTreeSet<LinkKind>,
}

impl Source {
    /// The sorted lists of its keys.
    pub(super) fn cursors(&self, home: &Home) -> Vec<KeyCursor> {
        let parts = self.keys.iter().flat_map(|keys| &keys.parts);
        let mut cursors: Vec<KeyCursor> =
            parts.map(|part| KeyCursor::of_file(home, part)).collect();
        let kind = LinkKind::File;
        let files = (0..).zip(&self.files).map(|(row, sha256)| KeyRow {
            kind: kind.number(),
            key: LinkKey::of(kind, &[sha256]),
            row,
        });
        cursors.push(KeyCursor::of_list(files.collect()));
        cursors
    }

    /// How many keys it has.
    pub(super) fn keys(&self) -> u64 {
        let keys = self.keys.as_ref().map_or(0, KeyFiles::keys);
        keys + self.files.len() as u64
    }

    fn is_same(&self, other: &Source) -> bool {
        let what = |of: &Source| (of.generation.clone(), of.files.clone());
        what(self) == what(other) && self.keys == other.keys
    }
}

/// The claims of an incident.
#[derive(Clone, Debug)]
pub(super) struct Sources {
    /// By reference, without drafts and withdrawn claims.
    pub(super) now: Vec<Source>,
    /// By id: those that the current links were found from.
    pub(super) before: BTreeMap<String, Source>,
}

impl Sources {
    /// Ids of the claims that changed, came or went.
    pub(super) fn changed(&self) -> BTreeSet<String> {
        let now: BTreeSet<&String> = self.now.iter().map(|one| &one.claim).collect();
        let came = self.now.iter().filter(|one| !self.is_known(one));
        let gone = self.before.keys().filter(|claim| !now.contains(claim));
        came.map(|one| &one.claim).chain(gone).cloned().collect()
    }

    /// Whether the current links were found from the claim as it is.
    fn is_known(&self, one: &Source) -> bool {
        let before = self.before.get(&one.claim);
        before.is_some_and(|before| before.is_same(one))
    }

    /// Whether comparing the keys of all claims is less work than looking up those of the
    /// changed ones.
    pub(super) fn is_less_work_anew(&self, changed: &BTreeSet<String>) -> bool {
        let looked_up: u64 = self.of(changed).map(Source::keys).sum();
        let all: u64 = self.now.iter().map(Source::keys).sum();
        let lookups = looked_up.saturating_mul(self.now.len() as u64);
        changed.len() > CHANGED_MAX || lookups > all.saturating_mul(KEYS_PER_LOOKUP)
    }

    /// What these claims have now, and had before.
    pub(super) fn of<'s>(
        &'s self,
        claims: &'s BTreeSet<String>,
    ) -> impl Iterator<Item = &'s Source> {
        let now = self.now.iter();
        let now = now.filter(move |one| claims.contains(&one.claim));
        let before = self.before.iter();
        let before = before.filter(move |(claim, _)| claims.contains(*claim));
        now.chain(before.map(|(_, one)| one))
    }
}

impl Store {
    /// The claims of an incident, at one moment.
    pub(super) async fn sources(&self, incident: &str) -> Result<Sources, StoreError> {
        let mut read = self.begin_read().await?;
        let ask = sqlx::query(
            "SELECT link_source.claim, link_source.generation, link_source.files, \
             link_source.cut, generation.key_files FROM link_source \
             LEFT JOIN generation ON generation.id = link_source.generation \
             WHERE link_source.incident = $1",
        )
        .bind(incident.to_owned());
        let before: Vec<BeforeRow> = all(&mut *read, ask).await?;
        let ask = sqlx::query(
            "SELECT claim.id AS claim, generation.id AS generation, generation.key_files \
             FROM claim LEFT JOIN generation ON generation.claim = claim.id \
             AND generation.current = 1 \
             WHERE claim.incident = $1 AND claim.state NOT IN ('draft', 'withdrawn') \
             ORDER BY claim.reference",
        )
        .bind(incident.to_owned());
        let now: Vec<NowRow> = all(&mut *read, ask).await?;
        let ask = sqlx::query(
            "SELECT claim, sha256 FROM claim_file WHERE incident = $1 \
             AND withdrawn_at_us IS NULL ORDER BY claim, sha256",
        )
        .bind(incident.to_owned());
        let files: Vec<FileRow> = all(&mut *read, ask).await?;
        read.rollback().await?;
        let mut of_claims: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in files {
            of_claims.entry(file.claim).or_default().push(file.sha256);
        }
        let mut sources = Sources {
            now: Vec::new(),
            before: BTreeMap::new(),
        };
        for row in before {
            let source = Source {
                claim: row.claim.clone(),
                generation: row.generation,
                keys: parsed(row.key_files.as_deref())?,
                files: row.files,
                cut: serde_json::from_str(&row.cut)?,
            };
            sources.before.insert(row.claim, source);
        }
        for row in now {
            let files = of_claims.remove(&row.claim).unwrap_or_default();
            sources.now.push(now_of(row, files, &sources.before)?);
        }
        Ok(sources)
    }
}

/// A claim as it is now. While the keys of its rows are being found, those of the generation
/// before stay.
fn now_of(
    row: NowRow,
    files: Vec<String>,
    before: &BTreeMap<String, Source>,
) -> Result<Source, StoreError> {
    let known = before.get(&row.claim);
    let (generation, keys) = match (row.generation, parsed(row.key_files.as_deref())?, known) {
        (Some(generation), Some(keys), _) => (Some(generation), Some(keys)),
        (Some(_), None, Some(known)) => (known.generation.clone(), known.keys.clone()),
        _ => (None, None),
    };
    Ok(Source {
        claim: row.claim,
        generation,
        keys,
        files,
        cut: known.map(|known| known.cut.clone()).unwrap_or_default(),
    })
}

fn parsed(keys: Option<&str>) -> Result<Option<KeyFiles>, StoreError> {
    Ok(keys.map(serde_json::from_str).transpose()?)
}
