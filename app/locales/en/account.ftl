account-sign-in = Sign in
account-email = Email address
account-password = Password
account-current-password = Current password
account-new-password = New password
account-new-password-hint = At least 8 characters; 15 or more are better. Four or five words that only you would put together work well. You can paste it from a password manager.
account-no-password = No password yet, or lost it? Ask a coordinator of your group for a new sign-in link.
account-email-missing = Enter your email address
account-password-missing = Enter a password
account-wrong = The email address or the password is wrong
account-ended-idle = Your session ended after { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} without activity.
account-ended-hours = Your session ended because it had lasted { $hours ->
    [one] one hour
   *[other] { $hours } hours
}, the maximum length of a session.
account-ended-password = Your session ended because the password of your account was changed.
account-ended-elsewhere = Your session ended because you signed out everywhere else from another browser.
account-typed-kept = What you typed is kept for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}. Sign in with the same account and it comes back on the form. Nothing is sent until you press the button there.
account-typed-too-long = What you typed was too long to be kept. Go back in your browser and copy it before you sign in.
account-typed-files = Nothing was uploaded. Choose the files again after you have signed in.
account-password-short = The password needs at least 8 characters
account-password-long = The password can have at most { $count } characters
account-password-common = This password is one of the first that are guessed. Choose a longer or less common one
account-name = Name
account-name-hint = The name that you want to be called by. Your coordinators see it. An authority sees it only if you consent.
account-name-missing = Enter a name
account-name-long = The name can have at most { $count } characters
account-confirm = Confirm your password
account-confirm-text = We ask for your password again to protect what comes next.
account-go-on = Go on
account-join = Join “{ $incident }”
account-link-for = This link was made for { $email }.
account-link-sign-in = Choose a new password
account-link-sign-in-text = This link was made because you asked for one. It works once.
account-link-filing-text = A coordinator has prepared a claim for you. After you join, check it and say whether it is right. Without your confirmation it does not count.
account-role-claimant = You are invited to hand in what you have about the trades that were not yours. You decide each step: what you give, who may see it, and when you take it back.
account-role-coordinator = You are invited to coordinate: to review claims, keep reference prices and add up the losses.
account-role-investigator = You are invited to receive the evidence bundles that the group releases to you.
account-before = We keep your name, your email address and a scrambled form of your password. We keep nothing else until you add it yourself.
account-accept = Accept and go on
account-sign-in-first = This address has an account already. Sign in, and you will come back here.
account-other = You are signed in with another address. Sign out, then open the link again.
account-dead-link = This link does not work
account-link-unknown = This link does not exist, or a newer one has replaced it. Look for the newest email, or ask your coordinator for another link.
account-link-used = This link was used already. If that was you, sign in. If not, tell your coordinator at once.
account-link-expired = This link is too old. Ask your coordinator for another one.
account-link-officer = This link was made for a claimant, and you have been given another role since. Ask the person who runs the server for a link.
account-link-revoked = This link was revoked. Ask your coordinator if you think that this is a mistake.
account-title = Your account
account-details = Name and language
account-language = Language
account-save = Save
account-change-password = Change your password
account-sessions = Where you are signed in
account-session-since = Signed in on
account-session-last = Last used on
account-this-session = this browser
account-end-others = Sign out everywhere else
account-current-wrong = The current password is wrong
done-signed-out = You are signed out.
done-joined = Welcome. You have joined.
done-joined-waiting = Your account is ready. A second person has to confirm you before you can see anything.
done-account-saved = Saved.
done-password-changed = The password is changed, and every other session was signed out.
done-others-ended = Every other session was signed out.
done-stayed = You are still signed in. You can close this tab and go on where you were.
done-late-discarded = What you typed was discarded.
