//! Claims: states, two browsers, consents, messages, filing on behalf of somebody.

use casework::{ClaimState, Recipient, Role, StateError, Step};
use store::{Actor, Claim, Declared, NewClaim, NewDeclaration, NewEvent, NewFiling, StoreError};

use crate::ground::{Ground, NOON, on_both};

on_both!(
    a_claim_goes_its_way_and_every_step_is_logged,
    second_of_two_browsers_gets_a_conflict,
    a_failed_submission_signs_nothing,
    a_declaration_keeps_what_it_was_signed_under,
    nobody_decides_on_their_own_claim,
    a_person_has_one_claim_and_a_reference_is_taken_once,
    filed_claim_is_confirmed_by_its_claimant,
    a_filing_that_breaks_off_leaves_nothing_and_can_be_tried_again,
    consent_is_logged_only_when_it_changes,
    second_window_on_consents_changes_nothing,
    claims_of_another_incident_are_not_found,
);

pub fn declaration<'a>(id: &'a str) -> NewDeclaration<'a> {
    NewDeclaration {
        id,
        words: "I declare that this is true.",
        language: "en",
        signed_name: "Ana Invented",
        figures: Declared {
            loss: Some(ledger::Money::from_units(5)),
            currency: "USD",
            contested: 1,
            unpriced: 0,
            method: ledger::METHOD,
            basis: "event",
            valuation: None,
        },
        origins: &[],
    }
}

fn event<'a>(id: &'a str) -> NewEvent<'a> {
    NewEvent {
        id,
        words: "Please look.",
    }
}

async fn actions(ground: &Ground, claim: &Claim) -> Vec<String> {
    let mut chain = ground.store.custody_chain(&claim.incident).await.unwrap();
    chain.retain(|record| record.object == claim.reference);
    chain
        .into_iter()
        .map(|record| {
            let purpose = record.purpose.purpose();
            let words = purpose.map(|purpose| format!(" {purpose}"));
            record.action + &words.unwrap_or_default()
        })
        .collect()
}

async fn a_claim_goes_its_way_and_every_step_is_logged(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let claim = store
        .write_statement(&ana, &claim, claim.version, "They sold all.", "en")
        .await
        .unwrap();
    let claim = store
        .submit_claim(
            &ana,
            &claim,
            claim.version,
            &declaration("d1"),
            &event("e1"),
        )
        .await
        .unwrap();
    assert_eq!(claim.state, ClaimState::Submitted);
    assert!(claim.submitted_at_us.is_some());
    assert!(matches!(
        store
            .write_statement(&ana, &claim, claim.version, "More.", "en")
            .await,
        Err(StoreError::Closed(ClaimState::Submitted))
    ));
    let wrong = store
        .move_claim(&carla, &claim, None, Step::Accept, &event("e2"))
        .await;
    assert!(matches!(
        wrong,
        Err(StoreError::State(StateError {
            from: ClaimState::Submitted,
            to: ClaimState::Accepted
        }))
    ));
    let mut claim = claim;
    for (step, id) in [(Step::StartReview, "e3"), (Step::Return, "e4")] {
        claim = store
            .move_claim(&carla, &claim, None, step, &event(id))
            .await
            .unwrap();
    }
    assert!(
        store
            .write_statement(&ana, &claim, claim.version, "More.", "en")
            .await
            .is_ok()
    );
    let events = store.claim_events(&claim.id).await.unwrap();
    assert_eq!(events.len(), 3);
    assert_eq!(events[2].to_state, Some(ClaimState::Returned));
    assert_eq!(events[2].person_name, "carla");
    assert_eq!(
        actions(&ground, &claim).await,
        [
            "claim-started",
            "statement-changed",
            "declaration-signed",
            "claim-moved draft → submitted",
            "claim-moved submitted → in review",
            "claim-moved in review → returned",
            "statement-changed",
        ]
    );
    store.verify_custody(&incident.id).await.unwrap().unwrap();
}

async fn second_of_two_browsers_gets_a_conflict(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let seen = claim.version;
    store
        .write_statement(&ana, &claim, seen, "First.", "en")
        .await
        .unwrap();
    let second = store
        .write_statement(&ana, &claim, seen, "Second.", "en")
        .await;
    assert!(matches!(second, Err(StoreError::Conflict("claim"))));
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    assert_eq!(now.statement, "First.");
}

async fn a_failed_submission_signs_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let late = store
        .submit_claim(
            &ana,
            &claim,
            claim.version + 1,
            &declaration("d1"),
            &event("e1"),
        )
        .await;
    assert!(matches!(late, Err(StoreError::Conflict("claim"))));
    assert!(store.declaration(&claim.id).await.unwrap().is_none());
    assert!(store.claim_events(&claim.id).await.unwrap().is_empty());
    assert_eq!(actions(&ground, &claim).await, ["claim-started"]);
    let (d1, d2, e1, e2) = (
        declaration("d1"),
        declaration("d2"),
        event("e1"),
        event("e2"),
    );
    let (one, two) = tokio::join!(
        store.submit_claim(&ana, &claim, claim.version, &d1, &e1),
        store.submit_claim(&ana, &claim, claim.version, &d2, &e2),
    );
    assert_eq!(
        usize::from(one.is_ok()) + usize::from(two.is_ok()),
        1,
        "a double submit"
    );
}

async fn a_declaration_keeps_what_it_was_signed_under(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let taken_out = crate::evidence::add(&ground, &ana, &claim, "out.csv", "out").await;
    let file = crate::evidence::add(&ground, &ana, &claim, "in.csv", "in").await;
    store
        .withdraw_file(&ana, &claim, &taken_out.id)
        .await
        .unwrap();
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    let words = "They sold all.";
    let now = store
        .write_statement(&ana, &now, now.version, words, "en")
        .await
        .unwrap();
    let mut signing = declaration("d1");
    signing.figures.loss = None;
    signing.figures.unpriced = 1;
    store
        .submit_claim(&ana, &now, now.version, &signing, &event("e1"))
        .await
        .unwrap();
    for (id, step) in [("e2", Step::StartReview), ("e3", Step::Return)] {
        let id = event(id);
        store
            .move_claim(&carla, &claim, None, step, &id)
            .await
            .unwrap();
    }
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    store.withdraw_file(&ana, &claim, &file.id).await.unwrap();
    store
        .write_statement(&ana, &now, now.version + 1, "Else.", "en")
        .await
        .unwrap();
    let signed = store.declaration(&claim.id).await.unwrap().unwrap();
    assert_eq!((signed.loss, signed.unpriced), (None, Some(1)));
    assert_eq!(signed.statement.as_deref(), Some(words));
    let files = store.declared_files(&signed.id).await.unwrap();
    let named: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(named, ["in.csv"]);
    assert_eq!((&files[0].sha256, files[0].size_bytes), (&file.sha256, 2));
}

async fn nobody_decides_on_their_own_claim(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Coordinator).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let claim = store
        .submit_claim(
            &ana,
            &claim,
            claim.version,
            &declaration("d1"),
            &event("e1"),
        )
        .await
        .unwrap();
    for step in [
        Step::StartReview,
        Step::Accept,
        Step::Decline,
        Step::Return,
        Step::Reopen,
    ] {
        assert!(matches!(
            store
                .move_claim(&ana, &claim, None, step, &event("e2"))
                .await,
            Err(StoreError::NotAllowed)
        ));
    }
    // Only the claimant may withdraw; another role is refused too.
    let by = Actor::new(&ana.person, Role::Claimant, NOON);
    let moved = store
        .move_claim(&by, &claim, None, Step::Withdraw, &event("e2"))
        .await;
    assert_eq!(moved.unwrap().state, ClaimState::Withdrawn);
}

async fn a_person_has_one_claim_and_a_reference_is_taken_once(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let bo = ground.member(&incident, "bo", Role::Claimant).await;
    ground.claim(&incident, &ana, "R-AAAA-22").await;
    let mut new = NewClaim {
        id: "c2",
        reference: "R-BBBB-22",
        claimant: &ana.person,
    };
    let second = ground.store.start_claim(&ana, &incident.id, &new).await;
    assert!(matches!(second, Err(StoreError::Duplicate("claim"))));
    new = NewClaim {
        id: "c3",
        reference: "R-AAAA-22",
        claimant: &bo.person,
    };
    let taken = ground.store.start_claim(&bo, &incident.id, &new).await;
    assert!(matches!(taken, Err(StoreError::Duplicate("reference"))));
}

async fn filed_claim_is_confirmed_by_its_claimant(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let new = NewClaim {
        id: "c1",
        reference: "R-AAAA-22",
        claimant: &ana.person,
    };
    let claim = store.start_claim(&carla, &incident.id, &new).await.unwrap();
    assert_eq!(claim.filed_by.as_ref(), Some(&carla.person));
    assert!(store.confirm_filing(&carla, &claim).await.is_err());
    let claim = store.confirm_filing(&ana, &claim).await.unwrap();
    assert!(claim.confirmed_at_us.is_some());
    assert!(store.confirm_filing(&ana, &claim).await.is_err(), "once");
    assert_eq!(
        actions(&ground, &claim).await,
        ["filed-on-behalf", "filing-confirmed"]
    );
}

fn filing<'a>(ids: &'a [String; 4], reference: &'a str, why: &'a str) -> NewFiling<'a> {
    let [person, claim, invitation, message] = ids;
    NewFiling {
        person,
        email: "Tom@example.org",
        name: "Old Tom",
        language: "fr",
        claim,
        reference,
        invitation,
        token_hash: invitation,
        expires_at_us: NOON + 1,
        why: NewEvent {
            id: message,
            words: why,
        },
    }
}

async fn a_filing_that_breaks_off_leaves_nothing_and_can_be_tried_again(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let ids = || [(); 4].map(|()| ground.id());
    let first = ids();
    // The last of its steps fails, so that everything before it is undone.
    let broken = filing(&first, "R-AAAA-22", "a\0b");
    let refused = store.file_on_behalf(&carla, &incident.id, &broken).await;
    assert!(matches!(refused, Err(StoreError::Nul(_))));
    let tom = store.person_by_email("tom@example.org").await.unwrap();
    assert!(tom.is_none() && store.claims(&incident.id).await.unwrap().is_empty());
    let records = store.custody_chain(&incident.id).await.unwrap().len();
    assert_eq!(records, 2, "the incident and its coordinator");
    let whole = filing(&first, "R-AAAA-22", "asked by telephone");
    let filed = store.file_on_behalf(&carla, &incident.id, &whole).await;
    let (claim, tom) = filed.unwrap();
    assert_eq!(
        (tom.name.as_str(), tom.language.as_str()),
        ("Old Tom", "fr")
    );
    assert_eq!(claim.filed_by.as_ref(), Some(&carla.person));
    assert_eq!(
        actions(&ground, &claim).await,
        ["filed-on-behalf", "message-written"]
    );
    // They have a claim now, also under another reference. That reference is not taken.
    let second = ids();
    for (reference, what) in [("R-BBBB-22", "claim"), ("R-AAAA-22", "reference")] {
        let again = filing(&second, reference, "once more");
        let refused = store.file_on_behalf(&carla, &incident.id, &again).await;
        assert!(matches!(refused, Err(StoreError::Duplicate(it)) if it == what));
    }
    // After it was erased, it can be filed again with a new link.
    let by = Actor::new(&tom.id, Role::Claimant, NOON);
    store.erase_claim(&by, &claim, claim.version).await.unwrap();
    let again = filing(&second, "R-CCCC-22", "once more");
    let filed = store.file_on_behalf(&carla, &incident.id, &again).await;
    assert_eq!(filed.unwrap().1.id, tom.id);
}

async fn consent_is_logged_only_when_it_changes(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let police = Recipient::LawEnforcement;
    for given in [true, true, false] {
        store
            .set_consents(&ana, &claim, None, &[(police, given)])
            .await
            .unwrap();
    }
    let consents = store.consents(&claim.id).await.unwrap();
    assert_eq!((consents[0].recipient, consents[0].given), (police, false));
    assert_eq!(
        actions(&ground, &claim).await,
        [
            "claim-started",
            "consent-given law_enforcement",
            "consent-withdrawn law_enforcement"
        ]
    );
}

async fn second_window_on_consents_changes_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let seen = Some(claim.consents_version);
    let police = Recipient::LawEnforcement;
    let decide = async |version, given| {
        let decided = [(police, given)];
        store.set_consents(&ana, &claim, version, &decided).await
    };
    decide(seen, true).await.unwrap();
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    assert_eq!(now.version, claim.version, "nothing else is changed by it");
    decide(Some(now.consents_version), false).await.unwrap();
    for late in [seen, Some(now.consents_version)] {
        let refused = decide(late, true).await;
        assert!(matches!(refused, Err(StoreError::Conflict("claim"))));
    }
    assert!(!store.consents(&claim.id).await.unwrap()[0].given);
    let (signed, handed_in) = (declaration("d1"), event("e1"));
    store
        .submit_claim(&ana, &claim, claim.version, &signed, &handed_in)
        .await
        .unwrap();
    store
        .move_claim(&ana, &claim, None, Step::Withdraw, &event("e2"))
        .await
        .unwrap();
    let closed = decide(None, true).await;
    assert!(matches!(
        closed,
        Err(StoreError::Closed(ClaimState::Withdrawn))
    ));
}

async fn claims_of_another_incident_are_not_found(ground: Ground) {
    let one = ground.incident("one").await;
    let two = ground.incident("two").await;
    let ana = ground.member(&one, "ana", Role::Claimant).await;
    let store = &ground.store;
    let claim = ground.claim(&one, &ana, "R-AAAA-22").await;
    assert!(store.claim_by_reference(&one.id, "r-aaaa-22").await.is_ok());
    assert!(matches!(
        store.claim(&two.id, &claim.id).await,
        Err(StoreError::NotFound("claim"))
    ));
    assert!(
        store
            .claim_by_reference(&two.id, "R-AAAA-22")
            .await
            .is_err()
    );
    assert!(store.claims(&two.id).await.unwrap().is_empty());
    assert_eq!(store.claims(&one.id).await.unwrap()[0].claimant_name, "ana");
    assert!(store.custody_chain(&two.id).await.unwrap().len() == 1);
}
