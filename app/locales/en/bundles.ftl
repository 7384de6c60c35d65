bundles-title = Evidence bundles
bundles-lead = Reports of the group that were released to you, with the originals of those who agreed. You can check each bundle without trusting us.
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
bundles-making = A bundle is being built.
bundles-failed = A bundle could not be built.
bundles-case-changed = The number was changed in another window: it is “{ $number }” now. Save yours again to replace it
bundles-packages = Bundles built
bundles-package = Bundle
bundles-download = Download this bundle (ZIP)
bundles-closed = Closed: somebody in it no longer agrees. Build a new bundle below.
bundles-taken-back = Somebody in this bundle no longer agrees to be in it, so it can’t be downloaded any more. Build a bundle of the current state: it holds those who agree
bundles-built = Built
bundles-bytes = Bytes
bundles-shared = Claims in it
bundles-withheld = By reference
bundles-case = Your case number
bundles-case-hint = For your orientation. It is kept in the log of the release.
bundles-case-save = Save this number
bundles-case-long = The case number can have at most { $count } characters
bundles-verify = How to check a bundle
bundles-verify-text = You need only tools that are on nearly every computer, and no network. The last line recomputes every loss from the originals.
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
