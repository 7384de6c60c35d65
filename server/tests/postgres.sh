#!/usr/bin/env bash
# A PostgreSQL of our own for tests: a private cluster on a Unix socket in a
# temporary folder, no port, nothing shared with a server the machine may run.
#
#   postgres.sh start [FOLDER]   start it if it is not running, print its URL
#   postgres.sh stop  [FOLDER]   stop it and remove the folder
#
# The tests take the URL from this variable:
#   export REDRESS_TEST_POSTGRES_URL="$(server/tests/postgres.sh start)"
#
# `initdb` and `postgres` refuse to run as root, so root runs them as the user
# `postgres`, which Debian's package creates; anybody else as themselves.
set -euo pipefail

action="${1:-}"
folder="${2:-${TMPDIR:-/tmp}/redress-postgres-$(id -u)}"

die() {
  echo "postgres.sh: $1" >&2
  exit 1
}

# The folder with initdb and pg_ctl: those on PATH, otherwise the newest of Debian's,
# which are not on PATH.
programs() {
  local found
  if found="$(command -v initdb)" && command -v pg_ctl >/dev/null; then
    dirname "$(readlink -f "$found")"
    return
  fi
  found="$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)"
  [ -x "$found" ] || die 'no PostgreSQL here; run: apt-get install -y postgresql'
  dirname "$found"
}

as_owner() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  elif command -v runuser >/dev/null; then
    runuser -u postgres -- "$@"
  else
    su postgres -s /bin/sh -c 'exec "$0" "$@"' -- "$@"
  fi
}

url() {
  echo "postgres://postgres@localhost/redress?host=$folder"
}

start() {
  local bin
  bin="$(programs)"
  if [ "$(id -u)" -eq 0 ] && ! id postgres >/dev/null 2>&1; then
    die 'root needs a user "postgres" to run it as; run: useradd --system postgres'
  fi
  # A socket's path may have 107 bytes, "/.s.PGSQL.5432" among them.
  [ "${#folder}" -le 90 ] || die "the folder's path is too long for a socket: $folder"
  if [ -d "$folder/cluster" ] && as_owner "$bin/pg_ctl" -D "$folder/cluster" status >/dev/null; then
    url
    return
  fi
  rm -rf "$folder"
  mkdir -m 700 "$folder"
  [ "$(id -u)" -ne 0 ] || chown postgres: "$folder"
  cd "$folder"
  as_owner "$bin/initdb" -D "$folder/cluster" -U postgres -A trust --encoding=UTF8 \
    --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 || die "initdb failed: $(tail -n 3 "$folder.log")"
  mv "$folder.log" "$folder/initdb.log"
  # Tests keep no data, so that nothing waits for the disk.
  as_owner "$bin/pg_ctl" -D "$folder/cluster" -l "$folder/cluster/server.log" -w -t 60 -o "\
    -c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=200 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c timezone=UTC" \
    start >/dev/null 2>&1 </dev/null || die "it did not start: $(tail -n 3 "$folder/cluster/server.log")"
  as_owner "$bin/psql" -q -h "$folder" -U postgres -c 'CREATE DATABASE redress' postgres >/dev/null
  url
}

stop() {
  [ -d "$folder/cluster" ] || return 0
  cd /
  as_owner "$(programs)/pg_ctl" -D "$folder/cluster" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}

case "$action" in
  start) start ;;
  stop) stop ;;
  *) die 'usage: postgres.sh start|stop [FOLDER]' ;;
esac
