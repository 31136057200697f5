# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
"""Compares exchanges with docs/openapi.yaml. An exchange is what tests/support/recorded_endpoint.hpp writes."""

import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"Skipped: {missing.name} is missing, of Debian's python3-jsonschema and python3-yaml.")
    sys.exit(0)

FILE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
# What breaks one of these is described as wrong. The others depend on the limits of the host, or are beyond schemas.
RULES_OF_SCHEMAS = re.compile('"code": ?"(wrong_type|control_character|invalid_email)"')
PATH = "/api/v1/chatbots/chatbot/{chatbotId}/human-support-settings"


def read_exchanges(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as lines:
        return [json.loads(line) for line in lines]


def with_patterns_of_python(node):
    """`node` with patterns whose `$` is the end, as in ECMAScript; in Python a line feed may follow."""
    if isinstance(node, dict):
        return {key: re.sub(r"\$$", r"\\Z", value) if key == "pattern" and isinstance(value, str)
                else with_patterns_of_python(value) for key, value in node.items()}
    return [with_patterns_of_python(value) for value in node] if isinstance(node, list) else node


class Description:
    def __init__(self, document=None):
        self.document = document or with_patterns_of_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))
        self.path = self.document["paths"][PATH]
        self.methods = {name.upper(): self.resolved(self.path[name])
                        for name in ("get", "head", "post", "patch", "delete")}

    def resolved(self, node):
        """What `node` stands for: itself, or what its `$ref` names."""
        while "$ref" in node:
            names, node = node["$ref"].removeprefix("#/").split("/"), self.document
            for name in names:
                node = node[name]
        return node

    def operation(self, method):
        return self.methods.get(method, self.path["x-other-methods"])

    def responses(self, method):
        return {int(status): self.resolved(response)
                for status, response in self.operation(method)["responses"].items()}

    def mistakes(self, schema, value):
        """Why `value` is not what the schema describes."""
        validator = jsonschema.Draft202012Validator(
            {"components": self.document["components"], "allOf": [schema]}) # where `$ref` looks
        return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]

    def schema(self, response):
        return response["content"]["application/json"]["schema"]

    def codes(self, schema):
        """The values of `code` that a schema allows; None for any."""
        schema = self.resolved(schema)
        code = schema.get("properties", {}).get("code", {})
        allowed = {code["const"]} if "const" in code else set(code["enum"]) if "enum" in code else None
        for part in schema.get("allOf", []):
            more = self.codes(part)
            allowed = more if allowed is None else allowed if more is None else allowed & more
        return allowed

    def documented(self):
        """All that is documented, as (method, status, code); the code is None where there is no failure to read."""
        return {(method, status, code)
                for method in [*self.methods, "other"]
                for status, response in self.responses(method).items()
                for code in (self.codes(self.schema(response)) or {None}
                             if status >= 400 and method != "HEAD" else {None})}

    def occurred(self, exchange):
        """What of `documented` the exchange is an instance of."""
        method, status, body = exchange["method"], exchange["status"], exchange["body"]
        code = json.loads(body)["code"] if status >= 400 and body else None
        return (method if method in self.methods else "other", status, code)

    def problems(self, exchange):
        """How an exchange differs from what is described."""
        method, status = exchange["method"], exchange["status"]
        response = self.responses(method).get(status)
        if response is None:
            return [f"{method} has no status {status}"]
        return [f"{method} {status}: {problem}" for problem in [
            *self.header_problems(method, status, response, exchange["headers"]),
            *self.body_problems(method, response, exchange["body"]),
            *self.request_problems(exchange)]]

    def header_problems(self, method, status, response, fields):
        described = {name: self.resolved(header) for name, header in response.get("headers", {}).items()}
        # OpenAPI says by the content that there is a Content-Type; HEAD has that of GET's content.
        if "content" in response or (method == "HEAD" and status != 304):
            described["Content-Type"] = {"required": True, "schema": {"const": "application/json"}}
        for name, header in described.items():
            if name not in fields:
                if header.get("required"):
                    yield f"the field {name} is missing"
                continue
            value, schema = fields[name], self.resolved(header["schema"])
            if schema.get("type") == "integer":
                if not re.fullmatch(r"[0-9]+", value):
                    yield f"the field {name} is no number"
                    continue
                value = int(value)
            for mistake in self.mistakes(schema, value):
                yield f"the field {name}: {mistake}"
        for name in fields:
            if name not in described:
                yield f"the field {name} is not described"

    def body_problems(self, method, response, body):
        if method == "HEAD" or "content" not in response:
            if body:
                yield "there is a body"
            return
        try:
            value = json.loads(body)
        except ValueError:
            yield "the body is not JSON"
            return
        yield from self.mistakes(self.schema(response), value)

    def request_problems(self, exchange):
        """Ids and bodies are taken if they are described as right, and refused if they are described as wrong."""
        method, status, body = exchange["method"], exchange["status"], exchange["requestBody"]
        is_id_refused = status == 400 and (method == "HEAD" or "invalid_argument" in exchange["body"])
        is_id_wrong = bool(self.mistakes(self.document["components"]["schemas"]["ChatbotId"], exchange["chatbotId"]))
        if (status < 400 or is_id_refused) and is_id_refused != is_id_wrong:
            yield "the chatbot id is not as described"
        if method not in ("POST", "PATCH") or not body or (status >= 300 and status != 422):
            return
        content = self.operation(method)["requestBody"]["content"]
        media_type = exchange["contentType"].split(";")[0].strip().lower()
        if media_type not in content:
            yield f"a body of {media_type} is not described"
            return
        mistakes = self.mistakes(content[media_type]["schema"], json.loads(body))
        if status < 300:
            yield from (f"the request: {mistake}" for mistake in mistakes)
        elif not mistakes and RULES_OF_SCHEMAS.search(exchange["body"]):
            yield "the request is described as right"
