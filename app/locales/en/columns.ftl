# Unknown files: what their columns mean, and samples to report a format.

claim-columns-link = Explain the columns of this file
claim-columns-change = Change the explanation of the columns
claim-columns-sample = Make a redacted sample
claim-columns-sample-hint = A small file with the shape of yours and none of its values, to report a format that we can’t read yet. Check it before you send it to anybody.
claim-columns-title = What do the columns mean?
claim-columns-lead = We don’t know this kind of file yet. Say what each column holds, and preview below what we would read from your own rows. Nothing is imported before you press “Import this file”. The file itself stays as it is.
claim-columns-no-table = This is not a table of text, so it has no columns to explain. It is kept as evidence. If it does hold a table, save it as CSV and hand in the CSV file.
claim-columns-members = Which file or sheet do you want to explain?
claim-columns-members-link = Explain the columns of a file or sheet inside
claim-columns-member-mapped = explained
claim-columns-others = Choose another file or sheet
claim-columns-secret = This column holds what looks like keys or passwords, which are never read. Choose “nothing we need”
claim-columns-exchange-hint = The name of the exchange in lower case, for instance bitstamp.
claim-columns-header = The row with the column names
claim-columns-no-header = No row has column names
claim-columns-caption = The columns of your file
claim-columns-column = Column
claim-columns-values = First values
claim-columns-holds = What it holds
claim-columns-number = column { $number }
claim-columns-what = What “{ $name }” holds
claim-columns-not-needed = nothing we need
claim-columns-kind = What each row is
claim-columns-kind-hint = If one kind is right for the whole file, choose it here.
claim-columns-kind-by-column = a column says it
claim-columns-words = What the words of your file mean
claim-columns-word-unknown = I don’t know
claim-columns-word-skip = nothing moved: skip these rows
claim-columns-dates = How dates are written
claim-columns-dates-year_first = year first: 2022-10-18 21:00
claim-columns-dates-day_first = day first: 18/10/2022 21:00
claim-columns-dates-month_first = month first: 10/18/2022 21:00
claim-columns-dates-unix = seconds or milliseconds since 1970: 1666126807
claim-columns-decimal = How numbers are written
claim-columns-decimal-found = detect it from the file
claim-columns-zone-hint = If the file itself doesn’t say it. For instance UTC, UTC+8 or Europe/Paris.
claim-columns-more = Values that are the same for every row, and words of your file
claim-columns-fixed = { $what }, the same for every row
claim-columns-buy = Words for buying
claim-columns-sell = Words for selling
claim-columns-done = Words for a completed entry
claim-columns-words-hint = Separate several words with commas. The usual English words are known already.
claim-columns-show = Preview
claim-columns-read = Import this file
claim-columns-forget = Delete my explanation of the columns
claim-columns-working = Looking at your rows…
claim-columns-failed = The preview failed. The button still works.
claim-columns-preview = Preview
claim-columns-preview-caption = Your first rows as entries
claim-columns-counts = { $rows ->
    [one] From the first row
   *[other] From the first { $rows } rows
}: { $entries ->
    [one] one entry
   *[other] { $entries } entries
}, { $refused ->
    [0] every row can be read.
    [one] one row can’t be read.
   *[other] { $refused } rows can’t be read.
}
claim-columns-time-raw = Time in the file
claim-columns-time = Time as we read it
claim-columns-kind-short = Kind
claim-columns-movement = What happened
claim-columns-line = line { $line }
claim-columns-twice = Only one column can be: { $what }. Choose one of them.
claim-columns-lack-exchange = Name the exchange in lower-case letters and digits, 40 characters at most
claim-columns-lack-time = Say which column holds the time
claim-columns-lack-kind = Say what each row is, or which column says it
claim-columns-lack-pair = A trade needs a pair: say which column has both assets, or which two columns have one each
claim-columns-lack-side = A trade is a purchase or a sale: say which column shows it
claim-columns-lack-amount = Say which column holds the amount
claim-columns-lack-price = A trade needs a price or a total: say which column has it
claim-columns-lack-asset = Say which column holds the asset of the amount
claim-columns-lack-twice = Two columns hold the same thing in two ways: keep one of them
claim-columns-lack-long = A text is too long, or there are too many words in it
claim-columns-role-time = date and time
claim-columns-role-time_of_day = time of the day
claim-columns-role-market = pair (BTC-USDT)
claim-columns-role-base = asset bought or sold
claim-columns-role-quote = asset it was paid in
claim-columns-role-side = buy or sell
claim-columns-role-price = price of one unit
claim-columns-role-size = amount
claim-columns-role-signed_size = amount, below zero when sold
claim-columns-role-total = total paid or received
claim-columns-role-fee = fee
claim-columns-role-negative_fee = fee, below zero when paid
claim-columns-role-fee_asset = asset of the fee
claim-columns-role-out_asset = asset that left
claim-columns-role-out_amount = amount that left
claim-columns-role-in_asset = asset that came in
claim-columns-role-in_amount = amount that came in
claim-columns-role-asset = asset
claim-columns-role-change = change of the balance, below zero when the asset left
claim-columns-role-balance = balance after the row
claim-columns-role-kind = kind of row
claim-columns-role-status = whether it was completed
claim-columns-role-order_id = order id
claim-columns-role-trade_id = trade id
claim-columns-role-wallet = account or wallet
claim-columns-role-network = network
claim-columns-role-tx_hash = transaction hash
claim-columns-role-address = address
claim-columns-role-memo = memo or tag of the address
claim-columns-role-client_order_id = client order id
claim-columns-role-ip = IP address
claim-columns-role-api_key_label = label of the API key
claim-columns-role-remark = comment to keep
done-claim-columns = The file was imported with your explanation of its columns.
done-claim-columns-forgotten = Your explanation of the columns was deleted, and the file was read again.

group-mappings-title = Explanations of columns
group-mappings-link = Explanations of columns in unknown files
group-mappings-lead = Where we don’t know a kind of file, claimants can explain its columns. You can use such an explanation for the whole incident. It then applies to every file with the same columns that nobody else has explained. Check it first: a wrong column gives wrong figures.
group-mappings-shared = In use for the whole incident
group-mappings-none = None yet.
group-mappings-remove = Stop using this explanation
group-mappings-offered = Explanations from claims
group-mappings-none-offered = No claim has an explanation that is not in use already.
group-mappings-share = Use this explanation for the whole incident
done-group-mapping-shared = From now on, files with these columns are read with this explanation. Files that waited for it have been read.
done-group-mapping-there = This explanation is in use already.
done-group-mapping-removed = This explanation is no longer used for new files. Files that were read with it stay as they are.
