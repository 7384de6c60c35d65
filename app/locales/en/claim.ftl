# The claimant's own pages.

# General
claim-back = Your claim
claim-progress-waiting = Your files are being read and your loss is being worked out. This goes on by itself: load this page again in a moment. Until then, this page may show older figures.
claim-export-working = Your archive can be made once your files are read and your loss is worked out. This goes on by itself: try again in a moment.
claim-progress-failed = Your figures could not be worked out, because something failed several times on our side. Your files and answers are safe. Press the button to try again. If it fails again, write to your coordinators.
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
claim-reason = Reason
claim-size-bytes = { $size } bytes
claim-size-kb = { $size } KB
claim-size-mb = { $size } MB
claim-size-gb = { $size } GB
claim-closed = You have handed in this claim, so you can’t change anything here for now.
claim-closed-withdrawn = You have withdrawn this claim. It is in no total and goes to nobody.

claim-state-draft = in preparation
claim-state-submitted = handed in
claim-state-in_review = in review
claim-state-returned = sent back to you
claim-state-accepted = accepted
claim-state-declined = declined
claim-state-withdrawn = withdrawn

# Before the claim
claim-start-title = Your claim: { $incident }
claim-start-lead = Here you can hand in what your exchange gave you, say which trades were not yours, and see what they cost you, line by line. You decide who may see it.
claim-start-need = What you need
claim-start-need-files = The exports of your trades from each exchange, as you downloaded them: CSV files, a ZIP or tar.gz of them, or Excel workbooks, up to { $size } each. Please don’t open them and save them again first.
claim-start-need-times = Roughly from when to when the trades were not yours.
claim-start-need-nothing-else = Nothing else. We never need a password, an API key or access to your accounts.
claim-start-screenshots = If you have only screenshots or emails, you can still hand in a claim: send them as they are and type in what they show.
claim-start-time = How long it takes
claim-start-time-text = About twenty minutes if you have the files. You can stop at any point. What you did is saved, and you can continue on another day. There is no hurry.
claim-start-data = What happens to your data
claim-start-data-kept = Your files are kept exactly as they are. Each has a fingerprint (SHA-256), which shows that nobody changed the file.
claim-start-data-seen = Your coordinators can see your claim. Each time somebody opens it, the log records it.
claim-start-data-share = It goes to nobody else unless you say yes, for each recipient separately. You can take a yes back until it is used.
claim-start-data-out = You can download everything as one file, and withdraw your claim, at any time.
claim-start-promise = Nobody can promise that money comes back. Here you get an exact figure that can be checked. It counts together with everybody else’s figure.
claim-start-button = Start your claim

# Task list
claim-tasks-title = Your claim
claim-tasks-draft = Do these steps in any order. Everything is saved as you go. You can stop and come back.
claim-tasks-submitted = Your claim is handed in. Next, a coordinator will review it. You have nothing to do. If there is a question, you will find it under “Messages”.
claim-tasks-in-review = A coordinator is reviewing your claim. If there is a question, you will find it under “Messages”.
claim-tasks-returned = A coordinator has sent your claim back with a question. Change what you want and hand it in again when you are ready. Your claim still counts in the meantime.
claim-tasks-accepted = Your claim has been accepted. It counts in the group’s totals.
claim-tasks-declined = Your claim has been declined, so it does not count. You can write to your coordinators about it.
claim-tasks-answer = Write an answer
claim-tasks-withdrawn = You have withdrawn this claim. It is in no total and goes to nobody.
claim-tasks-for = You are preparing this claim for { $name }. They must confirm it before it is handed in.
claim-tasks-confirm = A coordinator started this claim for you. Please check it and say whether it is yours.
claim-tasks-confirm-link = Check this claim and confirm it
claim-tasks-further = Other things you can do
claim-tasks-messages = { $messages ->
    [0] Messages with your coordinators
    [one] Messages with your coordinators (one so far)
   *[other] Messages with your coordinators ({ $messages } so far)
}
claim-tasks-unread = { $count ->
    [one] one unread message
   *[other] { $count } unread messages
}
claim-tasks-export = Download everything as one file
claim-tasks-erase = Erase this claim
claim-tasks-withdraw = Withdraw this claim

claim-task-to-do = to do
claim-task-begun = started
claim-task-done = done
claim-task-optional = optional
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
claim-task-entries-hint = Mark a period, or single rows.
claim-task-entries-have = { $contested } of { $entries } entries were not yours.
claim-task-loss = Your loss
claim-task-loss-hint = Worked out as soon as you have said what was not yours.
claim-task-loss-have = { $loss }{ $unpriced ->
    [0] .
    [one] ; one entry has no price yet.
   *[other] ; { $unpriced } entries have no price yet.
}
claim-task-credits = What came back
claim-task-credits-hint = Refunds, returned coins, compensation. Skip this step if nothing came back.
claim-task-statement = Your statement
claim-task-statement-hint = In your own words and language. You don’t have to write anything.
claim-task-consents = Who may receive your claim
claim-task-consents-hint = The group, the police, lawyers, the press: you decide on each separately.
claim-task-sign = Check and hand in
claim-task-sign-hint = See everything on one page, then sign.
claim-task-receipt = Your receipt
claim-task-receipt-hint = Your reference, the fingerprint of each file, what you declared.

# Files
claim-files-title = Your files
claim-files-lead = Send the exports as you downloaded them. Each file is kept exactly as it is, whether we can read it or not. So you can send screenshots and emails too.
claim-files-choose = Choose files
claim-files-hint = You can choose several at once: up to { $files } files, up to { $size } each. We can read CSV files, alone or in a ZIP or tar.gz, and Excel workbooks. Anything else is kept.
claim-files-send = Send the files
claim-files-none = There are no files yet.
claim-files-list = { $files ->
    [one] One file
   *[other] { $files } files
}
claim-files-about = If you have several accounts at one exchange, give each a name. Rows of two accounts are then never taken for the same row. Leave the name empty if you have only one account.
claim-files-about-save = Save these answers
claim-files-next = Next: say what was not yours
claim-file-running = being read
claim-file-failed = reading failed
claim-file-failed-text = Something went wrong on our side while we read this file. The file itself is safe. Send it again, and we will read it again.
claim-file-too-long = too many rows
claim-file-too-long-text = Together with your other files, this file has more rows than a claim may hold here, so none of its rows counts. The file itself is kept. Send only the period around the loss. Or ask your coordinators: whoever runs this site can raise the limit ({ $limit }).
claim-file-unread = kept, not read
claim-file-partly = partly read
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
claim-file-zone-hint = The file does not say it. For instance UTC, UTC+8 or Europe/Paris.
claim-file-order = Day or month first?
claim-file-order-hint = The dates of this file could be read either way, and none proves which is right. Compare them with what you remember, or with the same file at the exchange.
claim-file-order-day_first = The day comes first
claim-file-order-month_first = The month comes first
claim-file-order-read = “{ $raw }” is then { $read }.
claim-file-order-said = Dates
claim-file-format = Which of these is it?
claim-file-format-hint = Several files of exchanges look exactly like this one, and nothing in it says which it is.
claim-file-format-first = The first row is then: { $what }, { $time }.
claim-file-format-said = Kind of file
claim-file-question = We need an answer about this file before we can read all of it.
claim-file-question-answer = Answer this question
claim-file-remove = Remove this file
claim-file-name = Name
claim-file-bytes = Bytes
claim-file-hash = Fingerprint (SHA-256)
claim-file-size = Size
claim-file-received = Received
claim-file-reader = Version of our reader
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
claim-file-remarks = Warnings about this file
claim-file-no-remarks = No warnings: nothing in this file was unusual.
claim-file-remarks-caption = { $remarks ->
    [one] One warning
   *[other] { $remarks } warnings
}
claim-file-line = Line
claim-file-whole = the whole file
claim-file-code = Code
claim-file-message = Warning
claim-remove-title = Remove this file from your claim?
claim-remove-text = { $name } and everything read from it will no longer be part of your claim.
claim-remove-contested = { $count ->
    [one] One entry of it that is marked as not yours would no longer count.
   *[other] { $count } entries of it that are marked as not yours would no longer count.
}
claim-remove-what = What you said about single rows of this file is deleted too. The log still records that the file was here. You can send it again.
claim-remove-button = Remove this file

# Cells that look like keys
claim-secrets-title = This looks like an API key or a password
claim-secrets-text = We never need one, and we show none of it. But whoever has your key can use your account, and this file is kept here exactly as it is.
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
claim-secrets-remove = Remove this file

# What 3Commas' own deal history says of a contested trade
claim-deal-explained = 3Commas has deal { $deal } for this trade: was it your own bot?
claim-deal-none = No 3Commas deal explains it
claim-deal-outside = No 3Commas deal explains it, but the deals you sent are from another time

# What the browser finds before anything is sent
claim-look-heading = What is in these files
claim-look-nothing-sent = We looked at them here in your browser. Nothing has been sent yet.
claim-look-looking = Looking at { $what } …
claim-look-unknown = We can’t read this file yet. Send it anyway: it is kept as it is.
claim-look-unopened = We could not read all of it here. We will look at it again once it is sent.
claim-look-empty = This file is empty. The download may have stopped too early.
claim-look-too-large = This file is larger than { $size }, the most that we accept. Ask the exchange for shorter periods.
claim-look-too-many = We accept { $files } files at once. Send the others afterwards.
claim-look-rows-one = one row
claim-look-rows-many = { $what } rows
claim-look-refused-one = One row we can’t read
claim-look-refused-many = { $what } rows we can’t read
claim-look-line = line { $what }
claim-look-lines = lines { $what }
claim-look-more-lines = {" "}and more
claim-look-zone = Nothing in this file says which time zone its times are in. We will ask you once it is sent.
claim-look-order = Its dates could be day-first or month-first. We will ask you once it is sent.
claim-look-format = This could be several kinds of file. We will ask you once it is sent.
claim-look-secret-one = One cell looks like an API key or a password
claim-look-secret-many = { $what } cells look like API keys or passwords
claim-look-secret-place = line { $line }, column { $column }
claim-look-secret-do = Delete the key at the exchange, and remove these cells from the file before you send it.
claim-look-secret-leave = Leave out these files
claim-look-secret-warning = Some of these files hold what looks like API keys or passwords. We never need one.
claim-look-secret-anyway = Send these files anyway
claim-look-secret-held = Nothing was sent. Leave out these files, or tick the box to send them anyway.
claim-look-span = From { $from } to { $to }.
claim-look-done = Looked at: { $what }. Nothing has been sent yet.
claim-look-sending = Sending: { $what } %
claim-look-failed = The connection failed. Nothing is lost: send the files again.

# What happened, in a sentence
claim-kind-trade = Trade
claim-kind-derivative = Futures trade
claim-kind-deposit = Deposit
claim-kind-withdrawal = Withdrawal
claim-kind-transfer = Transfer between own wallets
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
claim-worth-gain = What left was worth { $gone }, what came in { $came }: a gain of { $result }, taken off your loss.
claim-worth-gone = What left was worth { $gone }: a loss of { $result }.
claim-worth-came = What came in was worth { $came }: a gain of { $result }, taken off your loss.
claim-worth-nothing = Nothing moved that has a value.
claim-worth-unpriced = We have no reference price for { $assets } at that moment, so this entry is in no sum. It is listed, never counted as zero.
claim-worth-no-leg = We have a price for { $assets }, but not yet the rate that converts it to the reporting currency, so this entry is in no sum. It is listed, never counted as zero.
claim-worth-unsettled = Your coordinators still have to decide from when { $assets } can’t be priced by its own market, so this entry is in no sum for now.
claim-worth-manipulated = The chosen day ends while the market of { $assets } is listed as manipulated, so this entry is in no sum on that day.
claim-worth-manipulated-open = The market of { $assets } is listed as manipulated, and the list names no end yet. So this entry is in no sum on a later day. Your coordinators can add the end.
claim-worth-too-large = The loss of this entry is larger than any figure that we can keep ({ $assets }), so it is in no sum. It is listed, never counted as zero. Tell your coordinators: a price may be wrong.
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
claim-entries-lead = First say from when to when somebody else used your account. A period covers trades, fees and futures. It never covers deposits, withdrawals and transfers between your wallets: tick those one by one.
claim-entries-contested = { $contested ->
    [0] You have not marked any entry yet.
    [one] One entry was not yours.
   *[other] { $contested } entries were not yours.
}
claim-entries-to-loss = See your loss
claim-entries-no-file = Only screenshots, or a file we can’t read?
claim-entries-type = Type in what they show
claim-entries-typed = { $count ->
    [one] One more entry was typed in. This list shows only the entries of your files.
   *[other] { $count } more entries were typed in. This list shows only the entries of your files.
}
claim-entries-typed-see = See what was typed in
claim-entries-remarks = Warnings about your files together:
claim-entries-list = All entries
claim-entries-none = There are no entries yet. They come from your files, or you type them in.
claim-entries-none-match = No entry matches. Change the filter, or show all entries.
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
claim-standing-dropped = duplicate, counted once
claim-standing-same-as = The same entry is in { $place }.
claim-period-title = A period
claim-period-text = Times are in UTC. If you are unsure, choose a slightly longer period. Then mark below what was yours.
claim-period-window = The incident lasts from { $from } until { $to }.
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
claim-rules = Periods and rows you have marked
claim-rules-rows = { $rows ->
    [one] One single row
   *[other] { $rows } single rows
}
claim-rule-period = Not mine from { $from } until { $to }
claim-rule-all = Not mine: everything
claim-rule-only = only { $only }
claim-rule-row = Not mine: { $what }
claim-rule-left-out = Mine, although it is in a period: { $what }
claim-rule-remove = Remove this rule
claim-rows-title = The ticked rows
claim-rows-act = Whose were they?
claim-rows-not-mine = They were not mine
claim-rows-mine = They were mine
claim-rows-reason-hint = A few words, shown beside the rows. Ticks count only for this page of the list: save before you go to another page.
claim-rows-button = Save this for the ticked rows

# When nothing was held in any contract
claim-flat-title = Trades in contracts
claim-flat-text = Some of your trades are in perpetuals or futures. What they made has a value only where it is known what was held before. If you know a moment at which you held nothing in any contract, give it here. Do not guess: your loss depends on it, and it is part of what you sign.
claim-flat-time = At this moment nothing was held in any contract
claim-flat-time-hint = In UTC
claim-flat-reason = How you know it
claim-flat-reason-hint = A few words, for instance “all contracts had expired the day before”.
claim-flat-button = Save this moment
claim-flat-stated = Nothing was held in any contract at { $time }
claim-flat-remove = Remove this moment
claim-flat-positions = { $count ->
    [one] One position has no value yet.
   *[other] { $count } positions have no value yet.
}
claim-flat-positions-see = See positions without a value

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
claim-contest-none = No entry of your files would change. Check the times, the exchange and the coin. Or save it anyway: it counts for files that you send later.
claim-contest-after = { $count ->
    [0] Afterwards no entry of your files is marked as not yours.
    [one] Afterwards one entry of your files is marked as not yours.
   *[other] Afterwards { $count } entries of your files are marked as not yours.
}
claim-contest-market = Market or coins
claim-contest-kind = Kind
claim-contest-entries = Entries
claim-contest-first = First entry
claim-contest-last = Last entry
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
claim-contest-counted-anew = Your claim changed after this count, and nothing was saved. Check the new count below, then save
claim-filter-show = Show
claim-filter-all = all
claim-filter-not-mine = not mine
claim-filter-mine = mine
claim-filter-dropped = duplicates
claim-filter-kind = Kind
claim-filter-file = one file
claim-filter-asset = Coin
claim-filter-day = Day (UTC)
claim-filter-button = Show these entries
claim-filter-clear = Show all entries

# Typed in
claim-typed-title = Type in what you know
claim-typed-lead = For everybody who has only screenshots, emails or memories. Please send the screenshots too, under “Your files”: they are kept with your claim.
claim-typed-support = What you type in counts as your word. It has its own column in the group’s totals and is never mixed with what a file shows. Whatever you type in here counts as not yours.
claim-typed-list = Typed in so far
claim-typed-add = Add an entry
claim-typed-time = When
claim-typed-time-hint = In UTC. Seconds if you know them.
claim-typed-kind = What was it?
claim-typed-out = What left your account
claim-typed-exchange-hint = If it is not in the list, name it below, under “Where do you know it from?”.
claim-typed-in = What came into your account
claim-typed-fee = The fee, if you know it
claim-typed-note = Where do you know it from?
claim-typed-note-hint = For instance the name of the screenshot you sent.
claim-typed-button = Add this entry
claim-typed-remove = Remove this entry

# Loss
claim-loss-title = Your loss
claim-loss-none = There is nothing to work out yet: first say what was not yours.
claim-loss-to-entries = Say what was not yours
claim-loss-problem = Your loss could not be worked out. Nothing is lost. Your coordinators can see this too.
claim-loss-lines = { $lines ->
    [0] No lines yet.
    [one] The sum of one line.
   *[other] The sum of { $lines } lines.
}
claim-loss-counts = Counted { $basis }, by method { $method }, with reference prices no. { $version }.
claim-basis-event = at the price at the moment of each trade
claim-basis-date = at the price at the end of { $day } (UTC)
claim-loss-gross = Lines with a loss
claim-loss-gain = Lines with a gain
claim-loss-documented = Backed by your files
claim-loss-claimed = Typed in
claim-loss-credits = What came back
claim-credits-unpriced = This came back too, but has no price yet. It is not taken off yet. Once it has a price, it is taken off your loss.
claim-loss-net = Loss minus what came back
claim-loss-excluded = { $lines ->
    [one] A coordinator left out one line; the reason is beside it.
   *[other] A coordinator left out { $lines } lines; the reason is beside each line.
}
claim-loss-promise = This is what was taken, at fair prices. It is not a promise that it comes back.
claim-loss-next = Next: what came back
claim-loss-no-price = No price yet
claim-native-title = In coins
claim-native-text = The exact change of each coin in your account. A minus sign means that you have less of it.
claim-native-caption = Change of each coin
claim-unpriced-title = No price yet
claim-unpriced-text = There is no reference price for these coins at their time. They are in no sum, and never counted as zero. Your coordinators see them and can add prices.
claim-unpriced-caption = Coins without a price
claim-unpriced-lines = Lines
claim-unpriced-most = At most, in { $currency }
claim-positions-title = Positions not valued
claim-positions-text = For these contracts, the file has only trades. They don’t say what was held before, so no gain or loss follows from them. They are in no sum. An export with realised profit and loss would value them.
claim-positions-market = Contract
claim-positions-account = Account
claim-positions-fills = Trades
claim-positions-say = Say when nothing was held in any contract
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
claim-credits-lead = Money or coins that came back to you because of this: a refund, a compensation, returned coins.
claim-credits-no-sale = Don’t add what was left in the account and you sold later: it has been counted in your favour already.
claim-credits-none = Nothing so far.
claim-credits-add = Add what came back
claim-credits-when = On which day
claim-credits-when-hint = It is valued at the end of that day (UTC).
claim-credits-evidence = What shows it
claim-credits-evidence-hint = For instance the name of a file that you sent, or “email from the exchange of 24 October”.
claim-credits-note = Comment
claim-credits-button = Add this
claim-credits-remove = Remove this
claim-credits-worth = worth

# Statement
claim-statement-title = Your statement
claim-statement-lead = If you like, tell in your own words what happened. You don’t have to: your files speak for themselves. Nobody will ask you to tell it again.
claim-statement-who = Your coordinators can read it, and so can those whom you allow to have your claim.
claim-statement-label = In your own words and language
claim-statement-hint = Leave out passwords, keys and the names of people who do not want to be named.
claim-statement-none = You have not written a statement.
claim-statement-kept = The saved version
claim-statement-sent = The version that you sent, not saved yet

# Consents
claim-consents-title = Who may receive your claim
claim-consents-lead = Your claim with its files goes to those to whom you say yes. What you leave undecided counts as no.
claim-consents-back = You can change your mind at any time. What has already been handed over can’t be called back. From then on, nothing more goes there.
claim-consents-now = Your answer now: { $answer }.
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
claim-check-unvalued = Your loss is being worked out after a change. This usually takes a few seconds, then you can sign. If this text stays, press the button to work it out again.
claim-check-unvalued-button = Work it out now
claim-check-anew = Your loss was worked out again after you opened this page. Check it below, then sign
claim-check-no-loss = not worked out yet
claim-check-see-lines = Line by line
claim-check-need-contested = Say which entries were not yours
claim-check-need-confirm = Confirm that this claim, which somebody started for you, is yours
claim-check-need-order = Say whether day or month comes first in the dates of { $file }
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
claim-declare-legend = Is this true?
claim-declare-tick = Yes, this is true as far as I know
claim-declare-name = Your name
claim-declare-name-hint = As it should appear under the declaration.
claim-declare-after = You get a receipt right away. Then a coordinator reviews your claim.
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
claim-receipt-files-text = The fingerprint of a file shows for good whether the file was changed. You can compute it yourself, for instance with “sha256sum”.
claim-receipt-no-files = No files were handed in.
claim-receipt-declared = What you declared
claim-receipt-prices = Reference prices no. { $version }.
claim-receipt-print = To print: use your browser’s print command. Only the receipt is printed.
claim-next = What happens next
claim-next-look = A coordinator reviews your claim. There is no deadline that you could miss.
claim-next-ask = If there is a question, you will find it under “Messages”. Nobody will telephone you, and nobody will write to you from any other address.
claim-next-change = At any time, you can ask to have your claim sent back to change it, withdraw it, or change who may receive it.

# Messages
claim-messages-title = Messages
claim-messages-lead = Between you and your coordinators. Those who receive your claim do not receive these messages.
claim-messages-none = No messages yet.
claim-messages-label = Your message
claim-messages-hint = Please don’t write passwords or keys.
claim-messages-button = Send this message
claim-messages-you = You
claim-messages-unread = not read yet
claim-messages-mark-read = Mark these messages as read
claim-messages-asks-back = Asked to have the claim sent back, to change it

# Asking to have it sent back
claim-ask-back-title = Ask to have your claim sent back so that you can change it
claim-ask-back-link = Ask to have your claim sent back
claim-ask-back-waits = You asked to have your claim sent back: see your request
claim-ask-back-text = Your coordinators get your request. One of them sends the claim back to you, or writes to you why not.
claim-ask-back-counts = Until then your claim stays as it is and still counts.
claim-ask-back-words = What do you want to change?
claim-ask-back-words-hint = A few words, for instance “one more file” or “the period was too long”. Don’t write passwords or keys.
claim-ask-back-button = Ask to have this claim sent back
claim-ask-back-asked = Your request waits for an answer since
claim-ask-back-see = See your messages
claim-ask-back-not-now = You can’t ask for this now: the claim is already with you, or it is withdrawn

# Withdrawing it
claim-erase-title = Erase this claim
claim-erase-all = Everything in it is erased from this server: files, entries, what you wrote and decided.
claim-erase-log = The log keeps that a claim with this reference existed and was erased, and the fingerprints (SHA-256) of its files. It keeps nothing else.
claim-erase-again = You can start a new claim afterwards.
claim-erase-sure = Yes, erase this claim for good
claim-erase-button = Erase this claim
claim-withdraw-title = Withdraw this claim
claim-withdraw-counts = From then on, your claim no longer counts in any total.
claim-withdraw-share = It goes to nobody any more, whatever you allowed before.
claim-withdraw-released = What has already been handed over to investigators can’t be called back.
claim-withdraw-end = This is final: a claim that was withdrawn can’t be handed in or changed again. If you only want to change something, ask to have it sent back instead.
claim-withdraw-export-first = Download everything as one file first
claim-withdraw-legend = Are you sure?
claim-withdraw-sure = Yes, withdraw this claim for good
claim-withdraw-button = Withdraw this claim

# Filed by somebody else
claim-confirm-title = Is this claim yours?
claim-confirm-who = { $name } started this claim for you.
claim-confirm-look = Please check what is in it. You can change everything afterwards.
claim-confirm-legend = Is it yours, and are the facts right?
claim-confirm-yes = Yes, it is mine
claim-confirm-yes-hint = You then continue it yourself and hand it in.
claim-confirm-no = No, I don’t want it
claim-confirm-no-hint = It is withdrawn. It counts nowhere and goes to nobody.
claim-confirm-button = Save my answer

# Everything as one file
claim-export-about = Your claim { $reference } ({ $incident }).
    claim.json: what you said, decided and signed, and your messages.
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
claim-error-conflict-row = Choose the row that counts
claim-error-conflict-changed = Your files changed and these rows with them. Look at them again, then decide
claim-error-reason = Say why in a few words
claim-error-no-rows = Tick at least one row
claim-error-act = Say whether they were yours
claim-error-flat = Say at which moment
claim-error-flat-reason = Say in a few words how you know it
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
claim-error-file-large = { $name } is larger than { $size }. None of it was kept. Ask the exchange for shorter periods, or send it in parts
claim-error-files-many = At most { $files } files at once: send the files after the first { $files } again
claim-error-claim-full = With { $name } your claim would hold more than { $size }. It was not kept; write to your coordinators
claim-error-file-empty = { $name } is empty, so it was not kept. The download may have stopped too early: download it again
claim-error-file-broken = Sending { $name } stopped too early. None of it was kept: send it again
claim-error-files-others = { $files ->
    [one] The other file has arrived and is shown below
   *[other] The other { $files } files have arrived and are shown below
}
claim-error-choice = Choose one of the answers below: the file was read again after you opened this page
claim-error-zone = “{ $zone }” is not a time zone that we know. Write UTC, UTC+8 or a name like Europe/Paris
claim-error-old = You, or somebody helping you, changed this claim in another window. Nothing was overwritten: check it again, then send once more
claim-error-rows = Tick at most { $max } rows at a time, or contest them by a period.
claim-error-consents-old = You decided in another window after this page was opened. Nothing was changed: check your present answers below, then save again
claim-error-gone = These rows are no longer in your claim. Check the list again

# What was just done
done-claim-started = Your claim has been created. Its reference is below.
done-claim-files = Your files have arrived.
done-claim-files-known = These files were in your claim already. Nothing was added.
done-claim-working = Saved. Working out your figures takes longer than usual. It goes on by itself: you can close this page, or load it again in a moment.
done-claim-about = Saved. The files were read again where needed.
done-claim-file-removed = The file is no longer part of your claim.
done-claim-conflict-decided = Saved. Your loss has been worked out again.
done-claim-conflict-reopened = Taken back. Your loss has been worked out again.
done-claim-contested = Saved. Your loss has been worked out again.
done-claim-worked-out = Your loss has been worked out.
done-claim-typed = The entry was added.
done-claim-typed-removed = The entry was removed.
done-claim-credit = Saved. Your loss has been worked out again.
done-claim-statement = Your statement is saved.
done-claim-consents = Your decisions are saved.
done-claim-submitted = Your claim is handed in. Thank you.
done-claim-message = Your message is sent.
done-claim-messages-read = The messages are marked as read.
done-claim-asked-back = Your request is sent. You will find the answer under “Messages”.
done-claim-erased = Your claim is erased.
done-claim-withdrawn = Your claim is withdrawn.
done-claim-confirmed = Thank you. The claim is yours now. You can continue it as you like.
