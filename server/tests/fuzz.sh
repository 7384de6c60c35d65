#!/usr/bin/env bash
# Fuzzes the ledger: every carrier with all readers, every reader family as text, and
# all other inputs (mappings, samples, price files). Each takes a minute (or the given
# seconds), within a gigabyte of memory.
# Usage: server/tests/fuzz.sh [SECONDS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
seed=${2:-$RANDOM$RANDOM}
cargo build --quiet --release -p ledger --example fuzz
fuzz=${CARGO_TARGET_DIR:-target}/release/examples/fuzz
echo "seed $seed"
targets=$("$fuzz" list)
ulimit -v 1048576
for target in $targets; do
    "$fuzz" "$target" "$seconds" "$seed"
done
