//! What there is to say about reading the files of a claim, in the form that a report
//! freezes: of one code about one file a hundred diagnostics, then one that counts the others.
//! Whoever reads the files again comes to the same.

use casework::snapshot::FileDiagnostic;
use ledger::{Diagnostic, DiagnosticCap};
use store::{ClaimFile, DiagnosticRow, Import, ImportState, Store};

/// The diagnostics of the files that count, in the order of the files.
///
/// # Errors
/// Errors of the database.
pub(super) async fn frozen(store: &Store, claim: &str) -> anyhow::Result<Vec<FileDiagnostic>> {
    let imports = store.imports(claim).await?;
    let mut all = Vec::new();
    for file in store.files(claim).await? {
        let import = imports.iter().find(|import| import.file == file.id);
        let counts = |import: &&Import| import.current && import.state == ImportState::Done;
        if let Some(import) = import.filter(counts) {
            let rows = store.diagnostics_in_order(&import.id).await?;
            let more: Vec<Diagnostic> = serde_json::from_str(&import.more)?;
            let of_file = shown(&file, rows).chain(more);
            all.extend(of_file.map(|diagnostic| FileDiagnostic {
                evidence: file.sha256.clone(),
                diagnostic,
            }));
        }
    }
    Ok(all)
}

/// The first hundred of each code about the file, or about each member of it.
fn shown(file: &ClaimFile, rows: Vec<DiagnosticRow>) -> impl Iterator<Item = Diagnostic> {
    let mut cap = DiagnosticCap::default();
    let all = rows.into_iter().map(|row| diagnostic(file, row));
    all.filter(move |diagnostic| cap.shows(diagnostic))
}

fn diagnostic(file: &ClaimFile, row: DiagnosticRow) -> Diagnostic {
    let name = match row.member.as_str() {
        "" => file.read_as.clone(),
        member => {
            let archive = file.read_as.split('!').next().unwrap_or_default();
            format!("{archive}!{member}")
        }
    };
    Diagnostic {
        file: name,
        line: u64::try_from(row.line).unwrap_or(0),
        column: u32::try_from(row.column_no).unwrap_or(0),
        code: row.code,
        message: row.message,
    }
}
