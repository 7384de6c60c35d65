//! Messages about files, rows and cells, price files and credits.

use crate::base::text::Text;
use crate::entry::kind::{Kind, ZoneSource};
use crate::entry::messages::{
    Advice, ExchangeId, FormatId, Formats, Messages, Names, Setting, messages,
};
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

messages! {
    /// A message about a file, a row or a cell.
    pub enum Message {
        NumberEmpty = "ledger-number-empty", "the cell is empty where a number is needed";
        NumberNone { text: Text } = "ledger-number-none", "`{text}` is not a number";
        NumberDigits { count: u64 } = "ledger-number-digits", "the number has more than {count} digits";
        NumberBelowZero { text: Text } = "ledger-number-below-zero", "`{text}` is below zero, which this column never is";
        NumberThousandMore { text: Text } = "ledger-number-thousand-more", "no number proves whether comma or point separates fractions, and `{text}` could be a thousand times more: check one amount against the exchange";
        NumberThousandLess { text: Text } = "ledger-number-thousand-less", "no number proves whether comma or point separates fractions, and `{text}` could be a thousand times less: check one amount against the exchange";

        CellNeeded = "ledger-cell-needed", "the cell is empty and the row means nothing without it";

        AssetUnnamed = "ledger-asset-unnamed", "neither the row nor the file's name says which asset this is: put it into the name, as in `… BTC.csv`";

        UnitUnknown { text: Text } = "ledger-unit-unknown", "`{text}` is no unit of amounts that this reader knows";
        UnitBySymbol { symbol: Text, asset: Text } = "ledger-unit-by-symbol", "the file does not say what `{symbol}` was settled in, and at that time it was XBT or USDT: {asset} is taken";
        UnitNone { text: Text } = "ledger-unit-none", "`{text}` is no amount with its unit";

        TimeUnknown { text: Text } = "ledger-time-unknown", "`{text}` is not a time this reader knows";
        TimeNoDay { text: Text } = "ledger-time-no-day", "`{text}` is no day of the calendar or no time of the day";
        TimeEitherWay { text: Text } = "ledger-time-either-way", "`{text}` could be day-first or month-first, and no date of the file proves which: say it (--day-first or --month-first)";
        TimeBothOrders { text: Text } = "ledger-time-both-orders", "`{text}` could be day-first or month-first, and the file has dates of both orders: say which this is (--day-first or --month-first)";
        TimeDay { text: Text } = "ledger-time-day", "`{text}` has no time of the day: it is read as 00:00, and a period contests it only where it covers the whole day";
        TimeDayOpen { text: Text } = "ledger-time-day-open", "`{text}` has no time of the day, and the period covers only a part of that day: it is not contested; --contest-row contests it";
        TimeBefore { text: Text } = "ledger-time-before", "`{text}` is before 2009, when nothing was traded yet: use the file as the exchange sent it";
        TimeAfter { text: Text, day: Text } = "ledger-time-after", "`{text}` is after {day}, the day on which the file was received: use the file as the exchange sent it";
        TimeBuddhist { text: Text } = "ledger-time-buddhist", "the year of `{text}` is of the Buddhist calendar: set the browser or the exchange to the Gregorian calendar, and export the file again";
        TimePersian { text: Text } = "ledger-time-persian", "the year of `{text}` is of the Persian calendar: set the browser or the exchange to the Gregorian calendar, and export the file again";
        TimeIslamic { text: Text } = "ledger-time-islamic", "the year of `{text}` is of the Islamic calendar: set the browser or the exchange to the Gregorian calendar, and export the file again";
        TimeMinutes = "ledger-time-minutes", "times are written without seconds; a spreadsheet may have dropped them";
        TimeTwice { text: Text, zone: Text } = "ledger-time-twice", "`{text}` exists twice in {zone}; the earlier one is taken";
        TimeNever { text: Text, zone: Text } = "ledger-time-never", "`{text}` does not exist in {zone}, whose clock jumped over it; read as if it had not";

        ZoneAssumed = "ledger-zone-assumed", "nothing says in which zone the times are; UTC is assumed, and --zone (or the page) can say better";
        ZoneOwn { zone: Text, origin: ZoneSource, given: Text } = "ledger-zone-own", "the file's own zone ({zone}, by its {origin}) is used, not the one given ({given})";
        ZoneNone { text: Text } = "ledger-zone-none", "`{text}` is no time zone: write `UTC`, an offset such as `UTC+8` or `+01:00`, or a name such as `Europe/Paris`";
        ZoneNoneMapped { text: Text } = "ledger-zone-none-mapped", "`{text}` is no time zone: write `UTC`, an offset such as `UTC+8`, or a name such as `Europe/Paris`";
        ZoneDocumented { zone: Text } = "ledger-zone-documented", "nothing in the file says its zone; it is read as {zone}, which is what this exchange wrote, and --zone (or the page) can say better";
        ZoneGiven { given: Text, zone: Text } = "ledger-zone-given", "the zone given ({given}) is used, not the one documented for such files ({zone})";

        RowQuotes = "ledger-row-quotes", "a quote is opened and never closed";
        RowEncoding = "ledger-row-encoding", "the row is no UTF-8 text";
        RowBytes { limit: Setting } = "ledger-row-bytes", "the row is longer than {limit}";
        RowCellsMax { limit: Setting } = "ledger-row-cells-max", "the row has more cells than {limit}";
        RowCells { count_cells: u64, count_header: u64 } = "ledger-row-cells", "the row has {count_cells} cells under a header of {count_header}: an unquoted comma may have split one";
        RowNoOrder = "ledger-row-no-order", "no order and no header stand above this fill";
        RowHeaderAgain = "ledger-row-header-again", "the header stands here once more";
        RowNoRecords = "ledger-row-no-records", "the exchange says that it has no records";
        RowPage = "ledger-row-page", "this line is no row: it belongs to the page that the table was taken from";
        RowSums = "ledger-row-sums", "this line is no row: it sums up the rows above it";
        RowMore { count: u64, count_all: u64 } = "ledger-row-more", "{count} more of these, {count_all} in all";
        RowRowsMax { limit: Setting, count: u64 } = "ledger-row-rows-max", "the file has more rows than {limit} ({count}); what stands behind is not read";
        RowNone = "ledger-row-none", "there is a header and nothing below it";
        RowColumns { names: Names } = "ledger-row-columns", "columns this reader does not know and does not need: {names}";
        RowSecret = "ledger-row-secret", "this looks like an API key or a secret: take it out of the file, and delete the key at the exchange if it still works";
        RowDeals { format: FormatId, count: u64 } = "ledger-row-deals", "{format}: no entries, deals: {count}";
        DealUntimed { id: Text } = "ledger-deal-untimed", "deal `{id}` of a bot moves no money here, and the file does not say when it ran";
        RowCellsFew { count_cells: u64, count_header: u64 } = "ledger-row-cells-few", "the row has {count_cells} cells under a header of {count_header}: what is missing is read as empty, and may have been cut off";
        RowIdSpoilt { id: Text } = "ledger-row-id-spoilt", "the id `{id}` was spoilt by a spreadsheet, which keeps 15 digits, and is left out: use the file as the exchange sent it";
        RowDigits { text: Text } = "ledger-row-digits", "`{text}` has all the digits that a spreadsheet keeps: if the exchange wrote more, they are lost";
        RowNoSeconds { text: Text } = "ledger-row-no-seconds", "`{text}` has no seconds, which a spreadsheet leaves out: the exchange's own file has them";

        OrderNoFills = "ledger-order-no-fills", "no fills stand below this order, so nothing says what it moved: fetch the trade history, which has them";
        OrderCancelled { id: Text } = "ledger-order-cancelled", "order `{id}` was cancelled and moved nothing";
        OrderNotFilled { status: Text } = "ledger-order-not-filled", "nothing of this order was filled (`{status}`)";

        StatusNotDone { status: Text } = "ledger-status-not-done", "the status is `{status}`: such a row moved nothing";
        StatusNoHash = "ledger-status-no-hash", "the row has no hash of a transaction: it failed and moved nothing";
        StatusUnmapped { status: Text } = "ledger-status-unmapped", "the status is `{status}`, which is not among the words for what happened: the row moved nothing";
        StatusUnknown { status: Text } = "ledger-status-unknown", "the status is `{status}`, which this reader does not know: nothing says whether the row moved anything";

        SideNone { word: Text } = "ledger-side-none", "`{word}` is neither buy nor sell";
        SideOfOrder { word: Text, line: u64 } = "ledger-side-of-order", "`{word}` of the order in line {line} is neither buy nor sell";
        SideDeposit { word: Text } = "ledger-side-deposit", "`{word}` is neither Deposit nor Withdrawal";
        SideUntold { word: Text } = "ledger-side-untold", "nothing says whether `{word}` came in or went out, and this reader does not know the word";
        SideTakenAsIn { word: Text } = "ledger-side-taken-as-in", "nothing says whether `{word}` came in or went out; read as what came in";
        SideADeposit { word: Text } = "ledger-side-a-deposit", "`{word}` is neither a deposit nor a withdrawal";

        PairNone { pair: Text } = "ledger-pair-none", "`{pair}` is no pair such as BTC-USDT";
        PairThreecommas { pair: Text } = "ledger-pair-threecommas", "`{pair}` is no pair such as USDT_BTC";
        PairUnknown { pair: Text } = "ledger-pair-unknown", "`{pair}` is no pair this reader knows. Binance keeps it under Orders → Spot Order → Trade History → Export.";
        PairQuote { pair: Text } = "ledger-pair-quote", "`{pair}` ends in no quote asset this reader knows";
        PairUnits { first: Text, second: Text, pair: Text } = "ledger-pair-units", "the units of `{first}` and `{second}` do not make the pair `{pair}`";
        PairContract { pair: Text } = "ledger-pair-contract", "`{pair}` is no contract this reader knows";
        PairMargin { pair: Text } = "ledger-pair-margin", "`{pair}` is no contract whose margin asset this reader knows";

        KindCategory { word: Text } = "ledger-kind-category", "`{word}` is no category this reader knows; read as an adjustment of the primary asset";
        KindOperation { word: Text } = "ledger-kind-operation", "`{word}` is no operation this reader knows; read as an adjustment";
        KindOperationNone = "ledger-kind-operation-none", "the row names no operation; read as an adjustment";
        KindSign { word: Text } = "ledger-kind-sign", "`{word}` does not fit the sign of the amount; read as an adjustment";
        KindSavings { word: Text, coin: Text } = "ledger-kind-savings", "`{word}` does not fit {coin}, which is the account's own savings under another name; read as a transfer";
        KindType { word: Text } = "ledger-kind-type", "`{word}` is no type this reader knows; read as an adjustment";
        KindNeither = "ledger-kind-neither", "neither type nor remark says what this was; read as an adjustment";

        HalfAlone { count: u64 } = "ledger-half-alone", "this is half of a conversion, and not exactly one other half stands within {count} seconds: it counts as it stands";

        FeeAsset { amount: Amount, base: Text, quote: Text } = "ledger-fee-asset", "the file does not name the asset of the fee {amount}, and its size does not tell {base} from {quote}: it is in no sum";
        FeeGreater { amount: Amount } = "ledger-fee-greater", "the fee is greater than the amount {amount} that it is part of";
        FeeTax { amount: Amount } = "ledger-fee-tax", "a tax of {amount} stands here without its asset and is in no sum";
        FeeElsewhere { amount: Amount, asset: Text } = "ledger-fee-elsewhere", "the fee of {amount} {asset} is no part of this row's change, and is in no sum here: a row of {asset} has it, if the file is whole";
        FeeAlone { amount: Amount } = "ledger-fee-alone", "a fee of {amount} stands here without its asset and is in no sum";

        TotalDiffers { amount: Amount, amount_product: Amount } = "ledger-total-differs", "the total {amount} is not quantity × price ({amount_product}); the file's total is used";
        TotalNone = "ledger-total-none", "neither a total nor a price says what was paid";
        TotalUnknown { asset: Text } = "ledger-total-unknown", "the file does not say how much {asset} was paid";
        TotalDollars { asset: Text, amount: Amount } = "ledger-total-dollars", "the amount of {asset} is missing; its value in dollars, {amount}, is taken for it";
        TotalCredited { amount: Amount, amount_fee: Amount } = "ledger-total-credited", "{amount} is not the indicated amount less the fee of {amount_fee}; what was credited is used, without a fee";
        TotalOtherSide = "ledger-total-other-side", "the row does not say what was given or received for it: it counts as it stands";
        TotalOtherLog = "ledger-total-other-log", "the other half of this trade stands in the log of the other asset: hand it in as well, or this half counts alone";
        TotalParts { amount: Amount, amount_parts: Amount } = "ledger-total-parts", "the amount {amount} is not what its parts add up to ({amount_parts}); the amount is used";
        TotalOfPosition { amount: Amount } = "ledger-total-of-position", "the row's change is 0, but its parts add up to {amount}: the balance of a position changed, and the parts are used";
        TotalPnl { amount: Amount, amount_net: Amount, amount_pnl: Amount } = "ledger-total-pnl", "the row's realized PNL {amount} is not its total realized PNL plus funding less fees ({amount_net}); the row's is used, and the profit is {amount_pnl}";

        BalanceOff { asset: Text, amount: Amount, line: u64, amount_now: Amount } = "ledger-balance-off", "the balance of {asset} should be {amount} after line {line}, and is {amount_now}: a row may be missing or changed";
        BalanceNotBooked = "ledger-balance-not-booked", "the row has no balance: it was announced, and what it moved is a row of its own where it was booked";
        BalanceMore { count: u64 } = "ledger-balance-more", "{count} more balances do not follow from the row before";
        BalanceMax { limit: Setting, count: u64 } = "ledger-balance-max", "the file has the balances of more accounts and assets than {limit} ({count}); the others are not checked";
        BalanceHoldingsMax { limit: Setting, count: u64 } = "ledger-balance-holdings-max", "the files have more accounts and assets than {limit} ({count}); the holdings of the others are not followed";
        BalanceNoAsset = "ledger-balance-no-asset", "nothing says of which asset the balances are; they are not checked";
        BalanceOffBefore { asset: Text, amount: Amount, line: u64, amount_now: Amount } = "ledger-balance-off-before", "the balance of {asset} should be {amount} before line {line}, and is {amount_now}: a row may be missing or changed";

        OddDayFirst { text: Text } = "ledger-odd-day-first", "its dates are day-first, as `{text}` proves";
        OddMonthFirst { text: Text } = "ledger-odd-month-first", "its dates are month-first, as `{text}` proves";
        OddBothOrders { first: Text, second: Text } = "ledger-odd-both-orders", "its dates are of both orders: `{first}` is day-first, `{second}` month-first";
        OddColumn { name: Text, known: Text } = "ledger-odd-column", "the column `{name}` is new to me and read as `{known}`, by its values";
        OddCommas = "ledger-odd-commas", "it was saved again by a spreadsheet, with decimal commas";
        OddUtf16 = "ledger-odd-utf16", "its letters are in UTF-16";
        OddJson = "ledger-odd-json", "it is a list of records in JSON: its first record is line 2";
        OddLetters { name: Text } = "ledger-odd-letters", "its letters are read as {name}";
        OddFtx = "ledger-odd-ftx", "read as FTX.com; FTX US wrote the same files: if the account was there, put `FTX US` into the account's name";
        OddFtxUs = "ledger-odd-ftx-us", "read as FTX US, which the file's or the account's name says";
        OddResaved = "ledger-odd-resaved", "a spreadsheet saved this file again: it keeps 15 digits of a number and may write fewer; what longer amounts and ids had more is lost, the exchange's own file has it";
        OddSheetNumbers = "ledger-odd-sheet-numbers", "its numbers went through a spreadsheet, which keeps 15 digits";
        OddSheetDigits { count: u64 } = "ledger-odd-sheet-digits", "its numbers went through a spreadsheet, and {count} of them may have lost digits";

        FileUnknown = "ledger-file-unknown", "This is no export that I know, and no table: no line of it names columns above rows of values. It is kept as evidence; ask the exchange for its records as CSV or XLSX.";
        FileTable { columns: Names } = "ledger-file-table", "No reader knows this table. Its columns are: {columns}. It is kept as evidence.";
        FileTableOf { exchange: ExchangeId, columns: Names } = "ledger-file-table-of", "No reader knows this table. It seems to be of {exchange}. Its columns are: {columns}. It is kept as evidence.";
        FileTableNext { message: Box<Message> } = "ledger-file-table-next", "{message} Say what its columns mean (--suggest-map begins a mapping and --map reads with it, or the page of the file), or send its shape (`redress sample`), so that it can be read.";
        FileValues { format: FormatId } = "ledger-file-values", "This has the columns of {format}, but not its values. If it is one, use the file as the exchange sent it.";
        FileNear { format: FormatId, name: Text } = "ledger-file-near", "This is no export that I know; it comes nearest to {format}, but has no column `{name}`. If it is one, use the file as the exchange sent it.";
        FileSeveral { formats: Formats } = "ledger-file-several", "This could be {formats}, and nothing in it tells. Say which it is, with --format {formats:#}.";
        FileNoFormat { name: Text } = "ledger-file-no-format", "`{name}` is no format that can be read: `redress formats` lists them.";
        FileEmpty = "ledger-file-empty", "The file is empty: there is nothing in it to read.";
        FileNothing = "ledger-file-nothing", "The file is empty.";
        FileTooLong = "ledger-file-too-long", "The file is longer than the limit and nothing in it was recognised.";
        FileBytes { limit: Setting, count: u64 } = "ledger-file-bytes", "the file is longer than {limit} ({count} bytes); what stands behind is not read";
        FileNot { message: Box<Message> } = "ledger-file-not", "not recognised: {message}";
        FileInstead { advice: Advice } = "ledger-file-instead", "{advice}";
        FileBesides { message: Box<Message>, more: Box<Message> } = "ledger-file-besides", "{message} Besides, {more}.";
        FileZip = "ledger-file-zip", "This is a ZIP archive or an Excel workbook. Archives inside archives are not opened, nor are workbooks: hand it in by itself.";
        FileGzip = "ledger-file-gzip", "This is a gzip archive. Archives inside archives are not opened: hand it in by itself.";
        FilePdf = "ledger-file-pdf", "This is a PDF. It is kept as evidence; for its trades, ask the exchange for the same report as CSV.";
        FilePicture = "ledger-file-picture", "This is a picture. It is kept as evidence; type in what it shows, or ask the exchange for CSV.";
        FileUnread { format: FormatId, advice: Advice } = "ledger-file-unread", "This file is: {format}. {advice}";
        FileUnreadBeside { format: FormatId } = "ledger-file-unread-beside", "This file is: {format}. It moves nothing that is not in another file of the same archive.";
        FileOffice = "ledger-file-office", "This is a file of Microsoft Office, but no workbook. It is kept as evidence; ask the exchange for CSV.";
        FileXlsInside = "ledger-file-xls-inside", "This is an old Excel workbook. Workbooks inside archives are not opened: hand it in by itself.";
        FileXlsOlder = "ledger-file-xls-older", "This is an Excel workbook of before 1995: save its sheet as CSV.";
        FileXlsOlderOpen = "ledger-file-xls-older-open", "This is an Excel workbook of before 1995: open it and save its sheet as CSV.";
        FilePacked { name: Text } = "ledger-file-packed", "This is an archive ({name}) that is not opened: unpack it, and hand in what is inside.";
        FileNumbers = "ledger-file-numbers", "This is a document of Apple's Numbers, which is not read: open it, export it as CSV or Excel (File > Export To), and hand that in.";
        FileOpenDocument = "ledger-file-open-document", "This is an OpenDocument file without a sheet that can be read: open it, and save its sheet as XLSX or as CSV.";
        FileNoHeader = "ledger-file-no-header", "These are rows without the line that names their columns, which stands above them: copy that line, too. Or say by their numbers what the columns are (--suggest-map, --map, or the page of the file).";
        FileNoHeaderOf { format: FormatId, header: Text } = "ledger-file-no-header-of", "These look like rows of {format}, without the line that names their columns, which stands above them: copy that line, too (`{header}`). Or say by their numbers what the columns are (--suggest-map, --map, or the page of the file).";
        FileXlsb = "ledger-file-xlsb", "This is a binary Excel workbook (XLSB), which is not read: save it as XLSX, or its sheet as CSV.";
        FileXmlWorkbook = "ledger-file-xml-workbook", "This is a workbook as XML (of Excel 2003), whatever its name says: open it and save its sheet as CSV or as XLSX.";
        FileWebPage = "ledger-file-web-page", "This is a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.";
        FileWebTable = "ledger-file-web-table", "This is a table of a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.";
        FileTags = "ledger-file-tags", "This is a file of tags (HTML or XML), whatever its name says: ask the exchange for CSV.";

        ArchiveBrokenWhy { error: Text } = "ledger-archive-broken-why", "The archive is broken ({error}): download it again, or hand in the files that are inside.";
        ArchiveBrokenInside = "ledger-archive-broken-inside", "The archive is broken: download it again, or hand in the files that are inside.";
        ArchiveBroken = "ledger-archive-broken", "The archive is broken: download it again.";
        ArchiveMembers { limit: Setting, count: u64, count_max: u64 } = "ledger-archive-members", "The archive has {count} members, more than {limit} ({count_max}): hand in its CSV files.";
        ArchiveMembersMore { limit: Setting, count: u64 } = "ledger-archive-members-more", "the archive has more members than {limit} ({count}); the rest is not read";
        ArchiveNone = "ledger-archive-none", "The archive holds no file: there is nothing in it to read.";
        ArchiveUnread = "ledger-archive-unread", "The archive holds no file that can be read.";
        ArchiveBytes { limit: Setting, count: u64 } = "ledger-archive-bytes", "the archive unpacks to more than {limit} ({count} bytes); the rest is not read";
        ArchiveRatio { limit: Setting, count: u64 } = "ledger-archive-ratio", "the member unpacks to more than {limit} ({count}) times its packed size; the rest is not read";
        ArchiveChecksum { error: Text } = "ledger-archive-checksum", "the member breaks off or its checksum is wrong ({error}); download the archive again";
        ArchiveLocked = "ledger-archive-locked", "It is locked with a password: unpack it and hand in what is inside.";
        ArchivePacked = "ledger-archive-packed", "It is packed in a way that is not read: unpack it and hand in what is inside.";
        ArchiveMember = "ledger-archive-member", "It is broken in the archive: download the archive again.";

        WorkbookBroken { message: Box<Message> } = "ledger-workbook-broken", "The workbook is broken ({message}): open it and save it again, or ask the exchange for CSV.";
        WorkbookNone = "ledger-workbook-none", "The workbook holds no sheet.";
        WorkbookLocked = "ledger-workbook-locked", "The workbook is locked with a password, or packed in a way that is not read: open it and save it without one.";
        WorkbookSheet { message: Box<Message> } = "ledger-workbook-sheet", "this sheet is not read: {message}";
        WorkbookPast { message: Box<Message> } = "ledger-workbook-past", "The workbook {message}: save its sheet as CSV.";

        ClaimSameFile { file: Text, line: Text } = "ledger-claim-same-file", "{file} has the same bytes; line {line} there counts";
        ClaimSameRow { file: Text, line: Text } = "ledger-claim-same-row", "the same row is in {file}, line {line}, and counts there";
        ClaimConflict { file: Text, line: Text } = "ledger-claim-conflict", "the row in {file}, line {line}, has other figures for it and counts";
        ClaimConflictDetail { id: Text, market: Text, file: Text, line: Text, fields: Text } = "ledger-claim-conflict-detail", "id `{id}` of {market} is also in {file}, line {line}, with other figures: {fields}. At least one of the two rows is wrong; the row there counts (its file is more detailed)";
        ClaimConflictLess { id: Text, market: Text, file: Text, line: Text, fields: Text } = "ledger-claim-conflict-less", "id `{id}` of {market} is also in {file}, line {line}, with other figures: {fields}. At least one of the two rows is wrong; the row there counts (it moved the smaller amount)";
        ClaimConflictHash { id: Text, market: Text, file: Text, line: Text, fields: Text } = "ledger-claim-conflict-hash", "id `{id}` of {market} is also in {file}, line {line}, with other figures: {fields}. At least one of the two rows is wrong; the row there counts (its file comes first by SHA-256)";
        ClaimConflictChosen { id: Text, market: Text, file: Text, line: Text, fields: Text } = "ledger-claim-conflict-chosen", "id `{id}` of {market} is also in {file}, line {line}, with other figures: {fields}. At least one of the two rows is wrong; the row there counts (it was chosen over another row, but not over this one)";
        ClaimSettled { file: Text, line: Text } = "ledger-claim-settled", "the row in {file}, line {line}, has other figures and was chosen to count";
        ClaimSettledIdle = "ledger-claim-settled-idle", "your decision that this row counts has no effect any more: no row of another file contradicts it";
        ClaimSettledTwice = "ledger-claim-settled-twice", "your decision that this row counts has no effect: another decision lets another row of the same conflict count";
        ClaimSameId { count: u64 } = "ledger-claim-same-id", "{count} of its rows, this one first, have an id that another row of the file has too: all of them count";
        ClaimDecisionInstead { file: Text, line: Text } = "ledger-claim-decision-instead", "your decision on this single row no longer applies: {file}, line {line}, now counts in its place. Look at the rows there and decide again";
        ClaimDecision = "ledger-claim-decision", "your decision on this single row no longer applies: no file of the claim has the row now";
        ClaimSameMoney { file: Text, line: Text } = "ledger-claim-same-money", "the same money is in {file}, line {line}, and counts there";
        ClaimOneAccount { count: u64, exchange: ExchangeId } = "ledger-claim-one-account", "the {count} files of {exchange} whose account has no name count as one account; --account can say better";
        ClaimUsersDiffer { exchange: ExchangeId, names: Names } = "ledger-claim-users-differ", "files of {exchange} name different users ({names}) and count as one account: name their accounts with --account";
        ClaimLegs { count: u64 } = "ledger-claim-legs", "{count} of its rows, this one first, match nothing in the finer files of the account and count as they stand";
        ClaimFills { id: Text, file: Text, line: Text } = "ledger-claim-fills", "the fills of order `{id}` add up to less than the order in {file}, line {line}: some are in no file, so the order counts";
        ClaimMoves { count: u64 } = "ledger-claim-moves", "{count} of its deposits and withdrawals, this one first, match nothing in the account's lists of them and count as they stand: what the lists tell at another time counts twice";
        ClaimTwoAccounts { file: Text, name: Text, exchange: ExchangeId } = "ledger-claim-two-accounts", "its account has no name, that of {file} is `{name}`: they count as two accounts of {exchange}, and what both files tell counts twice. If it is one account, give both its name (--account)";
        ClaimOrderDoubt = "ledger-claim-order-doubt", "the account's fills of this market surround this order and none add up to it: it counts as it stands, and if some of them are its own, their money counts twice";
        ClaimZones { count: u64, file: Text, span: Text } = "ledger-claim-zones", "{count} of its trades are those of {file}, but {span} apart: one of the two files is read in a wrong zone, and their money counts twice until --zone (or the page) says the right one";
        ClaimOverlap { file: Text } = "ledger-claim-overlap", "it tells of the same markets in the same time as {file}, and no row of one is in the other: if one of them is a copy of the other that was changed, their money counts twice";
        ClaimComparedRows { limit: Setting, count: u64, count_max: u64 } = "ledger-claim-compared-rows", "{count} rows of the claim have to be compared with each other at once, more than {limit} ({count_max}): raise the limit, or leave out a file that repeats what a more detailed one of the account has";
        ClaimComparedKeys { limit: Setting, count: u64 } = "ledger-claim-compared-keys", "more rows of the claim than {limit} ({count}) may be repeated in another of its files: raise the limit, or leave out a file that repeats others";
        ClaimFillsFees { id: Text, file: Text, line: Text, fees: Text } = "ledger-claim-fills-fees", "the fills of order `{id}` add up to less than the order in {file}, line {line}: some are in no file, so the order counts; it names no fee, and those of the fills ({fees}) are in no sum";

        MappingLacksColumn { exchange: ExchangeId, name: Text } = "ledger-mapping-lacks-column", "the mapping for {exchange} does not fit this file: it has no column `{name}`";
        MappingLacksNumber { exchange: ExchangeId, number: u64, name: Text } = "ledger-mapping-lacks-number", "the mapping for {exchange} does not fit this file: it has no column {number} for `{name}`";
        MappingLacksRows { exchange: ExchangeId } = "ledger-mapping-lacks-rows", "the mapping for {exchange} does not fit this file: it has no rows";
        MappingNone = "ledger-mapping-none", "nobody has said what the columns mean";
        MappingAside { word: Text } = "ledger-mapping-aside", "rows of `{word}` are to be left aside";
        MappingSort = "ledger-mapping-sort", "nothing says what sort of movement this is";
        MappingWord { word: Text } = "ledger-mapping-word", "nobody has said what `{word}` is";
        MappingAsset = "ledger-mapping-asset", "nothing says of which asset this amount is";
        MappingChange { amount: Amount } = "ledger-mapping-change", "the change is {amount}, but the row is said to be a deposit";
        MappingQuantity = "ledger-mapping-quantity", "a trade needs a quantity";
        MappingBuyBelow { amount: Amount } = "ledger-mapping-buy-below", "the quantity {amount} is below zero, but the row says buy";
        MappingBelow { amount: Amount, kind: Kind } = "ledger-mapping-below", "the quantity {amount} is below zero, but the row is a {kind}";
        MappingForWhat = "ledger-mapping-for-what", "nothing says what was traded for what";
        MappingHowMuch = "ledger-mapping-how-much", "nothing says how much";
        MappingWhichWay { kind: Kind } = "ledger-mapping-which-way", "nothing says whether this {kind} came or went";
        MappingExchange = "ledger-mapping-exchange", "the exchange needs a name of lower-case letters, digits, `-`, `.` or `_`, 40 at most";
        MappingTime = "ledger-mapping-time", "no column says when: every entry needs a time";
        MappingKind = "ledger-mapping-kind", "nothing says what sort of movement a row is: name one for the file, or the column that says it";
        MappingPair = "ledger-mapping-pair", "a trade needs a pair: one column for both, or base and quote";
        MappingSide = "ledger-mapping-side", "a trade needs to be bought or sold: a column that says which, or a quantity that is below zero when sold";
        MappingAmount = "ledger-mapping-amount", "no column says how much";
        MappingPrice = "ledger-mapping-price", "a trade needs a price or a total: nothing says what was paid";
        MappingAssetColumn = "ledger-mapping-asset-column", "no column says of which asset: one for the asset, or one value for the whole file";
        MappingNoColumn { name: Text } = "ledger-mapping-no-column", "the column for `{name}` has neither a header nor a number";
        MappingTwice { first: Text, second: Text } = "ledger-mapping-twice", "`{first}` and `{second}` say the same thing in two ways: keep one of them";
        MappingFixed { name: Text } = "ledger-mapping-fixed", "`{name}` cannot be one value for the whole file";
        MappingTooLong { count: u64, count_words: u64 } = "ledger-mapping-too-long", "a text has more than {count} characters, or there are more than {count_words} words";
        MappingUnread { error: Text } = "ledger-mapping-unread", "the mapping cannot be read: {error}";
        MappingNotEnough { messages: Messages } = "ledger-mapping-not-enough", "the mapping does not suffice: {messages}";

        ValueConflict { asset: Text, moment_from: Moment, file: Text, line: Text, moment_at: Moment } = "ledger-value-conflict", "{asset} is listed as manipulated from {moment_from}, but its first contested trade ({file}:{line}) was at {moment_at}: the listing must begin before it";
        ValueBasis { text: Text } = "ledger-value-basis", "`{text}` is no basis: say `event` or `date:YYYY-MM-DD`";
        ValueManipulated { text: Text } = "ledger-value-manipulated", "`{text}` does not say when the manipulation began: write `ASSET@FROM` or `ASSET@FROM..TO`, times as 2022-10-18 or 2022-10-18T21:00:00Z";
        ValueEnds { moment_from: Moment, moment_to: Moment } = "ledger-value-ends", "the time from {moment_from} to {moment_to} ends before it begins";
        ValueCurrency { text: Text } = "ledger-value-currency", "`{text}` is no reporting currency: choose one of USD, EUR, GBP, CHF, CAD, AUD, JPY";
        ValueSource { text: Text } = "ledger-value-source", "`{text}` does not choose a source of prices: write ASSET=SOURCE, for instance BTC=coingecko";
        ValueFills { limit: Setting, count: u64 } = "ledger-value-fills", "the loss was not worked out: the claim has more fills of contracts than {limit} ({count}); contest a shorter period, or have the limit raised";
        ValueGroups { limit: Setting, count: u64 } = "ledger-value-groups", "the loss was not worked out: the claim contests more groups of rows than {limit} ({count}); contest a shorter period, or have the limit raised";
        ValueDealTrades { limit: Setting, count: u64 } = "ledger-value-deal-trades", "the loss was not worked out: the claim has more trades that deals of 3Commas may explain than {limit} ({count}); hand in fewer deals, or have the limit raised";

        PriceIgnored { asset: Text, quote: Text } = "ledger-price-ignored", "{asset}/{quote}= is ignored: this file says itself what is priced";
        PriceNoVolume { count: u64 } = "ledger-price-no-volume", "{count} candles without volume are never used";
        PriceMore { count: u64, count_all: u64 } = "ledger-price-more", "{count} more rows are refused, {count_all} in all";
        PriceText = "ledger-price-text", "the row is not UTF-8 text";
        PriceQuotes = "ledger-price-quotes", "the quotes of the row do not match up";
        PriceCells { count: u64, count_needed: u64 } = "ledger-price-cells", "the row has {count} cells where {count_needed} are needed";
        PriceZero { amount: Amount } = "ledger-price-zero", "a price must be above zero, not {amount}";
        PriceMilliseconds { text: Text } = "ledger-price-milliseconds", "`{text}` is no time in milliseconds or microseconds";
        PriceCandle = "ledger-price-candle", "the candle closes before it opens";
        PriceVolume { text: Text } = "ledger-price-volume", "`{text}` is no volume";
        PriceDay { text: Text } = "ledger-price-day", "`{text}` is no date such as 2022-10-18";
        PriceRate { currency: Text, message: Box<Message> } = "ledger-price-rate", "the {currency} rate is left out: {message}";
        PriceEmpty { count: u64 } = "ledger-price-empty", "{count} days have no price";
        PriceTimeUtc { text: Text } = "ledger-price-time-utc", "`{text}` is no time such as 2022-10-18 00:00:00 UTC";
        PriceMissingAsset = "ledger-price-missing-asset", "the asset is missing";
        PriceMissingQuote = "ledger-price-missing-quote", "the quote is missing";
        PriceMissingSource = "ledger-price-missing-source", "the source is missing";
        PriceItself { asset: Text } = "ledger-price-itself", "{asset} is priced in itself";
        PriceTime { text: Text } = "ledger-price-time", "`{text}` is no time: write 2022-10-18T00:00:00Z or 2022-10-18";
        PriceWindow { text: Text } = "ledger-price-window", "`{text}` is no window: write 1m, 1h, 1d …";

        CreditEvidence = "ledger-credit-evidence", "nothing is said to show that it came back";
        CreditTime { text: Text } = "ledger-credit-time", "`{text}` is no time: write 2022-10-24 or 2022-10-24T10:00:00Z";
        CreditAsset = "ledger-credit-asset", "what came back is missing";
        CreditAmount { amount: Amount } = "ledger-credit-amount", "what came back must be above zero, not {amount}";

        CreditBeforeFirst = "ledger-credit-before-first", "it came back before the first contested entry; it counts, but check its date";
        CreditIdentical = "ledger-credit-identical", "a credit before it has the same time, asset, amount, evidence and note; both count, so remove one if they are the same payment";

        PositionOpenedWhen = "ledger-position-opened-when", "nothing says when the position was opened: if the file of its fills is handed in too, its fees count twice";
        PositionFees { market: Text, file: Text, line: Text } = "ledger-position-fees", "the fees of the fills of {market} add up to less than those of its position in {file}, line {line}: some are in no file, so the position's fees count";

        RunSamePrices = "ledger-run-same-prices", "the same prices were given before; they count once";
        RunSources { asset: Text, moment: Moment, price: Text, other: Text, source: Text } = "ledger-run-sources", "{asset} at {moment} is {price} by the first source, {other} by {source}: the first is used";
        RunDeal { id: Text, file: Text, line: u64 } = "ledger-run-deal", "3Commas deal {id} explains this trade ({file}:{line}): was it contested by mistake?";
        RunNoAsset = "ledger-run-no-asset", "has no effect: no entry and no price is of this asset";
        RunNoBridge = "ledger-run-no-bridge", "has no effect: no price file has a price in this asset";
        RunNothing = "ledger-run-nothing", "nothing is contested: no entry touches this asset";
        RunNoPeriod = "ledger-run-no-period", "has no effect: no entry that a period contests lies within it";
        RunNoRow = "ledger-run-no-row", "has no effect: the row is not contested in the first place";
        RunNoSource = "ledger-run-no-source", "has no effect: no price of this asset is from this source";
        RunNoFill = "ledger-run-no-fill", "has no effect: no contested fill of a contract is followed from there";
        RunNoConflict = "ledger-run-no-conflict", "has no effect: no row of another file that counts contradicts this row";
        RunTwoCounts = "ledger-run-two-counts", "has no effect: another --count lets another row of the same conflict count";
        RunNoPrices = "ledger-run-no-prices", "has no effect: no entry moves this asset, and it is not the bridge";

        SheetPast { message: Box<Message> } = "ledger-sheet-past", "the sheet {message}; what stands behind is not read";
        SheetPastWhole { message: Box<Message> } = "ledger-sheet-past-whole", "The sheet {message}: save it as CSV.";
        SheetHere { message: Box<Message> } = "ledger-sheet-here", "the sheet is broken here ({message}); what stands behind is not read";
        SheetBroken { message: Box<Message> } = "ledger-sheet-broken", "The sheet is broken ({message}): open the workbook and save it again.";
        SheetNumbers { count: u64 } = "ledger-sheet-numbers", "numbers of this sheet, {count} from this cell on, went through a spreadsheet, which keeps 15 to 17 digits; none of them has so many";
        SheetNumbersOne { count: u64 } = "ledger-sheet-numbers-one", "numbers of this sheet, {count} from this cell on, went through a spreadsheet, which keeps 15 to 17 digits; one of them has so many and may have lost the rest; the exchange's CSV has it";
        SheetNumbersFull { count: u64, count_full: u64 } = "ledger-sheet-numbers-full", "numbers of this sheet, {count} from this cell on, went through a spreadsheet, which keeps 15 to 17 digits; {count_full} of them have so many and may have lost the rest; the exchange's CSV has it";

        PartSheets { limit: Setting, count: u64 } = "ledger-part-sheets", "has more sheets than {limit} ({count})";
        PartPast { limit: Setting, count: u64 } = "ledger-part-past", "goes past {limit} ({count})";
        PartUnpacks { limit: Setting, count: u64 } = "ledger-part-unpacks", "unpacks to more than {limit} ({count} bytes)";
        PartLonger { limit: Setting, count: u64 } = "ledger-part-longer", "is longer than {limit} ({count} bytes)";
        PartToRead { limit: Setting, count: u64 } = "ledger-part-to-read", "has more to read than {limit} ({count} bytes)";
        PartStrings { limit: Setting, count: u64 } = "ledger-part-strings", "has more shared text than {limit} ({count} bytes)";
        PartCell { limit: Setting, count: u64 } = "ledger-part-cell", "has a cell of more than {limit} ({count} bytes)";
        PartCellOrTag { limit: Setting, count: u64 } = "ledger-part-cell-or-tag", "has a cell or a tag of more than {limit} ({count} bytes)";
        PartError { error: Text } = "ledger-part-error", "{error}";
        PartBreaksOff = "ledger-part-breaks-off", "it breaks off";
        PartWithinCell = "ledger-part-within-cell", "it breaks off within a cell";
        PartWithinTag = "ledger-part-within-tag", "it breaks off within a tag";
        PartNoCells = "ledger-part-no-cells", "it has no cells";
        PartNoText = "ledger-part-no-text", "a cell names a text that is not there";
        PartNoRowNumber = "ledger-part-no-row-number", "a row has no proper number";
        PartNoPlace = "ledger-part-no-place", "a cell has no proper place";
        PartOrder = "ledger-part-order", "its cells do not stand in their order";
        PartAttribute = "ledger-part-attribute", "it has an attribute without a value";
        PartReference = "ledger-part-reference", "it has a reference that means nothing in a workbook";
        PartNoName = "ledger-part-no-name", "it has a tag without a name";
        PartNested = "ledger-part-nested", "its tags are nested too deep";
        PartNoUtf8 = "ledger-part-no-utf8", "it is no UTF-8 text";
        PartDocumentType = "ledger-part-document-type", "it has a document type, which no workbook has";
        PartSectors = "ledger-part-sectors", "its sectors have no proper size";
        PartNoSheets = "ledger-part-no-sheets", "it has no sheets";
        PartSectorGone = "ledger-part-sector-gone", "a sector is not in the file";
        PartSectorTable = "ledger-part-sector-table", "a sector is not in its table";
        PartSectorChain = "ledger-part-sector-chain", "a chain of its sectors has no end";
        PartNoWorkbook = "ledger-part-no-workbook", "it does not begin as a workbook";
        PartNoSheet = "ledger-part-no-sheet", "it does not begin as a sheet";
        PartRecord = "ledger-part-record", "a record is too short";
        PartText = "ledger-part-text", "a text is too short";
        PartLetter = "ledger-part-letter", "a letter is cut in two";
        PartSheetGone = "ledger-part-sheet-gone", "the sheet is not in the workbook";
        PartList = "ledger-part-list", "it has no part that lists its sheets";
    }
}
