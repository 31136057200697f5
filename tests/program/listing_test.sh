# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

it "lists the account's records in the order of their chatbot ids"
given create b
given create a '{"leadNotification":true}'
given --account acme create c
run list
exits_with 0
out_has_lines 2
err_is ''
sed -n 1p out >first
grep -q '^{"id":"[0-9a-f-]*","chatbotId":"a","enableHumanSupport":false,.*,"updatedAt":"[^"]*","accountId":"default","updatedBy":"human-support","revision":2}$' first ||
    fail 'the first line should be the whole record of a'
run --account acme list
out_has_lines 1
out_has '"chatbotId":"c"'
run --account nobody list
exits_with 0
out_is ''

it "lists a part"
for chatbot in a b c d; do given create "$chatbot"; done
run list --after b
out_has_lines 2
out_lacks '"chatbotId":"b"'
run list --after a --limit 2
out_has_lines 2
out_has '"chatbotId":"b"'
out_has '"chatbotId":"c"'
run list --limit 0
exits_with 0
out_is ''

it "lists more than fits into a page"
given create bot
given export
copy_record 2100 <out >records.jsonl
given import records.jsonl
run list
out_has_lines 2101
[ "$(sort -u out | wc -l)" -eq 2101 ] || fail 'no record should come twice'
run list --limit 1500
out_has_lines 1500
run changes
out_has_lines 2101
run changes --limit 1500
out_has_lines 1500

it "exports all accounts"
given create a
given --account acme create b
run export
exits_with 0
out_has_lines 2
out_has '"accountId":"default"'
out_has '"accountId":"acme"'

it "prints changes in the order of the revisions, an erasure too"
given create a
given --account acme create b
given update a '{"leadNotification":true}'
given --account acme delete b
run changes
exits_with 0
out_has_lines 2
[ "$(sed -n 1p out | grep -c '"chatbotId":"a",.*"revision":3}$')" -eq 1 ] ||
    fail 'the first line should be the latest state of a'
[ "$(sed -n 2p out)" = '{"chatbotId":"b","revision":4,"erased":true}' ] ||
    fail 'the second line should be the erasure of b'
run changes --after 3
out_is '{"chatbotId":"b","revision":4,"erased":true}'
run changes --limit 1
out_has_lines 1
out_has '"chatbotId":"a"'

it "refuses to read changes after a revision that the store has not reached"
given create a
run changes --after 2
exits_with 6
out_is ''
err_has 'restarted'

it "follows the changes, a line at a time, until a signal"
for signal in TERM INT; do
    given upsert bot
    set -m # otherwise SIGINT is ignored in the background
    "$program" changes --follow >followed 2>err &
    follower=$!
    set +m
    wait_until grep -qs '"chatbotId":"bot"' followed
    given upsert "new-$signal"
    wait_until grep -qs "\"chatbotId\":\"new-$signal\"" followed
    given delete "new-$signal"
    wait_until grep -qs "\"chatbotId\":\"new-$signal\",\"revision\":[0-9]*,\"erased\":true" followed
    kill "-$signal" "$follower"
    code=0
    wait "$follower" || code=$?
    exits_with 0
done

it "follows no further than the limit"
given create a
run changes --follow --limit 1
exits_with 0
out_has_lines 1
