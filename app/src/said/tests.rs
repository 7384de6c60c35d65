//! Notes by their words.

use super::*;
use crate::text::Texts;

#[test]
fn of_a_note_the_words_of_the_file_stay() {
    let told = note(
        Texts::of(Locale::Fr),
        "Spot Trading: Buy; computed; tax; its asset is taken from the fee; size 0.5",
    );
    let texts: Vec<&str> = told.iter().map(|said| said.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Spot Trading: Buy",
            "calculé",
            "taxe ; son actif est pris des frais",
            "quantité 0,5"
        ]
    );
    assert!(told[0].is_foreign && !told[1].is_foreign);
}
