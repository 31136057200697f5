# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""Runs the example host for a test, and sends it requests."""

import errno
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["CHATBOT_HOST"]
TOKEN = "s3cret=="
CHATBOT = "3c90c3cc-0d44-4b50-8888-8dd25736052a"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = dict(response.getheaders())
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class HostTest(unittest.TestCase):
    """A test with a fresh folder, in which a host may run."""

    options = ("--token", f"{TOKEN}=acme", "--token", "other=elsewhere", "--chatbot", "owned=acme")

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = os.path.join(self.folder, "host.db")
        self.process = None
        self.addCleanup(self.end)
        self.start()

    def start(self, *before):
        """Starts the host on a free port, by the command `before` if there is one."""
        self.log_path = os.path.join(self.folder, "log")
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [*before, PROGRAM, "--db", self.database, "--port", "0", *self.options],
                stdout=log, stderr=subprocess.STDOUT)
        line = self.wait_for_line("Listening on ")
        self.address = line.split("//")[1].strip("/\n")

    def end(self, number=signal.SIGTERM):
        """Ends the host. Returns its exit code."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        process.send_signal(number)
        return process.wait(60)

    def log(self):
        with open(self.log_path, encoding="utf-8") as file:
            return file.read()

    def wait_for_line(self, beginning):
        """The last line of the log that begins so, once there is one."""
        while True:
            lines = [line for line in self.log().splitlines(True)
                     if line.startswith(beginning) and line.endswith("\n")]
            if lines:
                return lines[-1]
            self.assertIsNone(self.process.poll(), "the host ended: " + self.log())

    def send(self, method, path, body=None, token=None, **headers):
        """Sends a request; `If_Match` names the field If-Match."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            if token is not None:
                fields["Authorization"] = "Bearer " + token
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
                fields.setdefault("Content-Type", "application/json")
            connection.request(method, path, body, fields)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def settings(self, method, body=None, chatbot=CHATBOT, token=TOKEN, **headers):
        return self.send(method, f"/api/v1/chatbots/chatbot/{chatbot}/human-support-settings", body,
                         token, **headers)

    def say(self, text, conversation="one", chatbot=CHATBOT, **members):
        """Sends a visitor's message. Returns the answer, which must be one."""
        answer = self.send("POST", f"/api/v1/chatbots/chatbot/{chatbot}/messages",
                           {"text": text, "conversation": conversation, **members})
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def connect(self):
        host, port = self.address.split(":")
        return socket.create_connection((host, int(port)), timeout=60)

    def raw(self, request, and_closes=False):
        """Sends bytes as they are, and perhaps closes. Returns all that comes until the host closes."""
        with self.connect() as connection:
            answer = b""
            try:
                connection.sendall(request)
                if and_closes:
                    connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65536):
                    answer += part
            except OSError as error:
                if error.errno not in (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN):
                    raise
                # the host closed before it had read all
            return answer

    def fails(self, answer, status, code):
        """The answer is a failure, and tells no more than it should."""
        self.assertEqual((answer.status, answer.json()["code"]), (status, code), answer.body)
        self.assertFalse(answer.json()["success"])
        for inner in (self.folder, "sqlite", "SQL", "errno"):
            self.assertNotIn(inner, answer.body.decode() + str(answer.headers))
