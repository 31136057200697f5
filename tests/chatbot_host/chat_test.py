# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""What a visitor sees, and who is told."""

import concurrent.futures
import unittest

from host import CHATBOT, HostTest


def kinds(answer):
    return [button["kind"] for button in answer["quickReplies"]]


class Chat(HostTest):
    def emails(self):
        return [line for line in self.log().splitlines() if line.startswith("Email to ")]

    def test_without_settings_there_is_no_human(self):
        self.assertEqual(kinds(self.say("hello")), ["suggestion", "suggestion"])
        asked = self.say("", kind="request_human")
        self.assertEqual((asked["humanRequested"], kinds(asked)), (False, ["suggestion", "suggestion"]))
        self.assertEqual(self.emails(), [])

    def test_a_change_shows_in_the_next_turn(self):
        self.settings("POST", {"enableHumanSupport": True})
        self.assertEqual(kinds(self.say("hello"))[2:], ["positive_feedback", "request_human"])
        self.settings("PATCH", {"replaceAllOtherSuggestionsWithEscalationButtons": True,
                                "requestHumanSupportPrompt": "A person, please"})
        self.assertEqual(self.say("hello")["quickReplies"][1],
                         {"kind": "request_human", "text": "A person, please"})
        self.settings("DELETE")
        self.assertEqual(kinds(self.say("hello")), ["suggestion", "suggestion"])

    def test_asking_for_a_human_is_confirmed_and_takes_the_button_away(self):
        self.settings("POST", {"enableHumanSupport": True, "leadNotification": True,
                               "humanSupportConfirmationMessage": "Somebody comes.",
                               "leadNotificationEmail": ["a@example.com", "b@example.com"]})
        for turn in ({"text": "x", "kind": "request_human"}, {"text": "a human, please"}):
            answer = self.say(**turn)
            self.assertEqual((answer["reply"], answer["humanRequested"]), ("Somebody comes.", True))
            self.assertNotIn("request_human", kinds(answer))
        self.assertNotIn("request_human", kinds(self.say("thanks")))
        self.assertIn("request_human", kinds(self.say("hello", conversation="another")))
        self.assertEqual(self.emails(),
                         [f"Email to a@example.com, b@example.com: a visitor of {CHATBOT} asks for a human."])

    def test_the_text_of_another_button_asks_for_nobody(self):
        self.settings("POST", {"enableHumanSupport": True, "positiveFeedbackPrompt": "no human needed"})
        answer = self.say("no human needed", kind="positive_feedback")
        self.assertEqual((answer["reply"], answer["humanRequested"]), ("You are welcome!", False))

    def test_many_presses_at_once_send_one_email(self):
        self.settings("POST", {"enableHumanSupport": True, "leadNotification": True})
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: self.say("", kind="request_human"), range(64)))
        self.assertTrue(all(answer["humanRequested"] for answer in answers))
        self.assertEqual(self.emails(), [f"Email to the owner: a visitor of {CHATBOT} asks for a human."])

    def test_a_message_that_is_none_is_refused(self):
        path = f"/api/v1/chatbots/chatbot/{CHATBOT}/messages"
        right = {"text": "x", "conversation": "y"}
        for body in ("", "x", "[]", "null", {}, {"text": "x"}, right | {"text": 1},
                     right | {"text": "x" * 4001}, right | {"conversation": "y" * 129},
                     "[" * 1000, b'{"text":"\xff","conversation":"y"}'):
            with self.subTest(body=body):
                self.fails(self.send("POST", path, body), 400, "invalid_argument")
        self.fails(self.send("POST", path.replace(CHATBOT, "no%20id"), right), 400, "invalid_argument")
        self.assertEqual(self.say("x" * 4000, "y" * 128)["humanRequested"], False)


if __name__ == "__main__":
    unittest.main()
