//! Frozen documents that were read recently. Parsing a document of thousands of claims takes
//! a while, and people open several pages of one report in a row. The documents hold no
//! lines.

use std::sync::{Arc, Mutex, PoisonError};

use casework::snapshot::Content;
use store::{Snapshot, Store};

/// How many documents are kept in memory.
const DOCUMENTS_MAX: usize = 3;

/// The documents in memory, the one used last at the end.
#[derive(Default)]
pub struct Contents(Mutex<Vec<(String, Arc<Content>)>>);

impl Contents {
    /// The document of a snapshot; its bytes are checked against their hash when
    /// they are read.
    ///
    /// # Errors
    /// When it is missing, damaged or of a version this program can't read.
    pub async fn of(&self, store: &Store, snapshot: &Snapshot) -> anyhow::Result<Arc<Content>> {
        let key = format!("{} {}", snapshot.incident, snapshot.content_sha256);
        if let Some(content) = self.known(&key) {
            return Ok(content);
        }
        let bytes = store
            .read_bytes(&snapshot.incident, &snapshot.content_sha256)
            .await?;
        let content: Content =
            tokio::task::spawn_blocking(move || serde_json::from_slice(&bytes)).await??;
        let content = Arc::new(content);
        let mut at_hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if at_hand.len() >= DOCUMENTS_MAX {
            at_hand.remove(0);
        }
        at_hand.push((key, content.clone()));
        Ok(content)
    }

    fn known(&self, key: &str) -> Option<Arc<Content>> {
        let mut at_hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = at_hand.iter().position(|(known, _)| known == key)?;
        let used = at_hand.remove(index);
        at_hand.push(used);
        at_hand.last().map(|(_, content)| content.clone())
    }
}
