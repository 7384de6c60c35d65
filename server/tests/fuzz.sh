#!/usr/bin/env bash
# Fuzzes the ledger: every carrier with all readers, then every reader family as CSV,
# a minute each (or as many seconds as given), within a gigabyte of memory.
# Usage: server/tests/fuzz.sh [SECONDS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
seed=${2:-$RANDOM$RANDOM}
cargo build --quiet --release -p ledger --example fuzz
fuzz=${CARGO_TARGET_DIR:-target}/release/examples/fuzz
echo "seed $seed"
ulimit -v 1048576
for carrier in csv utf16 page zip targz xlsx; do
    "$fuzz" "$carrier" all "$seconds" "$seed"
done
for family in binance kucoin ftx 3commas; do
    "$fuzz" csv "$family" "$seconds" "$seed"
done
