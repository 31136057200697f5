// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// What the tests in a browser share.
'use strict';
const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { chromium } = require('playwright-core');

const url = process.env.HOST_URL;
const pathOf = (chatbot) => `${url}api/v1/chatbots/chatbot/${chatbot}/human-support-settings`;

// The browser is asked to reach nobody but the host.
const browserArguments = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: browserArguments });
}

// Sends a request beside the browser, as another client.
async function send(method, chatbot, body, token = 'demo') {
  const response = await fetch(pathOf(chatbot), {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, ...(await response.json()) };
}

const stored = async (chatbot) => (await send('GET', chatbot)).data;
const newName = () => `chatbot-${randomUUID()}`;

// Makes the settings of a new chatbot; returns its id.
async function create(settings = {}) {
  const chatbot = newName();
  const { status } = await send('POST', chatbot, settings);
  assert.equal(status, 201);
  return chatbot;
}

// Opens the page in a window of its own, and keeps what goes wrong in it in `page.troubles`.
async function visit(browser, { chatbot, width = 1280, height = 900, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  context.setDefaultTimeout(15000);
  if (chatbot) await context.addInitScript((id) => { sessionStorage.chatbot = id; sessionStorage.token = 'demo'; }, chatbot);
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) page.troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) page.troubles.push(`a request to ${request.url()}`);
  });
  await page.goto(url);
  return page;
}

async function signIn(page, chatbot, token = 'demo') {
  await control(page, 'Chatbot').fill(chatbot);
  await control(page, 'Token').fill(token);
  await page.getByRole('button', { name: 'Open the settings' }).click();
}

// Opens the settings of a chatbot in a window of its own, as one that has been there before.
async function open(browser, chatbot, options) {
  const page = await visit(browser, { chatbot, ...options });
  await page.getByRole('form', { name: 'Settings' }).waitFor();
  return page;
}

const control = (page, label) => page.getByLabel(label, { exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const save = (page) => button(page, 'Save').click();
const saved = (page) => page.getByText('Saved.', { exact: true }).waitFor();
const replies = (page) => page.getByRole('group', { name: 'Quick replies' }).getByRole('button');

// Waits for `text` in the element: what the page shows follows an answer of the server.
async function shows(locator, text) {
  await locator.filter({ hasText: text }).waitFor();
}

// Asserts that the page has done nothing wrong, and closes it.
async function close(page) {
  const { troubles } = page;
  await page.context().close();
  assert.deepEqual(troubles, []);
}

const log = () => readFileSync(process.env.HOST_LOG, 'utf8').split('\n');

module.exports = {
  button, close, control, create, launch, log, newName, open, replies, save, saved, send, shows, signIn, stored, url, visit,
};
