// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A client made of types that docs/openapi.yaml was turned into, against the example host. That it compiles is a
// part of the test. Arguments: the host's address and a token.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Settings = components["schemas"]["HumanSupportSettings"];

const [baseUrl, token] = process.argv.slice(2);
const path = "/api/v1/chatbots/chatbot/{chatbotId}/human-support-settings";
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
const chatbot = { path: { chatbotId: "typed-client" } };

function tag(response: Response): string {
  const value = response.headers.get("ETag");
  assert(value !== null);
  return value;
}

// Nothing is there.
const none = await client.GET(path, { params: chatbot });
assert.equal(none.response.status, 404);
assert.equal(none.error?.code, "not_found");

// Create.
const created = await client.POST(path, {
  params: chatbot,
  body: { enableHumanSupport: true, leadNotificationEmail: ["support@example.com"] },
});
assert.equal(created.response.status, 201);
assert(created.data);
assert.equal(created.data.message, "Human support settings created successfully");
const settings: Settings = created.data.data;
assert.equal(settings.chatbotId, "typed-client");
assert.equal(settings.enableHumanSupport, true);
assert.deepEqual(settings.leadNotificationEmail, ["support@example.com"]);
const again = await client.POST(path, { params: chatbot });
assert.equal(again.response.status, 409);
assert.equal(tag(again.response), tag(created.response));

// Read.
const read = await client.GET(path, { params: chatbot });
assert.deepEqual(read.data?.data, settings);
const first = tag(read.response);
const known = await client.GET(path, { params: { ...chatbot, header: { "If-None-Match": first } } });
assert.equal(known.response.status, 304);
const head = await client.HEAD(path, { params: chatbot });
assert.equal(head.response.status, 200);
assert.equal(tag(head.response), first);

// Change what was read, and send it back whole.
const changed = await client.PATCH(path, {
  params: { ...chatbot, header: { "If-Match": first } },
  body: { ...settings, leadNotification: true, requestHumanSupportPrompt: null },
});
assert.equal(changed.response.status, 200);
assert.equal(changed.data?.data.leadNotification, true);
const second = tag(changed.response);
assert.notEqual(second, first);

// A lost race.
const late = await client.PATCH(path, {
  params: { ...chatbot, header: { "If-Match": first } },
  body: { positiveFeedbackPrompt: "Great" },
});
assert.equal(late.response.status, 412);
assert.equal(late.error?.code, "revision_mismatch");

// Mistakes, each at its place.
const wrong = await client.PATCH(path, {
  params: chatbot,
  body: { positiveFeedbackPrompt: "two\nlines", leadNotificationEmail: ["a@example.com", "b"] },
});
assert.equal(wrong.response.status, 422);
assert(wrong.error?.code === "invalid_settings"); // from here on the compiler knows of `errors`
assert.deepEqual(wrong.error.errors.map(({ field, code }) => [field, code]), [
  ["/positiveFeedbackPrompt", "control_character"],
  ["/leadNotificationEmail/1", "invalid_email"],
]);

// Wrong types are found before anything is sent, and by the server.
const untyped = await client.PATCH(path, {
  params: chatbot,
  // @ts-expect-error: it is no boolean
  body: { leadNotification: "yes" },
});
assert.equal(untyped.response.status, 422);

// Delete, once.
const erased = await client.DELETE(path, { params: { ...chatbot, header: { "If-Match": second } } });
assert.equal(erased.response.status, 200);
assert.equal(erased.data?.message, "Human support settings deleted successfully");
const gone = await client.DELETE(path, { params: chatbot });
assert.equal(gone.response.status, 404);

// Without a token.
const stranger = createClient<paths>({ baseUrl });
const refused = await stranger.GET(path, { params: chatbot });
assert.equal(refused.response.status, 401);
assert.equal(refused.error?.code, "unauthenticated");

console.log("The client works.");
