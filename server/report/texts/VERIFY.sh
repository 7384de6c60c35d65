#!/bin/sh
# Checks this bundle with tools that every system has: its signatures, the hash
# of every file, and that no file was added. Run it in the unpacked folder:
#   sh metadata/VERIFY.sh [ALLOWED_SIGNERS]
# ALLOWED_SIGNERS is a file with the key you already trust; without it the
# bundle's own key is used, which proves nothing about who made the bundle.
set -eu
signers="${1:-}"
case "$signers" in
  "") signers=metadata/allowed_signers ;;
  /*) ;;
  *) signers="$(pwd)/$signers" ;;
esac
cd "$(dirname "$0")/.."
if command -v sha256sum >/dev/null 2>&1; then
  sum() { sha256sum -c "$1"; }
else
  sum() { shasum -a 256 -c "$1"; }
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
failed=0

signature() {
  if ssh-keygen -Y verify -f "$signers" -I redress -n "$1" -s "$2" < "$3"; then
    return
  fi
  echo "FAILED: the signature of $3"
  failed=1
}
signature redress-bundle signatures/tagmanifest-sha256.txt.sshsig tagmanifest-sha256.txt
signature redress-custody signatures/custody-head.txt.sshsig data/provenance/custody-head.txt

for manifest in tagmanifest-sha256.txt manifest-sha256.txt; do
  if sum "$manifest" > "$work/sums" 2>&1; then
    echo "$manifest: every file is as it was signed"
  else
    grep -v ': OK$' "$work/sums" || true
    failed=1
  fi
done

{
  cut -c 67- manifest-sha256.txt tagmanifest-sha256.txt
  echo tagmanifest-sha256.txt
  echo signatures/tagmanifest-sha256.txt.sshsig
  echo signatures/custody-head.txt.sshsig
} | LC_ALL=C sort > "$work/listed"
find . ! -type d | sed 's|^\./||' | LC_ALL=C sort > "$work/found"
if LC_ALL=C comm -13 "$work/listed" "$work/found" | grep . ; then
  echo "FAILED: the files above were added"
  failed=1
fi

if [ "$failed" = 0 ]; then
  echo "All checks passed. Compare the fingerprint in metadata/README.txt out of band."
else
  echo "This bundle is NOT as it was sealed."
fi
exit "$failed"
