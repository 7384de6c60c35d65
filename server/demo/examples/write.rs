//! Writes the files of the invented incident to a folder, to inspect them or to use them
//! with other tools: `cargo run -p demo --example write FOLDER`.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(
        env::args()
            .nth(1)
            .unwrap_or_else(|| "demo-files".to_owned()),
    );
    let incident = demo::incident(demo::SEED);
    let prices = folder.join("prices");
    fs::create_dir_all(&prices)?;
    for file in &incident.price_files {
        fs::write(prices.join(&file.name), &file.bytes)?;
    }
    for (number, claim) in incident.claims.iter().enumerate() {
        let claim_folder = folder.join(format!("claim-{number:02}"));
        fs::create_dir_all(&claim_folder)?;
        for file in &claim.files {
            fs::write(claim_folder.join(&file.name), &file.bytes)?;
        }
        println!(
            "{number:02} {} · {} · about ${} · {} files, {} rows",
            incident.people[claim.person].name,
            claim.state,
            claim.about_usd,
            claim.files.len(),
            claim.files.iter().map(|file| file.rows).sum::<u64>()
        );
    }
    Ok(())
}
