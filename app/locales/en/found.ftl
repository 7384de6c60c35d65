# What a file was found to be, put together from its parts, and words that stand in
# messages of the ledger.

found-mapped = A file of { $exchange }, read with an explanation of its columns
found-rows = { $title }, { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
found-deals = { $before }, { $count ->
    [one] { $count } deal
   *[other] { $count } deals
}
found-columns = { $before }, { $count ->
    [one] one column that we don’t know: { $names }
   *[other] { $count } columns that we don’t know: { $names }
}
found-quoted = “{ $text }”
found-and = { $before }; { $after }
found-refused = { $count ->
    [one] { $count } row that we can’t read ({ $lines })
   *[other] { $count } rows that we can’t read ({ $lines })
}
found-line = line { $line }
found-lines = lines { $lines } and { $last }
found-lines-more = lines { $lines } and { $count } more
found-cut-short = it is longer than the limit, and the rest is not read
found-secrets = { $count ->
    [one] one cell looks like an API key or a secret
   *[other] { $count } cells look like API keys or secrets
}
found-day-order = Its dates could be day-first or month-first, and no date proves which: “Your files” asks which it is.
found-or = { $before } or { $after }

found-origin-value = value
found-origin-header = header
found-origin-preamble = lines above the header
found-origin-filename = file name
found-origin-format = format
found-origin-given = given
found-origin-assumed = assumed
