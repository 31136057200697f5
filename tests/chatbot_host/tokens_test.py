# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""Who may touch the settings."""

import unittest

from host import TOKEN, HostTest


class Tokens(HostTest):
    def test_without_a_right_token_nobody_learns_whether_a_chatbot_exists(self):
        self.settings("POST", {}, chatbot="there")
        wrong = [{}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "},
                 {"Authorization": "Bearer " + TOKEN[:-1]}, {"Authorization": f"Bearer {TOKEN}x"},
                 {"Authorization": "Bearer " + TOKEN.upper()}, {"Authorization": "Basic " + TOKEN},
                 {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}, Bearer {TOKEN}"},
                 {"Authorization": "Bearer \x80\xff"}, {"Authorization": "Bearer " + "x" * 4000}]
        for method in ("GET", "HEAD", "POST", "PATCH", "DELETE"):
            for fields in wrong:
                answers = [self.settings(method, chatbot=chatbot, token=None, **fields)
                           for chatbot in ("there", "missing")]
                with self.subTest(method=method, fields=fields):
                    self.assertEqual(answers[0].status, 401)
                    self.assertTrue(answers[0].headers["WWW-Authenticate"].startswith("Bearer"))
                    self.assertEqual(answers[0].body, answers[1].body)
                    self.assertEqual(answers[0].headers, answers[1].headers)

    def test_two_fields_with_tokens_are_none(self):
        request = (f"GET /api/v1/chatbots/chatbot/x/human-support-settings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                   f"Authorization: Bearer {TOKEN}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n")
        self.assertIn(b" 401 ", self.raw(request.encode()).split(b"\r\n")[0])

    def test_another_account_may_not_touch_a_chatbot_that_has_an_owner(self):
        for method in ("GET", "POST", "PATCH", "DELETE"):
            before = self.settings(method, chatbot="owned", token="other")
            self.fails(before, 403, "forbidden")
            self.settings("POST", {}, chatbot="owned")
            after = self.settings(method, chatbot="owned", token="other")
            self.assertEqual((after.body, after.headers), (before.body, before.headers))
            self.settings("DELETE", chatbot="owned")

    def test_another_account_sees_nothing_of_a_record(self):
        self.settings("POST", {}, chatbot="bot")
        self.fails(self.settings("GET", chatbot="bot", token="other"), 404, "not_found")
        self.fails(self.settings("PATCH", {}, chatbot="bot", token="other"), 404, "not_found")
        self.assertEqual(self.settings("GET", chatbot="bot").status, 200)

    def test_the_log_has_no_tokens_and_no_bodies(self):
        self.settings("POST", {"positiveFeedbackPrompt": "private words"})
        self.settings("GET", token="wrong-token")
        self.say("private words, too")
        log = self.log()
        self.assertIn("human-support-settings 201\n", log)
        for text in (TOKEN, "wrong-token", "private words"):
            self.assertNotIn(text, log)


if __name__ == "__main__":
    unittest.main()
