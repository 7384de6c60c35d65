links-title = Links across claims
links-lead = What several claims have in common. A link proves nothing by itself: open it, and look at the rows.
links-lead-released = What claims that were released to you have in common, as far as their claimants agree that you see them. A link proves nothing by itself: open it, and look at the rows.
links-searching = Links are being looked for. Load this page again in a moment.
links-none = No links were found.
links-found = { $count ->
    [one] One link
   *[other] { $count } links
}
links-kind = In common
links-value = What it is
links-count = Number of claims
links-claims = Claims
links-claim = Claim
links-show = Which links
links-show-links = those that mean something
links-show-common = those that too many claims share
links-common-text = Too many claims share this to mean anything. It may be an address of an exchange, a shared network, or a common name.
links-cut = This claim has more links than are listed, of these kinds: { $kinds }.
links-more-claims = { $count ->
    [one] and one more claim
   *[other] and { $count } more claims
}
links-more-rows = { $count ->
    [one] There are more rows. The first one is shown.
   *[other] There are more rows. The first { $count } are shown.
}
links-no-rows = The rows of this claim are being looked for. Load this page again in a moment.
links-rows = Rows of { $reference }
links-time = Time
links-exchange = Exchange
links-what = What happened
links-ids = Order and trade id
links-place = File and line
links-of-claim = { $count ->
    [one] One link to other claims
   *[other] { $count } links to other claims
}

# What claims have in common
links-kind-file = Same file
links-kind-trade = Same trade id
links-kind-transaction = Same transaction on a chain
links-kind-address = Same address
links-kind-device = Same internet address
links-kind-api_key = Same label of an API key
links-kind-order_pattern = Same order pattern
links-kind-counterparty = Counterparty of several claims
links-kind-thin_pair = Thin pair of several claims

# What it means
links-why-file = These claims have a file with the same bytes. One person may have handed it in twice, or may have passed it on.
links-why-trade = These claims have a trade with the same id in the same market of the same exchange. It must not count twice, unless each claim has one side of it.
links-why-transaction = These claims have the same transaction on a chain. Coins may have gone from one to the other, or one account may be in both.
links-why-address = These claims have the same address on a chain, with the same memo.
links-why-device = In these claims, an exchange names the same public internet address.
links-why-api_key = In these claims, an API key at the same exchange has the same label.
links-why-order_pattern = These claims have four trades in a row with the same markets, sides and prices. One program may have placed the orders.
links-why-counterparty = These claims sent coins to this address, or received coins from it.
links-why-thin_pair = Each of these claims traded much in this market on a few days, and never else. The first rows of each are shown.
