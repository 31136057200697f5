# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""What differs from a description is found."""

import copy
import json
import unittest

from description import Description

DESCRIPTION = Description()
EXAMPLES = DESCRIPTION.responses("POST")[201]["content"]["application/json"]["examples"]
SETTINGS = next(iter(EXAMPLES.values()))["value"]
FIELDS = {"Content-Type": "application/json", "Cache-Control": "private, no-cache", "ETag": '"5f1c2d-7"'}


def exchange(method="POST", status=201, body=None, headers=None, without=(), **more):
    fields = {**FIELDS, **(headers or {})}
    return {"method": method, "chatbotId": "bot", "contentType": "application/json", "requestBody": "{}",
            "status": status, "headers": {name: value for name, value in fields.items() if name not in without},
            "body": body if isinstance(body, str) else json.dumps(SETTINGS if body is None else body), **more}


def settings(**changes):
    """The body of an answer whose data has other members; `...` takes one out."""
    data = {**SETTINGS["data"], **changes}
    return {**SETTINGS, "data": {name: value for name, value in data.items() if value is not ...}}


def failure(code, **more):
    return {"success": False, "code": code, "message": "So.", **more}


class Problems(unittest.TestCase):
    def found(self, wrong, part):
        problems = DESCRIPTION.problems(wrong)
        self.assertTrue(any(part in problem for problem in problems), problems)

    def test_what_is_right_has_none(self):
        self.assertEqual(DESCRIPTION.problems(exchange()), [])
        self.assertEqual(DESCRIPTION.problems(exchange("HEAD", 200, "")), [])
        self.assertEqual(DESCRIPTION.problems(exchange(
            "PUT", 405, failure("method_not_allowed"), {"Allow": "GET, HEAD, POST, PATCH, DELETE"}, ["ETag"])), [])

    def test_a_status_that_the_method_does_not_have(self):
        self.found(exchange(status=200), "POST has no status 200")
        self.found(exchange("DELETE", 415), "DELETE has no status 415")
        self.found(exchange("PUT", 200), "PUT has no status 200")

    def test_a_field_that_is_missing_wrong_or_too_much(self):
        for name in FIELDS:
            self.found(exchange(without=[name]), f"the field {name} is missing")
            self.found(exchange(headers={name: "another"}), f"the field {name}: ")
        self.found(exchange(headers={"Age": "1"}), "the field Age is not described")
        busy = failure("busy")
        self.found(exchange(status=503, body=busy, without=["ETag"]), "the field Retry-After is missing")
        self.found(exchange(status=503, body=busy, headers={"Retry-After": "soon"}), "Retry-After is no number")
        self.found(exchange(status=503, body=busy, headers={"Retry-After": "-1"}), "Retry-After is no number")
        self.found(exchange(status=404, method="GET", body=failure("not_found")), "the field ETag is not described")

    def test_a_body_where_none_belongs(self):
        self.found(exchange("HEAD", 200), "there is a body")
        self.found(exchange("GET", 304, without=["Content-Type"]), "there is a body")

    def test_a_body_that_is_none(self):
        self.found(exchange(body=""), "the body is not JSON")
        self.found(exchange(body="{"), "the body is not JSON")

    def test_a_body_with_other_members(self):
        self.found(exchange(body={**SETTINGS, "more": 1}), "'more' was unexpected")
        self.found(exchange(body=settings(accountId="acme")), "'accountId' was unexpected")
        for name in SETTINGS["data"]:
            self.found(exchange(body=settings(**{name: ...})), f"'{name}' is a required property")
            self.found(exchange(body=settings(**{name: 7})), f"$.data.{name}: ")
        self.found(exchange(body={**SETTINGS, "message": "Human support settings updated successfully"}), "$.message")
        self.found(exchange(body={**SETTINGS, "data": None}), "$.data")

    def test_a_failure_of_another_status(self):
        self.found(exchange(status=409, body=failure("not_found")), "$.code")
        self.found(exchange("GET", 400, failure("invalid_json"), without=["ETag"]), "$.code")
        self.found(exchange(status=403, body=failure("forbidden", errors=[])), "'errors' was unexpected")

    def test_mistakes_that_are_not_told_as_described(self):
        mistake = {"field": "/leadNotification", "code": "wrong_type", "message": "So."}
        for wrong, part in [([], "$.errors"), ([mistake] * 51, "$.errors"), (None, "$.errors"),
                            ([{**mistake, "code": "missing_member"}], "$.errors[0].code"),
                            ([{**mistake, "field": "leadNotification"}], "$.errors[0].field"),
                            ([{**mistake, "value": 1}], "'value' was unexpected")]:
            self.found(exchange(status=422, body=failure("invalid_settings", errors=wrong), without=["ETag"]), part)
        self.found(exchange(status=422, body=failure("invalid_settings"), without=["ETag"]), "'errors' is a required")

    def test_requests_that_are_taken_or_refused_against_the_description(self):
        self.found(exchange(chatbotId="a b"), "the chatbot id")
        self.found(exchange(chatbotId=".."), "the chatbot id")
        self.found(exchange(status=400, body=failure("invalid_argument"), without=["ETag"]), "the chatbot id")
        self.found(exchange(contentType="text/plain"), "text/plain is not described")
        self.found(exchange(requestBody='{"leadNotification": 1}'), "$.leadNotification")
        self.found(exchange(requestBody='{"positiveFeedbackPrompt": "a\\tb"}'), "$.positiveFeedbackPrompt")
        self.found(exchange(requestBody='{"leadNotificationEmail": ["a b@example.com"]}'), "$.leadNotificationEmail[0]")
        for code in ("wrong_type", "control_character", "invalid_email"):
            mistake = {"field": "/leadNotification", "code": code, "message": "So."}
            refused = exchange(status=422, body=failure("invalid_settings", errors=[mistake]), without=["ETag"])
            self.assertEqual(DESCRIPTION.problems(refused), ["POST 422: the request is described as right"])

    def test_what_a_description_lacks_or_has_too_much(self):
        document = copy.deepcopy(DESCRIPTION.document)
        description = Description(document)
        conflict = exchange(status=409, body=failure("already_exists"))
        self.assertEqual(description.problems(conflict), [])
        self.assertIn(("POST", 409, "already_exists"), description.documented())
        self.assertEqual(description.occurred(conflict), ("POST", 409, "already_exists"))
        del description.path["post"]["responses"]["409"]
        self.assertEqual(description.problems(conflict), ["POST has no status 409"])
        self.assertNotIn(("POST", 409, "already_exists"), description.documented())


if __name__ == "__main__":
    unittest.main()
