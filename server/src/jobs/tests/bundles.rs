//! Bundles as they are wanted: both kinds, some claims, what is new, and encrypted; and the
//! same bytes on both databases.

use std::io::{Cursor, Read as _};
use std::iter;

use casework::{Absent, Choice};
use report::encryption::RecipientKey;
use report::{EarlierBundle, Together, Trusted, Verdict, VerifyLimits};
use store::{Bundle, Release};

use super::*;
use crate::jobs::bundle::build_as;
use crate::testing::databases::fresh_schema;

/// A claim that was handed in and whose claimant agreed to everybody.
async fn agreed(ground: &Ground, name: &str, reference: &str, text: &str) -> Claim {
    let (by, claim) = ground.claim(name, reference).await;
    ground.file(&by, &claim, "ftx.csv", text).await;
    ground.contest(&by, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let consents = Recipient::ALL.map(|recipient| (recipient, true));
    let store = &ground.app().store;
    let given = store.set_consents(&by, &claim, None, &consents).await;
    given.unwrap();
    ground.submit(&by, &claim).await
}

/// The same trades by other ids.
fn others() -> String {
    FTX.replace("70640000", "80640000")
}

async fn frozen(ground: &Ground) -> store::Snapshot {
    let (app, incident) = (ground.app(), ground.incident_now().await);
    freeze(app, &ground.carla, &incident, "").await.unwrap()
}

async fn release_to(
    ground: &Ground,
    ines: &Actor,
    (snapshot, id): (&store::Snapshot, &str),
    (kind, recipient, claims): (BundleKind, Recipient, &[String]),
) -> Release {
    let (store, incident) = (&ground.app().store, &ground.incident.id);
    let new = NewRelease {
        id,
        snapshot: &snapshot.id,
        investigator: &ines.person,
        kind,
        claims,
        recipient,
        purpose: "case 12",
        case_number: "12",
        expires_at_us: None,
    };
    let asked = store.request_release(&ground.carla, incident, &new).await;
    asked.unwrap();
    let operator = Actor::operator(NOW_US);
    store
        .approve_release(&operator, incident, id)
        .await
        .unwrap()
}

async fn built(
    ground: &Ground,
    ines: &Actor,
    release: &Release,
    wanted: &WantedBundle,
) -> (Bundle, Vec<u8>) {
    let built = build_as(ground.app(), ines, release, wanted).await.unwrap();
    let store = &ground.app().store;
    let bytes = store.read_bytes(&ground.incident.id, &built.sha256).await;
    (built, bytes.unwrap())
}

fn verified(bytes: &[u8], earlier_bundle: Option<&EarlierBundle>) -> Verdict {
    let trusted = Trusted {
        earlier_bundle,
        ..Trusted::default()
    };
    let limits = VerifyLimits::default();
    let verdict = report::verify_with(Cursor::new(bytes), &trusted, &limits).unwrap();
    let findings: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
    assert_eq!(findings, Vec::<String>::new());
    verdict
}

fn of_kind(kind: BundleKind) -> WantedBundle {
    WantedBundle {
        kind,
        ..WantedBundle::default()
    }
}

/// Bundles of both kinds of one report.
async fn both_kinds(server: Server) -> [Vec<u8>; 2] {
    let ground = Ground::of(server).await;
    ground.list_dmg(MIDNIGHT_US).await;
    agreed(&ground, "ana", "R-AAAA-22", FTX).await;
    agreed(&ground, "bea", "R-BBBB-22", &others()).await;
    let ines = member(ground.app(), &ground.incident, "ines", Role::Investigator).await;
    let snapshot = (&frozen(&ground).await, "r1");
    let terms = (BundleKind::Identified, Recipient::LawEnforcement, &[][..]);
    let release = release_to(&ground, &ines, snapshot, terms).await;
    let mut bundles = Vec::new();
    for kind in BundleKind::ALL {
        let (_, bytes) = built(&ground, &ines, &release, &of_kind(kind)).await;
        verified(&bytes, None);
        bundles.push(bytes);
    }
    bundles.try_into().unwrap()
}

#[tokio::test]
async fn same_report_makes_the_same_bundles_on_both_databases_byte_by_byte() {
    let sqlite = both_kinds(Server::idle_on(String::new()).await).await;
    let postgres = both_kinds(Server::idle_on(fresh_schema().await).await).await;
    for (kind, (one, other)) in BundleKind::ALL.iter().zip(sqlite.iter().zip(&postgres)) {
        let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
        assert!(
            one == other,
            "{kind}: they differ at byte {same} of {}",
            one.len()
        );
    }
}

#[tokio::test]
async fn release_without_names_gives_no_bundle_with_names_and_may_go_to_the_press() {
    let ground = Ground::new().await;
    agreed(&ground, "ana", "R-AAAA-22", FTX).await;
    let ines = member(ground.app(), &ground.incident, "ines", Role::Investigator).await;
    let snapshot = (&frozen(&ground).await, "r1");
    let terms = (BundleKind::Pseudonymous, Recipient::Press, &[][..]);
    let release = release_to(&ground, &ines, snapshot, terms).await;
    let wanted = of_kind(BundleKind::Identified);
    let refused = build_as(ground.app(), &ines, &release, &wanted).await;
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("covers no bundle of the kind `identified`"),
        "{refused}"
    );
    let (kept, bytes) = built(&ground, &ines, &release, &WantedBundle::default()).await;
    assert_eq!(
        (kept.kind, kept.is_encrypted()),
        (BundleKind::Pseudonymous, false)
    );
    let verdict = verified(&bytes, None);
    assert_eq!(
        (verdict.checked.originals, verdict.checked.claims_shared),
        (0, 1)
    );
}

#[tokio::test]
async fn claims_that_were_not_released_or_not_asked_for_stay_out_and_the_bundle_says_so() {
    let ground = Ground::new().await;
    agreed(&ground, "ana", "R-AAAA-22", FTX).await;
    agreed(&ground, "bea", "R-BBBB-22", &others()).await;
    let ines = member(ground.app(), &ground.incident, "ines", Role::Investigator).await;
    let snapshot = frozen(&ground).await;
    let some = ["R-BBBB-22".to_owned()];
    for (id, released, wanted) in [("r1", &some[..], &[][..]), ("r2", &[][..], &some[..])] {
        let terms = (BundleKind::Identified, Recipient::LawEnforcement, released);
        let release = release_to(&ground, &ines, (&snapshot, id), terms).await;
        let wanted = WantedBundle {
            claims: wanted.to_vec(),
            ..of_kind(BundleKind::Identified)
        };
        let (kept, bytes) = built(&ground, &ines, &release, &wanted).await;
        assert_eq!(kept.claims, some);
        assert_eq!(
            (kept.choice, kept.withheld),
            (Choice::Claims, vec!["R-AAAA-22".into()])
        );
        let checked = verified(&bytes, None).checked;
        assert_eq!((checked.claims_shared, checked.claims_not_chosen), (1, 1));
    }
    assert_eq!(Absent::NotChosen.as_str(), "not_chosen");
}

#[tokio::test]
async fn bundle_with_what_is_new_leaves_what_the_earlier_one_has() {
    let ground = Ground::new().await;
    agreed(&ground, "ana", "R-AAAA-22", FTX).await;
    let ines = member(ground.app(), &ground.incident, "ines", Role::Investigator).await;
    let terms = (BundleKind::Identified, Recipient::LawEnforcement, &[][..]);
    let first = release_to(&ground, &ines, (&frozen(&ground).await, "r1"), terms).await;
    let whole = of_kind(BundleKind::Identified);
    let (earlier, earlier_bytes) = built(&ground, &ines, &first, &whole).await;
    agreed(&ground, "bea", "R-BBBB-22", &others()).await;
    let second = release_to(&ground, &ines, (&frozen(&ground).await, "r2"), terms).await;
    let new = WantedBundle {
        since: Some(earlier.id.clone()),
        ..whole
    };
    let (kept, bytes) = built(&ground, &ines, &second, &new).await;
    assert_eq!(kept.claims, ["R-BBBB-22"]);
    assert_eq!(
        kept.choice,
        Choice::Since {
            number: 1,
            manifest_sha256: earlier.manifest_sha256.clone(),
        }
    );
    let limits = VerifyLimits::default().verifying;
    let known = report::earlier_bundle(Cursor::new(&earlier_bytes), &limits);
    let known = known.unwrap().unwrap();
    assert_eq!(known.manifest_sha256, earlier.manifest_sha256);
    let together = Together {
        here: 1,
        earlier: 1,
    };
    assert_eq!(verified(&bytes, Some(&known)).together, Some(together));
    // Of another kind, the earlier bundle has less.
    let other = WantedBundle {
        kind: BundleKind::Pseudonymous,
        ..new
    };
    let refused = build_as(ground.app(), &ines, &second, &other).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("of another kind"), "{refused}");
}

#[tokio::test]
async fn encrypted_bundle_is_opened_by_its_recipient_and_holds() {
    let ground = Ground::new().await;
    agreed(&ground, "ana", "R-AAAA-22", FTX).await;
    let ines = member(ground.app(), &ground.incident, "ines", Role::Investigator).await;
    let terms = (BundleKind::Identified, Recipient::LawEnforcement, &[][..]);
    let release = release_to(&ground, &ines, (&frozen(&ground).await, "r1"), terms).await;
    let identity = age::x25519::Identity::generate();
    let key = RecipientKey::parse(&identity.to_public().to_string()).unwrap();
    let wanted = WantedBundle {
        recipient_key: key.as_str().to_owned(),
        ..of_kind(BundleKind::Identified)
    };
    let (kept, bytes) = built(&ground, &ines, &release, &wanted).await;
    assert!(kept.is_encrypted() && bytes.starts_with(b"age-encryption.org/v1\n"));
    assert!(!bytes.windows(8).any(|part| part == b"manifest"));
    let decryptor = age::Decryptor::new(&bytes[..]).unwrap();
    let mut opened = decryptor
        .decrypt(iter::once(&identity as &dyn age::Identity))
        .unwrap();
    let mut plain = Vec::new();
    opened.read_to_end(&mut plain).unwrap();
    verified(&plain, None);
    // What is inside is what the manifest covers, whatever is around it.
    let limits = VerifyLimits::default().verifying;
    let inside = report::earlier_bundle(Cursor::new(&plain), &limits).unwrap();
    assert_eq!(inside.unwrap().manifest_sha256, kept.manifest_sha256);
    let wrong = WantedBundle {
        recipient_key: "nobody's key".into(),
        ..wanted
    };
    assert!(
        build_as(ground.app(), &ines, &release, &wrong)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn nothing_is_built_of_a_consent_that_was_taken_back() {
    let ground = Ground::new().await;
    let claim = agreed(&ground, "ana", "R-AAAA-22", FTX).await;
    let ines = member(ground.app(), &ground.incident, "ines", Role::Investigator).await;
    let terms = (BundleKind::Pseudonymous, Recipient::Lawyers, &[][..]);
    let release = release_to(&ground, &ines, (&frozen(&ground).await, "r1"), terms).await;
    let store = &ground.app().store;
    let by = Actor::new(&claim.claimant, Role::Claimant, NOW_US);
    let back = [(Recipient::Lawyers, false)];
    store.set_consents(&by, &claim, None, &back).await.unwrap();
    let (kept, bytes) = built(&ground, &ines, &release, &WantedBundle::default()).await;
    assert!(kept.claims.is_empty());
    assert_eq!(verified(&bytes, None).checked.claims_withheld, 1);
}
