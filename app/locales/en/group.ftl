# What coordinators read.

# Words of tables
group-account = Account
group-added = Added
group-amount = Amount
group-asset = Asset
group-asset-in = Role of the asset in the line
group-asset-in-lacking = without a price
group-asset-in-moved = its units change
group-asset-in-part = with a part of the loss
group-at-most = at most
group-bytes = { $bytes } bytes
group-came-in = Came in
group-change = Change in the account
group-change-it = Change
group-changed = Last change
group-claim = Claim
group-claimant = Claimant
group-claims-count = Claims that count
group-contested = Contested
group-counted = Lines to count
group-counted-accepted = accepted claims only
group-counted-all = all lines, also those left out and drafts
group-counted-counted = what totals count
group-credits = What came back
group-credits-none = Nothing came back to claims that count.
group-credits-sum = Sum of what has a price
group-day = Day (UTC)
group-entries = Entries
group-evidence = Shown by
group-exchange = Exchange
group-fee = Fee
group-file = File
group-files = Files
group-from = From
group-frozen = Frozen
group-ids = Order and trade
group-kind = Kind
group-line-of = line { $line }
group-lines-priced = Lines with a price
group-loss = Loss
group-loss-accepted = Loss, accepted claims
group-loss-claimed = Loss, only typed in
group-loss-documented = Loss, documented
group-market = Kind and market
group-market-ids = Kind, market, order and trade
group-net = Documented loss minus what came back
group-no-price = no price yet
group-number = No.
group-open-end = open
group-pairs = Prices of
group-part = Part of the loss
group-price = Price
group-priced = with a price
group-read = What we read
group-reason = Reason
group-received = Received
group-deal = 3Commas
group-file-open = A question waits for the claimant
group-file-said = Answered: { $said }
group-file-secrets = { $cells ->
    [one] One cell looks like an API key or a password
   *[other] { $cells } cells look like API keys or passwords
}
group-file-secrets-text = Tell the claimant to delete the key at the exchange. The original shows the key in plain text: think twice before you download it.
group-file-secrets-where = Where it is
group-refused = Rows not read
group-releases = Releases
group-remove = Remove this file
group-review = Review
group-rows = Rows
group-see = See the entries
group-snapshot = Report
group-source = File and line
group-state = State
group-support = Backed by
group-time = Time (UTC)
group-time-in-file = in the file: { $time }
group-to = Until
group-typed-in = typed in, no file
group-units = Units
group-unpriced = Without a price
group-value = Value
group-went-out = Went out
group-your-own = yours
group-ground = Counted { $basis }, in { $currency }, by method { $method }, with version { $version } of the reference prices.
group-basis = Value of what was taken
group-basis-change = Count at another date
group-basis-date = at the prices at the end of { $date } (UTC)
group-basis-date-choice = At the end of one day
group-basis-date-hint = Each quantity at its price at the end of that day, for instance the date of a petition or a sentencing.
group-basis-day = Which day
group-basis-event = at the moment of each trade
group-basis-event-choice = At the moment it was taken
group-basis-event-hint = Each quantity at its price at the moment of the trade.
group-basis-other = Everything here is counted { $basis }, unlike the incident’s own totals.
group-basis-own = Show these figures as the incident counts them
group-basis-never = These totals have not been worked out yet. To work them out, every claim is valued again, which takes a while. The totals are then kept until you remove them.
group-basis-make = Work out these totals
group-basis-making = These totals are being worked out
group-basis-failed = These totals could not be worked out
group-basis-again = Work out these totals again
group-basis-outdated = { $count ->
    [one] These totals are outdated: one claim or its prices changed since they were worked out: { $claims }. The figures here are from before.
   *[other] These totals are outdated: { $count } claims or their prices changed since they were worked out: { $claims }. The figures here are from before.
}
group-basis-outdated-here = Claims or prices changed since these figures were worked out: they are from before.
group-basis-outdated-totals = Work them out again on the page of totals
group-basis-not-there = Nothing has been worked out for this date yet. Ask for it on the page
group-basis-kept = Totals at other dates that are kept
group-basis-state = State
group-basis-made = Worked out
group-basis-remove = Remove these totals
group-basis-remove-what = The figures counted { $basis } are deleted. Claims, and the incident’s own totals, stay as they are. You can have the figures worked out again.
group-basis-remove-button = Remove these totals
group-state-draft = not handed in
group-state-submitted = handed in
group-state-in_review = in review
group-state-returned = sent back
group-state-accepted = accepted
group-state-declined = declined
group-state-withdrawn = withdrawn
group-review-open = open
group-review-open-hint = You have no objection: the line counts.
group-review-queried = question
group-review-queried-hint = You need to know more. The line counts meanwhile. The claimant sees your question.
group-review-excluded = left out
group-review-excluded-hint = The line is in no total. The claimant sees your reason.
group-support-claimed = the claimant’s word
group-support-documented = an export
group-support-corroborated = two sources that agree
group-role-claimant = claimant
group-role-coordinator = coordinator
group-role-investigator = investigator
group-role-operator = operator
group-filter-any = any
group-filter-queried = with open questions
group-filter-unread = with unread messages
group-filter-asked-back = with a request to send them back
group-filter-search = Reference, name or email address
group-filter-show = Show
group-filter-unpriced = with lines that have no price
group-filter-with = Only claims
group-order = Sort by
group-order-changed = last change
group-order-loss = largest loss
group-order-reference = reference

# The list of claims
group-claims-title = Claims
group-claims-none = There is no claim here yet. A claim appears as soon as somebody you invited starts one.
group-sum-of-list = Sum of this list
group-sum-of-list-counts = This list adds up every claim that it shows. The totals count only claims that were handed in and neither declined nor withdrawn.
group-to-filing = File a claim for somebody
group-to-totals = See the totals
group-unconfirmed = not confirmed by the claimant
group-next = What to do next
group-next-nothing = You have nothing to do for now.
group-claims-found = { $count ->
    [one] One claim
   *[other] { $count } claims
}
group-queried-count = { $count ->
    [one] one question
   *[other] { $count } questions
}
group-unread-count = { $count ->
    [one] one unread message
   *[other] { $count } unread messages
}
group-asked-back = asks to have it sent back
group-next-submitted = { $count ->
    [one] One claim was handed in and waits to be read
   *[other] { $count } claims were handed in and wait to be read
}
group-next-in-review = { $count ->
    [one] One claim is in review and waits for a decision
   *[other] { $count } claims are in review and wait for a decision
}
group-next-unread = { $count ->
    [one] One message of a claimant is unread
   *[other] { $count } messages of claimants are unread
}
group-next-asked-back = { $count ->
    [one] One claimant asks to have their claim sent back
   *[other] { $count } claimants ask to have their claims sent back
}
group-next-queried = { $count ->
    [one] One line has an open question
   *[other] { $count } lines have open questions
}
group-next-unpriced = { $count ->
    [one] One contested line has no price yet
   *[other] { $count } contested lines have no price yet
}
group-next-conflicts = { $count ->
    [one] The listing of one manipulated asset begins too late
   *[other] The listings of { $count } manipulated assets begin too late
}
group-next-releases = { $count ->
    [one] One report waits for you to approve its release
   *[other] { $count } reports wait for you to approve their release
}
group-next-members = { $count ->
    [one] One proposed member waits to be confirmed
   *[other] { $count } proposed members wait to be confirmed
}
group-next-no-prices = There are no reference prices yet: nothing can be valued

# One claim
group-claim-title = Claim { $reference }
group-filed-by = Filed on their behalf
group-filed-confirmed = by { $who }; the claimant confirmed it
group-filed-unconfirmed = by { $who }; the claimant has not confirmed it yet
group-submitted-at = Handed in
group-entries-read = { $entries } without duplicates; { $contested } of them contested
group-consents = Agreed to share with
group-consent-none = nobody so far
group-declared = Declaration signed by
group-recipient-group = the group
group-recipient-law_enforcement = police and investigators
group-recipient-lawyers = lawyers of the group
group-recipient-press = the press
group-fill = Continue to fill in this claim
group-own-claim = This claim is your own, or you filed it. Somebody else decides on it.
group-shared-trades = The same trade is in another claim too. It must not count twice. Ask about it, and leave out the line where it does not belong.
group-rules = What the claimant says was not theirs
group-rule = Contested
group-rule-what = What
group-rule-only = Only of
group-rule-period = a period
group-rule-row = a row
group-rule-all = all
group-rule-leave_out = left out of a period
group-flat = Trades in contracts
group-flat-stated = The claimant says that nothing was held in any contract at { $moment }. How they know it: { $reason }
group-positions = Positions that fills alone can’t value
group-positions-text = They are in no total. Rows with realised profit and loss would value them.
group-contract = Contract
group-fills = Fills
group-first-fill = First of them
group-declared-changed = The claim was changed after it was signed, and was not signed again. Its figures differ from those that were signed.
group-older = Earlier results of this claim
group-older-ground = Counted
group-no-step-draft = The claimant has this claim. There is nothing to decide until it is handed in.
group-no-step-withdrawn = The claimant has withdrawn this claim. It counts nowhere, and there is nothing to decide.
group-claim-unread = { $count ->
    [one] One message of the claimant is unread
   *[other] { $count } messages of the claimant are unread
}
group-asked-back-at = The claimant asked to have this claim sent back on
group-asked-back-what-to-do = The request is among the messages. To send the claim back, start its review and choose “Send this claim back with a message”. Otherwise, write to the claimant why not.
group-decide = Decision
group-decide-button = Save the decision
group-step = What happens to this claim?
group-step-review = Start review
group-step-review-hint = The claimant sees that somebody is reading it.
group-step-accept = Accept this claim
group-step-accept-hint = It counts among the accepted claims. You can open it again, with a reason.
group-step-return = Send this claim back with a message
group-step-return-hint = The claimant can change it and hand it in again. It still counts meanwhile.
group-step-decline = Decline this claim with a message
group-step-decline-hint = It counts nowhere. You can open it again, with a reason.
group-step-reopen = Open this claim again with a reason
group-step-reopen-hint = It goes back into review.
group-step-words = Message to the claimant
group-step-words-hint = Needed to send back, decline or open again. Use plain words: say what exactly is missing, and where. Never ask to tell again what happened.
group-files-none = No file yet.
group-files-caption = Files as they were received; each name opens the original
group-also-in = same file in { $claims }
group-lines-of-claim = Contested lines and what they are worth
group-statement = Statement
group-messages = Messages and decisions
group-messages-none = Nothing has been written yet.
group-messages-mark-read = Mark these messages as read
group-event-unread = not read yet
group-event-asks-back = Asks to have the claim sent back, to change it
group-message = Write to the claimant
group-message-hint = The claimant reads it in their claim. Ask for what is missing, never for the story again.
group-message-send = Send this message
group-moved = { $from } → { $to }

# Entries
group-entries-title = All entries of claim { $reference }
group-entries-none = There is no entry here.
group-fate = Status
group-fate-contested = not theirs
group-fate-dropped = duplicate, not counted
group-fate-kept = kept
group-fate-left-out = left out
group-place = Line and column
group-code = Code
group-remark = Warning
group-remarks = Warnings about this file, most serious first
group-outside = outside the incident’s window
group-fate-stays = Counted instead: { $kept }
group-fate-same-file = another file has the same bytes
group-fate-same-row = the same row is in another file
group-fate-settled = somebody decided that another row with different figures counts
group-fate-conflict = another file has different figures for this row; the row of the other file counts
group-fate-coarser-file = a more detailed file has the same money
group-side-buy = buy
group-side-sell = sell
group-entries-found = { $count ->
    [one] One entry
   *[other] { $count } entries
}

# One line
group-line-title = One contested line
group-line-entry = What happened
group-line-sum = How the loss is worked out
group-line-sum-text = For each asset, what left the account times its price is a loss. What came in times its price is a gain. The parts add up to the line, which is rounded once, to eight decimals.
group-line-parts = Parts of the loss by asset
group-line-prices = The prices
group-why-contested = Why it is contested
group-missing-no-price = no price at that moment
group-missing-group = another part of the same trade has no price
group-missing-too-large = the loss of this line is larger than a line can hold: a price may be wrong
group-missing-no-bridge = the currency it is priced in has no price at that time
group-missing-no-rate = there is no exchange rate of the central bank for its currency at that time
group-missing-other-source = its first source has no price; only another source has one
group-missing-unsettled = coordinators still have to decide when its manipulation began
group-missing-manipulated = the chosen day ends while its market is listed as manipulated
group-missing-manipulated-open = its market is listed as manipulated without an end: add the end, and a later day has a price
group-price-asked = Price of { $asset } at { $time }.
group-price-manipulated = The fraud moved the market of this asset from { $from } on. So the asset is worth what it was worth at that moment.
group-price-apart = { $source } says { $price }, which differs by more than your settings allow. The price used stays the same. Please check it.
group-price-pair = Pair
group-price-step = Kind of price
group-price-holds = Valid from
group-ladder-trade-time = last candle of at most an hour
group-ladder-daily = last daily price
group-ladder-fiat = reference rate of the European Central Bank
group-ladder-par = counted as 1 USD, by the settings
group-ladder-currency = the reporting currency itself
group-review-legend = Your review of this line
group-review-reason = Question or reason
group-review-reason-hint = Needed for a question, and to leave the line out. The claimant reads it.
group-review-save = Save this review
group-reader = Version of our reader
group-review-together = This row of the file makes { $count } entries. Your review counts for all of them.
group-price-age-minutes = { $count ->
    [one] one minute before
   *[other] { $count } minutes before
}
group-price-age-hours = { $count ->
    [one] one hour before
   *[other] { $count } hours before
}
group-price-age-days = { $count ->
    [one] one day before
   *[other] { $count } days before
}

# Filing for somebody
group-filing-title = File a claim for somebody
group-filing-text = For somebody who can’t do it themselves. You hand in their files and mark what they say was not theirs. They confirm it.
group-filing-confirm = They get a link of their own. Until they confirm, the claim can’t be handed in and counts nowhere. You can’t decide on a claim that you filed.
group-filing-name = Their name
group-filing-name-hint = As it should appear in a statement for the police.
group-filing-email = Their email address
group-filing-email-hint = They sign in with it. We never write to anybody else about it.
group-filing-language = Their language
group-filing-why = Why you file it for them
group-filing-why-hint = A few words for the log: “asked by telephone, has no computer”. No health matters.
group-filing-begin = Start this claim
group-begun-title = The claim was started
group-begun-text = Claim { $reference } is for { $email }. Give them the link below, through a channel that you trust.
group-begun-link = Their link
group-begun-link-hint = It is shown only now: copy it. It lets them set a password and confirm the claim. Opening the link does not use it up.
group-begun-fill = Fill in this claim
group-begun-see = See this claim as a coordinator

# Totals and lines
group-totals-title = Totals
group-totals-by = Totals by
group-totals-by-claim = Claim
group-totals-by-exchange = Exchange
group-totals-by-asset = Asset
group-totals-by-day = Day (UTC)
group-totals-caption = { $by }: contested lines that are not left out, in { $currency }
group-totals-no-name = (not named)
group-totals-none = Nothing counts yet: no claim has been handed in.
group-totals-rounding = Rounding difference
group-totals-rounding-hint = The sum of the rows as shown, minus the total as shown.
group-totals-asset-lines = A line usually touches several assets and is counted in the row of each. The sums of money are parts of lines and add up.
group-totals-whole = Whole group
group-totals-gross = Documented: losses of { $loss } minus gains of { $gain } in the same lines.
group-native = How the accounts changed, in units
group-native-caption = Change of each asset
group-native-text = The exact changes of all documented contested lines, with or without a price. Below zero, the accounts have less of the asset. Above zero, it was bought with what they had.
group-exports = Download the totals
group-exports-stale = You can download the totals once every claim is valued with the same prices. Value the claims above, then come back.
group-exports-text = Every figure with all its decimals, the lines it is made of and what it counts. The log records who downloads them.
group-exports-tables = Each table as a file of its own
group-exports-schema = What each column means (JSON Schema)
group-export-total = the total, with all the terms it was made with
group-export-terms = the terms, one per row
group-export-claims = sums by claim
group-export-exchanges = sums by exchange
group-export-assets = sums by asset
group-export-days = sums by day
group-export-native = units by asset
group-export-credits = what came back
group-export-positions = derivative positions that no sum counts
group-export-missing-prices = prices that are missing
group-lines-title = Lines behind the figure
group-lines-caption = Contested lines; each time opens the line, each file the original
group-lines-none = There is no line here.
group-lines-part = Of which { $asset }
group-lines-units = Change of { $asset } in units
group-lines-sum = Sum of all lines found, except those left out
group-totals-count = Counts claims that were handed in and neither declined nor withdrawn: { $claims }; accepted among them: { $accepted }. Lines left out by coordinators: { $excluded }.
group-totals-unpriced = { $count ->
    [one] One contested line has no price: it is in no total
   *[other] { $count } contested lines have no price: they are in no total
}
group-totals-credits-unpriced = { $count ->
    [one] One thing that came back has no price, so it is not taken off the loss
   *[other] { $count } things that came back have no price, so they are not taken off the loss
}
group-totals-credits-unpriced-caption = What came back without a price
group-totals-credits-doubted = { $count ->
    [one] One thing that came back looks odd. It counts; check it.
   *[other] { $count } things that came back look odd. They count; check them.
}
group-totals-not-valued = { $count ->
    [one] The loss of one claim can’t be worked out, so nothing of it is in any sum. The page of the claim says why. Send the claim back, or decline it.
   *[other] The losses of { $count } claims can’t be worked out, so nothing of them is in any sum. The pages of the claims say why. Send these claims back, or decline them.
}
group-totals-stale = { $count ->
    [one] One claim waits to be valued with the present prices: { $claims }. Until then, its figures here are older than the others.
   *[other] { $count } claims wait to be valued with the present prices: { $claims }. Until then, their figures here are older than the others.
}
group-totals-no-total = There is no total: { $unpriced } of { $lines } contested lines have no price.
group-totals-missing = Missing prices
group-totals-missing-days = Days without a price (UTC)
group-totals-add-prices = Add prices
group-totals-positions = { $count ->
    [one] One derivative position can’t be valued by its fills alone: it is in no total
   *[other] { $count } derivative positions can’t be valued by their fills alone: they are in no total
}
group-lines-summary = { $lines ->
    [one] One line
   *[other] { $lines } lines
}; without a price: { $unpriced }; left out: { $excluded }.

# Reference prices
group-prices-title = Reference prices
group-prices-none = There is no price file yet.
group-prices-to-settle = The assets that wait for a decision have changed since the claims were valued.
group-prices-value = Value the claims now
group-missing = What has no price
group-missing-nothing = Every contested line, and everything that came back, has its price.
group-missing-caption = Assets without a price at the moments asked for
group-missing-lines = Lines affected
group-missing-credits = What came back in this asset
group-missing-claims = Claims
group-missing-days = Days
group-missing-wanted = What would help
group-upload = Add price files
group-upload-file = Price files
group-upload-hint = Binance’s published candles, CoinGecko’s download, the ECB’s eurofxref-hist.csv, or a file of our own form: asset,quote,time,price,window,source. Up to { $megabytes } MB together.
group-upload-pair = Pair
group-upload-pair-hint = Only where neither the file nor its name says it: BTC/USDT.
group-upload-button = Add these files
group-price-file = Price file { $file }
group-price-file-get = Download this file
group-price-file-line = Line
group-price-file-no-row = The file has no line { $row }.
group-price-file-removed = This file was removed from the reference prices with version { $version }. Older figures name it.
group-price-file-row = The row in the file
group-price-files = Price files
group-price-files-caption = Each file of the reference prices
group-price-files-text = For each asset, the first source named for it counts. Another source is only a check. Removing a file makes a new version; older reports keep theirs.
group-of-version = version { $version }
group-manipulated = Manipulated assets
group-manipulated-text = The fraud moved the market of these assets itself. So neither the trade’s own price nor the candles that it made are a value. In that time the assets are worth what they were worth when it began. Candles that overlap that time are never used, even afterwards.
group-manipulated-add = List an asset
group-manipulated-from = Manipulated from (UTC)
group-manipulated-from-hint = Strictly before its first contested trade: 2022-10-18 or 2022-10-18T21:00:00Z.
group-manipulated-to = Until (UTC)
group-manipulated-to-hint = Leave it empty while it is not known. Later days have a price only after an end is given.
group-manipulated-needs-end = Until an end is given, this asset has no price on any later day, such as the date of a petition.
group-manipulated-reason-hint = What shows it: “thousands of fills at 30 times the price of the day before”. This appears in every report.
group-manipulated-button = List this asset
group-manipulated-remove = Remove from the list
group-conflict = begins too late
group-manipulated-conflict = Claim { $claim } has a contested trade of this asset at { $time }. The asset has no price until the listing begins before that trade.
group-terms = Bridge asset, and assets counted as 1 USD
group-bridge = Bridge asset
group-bridge-hint = The one asset that prices are converted through (XYZ/USDT × USDT/USD).
group-par = Counted as 1 USD
group-par-hint = Assets without a price of their own that you fix at 1 USD, separated by spaces. This appears in every report. It is better to add their prices.
group-quotes = Currencies of prices
group-quotes-hint = Where an asset has prices in several currencies, the first of these counts, separated by spaces (USD EUR GBP).
group-sources = Sources of prices
group-sources-hint = An asset is valued by the source that is named first for it. To choose another, write the asset and the source, separated by spaces (BTC=coingecko).
group-versions = What made each version
group-version = Version
group-version-what = What changed
group-version-opened = the incident was opened
group-version-settings = settings
group-version-prices-added = prices added
group-version-prices-removed = prices removed
group-version-asset-listed = an asset listed as manipulated
group-version-asset-unlisted = an asset removed from the list
group-version-unsettled = assets whose listing begins too late: { $names }
group-terms-save = Save and value all claims again
group-prices-version = Version { $version } of the reference prices, { $files ->
    [one] one file
   *[other] { $files } files
}.
group-prices-behind = { $count ->
    [one] One claim is not valued with the newest prices yet.
   *[other] { $count } claims are not valued with the newest prices yet.
}
group-pairs-more = { $count ->
    [one] one more
   *[other] { $count } more
}

# Settings
group-settings-title = Settings of the incident
group-settings-text = What you change here changes every figure. The log records who changed what. Older reports keep their own settings.
group-settings-incident = The incident
group-settings-name = Name
group-settings-from = Begins (UTC)
group-settings-to = Ends (UTC)
group-settings-window-hint = 2022-10-18 or 2022-10-18T21:00:00Z. Entries outside are marked, not refused.
group-settings-to-hint = The first moment after the incident. Leave it empty while it is not known.
group-settings-venues = Exchanges concerned
group-settings-venues-hint = Separate them with commas: ftx, binance, kucoin.
group-settings-method = How losses are counted
group-settings-currency = Reporting currency
group-settings-ages = How old a price may be
group-settings-ages-text = Older prices are not used. The line then waits for a price.
group-settings-trade = Candle of at most an hour, in minutes
group-settings-daily = Daily price, in hours
group-settings-fiat = Reference rate of a currency, in days
group-settings-apart = Two sources disagree from, in percent
group-settings-save = Save and value all claims again
group-settings-prices = The bridge asset, assets counted as 1 USD and manipulated assets are set with the prices

# Custody log
group-custody-title = Who has seen and done what
group-custody-text = Each record contains the fingerprint of the record before it, so no record can be changed or removed unnoticed. Keep the fingerprint below outside this server: any later log must continue from it.
group-custody-caption = Records, newest first
group-custody-head = Fingerprint of the last record:
group-custody-broken = The chain does not hold: { $problem }. Tell the operator, and keep everything as it is.
group-custody-none = There is no record here.
group-custody-actor = Who
group-custody-action = What
group-custody-object = On what
group-custody-purpose = Why, or what exactly
group-custody-hash = Fingerprint
group-purpose-recipient = { $recipient }
group-purpose-release = { $recipient }: { $words }
group-purpose-role = { $role }
group-purpose-answered = { $answers }
group-purpose-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
group-purpose-assets = { $names }
group-purpose-reviewed = { $state } { $row }
group-purpose-row-counts = { $row } counts
group-purpose-flat = { $moment }
group-purpose-id = { $id }
group-purpose-words = { $words }
group-answer-account = account
group-answer-zone = zone
group-answer-format = format
group-answer-day_order = order of day and month
group-answer-members = files inside
group-purpose-own-claim = the claimant’s own
group-purpose-download = downloaded
group-purpose-sample = a redacted sample
group-purpose-rule-removed = a rule removed
group-purpose-rules = { $count ->
    [one] one rule added
   *[other] { $count } rules added
}
group-purpose-read = entries read: { $entries }, rows not read: { $refused }
group-object-reports = released reports
group-chain-sequence = record { $found } stands where record { $expected } belongs
group-chain-previous = record { $record } does not follow from the record before it
group-chain-hash = record { $record } was changed: its hash does not match
group-chain-incident = record { $record } belongs to another incident
group-chain-time = record { $record } is dated before the record before it
group-custody-holds = { $count ->
    [one] The chain holds: one record, checked just now.
   *[other] The chain holds: { $count } records, all checked just now.
}
group-action-incident-opened = opened the incident
group-action-settings-changed = changed settings
group-action-invited = invited somebody
group-action-invitation-renewed = sent an invitation again
group-action-invitation-revoked = revoked an invitation
group-action-joined = joined the incident
group-action-member-confirmed = confirmed a member
group-action-member-ended = ended a membership
group-action-sign-in-link-issued = issued a sign-in link
group-action-password-set = set a password
group-action-claim-started = started a claim
group-action-filed-on-behalf = filed a claim for somebody
group-action-filing-confirmed = confirmed a claim filed for them
group-action-evidence-added = added a file
group-action-evidence-withdrawn = removed a file
group-action-evidence-changed = changed the account or time zone of a file
group-action-columns-mapped = explained the columns of a file
group-action-mapping-lent = read a file with an explanation used for the whole incident
group-action-mapping-shared = put an explanation of columns to use for the whole incident
group-action-mapping-removed = stopped the use of an explanation of columns
group-action-imported = read a file
group-action-conflict-settled = decided which of several rows counts
group-action-conflict-reopened = took back a decision on which row counts
group-action-flat-stated = said when nothing was held in any contract
group-action-flat-removed = removed a moment at which nothing was held in any contract
group-action-contest-changed = changed what is contested
group-action-entry-typed = typed an entry in
group-action-entry-removed = removed a typed entry
group-action-credit-added = recorded what came back
group-action-credit-removed = removed what came back
group-action-statement-changed = changed the statement
group-action-consent-given = agreed to share
group-action-consent-withdrawn = withdrew agreement to share
group-action-declaration-signed = signed the declaration
group-action-claim-moved = changed the state of the claim
group-action-claim-erased = erased a claim that was never handed in
group-action-message-written = wrote a message
group-action-messages-read = marked messages as read
group-action-return-requested = asked to have the claim sent back
group-action-line-reviewed = reviewed a line
group-action-prices-added = added prices
group-action-prices-removed = removed prices
group-action-asset-listed = listed a manipulated asset
group-action-asset-unlisted = removed an asset from the list
group-action-assets-unsettled = changed which assets wait for a decision
group-action-method-changed = had the claims valued by a new version of the method
group-action-basis-requested = asked for totals at another date
group-action-basis-removed = removed totals at another date
group-action-snapshot-requested = asked for a report
group-action-snapshot-frozen = froze a report
group-action-release-requested = asked for a release
group-action-release-approved = approved a release
group-action-release-ended = ended a release
group-action-case-number-noted = noted their case number
group-action-bundle-requested = asked for an evidence bundle
group-action-bundle-built = built an evidence bundle
group-action-bundle-downloaded = downloaded an evidence bundle
group-action-exported = downloaded figures
group-action-claim-seen = opened a claim
group-action-evidence-seen = opened a file
group-action-snapshot-seen = opened a report
group-action-searched = searched the released reports

# Reports and releases
group-snapshots-title = Reports
group-snapshots-text = A report is frozen: it holds claims, losses, prices and totals as they are now, under a number. It never changes afterwards.
group-snapshots-none = There is no report yet.
group-snapshot-title = Report no. { $number }
group-snapshot-freeze = Freeze a report now
group-snapshot-name = What is it for?
group-snapshot-name-hint = A few words to find it again; no names.
group-snapshot-making = Being made: { $title }.
group-snapshot-failed = Failed: { $title }.
group-error-requests = You are already waiting for { $count ->
    [one] one report or bundle
   *[other] { $count } reports and bundles
}. Wait until one of them is ready
group-snapshot-button = Freeze this report
group-snapshot-hash = SHA-256 of the frozen document
group-release-ask = Ask to release this report
group-release-count-waiting = { $count ->
    [one] one waits for approval
   *[other] { $count } wait for approval
}
group-release-count-approved = { $count ->
    [one] one approved
   *[other] { $count } approved
}
group-releases-title = Releases to investigators
group-releases-text = One coordinator asks for a release, and another one approves it. The evidence bundle then holds the claims of those who agree at the moment it is built. The others are only listed by reference.
group-releases-none = Nothing has been released yet.
group-release-operator = There is no second coordinator here. The operator confirms with `redress confirm`, and the log says so.
group-release-to = Investigator
group-release-purpose = Purpose
group-release-purpose-hint = Why, and for which proceeding. This appears in the log and in the bundle.
group-release-asked = Asked by
group-release-case = case { $number }
group-release-case-number = Their case number
group-release-days = Days they may download it
group-release-days-hint = From 1 to 365. Access ends by itself.
group-release-kind-identified = Originals and names, of those who agree
group-release-kind-other = Figures without names: this kind is no longer made. End this release and ask for a new one.
group-release-recipient = In which role do they receive it?
group-release-what = Of those who agreed to this recipient, the originals, figures, names and email addresses are handed over. Of the others, only the reference and the sum are handed over.
group-release-button = Ask for this release
group-release-own = You asked for it: somebody else approves it.
group-release-approve = Approve this release
group-release-refuse = Refuse this release
group-release-take-back = Take back this request
group-release-end = End access
group-release-end-what = From then on, they can’t download the bundle. What they have downloaded already, they keep. To open it again, one coordinator asks and another one approves, as before.
group-release-end-yes = Yes, end their access
group-release-waiting = waits for approval by a second person
group-release-approved = approved
group-release-ended = ended
group-release-expired = expired
group-release-until = until
group-release-needs-snapshot = Freeze a report first
group-release-needs-investigator = Invite an investigator first

# What is wrong with a form
group-error-step = Choose what happens to the claim
group-error-words = Write a message: the claimant has to know why
group-error-words-long = Keep it to { $count } characters
group-error-version = Somebody changed this claim while you had it open. Here it is as it is now. What you wrote is kept. Check it, and send it again.
group-error-state = A claim that is { $state } cannot take this step. Check its state and choose again.
group-error-message = Write something to send
group-error-review = Choose your review of this line
group-error-reason = Give the question or the reason: the claimant reads it
group-error-name = Say whom it is for
group-error-email = Write an email address like name@example.org
group-error-has-claim = This person has a claim in this incident already
group-error-own-filing = This is your own address: start your own claim under “Your claim”
group-error-why = Say in a few words why you file it for them
group-error-date = Write the day as 2022-12-30
group-error-file = Choose a price file
group-error-pair = Write the pair as BTC/USDT
group-error-pair-unknown = { $file }: neither the file nor its name says what is priced in what. Write the pair below, as BTC/USDT, and add the file again.
group-error-file-empty = { $file } is empty. Download it again.
group-error-file-header-only = { $file } has a header and no price under it. Download it again for the days you need.
group-error-file-unknown = { $file } is not a price file that we can read. We read Binance’s candles, CoinGecko’s download, the ECB’s eurofxref-hist.csv, and asset,quote,time,price,window,source.
group-error-file-rows = { $file }: no row can be read. The first: { $first }
group-error-file-known = { $file } is in the reference prices already.
group-error-file-large = These files are larger than { $megabytes } MB together. Send fewer at a time.
group-error-asset = Write the asset’s ticker, as the exports do
group-error-asset-listed = { $asset } is on the list already for that time
group-error-moment = Write it as 2022-10-18 or 2022-10-18T21:00:00Z (UTC)
group-error-moment-needed = Say from when, as 2022-10-18 or 2022-10-18T21:00:00Z (UTC)
group-error-backwards = The end must come after the beginning
group-error-manipulated-reason = Say what shows it: this appears in every report
group-error-bridge = Name one asset, for instance USDT
group-error-incident-name = The incident needs a name
group-error-quotes = Write currencies in which losses can be reported, for instance USD EUR GBP
group-error-sources = Write an asset and its source, for instance BTC=coingecko
group-error-currency = Choose one of the currencies
group-error-basis = Choose the moment of the valuation
group-error-whole-number = Write a whole number from { $min } to { $max }
group-error-settings-version = Somebody changed the settings while you had them open. What you wrote is kept. Check it, and save again.
group-error-title = Say in a few words what the report is for
group-error-stale = Nothing can be downloaded or frozen while claims wait to be valued with the present prices: { $claims }. If this does not end by itself within minutes, press “Value the claims now”.
group-error-bases = { $count ->
    [one] One set of totals at another date is kept already, and that is the most there may be ({ $limit }). Remove it first.
   *[other] { $count } sets of totals at other dates are kept already, and that is the most there may be ({ $limit }). Remove one of them first.
}
group-error-basis-never = Nothing has been worked out { $basis } yet. Open the totals and press “Work out these totals”.
group-error-basis-outdated = These totals are outdated: { $claims }. They can’t be downloaded before they are worked out again. Open the totals and press “Work out these totals again”.
group-error-nothing-to-freeze = There is nothing to freeze yet: no claim has been handed in
group-error-snapshot = Choose a report
group-error-investigator = Choose an investigator
group-error-recipient = Choose the role in which they receive it: it decides whose consent counts
group-error-kind = There are only bundles with originals and names, of those who agree
group-error-purpose = Say what it is for: this appears in the log

# What was done
done-group-decided = The decision was saved. The claimant sees it in their claim.
done-group-message = The message was sent.
done-group-messages-read = The messages are marked as read.
done-group-reviewed = The line was saved, and the totals with it.
done-group-prices-added = The prices were added and all claims valued again.
done-group-prices-partly = The prices were added and all claims valued again. Some rows could not be read: the list of price files shows which rows, and why.
done-group-prices-removed = The price file was removed and all claims valued again.
done-group-valued = All claims are valued with the newest prices.
done-group-working = The claims are being valued. It goes on by itself: load this page again in a moment.
done-group-basis-made = The totals are worked out.
done-group-basis-making = The totals are being worked out. This page shows the progress.
done-group-basis-removed = The totals are removed.
done-group-listed = The asset was listed and all claims valued again.
done-group-unlisted = The asset was removed from the list and all claims valued again.
done-group-terms = The bridge asset and the assets counted as 1 USD were saved, and all claims were valued again.
done-group-settings = The settings were saved and all claims valued again.
done-group-freezing = The report is being made. It appears here once it is frozen.
done-group-release-asked = The release was asked for. A second person has to approve it.
done-group-release-approved = The release was approved. The investigator can download the evidence bundle.
done-group-release-ended = The release was ended. Nobody can download its bundle from now on.

# What a file says of an entry besides its amounts.
fact-network = Network
fact-tx-hash = Transaction hash
fact-address = Address
fact-memo = Memo or tag
fact-client-order-id = Client order id
fact-ip = IP address
fact-api-key-label = API key label
fact-source-address = Sent from
fact-contract-size = Size
fact-contracts = Contracts
fact-opened-at = Position opened
fact-placed-at = Order placed
fact-lending-hour = Hour of the loan
