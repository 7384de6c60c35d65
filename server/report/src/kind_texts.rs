//! The sentences of a bundle's README that depend on its kind and on which claims it holds.

use casework::{BundleKind, Choice};

use crate::outside::wrapped;

/// What the bundle is, in one line.
pub(crate) fn kind(kind: BundleKind) -> &'static str {
    match kind {
        BundleKind::Identified => "identified (originals, names and statements)",
        BundleKind::Pseudonymous => "pseudonymous (no original, no name, no words of people)",
    }
}

/// Which claims it holds, in a paragraph below "Holds:".
pub(crate) fn choice(choice: &Choice) -> String {
    let text = match choice {
        Choice::Whole => "every claim that may go to this recipient".to_owned(),
        Choice::Claims => "the claims that were asked for, of those that may go to this \
                           recipient"
            .to_owned(),
        Choice::Since {
            number,
            manifest_sha256,
        } => format!(
            "what is new since an earlier bundle, of report no. {number}, whose \
             tagmanifest-sha256.txt has the SHA-256 {manifest_sha256}; both together are the \
             whole: redress verify THIS.zip --continues EARLIER.zip"
        ),
    };
    let wrapped = wrapped("            ", &text);
    wrapped.trim_start().to_owned()
}

/// What line 6 of the instructions computes again.
pub(crate) fn recomputed(kind: BundleKind) -> &'static str {
    match kind {
        BundleKind::Identified => {
            "\
The movements in data/normalized/entries.csv are read again from the originals;
every loss is computed again from them, from the price files and from
data/method, and the totals are added up again. So no figure here rests on trust
in the server that made it. It does not prove that an original is what the
exchange once sent (ask the exchange: order and trade ids are in entries.csv),
nor that a trade was not the claimant's own: that is what the claimant declared
(data/statements)."
        }
        BundleKind::Pseudonymous => {
            "\
Every loss is computed again from data/normalized/entries.csv, from the price
files and from data/method, and the totals are added up again. The originals are
not here: that the entries are theirs is shown by an identified bundle of the
same report, or by whoever has an original whose SHA-256 is in
data/originals/index.csv. What binds the entries is the tree of the report: the
net of each claim and the hashes of its originals are in the leaf that the
custody log committed to when the report was frozen."
        }
    }
}

/// Whom the bundle names, in its last paragraph.
pub(crate) fn people(kind: BundleKind) -> &'static str {
    match kind {
        BundleKind::Identified => {
            "This bundle names people and their accounts. Keep it as you keep evidence."
        }
        BundleKind::Pseudonymous => {
            "\
This bundle names nobody. Order, trade and transaction ids are in it, because
whoever checks a figure needs them; an exchange knows whose they are."
        }
    }
}

/// All of them, for their version.
#[cfg(test)]
pub(crate) fn all() -> String {
    let of_kind = |one: BundleKind| [kind(one), recomputed(one), people(one)].join("\n");
    let since = Choice::Since {
        number: 1,
        manifest_sha256: "0".repeat(64),
    };
    let choices = [Choice::Whole, Choice::Claims, since];
    let mut texts: Vec<String> = BundleKind::ALL.into_iter().map(of_kind).collect();
    texts.extend(choices.iter().map(choice));
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_fit_the_width_of_the_readme_below_their_heads() {
        let texts = all();
        let hash = "0".repeat(64);
        for line in texts.lines().filter(|line| !line.contains(&hash)) {
            assert!(line.len() <= 80, "{line}");
        }
        assert!(!choice(&Choice::Whole).starts_with(' '));
    }
}
