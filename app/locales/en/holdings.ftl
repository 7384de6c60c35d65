# What the files of a claim show of each account, and what seems to be missing.
holdings-title = What your files show
holdings-title-claim = What the files of claim { $reference } show
holdings-text = For each account and coin, this page adds up what the files say: what was there before, what came in, what went out and what is left. Where this does not add up, a file or a row is missing.
holdings-text-claim = For each account and asset, this page adds up what the files say. Where this does not add up, a file or a row is missing.
holdings-link = { $count ->
    [0] See what your files show of each account
    [one] Something seems to be missing for one account and coin: see what
   *[other] Something seems to be missing for { $count } accounts and coins: see what
}
holdings-waiting = This page is filled in once the files have been read and compared.
holdings-lacking = { $lacking ->
    [0] Nothing seems to be missing. Accounts and coins that add up: { $all }.
    [one] One of { $all } accounts and coins does not add up.
   *[other] { $lacking } of { $all } accounts and coins do not add up.
}
holdings-cut-short = The files have more accounts and coins than this page can follow. The others are left out.
holdings-caption = What was there, what moved and what is left
holdings-account = Account
holdings-before = Before
holdings-before-stated = as the file says
holdings-before-zero = the files begin with the account
holdings-before-least = at least
holdings-in = Came in
holdings-out = Went out
holdings-fees = Fees
holdings-after = Left
holdings-unexplained = of this, no row explains { $amount }
holdings-missing = Missing
holdings-nothing = Nothing seems to be missing.
holdings-least = At least { $amount } { $asset } were there before { $since }, and no file shows where they came from. Hand in the files of the time before.
holdings-below = Since { $since } ({ $file }, line { $line }), up to { $amount } { $asset } more went out than was there. Hand in the files that show what came in.
holdings-below-until = From { $since } ({ $file }, line { $line }) to { $until }, up to { $amount } { $asset } more went out than was there. Hand in the files that show what came in.
holdings-contradiction = { $file }, line { $line }: { $expected } { $asset } should be left, and the file says { $stated }. Between { $from } and { $to }, a row is missing or was changed.
holdings-more = { $count ->
    [one] One more is not shown.
   *[other] { $count } more are not shown.
}
holdings-files-title = The time that each file covers
holdings-files-text = A gap may be a time in which nothing happened. Compare it with what you know of that time.
holdings-file = File
holdings-from = First entry
holdings-to = Last entry
holdings-entries = Entries
holdings-gaps = Gaps
holdings-gap-none = No gap was found.
holdings-gap-quiet = No entry from { $from } to { $to }, which is unusually long for this file.
holdings-gap-balance = The balance of { $asset } changes without a row between { $from } and { $to }.
holdings-gap-part = Part { $parts } of this export is missing, between { $from } and { $to }.
