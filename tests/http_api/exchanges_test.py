# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""Every answer that the endpoint gave in its tests and for the fuzzer's corpus is as docs/openapi.yaml says, and all
that it says has occurred."""

import json
import os
import pathlib
import re
import unittest

from description import Description, read_exchanges

EXCHANGES = [exchange for file in os.environ["EXCHANGES"].split(os.pathsep) for exchange in read_exchanges(file)]
DESCRIPTION = Description()


def without_reason(body):
    """The sentence about wrong JSON depends on the version of the JSON library."""
    return {**body, "message": ""} if body.get("code") == "invalid_json" else body


class Exchanges(unittest.TestCase):
    def test_no_test_has_an_endpoint_that_is_not_recorded(self):
        tests = pathlib.Path(__file__).resolve().parents[1]
        with_own = {file.name for folder in ("unit", "support", "fuzz") for file in (tests / folder).rglob("*.?pp")
                    if re.search(r"\bEndpoint +[a-z_]+ *[({;]", file.read_text(encoding="utf-8"))}
        self.assertEqual(with_own, {"recorded_endpoint.hpp"})

    def test_each_is_as_described(self):
        self.assertGreater(len(EXCHANGES), 1000)
        problems = {problem for exchange in EXCHANGES for problem in DESCRIPTION.problems(exchange)}
        self.assertEqual(problems, set())

    def test_each_status_and_code_that_is_described_occurs(self):
        occurred = {DESCRIPTION.occurred(exchange) for exchange in EXCHANGES}
        self.assertEqual(DESCRIPTION.documented() - occurred, set())
        self.assertEqual(occurred - DESCRIPTION.documented(), set())

    def test_each_code_of_a_mistake_occurs(self):
        occurred = {error["code"] for exchange in EXCHANGES if exchange["status"] == 422
                    for error in json.loads(exchange["body"])["errors"]}
        described = DESCRIPTION.document["components"]["schemas"]["Violation"]["properties"]["code"]["enum"]
        self.assertEqual(occurred, set(described))

    def test_each_value_of_a_field_that_is_described_occurs(self):
        for method in [*DESCRIPTION.methods, "other"]:
            for status, response in DESCRIPTION.responses(method).items():
                for name, header in response.get("headers", {}).items():
                    header = DESCRIPTION.resolved(header)
                    occurred = {exchange["headers"].get(name) for exchange in EXCHANGES
                                if DESCRIPTION.occurred(exchange)[:2] == (method, status)}
                    with self.subTest(method=method, status=status, field=name):
                        self.assertEqual(None in occurred, not header["required"])
                        for value in header["schema"].get("enum", []):
                            self.assertIn(value, occurred)

    def test_each_example_of_an_answer_occurs(self):
        for method in [*DESCRIPTION.methods, "other"]:
            for status, response in DESCRIPTION.responses(method).items():
                occurred = [without_reason(json.loads(exchange["body"])) for exchange in EXCHANGES
                            if exchange["body"] and DESCRIPTION.occurred(exchange)[:2] == (method, status)]
                if method == "HEAD" or "content" not in response:
                    self.assertEqual(occurred, [])
                    continue
                examples = response["content"]["application/json"]["examples"]
                self.assertTrue(examples)
                for name, example in examples.items():
                    with self.subTest(method=method, status=status, example=name):
                        self.assertIn(without_reason(example["value"]), occurred)

    def test_each_example_of_a_request_is_answered_as_described(self):
        for method in ("POST", "PATCH"):
            operation = DESCRIPTION.operation(method)
            for media_type, content in operation["requestBody"]["content"].items():
                for name, example in content.get("examples", {}).items():
                    answers = [exchange for exchange in EXCHANGES
                               if exchange["method"] == method and exchange["status"] < 300
                               and exchange["contentType"].startswith(media_type) and exchange["requestBody"]
                               and json.loads(exchange["requestBody"]) == example["value"]]
                    with self.subTest(method=method, example=name):
                        self.assertTrue(answers)
                        answer = DESCRIPTION.responses(method)[answers[0]["status"]]
                        shown = answer["content"]["application/json"]["examples"].get(name)
                        if shown: # the answer to this very request
                            self.assertIn(shown["value"], [json.loads(exchange["body"]) for exchange in answers])

    def test_the_first_example_has_every_setting_and_its_answer(self):
        post = DESCRIPTION.operation("POST")
        name, request = next(iter(post["requestBody"]["content"]["application/json"]["examples"].items()))
        answer = post["responses"]["201"]["content"]["application/json"]["examples"][name]["value"]
        settings = DESCRIPTION.document["components"]["schemas"]["HumanSupportSettingsPatch"]["properties"]
        self.assertEqual(list(request["value"]), list(settings))
        self.assertLessEqual(request["value"].items(), answer["data"].items())


if __name__ == "__main__":
    unittest.main()
