start-title = What was taken, exact to the last cent
start-lead = Redress helps groups of people whose trading accounts were robbed. It works out each loss from the files that the exchange gave you, and adds up the losses of the group. Anyone can check it, line by line.
start-your-incidents = Your incidents
start-nowhere = You do not belong to any incident yet. If you were just invited, a second person may still have to confirm you.
start-by-invitation = You can take part only by invitation: open the link that your coordinator sent you.
start-how = How it works
start-how-1 = You hand in the files that you downloaded from your exchange. They are kept exactly as they are.
start-how-2 = You say which trades were not yours. Nothing is decided for you.
start-how-3 = You see your loss, with every line explained, and sign.
start-how-4 = Your group adds up its losses. If you agree, an authority gets evidence that it can check without trusting anyone.
start-what-not = What Redress does not do
start-what-not-text = It promises no recovery and asks for no money. It never needs a password or a key of your exchange.
start-nothing-waits = You have nothing to do here for now.
start-format-exchange = Exchange
start-format-title = File
start-format-known = How we know it
start-format-header = Recognised by its header
start-format-id = Name for scripts
start-formats-lead = We read these files as the exchange provides them: alone, inside a ZIP or tar.gz, or as an Excel workbook. A file is recognised by its content, not by its name.
start-formats-caption = Kinds of file
start-formats-other = Any other file is kept as evidence too, but it does not count by itself. You can type in what it shows.
start-format-languages = header in { $languages }: { $known }
start-known-tested = checked against real rows
start-known-parser = layout known from other programs
start-known-described = known from descriptions only
start-known-unverified = not verified
start-method-version = The method in force is { $method }. Every figure names the version that made it.
start-method-1 = Quantities come first: what left your account and what entered it, fees included, for each contested trade.
start-method-2 = Each quantity is valued at a fair market price at the time of the trade, from a published source that is named beside it.
start-method-3 = Where the price of a token was itself part of the fraud, the last price before the manipulation counts.
start-method-4 = What has no price is listed with its quantity. It is in no total, and it is never counted as zero.
start-method-5 = Each line is rounded once, to eight decimals. Totals are exact sums of lines.
start-method-full = The method in full
start-method-translated = This is a translation. The English text below is the one that counts: it is in every evidence bundle.
start-method-english = The English text
start-keys-lead = Every evidence bundle is signed with this key. A key inside a bundle proves nothing by itself. Compare its fingerprint with the one printed on the report, or ask your coordinator for it through another channel.
start-keys-fingerprint = Fingerprint
start-keys-line = Public key
start-keys-compare = The README inside each bundle says how to check the signature with ssh-keygen, which is on nearly every computer.
start-role-claimant = Your claim
start-role-coordinator = Coordination
start-role-investigator = Evidence bundles
start-begin-claim = Open your claim
start-begin-group = See all claims
start-begin-bundles = See evidence bundles
start-waits-claim-new = Start your claim
start-waits-claim-go-on = Continue your claim
start-waits-claim-returned = Your coordinator has a question about your claim
start-waits-claim-confirm = Check the claim that was prepared for you
start-waits-review = { $count ->
    [one] One claim waits for review
   *[other] { $count } claims wait for review
}
start-waits-messages = { $count ->
    [one] One unread message
   *[other] { $count } unread messages
}
start-waits-asked-back = { $count ->
    [one] One claimant asks to have their claim sent back
   *[other] { $count } claimants ask to have their claims sent back
}
start-waits-members = { $count ->
    [one] One person waits for a second person’s confirmation
   *[other] { $count } people wait for a second person’s confirmation
}
start-waits-releases = { $count ->
    [one] One release waits for approval
   *[other] { $count } releases wait for approval
}
start-waits-prices = { $count ->
    [one] One asset has no price yet
   *[other] { $count } assets have no price yet
}
start-waits-bundles = { $count ->
    [one] One report is released to you
   *[other] { $count } reports are released to you
}
