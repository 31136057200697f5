# What a shared library shows to the outside.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
library=$packages/shared/lib/libhuman_support_sqlite.so
symbols() { nm --dynamic --demangle --defined-only "$library" | cut -d ' ' -f 2-; }

it "shows of human_support what the public header declares, and nothing else"
symbols | grep -E '^. ([a-z -]* for )?human_support::' >ours
grep -vE '^. ((vtable|typeinfo|typeinfo name) for )?human_support::(SqliteRepository(::.*)?|sqlite_has_wal_reset_fix\((int)?\)|disable_sqlite_memory_statistics\(\))$' ours >log
[ ! -s log ] || fail "these should be hidden"
grep -q 'SqliteRepository::open(' ours || fail "the public class should be shown"

it "defines nothing for others, except the weak copies that the standard library and Boost make"
symbols | grep -vE '^. ([a-z -]* for )?human_support::' | grep -v '^[VWu] ' >log
[ ! -s log ] || fail "these should be hidden"

it "carries the minor version in its name, which a new one changes"
readelf --dynamic "$library" >log
log_has "[libhuman_support_sqlite.so.$minor_version]"
