//! Decisions on rows that contradict each other: made, replaced, taken back, logged, and
//! followed by reviews.

use casework::custody::Purpose;
use casework::{ReviewState, Role};
use ledger::dedup::Compared;
use store::{Actor, Claim, DecidedRows, NewConflictAnswer, StoreError};

use crate::ground::{Ground, on_both};

on_both!(
    decision_on_a_conflict_is_logged_and_has_the_claim_valued_again,
    new_decision_replaces_those_that_name_one_of_its_rows,
    decision_is_refused_on_a_closed_claim_and_from_an_old_page,
    generation_keeps_the_decisions_that_it_was_made_with,
    later_review_of_a_dropped_row_replaces_that_of_the_row_that_counts,
);

async fn claim(ground: &Ground) -> (Actor, Claim) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "claimant", Role::Claimant).await;
    let claim = ground.claim(&incident, &by, "R-1111-11").await;
    (by, claim)
}

async fn decide(
    ground: &Ground,
    (by, claim): (&Actor, &Claim),
    counted: &str,
    others: &[&str],
) -> Result<(), StoreError> {
    let others: Vec<String> = others.iter().map(|key| (*key).to_owned()).collect();
    let new = NewConflictAnswer {
        id: &ground.id(),
        counted_key: counted,
        other_keys: &others,
        reason: "the exchange said so",
    };
    ground.store.settle_conflict(by, claim, None, &new).await
}

async fn counted(ground: &Ground, claim: &Claim) -> Vec<String> {
    let answers = ground.store.conflict_answers(&claim.id).await.unwrap();
    answers
        .into_iter()
        .map(|answer| answer.counted_key)
        .collect()
}

pub async fn decision_on_a_conflict_is_logged_and_has_the_claim_valued_again(ground: Ground) {
    let store = &ground.store;
    let (by, claim) = claim(&ground).await;
    let jobs = "SELECT asked FROM job WHERE kind = 'claim'";
    let before = store.claim(&claim.incident, &claim.id).await.unwrap();
    decide(&ground, (&by, &claim), "a:2", &["b:2"])
        .await
        .unwrap();
    let now = store.claim(&claim.incident, &claim.id).await.unwrap();
    assert_eq!(now.figures_version, before.figures_version + 1);
    assert_eq!(now.version, before.version + 1);
    assert_eq!(ground.count(jobs).await, 1, "its figures are asked for");
    let answer = store.conflict_answers(&claim.id).await.unwrap().remove(0);
    assert_eq!(
        answer.rows(),
        DecidedRows {
            counted: "a:2".to_owned(),
            others: vec!["b:2".to_owned()],
        }
    );
    assert_eq!(answer.reason, "the exchange said so");
    assert_eq!(
        (&answer.person, &*answer.person_name),
        (&by.person, "claimant")
    );
    assert!(answer.is_idle, "nothing was valued yet");
    store
        .reopen_conflict(&by, &claim, None, &answer.id)
        .await
        .unwrap();
    assert_eq!(counted(&ground, &claim).await, Vec::<String>::new());
    let again = store.reopen_conflict(&by, &claim, None, &answer.id).await;
    assert!(matches!(again, Err(StoreError::NotFound("decision"))));
    let now = store.claim(&claim.incident, &claim.id).await.unwrap();
    assert_eq!(now.figures_version, before.figures_version + 2);
    assert_eq!(ground.count(jobs).await, 2);
    let log = store.custody_chain(&claim.incident).await.unwrap();
    let of_conflicts = log
        .iter()
        .filter(|record| record.action.starts_with("conflict-"));
    let acts: Vec<(&str, Option<Purpose>)> = of_conflicts
        .map(|record| (record.action.as_str(), record.purpose.purpose()))
        .collect();
    let row = || Some(Purpose::RowCounts { row: "a:2".into() });
    let expected = [("conflict-settled", row()), ("conflict-reopened", row())];
    assert_eq!(acts, expected);
    assert_eq!(
        ground.count("SELECT COUNT(*) FROM conflict_answer").await,
        1,
        "what was taken back is kept"
    );
}

pub async fn new_decision_replaces_those_that_name_one_of_its_rows(ground: Ground) {
    let (by, claim) = claim(&ground).await;
    let on = (&by, &claim);
    decide(&ground, on, "a:2", &["b:2"]).await.unwrap();
    decide(&ground, on, "x:2", &["y:2"]).await.unwrap();
    decide(&ground, on, "b:2", &["a:2"]).await.unwrap();
    assert_eq!(counted(&ground, &claim).await, ["x:2", "b:2"]);
    // A third file came, and the person decides about all three.
    decide(&ground, on, "c:2", &["a:2", "b:2"]).await.unwrap();
    assert_eq!(counted(&ground, &claim).await, ["x:2", "c:2"]);
}

pub async fn decision_is_refused_on_a_closed_claim_and_from_an_old_page(ground: Ground) {
    let store = &ground.store;
    let (by, claim) = claim(&ground).await;
    let others = ["b:2".to_owned()];
    let new = NewConflictAnswer {
        id: &ground.id(),
        counted_key: "a:2",
        other_keys: &others,
        reason: "",
    };
    let old = store
        .settle_conflict(&by, &claim, Some(claim.version + 7), &new)
        .await;
    assert!(matches!(old, Err(StoreError::Conflict("claim"))));
    let nul = NewConflictAnswer {
        reason: "a\0b",
        ..new.clone()
    };
    let nul = store.settle_conflict(&by, &claim, None, &nul).await;
    assert!(matches!(nul, Err(StoreError::Nul(_))));
    store
        .settle_conflict(&by, &claim, Some(claim.version), &new)
        .await
        .unwrap();
    ground.run("UPDATE claim SET state = 'submitted'").await;
    let closed = decide(&ground, (&by, &claim), "b:2", &["a:2"]).await;
    assert!(matches!(closed, Err(StoreError::Closed(_))));
    let closed = store.reopen_conflict(&by, &claim, None, new.id).await;
    assert!(matches!(closed, Err(StoreError::Closed(_))));
    assert_eq!(counted(&ground, &claim).await, ["a:2"]);
}

pub async fn generation_keeps_the_decisions_that_it_was_made_with(ground: Ground) {
    let store = &ground.store;
    let (_, claim) = claim(&ground).await;
    let rows = store.rows(&claim.id).await.unwrap();
    let decided = [DecidedRows {
        counted: "a:2".to_owned(),
        others: vec!["b!days/1.csv:2+3".to_owned()],
    }];
    let made = (Compared::default(), &decided[..]);
    let rows = store.save_generation(&claim, "g1", &rows, made, 1).await;
    let rows = rows.unwrap();
    let kept = store
        .answers_of_generation(rows.generation().unwrap())
        .await;
    assert_eq!(kept.unwrap(), decided);
    let none = store.answers_of_generation("g0").await;
    assert!(matches!(none, Err(StoreError::NotFound("generation"))));
}

pub async fn later_review_of_a_dropped_row_replaces_that_of_the_row_that_counts(ground: Ground) {
    let store = &ground.store;
    let (by, claim) = claim(&ground).await;
    let person = by.person.clone();
    let insert = |key: &str, state: &str, at_us: i64| {
        format!(
            "INSERT INTO review (claim, entry_key, state, reason, person, at_us) \
             VALUES ('{}', '{key}', '{state}', 'why', '{person}', {at_us})",
            claim.id
        )
    };
    for sql in [
        insert("a:2", "excluded", 5),
        insert("b:2", "queried", 3),
        insert("c:2", "queried", 9),
    ] {
        ground.run(Box::leak(sql.into_boxed_str())).await;
    }
    let follows = ["b:2", "c:2", "d:2"].map(|to| ("a:2".to_owned(), to.to_owned()));
    store.set_conflicts(&claim.id, &[], &follows).await.unwrap();
    let reviews = store.reviews(&claim.id).await.unwrap().into_iter();
    let mut states: Vec<(String, ReviewState, i64)> = reviews
        .map(|review| (review.entry_key, review.state, review.at_us))
        .collect();
    states.sort();
    let review = |key: &str, state, at_us| (key.to_owned(), state, at_us);
    let expected = [
        review("a:2", ReviewState::Excluded, 5),
        review("b:2", ReviewState::Excluded, 5),
        review("c:2", ReviewState::Queried, 9),
        review("d:2", ReviewState::Excluded, 5),
    ];
    assert_eq!(states, expected);
}
