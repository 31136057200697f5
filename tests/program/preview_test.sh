# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

it "draws the buttons after an answer and the confirmation of a request"
given create bot '{"enableHumanSupport":true,"humanSupportConfirmationMessage":"Soon.\nReally."}'
run preview bot --suggestion Prices --suggestion 'Opening hours'
exits_with 0
out_is "$(
    cat <<'DRAWING'
After an answer
  ╭────────────────────────────╮
  │ (an answer of the chatbot) │
  ╰────────────────────────────╯
  ╭────────╮ ╭───────────────╮ ╭─────────────────────╮ ╭─────────────────╮
  │ Prices │ │ Opening hours │ │ That helped, thanks │ │ Talk to a human │
  ╰────────╯ ╰───────────────╯ ╰─────────────────────╯ ╰─────────────────╯

After asking for a human
                                                         ╭─────────────────╮
                                                         │ Talk to a human │
                                                         ╰─────────────────╯
  ╭─────────╮
  │ Soon.   │
  │ Really. │
  ╰─────────╯
  No email is sent.
DRAWING
)"
err_is ''

it "draws wide and combining characters in frames that close"
accented=$'e\xcc\x81'
given create bot '{"enableHumanSupport":true,"positiveFeedbackPrompt":"漢字🙂","requestHumanSupportPrompt":"e\u0301"}'
run preview bot
out_has "  ╭────────╮ ╭───╮
  │ 漢字🙂 │ │ $accented │
  ╰────────╯ ╰───╯"

it "gives two columns to several emojis that are joined to one, and does not part them"
joined=👩🏽‍🚀
given create bot '{"enableHumanSupport":true,"positiveFeedbackPrompt":"👍🏽'$joined'🇩🇪"}'
run preview bot --suggestion "$(printf "$joined%.0s" {1..36})"
out_has "  ╭────────╮ ╭─────────────────╮
  │ 👍🏽${joined}🇩🇪 │ │ Talk to a human │"
out_has "│ $(printf "$joined%.0s" {1..35}) │
  │ $joined "

it "wraps long texts, and never draws wider than 76 columns"
long=$(printf 'word%.0s ' {1..30})$(printf 'x%.0s' {1..90})
given create bot '{"enableHumanSupport":true,"humanSupportConfirmationMessage":"'"$long"'"}'
run preview bot --suggestion "$long"
exits_with 0
(
    LC_ALL=C.UTF-8
    while IFS= read -r line; do [ "${#line}" -le 76 ] || exit 1; done <out
) || fail 'no line should be wider than 76 columns'
[ "$(tr -cd x <out | wc -c)" -eq 180 ] || fail 'no character should be lost'

it "leaves the chatbot's suggestions out if ours replace them"
given create bot '{"enableHumanSupport":true,"replaceAllOtherSuggestionsWithEscalationButtons":true}'
run preview bot --suggestion Prices
out_lacks Prices
out_has 'Talk to a human'

it "says who gets the email"
given create bot '{"enableHumanSupport":true,"leadNotification":true}'
run preview bot
out_has "An email goes to the chatbot's owner."
given update bot '{"leadNotificationEmail":["a@example.com","b@example.com"]}'
run preview bot
out_has 'An email goes to a@example.com, b@example.com.'

it "shows a visitor who has asked for a human no button that asks, and no second email"
given create bot '{"enableHumanSupport":true,"replaceAllOtherSuggestionsWithEscalationButtons":true,
    "humanSupportConfirmationMessage":"Soon.","leadNotification":true}'
run preview bot --suggestion Prices --human-requested
exits_with 0
out_is "$(
    cat <<'DRAWING'
After an answer, once a human was asked for
  ╭────────────────────────────╮
  │ (an answer of the chatbot) │
  ╰────────────────────────────╯
  ╭────────╮ ╭─────────────────────╮
  │ Prices │ │ That helped, thanks │
  ╰────────╯ ╰─────────────────────╯

After asking for a human again
                                                  ╭────────────────────────╮
                                                  │ Can I talk to a human? │
                                                  ╰────────────────────────╯
  ╭───────╮
  │ Soon. │
  ╰───────╯
  No email is sent.
DRAWING
)"
run preview bot --suggestion Prices --human-requested --json
exits_with 0
out_is '{"chatbotId":"bot","quickReplies":[{"kind":"suggestion","text":"Prices"},{"kind":"positive_feedback","text":"That helped, thanks"}],"humanRequest":{"confirmationMessage":"Soon.","emailAudience":"nobody","emailRecipients":[]}}'

it "shows a disabled chatbot as it is"
given create bot
run preview bot --suggestion Prices
exits_with 0
out_has '│ Prices │'
out_lacks 'That helped'
out_has 'Nothing happens, because human support is disabled.'
err_is ''
run preview bot --human-requested
out_has 'Nothing happens, because human support is disabled.'

it "shows a chatbot without settings like a disabled one, and says so"
given create bot
run preview other
exits_with 0
out_has 'No buttons.'
out_has 'Nothing happens, because human support is disabled.'
err_is 'There are no settings for this chatbot, so human support is disabled.'

it "prints the same as JSON"
given create bot '{"enableHumanSupport":true,"humanSupportConfirmationMessage":"Soon.","leadNotification":true,"leadNotificationEmail":["a@example.com"]}'
run preview bot --suggestion Prices --json
exits_with 0
out_is '{"chatbotId":"bot","quickReplies":[{"kind":"suggestion","text":"Prices"},{"kind":"positive_feedback","text":"That helped, thanks"},{"kind":"request_human","text":"Talk to a human"}],"humanRequest":{"confirmationMessage":"Soon.","emailAudience":"recipients","emailRecipients":["a@example.com"]}}'
run preview other --json
exits_with 0
out_is '{"chatbotId":"other","quickReplies":[],"humanRequest":null}'

it "takes suggestions as they are"
given create bot
run preview bot --suggestion '[a,b]' --suggestion '' --json
out_has '[{"kind":"suggestion","text":"[a,b]"},{"kind":"suggestion","text":""}]'
run preview bot --suggestion $'\xff' --json
exits_with 3
err_is 'A suggestion must be UTF-8 text.'

it "keeps stored texts and suggestions from the terminal's control"
given --db source.db create bot '{"enableHumanSupport":true,"positiveFeedbackPrompt":"TEXT","humanSupportConfirmationMessage":"TEXT"}'
given --db source.db export
sed -i.bak 's/TEXT/\\u001b[31m\\u009b31m\\u007f\\u202ered\\r/g' out && cp out records.jsonl
given import records.jsonl
for arguments in 'preview bot' 'preview bot --json' 'get bot' 'list' 'export' 'changes'; do
    run $arguments --db human-support.db
    exits_with 0
    out_has red
    for bytes in "$escape" $'\xc2\x9b' $'\x7f' $'\xe2\x80\xae' $'\r'; do out_lacks "$bytes"; done
done
run preview bot --suggestion "${escape}[31mred"
out_lacks "$escape"
