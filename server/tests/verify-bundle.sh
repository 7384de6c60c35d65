#!/usr/bin/env bash
# Runs every stock tool that a bundle should pass on one bundle, and the bundle's own
# VERIFY.sh: usage verify-bundle.sh FILE.zip [ALLOWED_SIGNERS].
# Exits non-zero when any of them fails or is not installed. Needs ssh-keygen,
# sha256sum, openssl, unzip and python3, and from PyPI what requirements.txt names.
# No check needs a network. RO_CRATE_CONTEXT may name the whole vocabulary of RO-Crate 1.2;
# otherwise rocrate-validator gets the terms that bundles use, and refuses all others.
set -u
if [ $# -lt 1 ] || [ ! -f "$1" ]; then
  echo "usage: $0 FILE.zip [ALLOWED_SIGNERS]" >&2
  exit 2
fi
bundle="$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
signers=""
if [ $# -gt 1 ]; then
  signers="$(cd "$(dirname "$2")" && pwd)/$(basename "$2")"
fi
python="${PYTHON:-python3}"
tests="$(cd "$(dirname "$0")" && pwd)"
context="${RO_CRATE_CONTEXT:-$tests/ro-crate-1.2-terms.json}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
failed=0

# Runs one check; prints its name, and its output only when it failed.
check() {
  local name="$1"
  shift
  if "$@" > "$work/output" 2>&1; then
    echo "ok      $name"
  else
    echo "FAILED  $name"
    sed 's/^/        /' "$work/output"
    failed=1
  fi
}

check "unzip -t" unzip -tq "$bundle"
check "unpack" "$python" -m zipfile -e "$bundle" "$work/bundle"
top="$(find "$work/bundle" -mindepth 1 -maxdepth 1 -type d)"
if [ ! -d "$top" ] || [ "$(find "$work/bundle" -mindepth 1 -maxdepth 1 | wc -l)" != 1 ]; then
  echo "FAILED  one top folder"
  exit 1
fi
cd "$top" || exit 1
trusted="${signers:-metadata/allowed_signers}"

signature() {
  ssh-keygen -Y verify -f "$trusted" -I redress -n "$1" -s "$2" < "$3"
}
same_key() {
  # The PEM and the SSH line must hold the same 32 bytes.
  local pem ssh
  pem="$(openssl pkey -pubin -in metadata/public-key.pem -outform DER | tail -c 32 | base64)" &&
    ssh="$(awk '{print $NF}' metadata/allowed_signers | base64 -d | tail -c 32 | base64)" &&
    [ -n "$pem" ] && [ "$pem" = "$ssh" ]
}
fingerprint() {
  awk '{print $(NF-1), $NF}' metadata/allowed_signers > "$work/key.pub" &&
    ssh-keygen -l -f "$work/key.pub" | awk '{print $2}' | xargs -I{} grep -qF {} metadata/README.txt
}
profile() {
  "$python" - "$top" <<'PYTHON'
import json, sys
import bagit, bagit_profile
top = sys.argv[1]
text = open(top + "/metadata/bagit-profile.json", encoding="utf-8").read()
url = json.loads(text)["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
profile = bagit_profile.Profile(url, profile=text)
if not profile.validate(bagit.Bag(top)):
    sys.exit(str(profile.report))
PYTHON
}
bag() {
  # The module's own command line, without depending on where pip put it.
  "$python" -c 'import bagit; bagit.main()' --validate "$top"
}
installed() {
  # A command of a Python package, without depending on where pip put it.
  "$python" -c '
import sys
from importlib.metadata import entry_points
sys.argv = sys.argv[1:]
[command] = entry_points(group="console_scripts", name=sys.argv[0])
sys.exit(command.load()())' "$@"
}
crate() {
  "$python" "$tests/keep_document.py" "$work/cache" https://w3id.org/ro/crate/1.2/context "$context" &&
    installed rocrate-validator --no-interactive validate --offline --cache-path "$work/cache" \
      --no-paging --verbose --profile-identifier ro-crate-1.2 "$top"
}
originals() {
  # Every original has the hash of its bytes as its name.
  local file
  for file in data/originals/*/* data/prices/*.csv; do
    case "$(basename "$file")" in
      index.csv | prices.csv | '*') continue ;;
    esac
    [ "$(sha256sum < "$file" | cut -d' ' -f1)" = "$(basename "$file" | cut -d. -f1)" ] || {
      echo "$file is not what its name says"
      return 1
    }
  done
}

check "ssh-keygen -Y verify tagmanifest-sha256.txt" \
  signature redress-bundle signatures/tagmanifest-sha256.txt.sshsig tagmanifest-sha256.txt
check "ssh-keygen -Y verify custody-head.txt" \
  signature redress-custody signatures/custody-head.txt.sshsig data/provenance/custody-head.txt
check "sha256sum -c tagmanifest-sha256.txt" sha256sum -c --strict tagmanifest-sha256.txt
check "sha256sum -c manifest-sha256.txt" sha256sum -c --strict manifest-sha256.txt
check "bagit.py --validate" bag
check "bagit_profile" profile
check "rocrate-validator validate" crate
check "case_validate" installed case_validate --built-version case-1.5.0 data/provenance/case.jsonld
check "frictionless validate" installed frictionless validate data/datapackage.json
check "originals and prices are named by their hash" originals
check "public-key.pem and allowed_signers agree" same_key
check "the fingerprint ssh-keygen -l prints stands in README.txt" fingerprint
check "metadata/VERIFY.sh" sh metadata/VERIFY.sh ${signers:+"$signers"}
exit "$failed"
