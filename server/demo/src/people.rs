//! The people of the demonstration. All are invented, as every family name shows, and every
//! address is in a domain that can receive nothing (RFC 2606).

use casework::Role;

use crate::incident::Person;

/// Index of the coordinator who also has a claim.
pub const FIRST_COORDINATOR: usize = 0;

/// Index of the coordinator without a claim.
pub const SECOND_COORDINATOR: usize = 1;

/// Index of the investigator.
pub const INVESTIGATOR: usize = 2;

/// Index of the claimant who gets a password.
pub const CLAIMANT: usize = 3;

const GIVEN: [&str; 58] = [
    "Ada", "Bruno", "Chloé", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaori",
    "Liam", "Maya", "Nils", "Olga", "Paolo", "Quentin", "Rosa", "Samir", "Tova", "Umberto", "Vera",
    "Wanda", "Xenia", "Yusuf", "Zoé", "Anouk", "Bela", "Cyril", "Dunja", "Emil", "Fatou", "Gil",
    "Hana", "Igor", "Jana", "Kofi", "Lena", "Marco", "Noor", "Oskar", "Petra", "Rafael", "Selma",
    "Teo", "Ulla", "Viktor", "Wim", "Yara", "Zeno", "Amina", "Basil", "Celia", "Diego", "Edda",
    "Felix", "Gwen", "Henrik",
];

const FAMILY: [&str; 6] = [
    "Example",
    "Sample",
    "Specimen",
    "Placeholder",
    "Invented",
    "Nobody",
];

const DOMAINS: [&str; 3] = ["example.org", "claimant.example", "demo.invalid"];

/// Two coordinators, an investigator, the claimant with a password, and as many
/// further claimants as there are given names.
pub fn people() -> Vec<Person> {
    let mut people = vec![
        person(
            "Cora Example",
            "cora.example@example.org",
            &[Role::Coordinator, Role::Claimant],
        ),
        person(
            "Conrad Sample",
            "conrad.sample@example.org",
            &[Role::Coordinator],
        ),
        person(
            "Inga Specimen (invented police)",
            "inga.specimen@police.example",
            &[Role::Investigator],
        ),
        person(
            "Claire Example",
            "claire.example@example.org",
            &[Role::Claimant],
        ),
    ];
    for person in &mut people {
        person.signs_in = true;
    }
    for (n, given) in GIVEN.iter().enumerate() {
        let family = FAMILY[n % FAMILY.len()];
        let mail = format!(
            "{}.{}@{}",
            given.to_lowercase().replace('é', "e"),
            family.to_lowercase(),
            DOMAINS[n % DOMAINS.len()]
        );
        let mut claimant = person(&format!("{given} {family}"), &mail, &[Role::Claimant]);
        claimant.language = if n % 9 == 2 { "fr" } else { "en" };
        people.push(claimant);
    }
    people
}

fn person(name: &str, email: &str, roles: &[Role]) -> Person {
    Person {
        name: name.to_owned(),
        email: email.to_owned(),
        roles: roles.to_vec(),
        language: "en",
        signs_in: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn everybody_is_plainly_invented_and_reachable_nowhere() {
        let people = people();
        let mails: HashSet<&str> = people.iter().map(|p| p.email.as_str()).collect();
        assert_eq!(mails.len(), people.len());
        for person in &people {
            assert!(FAMILY.iter().any(|family| person.name.contains(family)));
            assert!(person.email.is_ascii());
            assert!(
                [".example", ".invalid", "@example.org"]
                    .iter()
                    .any(|end| person.email.ends_with(end))
            );
        }
    }

    #[test]
    fn only_the_four_who_show_the_roles_sign_in() {
        let people = people();
        let signing: Vec<usize> = (0..people.len()).filter(|n| people[*n].signs_in).collect();
        assert_eq!(
            signing,
            [
                FIRST_COORDINATOR,
                SECOND_COORDINATOR,
                INVESTIGATOR,
                CLAIMANT
            ]
        );
    }
}
