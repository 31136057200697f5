# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""The settings over HTTP, as real clients ask for them."""

import json
import re
import shutil
import subprocess
import unittest

from host import CHATBOT, TOKEN, HostTest

# The API's own example: only the address and the token differ.
DOCUMENTED = """curl --request POST \\
  --url ADDRESS/api/v1/chatbots/chatbot/{chatbotId}/human-support-settings \\
  --header 'Authorization: Bearer <token>' \\
  --header 'Content-Type: application/json' \\
  --data '
{
  "enableHumanSupport": true,
  "replaceAllOtherSuggestionsWithEscalationButtons": true,
  "positiveFeedbackPrompt": "<string>",
  "requestHumanSupportPrompt": "<string>",
  "humanSupportConfirmationMessage": "<string>",
  "leadNotification": true,
  "leadNotificationEmail": [
    "<string>"
  ],
  "showEscalationButtonsAfterResponses": true
}
'"""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ETAG = re.compile(r'"[0-9a-f]+-[0-9]+"')


@unittest.skipUnless(shutil.which("curl"), "there is no curl here")
class DocumentedRequest(HostTest):
    def run_documented(self, command):
        command = (command.replace("ADDRESS", "http://" + self.address).replace("{chatbotId}", CHATBOT)
                   .replace("<token>", TOKEN))
        out = subprocess.run(["bash", "-c", command + " --include --silent"], check=True,
                             capture_output=True).stdout.decode()
        head, body = out.split("\r\n\r\n", 1)
        status, *fields = head.split("\r\n")
        return int(status.split(" ")[1]), dict(field.split(": ", 1) for field in fields), json.loads(body)

    def test_it_creates_the_settings_once_its_placeholder_is_an_address(self):
        command = DOCUMENTED.replace('[\n    "<string>"\n  ]', '["support@example.com"]')
        status, fields, body = self.run_documented(command)
        self.assertEqual(status, 201)
        self.assertEqual(fields["Content-Type"], "application/json")
        self.assertEqual(fields["Cache-Control"], "private, no-cache")
        self.assertRegex(fields["ETag"], ETAG)
        self.assertEqual(list(body), ["success", "message", "data"])
        self.assertIs(body["success"], True)
        self.assertEqual(body["message"], "Human support settings created successfully")
        data = body["data"]
        self.assertRegex(data.pop("id"), UUID)
        self.assertRegex(data["createdAt"], TIME)
        self.assertEqual(data.pop("createdAt"), data.pop("updatedAt"))
        self.assertEqual(list(data.items()), [
            ("chatbotId", CHATBOT),
            ("enableHumanSupport", True),
            ("replaceAllOtherSuggestionsWithEscalationButtons", True),
            ("positiveFeedbackPrompt", "<string>"),
            ("requestHumanSupportPrompt", "<string>"),
            ("humanSupportConfirmationMessage", "<string>"),
            ("leadNotification", True),
            ("leadNotificationEmail", ["support@example.com"]),
            ("showEscalationButtonsAfterResponses", True),
        ])

    def test_its_placeholder_for_an_email_address_is_named_as_none(self):
        status, _, body = self.run_documented(DOCUMENTED)
        self.assertEqual(status, 422)
        self.assertEqual([(error["field"], error["code"]) for error in body["errors"]],
                         [("/leadNotificationEmail/0", "invalid_email")])


class Requests(HostTest):
    def test_a_form_with_untouched_fields_is_taken(self):
        form = {"enableHumanSupport": True, "replaceAllOtherSuggestionsWithEscalationButtons": False,
                "positiveFeedbackPrompt": "", "requestHumanSupportPrompt": "",
                "humanSupportConfirmationMessage": "", "leadNotification": False,
                "leadNotificationEmail": [], "showEscalationButtonsAfterResponses": True}
        data = self.settings("POST", form).json()["data"]
        self.assertEqual({name: data[name] for name in form}, form)
        self.assertEqual(self.say("hello")["quickReplies"][-1],
                         {"kind": "request_human", "text": "Talk to a human"})

    def test_a_record_that_was_read_can_be_changed_and_sent_back_whole(self):
        self.settings("POST", {})
        read = self.settings("GET")
        data = read.json()["data"]
        data["positiveFeedbackPrompt"] = "Great"
        changed = self.settings("PATCH", data, If_Match=read.headers["ETag"])
        self.assertEqual(changed.status, 200)
        self.assertEqual(changed.json()["data"] | {"updatedAt": ""}, data | {"updatedAt": ""})

    def test_a_lost_race_is_412(self):
        etag = self.settings("POST", {}).headers["ETag"]
        self.assertEqual(self.settings("PATCH", {"enableHumanSupport": True}, If_Match=etag).status, 200)
        late = self.settings("PATCH", {"leadNotification": True}, If_Match=etag)
        self.fails(late, 412, "revision_mismatch")

    def test_the_path_does_without_api(self):
        self.settings("POST", {})
        path = f"/v1/chatbots/chatbot/{CHATBOT}/human-support-settings"
        self.assertEqual(self.send("GET", path, token=TOKEN).body, self.settings("GET").body)

    def test_head_has_the_header_of_get_and_no_body(self):
        self.settings("POST", {})
        get, head = self.settings("GET"), self.settings("HEAD")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers, get.headers)
        self.assertEqual(int(head.headers["Content-Length"]), len(get.body))

    def test_what_is_known_is_not_sent_again(self):
        etag = self.settings("POST", {}).headers["ETag"]
        known = self.settings("GET", If_None_Match=etag)
        self.assertEqual((known.status, known.body), (304, b""))
        self.assertNotIn("Content-Length", known.headers)

    def test_an_answer_with_an_entity_tag_is_neither_compressed_nor_cut(self):
        self.settings("POST", {})
        plain = self.settings("GET")
        asked = self.settings("GET", Accept_Encoding="gzip, br", Range="bytes=0-9")
        self.assertEqual((asked.status, asked.body, asked.headers), (200, plain.body, plain.headers))

    def test_it_is_deleted_once(self):
        self.settings("POST", {})
        self.assertEqual(self.settings("DELETE").json()["data"], None)
        self.fails(self.settings("DELETE"), 404, "not_found")


if __name__ == "__main__":
    unittest.main()
