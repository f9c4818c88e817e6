# shellcheck shell=bash
# A throw-away PostgreSQL for one run: own folder, own port, gone at the end. Sourced by ./check.
# PostgreSQL refuses to run as root; root starts it as the user `postgres`.

pg_home=

as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

pg_start() { # exports WENMING_TEST_PG; one that is set already is used as it is
  [ -z "${WENMING_TEST_PG:-}" ] || return 0
  local initdb bin port options
  initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1) || true
  [ -n "$initdb" ] || initdb=$(command -v initdb) || stop 'There is no PostgreSQL server; run scripts/install.sh.'
  bin=$(dirname "$initdb")
  pg_home=$(mktemp -d /tmp/wenming-pg.XXXXXX)
  [ "$(id -u)" -ne 0 ] || chown postgres "$pg_home"
  as_postgres "$bin/initdb" -D "$pg_home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$pg_home/initdb.log" 2>&1 || stop "initdb failed: $(cat "$pg_home/initdb.log")"
  for _ in 1 2 3 4 5 6 7 8; do # a port may be taken; another is tried
    port=$((20000 + RANDOM % 12000))
    options="-p $port -k $pg_home -c listen_addresses=127.0.0.1 -c max_connections=300 -c shared_buffers=128MB"
    options+=" -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
    if as_postgres "$bin/pg_ctl" -D "$pg_home/data" -l "$pg_home/data/log" -w -t 60 -o "$options" start >/dev/null 2>&1; then
      export WENMING_TEST_PG=postgres://postgres@127.0.0.1:$port/postgres
      return 0
    fi
  done
  stop "PostgreSQL did not start: $(tail -n 5 "$pg_home/data/log")"
}

pg_stop() { # ends the server we started, by the process number in its own folder
  [ -n "$pg_home" ] || return 0
  local pid
  if pid=$(head -n 1 "$pg_home/data/postmaster.pid" 2>/dev/null); then
    kill -INT "$pid" 2>/dev/null || true
    for _ in $(seq 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
  fi
  rm -rf "$pg_home"
}
