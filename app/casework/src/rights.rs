//! Who may do what: one enum of permissions and one function, matched exhaustively.
//!
//! Pages, handlers, jobs and the command line all ask [`may`]. Two rules hold throughout the
//! matrix: incidents never see each other, and nobody decides on what is their own.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A person's role in one incident. One person may hold several roles; each is checked by
/// itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Hands in a claim.
    Claimant,
    /// Reviews claims, keeps prices and adds up the losses.
    Coordinator,
    /// Receives bundles that were released to them.
    Investigator,
    /// Runs the server, and confirms where there is no second coordinator.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 4] = *Role::VARIANTS.as_array().unwrap();

    /// The word kept in the database and in the custody log.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Everything that a person may be permitted to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, VariantArray)]
pub enum Permission {
    // On one's own claim.
    /// Begin a claim of one's own.
    StartClaim,
    /// See one's own claim: files, entries, losses, words.
    ReadClaim,
    /// Add files, contest entries, type entries in, write the statement, consent.
    EditClaim,
    /// Sign the declaration and hand the claim in.
    SubmitClaim,
    /// Confirm a claim that somebody else filed on the person's behalf.
    ConfirmFiling,
    /// Withdraw the claim.
    WithdrawClaim,
    /// Ask to have a submitted claim sent back, to change it.
    AskReturn,
    /// Export everything of a claim as one archive.
    ExportClaim,
    /// Write to the coordinators.
    WriteMessage,

    // On the claims of the group. "Own" is a claim that the person has or filed.
    /// Begin a claim on behalf of somebody who can't. "Own" is a claim for oneself.
    FileOnBehalf,
    /// See and fill in a filing. "Own" is a filing that the person began, until its claimant
    /// confirms it.
    FillFiling,
    /// See any claim, its lines, messages and originals.
    InspectClaim,
    /// Write to the claimant.
    AnswerClaimant,
    /// Start the review, return, accept, decline, open again.
    DecideClaim,
    /// Query or exclude a loss line.
    ReviewLine,

    // On the group.
    /// See the list of claims.
    ListClaims,
    /// See what claims have in common, and the rows of each link.
    SeeLinks,
    /// See totals and the lines under each cell.
    SeeTotals,
    /// Export totals as a file: a separate permission.
    ExportTotals,
    /// See reference prices and which prices are missing.
    SeePrices,
    /// Upload prices, list manipulated assets, settle tickers.
    ChangePrices,
    /// State for the whole incident what the columns of an unknown file mean, and take that
    /// back.
    ShareMapping,
    /// Change the incident's settings.
    ChangeSettings,
    /// See members and invitations.
    SeePeople,
    /// Invite claimants.
    InviteClaimant,
    /// Propose a coordinator or an investigator.
    InviteOfficer,
    /// Send an invitation again or revoke it.
    ManageInvitation,
    /// Issue a new sign-in link to somebody who is a claimant and nothing else.
    IssueSignInLink,
    /// Issue a new sign-in link to anybody else.
    IssueOfficerLink,
    /// Confirm a proposed investigator or coordinator. "Own" is a member whom the person
    /// proposed, or the person's own membership.
    ConfirmMember,
    /// End a membership. "Own" is one's own.
    EndMembership,
    /// See the custody log.
    SeeCustody,

    // On snapshots and releases.
    /// Freeze a snapshot.
    FreezeSnapshot,
    /// See the group's snapshots and their totals.
    SeeSnapshot,
    /// See who requested which release, and its outcome.
    SeeReleases,
    /// Ask that a snapshot be released to an investigator.
    RequestRelease,
    /// Approve a release. "Own" is a release that the person requested, or that is addressed
    /// to the person.
    ApproveRelease,
    /// End a release.
    EndRelease,

    // On the bundles that were released to the person.
    /// See the list of bundles.
    SeeBundles,
    /// See a released snapshot.
    SeeReleased,
    /// Note one's own case number on a release.
    NoteCaseNumber,
    /// Build and download a bundle.
    DownloadBundle,
    /// Search across released claims.
    Search,
    /// See what released claims have in common.
    SeeReleasedLinks,
}

impl Permission {
    /// The permission needed to make a sign-in link for somebody with these roles, in any
    /// incidents. Whoever opens the link gets the whole account.
    pub fn link_to(roles: impl IntoIterator<Item = Role>) -> Permission {
        let mut roles = roles.into_iter();
        match roles.all(|role| role == Role::Claimant) {
            true => Permission::IssueSignInLink,
            false => Permission::IssueOfficerLink,
        }
    }
}

/// Whose the object of an act is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, VariantArray)]
pub enum Whose {
    /// The person's own: their claim, their request, their membership.
    Own,
    /// Another person's, or nobody's in particular, in the same incident.
    Other,
    /// In another incident.
    OtherIncident,
}

/// The relation of a person to the object of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Standing {
    /// The role in which the person asks; its membership is active and has not expired.
    pub role: Role,
    /// Whose the thing is.
    pub whose: Whose,
    /// Whether an approved release that has not ended covers the object. For an
    /// investigator, the release must be addressed to them.
    pub released: bool,
    /// Whether the incident has another coordinator besides the one who asked. If so, the
    /// operator need not confirm.
    pub second_coordinator: bool,
}

impl Standing {
    /// A standing without a release, in an incident that has a second coordinator.
    pub fn new(role: Role, whose: Whose) -> Standing {
        Standing {
            role,
            whose,
            released: false,
            second_coordinator: true,
        }
    }

    /// The same, with or without a release.
    pub fn released(self, released: bool) -> Standing {
        Standing { released, ..self }
    }

    /// The same, with or without a second coordinator.
    pub fn second_coordinator(self, second_coordinator: bool) -> Standing {
        Standing {
            second_coordinator,
            ..self
        }
    }
}

/// Whether the act is allowed. This function alone decides it.
pub fn may(act: Permission, standing: Standing) -> bool {
    if standing.whose == Whose::OtherIncident {
        return false;
    }
    match standing.role {
        Role::Claimant => claimant_may(act, standing.whose),
        Role::Coordinator => coordinator_may(act, standing.whose),
        Role::Investigator => investigator_may(act, standing.released),
        Role::Operator => operator_may(act, standing),
    }
}

/// A claimant may do everything on their own claim, and nothing else.
fn claimant_may(act: Permission, whose: Whose) -> bool {
    match act {
        Permission::StartClaim
        | Permission::ReadClaim
        | Permission::EditClaim
        | Permission::SubmitClaim
        | Permission::ConfirmFiling
        | Permission::WithdrawClaim
        | Permission::AskReturn
        | Permission::ExportClaim
        | Permission::WriteMessage => whose == Whose::Own,
        Permission::FileOnBehalf
        | Permission::FillFiling
        | Permission::InspectClaim
        | Permission::AnswerClaimant
        | Permission::DecideClaim
        | Permission::ReviewLine
        | Permission::ListClaims
        | Permission::SeeLinks
        | Permission::SeeTotals
        | Permission::ExportTotals
        | Permission::SeePrices
        | Permission::ChangePrices
        | Permission::ShareMapping
        | Permission::ChangeSettings
        | Permission::SeePeople
        | Permission::InviteClaimant
        | Permission::InviteOfficer
        | Permission::ManageInvitation
        | Permission::IssueSignInLink
        | Permission::IssueOfficerLink
        | Permission::ConfirmMember
        | Permission::EndMembership
        | Permission::SeeCustody
        | Permission::FreezeSnapshot
        | Permission::SeeSnapshot
        | Permission::SeeReleases
        | Permission::RequestRelease
        | Permission::ApproveRelease
        | Permission::EndRelease
        | Permission::SeeBundles
        | Permission::SeeReleased
        | Permission::NoteCaseNumber
        | Permission::DownloadBundle
        | Permission::Search
        | Permission::SeeReleasedLinks => false,
    }
}

/// A coordinator sees the group, and decides on what is not their own.
fn coordinator_may(act: Permission, whose: Whose) -> bool {
    match act {
        Permission::InspectClaim
        | Permission::ListClaims
        | Permission::SeeLinks
        | Permission::SeeTotals
        | Permission::ExportTotals
        | Permission::SeePrices
        | Permission::ChangePrices
        | Permission::ShareMapping
        | Permission::ChangeSettings
        | Permission::SeePeople
        | Permission::InviteClaimant
        | Permission::InviteOfficer
        | Permission::ManageInvitation
        | Permission::SeeCustody
        | Permission::FreezeSnapshot
        | Permission::SeeSnapshot
        | Permission::SeeReleases
        | Permission::RequestRelease
        | Permission::EndRelease => true,
        Permission::FileOnBehalf
        | Permission::AnswerClaimant
        | Permission::DecideClaim
        | Permission::ReviewLine
        | Permission::IssueSignInLink
        | Permission::ConfirmMember
        | Permission::EndMembership
        | Permission::ApproveRelease => whose == Whose::Other,
        Permission::FillFiling => whose == Whose::Own,
        // Most of these belong to other roles, which the same person may hold. With a link
        // for an officer, a coordinator could become their own second person.
        Permission::StartClaim
        | Permission::ReadClaim
        | Permission::EditClaim
        | Permission::SubmitClaim
        | Permission::ConfirmFiling
        | Permission::WithdrawClaim
        | Permission::AskReturn
        | Permission::ExportClaim
        | Permission::WriteMessage
        | Permission::IssueOfficerLink
        | Permission::SeeBundles
        | Permission::SeeReleased
        | Permission::NoteCaseNumber
        | Permission::DownloadBundle
        | Permission::Search
        | Permission::SeeReleasedLinks => false,
    }
}

/// An investigator sees what was released to them, and nothing else.
fn investigator_may(act: Permission, released: bool) -> bool {
    match act {
        Permission::SeeBundles | Permission::Search | Permission::SeeReleasedLinks => true,
        Permission::SeeReleased | Permission::NoteCaseNumber | Permission::DownloadBundle => {
            released
        }
        Permission::StartClaim
        | Permission::ReadClaim
        | Permission::EditClaim
        | Permission::SubmitClaim
        | Permission::ConfirmFiling
        | Permission::WithdrawClaim
        | Permission::AskReturn
        | Permission::ExportClaim
        | Permission::WriteMessage
        | Permission::FileOnBehalf
        | Permission::FillFiling
        | Permission::InspectClaim
        | Permission::AnswerClaimant
        | Permission::DecideClaim
        | Permission::ReviewLine
        | Permission::ListClaims
        | Permission::SeeLinks
        | Permission::SeeTotals
        | Permission::ExportTotals
        | Permission::SeePrices
        | Permission::ChangePrices
        | Permission::ShareMapping
        | Permission::ChangeSettings
        | Permission::SeePeople
        | Permission::InviteClaimant
        | Permission::InviteOfficer
        | Permission::ManageInvitation
        | Permission::IssueSignInLink
        | Permission::IssueOfficerLink
        | Permission::ConfirmMember
        | Permission::EndMembership
        | Permission::SeeCustody
        | Permission::FreezeSnapshot
        | Permission::SeeSnapshot
        | Permission::SeeReleases
        | Permission::RequestRelease
        | Permission::ApproveRelease
        | Permission::EndRelease => false,
    }
}

/// The operator admits people and stands in for a second person. Running the server does not
/// include reading claims.
fn operator_may(act: Permission, standing: Standing) -> bool {
    match act {
        Permission::ConfirmMember | Permission::ApproveRelease => {
            standing.whose == Whose::Other && !standing.second_coordinator
        }
        Permission::InviteOfficer => !standing.second_coordinator,
        // Nobody in an incident may make a link for a coordinator or investigator: they
        // could become their own second person. Somebody outside must make it.
        Permission::IssueSignInLink | Permission::IssueOfficerLink => true,
        Permission::StartClaim
        | Permission::ReadClaim
        | Permission::EditClaim
        | Permission::SubmitClaim
        | Permission::ConfirmFiling
        | Permission::WithdrawClaim
        | Permission::AskReturn
        | Permission::ExportClaim
        | Permission::WriteMessage
        | Permission::FileOnBehalf
        | Permission::FillFiling
        | Permission::InspectClaim
        | Permission::AnswerClaimant
        | Permission::DecideClaim
        | Permission::ReviewLine
        | Permission::ListClaims
        | Permission::SeeLinks
        | Permission::SeeTotals
        | Permission::ExportTotals
        | Permission::SeePrices
        | Permission::ChangePrices
        | Permission::ShareMapping
        | Permission::ChangeSettings
        | Permission::SeePeople
        | Permission::InviteClaimant
        | Permission::ManageInvitation
        | Permission::EndMembership
        | Permission::SeeCustody
        | Permission::FreezeSnapshot
        | Permission::SeeSnapshot
        | Permission::SeeReleases
        | Permission::RequestRelease
        | Permission::EndRelease
        | Permission::SeeBundles
        | Permission::SeeReleased
        | Permission::NoteCaseNumber
        | Permission::DownloadBundle
        | Permission::Search
        | Permission::SeeReleasedLinks => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row for each permission; one cell each for claimant, coordinator, investigator
    /// and operator. `-` never, `o` own only, `x` somebody else's only, `b` both, `r` both
    /// when released, `1` both without a second coordinator, `y` somebody else's without a
    /// second coordinator.
    const MATRIX: &[(Permission, &str)] = &[
        (Permission::StartClaim, "o---"),
        (Permission::ReadClaim, "o---"),
        (Permission::EditClaim, "o---"),
        (Permission::SubmitClaim, "o---"),
        (Permission::ConfirmFiling, "o---"),
        (Permission::WithdrawClaim, "o---"),
        (Permission::AskReturn, "o---"),
        (Permission::ExportClaim, "o---"),
        (Permission::WriteMessage, "o---"),
        (Permission::FileOnBehalf, "-x--"),
        (Permission::FillFiling, "-o--"),
        (Permission::InspectClaim, "-b--"),
        (Permission::AnswerClaimant, "-x--"),
        (Permission::DecideClaim, "-x--"),
        (Permission::ReviewLine, "-x--"),
        (Permission::ListClaims, "-b--"),
        (Permission::SeeLinks, "-b--"),
        (Permission::SeeTotals, "-b--"),
        (Permission::ExportTotals, "-b--"),
        (Permission::SeePrices, "-b--"),
        (Permission::ChangePrices, "-b--"),
        (Permission::ShareMapping, "-b--"),
        (Permission::ChangeSettings, "-b--"),
        (Permission::SeePeople, "-b--"),
        (Permission::InviteClaimant, "-b--"),
        (Permission::InviteOfficer, "-b-1"),
        (Permission::ManageInvitation, "-b--"),
        (Permission::IssueSignInLink, "-x-b"),
        (Permission::IssueOfficerLink, "---b"),
        (Permission::ConfirmMember, "-x-y"),
        (Permission::EndMembership, "-x--"),
        (Permission::SeeCustody, "-b--"),
        (Permission::FreezeSnapshot, "-b--"),
        (Permission::SeeSnapshot, "-b--"),
        (Permission::SeeReleases, "-b--"),
        (Permission::RequestRelease, "-b--"),
        (Permission::ApproveRelease, "-x-y"),
        (Permission::EndRelease, "-b--"),
        (Permission::SeeBundles, "--b-"),
        (Permission::SeeReleased, "--r-"),
        (Permission::NoteCaseNumber, "--r-"),
        (Permission::DownloadBundle, "--r-"),
        (Permission::Search, "--b-"),
        (Permission::SeeReleasedLinks, "--b-"),
    ];

    fn expected(cell: char, standing: Standing) -> bool {
        let alone = !standing.second_coordinator;
        match (cell, standing.whose) {
            (_, Whose::OtherIncident) => false,
            ('o', whose) => whose == Whose::Own,
            ('x', whose) => whose == Whose::Other,
            ('b', _) => true,
            ('r', _) => standing.released,
            ('1', _) => alone,
            ('y', whose) => alone && whose == Whose::Other,
            _ => false,
        }
    }

    #[test]
    fn every_cell_of_the_matrix_holds() {
        let acts: Vec<Permission> = MATRIX.iter().map(|(act, _)| *act).collect();
        assert_eq!(
            acts,
            Permission::VARIANTS,
            "the matrix has a row for every act"
        );
        for (act, cells) in MATRIX {
            for (role, cell) in Role::ALL.into_iter().zip(cells.chars()) {
                for &whose in Whose::VARIANTS {
                    for released in [false, true] {
                        for second in [false, true] {
                            let standing = Standing::new(role, whose)
                                .released(released)
                                .second_coordinator(second);
                            let answer = may(*act, standing);
                            assert_eq!(answer, expected(cell, standing), "{act:?} {standing:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn nobody_decides_on_their_own_claim() {
        for role in Role::ALL {
            for act in [
                Permission::DecideClaim,
                Permission::ReviewLine,
                Permission::ApproveRelease,
            ] {
                assert!(
                    !may(act, Standing::new(role, Whose::Own)),
                    "{role:?} {act:?}"
                );
            }
        }
    }

    #[test]
    fn an_investigator_without_a_release_sees_empty_lists_and_nothing_else() {
        for &act in Permission::VARIANTS {
            let standing = Standing::new(Role::Investigator, Whose::Other);
            let lists = matches!(
                act,
                Permission::SeeBundles | Permission::Search | Permission::SeeReleasedLinks
            );
            assert_eq!(may(act, standing), lists, "{act:?}");
        }
    }

    #[test]
    fn a_link_to_somebody_with_any_other_role_is_one_to_an_officer() {
        use Role::{Claimant, Coordinator};
        assert_eq!(
            Permission::link_to([Claimant, Claimant]),
            Permission::IssueSignInLink
        );
        assert_eq!(
            Permission::link_to([Claimant, Coordinator]),
            Permission::IssueOfficerLink
        );
    }
}
