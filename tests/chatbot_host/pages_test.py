# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""What the host shows beside the API."""

import re
import unittest

from host import HostTest


class Pages(HostTest):
    def test_the_page_and_the_description_are_served(self):
        page = self.send("GET", "/")
        self.assertEqual((page.status, page.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertIn(b"<title>", page.body)
        description = self.send("GET", "/openapi.yaml")
        self.assertEqual(description.status, 200)
        self.assertTrue(description.body.startswith(b"openapi: 3.1"))

    def test_it_is_well(self):
        self.assertEqual(self.send("GET", "/healthz").body, b"ok\n")

    def test_the_metrics_count(self):
        self.settings("POST", {"enableHumanSupport": True})
        for _ in range(3):
            self.say("hello")
        metrics = self.send("GET", "/metrics")
        self.assertEqual(metrics.headers["Content-Type"], "text/plain; version=0.0.4")
        text = metrics.body.decode()
        for line in text.splitlines():
            self.assertRegex(line, r"^(# TYPE [a-z_]+ (counter|gauge)|[a-z_]+(\{[a-z]+=\"[^\"]*\"\})? [0-9.]+)$")
        values = dict(re.findall(r"^([a-z_]+) ([0-9]+)$", text, re.MULTILINE))
        self.assertEqual(values["human_support_commits_total"], "1")
        self.assertIn('http_answers_total{status="201"} 1\n', text)
        self.assertIn('http_answers_total{status="200"} 3\n', text)
        self.assertEqual(int(values["human_support_cache_hits_total"])
                         + int(values["human_support_cache_misses_total"]), 3)

    def test_what_is_not_there_is_404(self):
        for path in ("/nothing", "/api/v1/chatbots", "//", "/../etc/passwd", "/page.html"):
            self.fails(self.send("GET", path), 404, "not_found")


if __name__ == "__main__":
    unittest.main()
