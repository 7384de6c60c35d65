bundles-title = Evidence packages
bundles-lead = Reports of the group that were released to you, with the originals of those who agreed. Each package can be checked without trusting us.
bundles-none = Nothing is released to you yet. A coordinator asks for it and a second one approves.
bundles-report = Report no. { $number }
bundles-net = Loss less what came back
bundles-net-in = Documented loss less what came back, { $currency }
bundles-net-shared = In the bundle: documented loss less what came back
bundles-net-whole = The same in the group’s report
bundles-counts = Counts contested lines with documents of claims handed in, in review, sent back or accepted; { $unpriced ->
    [one] one entry has no price and is not counted
   *[other] { $unpriced } entries have no price and are not counted
}.
bundles-claims = Claims
bundles-claims-text = { $consenting } agree to be in a package for you now; { $withheld } are listed by reference only
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
bundles-frozen = State of
bundles-recipient = Released to you as
bundles-purpose = Released for
bundles-until = Open to you until
bundles-preservation = For a preservation request, by exchange
bundles-exchange = Exchange
bundles-accounts = Accounts in the files
bundles-accounts-none = the files name none
bundles-ids = Order and trade ids
bundles-ids-more = There are more: entries.csv in the package has all
bundles-first = First contested
bundles-last = Last contested
bundles-not-built = No package was built yet.
bundles-build = Build the package as of now
bundles-making = A package is being built.
bundles-failed = A package could not be built.
bundles-case-changed = The number was changed in another window meanwhile: it is “{ $number }” now. Save yours again to replace it
bundles-packages = Packages built
bundles-package = Package
bundles-download = Download (ZIP)
bundles-closed = Closed: somebody in it no longer agrees. Build it anew below.
bundles-taken-back = Somebody in this package no longer agrees to be in it, so it can’t be downloaded any more. Build the package as of now: it holds those who agree
bundles-built = Built
bundles-bytes = Bytes
bundles-shared = Claims in it
bundles-withheld = By reference
bundles-case = Your own case number
bundles-case-hint = For your orientation; it stands in the log of the release.
bundles-case-save = Save the number
bundles-case-long = The case number can have at most { $count } characters
bundles-verify = How to check a package
bundles-verify-text = With tools that are on nearly every computer, without a network; the last line recomputes every loss from the originals.
bundles-fingerprint = Compare this fingerprint with the one you were given on another way
bundles-search-lead = Looks through the claims of released reports that agree to be seen by you.
bundles-search-for = Look for
bundles-search-hint = An order id, trade id, asset, market, account, exchange, claim reference or the SHA-256 of a file
bundles-search-found = { $count ->
    [0] Nothing found
    [one] One found
   *[other] { $count } found
}
bundles-hit-report = Report
bundles-hit-claim = Claim
bundles-hit-time = Time
bundles-hit-what = What
bundles-hit-order = Order id
bundles-hit-trade = Trade id
bundles-hit-place = File and line
done-bundle-building = The package is being built. It appears here once it can be downloaded.
done-case-saved = Saved.
