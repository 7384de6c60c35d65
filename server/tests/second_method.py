#!/usr/bin/env python3
"""The method once more, written from app/ledger/METHOD.md alone, with exact fractions.

It shares no code with the program. It takes entries, what is contested, prices, terms and
credits from an evidence bundle, or from what the command line printed, computes every line,
part, credit and total again, and names each figure that differs.

  second_method.py BUNDLE.zip
  second_method.py --entries E.csv --losses L.csv --totals T.json [--credits C.csv]
                   --prices [ASSET/QUOTE=]FILE ...
"""

import argparse
import csv
import io
import json
import sys
import zipfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from second_contents import check_contest, check_quality
from second_prices import Book, Prices, moment, read_prices
from second_totals import Group, money

csv.field_size_limit(1 << 30)

BY_PERIOD = {"trade", "derivative", "fee", "funding", "pnl"}
LEAST, MOST = -(2**63), 2**63 - 1
DOLLAR_MARGIN = {"ftx", "ftx-us"}
REASONS = ("opened", "history", "stated")


class Differences:
    """What was compared, and what differs."""

    def __init__(self):
        self.checked = defaultdict(int)
        self.found = []

    def check(self, what, place, theirs, ours):
        self.checked[what] += 1
        if theirs != ours:
            self.found.append(f"{place}: {what} is {theirs!r}, computed again {ours!r}")


# Arithmetic (METHOD.md, section 7).


def rounded(exact):
    """Whole units of 1e-8, half to even; none past what a line can hold."""
    units = round(exact * 10**8)
    return units if LEAST <= units <= MOST else None


def parts_of(components):
    """The line and its parts, of exact components in byte order of their assets."""
    loss = rounded(sum((part for _, part in components), Fraction(0)))
    parts = [[asset, rounded(part)] for asset, part in components]
    if loss is None or any(part is None for _, part in parts):
        return None
    if parts:
        largest = max(range(len(parts)), key=lambda at: (abs(components[at][1]), -at))
        parts[largest][1] = loss - sum(p for at, (_, p) in enumerate(parts) if at != largest)
        if not LEAST <= parts[largest][1] <= MOST:
            return None
    return loss, parts


# Entries (sections 1 and 4).


class Entry:
    """A row of the entries."""

    def __init__(self, row):
        self.row = row
        self.time = moment(row["time"])
        self.kind, self.exchange, self.account = row["kind"], row["exchange"], row["account"]
        self.market, self.side = row["market"], row["side"]
        self.out, self.in_, self.fee = (quantity(row, leg) for leg in ("out", "in", "fee"))
        self.size = fraction(row["contract_size"])
        self.price = fraction(row["price"])
        self.opened = moment(row["opened_at"]) if row["opened_at"] else None
        self.contested = False
        self.closes = None

    @property
    def place(self):
        return f"{self.row['file']}:{self.row['line']}#{self.row['row']}"

    @property
    def day(self):
        return self.row["time"][:10]

    @property
    def group(self):
        if self.row["group"] and self.kind in BY_PERIOD:
            return self.exchange, self.account, self.row["group"]
        return None

    def own(self):
        """What was sent and received."""
        return [] if self.kind == "derivative" else [leg for leg in (self.out, self.in_) if leg]

    def changes(self):
        """The balance change of each asset, in byte order."""
        spot = self.kind != "derivative"
        changes = defaultdict(Fraction)
        for leg, sign, counts in (
            (self.in_, 1, spot),
            (self.out, -1, spot),
            (self.fee, -1, True),
            (self.closes and self.closes["made"], 1, True),
        ):
            if leg and counts:
                changes[leg[0]] += sign * leg[1]
        return sorted(changes.items(), key=lambda change: change[0].encode())


def fraction(text):
    return Fraction(text) if text else None


def quantity(row, leg):
    asset, amount = row[f"{leg}_asset"], row[f"{leg}_amount"]
    return (asset, Fraction(amount)) if amount else None


def follow_positions(entries, terms):
    """Finds round trips (section 4); returns the contested fills that are in none."""
    fills = defaultdict(list)
    for entry in entries:
        if entry.kind == "derivative":
            fills[entry.exchange, entry.account, entry.market].append(entry)
    left = []
    for contract, of_contract in sorted(fills.items()):
        if any(
            e.kind == "pnl" and e.contested and (e.exchange, e.account) == contract[:2]
            and e.market in (contract[2], "")
            for e in entries
        ):
            continue
        of_contract.sort(key=lambda fill: fill.time)
        loose = [fill for fill in follow(entries, contract, of_contract, terms) if fill.contested]
        if loose:
            left.append((*contract, len(loose)))
    return left


def margin_asset(contract, terms):
    exchange, _, market = contract
    for flat in terms["flat"]:
        if (flat["exchange"], flat["account"], flat["market"]) == contract:
            return flat["margin"]
    if exchange in DOLLAR_MARGIN:
        return "USD"
    return market.partition("/")[2] or None


def known_zero(entries, contract, terms):
    """Moments at which the position is known to be zero, in order, each with its reason."""
    account = [e for e in entries if (e.exchange, e.account) == contract[:2]]
    known = [(e.opened, 0) for e in account if e.opened is not None and e.market == contract[2]]
    first = min(e.time for e in account)
    if any(e.kind == "deposit" and e.time == first for e in account):
        known.append((first, 1))
    stated = [terms["flat_before"]] if terms.get("flat_before") else []
    for flat in terms["flat"]:
        if (flat["exchange"], flat["account"], flat["market"]) == contract:
            stated.append(flat["at"])
    known += [(moment(at), 2) for at in stated]
    reasons = {}
    for at, reason in sorted(known):
        reasons.setdefault(at, REASONS[reason])
    return sorted(reasons.items())


def follow(entries, contract, fills, terms):
    """Marks the fills that close a round trip; returns those in none."""
    margin = margin_asset(contract, terms)
    known = known_zero(entries, contract, terms) if margin else []
    loose, open_fills = [], []
    held, made, since = Fraction(0), Fraction(0), None
    for fill in fills:
        while known and known[0][0] <= fill.time:
            loose += open_fills
            open_fills, held, made, since = [], Fraction(0), Fraction(0), known.pop(0)
        if since is None:
            loose.append(fill)
            continue
        open_fills.append(fill)
        if held is None or fill.size is None or fill.price is None or not fill.side:
            held = None
            continue
        size = fill.size if fill.side == "buy" else -fill.size
        held, made = held + size, made - size * fill.price
        if held == 0:
            if all(each.contested for each in open_fills):
                fill.closes = {"made": (margin, made), "since": since}
            else:
                loose += open_fills
            open_fills, made = [], Fraction(0)
    return loose + open_fills


# Lines (sections 1 and 5).


class Line:
    """A contested entry with its value."""

    def __init__(self, entry, prices):
        self.entry = entry
        self.changes = entry.changes()
        self.prices = {
            asset: prices.of(asset, entry.exchange, entry.time) for asset, _ in self.changes
        }
        self.worth = None if self.lacks_price() else parts_of(self.components())

    def price(self, asset):
        found = self.prices.get(asset)
        return found and found[0]

    def lacks_price(self):
        entry = self.entry
        own = [asset for asset, _ in entry.own()]
        if entry.closes:
            own.append(entry.closes["made"][0])
        return any(self.price(asset) is None for asset in own or self.prices)

    def components(self):
        priced = ((asset, units, self.price(asset)) for asset, units in self.changes)
        return [(asset, -units * price) for asset, units, price in priced if price is not None]

    def settle(self, is_broken):
        """The rest, once it is known whether another trade of its group has no value."""
        past = self.worth is None and not self.lacks_price()
        self.loss, self.parts = self.worth if self.worth and not is_broken else (None, [])
        all_listed = past or is_broken
        self.unpriced = [
            (asset, units)
            for asset, units in self.changes
            if all_listed or self.price(asset) is None
        ]
        self.at_most = self.paid(is_broken) if self.loss is None else None

    def paid(self, is_broken):
        entry = self.entry
        if not entry.out or entry.closes or not (entry.in_ or is_broken):
            return None
        price = self.price(entry.out[0])
        if price is None:
            return None
        paid = entry.out[1] * price
        if entry.fee:
            price = self.price(entry.fee[0])
            if price is not None:
                paid += entry.fee[1] * price
            elif not (entry.in_ and entry.in_[0] == entry.fee[0]):
                return None
        return rounded(paid)

    def bound_asset(self):
        """Beside which unpriced asset the bound stands."""
        for leg in (self.entry.in_, self.entry.out):
            if leg and any(asset == leg[0] for asset, _ in self.unpriced):
                return leg[0]
        return None


def lines_of(entries, prices):
    lines = [Line(entry, prices) for entry in entries if entry.contested]
    broken = set()
    for line in lines:
        if line.entry.kind == "trade" and line.entry.group and line.worth is None:
            broken.add(line.entry.group)
    for line in lines:
        line.settle(line.entry.kind == "trade" and line.entry.group in broken)
    return lines


def doubted(entries, terms, aliases):
    """Listed assets that were traded, contested and counted, before their listing."""
    if terms["basis"] != "event":
        return set()
    found = set()
    for listed in terms["manipulated"]:
        begins = min(moment(l["from"]) for l in terms["manipulated"] if l["asset"] == listed["asset"])
        for entry in entries:
            legs = [leg[0] for leg in (entry.out, entry.in_) if leg]
            meant = {aliases(leg, entry.exchange, entry.time) for leg in legs}
            if entry.kind == "trade" and listed["asset"] in meant | set(legs) and entry.time <= begins:
                found.add(listed["asset"])
    return found


def valued(entries, terms, book, counted):
    """The lines of a claim, its prices, and the positions that have no value."""
    positions = follow_positions(entries, terms)
    prices = Prices(book, terms)
    prices.unsettled |= doubted(counted, terms, prices.asset_of)
    return lines_of(entries, prices), prices, positions


# Credits (section 3).


def credit_values(rows, prices, first):
    """Value, price and doubts of each credit of a claim, in order."""
    seen, found = set(), []
    for row in rows:
        time, amount = moment(row["time"]), Fraction(row["amount"])
        price = prices.of(row["asset"], None, time)
        doubts = ["before-first"] if first is not None and time < first else []
        key = (time, row["asset"], amount, row["evidence"], row["note"])
        doubts += ["identical"] if key in seen else []
        seen.add(key)
        value = price and rounded(price[0] * amount)
        found.append({"row": row, "price": price, "value": value, "doubts": "+".join(doubts)})
    return found


def product(text):
    """What a price says in figures: `19343.04*0.9997/0.9778`; the currency itself is 1."""
    value, sign = Fraction(1), "*"
    for piece in text.replace("*", " * ").replace("/", " / ").split():
        if piece in "*/":
            sign = piece
        else:
            value = value * Fraction(piece) if sign == "*" else value / Fraction(piece)
    return value


def check_price(differences, place, text, ids, price):
    if price is None:
        differences.check("price", place, text, "")
        return
    differences.check("price", place, product(text), price[0])
    differences.check("price id", place, ids, "+".join(price[1]))


def check_line(differences, line, row):
    entry, place = line.entry, line.entry.place
    differences.check("loss", place, row["loss"], money(line.loss))
    status = "unpriced" if line.loss is None else "priced"
    differences.check("status", place, row["status"], status)
    for leg in ("out", "in", "fee"):
        moved = entry.row[f"{leg}_asset"]
        # A fill of a contract moves no spot asset, which then has no price either.
        if moved and moved in line.prices:
            text, ids = row[f"{leg}_price"], row[f"{leg}_price_id"]
            check_price(differences, f"{place} {leg}", text, ids, line.prices[moved])
    if "parts" in row:
        parts = ";".join(f"{asset}:{money(part)}" for asset, part in line.parts)
        differences.check("parts", place, row["parts"], parts)
        listed = [text.rsplit(":", 1) for text in row["unpriced"].split(";") if text]
        listed = [(asset, Fraction(units)) for asset, units in listed]
        differences.check("unpriced", place, listed, line.unpriced)
        differences.check("at most", place, row["at_most"], money(line.at_most))


def check_reason(differences, line, row):
    """The line of a round trip names the moment that it is followed from."""
    if line.entry.closes:
        at, reason = line.entry.closes["since"]
        words = {"opened": "the position was opened", "history": "its first deposit",
                 "stated": "a person says"}[reason]
        named = any(
            words in note and at == moment(note.split("followed from ")[1].split(",")[0])
            for note in row["note"].split("; ") if "followed from " in note
        )
        differences.check("reason", line.entry.place, named, True)


# Where it all comes from.


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def check_bundle(path, differences):
    """A bundle: a ZIP, or the folder that it was unpacked to."""
    read = reader(path)
    terms = json.loads(read("data/method/method.json"))["terms"]
    book = Book()
    for row in rows_of(read("data/prices/index.csv").decode()):
        pair = (row["asset"], row["quote"]) if row["asset"] else None
        read_prices(book, row["name"], pair, read(row["file"]))
    of_claim = {}
    for name in ("entries", "losses", "credits", "contests", "exclusions"):
        by_claim = defaultdict(list)
        for row in rows_of(read(f"data/normalized/{name}.csv").decode()):
            by_claim[row["claim"]].append(row)
        of_claim[name] = by_claim
    prices_csv = rows_of(read("data/prices/prices.csv").decode())
    used = {row["price_id"]: row for row in prices_csv}
    group = Group(terms)
    for claim in rows_of(read("data/normalized/claims.csv").decode()):
        if claim["shared"] != "yes":
            continue
        reference = claim["claim"]
        entries = [Entry(row) for row in of_claim["entries"][reference]]
        for entry in entries:
            entry.contested = entry.row["contested"] == "yes"
        rules, gone = of_claim["contests"][reference], of_claim["exclusions"][reference]
        check_contest(differences, rules, gone, entries)
        own_terms = {**terms, "flat_before": claim["flat_before"] or None}
        losses = of_claim["losses"][reference]
        contested = [entry for entry in entries if entry.contested]
        differences.check("lines", reference, len(losses), len(contested))
        reviews = [row["review"] for row in losses]
        counted = [e for e, review in zip(contested, reviews) if review != "excluded"]
        lines, prices, positions = valued(entries, own_terms, book, counted)
        for line, row in zip(lines, losses):
            check_line(differences, line, row)
            check_reason(differences, line, row)
            if terms["basis"] == "event":
                check_quality(differences, line, row, used, product)
        first = min((entry.time for entry in contested), default=None)
        credits = credit_values(of_claim["credits"][reference], prices, first)
        for credit in credits:
            check_credit(differences, credit)
        group.claim(reference, claim["state"], lines, reviews, credits, positions)
    group.check(differences, json.loads(read("data/normalized/totals.json")))


def check_credit(differences, credit):
    row = credit["row"]
    place = f"credit of {row['time']}"
    differences.check("credit", place, row["value"], money(credit["value"]))
    differences.check("credit", place, row["doubts"], credit["doubts"])
    check_price(differences, place, row["price"], row["price_id"], credit["price"])


def reader(path):
    """Reads files of a bundle by their path below its top folder."""
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        top = archive.namelist()[0].split("/")[0]
        return lambda name: archive.read(f"{top}/{name}")
    return lambda name: (Path(path) / name).read_bytes()


def check_outputs(args, differences):
    """What `redress ledger --one-claim` and `redress losses` printed."""
    totals = json.loads(Path(args.totals).read_text())
    terms = {"aliases": None, "flat": [], "unsettled": [], "basis": totals["basis"],
             "currency": totals["currency"], **totals["conditions"]}
    book = Book()
    for option in args.prices:
        pair, _, file = option.rpartition("=")
        pair = tuple(pair.split("/")) if pair else None
        read_prices(book, Path(file).name, pair, Path(file).read_bytes())
    entries = [Entry(row) for row in rows_of(Path(args.entries).read_text())]
    losses = rows_of(Path(args.losses).read_text())
    named = {(row["file"], row["line"], row["row"]) for row in losses}
    for entry in entries:
        entry.contested = tuple(entry.row[name] for name in ("file", "line", "row")) in named
    lines, prices, positions = valued(entries, terms, book, [e for e in entries if e.contested])
    differences.check("lines", args.losses, len(losses), len(lines))
    for line, row in zip(lines, losses):
        check_line(differences, line, row)
        check_reason(differences, line, row)
    first = min((line.entry.time for line in lines), default=None)
    rows = rows_of(Path(args.credits).read_text()) if args.credits else []
    credits = credit_values([with_end_of_day(row) for row in rows], prices, first)
    gains = -sum(min(line.loss or 0, 0) for line in lines)
    loss = sum(line.loss or 0 for line in lines)
    credited = sum(credit["value"] or 0 for credit in credits)
    native, parts = defaultdict(Fraction), defaultdict(int)
    for line in lines:
        for asset, units in line.changes:
            native[asset] += units
        for asset, part in line.parts:
            parts[asset] += part
    for name, ours in {
        "gross_loss": money(loss + gains), "gross_gain": money(gains), "loss": money(loss),
        "credits": money(credited), "net": money(loss - credited),
        "parts": {asset: money(part) for asset, part in parts.items()},
        "entries_contested": len(lines),
    }.items():
        differences.check("total", name, totals[name], ours)
    theirs = {asset: Fraction(units) for asset, units in totals["native"].items()}
    differences.check("total", "native", theirs, dict(native))
    theirs = sorted((p["exchange"], p["account"], p["market"], p["fills"])
                    for p in totals.get("positions_not_valued", []))
    differences.check("total", "positions", theirs, sorted(positions))


def with_end_of_day(row):
    """A date without a time means its end."""
    time = row["time"]
    if "T" not in time:
        time = moment(time) + 86_400 * 10**9
    return {**row, "time": time}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("bundle", nargs="?")
    for name in ("entries", "losses", "totals", "credits"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--prices", nargs="+", default=[])
    args = parser.parse_args()
    differences = Differences()
    if args.bundle:
        check_bundle(args.bundle, differences)
    else:
        check_outputs(args, differences)
    for difference in differences.found:
        print(difference, file=sys.stderr)
    print(json.dumps({"checked": differences.checked, "differences": len(differences.found)}))
    return 1 if differences.found or not differences.checked["lines"] else 0


if __name__ == "__main__":
    sys.exit(main())
