# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""The database fails while the host serves, and what is stored outlives the host."""

import http.client
import os
import signal
import subprocess
import unittest

from host import CHATBOT, HostTest, PROGRAM


class Storage(HostTest):
    def test_acknowledged_writes_outlive_the_host(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            text = f"before {number.name}"
            self.settings("POST", {})
            self.assertEqual(self.settings("PATCH", {"positiveFeedbackPrompt": text}).status, 200)
            self.assertEqual(self.end(number), -number if number == signal.SIGKILL else 0)
            self.start()
            self.assertEqual(self.settings("GET").json()["data"]["positiveFeedbackPrompt"], text)

    def test_an_idle_connection_does_not_keep_the_host_from_ending(self):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        self.assertEqual(self.end(), 0)
        connection.close()

    def test_a_file_that_was_moved_takes_no_writes_and_still_serves_the_chat(self):
        self.settings("POST", {"enableHumanSupport": True})
        before = self.say("hello")
        os.rename(self.database, self.database + ".moved")
        self.fails(self.settings("PATCH", {"enableHumanSupport": False}), 500, "storage_failed")
        self.assertEqual(self.say("hello"), before)
        os.rename(self.database + ".moved", self.database)
        self.assertEqual(self.settings("PATCH", {"enableHumanSupport": False}).status, 200)

    def test_a_full_disk_is_507_and_passes(self):
        self.end()
        disk = ["unshare", "--map-root-user", "--mount", "bash", "-c",
                'mount -t tmpfs -o size=512k tmpfs "$0" && exec "$@"', self.folder]
        if subprocess.run([*disk, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("nobody may mount a small disk here")
        self.start(*disk)
        for i in range(2000):
            answer = self.settings("POST", {"humanSupportConfirmationMessage": "x" * 900}, chatbot=f"bot-{i}")
            if answer.status != 201:
                break
        self.fails(answer, 507, "storage_full")
        self.assertEqual(self.settings("GET", chatbot="bot-0").status, 200)
        self.assertEqual(self.say("hello", chatbot="bot-0")["humanRequested"], False)

    def test_a_damaged_file_is_500_and_the_chat_answers_without_buttons(self):
        self.settings("POST", {"enableHumanSupport": True})
        self.end()
        with open(self.database, "r+b") as file:
            content = file.read()
            at = content.index(CHATBOT.encode()) + len(CHATBOT)
            file.seek(at)
            file.write(b"\xff" * 40)
        self.start()
        self.assertEqual(self.settings("GET").status, 500)
        self.assertEqual([button["kind"] for button in self.say("hello")["quickReplies"]],
                         ["suggestion", "suggestion"])

    def test_a_second_host_cannot_take_the_port(self):
        port = self.address.split(":")[1]
        second = subprocess.run([PROGRAM, "--db", self.database, "--port", port], capture_output=True, timeout=60,
                                check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn(b"choose another --port", second.stderr)

    def test_options_that_are_wrong_are_named(self):
        for options in (["--token", "x"], ["--token", "=acme"], ["--token", "x=no account"], ["--port", "x"],
                        ["--db", self.folder], ["--address", "256.0.0.1"], ["--nothing"]):
            run = subprocess.run([PROGRAM, "--db", self.database, "--port", "0", *options], capture_output=True,
                                 timeout=60, check=False)
            self.assertNotEqual(run.returncode, 0, options)
            self.assertNotEqual(run.stderr + run.stdout, b"", options)


if __name__ == "__main__":
    unittest.main()
