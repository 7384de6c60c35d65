# What the ledger says of files, rows and entries, as pages say it: one message for each
# that `app/ledger/src/messages` declares, of the same key and with the same places.

ledger-number-empty = the cell is empty where a number is needed
ledger-number-none = `{ $text }` is not a number
ledger-number-digits = the number has more than { $count } digits
ledger-number-below-zero = `{ $text }` is below zero, but this column never is
ledger-number-thousand-more = no number proves whether a comma or a point separates fractions, and `{ $text }` could be a thousand times more: check one amount against the exchange
ledger-number-thousand-less = no number proves whether a comma or a point separates fractions, and `{ $text }` could be a thousand times less: check one amount against the exchange

ledger-cell-needed = the cell is empty and the row means nothing without it

ledger-unit-none = `{ $text }` is not an amount with its unit

ledger-time-unknown = `{ $text }` is not a time this reader knows
ledger-time-no-day = `{ $text }` is not a day of the calendar, or not a time of the day
ledger-time-either-way = `{ $text }` could be day-first or month-first, and no date of the file proves which: “Your files” asks which it is
ledger-time-both-orders = `{ $text }` could be day-first or month-first, and the file has dates of both orders: “Your files” asks which it is
ledger-time-day = `{ $text }` has no time of the day: it is read as 00:00, and a period contests it only where it covers the whole day
ledger-time-day-open = `{ $text }` has no time of the day, and the period covers only a part of that day: it is not contested; contest this single row if it was not yours
ledger-time-before = `{ $text }` is before 2009, when nothing was traded yet: use the file as the exchange sent it
ledger-time-after = `{ $text }` is after { $day }, the day on which we received the file: use the file as the exchange sent it
ledger-time-buddhist = the year of `{ $text }` is of the Buddhist calendar: set the browser or the exchange to the Gregorian calendar, and export the file again
ledger-time-persian = the year of `{ $text }` is of the Persian calendar: set the browser or the exchange to the Gregorian calendar, and export the file again
ledger-time-islamic = the year of `{ $text }` is of the Islamic calendar: set the browser or the exchange to the Gregorian calendar, and export the file again
ledger-time-minutes = times are written without seconds; a spreadsheet may have dropped them
ledger-time-twice = `{ $text }` exists twice in { $zone }; the earlier one is used
ledger-time-never = `{ $text }` does not exist in { $zone }, because the clock jumped over it; it is read as if the clock had not jumped

ledger-zone-assumed = nothing says in which zone the times are, so they are read as UTC; under “Your files” you can name the right zone
ledger-zone-own = the file’s own zone ({ $zone }, by its { $origin }) is used, not the one given ({ $given })
ledger-zone-none = `{ $text }` is not a time zone: write `UTC`, an offset such as `UTC+8` or `+01:00`, or a name such as `Europe/Paris`
ledger-zone-none-mapped = `{ $text }` is not a time zone: write `UTC`, an offset such as `UTC+8`, or a name such as `Europe/Paris`
ledger-zone-documented = nothing in the file says its zone; it is read as { $zone }, which is what this exchange wrote; under “Your files” you can name another zone
ledger-zone-given = the zone given ({ $given }) is used, not the one documented for such files ({ $zone })

ledger-row-quotes = a quotation mark is opened and never closed
ledger-row-encoding = the row is not UTF-8 text
ledger-row-bytes = the row is longer than { $limit }
ledger-row-cells-max = the row has more cells than { $limit }
ledger-row-cells = the row has { $count_cells } cells under a header of { $count_header }: an unquoted comma may have split one
ledger-row-no-order = no order and no header is above this fill
ledger-row-header-again = the header is repeated here
ledger-row-no-records = the exchange says that it has no records
ledger-row-page = this line is not a row: it belongs to the page that the table was taken from
ledger-row-sums = this line is no row: it sums up the rows above it
ledger-row-more = { $count } more of these, { $count_all } in all
ledger-row-rows-max = the file has more rows than { $limit } ({ $count }); the rest is not read
ledger-row-none = there is a header and nothing below it
ledger-row-columns = columns that this reader does not know and does not need: { $names }
ledger-row-secret = this looks like an API key or a secret: take it out of the file, and delete the key at the exchange if it still works
ledger-row-deals = { $format }: no entries, deals: { $count }
ledger-row-cells-few = the row has { $count_cells } cells under a header of { $count_header }: what is missing is read as empty, and may have been cut off
ledger-row-id-spoilt = the id `{ $id }` was damaged by a spreadsheet, which keeps 15 digits, and is left out: use the file as the exchange sent it
ledger-row-digits = `{ $text }` has all the digits that a spreadsheet keeps: if the exchange wrote more, they are lost
ledger-row-no-seconds = `{ $text }` has no seconds, which a spreadsheet leaves out: the exchange’s own file has them

ledger-order-no-fills = there are no fills below this order, so nothing says what it moved: fetch the trade history, which has them
ledger-order-cancelled = order `{ $id }` was cancelled and moved nothing
ledger-order-not-filled = this order was not filled at all (`{ $status }`)

ledger-status-not-done = the status is `{ $status }`: a row with this status moved nothing
ledger-status-unmapped = the status is `{ $status }`, which is not among the words for what happened: the row moved nothing
ledger-status-unknown = the status is `{ $status }`, which this reader does not know: nothing says whether the row moved anything

ledger-side-none = `{ $word }` is neither buy nor sell
ledger-side-of-order = `{ $word }` of the order in line { $line } is neither buy nor sell
ledger-side-deposit = `{ $word }` is neither Deposit nor Withdrawal
ledger-side-a-deposit = `{ $word }` is neither a deposit nor a withdrawal

ledger-pair-none = `{ $pair }` is not a pair such as BTC-USDT
ledger-pair-threecommas = `{ $pair }` is not a pair such as USDT_BTC
ledger-pair-unknown = `{ $pair }` is not a pair that this reader knows. Use the trade history instead, which Binance keeps under Orders → Spot Order → Trade History → Export.
ledger-pair-quote = `{ $pair }` does not end in a quote asset that this reader knows
ledger-pair-units = the units of `{ $first }` and `{ $second }` do not make the pair `{ $pair }`
ledger-pair-contract = `{ $pair }` is not a contract that this reader knows
ledger-pair-margin = `{ $pair }` is not a contract whose margin asset this reader knows

ledger-kind-category = `{ $word }` is not a category that this reader knows; it is read as an adjustment of the primary asset
ledger-kind-operation = `{ $word }` is not an operation that this reader knows; it is read as an adjustment
ledger-kind-operation-none = the row names no operation; it is read as an adjustment
ledger-kind-sign = `{ $word }` does not fit the sign of the amount; it is read as an adjustment
ledger-kind-type = `{ $word }` is not a type that this reader knows; it is read as an adjustment
ledger-kind-neither = neither the type nor the remark says what this was; it is read as an adjustment

ledger-half-alone = this is half of a conversion, and there is not exactly one other half within { $count ->
        [1] one second
       *[other] { $count } seconds
    }: it counts as it stands

ledger-fee-asset = the file does not name the asset of the fee { $amount }. Its size does not show whether it is { $base } or { $quote }: the fee is in no sum
ledger-fee-greater = the fee is greater than the amount { $amount } that it is a part of
ledger-fee-tax = a tax of { $amount } is given here without its asset and is in no sum
ledger-fee-alone = a fee of { $amount } is given here without its asset and is in no sum

ledger-total-differs = the total { $amount } is not quantity × price ({ $amount_product }); the file’s total is used
ledger-total-none = neither a total nor a price says what was paid
ledger-total-unknown = the file does not say how much { $asset } was paid
ledger-total-dollars = the amount of { $asset } is missing; its value in dollars, { $amount }, is used instead
ledger-total-credited = { $amount } is not the indicated amount minus the fee of { $amount_fee }; what was credited is used, without a fee
ledger-total-other-side = the row does not say what was given or received for it: it counts as it stands
ledger-total-pnl = the row’s realized PNL { $amount } is not its total realized PNL plus funding minus fees ({ $amount_net }); the row’s own figure is used, and the profit is { $amount_pnl }

ledger-balance-off = the balance of { $asset } should be { $amount } after line { $line }, and is { $amount_now }: a row may be missing or changed
ledger-balance-not-booked = the row has no balance: it was announced, and what it moved is a row of its own where it was booked
ledger-balance-more = { $count } more balances do not follow from the row before
ledger-balance-max = the file has the balances of more accounts and assets than { $limit } ({ $count }); the others are not checked
ledger-balance-no-asset = nothing says which asset the balances are of; they are not checked
ledger-balance-off-before = the balance of { $asset } should be { $amount } before line { $line }, and is { $amount_now }: a row may be missing or changed

ledger-odd-day-first = its dates are day-first, as `{ $text }` proves
ledger-odd-month-first = its dates are month-first, as `{ $text }` proves
ledger-odd-both-orders = its dates are of both orders: `{ $first }` is day-first, `{ $second }` month-first
ledger-odd-column = the column `{ $name }` is new to us; by its values, it is read as `{ $known }`
ledger-odd-commas = it was saved again by a spreadsheet, with decimal commas
ledger-odd-utf16 = its text is in UTF-16
ledger-odd-letters = its text is read as { $name }
ledger-odd-ftx = read as FTX.com; FTX US wrote the same files: if the account was there, put `FTX US` into the account’s name
ledger-odd-ftx-us = read as FTX US, which the file’s or the account’s name says
ledger-odd-resaved = a spreadsheet saved this file again. It keeps 15 digits of a number and may write fewer. Longer amounts and ids have lost the rest; the exchange’s own file has it
ledger-odd-sheet-numbers = its numbers went through a spreadsheet, which keeps 15 digits
ledger-odd-sheet-digits = its numbers went through a spreadsheet, and { $count } of them may have lost digits

ledger-file-unknown = We don’t know this export. It is kept as evidence. If it is a table, its columns can be explained; the page “Files we can read” lists what we know.
ledger-file-values = This file has the columns of { $format }, but not its values. If it is such a file, use it as the exchange sent it.
ledger-file-near = We don’t know this export. It comes nearest to { $format }, but has no column `{ $name }`. If it is such a file, use it as the exchange sent it.
ledger-file-several = This could be { $formats }, and nothing in the file says which. “Your files” asks which it is.
ledger-file-no-format = `{ $name }` is not a format that can be read: the page “Files we can read” lists them.
ledger-file-empty = The file is empty: there is nothing in it to read.
ledger-file-nothing = The file is empty.
ledger-file-too-long = The file is longer than the limit and nothing in it was recognised.
ledger-file-bytes = the file is longer than { $limit } ({ $count } bytes); the rest is not read
ledger-file-not = not recognised: { $message }
ledger-file-instead = { $advice }
ledger-file-besides = { $message } Also, { $more }.
ledger-file-zip = This is a ZIP archive or an Excel workbook. Archives and workbooks inside archives are not opened: hand it in by itself.
ledger-file-gzip = This is a gzip archive. Archives inside archives are not opened: hand it in by itself.
ledger-file-pdf = This is a PDF. It is kept as evidence. For its trades, ask the exchange for the same report as CSV.
ledger-file-picture = This is a picture. It is kept as evidence. Type in what it shows, or ask the exchange for CSV.
ledger-file-unread = This file is: { $format }. { $advice }
ledger-file-office = This is a file of Microsoft Office, but not a workbook. It is kept as evidence. Ask the exchange for CSV.
ledger-file-xls-inside = This is an old Excel workbook. Workbooks inside archives are not opened: hand it in by itself.
ledger-file-xls-older = This is an Excel workbook of before 1995: save its sheet as CSV.
ledger-file-xls-older-open = This is an Excel workbook of before 1995: open it and save its sheet as CSV.
ledger-file-packed = This is an archive ({ $name }) that is not opened: unpack it, and hand in what is inside.
ledger-file-numbers = This is a document of Apple’s Numbers, which is not read: open it, export it as CSV or Excel, and hand that in.
ledger-file-open-document = This is an OpenDocument file without a sheet that we can read: open it, and save its sheet as XLSX or as CSV.
ledger-file-no-header = These are rows without the line that names their columns, which is above them: copy that line, too. Or explain the columns by their numbers.
ledger-file-no-header-of = These look like rows of { $format }, without the line that names their columns, which is above them: copy that line, too (`{ $header }`). Or explain the columns by their numbers.
ledger-file-xlsb = This is a binary Excel workbook (XLSB), which is not read: save it as XLSX, or its sheet as CSV.
ledger-file-xml-workbook = This is a workbook as XML (of Excel 2003), whatever its name says: open it and save its sheet as CSV or as XLSX.
ledger-file-web-page = This is a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.
ledger-file-web-table = This is a table of a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.
ledger-file-tags = This is a file of tags (HTML or XML), whatever its name says: ask the exchange for CSV.

ledger-archive-broken-why = The archive is broken ({ $error }): download it again, or hand in the files that are inside.
ledger-archive-broken-inside = The archive is broken: download it again, or hand in the files that are inside.
ledger-archive-broken = The archive is broken: download it again.
ledger-archive-members = The archive has { $count } files, more than { $limit } ({ $count_max }): hand in its CSV files.
ledger-archive-members-more = the archive has more files than { $limit } ({ $count }); the rest is not read
ledger-archive-none = The archive holds no file: there is nothing in it to read.
ledger-archive-unread = The archive holds no file that can be read.
ledger-archive-bytes = the archive unpacks to more than { $limit } ({ $count } bytes); the rest is not read
ledger-archive-ratio = this file of the archive unpacks to more than { $limit } ({ $count }) times its packed size; the rest is not read
ledger-archive-checksum = this file of the archive ends too early or its checksum is wrong ({ $error }); download the archive again
ledger-archive-locked = It is locked with a password: unpack it and hand in what is inside.
ledger-archive-packed = It is packed in a way that is not read: unpack it and hand in what is inside.
ledger-archive-member = It is broken in the archive: download the archive again.

ledger-workbook-broken = The workbook is broken ({ $message }): open it and save it again, or ask the exchange for CSV.
ledger-workbook-none = The workbook holds no sheet.
ledger-workbook-locked = The workbook is locked with a password, or packed in a way that is not read: open it and save it without a password.
ledger-workbook-sheet = this sheet is not read: { $message }
ledger-workbook-past = The workbook { $message }: save its sheet as CSV.

ledger-claim-same-file = { $file } has the same bytes; line { $line } of that file counts
ledger-claim-same-row = the same row is in { $file }, line { $line }, and counts there
ledger-claim-conflict = the row in { $file }, line { $line }, has other figures and counts instead
ledger-claim-conflict-detail = id `{ $id }` of { $market } is also in { $file }, line { $line }, with other figures: { $fields }. At least one of the two rows is wrong; the row of that file counts (that file is more detailed)
ledger-claim-conflict-less = id `{ $id }` of { $market } is also in { $file }, line { $line }, with other figures: { $fields }. At least one of the two rows is wrong; the row of that file counts (it moved the smaller amount)
ledger-claim-conflict-hash = id `{ $id }` of { $market } is also in { $file }, line { $line }, with other figures: { $fields }. At least one of the two rows is wrong; the row of that file counts (that file comes first by SHA-256)
ledger-claim-same-id = { $count } of its rows have an id that another row of the file has too, this row first: all of them count
ledger-claim-decision-instead = your decision on this single row no longer applies: { $file }, line { $line }, now counts in its place. Check the rows of that file and decide again
ledger-claim-decision = your decision on this single row no longer applies: no file of the claim has the row now
ledger-claim-same-money = the same money is in { $file }, line { $line }, and counts there
ledger-claim-one-account = { $count } files of { $exchange } have no account name and count as one account. If there are several accounts, give each its name under “Your files”
ledger-claim-users-differ = files of { $exchange } name different users ({ $names }) and count as one account: name their accounts under “Your files”
ledger-claim-legs = { $count } of its legs of trades match nothing in the more detailed files of the account, this one first; they count as they are
ledger-claim-fills = the fills of order `{ $id }` add up to less than the order in { $file }, line { $line }. Some fills are in no file, so the order counts
ledger-claim-moves = { $count } of its deposits and withdrawals match nothing in the account’s lists of them, this one first; they count as they are. What the lists have at another time counts twice
ledger-claim-two-accounts = its account has no name, and the account of { $file } is “{ $name }”. They count as two accounts of { $exchange }, and what both files have counts twice. If it is one account, give both the same name under “Your files”
ledger-claim-order-doubt = the account’s fills of this market surround this order, and none add up to it. The order counts as it is. If some of the fills are its own, their money counts twice
ledger-claim-zones = { $count } of its trades are those of { $file }, but { $span } apart. One of the two files is read in a wrong zone. Their money counts twice until you name the right zone under “Your files”
ledger-claim-overlap = it has the same markets in the same time as { $file }, and no row of one file is in the other. If one is a changed copy of the other, their money counts twice
ledger-claim-compared-rows = { $count } rows of the claim have to be compared with each other at once, more than { $limit } ({ $count_max }). Ask whoever runs this site to raise the limit, or leave out a file that repeats what a more detailed file of the account has
ledger-claim-compared-keys = more rows of the claim than { $limit } ({ $count }) may be repeated in another of its files. Ask whoever runs this site to raise the limit, or leave out a file that repeats others
ledger-claim-fills-fees = the fills of order `{ $id }` add up to less than the order in { $file }, line { $line }. Some fills are in no file, so the order counts. It names no fee, and the fees of the fills ({ $fees }) are in no sum

ledger-mapping-lacks-column = the explanation of columns for { $exchange } does not fit this file: it has no column `{ $name }`
ledger-mapping-lacks-number = the explanation of columns for { $exchange } does not fit this file: it has no column { $number } for `{ $name }`
ledger-mapping-lacks-rows = the explanation of columns for { $exchange } does not fit this file: it has no rows
ledger-mapping-none = nobody has said what the columns mean
ledger-mapping-aside = rows with `{ $word }` are skipped, as explained
ledger-mapping-sort = nothing says what kind of entry this is
ledger-mapping-word = nobody has said what `{ $word }` means
ledger-mapping-asset = nothing says which asset this amount is of
ledger-mapping-change = the change is { $amount }, but the row is said to be a deposit
ledger-mapping-quantity = a trade needs a quantity
ledger-mapping-buy-below = the quantity { $amount } is below zero, but the row says buy
ledger-mapping-below = the quantity { $amount } is below zero, but the row is a { $kind }
ledger-mapping-for-what = nothing says what was traded for what
ledger-mapping-how-much = nothing says how much
ledger-mapping-which-way = nothing says whether this { $kind } came in or went out
ledger-mapping-exchange = the exchange needs a name of lower-case letters, digits, `-`, `.` or `_`, 40 at most
ledger-mapping-time = no column holds the time: every entry needs a time
ledger-mapping-kind = nothing says what kind of entry a row is: name one kind for the file, or the column that says it
ledger-mapping-pair = a trade needs a pair: one column for both, or base and quote
ledger-mapping-side = a trade is a purchase or a sale: name a column that says which, or a quantity that is below zero when sold
ledger-mapping-amount = no column says how much
ledger-mapping-price = a trade needs a price or a total: nothing says what was paid
ledger-mapping-asset-column = no column says which asset it is: name a column for the asset, or one value for the whole file
ledger-mapping-no-column = the column for `{ $name }` has neither a header nor a number
ledger-mapping-twice = `{ $first }` and `{ $second }` say the same thing in two ways: keep one of them
ledger-mapping-fixed = `{ $name }` cannot be one value for the whole file
ledger-mapping-too-long = a text has more than { $count } characters, or there are more than { $count_words } words
ledger-mapping-unread = the explanation of columns cannot be read: { $error }
ledger-mapping-not-enough = the explanation of columns is not complete: { $messages }

ledger-note-computed = computed
ledger-note-received-whole = what was received is counted as given, without the fee
ledger-note-fee-left-out = fee { $amount } left out: its asset is not in the file
ledger-note-fee-by-size = asset of the fee: { $asset }, judged by its size
ledger-note-fee-margin = asset of the fee: USD, the margin
ledger-note-fee-received = asset of the fee: { $asset }, what was received
ledger-note-fee-usd = a fee of { $amount } USD is in no sum
ledger-note-fee-not-here = its fee is not in this file
ledger-note-tax = tax; its asset is taken from the fee
ledger-note-placed-when = dated when the order was placed
ledger-note-converted = convert
ledger-note-converted-at = convert at { $price }
ledger-note-lending = lending
ledger-note-paid-by = by { $method }
ledger-note-in-file = { $text }
ledger-note-remark = remark { $text }
ledger-note-tags = tags { $text }
ledger-note-dust = small assets converted
ledger-note-worth-primary = primary asset worth { $amount } USD, says the file
ledger-note-worth-base = base asset worth { $amount } USD, says the file
ledger-note-worth-quote = quote asset worth { $amount } USD, says the file
ledger-note-worth-fee = fee worth { $amount } USD, says the file
ledger-line-deal = 3Commas deal { $id } explains this trade
ledger-line-no-deal-then = no 3Commas deal explains it, but the deals handed in are from { $first } to { $last }
ledger-line-no-deal = no 3Commas deal explains it
ledger-note-fee-by-way = asset of the fee: { $asset }, as this exchange usually does; its size does not decide

ledger-line-leg = another part of the same trade has no price
ledger-line-too-large = the loss is larger than a line can hold
ledger-line-fee = fee in { $asset } has no price and is not counted
ledger-line-no-price = { $asset }: no price
ledger-line-no-bridge = { $asset }: priced in the bridge asset, which itself has no price
ledger-line-no-rate = { $asset }: priced in another currency, for which there is no ECB rate
ledger-line-other-source = { $asset }: no price from its first source, only from another one
ledger-line-group = { $asset }: another part of the same trade has no price
ledger-line-unsettled = { $asset }: it is not decided yet when its manipulation began
ledger-line-manipulated = { $asset }: the day ends while its market is listed as manipulated
ledger-line-manipulated-open = { $asset }: its market is listed as manipulated without an end; a later day has a price only once an end is given
ledger-line-apart = { $source } says { $price } for { $asset }, not { $price_used }
ledger-line-closes = closes { $count } fills with { $amount } { $margin }
ledger-line-only-fee = only the fee of a fill counts

ledger-value-conflict = { $asset } is listed as manipulated from { $moment_from }, but its first contested trade ({ $file }:{ $line }) was at { $moment_at }: the listing must begin before it
ledger-value-basis = `{ $text }` is not a basis: say `event` or `date:YYYY-MM-DD`
ledger-value-manipulated = `{ $text }` does not say when the manipulation began: write `ASSET@FROM` or `ASSET@FROM..TO`, times as 2022-10-18 or 2022-10-18T21:00:00Z
ledger-value-ends = the time from { $moment_from } to { $moment_to } ends before it begins
ledger-value-currency = `{ $text }` is not a reporting currency: choose one of USD, EUR, GBP, CHF, CAD, AUD, JPY
ledger-value-fills = the loss was not worked out: the claim contests more fills of contracts than { $limit } ({ $count }). Contest a shorter period, or have the limit raised
ledger-value-groups = the loss was not worked out: the claim contests more groups of rows than { $limit } ({ $count }). Contest a shorter period, or have the limit raised
ledger-value-deal-trades = the loss was not worked out: 3Commas deals may explain more trades of the claim than { $limit } ({ $count }). Hand in fewer deals, or have the limit raised

ledger-price-ignored = { $asset }/{ $quote }= is ignored: the file itself says what is priced
ledger-price-no-volume = { $count } candles without volume are never used
ledger-price-more = { $count } more rows are refused, { $count_all } in all
ledger-price-text = the row is not UTF-8 text
ledger-price-quotes = the quotation marks of the row do not match
ledger-price-cells = the row has { $count } cells where { $count_needed } are needed
ledger-price-zero = a price must be above zero, not { $amount }
ledger-price-milliseconds = `{ $text }` is not a time in milliseconds or microseconds
ledger-price-candle = the candle closes before it opens
ledger-price-volume = `{ $text }` is not a volume
ledger-price-day = `{ $text }` is not a date such as 2022-10-18
ledger-price-rate = the { $currency } rate is left out: { $message }
ledger-price-empty = { $count } days have no price
ledger-price-time-utc = `{ $text }` is not a time such as 2022-10-18 00:00:00 UTC
ledger-price-missing-asset = the asset is missing
ledger-price-missing-quote = the quote is missing
ledger-price-missing-source = the source is missing
ledger-price-itself = { $asset } is priced in itself
ledger-price-time = `{ $text }` is not a time: write 2022-10-18T00:00:00Z or 2022-10-18
ledger-price-window = `{ $text }` is not a window: write 1m, 1h, 1d …

ledger-credit-evidence = nothing shows that it came back
ledger-credit-time = `{ $text }` is not a time: write 2022-10-24 or 2022-10-24T10:00:00Z
ledger-credit-asset = the asset that came back is missing
ledger-credit-amount = the amount that came back must be above zero, not { $amount }

ledger-position-opened-when = nothing says when the position was opened: if the file of its fills is handed in too, its fees count twice
ledger-position-fees = the fees of the fills of { $market } add up to less than the fees of its position in { $file }, line { $line }. Some fills are in no file, so the fees of the position count

ledger-sheet-past = the sheet { $message }; the rest is not read
ledger-sheet-past-whole = The sheet { $message }: save it as CSV.
ledger-sheet-here = the sheet is broken here ({ $message }); the rest is not read
ledger-sheet-broken = The sheet is broken ({ $message }): open the workbook and save it again.
ledger-sheet-numbers = { $count } numbers of this sheet, from this cell on, went through a spreadsheet, which keeps 15 to 17 digits; none of them has that many
ledger-sheet-numbers-one = { $count } numbers of this sheet, from this cell on, went through a spreadsheet, which keeps 15 to 17 digits. One of them has that many and may have lost the rest; the exchange’s CSV has it
ledger-sheet-numbers-full = { $count } numbers of this sheet, from this cell on, went through a spreadsheet, which keeps 15 to 17 digits. { $count_full } of them have that many and may have lost the rest; the exchange’s CSV has it

ledger-part-sheets = has more sheets than { $limit } ({ $count })
ledger-part-past = goes past { $limit } ({ $count })
ledger-part-unpacks = unpacks to more than { $limit } ({ $count } bytes)
ledger-part-longer = is longer than { $limit } ({ $count } bytes)
ledger-part-to-read = has more to read than { $limit } ({ $count } bytes)
ledger-part-strings = has more shared text than { $limit } ({ $count } bytes)
ledger-part-cell = has a cell of more than { $limit } ({ $count } bytes)
ledger-part-cell-or-tag = has a cell or a tag of more than { $limit } ({ $count } bytes)
ledger-part-error = { $error }
ledger-part-breaks-off = it ends too early
ledger-part-within-cell = it ends within a cell
ledger-part-within-tag = it ends within a tag
ledger-part-no-cells = it has no cells
ledger-part-no-text = a cell refers to a text that is not there
ledger-part-no-row-number = a row has no valid number
ledger-part-no-place = a cell has no valid place
ledger-part-order = its cells are out of order
ledger-part-attribute = it has an attribute without a value
ledger-part-reference = it has a reference that means nothing in a workbook
ledger-part-no-name = it has a tag without a name
ledger-part-nested = its tags are nested too deep
ledger-part-no-utf8 = it is not UTF-8 text
ledger-part-document-type = it has a document type, which no workbook has
ledger-part-sectors = its sectors have no valid size
ledger-part-no-sheets = it has no sheets
ledger-part-sector-gone = a sector is not in the file
ledger-part-sector-table = a sector is not in its table
ledger-part-sector-chain = a chain of its sectors has no end
ledger-part-no-workbook = it does not start like a workbook
ledger-part-no-sheet = it does not start like a sheet
ledger-part-record = a record is too short
ledger-part-text = a text is too short
ledger-part-letter = a letter is cut in two
ledger-part-sheet-gone = the sheet is not in the workbook
ledger-part-list = it has no part that lists its sheets

ledger-run-same-prices = the same prices were given before; they count once
ledger-run-sources = { $asset } at { $moment } is { $price } by the first source, { $other } by { $source }: the first is used
ledger-run-deal = 3Commas deal { $id } explains this trade ({ $file }, line { $line }): was it contested by mistake?
ledger-run-no-asset = has no effect: no entry and no price is of this asset
ledger-run-no-bridge = has no effect: no price file has a price in this asset
ledger-run-nothing = nothing is contested: no entry touches this asset
ledger-run-no-period = has no effect: no entry that a period contests lies within this period
ledger-run-no-row = has no effect: the row is not contested in the first place
ledger-run-no-prices = has no effect: no entry moves this asset, and it is not the bridge
