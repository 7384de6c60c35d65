//! The folder of the demonstration. It stores the printed accounts, so that a second start
//! prints them again.
//!
//! The passwords are in clear text, which only a demonstration may do. A folder that holds
//! anything else is never changed.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, bail};
use casework::Role;

/// Written when the folder is made; marks the folder as a demonstration's.
const MARK: &str = "THIS-IS-A-DEMONSTRATION.txt";

/// Written last; marks the folder as complete.
const ACCOUNTS: &str = "accounts.tsv";

/// A person who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The role to sign in for.
    pub role: Role,
    /// Mail address.
    pub email: String,
    /// Password, in the clear.
    pub password: String,
}

impl Account {
    /// `role<TAB>email<TAB>password`.
    pub fn line(&self) -> String {
        format!("{}\t{}\t{}", self.role.as_str(), self.email, self.password)
    }

    fn parse(line: &str) -> Option<Account> {
        let mut parts = line.split('\t');
        let account = Account {
            role: parts.next()?.parse().ok()?,
            email: parts.next()?.to_owned(),
            password: parts.next()?.to_owned(),
        };
        parts.next().is_none().then_some(account)
    }
}

/// The accounts of a complete demonstration, or an empty folder for a new one.
///
/// # Errors
/// When the folder holds anything but a demonstration, or cannot be used.
pub fn prepare(folder: &Path, fresh: bool) -> anyhow::Result<Option<Vec<Account>>> {
    let there = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(error).with_context(|| format!("{}", folder.display())),
    };
    if there {
        if !folder.join(MARK).exists() {
            bail!(
                "{} is not empty and holds no demonstration: choose another folder with --data",
                folder.display()
            );
        }
        if !fresh && let Some(accounts) = accounts(folder) {
            return Ok(Some(accounts));
        }
        // The person asked for it, or the demonstration was never finished.
        fs::remove_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    let words = "Everything in this folder is invented, and passwords lie here in the clear.\n\
                 Put no real data here. `redress demo --fresh` deletes it all.\n";
    fs::write(folder.join(MARK), words)?;
    Ok(None)
}

/// Stores the accounts so that only the owner of the folder can read them.
///
/// # Errors
/// Errors of the disk.
pub fn keep(folder: &Path, accounts: &[Account]) -> anyhow::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(folder.join(ACCOUNTS))?;
    for account in accounts {
        writeln!(file, "{}", account.line())?;
    }
    Ok(())
}

fn accounts(folder: &Path) -> Option<Vec<Account>> {
    let text = fs::read_to_string(folder.join(ACCOUNTS)).ok()?;
    let accounts: Option<Vec<Account>> = text.lines().map(Account::parse).collect();
    accounts.filter(|accounts| !accounts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Vec<Account> {
        vec![Account {
            role: Role::Coordinator,
            email: "cora.example@example.org".to_owned(),
            password: "abcd-efgh".to_owned(),
        }]
    }

    #[test]
    fn a_second_start_finds_the_accounts_of_the_first() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("demo");
        assert_eq!(prepare(&folder, false).unwrap(), None);
        keep(&folder, &example()).unwrap();
        assert_eq!(prepare(&folder, false).unwrap(), Some(example()));
    }

    #[test]
    fn fresh_and_unfinished_both_begin_anew() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("demo");
        prepare(&folder, false).unwrap();
        fs::write(folder.join("redress.sqlite"), "half").unwrap();
        assert_eq!(prepare(&folder, false).unwrap(), None);
        assert!(!folder.join("redress.sqlite").exists());
        keep(&folder, &example()).unwrap();
        assert_eq!(prepare(&folder, true).unwrap(), None);
    }

    #[test]
    fn refuses_a_folder_that_holds_anything_else_even_when_fresh() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("redress.sqlite"), "real").unwrap();
        for fresh in [false, true] {
            let error = prepare(place.path(), fresh).unwrap_err();
            assert!(error.to_string().contains("--data"), "{error}");
        }
        assert!(place.path().join("redress.sqlite").exists());
    }
}
