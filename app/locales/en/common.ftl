# Words every page uses. "Redress" is the product's name in every language.
common-language-name = English
common-language-thousands = ,
common-language-decimal = .
common-product = Redress
common-skip = Skip to the main text
common-navigation = Sections
common-sign-in = Sign in
common-sign-out = Sign out
common-demo-note = This is a demonstration with invented people. Do not enter real data here.
common-help = Help
common-help-text = Ask your coordinators about your claim: write to them under “Messages” in your claim. They read every message, and a person answers.
common-scam-warning = Nobody from this site will ever ask you for a password, a key, a payment or remote access. Anyone who promises to get your money back for a fee is a scammer.
common-session-end = For your safety, if you stop using this site your session will end on
common-session-end-after = What you saved stays.
common-session-last-end = For your safety you will have to sign in again on
common-session-last-end-after = What you saved stays.
common-session-stay = Stay signed in
common-session-stay-hint = (opens a new tab; this page stays as it is)
common-session-soon = Your session is about to end because you have not used it for a while. Press the button to go on; this page stays as it is.
common-session-last-soon = Your session is about to reach its maximum length. Send what you typed now. If you send it later, you sign in again first, and what you typed comes back.
common-session-over = Your session has ended. What you typed is still here. Send it as usual and sign in when asked. It will then be back on the form, ready to send.
common-late-placed = Your session had ended before you sent this. What you typed is back on the form below. Nothing was sent yet. Check it and press the button again.
common-late-left = Your session had ended before you sent this. Nothing was sent. What you typed is here for you to copy:
common-late-discard = Discard what I typed
common-method = How a loss is worked out
common-formats = Files we can read
common-keys = Our signing keys
common-counted = How this is counted
common-counted-method = The method
# Between a label and what follows it.
common-colon = {": "}
common-error = Error
common-error-summary = There is a problem
common-optional = (optional)
common-page-before = Previous page
common-page-after = Next page
common-page-of = Page { $page } of { $pages }
common-pages = Pages
common-change = Change
common-save = Save and go on
common-cancel = Cancel
common-none = none
common-yes = Yes
common-no = No
common-to-start = To the start page
common-not-found = Page not found
common-not-found-text = There is no such page, or you may not open it. Check the address, or sign in with the account that the address was sent to.
common-not-from-here = This request did not come from one of our pages
common-not-from-here-text = Nothing was changed. Go back, load the page again and send your request once more.
common-too-many = Too many tries
common-too-many-text = To protect everybody’s data, we limit the number of tries in a row. Nothing is lost.
common-try-again-in = Try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
common-try-again-seconds = Try again in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
common-busy = Many people are signing in right now
common-busy-text = The server checks a limited number of passwords at a time. Nothing is lost.
common-files-away = The files are out of reach right now
common-files-away-text = The storage that keeps the files does not answer. Nothing was changed or lost. What you just sent was not kept: send it again later.
common-bad-request = We did not understand this request
common-bad-request-text = Something in the request was missing or damaged. Nothing was changed. Go back and send it again.
common-too-slow = What you sent took too long to arrive
common-too-slow-text = None of it was kept. Check your connection and send it again.
common-too-large = What you sent is too large
common-too-large-text = None of it was kept. Send a smaller file, or several.
common-conflict = Somebody changed this in the meantime
common-conflict-text = Perhaps it was you, in another window. Nothing was overwritten. Go back, load the page again and look at the newer version.
common-broken = Something went wrong on our side
common-broken-text = Nothing you saved is lost. Try again. If it happens again, give your coordinators the reference below.
common-reference = Reference: { $reference }
common-nav-claim = Your claim
common-nav-group = Claims
common-nav-totals = Totals
common-nav-prices = Reference prices
common-nav-snapshots = Reports
common-nav-releases = Releases
common-nav-people = People
common-nav-custody = Who has seen what
common-nav-settings = Settings
common-nav-bundles = Evidence bundles
common-nav-search = Search
common-nav-links = Links
common-moment = { $day } { $month } { $year }, { $time } UTC
common-month-01 = January
common-month-02 = February
common-month-03 = March
common-month-04 = April
common-month-05 = May
common-month-06 = June
common-month-07 = July
common-month-08 = August
common-month-09 = September
common-month-10 = October
common-month-11 = November
common-month-12 = December
# Where too little has a price
common-no-total = no total
common-no-total-why = No total is shown where more than half of the contested lines have no price.
common-no-total-rest = Lines with a price in the rows that show no total

common-conditions = A price is at most { $minutes } minutes old, a daily price { $hours } hours, an exchange rate { $days } days.
common-conditions-quotes = Where an asset is priced in several currencies, the first of these is used: { $quotes }.
common-conditions-sources = Chosen sources of prices: { $sources }.
common-check = check
common-conditions-no-par = No asset is counted at 1 USD.
common-conditions-par = Counted at 1 USD: { $assets }.
common-conditions-bridge = Prices in other coins are converted through { $bridge }.
common-conditions-not-manipulated = No market is listed as manipulated.
common-conditions-manipulated = Manipulated markets: { $spans }.
common-conditions-flat = A person says that nothing was held in any contract at { $moment }.
common-conditions-span = { $asset } from { $from } to { $to }
common-conditions-span-open = { $asset } from { $from }, no end
common-claim-counts = Claims counted in totals: { $counted } (accepted: { $accepted }). Not counted: { $drafts } not handed in, { $declined } declined, { $withdrawn } withdrawn.
common-narrow = Filter this list
common-more-files = { $count ->
    [one] One more file inside
   *[other] { $count } more files inside
}
common-narrowed = Filtered by: { $to }

# Rows on which two files disagree
conflicts-title = Rows on which two files disagree
conflicts-text = { $count ->
    [one] One row has the same id in two files, and the files disagree on it. One of the two counts.
   *[other] { $count } rows have the same id in two files, and the files disagree on them. In each pair, one row counts.
}
conflicts-what-to-do = The claimant decides which row is right. Until then one of them counts by a rule of the method.
conflicts-decide-lead = Find out which row is right, for example by downloading the file again from the exchange. Then say which row counts, and why. Your decision is part of your claim, and reports show it.
conflicts-none-open = Somebody has decided which row counts in each of them.
conflicts-open = Not decided
conflicts-settled = Decided
conflicts-heading = Id { $id }, { $market }
conflicts-field = What the files say
conflicts-counting = Counts
conflicts-counted = This row counts
conflicts-other = This row does not count
conflicts-apart = Difference in the loss
conflicts-apart-own = counted now
conflicts-apart-none = no figure
conflicts-not-known = not known
conflicts-nothing = nothing
conflicts-decide = Which row counts?
conflicts-reason = Why this row
conflicts-reason-hint = For example: I downloaded the file again, and it has this figure.
conflicts-decide-button = Save this decision
conflicts-decide-again = Change this decision
conflicts-decided = Decided: { $place } counts.
conflicts-decided-by = By { $who }
conflicts-take-back = Take this decision back
conflicts-idle-title = Decisions without effect
conflicts-idle-text = No other row contradicts these rows any more, or their file was removed.
conflicts-place = { $file }, line { $line }
conflicts-more = { $count ->
    [one] One more is not shown here.
   *[other] { $count } more are not shown here.
}
conflicts-field-time = time
conflicts-field-side = side
conflicts-field-size = size
conflicts-field-price = price
conflicts-field-out = what went out
conflicts-field-in = what came in
conflicts-field-fee = fee
conflicts-field-order = order id
conflicts-by-detail = its file is the more detailed one
conflicts-by-less = it moved the smaller amount
conflicts-by-hash = nothing else decides: its file comes first by SHA-256
conflicts-by-decision = somebody decided it
conflicts-in-totals = { $count ->
    [one] Two files disagree on one row ({ $claims ->
        [one] in one claim
       *[other] in { $claims } claims
    }). One of the two counts; the other would change the sum by at most { $apart }.
   *[other] Two files disagree on { $count } rows ({ $claims ->
        [one] in one claim
       *[other] in { $claims } claims
    }). In each pair, one counts; the others would change the sum by at most { $apart }.
}

# Work under way
common-job-waiting = Waiting for its turn
common-job-begun = Starting
common-job-counts = { $step }: { $counts }
common-job-of = { $done } of { $all }
common-job-rows = { $done ->
    [one] one row
   *[other] { $done } rows
}
common-job-rows-of = { $done } of { $all ->
    [one] one row
   *[other] { $all } rows
}
common-job-claims = { $done } of { $all ->
    [one] one claim
   *[other] { $all } claims
}
common-job-reading-file = Reading { $file }
common-job-step-reading = Reading files
common-job-step-comparing = Looking for rows that are in several files
common-job-step-valuing = Working out losses
common-job-step-writing = Saving the result
common-job-step-gathering = Collecting claims, files and prices
common-job-step-sealing = Packing and signing
common-job-step-linking = Looking for links across claims
common-job-step-sweeping = Clearing up
common-job-over = The work is done. Load this page again to see the result.
common-job-again = Try again
common-job-failed-not-valued = The loss of { $claims } can’t be worked out. The page of each claim says why. Send the claim back or decline it, then try again.
common-job-failed-stale = These claims, or the prices, changed while the other claims were valued: { $claims }. Try again in a moment.
common-job-failed-changed = A claim changed, or another report was frozen, at the same moment. Try again.
common-job-failed-release-ended = The report is no longer released to you. Ask your coordinators for a new release.
common-job-failed-too-large = The file would be larger than this server keeps ({ $size }). The operator can raise { $limit }.
common-job-failed-settings = A setting of the incident is wrong: { $message }. Correct it, then try again.
common-job-failed-broken = Something failed several times on our side. Nothing was lost. Try again. If it fails again, tell the operator.
common-working = Still being worked out
common-working-text = What you asked for needs figures that are still being worked out. Try again in a moment.
common-filter-id = Id of an order, trade or transaction, address or memo
