people-title = People
people-invite-claimants = Invite claimants
people-addresses = Mail addresses
people-addresses-hint = Paste as many as you like: one a line, or with commas between. “Name <address>” works too. You get one link for each; no mail is sent from here.
people-addresses-missing = Paste at least one mail address
people-addresses-many = At most { $most } addresses at once; these are { $count }
people-line-wrong = Line { $line }: “{ $text }” is no mail address.
people-make-links = Make links
people-make-link = Make the link
people-invite-officer = Invite an investigator or a coordinator
people-invite-officer-text = A second coordinator has to confirm them before they see anything. Be sure of who they are: ask over a number or address you found yourself.
people-role = Role
people-role-missing = Choose what they are invited as
people-role-claimant = Claimant
people-role-coordinator = Coordinator
people-role-investigator = Investigator
people-role-coordinator-about = Sees every claim and all totals.
people-role-investigator-about = Sees only reports that are released to them.
people-email-wrong = Enter a mail address, like name@example.org
people-state = State
people-do = What you can do
people-invitations = Open invitations
people-open = not opened yet
people-expired = expired
people-until = Works until
people-links-made = Links made
people-again = New link
people-revoke = Take back
people-members = Members
people-access-until = until
people-waiting = waits for a second person
people-active = active
people-not-begun = has not begun
people-confirm = Confirm
people-new-link = Sign-in link
people-end = End access
people-links-title = The links you just made
people-links-once = They are shown only now: copy them, or write the mails, before you leave this page. Each works once.
people-skipped = Nothing was made for these, because they belong already or have an open invitation: { $list }
people-link = Link
people-mail = Mail
people-write-mail = Write a mail
people-links-csv = Download as a list (CSV)
people-links-copy = The same list, to copy
people-back = Back to the people page
people-mail-subject = Your link for “{ $incident }”
people-mail-body = Hello,

    this is your personal link for “{ $incident }”:
    { $link }

    It works once. Nobody will ever ask you for a password, a key or a payment. If you did not expect this, ask the person who coordinates your group.
done-invitation-revoked = The invitation was taken back. Its link no longer works.
done-member-confirmed = Confirmed.
done-member-ended = Their access has ended.
