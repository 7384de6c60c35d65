"""Price files and the look-up of prices, written from app/ledger/METHOD.md alone
(section 6). `second_method.py` computes with them."""

import csv
import datetime
import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from fractions import Fraction

SECOND = 10**9
HOUR, DAY = 3600, 86_400
SHORT, LONG, NEVER = "short", "long", "never"
QUOTES = (
    "FDUSD USDT BUSD USDC TUSD USDP USDS BIDR IDRT BKRW BVND AEUR EURI DOGE PAX DAI UST VAI BTC "
    "ETH BNB TRX XRP DOT EUR GBP AUD BRL TRY RUB UAH ZAR NGN PLN RON JPY USD"
).split()
ALWAYS = [("XBT", "BTC"), ("XXBT", "BTC"), ("XDG", "DOGE"), ("XXDG", "DOGE"), ("MIOTA", "IOTA")]
ALIASES = [{"ticker": ticker, "asset": asset} for ticker, asset in ALWAYS] + [
    {"ticker": "LUNA", "asset": "LUNC", "to": "2022-05-28"},
    {"ticker": "BCC", "asset": "BCH", "exchange": "binance", "to": "2018-11-16"},
    {"ticker": "BCHABC", "asset": "BCH", "exchange": "binance", "from": "2018-11-16"},
]
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z| UTC))?$")
WINDOW = re.compile(r"(\d+)([smhdw])$")
WINDOW_SECONDS = {"s": 1, "m": 60, "h": HOUR, "d": DAY, "w": 7 * DAY}


def moment(text):
    """Nanoseconds since 1970, of a date or of RFC 3339 in UTC; a number is one already."""
    if isinstance(text, int):
        return text
    found = TIME.match(text)
    if not found:
        raise ValueError(f"no time: {text}")
    year, month, day, hour, minute, second, fraction = found.groups()
    at = datetime.date(int(year), int(month), int(day)).toordinal() - 719_163
    seconds = at * DAY + int(hour or 0) * HOUR + int(minute or 0) * 60 + int(second or 0)
    return seconds * SECOND + int((fraction or "0").ljust(9, "0"))


class Book:
    """Every row of the price files, by what is priced in what by whom."""

    def __init__(self):
        self.known, self.files = set(), 0
        # (base, quote, source) to the rows of short and of long windows, and those of too
        # long ones, which only name their source.
        self.series = defaultdict(lambda: {SHORT: [], LONG: [], NEVER: []})
        self.rates = defaultdict(list)

    def add(self, sha256, row, base, quote, source, at, seconds, value):
        if value <= 0:
            return
        window = SHORT if seconds <= HOUR else LONG if seconds <= DAY else NEVER
        # What stands last is taken first.
        order = (at, -seconds, inverted(sha256), -row)
        found = {"order": order, "at": at, "opened": at - seconds * SECOND, "value": value,
                 "id": f"{sha256[:12]}:{row}", "file": self.files, "row": row}
        if source == "ecb rates":
            self.rates[quote].append(found)
        else:
            self.series[base, quote, source][window].append(found)

    def sort(self):
        for windows in self.series.values():
            for rows in windows.values():
                rows.sort(key=lambda row: row["order"])
        for rows in self.rates.values():
            rows.sort(key=lambda row: row["order"])


def inverted(hexadecimal):
    """Sorts a SHA-256 the other way round."""
    return -int(hexadecimal, 16)


def read_prices(book, name, pair, content):
    """Reads one price file; the same bytes count once."""
    sha256 = hashlib.sha256(content).hexdigest()
    if (sha256, pair) in book.known:
        return
    book.known.add((sha256, pair))
    book.files += 1
    rows = [
        (number, [cell.strip() for cell in next(csv.reader([line.strip()]))])
        for number, line in enumerate(content.decode("utf-8-sig").split("\n"), 1)
        if line.strip()
    ]
    header = [cell.lower() for cell in rows[0][1]]
    if {"asset", "quote", "time", "price", "window", "source"} <= set(header):
        own_rows(book, sha256, header, rows[1:])
    elif header[:2] == ["snapped_at", "price"]:
        coin_rows(book, sha256, pair or coin_pair(name), rows[1:])
    elif rows[0][1][0] == "Date":
        rate_rows(book, sha256, rows[0][1], rows[1:])
    else:
        candle_rows(book, sha256, pair or candle_pair(name), rows)
    book.sort()


def own_rows(book, sha256, header, rows):
    at = {name: header.index(name) for name in header}
    for number, cells in rows:
        count, unit = WINDOW.match(cells[at["window"]]).groups()
        book.add(
            sha256, number, cells[at["asset"]], cells[at["quote"]], cells[at["source"]],
            moment(cells[at["time"]]), int(count) * WINDOW_SECONDS[unit], Fraction(cells[at["price"]]),
        )


def coin_rows(book, sha256, pair, rows):
    for number, cells in rows:
        if cells[1]:
            book.add(sha256, number, *pair, "coingecko", moment(cells[0]), DAY, Fraction(cells[1]))


def coin_pair(name):
    asset, quote = name.split("-")[:2]
    return asset.upper(), quote.upper()


def rate_rows(book, sha256, header, rows):
    for number, cells in rows:
        at = moment(cells[0]) + DAY * SECOND
        for code, cell in zip(header[1:], cells[1:]):
            if code and cell and cell != "N/A":
                book.add(sha256, number, "EUR", code, "ecb rates", at, DAY, Fraction(cell))


def candle_rows(book, sha256, pair, rows):
    for number, cells in rows:
        if not cells[0].isdigit():
            continue
        opens, closes = int(cells[0]), int(cells[6])
        unit = 1000 if closes >= 10**14 else 10**6
        opened, closed = opens * unit, (closes + 1) * unit
        seconds = -(-(closed - opened) // SECOND)
        if Fraction(cells[5]) > 0:
            book.add(sha256, number, *pair, "binance", closed, seconds, Fraction(cells[4]))


def candle_pair(name):
    symbol = name.split("-")[0]
    quote = max((q for q in QUOTES if symbol.endswith(q)), key=len)
    return symbol[: -len(quote)], quote


class Prices:
    """P(asset, t) under some terms."""

    def __init__(self, book, terms):
        self.book, self.terms = book, terms
        self.currency = terms["currency"]
        self.aliases = ALIASES if terms["aliases"] is None else terms["aliases"]
        self.unsettled = set(terms["unsettled"])
        basis, _, day = terms["basis"].partition(":")
        self.fixed = moment(day) + DAY * SECOND if basis == "date" else None
        self.ages = {
            SHORT: terms["trade_age_minutes_max"] * 60 * SECOND,
            LONG: terms["daily_age_hours_max"] * HOUR * SECOND,
            "rate": terms["fiat_age_days_max"] * DAY * SECOND,
        }
        named = [code for code in terms.get("quotes", ["USD", "EUR", "GBP"])]
        others = sorted({"USD", "EUR", *book.rates} - set(named))
        self.quotes = [code for code in named + others if code != self.currency]
        self.answers, self.plans = {}, {}

    def asset_of(self, ticker, exchange, at):
        for alias in self.aliases:
            where = alias.get("exchange")
            if (
                alias["ticker"] == ticker
                and (where is None or where == exchange)
                and (not alias.get("from") or moment(alias["from"]) <= at)
                and (not alias.get("to") or at < moment(alias["to"]))
            ):
                return alias["asset"]
        return ticker

    def of(self, ticker, exchange, time):
        """Price and ids, or none."""
        asset = self.asset_of(ticker, exchange, time)
        at = time if self.fixed is None else self.fixed
        spans = [span for span in self.spans(asset) if span[0] <= at and (span[1] is None or at < span[1])]
        if self.fixed is None:
            if asset in self.unsettled:
                return None
            at = min((span[0] for span in spans), default=at)
        elif spans:
            return None
        if (asset, at) not in self.answers:
            self.answers[asset, at] = self.look_up(asset, at)
        return self.answers[asset, at]

    def spans(self, asset):
        for listed in self.terms["manipulated"]:
            begins = moment(listed["from"])
            if asset in (listed["asset"], self.asset_of(listed["asset"], None, begins)):
                yield begins, moment(listed["to"]) if listed.get("to") else None

    def look_up(self, asset, at):
        if asset == self.currency:
            return Fraction(1), []
        if asset in self.terms["par"]:
            rate = self.exchanged("USD", at)
            return rate and (rate[0], ["par", *rate[1]])
        if asset == "EUR" or asset in self.book.rates:
            rate = self.rate(asset, at)
            if rate:
                return rate
        return self.ladder(asset, at, self.tries)

    # Rates.

    def exchanged(self, code, at):
        return (Fraction(1), []) if code == self.currency else self.rate(code, at)

    def rate(self, code, at):
        fresh = lambda row: at - self.ages["rate"] <= row["at"] <= at
        newest = lambda rows: next((row for row in reversed(rows) if fresh(row)), None)
        if self.currency == "EUR":
            below = newest(self.book.rates.get(code, []))
            return below and (1 / below["value"], [below["id"]])
        above_rows = self.book.rates.get(self.currency, [])
        if code == "EUR":
            above = newest(above_rows)
            return above and (above["value"], [above["id"]])
        of_day = {row["at"]: row for row in self.book.rates.get(code, [])}
        above = newest([row for row in above_rows if row["at"] in of_day])
        if not above:
            return None
        below = of_day[above["at"]]
        return above["value"] / below["value"], [above["id"], below["id"]]

    # The ladder.

    def plan(self, asset):
        """The rows of the asset's source, by what they are quoted in and by window."""
        if asset not in self.plans:
            self.plans[asset] = self.routes(asset)
        return self.plans[asset]

    def routes(self, asset):
        spans = list(self.spans(asset))
        touches = lambda row: any(
            begins < row["at"] and (ends is None or row["opened"] < ends) for begins, ends in spans
        )
        firsts, priced = {}, defaultdict(lambda: {SHORT: [], LONG: [], NEVER: []})
        for (base, quote, source), windows in self.book.series.items():
            for window, rows in windows.items():
                for row in rows:
                    before = row["at"] - 1 if row["at"] % SECOND else row["at"] - SECOND
                    before -= before % SECOND if row["at"] % SECOND else 0
                    if self.asset_of(base, None, before) != asset:
                        continue
                    place = (row["file"], row["row"])
                    firsts[source] = min(firsts.get(source, place), place)
                    if not touches(row):
                        meant = self.asset_of(quote, None, before)
                        priced[source, meant][window].append(row)
        chosen = [c["source"] for c in self.terms.get("sources", []) if c["asset"] == asset]
        source = chosen[0] if chosen else min(firsts, key=firsts.get, default=None)
        found = {quote: windows for (of, quote), windows in priced.items() if of == source}
        for windows in found.values():
            for window, rows in windows.items():
                rows.sort(key=lambda row: row["order"])
                windows[window] = (rows, [row["at"] for row in rows])
        return found

    def newest(self, asset, quote, window, at):
        rows, times = self.plan(asset).get(quote, {}).get(window, ([], []))
        last = bisect_right(times, at) - 1
        return rows[last] if last >= 0 and times[last] >= at - self.ages[window] else None

    def ladder(self, asset, at, tries):
        for window in (SHORT, LONG):
            for found in tries(asset, window, at):
                if found:
                    return found
        return None

    def tries(self, asset, window, at):
        """Prices by their order at one step."""
        direct = self.newest(asset, self.currency, window, at)
        yield direct and (direct["value"], [direct["id"]])
        bridge = self.terms["bridge"]
        crossed = None if bridge == self.currency or bridge in self.quotes else self.newest(asset, bridge, window, at)
        if crossed:
            yield joined(crossed, self.bridge(at, self.bridge_direct, "USD" == self.currency))
        for code in self.quotes:
            row = self.newest(asset, code, window, at)
            if row:
                yield joined(row, self.exchanged(code, at))
        if crossed:
            yield joined(crossed, self.bridge(at, self.bridge_exchanged, "USD" != self.currency))

    def bridge(self, at, tries, takes_par):
        bridge = self.terms["bridge"]
        if bridge in self.terms["par"]:
            return self.look_up(bridge, at) if takes_par else None
        return self.ladder(bridge, at, tries)

    def bridge_direct(self, bridge, window, at):
        direct = self.newest(bridge, self.currency, window, at)
        yield direct and (direct["value"], [direct["id"]])

    def bridge_exchanged(self, bridge, window, at):
        for code in self.quotes:
            row = self.newest(bridge, code, window, at)
            if row:
                yield joined(row, self.exchanged(code, at))


def joined(row, rest):
    """A price in something that itself has one."""
    return rest and (row["value"] * rest[0], [row["id"], *rest[1]])
