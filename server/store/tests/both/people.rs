//! Accounts, memberships, invitations and sessions.

use casework::Role;
use store::{
    Actor, Incident, InvitationError, KeptFormLimits, MemberState, NewInvitation, NewKeptForm,
    NewPerson, Purpose, SessionEnd, Store, StoreError,
};

use crate::ground::{Ground, NOON, on_both};

const DAY: i64 = 86_400_000_000;

on_both!(
    an_invitation_works_once_and_opening_it_does_not_use_it_up,
    expired_revoked_and_renewed_links_show_their_reason,
    an_invitation_never_resets_a_password_but_a_sign_in_link_does,
    a_sign_in_link_of_a_coordinator_is_for_claimants_when_it_is_used_too,
    invitation_accepted_twice_at_once_fails_once,
    an_investigator_waits_for_a_second_person,
    a_membership_that_expired_or_ended_gives_nothing,
    changes_of_password_and_rights_end_sign_in_links,
    a_late_form_is_its_senders_alone_and_few_are_kept,
    a_saved_session_does_not_come_back_after_sign_out,
    a_session_ends_at_its_limit,
    text_with_nul_is_refused,
);

fn invitation<'a>(
    incident: &'a Incident,
    role: Role,
    email: &'a str,
    id: &'a str,
) -> NewInvitation<'a> {
    NewInvitation {
        id,
        incident: &incident.id,
        purpose: Purpose::Join,
        role,
        email,
        name: "",
        person: None,
        claim: None,
        token_hash: id,
        expires_at_us: NOON + DAY,
    }
}

fn person<'a>(id: &'a str, membership: &'a str) -> NewPerson<'a> {
    NewPerson {
        id,
        name: "Ana",
        language: "en",
        password_hash: "new hash",
        membership,
    }
}

fn reason<T: std::fmt::Debug>(result: Result<T, StoreError>) -> InvitationError {
    match result {
        Err(StoreError::Invitation(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

async fn an_invitation_works_once_and_opening_it_does_not_use_it_up(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let new = invitation(&incident, Role::Claimant, "Ana@Example.org", "t1");
    store.invite(&by, &new).await.unwrap();
    let again = NewInvitation {
        id: "t2",
        token_hash: "t2",
        ..new.clone()
    };
    assert!(matches!(
        store.invite(&by, &again).await,
        Err(StoreError::Duplicate("invitation"))
    ));
    for _ in 0..2 {
        let open = store.invitation_by_token("t1", NOON).await.unwrap();
        assert_eq!(open.email, "ana@example.org");
    }
    let accepted = store
        .accept_as_new("t1", &person("p1", "m1"), NOON)
        .await
        .unwrap();
    assert!(!accepted.waiting);
    assert_eq!(
        store
            .roles(&incident.id, &accepted.person, NOON)
            .await
            .unwrap(),
        [Role::Claimant]
    );
    let twice = store.accept_as_new("t1", &person("p2", "m2"), NOON).await;
    assert_eq!(reason(twice), InvitationError::Used);
    assert_eq!(
        reason(store.invitation_by_token("t1", NOON).await),
        InvitationError::Used
    );
    assert!(store.person("p2").await.is_err(), "nothing was made of it");
}

async fn expired_revoked_and_renewed_links_show_their_reason(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let new = invitation(&incident, Role::Claimant, "ana@example.org", "t1");
    store.invite(&by, &new).await.unwrap();
    assert!(
        store
            .invitation_by_token("t1", NOON + DAY - 1)
            .await
            .is_ok()
    );
    let late = store
        .accept_as_new("t1", &person("p1", "m1"), NOON + DAY)
        .await;
    assert_eq!(reason(late), InvitationError::Expired);
    store
        .renew_invitation(&by, &incident.id, "t1", "newer", NOON + 2 * DAY)
        .await
        .unwrap();
    assert_eq!(
        reason(store.invitation_by_token("t1", NOON).await),
        InvitationError::Unknown
    );
    assert!(store.invitation_by_token("newer", NOON + DAY).await.is_ok());
    store
        .revoke_invitation(&by, &incident.id, "t1")
        .await
        .unwrap();
    assert_eq!(
        reason(store.invitation_by_token("newer", NOON).await),
        InvitationError::Revoked
    );
    assert!(matches!(
        store
            .renew_invitation(&by, &incident.id, "t1", "x", NOON + DAY)
            .await,
        Err(StoreError::NotFound("invitation"))
    ));
    let other = ground.incident("two").await;
    assert!(store.revoke_invitation(&by, &other.id, "t1").await.is_err());
}

async fn an_invitation_never_resets_a_password_but_a_sign_in_link_does(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let by = ground.member(&incident, "carla", Role::Coordinator).await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let store = &ground.store;
    let join = invitation(&other, Role::Claimant, "ana@example.org", "t1");
    store.invite(&by, &join).await.unwrap();
    let refused = store.accept_as_new("t1", &person("p1", "m1"), NOON).await;
    assert_eq!(reason(refused), InvitationError::SignInFirst);
    let accepted = store
        .accept_as("t1", &ana.person, "m1", NOON)
        .await
        .unwrap();
    assert_eq!(accepted.person, ana.person);
    let link = NewInvitation {
        purpose: Purpose::SignIn,
        person: Some(&ana.person),
        ..invitation(&incident, Role::Claimant, "ana@example.org", "t2")
    };
    store.invite(&by, &link).await.unwrap();
    store
        .create_session("s", Some(&ana.person), "{}", NOON, NOON + DAY)
        .await
        .unwrap();
    store
        .accept_as_new("t2", &person("p1", "m2"), NOON)
        .await
        .unwrap();
    let after = store.person(&ana.person).await.unwrap();
    assert_eq!(after.password_hash.as_deref(), Some("new hash"));
    assert_eq!(after.name, "ana");
    assert!(
        store.load_session("s", NOON).await.unwrap().is_none(),
        "other sessions end"
    );
}

async fn a_sign_in_link_of_a_coordinator_is_for_claimants_when_it_is_used_too(ground: Ground) {
    let incident = ground.incident("one").await;
    let elsewhere = ground.incident("two").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let store = &ground.store;
    let link = |id| NewInvitation {
        purpose: Purpose::SignIn,
        person: Some(&ana.person),
        ..invitation(&incident, Role::Claimant, "ana@example.org", id)
    };
    store.invite(&carla, &link("t1")).await.unwrap();
    // In another incident she is an investigator by now.
    let operator = Actor::operator(NOON);
    let (id, role) = (ground.id(), Role::Investigator);
    store
        .add_member(&operator, &id, &elsewhere.id, &ana.person, role, None)
        .await
        .unwrap();
    let refused = store.accept_as_new("t1", &person("p1", "m1"), NOON).await;
    assert_eq!(reason(refused), InvitationError::Revoked, "ended with that");
    // A link that was made at the same moment, before its maker could know.
    store.invite(&carla, &link("t3")).await.unwrap();
    let refused = store.accept_as_new("t3", &person("p1", "m1"), NOON).await;
    assert_eq!(reason(refused), InvitationError::NotForOfficers);
    let unchanged = store.person(&ana.person).await.unwrap();
    assert_eq!(unchanged.password_hash.as_deref(), Some("hash"));
    let open = store.invitation_by_token("t3", NOON).await.unwrap();
    assert_eq!(open.used_at_us, None, "what was refused used nothing up");
    // The operator's own link works for everybody.
    store.invite(&operator, &link("t2")).await.unwrap();
    store
        .accept_as_new("t2", &person("p1", "m1"), NOON)
        .await
        .unwrap();
    let changed = store.person(&ana.person).await.unwrap();
    assert_eq!(changed.password_hash.as_deref(), Some("new hash"));
}

async fn invitation_accepted_twice_at_once_fails_once(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let new = invitation(&incident, Role::Claimant, "ana@example.org", "t1");
    store.invite(&by, &new).await.unwrap();
    let (first, second) = (person("p1", "m1"), person("p2", "m2"));
    let (one, two) = tokio::join!(
        store.accept_as_new("t1", &first, NOON),
        store.accept_as_new("t1", &second, NOON),
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    let failed = if one.is_ok() { two } else { one };
    assert_eq!(reason(failed), InvitationError::Used);
}

async fn an_investigator_waits_for_a_second_person(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let has_second =
        |person: String| async move { has_second(store, &incident_id(store).await, &person).await };
    assert!(!has_second(carla.person.clone()).await);
    let new = invitation(&incident, Role::Investigator, "ines@example.org", "t1");
    store.invite(&carla, &new).await.unwrap();
    let accepted = store
        .accept_as_new("t1", &person("p1", "m1"), NOON)
        .await
        .unwrap();
    assert!(accepted.waiting);
    assert!(
        store
            .roles(&incident.id, "p1", NOON)
            .await
            .unwrap()
            .is_empty()
    );
    let waiting = store.waiting_members(None).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].state), (1, MemberState::Waiting));
    let ines = Actor::new("p1", Role::Investigator, NOON);
    for by in [&carla, &ines] {
        assert!(matches!(
            store.confirm_member(by, &incident.id, "m1").await,
            Err(StoreError::NotAllowed)
        ));
    }
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    assert!(has_second(carla.person.clone()).await);
    store
        .confirm_member(&cyril, &incident.id, "m1")
        .await
        .unwrap();
    let days = i64::from(store.options().investigator_days) * DAY;
    for now_us in [NOON, NOON + days - 1] {
        let roles = store.roles(&incident.id, "p1", now_us).await.unwrap();
        assert_eq!(roles, [Role::Investigator]);
    }
    let past = store.roles(&incident.id, "p1", NOON + days).await.unwrap();
    assert!(past.is_empty(), "access expires");
    assert!(
        store
            .confirm_member(&cyril, &incident.id, "m1")
            .await
            .is_err()
    );
}

async fn incident_id(store: &Store) -> String {
    store.incidents().await.unwrap()[0].id.clone()
}

async fn has_second(store: &Store, incident: &str, person: &str) -> bool {
    store
        .has_second_coordinator(incident, person, NOON)
        .await
        .unwrap()
}

async fn a_membership_that_expired_or_ended_gives_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    store
        .create_person("p1", "i@example.org", "I", "en", None, NOON)
        .await
        .unwrap();
    let operator = Actor::operator(NOON);
    let until = Some(NOON + DAY);
    store
        .add_member(
            &operator,
            "m1",
            &incident.id,
            "p1",
            Role::Investigator,
            until,
        )
        .await
        .unwrap();
    let roles = |now: i64| store.roles(&incident.id, "p1", now);
    assert_eq!(roles(NOON + DAY - 1).await.unwrap(), [Role::Investigator]);
    assert!(roles(NOON + DAY).await.unwrap().is_empty());
    store
        .end_member(&operator, &incident.id, "m1")
        .await
        .unwrap();
    assert!(roles(NOON).await.unwrap().is_empty());
    store
        .add_member(
            &operator,
            "m2",
            &incident.id,
            "p1",
            Role::Investigator,
            None,
        )
        .await
        .unwrap();
    assert_eq!(roles(NOON).await.unwrap(), [Role::Investigator]);
    assert!(matches!(
        store
            .add_member(
                &operator,
                "m3",
                &incident.id,
                "p1",
                Role::Investigator,
                None
            )
            .await,
        Err(StoreError::Duplicate("member"))
    ));
}

async fn changes_of_password_and_rights_end_sign_in_links(ground: Ground) {
    let incident = ground.incident("one").await;
    let elsewhere = ground.incident("two").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let (store, operator) = (&ground.store, Actor::operator(NOON));
    let member = store
        .member(&incident.id, &ana.person, Role::Claimant)
        .await
        .unwrap();
    let link = |incident, id| NewInvitation {
        purpose: Purpose::SignIn,
        person: Some(&ana.person),
        ..invitation(incident, Role::Claimant, "ana@example.org", id)
    };
    let reason_of = async |id: &str| reason(store.invitation_by_token(id, NOON).await);
    // A newer link, in any incident.
    store.invite(&carla, &link(&incident, "t1")).await.unwrap();
    store
        .invite(&operator, &link(&elsewhere, "t2"))
        .await
        .unwrap();
    assert_eq!(reason_of("t1").await, InvitationError::Revoked);
    // A password that was set on the page.
    store
        .create_session("mine", Some(&ana.person), "{}", NOON, NOON + DAY)
        .await
        .unwrap();
    store
        .create_session("other", Some(&ana.person), "{}", NOON, NOON + DAY)
        .await
        .unwrap();
    store
        .set_password(&ana.person, "newer hash", "mine", NOON)
        .await
        .unwrap();
    assert_eq!(reason_of("t2").await, InvitationError::Revoked);
    assert!(store.load_session("mine", NOON).await.unwrap().is_some());
    assert!(store.load_session("other", NOON).await.unwrap().is_none());
    let ended = store.ended_session("other", NOON).await.unwrap().unwrap();
    assert_eq!(ended.ended, Some(SessionEnd::Password));
    // Another role that a second person confirmed.
    store.invite(&carla, &link(&incident, "t3")).await.unwrap();
    let join = invitation(&incident, Role::Investigator, "ana@example.org", "t4");
    store.invite(&carla, &join).await.unwrap();
    let accepted = store
        .accept_as("t4", &ana.person, "m4", NOON)
        .await
        .unwrap();
    assert!(accepted.waiting && store.invitation_by_token("t3", NOON).await.is_ok());
    store
        .confirm_member(&cyril, &incident.id, "m4")
        .await
        .unwrap();
    assert_eq!(reason_of("t3").await, InvitationError::Revoked);
    // A role that was removed.
    store
        .invite(&operator, &link(&incident, "t5"))
        .await
        .unwrap();
    store
        .end_member(&carla, &incident.id, &member.id)
        .await
        .unwrap();
    assert_eq!(reason_of("t5").await, InvitationError::Revoked);
    let chain = store.custody_chain(&incident.id).await.unwrap();
    let revoked = chain
        .iter()
        .filter(|record| record.action == "invitation-revoked");
    assert_eq!(revoked.count(), 3, "t1, t3 and t5");
}

async fn a_late_form_is_its_senders_alone_and_few_are_kept(ground: Ground) {
    let store = &ground.store;
    for name in ["ana", "bea"] {
        let mail = format!("{name}@example.org");
        store
            .create_person(name, &mail, name, "en", None, NOON)
            .await
            .unwrap();
    }
    let limits = KeptFormLimits {
        per_person_max: 2,
        in_all_max: 3,
    };
    let keep = async |token_hash: &str, person: &str, now_us: i64| {
        let new = NewKeptForm {
            token_hash,
            person,
            action: "/a",
            page: "/p",
            fields: "[]",
        };
        store.keep_form(&new, limits, now_us).await.unwrap();
    };
    let kept = async |token: &str, person: &str| {
        let found = store.kept_form(token, person, NOON).await.unwrap();
        found.is_some()
    };
    keep("a1", "ana", NOON + 1).await;
    keep("a2", "ana", NOON + 2).await;
    assert!(
        kept("a1", "ana").await && kept("a2", "ana").await,
        "at the limit"
    );
    assert!(!kept("a1", "bea").await, "somebody else's");
    keep("a3", "ana", NOON + 3).await;
    assert!(!kept("a1", "ana").await, "one past it, the oldest goes");
    keep("b1", "bea", NOON + 4).await;
    assert!(kept("a2", "ana").await, "at the limit of everybody");
    keep("b2", "bea", NOON + 5).await;
    assert!(!kept("a2", "ana").await && kept("b1", "bea").await);
    let found = store.kept_form("a3", "ana", NOON + 3).await.unwrap();
    assert_eq!(found, None, "too old");
    store.forget_kept_form("b2").await.unwrap();
    assert!(!kept("b2", "bea").await);
    assert_eq!(store.delete_kept_forms(NOON + 3).await.unwrap(), 1);
}

async fn a_saved_session_does_not_come_back_after_sign_out(ground: Ground) {
    let store = &ground.store;
    assert!(
        store
            .create_session("a", None, "{}", NOON, NOON + DAY)
            .await
            .unwrap()
    );
    assert!(
        !store
            .create_session("a", None, "{}", NOON, NOON + DAY)
            .await
            .unwrap()
    );
    assert!(
        store
            .save_session("a", None, "{\"x\":1}", NOON, NOON + DAY)
            .await
            .unwrap()
    );
    assert_eq!(
        store
            .load_session("a", NOON)
            .await
            .unwrap()
            .unwrap()
            .content,
        "{\"x\":1}"
    );
    store.delete_session("a").await.unwrap();
    assert!(
        !store
            .save_session("a", None, "{}", NOON, NOON + DAY)
            .await
            .unwrap()
    );
    assert!(store.load_session("a", NOON).await.unwrap().is_none());
}

async fn a_session_ends_at_its_limit(ground: Ground) {
    let store = &ground.store;
    store
        .create_session("a", None, "{}", NOON, NOON + DAY)
        .await
        .unwrap();
    assert!(
        store
            .load_session("a", NOON + DAY - 1)
            .await
            .unwrap()
            .is_some()
    );
    assert!(store.load_session("a", NOON + DAY).await.unwrap().is_none());
    assert!(
        !store
            .save_session("a", None, "{}", NOON + DAY, NOON + 2 * DAY)
            .await
            .unwrap()
    );
    assert_eq!(
        store.delete_ended_sessions(NOON + DAY - 1).await.unwrap(),
        0
    );
    assert_eq!(store.delete_ended_sessions(NOON + DAY).await.unwrap(), 1);
}

async fn text_with_nul_is_refused(ground: Ground) {
    let made = ground
        .store
        .create_person("p", "a@example.org", "A\0na", "en", None, NOON)
        .await;
    assert!(matches!(made, Err(StoreError::Nul("the name"))));
}
