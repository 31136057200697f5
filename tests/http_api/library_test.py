# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""docs/openapi.yaml and docs/http_api.md give the names, defaults, limits and codes that the library has."""

import json
import os
import re
import subprocess
import unittest

from description import FILE, Description

DESCRIPTION = Description()
SCHEMAS = DESCRIPTION.document["components"]["schemas"]
PATCH = SCHEMAS["HumanSupportSettingsPatch"]["properties"]
RECORD = SCHEMAS["HumanSupportSettings"]["properties"]
FACTS = json.loads(subprocess.run([os.environ["LIBRARY_FACTS"]], check=True, capture_output=True).stdout)
LIMITS = FACTS["limits"]

# The endpoint asks for no feed, and reads no records and no bytes that JSON did not check.
NEVER_ANSWERED = {"feed_restarted"}
NEVER_VIOLATED = {"invalid_utf8", "missing_member", "invalid_format"}


class Settings(unittest.TestCase):
    def test_their_names_are_those_of_the_table_in_its_order(self):
        names = [field["name"] for field in FACTS["fields"]]
        self.assertEqual(list(PATCH), names)
        self.assertEqual([name for name in RECORD if name in PATCH], names)

    def test_their_defaults(self):
        self.assertEqual({name: RECORD[name]["default"] for name in PATCH}, FACTS["defaults"])

    def test_their_types(self):
        types = {bool: "boolean", str: "string", list: "array"}
        for name, default in FACTS["defaults"].items():
            self.assertEqual(RECORD[name]["type"], types[type(default)])
            self.assertEqual(PATCH[name]["type"], [types[type(default)], "null"])

    def test_their_limits(self):
        for field in FACTS["fields"]:
            described = PATCH[field["name"]]
            kind = field["limits"]
            with self.subTest(field["name"]):
                self.assertEqual(described.get("maxLength"), LIMITS[kind] if kind in ("prompt", "message") else None)
                self.assertEqual(described.get("maxItems"), LIMITS["emails"] if kind == "emails" else None)
                for number in re.findall(r"[0-9]+", described.get("description", "")):
                    self.assertEqual(int(number), LIMITS[kind])
        email = SCHEMAS["NewEmailAddress"]
        self.assertEqual(email["maxLength"], LIMITS["email"])
        self.assertIn("{1,%d}@" % LIMITS["local part"], email["pattern"])
        self.assertEqual(re.findall(r"[0-9]+", email["description"]), [str(LIMITS["email"]), str(LIMITS["local part"])])

    def test_the_limits_of_bodies_and_answers(self):
        self.assertIn(f"at most {LIMITS['body']} bytes and {LIMITS['nesting']} levels",
                      DESCRIPTION.document["info"]["description"].replace("\n", " "))
        responses = DESCRIPTION.document["components"]["responses"]
        self.assertIn(f"more than {LIMITS['body']} bytes", responses["TooLarge"]["description"])
        self.assertIn(f"the first {LIMITS['errors']}.", responses["InvalidSettings"]["description"])
        self.assertEqual(SCHEMAS["InvalidSettings"]["properties"]["errors"]["maxItems"], LIMITS["errors"])


class Failures(unittest.TestCase):
    def test_each_code_has_its_status_and_field(self):
        described = {}
        for method in [*DESCRIPTION.methods, "other"]:
            for status, response in DESCRIPTION.responses(method).items():
                if status >= 400:
                    own = set(response["headers"]) - {"Cache-Control", "ETag"}
                    for code in DESCRIPTION.codes(DESCRIPTION.schema(response)):
                        described[code] = {"status": status, "field": "".join(own)}
        self.assertEqual(described, {code: how for code, how in FACTS["failures"].items() if code not in NEVER_ANSWERED})

    def test_each_rule_has_its_code(self):
        code = SCHEMAS["Violation"]["properties"]["code"]
        self.assertEqual(code["enum"], [name for name in FACTS["violations"] if name not in NEVER_VIOLATED])
        self.assertEqual(re.findall(r"^\| ([a-z_]+) \|", code["description"], re.MULTILINE), ["code", *code["enum"]])


class Requests(unittest.TestCase):
    def test_the_methods(self):
        self.assertEqual(set(DESCRIPTION.methods), set(FACTS["methods"].split(", ")))

    def test_the_media_types(self):
        for method in ("POST", "PATCH"):
            content = DESCRIPTION.operation(method)["requestBody"]["content"]
            self.assertEqual(set(content), set(FACTS["media types"]))


class Page(unittest.TestCase):
    """docs/http_api.md says the same."""

    TEXT = (FILE.parent / "http_api.md").read_text(encoding="utf-8")

    def rows(self, head):
        """The cells of the table below the row `head`, whose code is marked as code."""
        table = self.TEXT.split(f"\n{head}\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
        return [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in table]

    def test_the_settings(self):
        rows = self.rows("| setting | default | limit of new values |")
        self.assertEqual([row[0] for row in rows], list(PATCH))
        kinds = {field["name"]: field["limits"] for field in FACTS["fields"]}
        for name, default, limit in rows:
            self.assertEqual(json.loads(default), FACTS["defaults"][name], name)
            numbers = {"none": [], "prompt": [LIMITS["prompt"]], "message": [LIMITS["message"]],
                       "emails": [LIMITS["emails"], LIMITS["email"], LIMITS["local part"]]}[kinds[name]]
            self.assertEqual([int(number) for number in re.findall(r"[0-9]+", limit)], numbers, name)
        self.assertIn(f"At most {LIMITS['body']} bytes and {LIMITS['nesting']} levels", self.TEXT)
        self.assertIn(f"the first {LIMITS['errors']}", self.TEXT)

    def test_the_statuses_of_the_methods(self):
        rows = {method: [int(status) for status in re.findall(r"\d+", success + " " + failures)]
                for method, success, failures in self.rows("| method | success | failures |")}
        self.assertEqual(rows, {method: sorted(DESCRIPTION.responses(method)) for method in DESCRIPTION.methods})

    def test_the_codes_of_failures(self):
        rows = {code: (int(status), field) for status, code, field, _ in
                self.rows("| status | `code` | header field | what it means |")}
        self.assertEqual(rows, {code: (how["status"], how["field"]) for code, how in FACTS["failures"].items()
                                if code not in NEVER_ANSWERED})

    def test_the_codes_of_mistakes(self):
        rows = [code for code, _ in self.rows("| `code` of a mistake | the value |")]
        self.assertEqual(rows, SCHEMAS["Violation"]["properties"]["code"]["enum"])


if __name__ == "__main__":
    unittest.main()
