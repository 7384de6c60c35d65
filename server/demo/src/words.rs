//! The words of the invented people: short and plain, in their own language, without drama
//! or blame.

use casework::ClaimState;

/// What happened, for the incident's first page.
pub const SUMMARY: &str = "In autumn 2022, keys that let a trading bot trade on its customers' \
    exchange accounts were used by somebody else. Holdings were sold and a token that hardly \
    anybody trades was bought far above its price, in thousands of small trades. This is a \
    demonstration: the figures, the accounts and the people are invented.";

const STATEMENTS: [&str; 8] = [
    "I ran a bot on this account. When I looked the next day my coins were gone and there was a \
     token in the account that I had never bought. I did not place these orders.",
    "The trades in this period are not mine. I was asleep when they were made. I have deleted \
     the key and told the exchange.",
    "A friend wrote to me that other people's accounts had been traded empty. I looked, and mine \
     had been too. I did not give anyone access.",
    "I use this account to buy a little every month. I have never traded the token that was \
     bought here. Everything before and after is mine.",
    "My bot makes about three trades a day. On this day there were several hundred in an hour. \
     None of them was made by my bot; it shows no deal for them.",
    "I noticed it when the exchange sent me a mail about unusual activity. I changed my password \
     and removed all keys on the same day.",
    "These are the savings of two people. We kept the export from the exchange and nothing else. \
     We did not make these trades.",
    "I have gone through the list line by line. The trades I name here were not mine.",
];

const STATEMENTS_FR: [&str; 3] = [
    "Un robot travaillait sur ce compte. Le lendemain, mes avoirs étaient vendus et il y avait un \
     jeton que je n'ai jamais acheté. Ces ordres ne sont pas de moi.",
    "Les opérations de cette période ne sont pas les miennes. J'ai supprimé la clé et prévenu la \
     plateforme le jour même.",
    "Je n'ai jamais acheté ce jeton. Ce qui précède et ce qui suit est bien de moi.",
];

const REASONS: [&str; 4] = [
    "These trades were not mine; my key was used.",
    "I did not place these orders and my bot did not either.",
    "Hundreds of trades in an hour that I did not make.",
    "Made by somebody else while my key was in the leaked list.",
];

const REASONS_FR: [&str; 1] = ["Ces opérations ne sont pas de moi."];

/// The claimant's statement.
pub fn statement(number: usize, language: &str) -> &'static str {
    if language == "fr" {
        STATEMENTS_FR[number % STATEMENTS_FR.len()]
    } else {
        STATEMENTS[number % STATEMENTS.len()]
    }
}

/// Why a period is contested.
pub fn reason(number: usize, language: &str) -> &'static str {
    if language == "fr" {
        REASONS_FR[0]
    } else {
        REASONS[number % REASONS.len()]
    }
}

/// Why a row inside a contested period is the claimant's own.
pub const LEFT_OUT: &str = "This one was my own bot; its deal list shows it.";

/// A coordinator's message about a decision on a claim, if any.
pub fn coordinator(number: usize, state: ClaimState) -> Option<&'static str> {
    match state {
        ClaimState::Returned if number.is_multiple_of(2) => Some(
            "Thank you, this is nearly complete. If you still have the account's deposits and \
             withdrawals, could you add them too? If not, just hand it in again. There is no hurry.",
        ),
        ClaimState::Returned => Some(
            "Thank you for all this. One question before we can accept it: is the trade just \
             before the first one you name also not yours? Please look, add or leave it, and hand \
             it in again when it suits you.",
        ),
        ClaimState::Declined => Some(
            "You wrote that this account belongs to a company, and the company has told us that \
             it takes its loss elsewhere. We do not doubt it; we cannot count it here as well. If \
             this changes, write to us and we open the claim again.",
        ),
        ClaimState::Accepted if number.is_multiple_of(5) => {
            Some("Thank you. We have looked at every file and nothing more is needed from you.")
        }
        _ => None,
    }
}

/// The claimant's earlier message, if any.
pub fn claimant(number: usize, state: ClaimState) -> Option<&'static str> {
    match state {
        ClaimState::Submitted | ClaimState::InReview if number.is_multiple_of(3) => {
            Some("I hope the export is the right one. Tell me if you need another.")
        }
        _ => None,
    }
}

/// A note that is kept as evidence although it is no export.
pub fn note(number: usize) -> String {
    format!(
        "What I remember, written down on the day I noticed (invented, note {number}).\n\n\
         - the bot was switched on since spring\n\
         - mail from the exchange in the morning\n\
         - key deleted at lunch\n\
         - ticket with the exchange, no answer yet\n"
    )
}

/// The notice that shows a credit.
pub fn credit_notice(amount: &str) -> String {
    format!(
        "Invented notice for a demonstration.\n\n\
         On 24 October 2022 the exchange said it would pay back part of what its customers lost \
         in this incident. Credited to this account: {amount} USD.\n"
    )
}
