# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""Requests that nobody should send."""

import unittest

from host import CHATBOT, TOKEN, HostTest

PATH = f"/api/v1/chatbots/chatbot/{CHATBOT}/human-support-settings"
HEAD = f"{{}} {{}} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n"


class BadRequests(HostTest):
    def setUp(self):
        super().setUp()
        self.settings("POST", {})

    def tearDown(self): # whatever came, the host lives on
        self.assertEqual(self.settings("GET").status, 200)

    def status_of(self, request):
        with self.connect() as connection:
            try:
                connection.sendall(request)
            except ConnectionError: # it answers before it has read all
                pass
            return int(connection.makefile("rb").readline().split(b" ")[1])

    def test_a_body_may_have_64_kib_and_not_one_byte_more(self):
        body = '{"positiveFeedbackPrompt":"Great"}'
        full = body + " " * (64 * 1024 - len(body))
        self.assertEqual(self.settings("PATCH", full, Content_Type="application/json").status, 200)
        self.fails(self.settings("PATCH", full + " ", Content_Type="application/json"), 413, "too_large")
        self.assertEqual(self.settings("GET").json()["data"]["positiveFeedbackPrompt"], "Great")

    def test_a_huge_body_is_refused(self):
        request = HEAD.format("PATCH", PATH) + "Content-Type: application/json\r\nContent-Length: 9999999\r\n\r\n"
        self.assertEqual(self.status_of(request.encode() + b" " * 9999999), 413)

    def test_a_body_that_is_cut_off_changes_nothing(self):
        begin = HEAD.format("PATCH", PATH) + "Content-Type: application/json\r\n"
        before = self.settings("GET").body
        cut = begin + 'Content-Length: 100\r\n\r\n{"enableHumanSupport":true}'
        self.assertIn(self.raw(cut.encode(), and_closes=True)[:12], (b"", b"HTTP/1.1 400"))
        chunked = begin + 'Transfer-Encoding: chunked\r\n\r\n1b\r\n{"enableHumanSupport":true}'
        self.assertIn(self.raw(chunked.encode(), and_closes=True)[:12], (b"", b"HTTP/1.1 400"))
        self.assertEqual(self.settings("GET").body, before)

    def test_slow_clients_do_not_keep_others_out(self):
        begin = HEAD.format("PATCH", PATH) + "Content-Type: application/json\r\nContent-Length: 27\r\n\r\n{"
        slow = []
        for _ in range(16):
            slow.append(self.connect())
            slow[-1].sendall(b"HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertIn(b" 200 ", slow[-1].recv(4096)) # it was let in
        for connection in slow:
            connection.sendall(begin.encode())
        self.assertEqual(self.settings("GET").status, 200)
        for connection in slow:
            connection.sendall(b'"enableHumanSupport":true}')
            self.assertIn(b" 200 ", connection.recv(4096))
            connection.close()

    def test_a_body_has_to_be_json_by_name_and_in_fact(self):
        for content_type in ("text/plain", "application/xml", "", "application/json, text/plain"):
            answer = self.settings("PATCH", "{}", Content_Type=content_type)
            self.fails(answer, 415, "unsupported_media_type")
            self.assertIn("application/merge-patch+json", answer.headers["Accept-Patch"])
        self.fails(self.settings("PATCH", "{", Content_Type="application/json"), 400, "invalid_json")
        self.fails(self.settings("PATCH", {"leadNotification": 1}), 422, "invalid_settings")

    def test_methods_of_others_are_named_as_such(self):
        for method in ("PUT", "OPTIONS"):
            answer = self.settings(method)
            self.fails(answer, 405, "method_not_allowed")
            self.assertEqual(answer.headers["Allow"], "GET, HEAD, POST, PATCH, DELETE")
        for method in ("BREW", "TRACE", "CONNECT", "get", "X" * 1000):
            self.assertEqual(self.status_of(HEAD.format(method, PATH).encode() + b"\r\n"), 501)

    def test_what_is_no_chatbot_id_is_refused(self):
        for chatbot in ("..", ".", "%2e%2e", "a%00b", "a%20b", "%F0%9F%A4%96", "a" * 129, "a" * 1000, "a" * 7000,
                        "a+b", "a;b", "%25", "a:b", "%0d%0aX-Header:%20x"):
            with self.subTest(chatbot=chatbot[:20]):
                answer = self.settings("GET", chatbot=chatbot)
                self.fails(answer, 400, "invalid_argument")
                self.assertNotIn("X-Header", answer.headers)
        self.assertEqual(self.settings("GET", chatbot="%33" + CHATBOT[1:]).status, 200)
        for chatbot in ("a/b", "a%2Fb", ""):
            self.fails(self.settings("GET", chatbot=chatbot), 404, "not_found")
        self.assertEqual(self.status_of(HEAD.format("GET", "/" + "a" * 9000).encode() + b"\r\n"), 414)

    def test_fields_of_one_name_are_one_list(self):
        etag = self.settings("GET").headers["ETag"]
        for other in ('"x-1"', "*"):
            request = (HEAD.format("PATCH", PATH) + f"If-Match: {other}\r\nIf-Match: {etag}\r\n"
                       "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            self.assertEqual(self.status_of(request.encode()), 200)
        request = (HEAD.format("PATCH", PATH) + 'If-Match: "x-1"\r\nIf-Match: "x-2"\r\n'
                   'Content-Type: application/json\r\nContent-Length: 27\r\n\r\n{"enableHumanSupport":true}')
        self.assertEqual(self.status_of(request.encode()), 412)

    def test_what_is_no_http_is_answered_or_dropped(self):
        for request in (b"\r\n\r\n", b"hello\r\n\r\n", b"GET\r\n\r\n", b"\x00\x01\x02\x03", b"GET / HTTP/9.9\r\n\r\n",
                        b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 100000 + b"\r\n\r\n"):
            answer = self.raw(request, and_closes=True)
            self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:60])

    def test_a_path_cannot_write_lines_into_the_log(self):
        self.send("GET", "/x%0aEmail%20to%20nobody")
        self.assertNotIn("\nEmail to", self.log())


if __name__ == "__main__":
    unittest.main()
