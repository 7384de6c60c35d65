//! The incident's settings and price book in the form that the ledger takes.

use std::sync::{Arc, Mutex};

use ledger::PriceBook;
use store::{PriceFile, Store};

/// Books kept in memory, one for each incident with work.
const BOOKS_MAX: usize = 4;

/// The inputs of a book: the bytes of its files, with their names and pairs.
type Recipe = Vec<(String, String, Option<String>, Option<String>)>;

/// Books that were read already, the newest last. A book depends only on its inputs, so that
/// a cached one is never wrong, whichever store or test it was read for.
static BOOKS: Mutex<Vec<(Recipe, Arc<PriceBook>)>> = Mutex::new(Vec::new());

/// The current price book of an incident.
///
/// # Errors
/// Errors of the store; when a file that was read before cannot be read any more.
pub async fn book(store: &Store, incident: &str) -> anyhow::Result<Arc<PriceBook>> {
    let files = store.price_files(incident).await?;
    read_from(store, incident, files).await
}

/// One version of an incident's price book.
///
/// # Errors
/// As [`book`].
pub async fn book_at(
    store: &Store,
    incident: &str,
    version: i64,
) -> anyhow::Result<Arc<PriceBook>> {
    let files = store.price_files_at(incident, version).await?;
    read_from(store, incident, files).await
}

async fn read_from(
    store: &Store,
    incident: &str,
    files: Vec<PriceFile>,
) -> anyhow::Result<Arc<PriceBook>> {
    let recipe: Recipe = files.iter().map(part).collect();
    if let Some(book) = at_hand(&recipe) {
        return Ok(book);
    }
    let mut sources = Vec::with_capacity(files.len());
    for file in files {
        let bytes = store.read_bytes(incident, &file.sha256).await?;
        sources.push((file, bytes));
    }
    let book = tokio::task::spawn_blocking(move || read(&sources)).await??;
    let book = Arc::new(book);
    let mut books = BOOKS.lock().unwrap_or_else(|held| held.into_inner());
    if books.len() >= BOOKS_MAX {
        books.remove(0);
    }
    books.push((recipe, Arc::clone(&book)));
    Ok(book)
}

fn part(file: &PriceFile) -> (String, String, Option<String>, Option<String>) {
    let pair = (file.pair_asset.clone(), file.pair_quote.clone());
    (file.sha256.clone(), file.name.clone(), pair.0, pair.1)
}

fn at_hand(recipe: &Recipe) -> Option<Arc<PriceBook>> {
    let books = BOOKS.lock().unwrap_or_else(|held| held.into_inner());
    let (_, book) = books.iter().find(|(known, _)| known == recipe)?;
    Some(Arc::clone(book))
}

fn read(sources: &[(PriceFile, Vec<u8>)]) -> anyhow::Result<PriceBook> {
    let mut book = PriceBook::new();
    for (file, bytes) in sources {
        let pair = file.pair_asset.as_deref().zip(file.pair_quote.as_deref());
        book.add(&file.name, pair, bytes)?;
    }
    Ok(book)
}
