# What the ledger says, as it says it on the command line. A sentence, a remark or a
# note is found here by its words, and shown by the message of the same name in the
# reader’s language. One line a message. What a place is called says how its words
# are told: count, line and number as counts; amount as a number; sentence as another
# message of these; title(s), formats, exchange, kind, origin, sum and moment as such;
# every other as it is. What follows a `_` tells places of one message apart.

ledger-number-empty = the cell is empty where a number is needed
ledger-number-none = `{ $text }` is not a number
ledger-number-digits = the number has more than { $count } digits
ledger-number-below-zero = `{ $text }` is below zero, which this column never is
ledger-number-thousand-more = no number proves whether comma or point separates fractions, and `{ $text }` could be a thousand times more: check one amount against the exchange
ledger-number-thousand-less = no number proves whether comma or point separates fractions, and `{ $text }` could be a thousand times less: check one amount against the exchange

ledger-cell-needed = the cell is empty and the row means nothing without it

ledger-unit-none = `{ $text }` is no amount with its unit

ledger-money-decimals = `{ $text }` has more than { $count } decimals

ledger-time-unknown = `{ $text }` is not a time this reader knows
ledger-time-no-day = `{ $text }` is no day of the calendar or no time of the day
ledger-time-either-way = `{ $text }` could be day-first or month-first, and no date of the file proves which: say it (--day-first or --month-first)
    .page = `{ $text }` could be day-first or month-first, and no date of the file proves which: “Your files” asks for it
ledger-time-rfc3339 = `{ $text }` is no RFC 3339 time
ledger-time-minutes = times are written without seconds; a spreadsheet may have dropped them
ledger-time-twice = `{ $text }` exists twice in { $zone }; the earlier one is taken
ledger-time-never = `{ $text }` does not exist in { $zone }, whose clock jumped over it; read as if it had not

ledger-zone-assumed = nothing says in which zone the times are; UTC is assumed, and --zone (or the page) can say better
    .page = nothing says in which zone the times are; UTC is assumed, and under “Your files” the right one can be said
ledger-zone-own = the file's own zone ({ $zone }, by its { $origin }) is used, not the one given ({ $given })
ledger-zone-none = `{ $text }` is no time zone: write `UTC`, an offset such as `UTC+8` or `+01:00`, or a name such as `Europe/Paris`
ledger-zone-none-mapped = `{ $text }` is no time zone: write `UTC`, an offset such as `UTC+8`, or a name such as `Europe/Paris`
ledger-zone-documented = nothing in the file says its zone; it is read as { $zone }, which is what this exchange wrote, and --zone (or the page) can say better
    .page = nothing in the file says its zone; it is read as { $zone }, which is what this exchange wrote, and under “Your files” another can be said
ledger-zone-given = the zone given ({ $given }) is used, not the one documented for such files ({ $zone })

ledger-row-quotes = a quote is opened and never closed
ledger-row-encoding = the row is no UTF-8 text
ledger-row-bytes = the row is longer than row_bytes_max
ledger-row-cells-max = the row has more cells than row_cells_max
ledger-row-cells = the row has { $count_cells } cells under a header of { $count_header }: an unquoted comma may have split one
ledger-row-no-order = no order and no header stand above this fill
ledger-row-header-again = the header stands here once more
ledger-row-no-records = the exchange says that it has no records
ledger-row-more = { $count } more of these, { $count_all } in all
ledger-row-rows-max = the file has more rows than rows_max ({ $count }); what stands behind is not read
ledger-row-none = there is a header and nothing below it
ledger-row-columns = columns this reader does not know and does not need: { $names }
ledger-row-secret = this looks like an API key or a secret: take it out of the file, and delete the key at the exchange if it still works
ledger-row-deals = { $title }: no entries, deals: { $count }
ledger-row-cells-few = the row has { $count_cells } cells under a header of { $count_header }: what is missing is read as empty, and may have been cut off
ledger-row-id-spoilt = the id `{ $id }` was spoilt by a spreadsheet, which keeps 15 digits, and is left out: use the file as the exchange sent it
ledger-row-digits = `{ $text }` has all the digits that a spreadsheet keeps: if the exchange wrote more, they are lost
ledger-row-no-seconds = `{ $text }` has no seconds, which a spreadsheet leaves out: the exchange's own file has them

ledger-order-no-fills = no fills stand below this order, so nothing says what it moved: fetch the trade history, which has them
ledger-order-cancelled = order `{ $id }` was cancelled and moved nothing
ledger-order-not-filled = nothing of this order was filled (`{ $status }`)

ledger-status-not-done = the status is `{ $status }`: such a row moved nothing
ledger-status-unmapped = the status is `{ $status }`, which is not among the words for what happened: the row moved nothing
ledger-status-unknown = the status is `{ $status }`, which this reader does not know: nothing says whether the row moved anything

ledger-side-none = `{ $word }` is neither buy nor sell
ledger-side-of-order = `{ $word }` of the order in line { $line } is neither buy nor sell
ledger-side-deposit = `{ $word }` is neither Deposit nor Withdrawal
ledger-side-a-deposit = `{ $word }` is neither a deposit nor a withdrawal

ledger-pair-none = `{ $pair }` is no pair such as BTC-USDT
ledger-pair-threecommas = `{ $pair }` is no pair such as USDT_BTC
ledger-pair-unknown = `{ $pair }` is no pair this reader knows. Binance keeps it under Orders → Spot Order → Trade History → Export.
ledger-pair-quote = `{ $pair }` ends in no quote asset this reader knows
ledger-pair-units = the units of `{ $first }` and `{ $second }` do not make the pair `{ $pair }`
ledger-pair-contract = `{ $pair }` is no contract this reader knows
ledger-pair-margin = `{ $pair }` is no contract whose margin asset this reader knows

ledger-kind-category = `{ $word }` is no category this reader knows; read as an adjustment of the primary asset
ledger-kind-operation = `{ $word }` is no operation this reader knows; read as an adjustment
ledger-kind-type = `{ $word }` is no type this reader knows; read as an adjustment
ledger-kind-neither = neither type nor remark says what this was; read as an adjustment

ledger-fee-asset = the file does not name the asset of the fee { $amount }, and its size does not tell { $base } from { $quote }: it is in no sum
ledger-fee-greater = the fee is greater than the amount { $amount } that it is part of
ledger-fee-tax = a tax of { $amount } stands here without its asset and is in no sum
ledger-fee-alone = a fee of { $amount } stands here without its asset and is in no sum

ledger-total-differs = the total { $amount } is not quantity × price ({ $amount_product }); the file's total is used
ledger-total-none = neither a total nor a price says what was paid
ledger-total-unknown = the file does not say how much { $asset } was paid
ledger-total-dollars = the amount of { $asset } is missing; its value in dollars, { $amount }, is taken for it
ledger-total-credited = { $amount } is not the indicated amount less the fee of { $amount_fee }; what was credited is used, without a fee
ledger-total-pnl = the row's realized PNL { $amount } is not its total realized PNL plus funding less fees ({ $amount_net }); the row's is used, and the profit is { $amount_pnl }

ledger-balance-off = the balance of { $asset } should be { $amount } after line { $line }, and is { $amount_now }: a row may be missing or changed
ledger-balance-more = { $count } more balances do not follow from the row before
ledger-balance-max = the file has the balances of more accounts and assets than balances_max ({ $count }); the others are not checked
ledger-balance-no-asset = nothing says of which asset the balances are; they are not checked
ledger-balance-off-before = the balance of { $asset } should be { $amount } before line { $line }, and is { $amount_now }: a row may be missing or changed

ledger-odd-day-first = its dates are day-first, as `{ $text }` proves
ledger-odd-month-first = its dates are month-first, as `{ $text }` proves
ledger-odd-column = the column `{ $name }` is new to me and read as `{ $known }`, by its values
ledger-odd-commas = it was saved again by a spreadsheet, with decimal commas
ledger-odd-utf16 = its letters are in UTF-16
ledger-odd-letters = its letters are read as { $name }
ledger-odd-ftx = read as FTX.com; FTX US wrote the same files: if the account was there, put `FTX US` into the account's name
ledger-odd-ftx-us = read as FTX US, which the file's or the account's name says
ledger-odd-resaved = a spreadsheet saved this file again: it keeps 15 digits of a number and may write fewer; what longer amounts and ids had more is lost, the exchange's own file has it
ledger-odd-sheet-numbers = its numbers went through a spreadsheet, which keeps 15 digits
ledger-odd-sheet-digits = its numbers went through a spreadsheet, and { $count } of them may have lost digits

ledger-file-unknown = This is no export that I know. It is kept as evidence; `redress formats` lists what can be read.
    .page = This is no export that we know. It is kept as evidence; the page “Files we can read” lists what can be read.
ledger-file-values = This has the columns of { $title }, but not its values. If it is one, use the file as the exchange sent it.
ledger-file-near = This is no export that I know; it comes nearest to { $title }, but has no column `{ $name }`. If it is one, use the file as the exchange sent it.
ledger-file-several = This could be { $titles }, and nothing in it tells. Say which it is, with --format { $formats }.
    .page = This could be { $titles }, and nothing in it tells. “Your files” asks which it is.
ledger-file-no-format = `{ $name }` is no format that can be read: `redress formats` lists them.
    .page = `{ $name }` is no format that can be read: the page “Files we can read” lists them.
ledger-file-empty = The file is empty: there is nothing in it to read.
ledger-file-nothing = The file is empty.
ledger-file-too-long = The file is longer than the limit and nothing in it was recognised.
ledger-file-bytes = the file is longer than file_bytes_max ({ $count } bytes); what stands behind is not read
ledger-file-not = not recognised: { $sentence }
ledger-file-besides = { $sentence } Besides, { $sentence_more }.
ledger-file-zip = This is a ZIP archive or an Excel workbook. Archives inside archives are not opened, nor are workbooks: hand it in by itself.
ledger-file-gzip = This is a gzip archive. Archives inside archives are not opened: hand it in by itself.
ledger-file-pdf = This is a PDF. It is kept as evidence; for its trades, ask the exchange for the same report as CSV.
ledger-file-picture = This is a picture. It is kept as evidence; type in what it shows, or ask the exchange for CSV.
ledger-file-staked = This is KuCoin's list of what was staked; staking moves coins between your own wallets. What it paid is in `Earn Orders_Profit History`, and the moves are in `Account History_Funding Account`, both of the same bundle.
ledger-file-balances = This is KuCoin's list of balances on one day; it has no movements. Fetch the files called `Spot Orders_Filled Orders (Show Order-Splitting)` and `Account History` of the same bundle.
ledger-file-margin = This is KuCoin's list of margin loans; what they moved is in the `Account History` of the margin account, in the same bundle.
ledger-file-p2p = This is KuCoin's list of P2P orders, which is not read yet. `Account History_Funding Account` of the same bundle has what they moved.
ledger-file-office = This is a file of Microsoft Office, but no workbook. It is kept as evidence; ask the exchange for CSV.
ledger-file-xls-inside = This is an old Excel workbook. Workbooks inside archives are not opened: hand it in by itself.
ledger-file-xls-older = This is an Excel workbook of before 1995: save its sheet as CSV.
ledger-file-xls-older-open = This is an Excel workbook of before 1995: open it and save its sheet as CSV.
ledger-file-xlsb = This is a binary Excel workbook (XLSB), which is not read: save it as XLSX, or its sheet as CSV.
ledger-file-xml-workbook = This is a workbook as XML (of Excel 2003), whatever its name says: open it and save its sheet as CSV or as XLSX.
ledger-file-web-page = This is a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.
ledger-file-web-table = This is a table of a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.
ledger-file-tags = This is a file of tags (HTML or XML), whatever its name says: ask the exchange for CSV.

ledger-archive-broken-why = The archive is broken ({ $error }): download it again, or hand in the files that are inside.
ledger-archive-broken-inside = The archive is broken: download it again, or hand in the files that are inside.
ledger-archive-broken = The archive is broken: download it again.
ledger-archive-members = The archive has { $count } members, more than archive_entries_max ({ $count_max }): hand in its CSV files.
ledger-archive-members-more = the archive has more members than archive_entries_max ({ $count }); the rest is not read
ledger-archive-none = The archive holds no file: there is nothing in it to read.
ledger-archive-unread = The archive holds no file that can be read.
ledger-archive-bytes = the archive unpacks to more than archive_bytes_max ({ $count } bytes); the rest is not read
ledger-archive-ratio = the member unpacks to more than archive_ratio_max ({ $count }) times its packed size; the rest is not read
ledger-archive-checksum = the member breaks off or its checksum is wrong ({ $error }); download the archive again
ledger-archive-locked = It is locked with a password: unpack it and hand in what is inside.
ledger-archive-packed = It is packed in a way that is not read: unpack it and hand in what is inside.
ledger-archive-member = It is broken in the archive: download the archive again.

ledger-workbook-broken = The workbook is broken ({ $sentence }): open it and save it again, or ask the exchange for CSV.
ledger-workbook-none = The workbook holds no sheet.
ledger-workbook-locked = The workbook is locked with a password, or packed in a way that is not read: open it and save it without one.
ledger-workbook-bytes = The workbook unpacks to more than workbook_bytes_max ({ $count } bytes): save its sheet as CSV.
ledger-workbook-sheet = this sheet is not read: { $sentence }
ledger-workbook-here = the sheet is broken here ({ $error }); what stands behind is not read
ledger-workbook-limit = the sheet goes past { $name } ({ $count }); what stands behind is not read
ledger-workbook-past = The workbook { $sentence }: save its sheet as CSV.

ledger-claim-same-file = { $file } has the same bytes; line { $line } there counts
ledger-claim-same-row = the same row is in { $file }, line { $line }, and counts there
ledger-claim-conflict = the row in { $file }, line { $line }, has other figures for it and counts
ledger-claim-conflict-detail = id `{ $id }` of { $market } is also in { $file }, line { $line }, with other figures: { $fields }. At least one of the two rows is wrong; the row there counts (its file is more detailed)
ledger-claim-conflict-less = id `{ $id }` of { $market } is also in { $file }, line { $line }, with other figures: { $fields }. At least one of the two rows is wrong; the row there counts (it moved the smaller amount)
ledger-claim-conflict-hash = id `{ $id }` of { $market } is also in { $file }, line { $line }, with other figures: { $fields }. At least one of the two rows is wrong; the row there counts (its file comes first by SHA-256)
ledger-claim-same-id = { $count } of its rows, this one first, have an id that another row of the file has too: all of them count
ledger-claim-decision-instead = your decision on this single row no longer applies: { $file }, line { $line }, now counts in its place. Look at the rows there and decide again
ledger-claim-decision = your decision on this single row no longer applies: no file of the claim has the row now
ledger-claim-same-money = the same money is in { $file }, line { $line }, and counts there
ledger-claim-one-account = the { $count } files of { $exchange } whose account has no name count as one account; --account can say better
    .page = the { $count } files of { $exchange } whose account has no name count as one account; if there are several, give each its name under “Your files”
ledger-claim-users-differ = files of { $exchange } name different users ({ $names }) and count as one account: name their accounts with --account
    .page = files of { $exchange } name different users ({ $names }) and count as one account: name their accounts under “Your files”
ledger-claim-legs = { $count } of its legs of trades, this one first, match nothing in the finer files of the account and count as they stand
ledger-claim-fills = the fills of order `{ $id }` add up to less than the order in { $file }, line { $line }: some are in no file, so the order counts
ledger-claim-moves = { $count } of its deposits and withdrawals, this one first, match nothing in the account's lists of them and count as they stand: what the lists tell at another time counts twice
ledger-claim-two-accounts = its account has no name, that of { $file } is `{ $name }`: they count as two accounts of { $exchange }, and what both files tell counts twice. If it is one account, give both its name (--account)
    .page = its account has no name, that of { $file } is “{ $name }”: they count as two accounts of { $exchange }, and what both files tell counts twice. If it is one account, give both its name under “Your files”
ledger-claim-order-doubt = the account's fills of this market surround this order and none add up to it: it counts as it stands, and if some of them are its own, their money counts twice
ledger-claim-zones = { $count } of its trades are those of { $file }, but { $span } apart: one of the two files is read in a wrong zone, and their money counts twice until --zone (or the page) says the right one
    .page = { $count } of its trades are those of { $file }, but { $span } apart: one of the two files is read in a wrong zone, and their money counts twice until the right one is said under “Your files”
ledger-claim-overlap = it tells of the same markets in the same time as { $file }, and no row of one is in the other: if one of them is a copy of the other that was changed, their money counts twice
ledger-claim-fills-fees = the fills of order `{ $id }` add up to less than the order in { $file }, line { $line }: some are in no file, so the order counts; it names no fee, and those of the fills ({ $fees }) are in no sum

ledger-mapping-lacks-column = the mapping for { $exchange } does not fit this file: it has no column `{ $name }`
ledger-mapping-lacks-number = the mapping for { $exchange } does not fit this file: it has no column { $number } for `{ $name }`
ledger-mapping-lacks-rows = the mapping for { $exchange } does not fit this file: it has no rows
ledger-mapping-none = nobody has said what the columns mean
ledger-mapping-aside = rows of `{ $word }` are to be left aside
ledger-mapping-sort = nothing says what sort of movement this is
ledger-mapping-word = nobody has said what `{ $word }` is
ledger-mapping-asset = nothing says of which asset this amount is
ledger-mapping-change = the change is { $amount }, but the row is said to be a deposit
ledger-mapping-quantity = a trade needs a quantity
ledger-mapping-buy-below = the quantity { $amount } is below zero, but the row says buy
ledger-mapping-below = the quantity { $amount } is below zero, but the row is a { $kind }
ledger-mapping-for-what = nothing says what was traded for what
ledger-mapping-how-much = nothing says how much
ledger-mapping-which-way = nothing says whether this { $kind } came or went
ledger-mapping-exchange = the exchange needs a name of lower-case letters, digits, `-`, `.` or `_`, 40 at most
ledger-mapping-time = no column says when: every entry needs a time
ledger-mapping-kind = nothing says what sort of movement a row is: name one for the file, or the column that says it
ledger-mapping-pair = a trade needs a pair: one column for both, or base and quote
ledger-mapping-side = a trade needs to be bought or sold: a column that says which, or a quantity that is below zero when sold
ledger-mapping-amount = no column says how much
ledger-mapping-price = a trade needs a price or a total: nothing says what was paid
ledger-mapping-asset-column = no column says of which asset: one for the asset, or one value for the whole file
ledger-mapping-no-column = the column for `{ $name }` has neither a header nor a number
ledger-mapping-twice = `{ $first }` and `{ $second }` say the same thing in two ways: keep one of them
ledger-mapping-fixed = `{ $name }` cannot be one value for the whole file
ledger-mapping-too-long = a text has more than { $count } characters, or there are more than { $count_words } words
ledger-mapping-unread = the mapping cannot be read: { $error }
ledger-mapping-not-enough = the mapping does not suffice: { $sentence }

ledger-note-computed = computed
ledger-note-received-whole = what was received is taken to be without the fee
ledger-note-size = size { $amount }
ledger-note-fee-left-out = fee { $amount } left out: its asset is not in the file
ledger-note-fee-by-size = fee's asset taken to be { $asset } by its size
ledger-note-fee-margin = fee's asset taken to be USD, the margin
ledger-note-fee-received = fee's asset taken to be { $asset }, what was received
ledger-note-fee-usd = a fee of { $amount } USD is in no sum
ledger-note-fee-not-here = its fee is not in this file
ledger-note-tax = tax; its asset is taken from the fee
ledger-note-client-order = client order id { $id }
ledger-note-placed = placed { $time }
ledger-note-placed-when = timed when it was placed
ledger-note-payment = payment id { $id }
ledger-note-convert = convert at { $amount }
ledger-note-contracts = { $amount } contracts
ledger-note-dust = small assets converted
ledger-note-worth-primary = primary worth { $amount } USD by the file
ledger-note-worth-base = base worth { $amount } USD by the file
ledger-note-worth-quote = quote worth { $amount } USD by the file
ledger-note-worth-fee = fee worth { $amount } USD by the file
ledger-note-deal = 3Commas deal { $id } explains this trade
ledger-note-no-deal-then = no 3Commas deal explains it, but the deals given are from { $first } to { $last }
ledger-note-no-deal = no 3Commas deal explains it
ledger-note-fee-by-way = fee's asset taken to be { $asset } by the exchange's way; its size leaves it open

ledger-line-leg = another leg of this moment has no price
ledger-line-too-large = the loss is larger than a line can hold
ledger-line-fee = fee in { $asset } has no price and is not counted
ledger-line-no-price = { $asset }: no price
ledger-line-no-bridge = { $asset }: priced in the bridge, which itself has no price
ledger-line-no-rate = { $asset }: priced in another currency, for which there is no ECB rate
ledger-line-other-source = { $asset }: no price from the source first named for it, only from another
ledger-line-group = { $asset }: another leg of its moment has no price
ledger-line-unsettled = { $asset }: when its manipulation began is not settled
ledger-line-manipulated = { $asset }: the day ends while its market is listed as manipulated
ledger-line-manipulated-open = { $asset }: its market is listed as manipulated without an end, and needs one for a later day to have a price
ledger-line-apart = { $source } says { $amount } for { $asset }, not { $amount_used }
ledger-line-closes = closes { $count } fills with { $amount } { $margin }
ledger-line-only-fee = only the fee of a fill counts

ledger-value-conflict = { $asset } is listed as manipulated from { $moment_from }, but its first contested trade ({ $file }:{ $line }) was at { $moment_at }: the listing must begin before it
ledger-value-basis = `{ $text }` is no basis: say `event` or `date:YYYY-MM-DD`
ledger-value-manipulated = `{ $text }` does not say when the manipulation began: write `ASSET@FROM` or `ASSET@FROM..TO`, times as 2022-10-18 or 2022-10-18T21:00:00Z
ledger-value-ends = the time from { $moment_from } to { $moment_to } ends before it begins
ledger-value-currency = `{ $text }` is no reporting currency: choose one of USD, EUR, GBP, CHF, CAD, AUD, JPY

ledger-price-ignored = { $asset }/{ $quote }= is ignored: this file says itself what is priced
ledger-price-no-volume = { $count } candles without volume are never used
ledger-price-more = { $count } more rows are refused, { $count_all } in all
ledger-price-text = the row is not UTF-8 text
ledger-price-quotes = the quotes of the row do not match up
ledger-price-cells = the row has { $count } cells where { $count_needed } are needed
ledger-price-zero = a price must be above zero, not { $text }
ledger-price-milliseconds = `{ $text }` is no time in milliseconds or microseconds
ledger-price-candle = the candle closes before it opens
ledger-price-volume = `{ $text }` is no volume
ledger-price-day = `{ $text }` is no date such as 2022-10-18
ledger-price-rate = the { $currency } rate is left out: { $sentence }
ledger-price-empty = { $count } days have no price
ledger-price-time-utc = `{ $text }` is no time such as 2022-10-18 00:00:00 UTC
ledger-price-missing-asset = the asset is missing
ledger-price-missing-quote = the quote is missing
ledger-price-missing-source = the source is missing
ledger-price-itself = { $asset } is priced in itself
ledger-price-time = `{ $text }` is no time: write 2022-10-18T00:00:00Z or 2022-10-18
ledger-price-window = `{ $text }` is no window: write 1m, 1h, 1d …

ledger-credit-evidence = nothing is said to show that it came back
ledger-credit-time = `{ $text }` is no time: write 2022-10-24 or 2022-10-24T10:00:00Z
ledger-credit-asset = what came back is missing
ledger-credit-amount = what came back must be above zero, not { $amount }

ledger-position-opened-when = nothing says when the position was opened: if the file of its fills is handed in too, its fees count twice
ledger-position-fees = the fees of the fills of { $market } add up to less than those of its position in { $file }, line { $line }: some are in no file, so the position's fees count
ledger-position-opened = position opened { $moment }

ledger-sheet-past = the sheet { $sentence }; what stands behind is not read
ledger-sheet-past-whole = The sheet { $sentence }: save it as CSV.
ledger-sheet-here = the sheet is broken here ({ $sentence }); what stands behind is not read
ledger-sheet-broken = The sheet is broken ({ $sentence }): open the workbook and save it again.
ledger-sheet-numbers = numbers of this sheet, { $count } from this cell on, went through a spreadsheet, which keeps 15 to 17 digits; none of them has so many
ledger-sheet-numbers-one = numbers of this sheet, { $count } from this cell on, went through a spreadsheet, which keeps 15 to 17 digits; one of them has so many and may have lost the rest; the exchange's CSV has it
ledger-sheet-numbers-full = numbers of this sheet, { $count } from this cell on, went through a spreadsheet, which keeps 15 to 17 digits; { $count_full } of them have so many and may have lost the rest; the exchange's CSV has it

ledger-part-sheets = has more sheets than workbook_sheets_max ({ $count })
ledger-part-past = goes past { $name } ({ $count })
ledger-part-unpacks = unpacks to more than workbook_bytes_max ({ $count } bytes)
ledger-part-longer = is longer than workbook_bytes_max ({ $count } bytes)
ledger-part-to-read = has more to read than workbook_bytes_max ({ $count } bytes)
ledger-part-strings = has more shared text than workbook_strings_bytes_max ({ $count } bytes)
ledger-part-cell = has a cell of more than workbook_cell_bytes_max ({ $count } bytes)
ledger-part-cell-or-tag = has a cell or a tag of more than workbook_cell_bytes_max ({ $count } bytes)
ledger-part-breaks-off = it breaks off
ledger-part-within-cell = it breaks off within a cell
ledger-part-within-tag = it breaks off within a tag
ledger-part-no-cells = it has no cells
ledger-part-no-text = a cell names a text that is not there
ledger-part-no-row-number = a row has no proper number
ledger-part-no-place = a cell has no proper place
ledger-part-order = its cells do not stand in their order
ledger-part-attribute = it has an attribute without a value
ledger-part-reference = it has a reference that means nothing in a workbook
ledger-part-no-name = it has a tag without a name
ledger-part-nested = its tags are nested too deep
ledger-part-no-utf8 = it is no UTF-8 text
ledger-part-document-type = it has a document type, which no workbook has
ledger-part-sectors = its sectors have no proper size
ledger-part-no-sheets = it has no sheets
ledger-part-sector-gone = a sector is not in the file
ledger-part-sector-table = a sector is not in its table
ledger-part-sector-chain = a chain of its sectors has no end
ledger-part-no-workbook = it does not begin as a workbook
ledger-part-no-sheet = it does not begin as a sheet
ledger-part-record = a record is too short
ledger-part-text = a text is too short
ledger-part-letter = a letter is cut in two
ledger-part-sheet-gone = the sheet is not in the workbook
ledger-part-list = it has no part that lists its sheets
