# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""Many clients at once: reads, chat turns, and 5 % changes, for HOST_LOAD_SECONDS (2 if it is not set)."""

import collections
import http.client
import json
import os
import random
import threading
import time
import unittest

from host import TOKEN, HostTest

SECONDS = float(os.environ.get("HOST_LOAD_SECONDS", "2"))
CHATBOTS = [f"bot-{i}" for i in range(10)]
TEXTS = ["positiveFeedbackPrompt", "requestHumanSupportPrompt", "humanSupportConfirmationMessage"]


class Client(threading.Thread):
    """Sends one request after the other on one connection."""

    def __init__(self, address, seed, end):
        super().__init__()
        self.connection = http.client.HTTPConnection(address, timeout=60)
        self.random = random.Random(seed)
        self.end = end
        self.changes = [] # (chatbot, revision, patch) of those that were acknowledged
        self.sent = 0
        self.wrong = []

    def send(self, method, chatbot, name, body=None):
        self.connection.request(method, f"/api/v1/chatbots/chatbot/{chatbot}/{name}", body,
                                {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})
        response = self.connection.getresponse()
        content = json.loads(response.read())
        self.sent += 1
        if response.status != 200:
            self.wrong.append((method, name, response.status, content))
        return response, content

    def run(self):
        while time.monotonic() < self.end:
            chatbot = self.random.choice(CHATBOTS)
            chance = self.random.random()
            if chance < 0.05:
                patch = {self.random.choice(TEXTS): f"{self.name} {self.sent}"}
                response, content = self.send("PATCH", chatbot, "human-support-settings", json.dumps(patch))
                if response.status == 200:
                    revision = int(response.headers["ETag"].strip('"').split("-")[1])
                    self.changes.append((chatbot, revision, patch))
            elif chance < 0.5:
                self.send("GET", chatbot, "human-support-settings")
            else:
                turn = {"text": "hello", "conversation": str(self.random.random())}
                _, content = self.send("POST", chatbot, "messages", json.dumps(turn))
                if "quickReplies" not in content or len(content["quickReplies"]) != 4:
                    self.wrong.append(content)
        self.connection.close()


class Load(HostTest):
    def memory(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(next(line for line in status if line.startswith("RssAnon")).split()[1])

    def test_no_request_fails_and_no_change_is_lost(self):
        for chatbot in CHATBOTS:
            self.settings("POST", {"enableHumanSupport": True}, chatbot=chatbot)
        end = time.monotonic() + SECONDS
        clients = [Client(self.address, seed, end) for seed in range(8)]
        for client in clients:
            client.start()
        memory = []
        for _ in range(4):
            clients[0].join(SECONDS / 4)
            memory.append(self.memory())
        for client in clients:
            client.join()
            self.assertEqual(client.wrong, [])
            self.assertGreater(client.sent, 0)

        expected = collections.defaultdict(dict)
        changes = sorted((change for client in clients for change in client.changes),
                         key=lambda change: change[1])
        self.assertEqual(len({revision for _, revision, _ in changes}), len(changes))
        for chatbot, _, patch in changes: # replays them in the order of their revisions
            expected[chatbot] |= patch
        for chatbot, texts in expected.items():
            data = self.settings("GET", chatbot=chatbot).json()["data"]
            self.assertEqual({name: data[name] for name in texts}, texts)
        print(f"{sum(client.sent for client in clients)} requests, {len(changes)} changes, "
              f"memory in KiB: {memory}")


if __name__ == "__main__":
    unittest.main()
