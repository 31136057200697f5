# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""The example host answers the requests of docs/http_api.md as the page shows."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from description import FILE, Description

HOST = os.environ["CHATBOT_HOST"]
if not os.path.exists(HOST):
    print("Skipped: the host was not built, which needs cpp-httplib.")
    sys.exit(0)
if not shutil.which("curl"):
    print("Skipped: curl is not installed.")
    sys.exit(0)

PAGE = (FILE.parent / "http_api.md").read_text(encoding="utf-8")
EXCHANGE = re.compile(r"<!-- request -->\n```sh\n(.*?)```\n\n<!-- answer -->\n```text\n(.*?)```\n", re.DOTALL)
# What differs from one time to the next: an epoch, an id and times.
EPOCH, UUID = re.compile(r"\b[0-9a-f]{1,16}(?=-[0-9]+\")"), re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z")


def taken_apart(answer):
    """The status, the fields, and the body with its members in order. Servers word the status differently."""
    head, _, body = TIME.sub("TIME", UUID.sub("UUID", answer)).replace("\r\n", "\n").partition("\n\n")
    status, *fields = head.rstrip("\n").split("\n")
    fields = {field for field in fields if field.split(":")[0] not in ("Content-Length", "Connection", "Keep-Alive")}
    return status.split()[1], fields, json.loads(body, object_pairs_hook=list) if body else None


class Page(unittest.TestCase):
    def setUp(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        self.host = subprocess.Popen([HOST, "--db", os.path.join(folder, "host.db"), "--port", "0"],
                                     stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.host.communicate)
        self.addCleanup(self.host.terminate)
        line = self.host.stdout.readline()
        self.assertTrue(line.startswith("Listening on http://"), line)
        self.address = line.removeprefix("Listening on ").rstrip("/\n")

    def test_it_shows_what_the_host_answers(self):
        exchanges = EXCHANGE.findall(PAGE)
        self.assertEqual(len(exchanges), PAGE.count("```sh"))
        shown_epoch = EPOCH.search(PAGE)[0]
        epoch = shown_epoch
        statuses = []
        for command, shown in exchanges:
            command = command.replace("http://127.0.0.1:8080", self.address).replace(shown_epoch, epoch)
            answer = subprocess.run(["bash", "-c", command], check=True, capture_output=True).stdout.decode()
            if found := EPOCH.search(answer):
                epoch = found[0]
            with self.subTest(command=command):
                self.assertEqual(taken_apart(answer), taken_apart(shown.replace(shown_epoch, epoch)))
            statuses.append(int(answer.split()[1]))
        self.assertEqual(statuses, [201, 304, 200, 412, 422, 200])

    def test_its_first_request_and_answer_are_those_of_the_description(self):
        command, shown = EXCHANGE.search(PAGE).groups()
        post = Description().operation("POST")
        request = post["requestBody"]["content"]["application/json"]["examples"]["documented"]["value"]
        self.assertEqual(json.loads(re.search(r"--data '(.*)'", command, re.DOTALL)[1]), request)
        answer = post["responses"]["201"]["content"]["application/json"]["examples"]["documented"]["value"]
        data = json.loads(shown.partition("\n\n")[2])["data"]
        own = ("id", "chatbotId", "createdAt", "updatedAt")
        self.assertEqual(list(data), list(answer["data"]))
        self.assertEqual({**data, **dict.fromkeys(own)}, {**answer["data"], **dict.fromkeys(own)})


if __name__ == "__main__":
    unittest.main()
