"""What an evidence bundle says of its lines besides figures, once more and by other code: which
rule contests an entry, and how good the prices of a line are. `second_method.py` asks it."""

from collections import defaultdict
from fractions import Fraction

from second_prices import DAY, HOUR, SECOND, moment

ONE_ROW = {"same-file", "same-row", "conflict", "settled"}
BY_PERIOD = {"trade", "derivative", "fee", "funding", "pnl"}


class Contest:
    """The rules of one claim."""

    def __init__(self, rules, exclusions):
        self.periods = [rule for rule in rules if rule["kind"] == "period"]
        self.rows = {"row": {}, "leave_out": {}}
        for place, rule in self.in_force(rules, exclusions):
            self.rows[rule["kind"]].setdefault(place, rule)

    def in_force(self, rules, exclusions):
        """The rules about rows, each with the row that it holds of."""
        of_rows = [rule for rule in rules if rule["kind"] != "period"]
        latest, carried = {}, {}
        for rule in of_rows:
            place = (rule["file"], rule["line"])
            latest[place] = max(latest.get(place, ""), rule["added_at"])
        instead = defaultdict(set)
        for row in exclusions:
            if row["what"] == "dropped" and row["why"] in ONE_ROW:
                gone = (row["file"], row["line"])
                instead[gone].add((row["instead_file"], row["instead_line"]))
        for rule in of_rows:
            for place in instead[(rule["file"], rule["line"])]:
                known = carried.get(place)
                if rule["added_at"] > latest.get(place, "") and (
                    known is None or rule["added_at"] > known["added_at"]
                ):
                    carried[place] = rule
        for rule in of_rows:
            place = (rule["file"], rule["line"])
            if place not in carried:
                yield place, rule
        yield from carried.items()

    def judge(self, legs):
        """What holds of the entries of one group, in their order."""
        def within(rule):
            return any(takes(rule, leg) for leg in legs) and any(touches(rule, leg) for leg in legs)

        def named(kind):
            places = ((leg.row["file"], leg.row["line"]) for leg in legs)
            return next((self.rows[kind][p] for p in places if p in self.rows[kind]), None)

        contested = next((rule for rule in self.periods if within(rule)), None) or named("row")
        left_out = named("leave_out")
        if contested and left_out:
            return "no", "", left_out["why"], left_out["contest_rule"]
        if contested:
            return "yes", contested["why"], "", contested["contest_rule"]
        return "no", "", "", ""


def takes(rule, entry):
    begins, ends = moment(rule["from"]), moment(rule["to"])
    is_day = len(entry.row["time_raw"]) == len("2022-10-18")
    last = entry.time + DAY * SECOND if is_day else entry.time + 1
    return (
        entry.kind in BY_PERIOD
        and begins <= entry.time
        and last <= ends
        and rule["exchange"] in ("", entry.exchange)
        and rule["account"] in ("", entry.account)
    )


def touches(rule, entry):
    legs = (entry.row[f"{leg}_asset"] for leg in ("out", "in", "fee"))
    return rule["asset"] == "" or rule["asset"] in legs


def check_contest(differences, rules, exclusions, entries):
    """Each entry of a claim says which rule names it, and each rule how many it names."""
    contest = Contest(rules, exclusions)
    groups = defaultdict(list)
    for entry in entries:
        groups[entry.group or id(entry)].append(entry)
    named = defaultdict(int)
    for entry in entries:
        cells = ("contested", "contested_why", "left_out_why", "contest_rule")
        theirs = tuple(entry.row[cell] for cell in cells)
        ours = ("yes", "", "", "")
        if entry.row["support"] != "claimed":
            ours = contest.judge(groups[entry.group or id(entry)])
            named[ours[3]] += 1
        differences.check("contest", entry.place, theirs, ours)
    for rule in rules:
        name = rule["contest_rule"]
        differences.check("rule", name, int(rule["entries"]), named[name])


def items(cell):
    """`ASSET:item;ASSET:item` by asset."""
    found = (text.rsplit(":", 1) for text in cell.split(";") if text)
    return {asset: item for asset, item in found}


def moments(cell):
    """The same where items are moments, which have colons of their own."""
    found = (text.split(":", 1) for text in cell.split(";") if text)
    return {asset: moment(item) for asset, item in found}


def check_quality(differences, line, row, used, product):
    """Step, age and m of the prices of a line, and how far the second source is."""
    place = line.entry.place
    steps, ages, begun = items(row["price_step"]), items(row["price_age_seconds"]), moments(row["price_m"])
    for leg in ("out", "in", "fee"):
        asset, ids = row[f"{leg}_asset"], row[f"{leg}_price_id"]
        if not ids:
            continue
        asked = begun.get(asset, line.entry.time)
        expected_steps, expected_ages = [], []
        for name in ids.split("+"):
            if name == "par":
                expected_steps.append("par")
                expected_ages.append(0)
                continue
            price = used[name]
            seconds = int(price["window_seconds"])
            kind = "fiat" if price["source"] == "ecb" else "trade-time" if seconds <= HOUR else "daily"
            expected_steps.append(kind)
            expected_ages.append((asked - moment(price["at"])) // SECOND)
        differences.check("step", place, steps.get(asset), "+".join(expected_steps))
        differences.check("age", place, ages.get(asset), "+".join(map(str, expected_ages)))
    check_second(differences, place, row, product)


def check_second(differences, place, row, product):
    texts, apart = items(row["second_price"]), items(row["second_apart"])
    for leg in ("out", "in", "fee"):
        asset = row[f"{leg}_asset"]
        if asset in texts and row[f"{leg}_price"]:
            price = product(row[f"{leg}_price"])
            exact = (product(texts[asset]) - price) / price
            ours = Fraction(round(exact * 10**8), 10**8)
            differences.check("second source", place, Fraction(apart[asset]), ours)
