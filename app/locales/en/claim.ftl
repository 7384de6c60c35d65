# The claimant's own pages.

# General
claim-back = Your claim
claim-progress-waiting = Your files are being read and your loss is being worked out. It goes on by itself: load this page again in a moment. Figures on this page may be those from before.
claim-export-working = Your archive can be made once your files are read and your loss is worked out. That goes on by itself: try again in a moment.
claim-progress-failed = Your figures could not be worked out: something failed on our side, several times. Your files and answers are safe. Press the button to try again; if it fails again, write to your coordinators.
claim-reference = Reference
claim-incident = Incident
claim-exchange = Exchange
claim-exchange-other = another exchange
claim-account = Account
claim-asset = Coin or currency
claim-asset-hint = As the exchange writes it, for instance BTC.
claim-amount = How much
claim-units = Units
claim-choose = Choose one
claim-reason = Why
claim-size-bytes = { $size } bytes
claim-size-kb = { $size } KB
claim-size-mb = { $size } MB
claim-size-gb = { $size } GB
claim-closed = You have handed in this claim, so nothing here can be changed for now.
claim-closed-withdrawn = You have withdrawn this claim. It is in no total and goes to nobody.

claim-state-draft = in preparation
claim-state-submitted = handed in
claim-state-in_review = being looked at
claim-state-returned = sent back to you
claim-state-accepted = accepted
claim-state-declined = declined
claim-state-withdrawn = withdrawn

# Before the claim
claim-start-title = Your claim: { $incident }
claim-start-lead = Here you can hand over what your exchange gave you, say which trades were not yours, and see what they cost you, line by line. You decide who gets to see it.
claim-start-need = What you need
claim-start-need-files = The exports of your trades from each exchange, as you downloaded them: CSV files, a ZIP or tar.gz of them, or Excel workbooks, up to { $size } each. Please don’t open and save them again first.
claim-start-need-times = Roughly from when to when the trades were not yours.
claim-start-need-nothing-else = Nothing else. We never need a password, an API key or access to your accounts.
claim-start-screenshots = If you only have screenshots or mails, come all the same: you can send them as they are and type in what they show.
claim-start-time = How long it takes
claim-start-time-text = About twenty minutes if you have the files. You can stop at any point: what you did is saved, and you can go on another day. There is no hurry.
claim-start-data = What happens to your data
claim-start-data-kept = Your files are kept exactly as they are, under a fingerprint (SHA-256) that shows that nobody changed them.
claim-start-data-seen = Your coordinators can see your claim. Each time somebody opens it, that is written down.
claim-start-data-share = It goes to nobody else unless you say so, for each recipient by itself. You can take a yes back until it is used.
claim-start-data-out = You can take everything out as one file, and withdraw your claim, at any time.
claim-start-promise = Nobody can promise that money comes back. What you get here is an exact figure that can be checked, and that counts together with everybody else’s.
claim-start-button = Start your claim

# Task list
claim-tasks-title = Your claim
claim-tasks-draft = Do these in any order. Everything is saved as you go; you can stop and come back.
claim-tasks-submitted = Your claim is handed in. Next, a coordinator will look at it. You need do nothing; if there is a question, you find it under messages.
claim-tasks-in-review = A coordinator is looking at your claim. If there is a question, you find it under messages.
claim-tasks-returned = A coordinator has sent your claim back with a question. Change what you want and hand it in again when you are ready. It keeps counting in the meantime.
claim-tasks-accepted = Your claim has been accepted. It counts in the group’s totals.
claim-tasks-declined = Your claim has been declined, so it does not count. You can write to your coordinators about it.
claim-tasks-answer = Write an answer
claim-tasks-withdrawn = You have withdrawn this claim. It is in no total and goes to nobody.
claim-tasks-for = You are filing this claim for { $name }. They must confirm it before it is handed in.
claim-tasks-confirm = A coordinator began this claim for you. Please look at it and say whether it is yours.
claim-tasks-confirm-link = Look at it and confirm
claim-tasks-further = More
claim-tasks-messages = { $messages ->
    [0] Messages with your coordinators
    [one] Messages with your coordinators (one so far)
   *[other] Messages with your coordinators ({ $messages } so far)
}
claim-tasks-unread = { $count ->
    [one] one unread message
   *[other] { $count } unread messages
}
claim-tasks-export = Take out everything as one file
claim-tasks-erase = Erase this claim
claim-tasks-withdraw = Withdraw this claim

claim-task-to-do = to do
claim-task-begun = begun
claim-task-done = done
claim-task-optional = if you like
claim-task-later = later
claim-task-question = a question
claim-task-to-read = ready to read
claim-task-prices-missing = prices missing
claim-task-files = Your files
claim-task-files-hint = The exports from your exchanges, and whatever else shows what happened.
claim-task-files-have = { $files ->
    [one] One file
   *[other] { $files } files
}, { $entries ->
    [one] one entry
   *[other] { $entries } entries
}.
claim-task-entries = What was not yours
claim-task-entries-hint = Say from when to when, or row by row.
claim-task-entries-have = { $contested } of { $entries } entries were not yours.
claim-task-loss = Your loss
claim-task-loss-hint = Worked out as soon as you have said what was not yours.
claim-task-loss-have = { $loss }{ $unpriced ->
    [0] .
    [one] ; one entry has no price yet.
   *[other] ; { $unpriced } entries have no price yet.
}
claim-task-credits = What came back
claim-task-credits-hint = Refunds, returned coins, compensation. Leave it out if there was none.
claim-task-statement = Your statement
claim-task-statement-hint = In your own words and language. You need not write anything.
claim-task-consents = Who may get your claim
claim-task-consents-hint = The group, the police, lawyers, the press: each by itself.
claim-task-sign = Check and hand in
claim-task-sign-hint = See everything on one page, then sign.
claim-task-receipt = Your receipt
claim-task-receipt-hint = Your reference, the fingerprint of each file, what you declared.

# Files
claim-files-title = Your files
claim-files-lead = Send the exports as you downloaded them. Each file is kept exactly as it is, whether we can read it or not, so screenshots and mails are welcome too.
claim-files-choose = Choose files
claim-files-hint = Several at once if you like: up to { $files } files, up to { $size } each. CSV files, alone or in a ZIP or tar.gz, and Excel workbooks can be read; anything else is kept.
claim-files-send = Send the files
claim-files-none = There are no files yet.
claim-files-list = { $files ->
    [one] One file
   *[other] { $files } files
}
claim-files-about = If you have several accounts at one exchange, give each a name, so that rows of two accounts are never taken for the same. Leave it empty if you have only one.
claim-files-about-save = Save these answers
claim-files-next = Next: say what was not yours
claim-file-running = being read
claim-file-failed = reading broke off
claim-file-failed-text = Something broke on our side while we read it. The file itself is safe. Send it again, and it is read again.
claim-file-too-long = too many rows
claim-file-too-long-text = Together with your other files it has more rows than a claim may hold here, so none of its rows counts. The file itself is kept. Send only the period around the loss, or ask your coordinators: whoever runs this site can raise the limit ({ $limit }).
claim-file-unread = kept, not read
claim-file-partly = read, not all rows
claim-file-read = read
claim-file-counts = { $entries ->
    [0] No entries
    [one] One entry
   *[other] { $entries } entries
}{ $refused ->
    [0] {""}
    [one] , one row could not be read
   *[other] , { $refused } rows could not be read
}. { $size }.
claim-file-first-time = The first time in the file is “{ $raw }”. We read it as { $read }.
claim-file-account = Name of the account
claim-file-account-hint = Any name you like, for instance “main” or “bot”.
claim-file-no-account = not named
claim-file-zone = Time zone of the file
claim-file-zone-hint = Nothing in the file says it. For instance UTC, UTC+8 or Europe/Paris.
claim-file-order = Day or month first?
claim-file-order-hint = Dates of this file could be read either way, and none proves which. Compare with what you remember, or with the same file at the exchange.
claim-file-order-day_first = The day stands first
claim-file-order-month_first = The month stands first
claim-file-order-read = “{ $raw }” is then { $read }.
claim-file-order-said = Dates
claim-file-format = Which of these is it?
claim-file-format-hint = Several files of exchanges look exactly like this one, and nothing in it tells which it is.
claim-file-format-first = The first row is then: { $what }, { $time }.
claim-file-format-said = Kind of file
claim-file-question = We need an answer about this file before all of it can be read.
claim-file-question-answer = Answer it
claim-file-remove = Remove
claim-file-name = Name
claim-file-bytes = Bytes
claim-file-hash = Fingerprint (SHA-256)
claim-file-size = Size
claim-file-received = Received
claim-file-reader = Read by version
claim-file-download = Download the original
claim-file-entries = See its entries
claim-file-found = What we read
claim-file-found-counts = { $rows ->
    [one] One row
   *[other] { $rows } rows
}, { $entries ->
    [one] one entry
   *[other] { $entries } entries
}, { $refused ->
    [0] every row was read.
    [one] one row could not be read.
   *[other] { $refused } rows could not be read.
}
claim-file-remarks = Remarks on its lines
claim-file-no-remarks = None: nothing in this file was odd.
claim-file-remarks-caption = { $remarks ->
    [one] One remark
   *[other] { $remarks } remarks
}
claim-file-line = Line
claim-file-whole = the whole file
claim-file-code = Code
claim-file-message = What it is
claim-remove-title = Remove this file from your claim?
claim-remove-text = { $name } and everything read from it will no longer be part of your claim.
claim-remove-contested = { $count ->
    [one] One entry of it that is marked as not yours would no longer count.
   *[other] { $count } entries of it that are marked as not yours would no longer count.
}
claim-remove-what = What you said about single rows of it is forgotten too. That it was here once stays in the log. You can send it again.
claim-remove-button = Remove the file

# Cells that look like keys
claim-secrets-title = This looks like an API key or a password
claim-secrets-text = We never need one, and we show none of it. But whoever has your key can use your account, and a file is kept here exactly as it is.
claim-secrets-do = First delete the key at the exchange. Then, while your claim is open, remove the file and send it again without those cells.
claim-secrets-cells = { $cells ->
    [one] One cell looks like a key or a password
   *[other] { $cells } cells look like keys or passwords
}
claim-secrets-where = Where, and what to do
claim-secrets-place = line { $line }, column { $column }
claim-secrets-more = { $cells ->
    [one] and one more
   *[other] and { $cells } more
}
claim-secrets-remove = Remove the file

# What 3Commas' own deal history says of a contested trade
claim-deal-explained = 3Commas has deal { $deal } for this trade: was it your own bot?
claim-deal-none = No deal of 3Commas explains it
claim-deal-outside = No deal of 3Commas explains it, but the deals you sent are of another time

# What the browser finds before anything is sent
claim-look-heading = What is in these files
claim-look-nothing-sent = We looked at them here in your browser. Nothing has been sent yet.
claim-look-looking = Looking at { $what } …
claim-look-unknown = We can’t read this file by ourselves. Send it all the same: it is kept as it is.
claim-look-unopened = We could not read all of it here. We look again once it is sent.
claim-look-empty = This file is empty. Perhaps the download broke off.
claim-look-too-large = Larger than the { $size } we take. Ask the exchange for shorter periods.
claim-look-too-many = We take { $files } files at once. Send the others afterwards.
claim-look-rows-one = one row
claim-look-rows-many = { $what } rows
claim-look-refused-one = One row we can’t read
claim-look-refused-many = { $what } rows we can’t read
claim-look-line = line { $what }
claim-look-lines = lines { $what }
claim-look-more-lines = {" "}and more
claim-look-zone = Nothing in this file says in which time zone its times are. We ask you once it is sent.
claim-look-order = Its dates could be day-first or month-first. We ask you once it is sent.
claim-look-format = This could be several kinds of file. We ask you once it is sent.
claim-look-secret-one = One cell looks like an API key or a password
claim-look-secret-many = { $what } cells look like API keys or passwords
claim-look-secret-place = line { $line }, column { $column }
claim-look-secret-do = Delete the key at the exchange, and take these cells out of the file before you send it.
claim-look-secret-leave = Leave those files out
claim-look-secret-warning = Some of these files hold what looks like API keys or passwords. We never need one.
claim-look-secret-anyway = Send them all the same
claim-look-secret-held = Nothing was sent. Leave those files out, or tick the box to send them all the same.
claim-look-span = From { $from } to { $to }.
claim-look-done = Looked at: { $what }. Nothing has been sent yet.
claim-look-sending = Sending: { $what } %
claim-look-failed = The connection broke. Nothing is lost: send the files again.

# What happened, in a sentence
claim-kind-trade = Trade
claim-kind-derivative = Futures trade
claim-kind-deposit = Deposit
claim-kind-withdrawal = Withdrawal
claim-kind-transfer = Move between own wallets
claim-kind-fee = Fee
claim-kind-reward = Reward
claim-kind-funding = Funding
claim-kind-pnl = Futures profit or loss
claim-kind-adjustment = Correction by the exchange
claim-what-sold = { $out } sold for { $in }
claim-what-bought = { $in } bought for { $out }
claim-what-swapped = { $out } exchanged for { $in }
claim-what-both = { $kind }: { $out } out, { $in } in
claim-what-left = { $kind }: { $out } out
claim-what-came = { $kind }: { $in } in
claim-what-market = { $kind }: { $market }
claim-what-fee = { $what }, fee { $fee }
claim-what-rebate = { $what }, rebate { $fee }

# What it was worth, in a sentence
claim-worth-loss = What left was worth { $gone }, what came in { $came }: a loss of { $result }.
claim-worth-gain = What left was worth { $gone }, what came in { $came }: no loss, so { $result } is counted.
claim-worth-gone = What left was worth { $gone }: a loss of { $result }.
claim-worth-came = What came in was worth { $came }, so { $result } is counted.
claim-worth-nothing = Nothing of value moved.
claim-worth-unpriced = We have no reference price for { $assets } at that moment, so this entry is in no sum. It is listed, never counted as zero.
claim-worth-no-leg = We have a price for { $assets }, but not yet the rate that leads from it to the reporting currency, so this entry is in no sum. It is listed, never counted as zero.
claim-worth-unsettled = Your coordinators still have to settle from when { $assets } can’t be priced by its own market, so this entry is in no sum for now.
claim-worth-manipulated = The chosen day ends while the market of { $assets } is listed as manipulated, so this entry is in no sum on that day.
claim-worth-manipulated-open = The market of { $assets } is listed as manipulated and the list names no end yet, so this entry is in no sum on a later day. Your coordinators can add the end.
claim-worth-too-large = The loss of this entry is larger than any figure we can keep ({ $assets }), so it is in no sum. It is listed, never counted as zero. Tell your coordinators: a price may be wrong.
claim-worth-at-most = What was paid was worth { $most }: the loss is at most that.
claim-worth-fee-left-out = The fee has no price and is left out ({ $assets }).
claim-price = 1 { $asset } = { $figure } { $currency }, price of { $at } ({ $ids }).
claim-price-fixed = 1 { $asset } = { $figure } { $currency }, as set for this incident.
claim-price-manipulated = Taken from before its market was manipulated ({ $from }).
claim-support-documented = from your file
claim-support-claimed = typed in
claim-support-corroborated = from your file and a second source

# Entries
claim-entries-title = What was not yours
claim-entries-lead = First say from when to when somebody else used your account. That takes in trades, fees and futures. Deposits, withdrawals and moves between your wallets are never taken in by a period: tick them one by one.
claim-entries-contested = { $contested ->
    [0] So far you have said of no entry that it was not yours.
    [one] One entry was not yours.
   *[other] { $contested } entries were not yours.
}
claim-entries-to-loss = See your loss
claim-entries-no-file = Only screenshots, or a file we can’t read?
claim-entries-type = Type in what they show
claim-entries-typed = { $count ->
    [one] One more entry was typed in; this list has those of your files.
   *[other] { $count } more entries were typed in; this list has those of your files.
}
claim-entries-typed-see = See what was typed in
claim-entries-remarks = What is worth knowing about your files together:
claim-entries-list = All entries
claim-entries-none = There are no entries yet. They come from your files, or you type them in.
claim-entries-none-match = No entry fits. Show others, or all.
claim-entries-caption = { $entries ->
    [one] One entry
   *[other] { $entries } entries
}
claim-column-tick = Tick
claim-column-when = When
claim-column-what = What
claim-column-account = Account
claim-column-source = From
claim-column-said = You said
claim-column-loss = Loss in { $currency }
claim-tick = { $what }, { $time }
claim-source-line = line { $line }
claim-source-typed = typed in
claim-standing-not-mine = not mine
claim-standing-left-out = mine
claim-standing-dropped = counted once
claim-standing-same-as = The same is told by { $place }.
claim-period-title = A period
claim-period-text = Times are in UTC. If you are unsure, take the period a little longer and leave out below what was yours.
claim-period-window = The incident runs from { $from } until { $to }.
claim-period-from = From
claim-period-from-hint = In UTC
claim-period-to = Until
claim-period-to-hint = In UTC, not included
claim-period-narrow = Only one exchange, account or coin
claim-period-asset = Only this coin
claim-period-asset-hint = As the exchange writes it
claim-period-button = Count the entries of this period
claim-any-exchange = all exchanges
claim-any-account = all accounts
claim-reason-hint = A few words, for instance “I was asleep and my bot was off”.
claim-rules = What you have said so far
claim-rules-rows = { $rows ->
    [one] One row by itself
   *[other] { $rows } rows by themselves
}
claim-rule-period = Not mine from { $from } until { $to }
claim-rule-all = Not mine: everything
claim-rule-only = only { $only }
claim-rule-row = Not mine: { $what }
claim-rule-left-out = Mine although it lies in a period: { $what }
claim-rule-remove = Take this rule back
claim-rows-title = The ticked rows
claim-rows-act = What about them?
claim-rows-not-mine = They were not mine
claim-rows-mine = They were mine
claim-rows-reason-hint = A few words. It is shown beside the rows. Ticks hold for this page of the list: save before you go to another.
claim-rows-button = Save this for the ticked rows

# The count before it is saved
claim-contest-title = Check the count before you save
claim-contest-lead = Nothing is saved yet. You are about to save:
claim-contest-why = Why: { $reason }
claim-contest-rows-not-mine = { $rows ->
    [one] One ticked row was not mine
   *[other] { $rows } ticked rows were not mine
}
claim-contest-rows-mine = { $rows ->
    [one] One ticked row was mine
   *[other] { $rows } ticked rows were mine
}
claim-contest-taken-back = This rule is removed: { $said }
claim-contest-contested = { $count ->
    [one] One entry would be marked as not yours
   *[other] { $count } entries would be marked as not yours
}
claim-contest-released = { $count ->
    [one] One entry would be yours again
   *[other] { $count } entries would be yours again
}
claim-contest-none = No entry of your files would change. Look at the times, the exchange and the coin, or save it all the same: it counts for files you send later.
claim-contest-after = { $count ->
    [0] Afterwards no entry of your files is marked as not yours.
    [one] Afterwards one entry of your files is marked as not yours.
   *[other] Afterwards { $count } entries of your files are marked as not yours.
}
claim-contest-market = Market or coins
claim-contest-kind = Kind
claim-contest-entries = Entries
claim-contest-first = First
claim-contest-last = Last
claim-contest-more = { $count ->
    [one] and one more kind of entries
   *[other] and { $count } more kinds of entries
}
claim-contest-change = Change what I entered
claim-contest-save-none = Save this rule for files sent later
claim-contest-save-contested = { $count ->
    [one] Mark one entry as not mine
   *[other] Mark { $count } entries as not mine
}
claim-contest-save-released = { $count ->
    [one] Mark one entry as mine
   *[other] Mark { $count } entries as mine
}
claim-contest-save-both = Change { $count } entries
claim-contest-counted-anew = Your claim changed since this was counted, and nothing was saved. Look at the new count below, then save
claim-filter-show = Show
claim-filter-all = all
claim-filter-not-mine = not mine
claim-filter-mine = mine
claim-filter-dropped = told twice
claim-filter-kind = Kind
claim-filter-file = one file
claim-filter-asset = Coin
claim-filter-day = Day (UTC)
claim-filter-button = Show
claim-filter-clear = Show all

# Typed in
claim-typed-title = Type in what you know
claim-typed-lead = For those who have only screenshots, mails or a memory of it. Please send the screenshots too, under “Your files”: they are kept with your claim.
claim-typed-support = What is typed in counts as your word. It has its own column in the group’s totals and is never mixed with what a file shows. What you type in here is taken as not yours.
claim-typed-list = Typed in so far
claim-typed-add = Add one
claim-typed-time = When
claim-typed-time-hint = In UTC. Seconds if you know them.
claim-typed-kind = What was it?
claim-typed-out = What left your account
claim-typed-exchange-hint = If it is not in the list, name it below, under where you know it from.
claim-typed-in = What came into your account
claim-typed-fee = The fee, if you know it
claim-typed-note = Where do you know it from?
claim-typed-note-hint = For instance the name of the screenshot you sent.
claim-typed-button = Add it
claim-typed-remove = Remove it

# Loss
claim-loss-title = Your loss
claim-loss-none = Nothing to work out yet: first say what was not yours.
claim-loss-to-entries = Say what was not yours
claim-loss-problem = Your loss could not be worked out. Nothing is lost; your coordinators can see this too.
claim-loss-lines = { $lines ->
    [one] The sum of one line,
   *[other] The sum of { $lines } lines,
}
claim-loss-counts = { $basis }, by method { $method }, with reference prices no. { $version }.
claim-basis-event = at the prices of the moment of each trade
claim-basis-date = at the prices of the end of { $day } (UTC)
claim-loss-gross = Lines with a loss
claim-loss-gain = Lines with a gain
claim-loss-documented = Backed by your files
claim-loss-claimed = Typed in
claim-loss-credits = What came back
claim-credits-unpriced = This came back too, but has no price yet. It is not taken off yet: once it has a price, the loss becomes smaller by it.
claim-loss-net = Loss after what came back
claim-loss-excluded = { $lines ->
    [one] One line was left out by a coordinator; the reason stands beside it.
   *[other] { $lines } lines were left out by a coordinator; the reason stands beside each.
}
claim-loss-promise = This is what was taken, at fair prices. It is no promise that it comes back.
claim-loss-next = Next: what came back
claim-loss-no-price = No price yet
claim-native-title = In coins
claim-native-text = How each coin changed in your account, exactly: less with a minus, more without.
claim-native-caption = Change of each coin
claim-unpriced-title = No price yet
claim-unpriced-text = For these there is no reference price at their moment. They are in no sum, and never counted as zero. Your coordinators see them and can add prices.
claim-unpriced-caption = Coins without a price
claim-unpriced-lines = Lines
claim-unpriced-most = At most, in { $currency }
claim-positions-title = Positions not valued
claim-positions-text = Of these contracts the file has only trades. They don’t say what was held before, so no gain or loss follows from them, and they are in no sum. An export with realised profit and loss would value them.
claim-positions-market = Contract
claim-positions-account = Account
claim-positions-fills = Trades
claim-lines-title = Line by line
claim-lines-caption = { $lines ->
    [one] One line
   *[other] { $lines } lines
}
claim-line-prices = The prices used
claim-line-unpriced = no price yet
claim-line-queried = a question
claim-line-excluded = left out

# What came back
claim-credits-title = What came back
claim-credits-lead = Money or coins that you got back because of this: a refund, a compensation, coins that were returned.
claim-credits-no-sale = What was left in the account and you sold later is none: it has been counted in your favour already.
claim-credits-none = Nothing so far.
claim-credits-add = Add something
claim-credits-when = On which day
claim-credits-when-hint = It is valued at the end of that day (UTC).
claim-credits-evidence = What shows it
claim-credits-evidence-hint = For instance the name of a file you sent, or “mail of the exchange of 24 October”.
claim-credits-note = Anything else
claim-credits-button = Add it
claim-credits-remove = Remove it
claim-credits-worth = worth

# Statement
claim-statement-title = Your statement
claim-statement-lead = If you like, tell in your own words what happened. You need not: your files speak for themselves. Nobody will ask you to tell it again.
claim-statement-who = Your coordinators can read it, and those whom you allow to have your claim.
claim-statement-label = In your own words and language
claim-statement-hint = Leave out passwords, keys and the names of people who do not want to be named.
claim-statement-none = You have written none.
claim-statement-kept = What is kept now
claim-statement-sent = What you sent, not kept yet

# Consents
claim-consents-title = Who may get your claim
claim-consents-lead = Your claim with its files goes to those to whom you say yes. What you leave open counts as no.
claim-consents-back = You can change your mind at any time. What has already been handed over can’t be called back; from then on, nothing more goes there.
claim-consents-now = Now it stands at: { $answer }.
claim-consents-open = not decided
claim-consents-only-claimant = Only the person whose claim it is can decide this.
claim-recipient-group = The other members of the group
claim-recipient-about-group = They see your figures under your reference, without your name.
claim-recipient-law_enforcement = Police and other investigators
claim-recipient-about-law_enforcement = They get your files, your figures, your statement and your name.
claim-recipient-lawyers = The group’s lawyers
claim-recipient-about-lawyers = They get your files, your figures, your statement and your name.
claim-recipient-press = Journalists
claim-recipient-about-press = They see your figures under your reference, without your name.

# Check and hand in
claim-check-title = Check and hand in
claim-check-lead = This is what you are about to hand in. You can change everything until then, and afterwards if you ask for it.
claim-check-missing = Before you can hand in:
claim-check-unread = { $files ->
    [one] One of them could not be read and is kept as it is.
   *[other] { $files } of them could not be read and are kept as they are.
}
claim-check-entries = { $entries ->
    [one] One entry
   *[other] { $entries } entries
}{ $typed ->
    [0] {""}
    [one] , one of them typed in
   *[other] , { $typed } of them typed in
}.
claim-check-more-rows = { $rows ->
    [one] and one more row
   *[other] and { $rows } more rows
}
claim-check-unpriced = { $lines ->
    [one] One entry has no price yet and is in no sum.
   *[other] { $lines } entries have no price yet and are in no sum.
}
claim-check-unvalued = Your loss is being worked out after a change. That takes a few seconds as a rule; then you can sign. If this text stays, press the button: what broke off is done again.
claim-check-unvalued-button = Work it out now
claim-check-anew = Your loss was worked out anew since you opened this page. Look at it below, then sign
claim-check-no-loss = not worked out yet
claim-check-see-lines = Line by line
claim-check-need-contested = Say which entries were not yours
claim-check-need-confirm = Confirm that this claim, which somebody began for you, is yours
claim-check-need-order = Say whether day or month stands first in the dates of { $file }
claim-check-need-zone = Say the time zone of { $file }
claim-check-need-reading = { $file } has not been read yet. Wait a little, send it again, or remove it
claim-declare-title = Your declaration
claim-declare-words = I declare that, to the best of my knowledge, what I hand in here is true and complete.
claim-declare-name-of-file = “{ $name }”
claim-declare-file-exported = { $count ->
    [one] This file is as I received it: { $files }.
   *[other] These files are as I received them: { $files }.
}
claim-declare-file-workbook = { $count ->
    [one] This workbook is as I have it; its numbers went through a spreadsheet, which keeps 15 digits: { $files }.
   *[other] These workbooks are as I have them; their numbers went through a spreadsheet, which keeps 15 digits: { $files }.
}
claim-declare-file-saved_again = { $count ->
    [one] This file is not as the exchange wrote it, for a spreadsheet saved it again; I know of no other change: { $files }.
   *[other] These files are not as the exchange wrote them, for a spreadsheet saved them again; I know of no other change: { $files }.
}
claim-declare-file-mapped = { $count ->
    [one] This file is as I have it; a person, not the exchange, stated what its columns mean: { $files }.
   *[other] These files are as I have them; a person, not the exchange, stated what their columns mean: { $files }.
}
claim-declare-file-document = { $count ->
    [one] This picture or document is as I have it; no entry was read from it: { $files }.
   *[other] These pictures or documents are as I have them; no entry was read from them: { $files }.
}
claim-declare-file-unread = { $count ->
    [one] This file is as I have it; no entry was read from it: { $files }.
   *[other] These files are as I have them; no entry was read from them: { $files }.
}
claim-declare-typed = { $count ->
    [one] One entry was typed in from the source given in its note.
   *[other] { $count } entries were typed in from the sources given in their notes.
}
claim-declare-rest = The entries named were not made by me or with my permission, and I have listed what came back.
claim-declare-legend = Is that so?
claim-declare-tick = Yes, this is true as far as I know
claim-declare-name = Your name
claim-declare-name-hint = As it should stand under the declaration.
claim-declare-after = You get a receipt right away. Then a coordinator looks at your claim.
claim-declare-button = Sign and hand in

# Receipt
claim-receipt-title = Receipt
claim-receipt-lead = Your claim is handed in. Keep this page: print it, or save it as a PDF.
claim-receipt-when = Handed in
claim-receipt-signed = Signed by
claim-receipt-method = How it was valued
claim-receipt-entries = { $contested ->
    [one] One entry was not yours
   *[other] { $contested } entries were not yours
}{ $unpriced ->
    [0] .
    [one] ; one has no price yet.
   *[other] ; { $unpriced } have no price yet.
}
claim-receipt-files = Your files
claim-receipt-files-text = The fingerprint of a file shows for good that it has not been changed. You can compute it yourself, for instance with “sha256sum”.
claim-receipt-no-files = No files were handed in.
claim-receipt-declared = What you declared
claim-receipt-prices = Reference prices no. { $version }.
claim-receipt-print = To print: use your browser’s print command. Only the receipt is printed.
claim-next = What happens next
claim-next-look = A coordinator looks at your claim. There is no deadline that you could miss.
claim-next-ask = If there is a question, you find it under “Messages”. Nobody will telephone or write to you from elsewhere.
claim-next-change = You can ask to have your claim sent back to change it, withdraw it, or change who may get it, at any time.

# Messages
claim-messages-title = Messages
claim-messages-lead = Between you and your coordinators. Those who get your claim don’t get these messages.
claim-messages-none = No messages so far.
claim-messages-label = Your message
claim-messages-hint = Please no passwords or keys.
claim-messages-button = Send this message
claim-messages-you = You
claim-messages-unread = not read yet
claim-messages-mark-read = Mark these messages as read
claim-messages-asks-back = Asked to have the claim sent back, to change it

# Asking to have it sent back
claim-ask-back-title = Ask to have your claim sent back so that you can change it
claim-ask-back-link = Ask to have it sent back
claim-ask-back-waits = You asked to have it sent back: see your request
claim-ask-back-text = Your coordinators get your request. One of them sends the claim back to you, or writes to you why not.
claim-ask-back-counts = Until then it stays as it is and keeps counting.
claim-ask-back-words = What do you want to change?
claim-ask-back-words-hint = A few words, for instance “one more file” or “the period was too long”. No passwords or keys.
claim-ask-back-button = Ask to have this claim sent back
claim-ask-back-asked = Your request waits for an answer since
claim-ask-back-see = See your messages
claim-ask-back-not-now = You can’t ask for this now: the claim is already with you, or it is withdrawn

# Withdrawing it
claim-erase-title = Erase this claim
claim-erase-all = Everything in it is erased from this server: files, entries, what you wrote and decided.
claim-erase-log = The log keeps that a claim with this reference was there and was erased, and the fingerprints (SHA-256) of its files, nothing else.
claim-erase-again = You can begin a new claim afterwards.
claim-erase-sure = Yes, erase this claim for good
claim-erase-button = Erase this claim
claim-withdraw-title = Withdraw this claim
claim-withdraw-counts = Your claim no longer counts in any total from then on.
claim-withdraw-share = It goes to nobody any more, whatever you allowed before.
claim-withdraw-released = What has already been handed to investigators can’t be called back.
claim-withdraw-end = This is final: a claim that was withdrawn can’t be handed in or changed again. If you only want to change something, ask to have it sent back instead.
claim-withdraw-export-first = Take out everything as one file first
claim-withdraw-legend = Are you sure?
claim-withdraw-sure = Yes, withdraw this claim for good
claim-withdraw-button = Withdraw this claim

# Filed by somebody else
claim-confirm-title = Is this claim yours?
claim-confirm-who = { $name } began this claim for you.
claim-confirm-look = Please look at what is in it. You can change everything afterwards.
claim-confirm-legend = Is it yours, and are the facts right?
claim-confirm-yes = Yes, it is mine
claim-confirm-yes-hint = You then go on with it yourself, and hand it in.
claim-confirm-no = No, I don’t want it
claim-confirm-no-hint = It is withdrawn. It counts nowhere and goes to nobody.
claim-confirm-button = Save my answer

# Everything as one file
claim-export-about = Your claim { $reference } ({ $incident }).
    claim.json: what you said, decided and signed, and the messages.
    statement.txt: your statement.
    entries.csv: every entry, with the file and line it comes from.
    losses.csv: what each entry that was not yours was worth, with its prices.
    originals: your files, byte for byte as you sent them.

# What is wrong in a form
claim-error-long = Too long: at most { $max } characters fit here
claim-error-time = Write the time like 2022-10-18 21:00
claim-error-from = Say from when
claim-error-to = Say until when
claim-error-when = Say when it was
claim-error-backwards = “Until” must be later than “From”
claim-error-reason = Say why in a few words
claim-error-no-rows = Tick at least one row
claim-error-act = Say whether they were yours
claim-error-amount = “{ $what }”: write a quantity above zero in digits, like { $example } or 1250.5
claim-error-asset-of = “{ $what }”: write the short name of the coin or currency, like BTC or USD
claim-error-asset = Say which coin or currency
claim-error-exchange = Say at which exchange
claim-error-kind = Say what it was
claim-error-out = Say what left the account
claim-error-in = Say what came into the account
claim-error-typed-note = Say where you know it from
claim-error-evidence = Say what shows it
claim-error-message = Write something first
claim-error-true = Tick the box if it is true
claim-error-name = Write your name
claim-error-answer = Choose one of the two answers
claim-error-sure = Tick the box if you are sure
claim-error-no-files = Choose at least one file
claim-error-file-large = { $name } is larger than { $size }. Nothing of it was kept. Ask the exchange for shorter periods, or send it in parts
claim-error-files-many = At most { $files } files at once: send those after the first { $files } again
claim-error-claim-full = With { $name } your claim would hold more than { $size }. It was not kept; write to your coordinators
claim-error-file-empty = { $name } is empty, so it was not kept. Perhaps the download broke off: download it again
claim-error-file-broken = The sending of { $name } broke off. Nothing of it was kept: send it again
claim-error-files-others = { $files ->
    [one] The other file has arrived and stands below
   *[other] The other { $files } files have arrived and stand below
}
claim-error-choice = Choose one of the answers below: the file was read again since you opened this page
claim-error-zone = “{ $zone }” is no time zone we know. Write UTC, UTC+8 or a name like Europe/Paris
claim-error-old = You, or somebody helping you, changed this claim in another window. Nothing was overwritten: look at it again, then send once more
claim-error-rows = Tick at most { $max } rows at a time, or contest them by a period.
claim-error-consents-old = You decided in another window after this page was opened. Nothing was changed: see below what stands now, then save once more
claim-error-gone = These rows are no longer in your claim. Look at the list again

# What was just done
done-claim-started = Your claim is begun. Its reference stands below.
done-claim-files = Your files have arrived.
done-claim-files-known = These files were in your claim already. Nothing was added.
done-claim-working = Saved. Working out your figures takes longer than usual and goes on by itself. You can close this page, or load it again in a moment.
done-claim-about = Saved. The files were read again where needed.
done-claim-file-removed = The file is no longer part of your claim.
done-claim-contested = Saved. Your loss has been worked out again.
done-claim-worked-out = Your loss has been worked out.
done-claim-typed = Added.
done-claim-typed-removed = Removed.
done-claim-credit = Saved. Your loss has been worked out again.
done-claim-statement = Your statement is saved.
done-claim-consents = Your decisions are saved.
done-claim-submitted = Your claim is handed in. Thank you.
done-claim-message = Your message is sent.
done-claim-messages-read = The messages are marked as read.
done-claim-asked-back = Your request is sent. You find the answer under messages.
done-claim-erased = Your claim is erased.
done-claim-withdrawn = Your claim is withdrawn.
done-claim-confirmed = Thank you. The claim is yours now; go on with it as you like.
