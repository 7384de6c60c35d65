//! One suite for both databases. Every case is a function over a fresh store, and a macro
//! makes a test on SQLite and one on PostgreSQL from it. Cases about files run on both
//! databases, with the files in a folder and in a bucket. A case that cannot run on
//! PostgreSQL or a bucket fails; it is never skipped.

#[path = "../../../tests/databases/postgres.rs"]
mod databases;
mod ground;
#[path = "../../../tests/homes/s3.rs"]
mod s3;

mod bases;
mod claims;
mod conflicts;
mod custody;
mod entries;
mod erasing;
mod evidence;
mod flat_before;
mod holdings;
mod homes;
mod jobs;
mod losses;
mod mappings;
mod messages;
mod people;
mod releases;
mod sweeping;
mod valuing;
