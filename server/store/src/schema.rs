//! The migrations of the database. Each is written once, in SQLite's dialect. PostgreSQL's
//! text is derived from it at start, so that the two schemas cannot differ. The derivation
//! refuses what it does not know: it might mean something else on PostgreSQL.

use std::iter;

use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::connect::Backend;
use crate::error::StoreError;

/// The text of a migration file.
struct MigrationText {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
}

/// All migrations, in order. A released one never changes; a new one is added instead.
const MIGRATIONS: &[MigrationText] = &[MigrationText {
    version: 1,
    name: "schema",
    sqlite: include_str!("../../../migrations/0001_schema.sql"),
}];

/// The SHA-256 of the text that each database gets as one migration.
#[cfg(test)]
struct Checksums<'t> {
    version: i64,
    sqlite: &'t str,
    postgres: &'t str,
}

/// A row for each migration. A server refuses a database where a migration ran with another
/// text, so a test compares each text, and with it the derivation, with its checksum.
#[cfg(test)]
const CHECKSUMS: &[Checksums<'_>] = &[Checksums {
    version: 1,
    sqlite: "c6ca5c16a2b636f379271e542541f88a837d748847e775e5becd8b426f93acc1",
    postgres: "c22fdb70cd9648239a9d9beb2d660c3c799cc18fd14a0f1f8d74cda0def76ad2",
}];

/// Words of SQL that a migration may have and that mean the same on both databases.
const SAME_WORDS: &[&str] = &[
    "ADD",
    "ALTER",
    "COLUMN",
    "CREATE",
    "DEFAULT",
    "FOREIGN",
    "INDEX",
    "KEY",
    "NOT",
    "NULL",
    "ON",
    "PRIMARY",
    "REFERENCES",
    "TABLE",
    "UNIQUE",
    "WHERE",
];

/// How a table ends on SQLite. PostgreSQL's tables are always strict.
const TABLE_ENDS: [&str; 2] = [") STRICT;", ") STRICT, WITHOUT ROWID;"];

/// The migrations of a database, in order.
///
/// # Errors
/// [`StoreError::Start`] for a migration that PostgreSQL's text cannot be derived from.
pub(crate) fn migrations(backend: Backend) -> Result<Vec<Migration>, StoreError> {
    MIGRATIONS
        .iter()
        .map(|text| text.migration(backend))
        .collect()
}

impl MigrationText {
    fn migration(&self, backend: Backend) -> Result<Migration, StoreError> {
        let sql = match backend {
            Backend::Sqlite => SqlStr::from_static(self.sqlite),
            Backend::Postgres => AssertSqlSafe(self.postgres()?).into_sql_str(),
        };
        Ok(Migration::new(
            self.version,
            self.name.into(),
            MigrationType::Simple,
            sql,
            false,
        ))
    }

    fn postgres(&self) -> Result<String, StoreError> {
        derive_postgres(self.sqlite).map_err(|unknown| {
            StoreError::Start(format!(
                "migration {} has no text for PostgreSQL: line {} has `{}`, which \
                 server/store/src/schema.rs does not know: add it there, or write the \
                 migration without it",
                self.version, unknown.line, unknown.text
            ))
        })
    }
}

/// A text that the derivation does not know, and its line, from 1.
#[derive(Debug, PartialEq, Eq)]
struct Unknown<'t> {
    line: usize,
    text: &'t str,
}

/// A migration in PostgreSQL's dialect.
fn derive_postgres(sqlite: &str) -> Result<String, Unknown<'_>> {
    let mut postgres = String::with_capacity(sqlite.len());
    let mut before = Token::Sign;
    for (number, line) in (1..).zip(sqlite.lines()) {
        for (token, text) in tokens(line) {
            let unknown = Unknown { line: number, text };
            postgres.push_str(token.in_postgres(text, before).ok_or(unknown)?);
            if token != Token::Blank {
                before = token;
            }
        }
        postgres.push('\n');
    }
    Ok(postgres)
}

/// A part of a line of SQL.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A space or a comment.
    Blank,
    /// A sign that means the same on both databases.
    Sign,
    /// A whole number, or a text in single quotes.
    Value,
    /// A word of SQL, in capitals.
    Word,
    /// A name of a table, a column or an index, in small letters.
    Name,
    /// One of [`TABLE_ENDS`].
    TableEnd,
    /// Anything else.
    Unknown,
}

impl Token {
    /// Its text for PostgreSQL; none where the derivation does not know it. It does not know
    /// two names in a row: the second may be a type in small letters, and PostgreSQL's
    /// `integer` has half as many bits as SQLite's.
    fn in_postgres(self, text: &str, before: Token) -> Option<&str> {
        match self {
            Token::Unknown => None,
            Token::Name | Token::Value if before == Token::Name => None,
            Token::Word => word_in_postgres(text),
            Token::TableEnd => Some(");"),
            Token::Blank | Token::Sign | Token::Value | Token::Name => Some(text),
        }
    }
}

/// `COLLATE "C"` compares texts by their bytes, as SQLite does.
fn word_in_postgres(word: &str) -> Option<&'static str> {
    match word {
        "INTEGER" => Some("BIGINT"),
        "TEXT" => Some("TEXT COLLATE \"C\""),
        _ => SAME_WORDS.iter().copied().find(|same| *same == word),
    }
}

/// The tokens of a line, each with its text.
fn tokens(line: &str) -> impl Iterator<Item = (Token, &str)> {
    let mut rest = line;
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (token, bytes) = first_token(rest);
        let (text, after) = rest.split_at(bytes);
        rest = after;
        Some((token, text))
    })
}

/// The first token of a line that is not empty, and its length in bytes.
fn first_token(line: &str) -> (Token, usize) {
    if line.starts_with("--") {
        return (Token::Blank, line.len());
    }
    if let Some(end) = TABLE_ENDS.iter().find(|end| line.starts_with(**end)) {
        return (Token::TableEnd, end.len());
    }
    match line.chars().next() {
        Some(' ') => (Token::Blank, 1),
        Some('(' | ')' | ',' | ';' | '=' | '<') => (Token::Sign, 1),
        Some('\'') => quoted(line),
        Some(first) if first.is_ascii_alphanumeric() => word(line),
        _ => (Token::Unknown, line.len()),
    }
}

/// A text in single quotes. A doubled quote within it makes two values, side by side.
fn quoted(line: &str) -> (Token, usize) {
    match line[1..].find('\'') {
        Some(length) => (Token::Value, length + 2),
        None => (Token::Unknown, line.len()),
    }
}

/// A number, a word of SQL or a name.
fn word(line: &str) -> (Token, usize) {
    let length = line
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(line.len());
    let word = &line[..length];
    let token = if word.bytes().all(|byte| byte.is_ascii_digit()) {
        Token::Value
    } else if word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Token::Word
    } else if is_name(word) {
        Token::Name
    } else {
        Token::Unknown
    };
    (token, length)
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && !word.contains(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use casework::custody::hex;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn migration_text_never_changes_on_either_database() {
        let texts: Vec<String> = MIGRATIONS.iter().map(row_of_text).collect();
        let held: Vec<String> = CHECKSUMS.iter().map(row).collect();
        assert!(
            texts == held,
            "CHECKSUMS does not match the texts of MIGRATIONS. If a released migration \
             changed, restore its file and how schema.rs derives PostgreSQL's text, and add a \
             new migration. Otherwise write these rows into CHECKSUMS:\n{}",
            texts.concat()
        );
    }

    /// The row that `CHECKSUMS` should have for a migration.
    fn row_of_text(text: &MigrationText) -> String {
        let checksum = |backend| {
            let migration = text.migration(backend).unwrap();
            hex(&Sha256::digest(migration.sql.as_str()))
        };
        row(&Checksums {
            version: text.version,
            sqlite: &checksum(Backend::Sqlite),
            postgres: &checksum(Backend::Postgres),
        })
    }

    /// A row as it stands in the source.
    fn row(row: &Checksums<'_>) -> String {
        let Checksums {
            version,
            sqlite,
            postgres,
        } = row;
        format!(
            "    Checksums {{\n        version: {version},\n        sqlite: \"{sqlite}\",\n        \
             postgres: \"{postgres}\",\n    }},\n"
        )
    }

    /// A table of SQLite that is not strict takes text in a column of numbers.
    #[test]
    fn every_table_is_strict() {
        for text in MIGRATIONS {
            let tables = text.sqlite.matches("CREATE TABLE ").count();
            let strict: usize = TABLE_ENDS
                .iter()
                .map(|end| text.sqlite.matches(*end).count())
                .sum();
            assert_eq!(tables, strict, "migration {}", text.version);
        }
    }

    #[test]
    fn postgres_text_has_its_own_types_and_table_ends() {
        let check = |sqlite: &str, postgres: &str| {
            assert_eq!(derive_postgres(sqlite).unwrap(), postgres);
        };
        check(
            "CREATE TABLE a (\n    id TEXT NOT NULL PRIMARY KEY,\n    n INTEGER\n) STRICT;\n",
            "CREATE TABLE a (\n    id TEXT COLLATE \"C\" NOT NULL PRIMARY KEY,\n    n BIGINT\n);\n",
        );
        check(
            "    UNIQUE (a, b)\n) STRICT, WITHOUT ROWID;\n",
            "    UNIQUE (a, b)\n);\n",
        );
        check(
            "ALTER TABLE a ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';\n",
            "ALTER TABLE a ADD COLUMN sha256 TEXT COLLATE \"C\" NOT NULL DEFAULT '';\n",
        );
    }

    #[test]
    fn comments_and_quoted_texts_stay_as_they_are() {
        let same = "-- INTEGER, REAL: \"é\"\n    DEFAULT 'one''s TEXT -- REAL', -- isn't TEXT\n";
        assert_eq!(derive_postgres(same).unwrap(), same);
    }

    #[test]
    fn unknown_sql_is_refused_by_the_derivation() {
        let check = |sqlite: &str, line: usize, text: &str| {
            let refused = derive_postgres(sqlite).unwrap_err();
            assert_eq!(refused, Unknown { line, text }, "{sqlite}");
        };
        check("CREATE TABLE a (\n    n REAL\n) STRICT;\n", 2, "REAL");
        check("id INTEGER PRIMARY KEY AUTOINCREMENT", 1, "AUTOINCREMENT");
        check(
            "at INTEGER DEFAULT CURRENT_TIMESTAMP",
            1,
            "CURRENT_TIMESTAMP",
        );
        check("PRIMARY KEY (id)\n) WITHOUT ROWID;", 2, "WITHOUT");
        check("PRIMARY KEY (id)\n) STRICT\n;", 2, "STRICT");
        check("n integer NOT NULL", 1, "integer");
        check("n Integer NOT NULL", 1, "Integer");
        check("n\n    int NOT NULL", 2, "int");
        check("n TEXT not null", 1, "null");
        check("n TEXT DEFAULT x'00'", 1, "'00'");
        check("n TEXT DEFAULT 'x", 1, "'x");
        check("n INTEGER DEFAULT 0x10", 1, "0x10");
        check("CREATE INDEX \"i\" ON a (b);", 1, "\"i\" ON a (b);");
        check("CREATE INDEX i ON a (b); /* REAL */", 1, "/* REAL */");
    }

    #[test]
    fn derivation_error_names_the_migration_and_the_line() {
        let text = MigrationText {
            version: 7,
            name: "blobs",
            sqlite: "ALTER TABLE a\n    ADD COLUMN b BLOB;\n",
        };
        let error = text.migration(Backend::Postgres).unwrap_err().to_string();
        assert!(error.starts_with("migration 7 "), "{error}");
        assert!(error.contains("line 2 has `BLOB`"), "{error}");
    }
}
