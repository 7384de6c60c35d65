"""The questions of server/DUCKDB.md, asked of a data folder: prints the answers as JSON.

Usage: duckdb_questions.py DATA_FOLDER. Needs the package duckdb.
"""

import json
import sqlite3
import sys
from pathlib import Path

import duckdb

LINE_FILES = """
SELECT valuation.line_files FROM claim JOIN valuation ON valuation.claim = claim.id
AND valuation.current = 1 AND valuation.for_basis = '' AND valuation.line_files IS NOT NULL"""

ROW_FILES = """
SELECT import.row_files FROM claim_file
JOIN import ON import.file = claim_file.id AND import.current = 1
WHERE claim_file.withdrawn_at_us IS NULL AND import.row_files IS NOT NULL"""


def main(data):
    database = sqlite3.connect(f"file:{data / 'redress.sqlite'}?mode=ro", uri=True)

    def parts(sql):
        return [part for (text,) in database.execute(sql) for part in json.loads(text)["parts"]]

    of_lines = parts(LINE_FILES)
    lines = names(data, [part["table"] for part in of_lines])
    of_assets = names(data, [part["parts"] for part in of_lines])
    rows = names(data, [part["table"] for part in parts(ROW_FILES)])
    ask = duckdb.connect()
    one = lambda sql: ask.execute(sql).fetchone()[0]
    table = lambda sql: [[key, money(units)] for key, units in ask.execute(sql).fetchall()]
    moved = """
        SELECT out_asset, sum(out_amount_units::HUGEINT
            * (10 ** (18 - out_amount_scale))::HUGEINT)
        FROM read_parquet({rows}) WHERE out_asset IS NOT NULL GROUP BY out_asset"""
    answers = {
        "rows": one(f"SELECT count(*) FROM read_parquet({rows})"),
        "lines": one(f"SELECT count(*) FROM read_parquet({lines})"),
        "loss": money(one(f"SELECT sum(loss) FROM read_parquet({lines})")),
        "by_day": table(
            f"SELECT day, sum(loss) FROM read_parquet({lines}) GROUP BY day ORDER BY day"
        ),
        "by_exchange": table(
            f"SELECT exchange, sum(loss) FROM read_parquet({lines}) GROUP BY ALL ORDER BY ALL"
        ),
        "by_asset": table(
            f"SELECT asset, sum(amount) FROM read_parquet({of_assets}) "
            "WHERE amount IS NOT NULL GROUP BY asset ORDER BY asset"
        ),
        "moved_out": {
            asset: decimal(units, 18)
            for asset, units in ask.execute(moved.format(rows=rows)).fetchall()
        },
    }
    print(json.dumps(answers))


def names(data, files):
    return repr([str(data / file["name"]) for file in files])


def money(units):
    return decimal(int(units), 8)


def decimal(units, scale):
    sign = "-" if units < 0 else ""
    digits = str(abs(int(units))).rjust(scale + 1, "0")
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
