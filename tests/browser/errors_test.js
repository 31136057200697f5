// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
'use strict';
const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { button, close, control, create, launch, newName, open, save, saved, send, signIn, stored, visit } = require('./support');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const helped = (page) => control(page, 'The button that says it helped');
const address = (page, number) => control(page, `Address ${number}`);

// The sentences that a screen reader says of a control.
const described = (control) => control.evaluate((element) =>
  (element.getAttribute('aria-describedby') || '').split(' ').filter(Boolean).map((id) => document.getElementById(id).textContent).join(' '));

test('a bad email is told at its own line, and not at the others', async () => {
  const chatbot = await create({ leadNotificationEmail: ['a@example.com'] });
  const page = await open(browser, chatbot);
  await button(page, 'Add an address').click();
  await button(page, 'Add an address').click(); // stays empty, and counts for nothing
  await button(page, 'Add an address').click();
  await address(page, 2).fill('not an address');
  await address(page, 4).fill('A@EXAMPLE.COM');
  await save(page);
  await page.getByText('2 values cannot be saved. Nothing was changed.').waitFor();

  assert.equal(await described(address(page, 1)), '');
  assert.equal(await described(address(page, 2)), 'Must be an email address, such as name@example.com.');
  assert.equal(await described(address(page, 3)), '');
  assert.equal(await described(address(page, 4)), 'Must not repeat an earlier address.');
  assert.equal(await address(page, 1).getAttribute('aria-invalid'), null);
  assert.equal(await address(page, 2).getAttribute('aria-invalid'), 'true');
  assert.equal(await address(page, 2).evaluate((input) => input === document.activeElement), true);

  // One that is mended loses its mark; the other keeps its own, also on another line.
  await address(page, 2).fill('b@example.com');
  await button(page, 'Remove address 3').click();
  assert.equal(await address(page, 2).getAttribute('aria-invalid'), null);
  assert.equal(await described(address(page, 3)), 'Must not repeat an earlier address.');
  await button(page, 'Remove address 3').click();
  await save(page);
  await saved(page);
  assert.deepEqual((await stored(chatbot)).leadNotificationEmail, ['a@example.com', 'b@example.com']);
  await close(page);
});

test('a text that is too long is told at its field, which gets the focus', async () => {
  const page = await open(browser, await create());
  await helped(page).fill('x'.repeat(201));
  await control(page, 'What the visitor reads').fill('x'.repeat(1001));
  await save(page);
  await page.getByText('2 values cannot be saved').waitFor();
  assert.equal(await described(helped(page)), 'Must have at most 200 characters; it has 201.');
  assert.match(await described(control(page, 'What the visitor reads')), /at most 1000 characters; it has 1001/);
  assert.equal(await helped(page).evaluate((input) => input === document.activeElement), true);
  await close(page);
});

test('too many addresses are told at the list', async () => {
  const page = await open(browser, await create({ leadNotificationEmail: Array.from({ length: 50 }, (_, i) => `a${i}@example.com`) }));
  await button(page, 'Add an address').click();
  await address(page, 51).fill('one-more@example.com');
  await save(page);
  await page.getByText('1 value cannot be saved').waitFor();
  assert.match(await described(button(page, 'Add an address')), /at most 50 addresses; it has 51/);
  await close(page);
});

test('a token that the server does not know is told at the token', async () => {
  const page = await visit(browser);
  await signIn(page, newName(), 'wrong');
  await page.getByText('The server does not know this token.').waitFor();
  assert.match(await described(control(page, 'Token')), /does not know this token/);
  assert.equal(await control(page, 'Token').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.getByRole('form', { name: 'Settings' }).isVisible(), false);
  await signIn(page, newName());
  await page.getByText('This chatbot has no settings yet').waitFor();
  await close(page);
});

test('a chatbot of somebody else is refused', async () => {
  const page = await visit(browser);
  await signIn(page, 'kept-by-other');
  await page.getByText('This token may not see or change the settings of this chatbot.').waitFor();
  await close(page);
});

test('settings of another account are not created over', async () => {
  const chatbot = newName();
  await send('POST', chatbot, { positiveFeedbackPrompt: 'Theirs' }, 'other');
  const page = await open(browser, chatbot);
  await button(page, 'Create the settings').click();
  await page.getByText('The settings of this chatbot are another account’s.').waitFor();
  assert.equal((await send('GET', chatbot, undefined, 'other')).data.positiveFeedbackPrompt, 'Theirs');
  await close(page);
});

test('what is no chatbot’s id is told before anything is asked', async () => {
  const page = await visit(browser);
  for (const id of ['', '..', 'a/b', 'a b', 'x'.repeat(129)]) {
    await signIn(page, newName(), ''); // another sentence first
    await page.getByText('A token has letters').waitFor();
    await signIn(page, id);
    await page.getByText('A chatbot’s id has 1 to 128 letters').waitFor();
    assert.match(await described(control(page, 'Chatbot')), /has 1 to 128 letters/);
  }
  await close(page);
});

test('a failure of the server is told in a plain sentence, and nothing is lost', async () => {
  const chatbot = await create();
  const page = await open(browser, chatbot);
  await helped(page).fill('Great');
  for (const [status, headers, sentence] of [
    [503, { 'Retry-After': '7' }, 'The server is busy. Try again in 7 seconds.'],
    [507, {}, 'The server has no room left to save this.'],
    [500, {}, 'The server failed (status 500). Try again later.'],
    [413, {}, 'This is more text than the server takes. Make it shorter.'],
    [401, {}, 'The server does not know this token.'],
  ]) {
    await page.route('**/human-support-settings', (route) => route.fulfill({ status, headers, body: '{}' }));
    await save(page);
    await page.getByText(`${sentence} What you typed is still here.`).waitFor();
    assert.equal(await helped(page).inputValue(), 'Great');
    await page.unroute('**/human-support-settings');
  }
  await page.route('**/human-support-settings', (route) => route.abort());
  await save(page);
  await page.getByText('The server cannot be reached. Check that it runs, then try again. What you typed is still here.').waitFor();
  await page.unroute('**/human-support-settings');

  await save(page);
  await saved(page);
  assert.equal((await stored(chatbot)).positiveFeedbackPrompt, 'Great');
  await close(page);
});

test('another token can be given without losing what was typed', async () => {
  const chatbot = await create();
  const page = await open(browser, chatbot);
  await helped(page).fill('Great');
  await button(page, 'Switch').click();
  await signIn(page, chatbot);
  await page.getByText('Your changes are still here.').waitFor();
  await save(page);
  await saved(page);
  assert.equal((await stored(chatbot)).positiveFeedbackPrompt, 'Great');
  await close(page);
});

test('settings that somebody deleted can be created anew from what was typed', async () => {
  const chatbot = await create({ leadNotification: true });
  const page = await open(browser, chatbot);
  await helped(page).fill('Great');
  await send('DELETE', chatbot);
  await save(page);
  await page.getByText('Somebody deleted the settings.').waitFor();
  await button(page, 'Create the settings').click();
  await saved(page);
  const { positiveFeedbackPrompt, leadNotification } = await stored(chatbot);
  assert.deepEqual([positiveFeedbackPrompt, leadNotification], ['Great', true]);
  await close(page);
});
