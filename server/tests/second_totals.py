"""The totals of a bundle, written from app/ledger/METHOD.md alone (section 8).
`second_method.py` computes with them."""

from collections import defaultdict
from fractions import Fraction

COUNTED = {"submitted", "in_review", "returned", "accepted"}


def money(units):
    if units is None:
        return ""
    sign = "-" if units < 0 else ""
    return f"{sign}{abs(units) // 10**8}.{abs(units) % 10**8:08}"


class Sums:
    """The sums of one row of a table."""

    def __init__(self):
        self.documented = self.claimed = self.accepted = self.lines = self.unpriced = 0

    def add(self, amount, is_typed, is_accepted):
        if amount is None:
            self.unpriced += 1
            return
        self.lines += 1
        if is_typed:
            self.claimed += amount
        else:
            self.documented += amount
            self.accepted += amount if is_accepted else 0

    def plus(self, other):
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def has_total(self):
        return self.unpriced <= self.lines

    def row(self, key, value, currency, figures):
        shown = figures in ("told", "rest")
        counts = (self.lines, self.unpriced) if value is not None else (None, None)
        amounts = [money(a) if shown else None for a in (self.documented, self.claimed, self.accepted)]
        names = (key, "documented", "claimed", "accepted", "currency", "lines", "unpriced", "figures")
        return dict(zip(names, (value, *amounts, currency, *counts, figures)))


def table(key, rows, whole, currency):
    found, rest = [], None
    for value, sums in sorted(rows.items(), key=lambda row: row[0].encode()):
        found.append(sums.row(key, value, currency, "told" if sums.has_total else "no_total"))
        if not sums.has_total:
            rest = rest or Sums()
            rest.plus(sums)
    if rest and whole.has_total:
        found.append(rest.row(key, None, currency, "rest"))
    return found


class Group:
    """The totals of the claims of a bundle."""

    def __init__(self, terms):
        self.terms = terms
        self.tables = {name: defaultdict(Sums) for name in ("claims", "exchanges", "assets", "days")}
        self.whole = Sums()
        self.gross = {"loss": 0, "gain": 0}
        self.native, self.missing = defaultdict(Fraction), defaultdict(list)
        self.claims = self.accepted = self.excluded = self.credits = 0
        self.listed, self.positions, self.unpriced = [], [], []

    def claim(self, reference, state, lines, reviews, credits, positions):
        for line in lines:
            entry = line.entry
            for asset, units in line.unpriced:
                bound = line.at_most if asset == line.bound_asset() else None
                bound = None if bound is None else money(bound)
                place = (reference, entry.row["file"], entry.row["line"])
                self.unpriced.append((*place, asset, units, bound))
        for credit in credits:
            if credit["value"] is None:
                row = credit["row"]
                place = (reference, row["file"], row["line"], row["asset"])
                self.unpriced.append((*place, Fraction(row["amount"]), None))
        if state not in COUNTED:
            return
        self.claims += 1
        self.accepted += state == "accepted"
        self.tables["claims"][reference].plus(Sums())
        for line, review in zip(lines, reviews):
            if review == "excluded":
                self.excluded += 1
            else:
                self.line(reference, line, state == "accepted")
        for credit in credits:
            self.credits += credit["value"] or 0
        self.listed += [(reference, credit) for credit in credits]
        self.positions += [(reference, *position) for position in positions]

    def line(self, reference, line, is_accepted):
        entry = line.entry
        is_typed = entry.row["support"] == "claimed"
        keys = {"claims": reference, "exchanges": entry.exchange, "days": entry.day}
        for name, key in keys.items():
            self.tables[name][key].add(line.loss, is_typed, is_accepted)
        self.whole.add(line.loss, is_typed, is_accepted)
        for asset, part in line.parts:
            self.tables["assets"][asset].add(part, is_typed, is_accepted)
        if line.loss is None:
            for asset, _ in line.unpriced:
                self.tables["assets"][asset].add(None, is_typed, is_accepted)
                self.missing[asset].append(entry.day)
        if not is_typed:
            for asset, units in line.changes:
                self.native[asset] += units
            if line.loss is not None:
                self.gross["gain" if line.loss < 0 else "loss"] += abs(line.loss)

    def check(self, differences, totals):
        currency, whole = self.terms["currency"], self.whole
        theirs = totals["shared"]
        shown = (lambda units: money(units)) if whole.has_total else (lambda _: None)
        expected = {
            "documented": shown(whole.documented), "claimed": shown(whole.claimed),
            "accepted": shown(whole.accepted), "gross_loss": shown(self.gross["loss"]),
            "gross_gain": shown(self.gross["gain"]), "credits": money(self.credits),
            "net": shown(whole.documented - self.credits), "lines": whole.lines,
            "unpriced": whole.unpriced, "excluded": self.excluded, "claims": self.claims,
            "claims_accepted": self.accepted, "basis": self.terms["basis"], "currency": currency,
            "credits_unpriced": sum(c["value"] is None for _, c in self.listed),
            "credits_doubted": sum(bool(c["doubts"]) for _, c in self.listed),
            "positions_not_valued": len(self.positions),
            "figures": "told" if whole.has_total else "no_total",
        }
        for name, ours in expected.items():
            differences.check("total", f"total {name}", theirs["total"][name], ours)
        for name, key in (("claims", "claim"), ("exchanges", "exchange"), ("assets", "asset"), ("days", "day")):
            ours = table(key, self.tables[name], whole, currency)
            differences.check("total", f"rows of {name}", len(theirs[name]), len(ours))
            for row, our_row in zip(theirs[name], ours):
                differences.check("total", f"{name} {our_row[key]}", row, our_row)
        native = {row["asset"]: Fraction(row["units"]) for row in theirs["native"]}
        differences.check("total", "native", native, dict(self.native))
        ours = [
            {"claim": claim, "time": c["row"]["time"], "asset": c["row"]["asset"],
             "units": c["row"]["amount"], "credits": c["value"] and money(c["value"]),
             "currency": currency, "doubts": c["doubts"] or None}
            for claim, c in self.listed
        ]
        differences.check("total", "credits", theirs["credits"], ours)
        names = ("claim", "exchange", "account", "market", "fills")
        positions = sorted(tuple(row[name] for name in names) for row in theirs["positions"])
        differences.check("total", "positions", positions, sorted(self.positions))
        day = self.terms["basis"].partition(":")[2]
        ours = [
            {"asset": asset, "unpriced": len(days), "first_day": day or min(days), "last_day": day or max(days)}
            for asset, days in sorted(self.missing.items(), key=lambda row: row[0].encode())
        ]
        differences.check("total", "missing prices", theirs["missing_prices"], ours)
        names = ("claim", "file", "line", "asset", "units", "at_most")
        listed = [tuple(row[name] for name in names) for row in totals["unpriced"]]
        listed = sorted((*row[:4], Fraction(row[4]), row[5]) for row in listed)
        ours = sorted(self.unpriced, key=lambda row: (row[:5], row[5] or ""))
        listed.sort(key=lambda row: (row[:5], row[5] or ""))
        differences.check("total", "unpriced", listed, ours)
