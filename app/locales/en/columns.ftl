# Unknown files: what their columns mean, and samples to report a format.

claim-columns-link = Say what the columns mean
claim-columns-change = Change what the columns mean
claim-columns-sample = Make a redacted sample
claim-columns-sample-hint = A small file with the shape of yours and none of its values, to report a format that we can’t read yet. Look at it before you send it to anybody.
claim-columns-title = What do the columns mean?
claim-columns-lead = We don’t know this kind of file yet. Tell us what each column holds; below you see what that gives with your own rows. Nothing is read so before you say it is right, and the file itself stays as it is.
claim-columns-no-table = This is no table of text, so there are no columns to explain. It is kept as evidence. If it is a table all the same, save it as CSV and hand that in.
claim-columns-members = Which file or sheet inside?
claim-columns-members-link = Say what the columns of a file or sheet inside mean
claim-columns-member-mapped = explained
claim-columns-others = Choose another one
claim-columns-secret = This column holds what looks like keys or passwords, which are never read. Choose “nothing we need”
claim-columns-exchange-hint = Its name in small letters, for instance bitstamp.
claim-columns-header = The row with the names of the columns
claim-columns-no-header = There is none
claim-columns-caption = The columns of your file
claim-columns-column = Column
claim-columns-values = First values
claim-columns-holds = What it holds
claim-columns-number = column { $number }
claim-columns-what = What “{ $name }” holds
claim-columns-not-needed = nothing we need
claim-columns-kind = What the rows are
claim-columns-kind-hint = If one kind is right for the whole file, choose it here.
claim-columns-kind-by-column = a column says it
claim-columns-words = What the words of your file mean
claim-columns-word-unknown = I don’t know
claim-columns-word-skip = nothing moved: leave such rows aside
claim-columns-dates = How dates are written
claim-columns-dates-year_first = year first: 2022-10-18 21:00
claim-columns-dates-day_first = day first: 18/10/2022 21:00
claim-columns-dates-month_first = month first: 10/18/2022 21:00
claim-columns-dates-unix = seconds or milliseconds since 1970: 1666126807
claim-columns-decimal = How numbers are written
claim-columns-decimal-found = find it out from the file
claim-columns-zone-hint = If the file itself doesn’t say it. For instance UTC, UTC+8 or Europe/Paris.
claim-columns-more = What no column says
claim-columns-fixed = { $what }, the same in every row
claim-columns-buy = Words for buying
claim-columns-sell = Words for selling
claim-columns-done = Words that say that it happened
claim-columns-words-hint = Several with commas between them. The usual English words are known.
claim-columns-show = Show what that gives
claim-columns-read = Read the file so
claim-columns-forget = Forget what I said of the columns
claim-columns-working = Looking at your rows…
claim-columns-failed = The preview could not be made; the button still works.
claim-columns-preview = What that gives
claim-columns-preview-caption = Your first rows, read so
claim-columns-counts = { $rows ->
    [one] Of the first row
   *[other] Of the first { $rows } rows
}: { $entries ->
    [one] one entry
   *[other] { $entries } entries
}, { $refused ->
    [0] every row can be read.
    [one] one row can’t be read.
   *[other] { $refused } rows can’t be read.
}
claim-columns-time-raw = As the file says it
claim-columns-time = When
claim-columns-kind-short = Kind
claim-columns-movement = What happened
claim-columns-line = line { $line }
claim-columns-twice = Two columns cannot both be: { $what }. Choose one of them.
claim-columns-lack-exchange = Name the exchange in small letters and digits, 40 at most
claim-columns-lack-time = Say which column holds the time
claim-columns-lack-kind = Say what the rows are, or which column says it
claim-columns-lack-pair = A trade needs a pair: say which column has both assets, or which have the one and the other
claim-columns-lack-side = A trade is bought or sold: say which column tells it
claim-columns-lack-amount = Say which column tells how much
claim-columns-lack-price = A trade needs a price or a total: say which column has it
claim-columns-lack-asset = Say which column tells of which asset the amount is
claim-columns-lack-twice = Two columns say the same thing in two ways: keep one of them
claim-columns-lack-long = A text is too long, or there are too many words
claim-columns-role-time = when
claim-columns-role-time_of_day = time of the day
claim-columns-role-market = pair (BTC-USDT)
claim-columns-role-base = asset bought or sold
claim-columns-role-quote = asset it was paid in
claim-columns-role-side = buy or sell
claim-columns-role-price = price of one
claim-columns-role-size = how much
claim-columns-role-signed_size = how much, below zero when sold
claim-columns-role-total = total paid or received
claim-columns-role-fee = fee
claim-columns-role-negative_fee = fee, below zero when paid
claim-columns-role-fee_asset = asset of the fee
claim-columns-role-out_asset = asset that left
claim-columns-role-out_amount = how much left
claim-columns-role-in_asset = asset that came in
claim-columns-role-in_amount = how much came in
claim-columns-role-asset = asset
claim-columns-role-change = change, below zero when it left
claim-columns-role-balance = balance after the row
claim-columns-role-kind = kind of row
claim-columns-role-status = whether it happened
claim-columns-role-order_id = order number
claim-columns-role-trade_id = trade number
claim-columns-role-wallet = account or wallet
claim-columns-role-network = network
claim-columns-role-tx_hash = transaction hash
claim-columns-role-address = address
claim-columns-role-memo = memo or tag of the address
claim-columns-role-client_order_id = client order id
claim-columns-role-ip = IP address
claim-columns-role-api_key_label = label of the API key
claim-columns-role-remark = remark to keep
done-claim-columns = The file was read by the columns as you explained them.
done-claim-columns-forgotten = What you said of the columns is forgotten, and the file was read again.

group-mappings-title = Columns explained
group-mappings-link = Columns of unknown files
group-mappings-lead = Where we don’t know a kind of file, claimants can say what its columns mean. Take such an explanation for the whole incident, and every file with the same columns that nobody else has explained is read by it. Check it first: a wrong column gives wrong figures.
group-mappings-shared = For the whole incident
group-mappings-none = None yet.
group-mappings-remove = Stop taking it
group-mappings-offered = Said of a claim’s file
group-mappings-none-offered = Nobody has explained a file yet that is not taken already.
group-mappings-share = Use this for everybody in the incident
done-group-mapping-shared = From now on files with these columns are read so, and those that waited have been read.
done-group-mapping-there = It is taken already.
done-group-mapping-removed = It is no longer taken for new files. Files that were read by it stay read.
