bundles-title = Evidence bundles
bundles-lead = Reports of the group that were released to you. You can check each bundle without trusting us.
bundles-none = Nothing has been released to you yet. One coordinator asks for a release, and a second one approves it.
bundles-report = Report no. { $number }
bundles-net = Loss minus what came back
bundles-net-in = Documented loss minus what came back, { $currency }
bundles-net-shared = In the bundle: documented loss minus what came back
bundles-net-whole = The same in the group’s report
bundles-counts = Counts documented, contested lines of claims that are handed in, in review, sent back or accepted; { $unpriced ->
    [one] one entry has no price and is not counted
   *[other] { $unpriced } entries have no price and are not counted
}.
bundles-claims = Claims
bundles-claims-text = Agree to be in a bundle built now: { $consenting }; listed by reference only: { $withheld }
bundles-difference = Total of the report minus total of the bundle
bundles-difference-caption = Claims that count in the report but are not in the bundle
bundles-difference-summary = { $count ->
    [one] Why the two figures differ: one claim
   *[other] Why the two figures differ: { $count } claims
}
bundles-why = Why it is not included
bundles-why-not-released = not part of this release
bundles-why-no-consent = withheld: no consent to you
bundles-why-withdrawn = withdrawn since the report was frozen
bundles-beside = { $count ->
    [one] and one that counts in no total
   *[other] and { $count } that count in no total
}
bundles-frozen = Frozen on
bundles-recipient = Released to you as
bundles-purpose = Purpose of the release
bundles-until = Open to you until
bundles-preservation = For a preservation request, by exchange
bundles-exchange = Exchange
bundles-accounts = Accounts in the files
bundles-accounts-none = the files name no account
bundles-ids = Order and trade ids
bundles-ids-more = There are more: entries.csv in the bundle lists them all
bundles-first = First contested entry
bundles-last = Last contested entry
bundles-not-built = No bundle has been built yet.
bundles-build = Build a bundle of the current state
bundles-choices = Choose the kind, the claims or your key
bundles-kind = Kind of bundle
bundles-kind-pseudonymous = Without names
bundles-kind-pseudonymous-about = Entries, prices, method and the fingerprints of the originals. No original, no name, no words of people.
bundles-kind-identified = With originals and names
bundles-kind-identified-about = Originals, names and statements of those who agreed.
bundles-which = Which claims
bundles-which-whole = All that may go to you
bundles-which-claims = Only some of them
bundles-which-since = Only what is new since an earlier bundle
bundles-which-references = References of these claims
bundles-which-references-hint = For “Only some of them”. Separate the references by spaces.
bundles-since = Earlier bundle
bundles-since-hint = For “Only what is new since an earlier bundle”. Both bundles together are the whole, and `redress verify --continues` shows it.
bundles-key = Your public key
bundles-key-hint = An age key (age1…), or the line of a .pub file of SSH (ssh-ed25519 or ssh-rsa). The bundle is then encrypted, and only you can open it. Leave this empty for a bundle without encryption.
bundles-error-kind = This release does not cover that kind of bundle. Choose another kind, or ask a coordinator for a new release.
bundles-error-which = Choose which claims the bundle holds
bundles-error-claims-none = Give the references of the claims, or choose all
bundles-error-claims = These claims may not go to you, or are not in this report: { $claims }
bundles-error-since = Choose an earlier bundle
bundles-error-since-kind = The earlier bundle is of another kind. Choose the same kind, or another bundle.
bundles-error-key-long = A public key has at most { $count } characters
bundles-error-key-secret = This is a secret key, and it was not kept. Never give it to anybody. Give the public key.
bundles-error-key-lines = Give one public key, on one line
bundles-error-key-age = This age key is not complete or mistyped. It begins with age1 and has 62 characters.
bundles-error-key-ssh = This SSH key is not complete or mistyped. Copy the whole line of the .pub file.
bundles-error-key-ssh-type = Nothing can be encrypted to this type of SSH key. Give one of the type ed25519 or RSA.
bundles-error-key-rsa = This RSA key has fewer than 2048 bits or more than 4096. Give another key.
bundles-error-key-unknown = This is neither an age key (age1…) nor an SSH key (ssh-ed25519 … or ssh-rsa …)
bundles-making = A bundle is being built.
bundles-failed = A bundle could not be built.
bundles-case-changed = The number was changed in another window: it is “{ $number }” now. Save yours again to replace it
bundles-packages = Bundles built
bundles-package = Bundle
bundles-download = Download this bundle (ZIP)
bundles-download-encrypted = Download this bundle (encrypted to your key)
bundles-closed = Closed: somebody in it no longer agrees. Build a new bundle below.
bundles-taken-back = Somebody in this bundle no longer agrees to be in it, so it can’t be downloaded any more. Build a bundle of the current state: it holds those who agree
bundles-confirm-first = Your password was given too long ago to continue this download. Choose the link of the bundle again, confirm your password, then continue.
bundles-built = Built
bundles-bytes = Bytes
bundles-shared = Claims in it
bundles-withheld = By reference
bundles-case = Your case number
bundles-case-hint = For your orientation. It is kept in the log of the release.
bundles-case-save = Save this number
bundles-case-long = The case number can have at most { $count } characters
bundles-verify = How to check a bundle
bundles-verify-text = You need only tools that are on nearly every computer, and no network. The last line recomputes every loss from the originals, or from the entries where a bundle has no names.
bundles-fingerprint = Compare this fingerprint with the one that you were given through another channel
bundles-search-lead = Searches the claims in released reports whose claimants agree that you see them.
bundles-search-for = Search for
bundles-search-hint = An order id, a trade id, an asset, a market, an account, an exchange, the reference of a claim or the SHA-256 of a file
bundles-search-found = { $count ->
    [0] No results
    [one] One result
   *[other] { $count } results
}
bundles-hit-report = Report
bundles-hit-claim = Claim
bundles-hit-time = Time
bundles-hit-what = What happened
bundles-hit-order = Order id
bundles-hit-trade = Trade id
bundles-hit-place = File and line
done-bundle-building = The bundle is being built. It appears here once it can be downloaded.
done-case-saved = Your case number is saved.
