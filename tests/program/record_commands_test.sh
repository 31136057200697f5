# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

it "creates the defaults without a body"
run create bot
exits_with 0
out_has '{"success":true,"message":"Human support settings created successfully","data":{"id":"'
out_has '"chatbotId":"bot","enableHumanSupport":false,'
out_has '"showEscalationButtonsAfterResponses":true,"createdAt":"'
out_has '"},"revision":1}'
out_has_lines 1
out_lacks accountId
err_is 'Human support settings created successfully.'
exists human-support.db

it "takes the body as text, from a file and from standard input"
echo '{"positiveFeedbackPrompt":"from a file"}' >body.json
run create text '{"positiveFeedbackPrompt":"from text"}'
out_has '"positiveFeedbackPrompt":"from text"'
run create file @body.json
out_has '"positiveFeedbackPrompt":"from a file"'
run create input - <<<'{"positiveFeedbackPrompt":"from input"}'
out_has '"positiveFeedbackPrompt":"from input"'

it "keeps the database where --db says, before the command or after it"
given --db one.db create bot
given create bot --db two.db
exists one.db
exists two.db
is_missing human-support.db

it "takes a database file with spaces in its name"
given --db 'my own.db' create bot
exists 'my own.db'

it "does not create settings twice"
given create bot
run create bot
exits_with 5
out_has '{"success":false,"code":"already_exists","message":"'
err_has 'update them instead'

it "gets what was created"
given create bot '{"requestHumanSupportPrompt":"Mensch, bitte: ä漢🙂"}'
run get bot
exits_with 0
out_has 'Human support settings retrieved successfully'
out_has '"requestHumanSupportPrompt":"Mensch, bitte: ä漢🙂"'
out_has '"revision":1}'

it "updates what a merge patch names and leaves the rest alone"
given create bot '{"enableHumanSupport":true,"positiveFeedbackPrompt":"Yes"}'
run update bot '{"leadNotification":true,"positiveFeedbackPrompt":null}'
exits_with 0
out_has 'Human support settings updated successfully'
out_has '"enableHumanSupport":true'
out_has '"leadNotification":true'
out_has '"positiveFeedbackPrompt":"That helped, thanks"'
out_has '"revision":2}'

it "updates only the expected revision"
given create bot
given update bot '{"leadNotification":true}' --if-revision 1
run update bot '{"leadNotification":false}' --if-revision 1
exits_with 5
out_has '"code":"revision_mismatch"'
run get bot
out_has '"leadNotification":true'

it "upserts: creates first, then updates"
run upsert bot '{"enableHumanSupport":true}'
exits_with 0
out_has 'created successfully'
run upsert bot '{"leadNotification":true}'
exits_with 0
out_has 'updated successfully'
out_has '"enableHumanSupport":true'
out_has '"leadNotification":true'

it "deletes, with null in place of the data and the revision of the erasure"
given create bot
run delete bot
exits_with 0
out_is '{"success":true,"message":"Human support settings deleted successfully","data":null,"revision":2}'
run get bot
exits_with 4

it "deletes only the expected revision"
given create bot
run delete bot --if-revision 7
exits_with 5
out_has '"code":"revision_mismatch"'
given get bot

it "hands settings to another account, without the emails if asked"
given create kept '{"leadNotificationEmail":["a@example.com"]}'
given create cleared '{"leadNotificationEmail":["a@example.com"]}'
run transfer kept acme
exits_with 0
out_has 'transferred successfully'
out_has '["a@example.com"]'
run transfer cleared acme --clear-emails
exits_with 0
out_has '"leadNotificationEmail":[]'
run get kept
exits_with 4
given --account acme get kept

it "does not show the settings of other accounts"
given --account acme create bot
for arguments in 'get bot' 'update bot' 'delete bot' 'transfer bot default'; do
    run $arguments
    exits_with 4
    out_has '"code":"not_found"'
done
run create bot
exits_with 5
out_lacks '"data"'

it "says that another account has the settings, whatever was to be done with them"
given --account acme create bot
for arguments in 'create bot' 'upsert bot' 'get bot' 'update bot' 'delete bot' \
    'transfer bot default'; do
    run $arguments
    out_has "Another account than 'default' has settings for this chatbot; check --account."
    err_is "Another account than 'default' has settings for this chatbot; check --account."
    out_lacks acme
done
run preview bot
exits_with 0
err_has "Another account than 'default' has settings for this chatbot; check --account."

it "takes a chatbot that is called like a command"
given create list
run get list
exits_with 0
out_has '"chatbotId":"list"'

it "takes a chatbot id that starts like an option after --"
given create -- -bot
run get -- -bot
exits_with 0
out_has '"chatbotId":"-bot"'

it "reports settings that are not there"
given create bot
for name in get update delete; do
    run "$name" other
    exits_with 4
    out_has '"code":"not_found"'
    err_has 'create them first'
done
