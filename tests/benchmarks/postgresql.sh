#!/usr/bin/env bash
# Builds the benchmark program of the PostgreSQL engine, starts a server of its own on the default settings, and
# measures how the engine compares, within one run, with libpq by hand and with libpqxx:
# tests/benchmarks/postgresql.sh [--quick] [FOLDER]
#
# Prints a table of what was measured and what is required, and fails if something was missed. The server's files
# are in FOLDER, which is made and removed; it has to be on a real disk. Where nothing else runs, that takes some
# minutes. --quick measures less, and does not fail, since other work on the machine may be the reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source tests/benchmarks/support.sh
install_benchmark_packages
install_packages libpq-dev libpqxx-dev postgresql

quick=()
if [ "${1:-}" = --quick ]; then
    quick=(--quick)
    shift
fi
build_benchmarks postgresql_benchmarks -DHUMAN_SUPPORT_BUILD_POSTGRESQL=ON

# PostgreSQL refuses to run as root.
as_server=()
[ "$(id -u)" -ne 0 ] || as_server=(runuser -u postgres --)
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
folder=${1:-$(mktemp -d /var/tmp/human-support-benchmark.XXXXXX)}
mkdir -p "$folder"
[ "$(id -u)" -ne 0 ] || chown postgres "$folder"
stop() {
    "${as_server[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
"${as_server[@]}" "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C >/dev/null

# As on two machines: half of the processors are the server's, and the others the program's. Else it depends on
# where the system puts the server's process for a connection whether its answer takes 25 or 70 us.
half=$(($(nproc) / 2))
for_server=()
for_program=()
if [ "$half" -gt 0 ]; then
    for_server=(taskset --cpu-list "$half-$(($(nproc) - 1))")
    for_program=(taskset --cpu-list "0-$((half - 1))")
fi
"${for_server[@]}" "${as_server[@]}" "$programs/pg_ctl" -D "$folder/data" -o "-k $folder -c listen_addresses=''" \
    -l "$folder/log" -w start >/dev/null
"$programs/postgres" --version
status=0
"${for_program[@]}" build/benchmarks/tests/benchmarks/postgresql_benchmarks "${quick[@]}" \
    "host=$folder user=postgres dbname=postgres" || status=$?
"$programs/psql" -qAt -h "$folder" -U postgres postgres -c "SELECT 'On the server a record takes ' ||
    pg_total_relation_size('human_support_settings') / count(*) || ' bytes, with its indexes.'
    FROM human_support_settings"
exit "$status"
