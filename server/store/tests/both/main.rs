//! One suite for both databases: every case is a function over a fresh store,
//! and a macro makes of it a test on SQLite and a test on PostgreSQL. A case
//! that cannot run on PostgreSQL fails; it is never skipped.

#[path = "../../../tests/databases/postgres.rs"]
mod databases;
mod ground;

mod claims;
mod custody;
mod entries;
mod erasing;
mod evidence;
mod jobs;
mod losses;
mod mappings;
mod messages;
mod people;
mod releases;
