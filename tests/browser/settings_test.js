// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
'use strict';
const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { button, close, control, create, launch, newName, open, replies, save, saved, send, shows, signIn, stored, visit } = require('./support');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const label = {
  enabled: 'Visitors may ask for a human',
  buttons: 'Show two buttons after each answer',
  alone: 'Show only these two',
  helped: 'The button that says it helped',
  asks: 'The button that asks for a human',
  message: 'What the visitor reads',
  email: 'Send an email',
};

// The body of the next request that changes the settings.
const nextBody = async (page, method) => (await page.waitForRequest((request) => request.method() === method)).postDataJSON();

test('what is typed in each of the eight settings is saved, and is there after a reload', async () => {
  const chatbot = await create();
  const page = await open(browser, chatbot);
  await control(page, label.enabled).check();
  await control(page, label.buttons).uncheck();
  await control(page, label.alone).check();
  await control(page, label.helped).fill('Merci !');
  await control(page, label.asks).fill('Parler à un humain 🙂');
  await control(page, label.message).fill('First line\nSecond line');
  await control(page, label.email).check();
  await button(page, 'Add an address').click();
  await control(page, 'Address 1').fill('support@example.com');
  await page.keyboard.press('Enter');
  await page.keyboard.type('maria@example.com');
  await page.getByText('8 changes not saved').waitFor();
  await save(page);
  await saved(page);

  const { id, chatbotId, createdAt, updatedAt, ...settings } = await stored(chatbot);
  assert.deepEqual(settings, {
    enableHumanSupport: true,
    replaceAllOtherSuggestionsWithEscalationButtons: true,
    positiveFeedbackPrompt: 'Merci !',
    requestHumanSupportPrompt: 'Parler à un humain 🙂',
    humanSupportConfirmationMessage: 'First line\nSecond line',
    leadNotification: true,
    leadNotificationEmail: ['support@example.com', 'maria@example.com'],
    showEscalationButtonsAfterResponses: false,
  });

  await page.reload();
  await page.getByRole('form', { name: 'Settings' }).waitFor();
  assert.equal(await control(page, label.enabled).isChecked(), true);
  assert.equal(await control(page, label.buttons).isChecked(), false);
  assert.equal(await control(page, label.alone).isChecked(), true);
  assert.equal(await control(page, label.helped).inputValue(), 'Merci !');
  assert.equal(await control(page, label.asks).inputValue(), 'Parler à un humain 🙂');
  assert.equal(await control(page, label.message).inputValue(), 'First line\nSecond line');
  assert.equal(await control(page, label.email).isChecked(), true);
  assert.equal(await control(page, 'Address 2').inputValue(), 'maria@example.com');
  await page.getByText('All is saved.').waitFor();
  await close(page);
});

test('only what changed is sent, with the entity tag', async () => {
  const page = await open(browser, await create({ enableHumanSupport: true }));
  await control(page, label.asks).fill('Get me a person');
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await save(page);
  const request = await sent;
  assert.deepEqual(request.postDataJSON(), { requestHumanSupportPrompt: 'Get me a person' });
  assert.match(await request.headerValue('If-Match'), /^"[0-9a-f]+-\d+"$/);
  await saved(page);

  await save(page);
  await page.getByText('There is nothing to save.').waitFor();
  await close(page);
});

test('one press resets a field, and saving sends null', async () => {
  const chatbot = await create({ requestHumanSupportPrompt: 'Get me a person', leadNotificationEmail: ['a@example.com'] });
  const page = await open(browser, chatbot);
  await button(page, `Reset to default: ${label.asks}`).click();
  assert.equal(await control(page, label.asks).inputValue(), 'Talk to a human');
  await button(page, 'Reset to default: Who gets the email').click();
  const body = nextBody(page, 'PATCH');
  await save(page);
  assert.deepEqual(await body, { requestHumanSupportPrompt: null, leadNotificationEmail: null });
  await saved(page);
  const { requestHumanSupportPrompt, leadNotificationEmail } = await stored(chatbot);
  assert.deepEqual([requestHumanSupportPrompt, leadNotificationEmail], ['Talk to a human', []]);
  await close(page);
});

test('the defaults of the page are those of the server', async () => {
  const { data } = await send('POST', newName(), {});
  const page = await visit(browser);
  for (const [name, value] of Object.entries(await page.evaluate(() => defaults))) {
    assert.deepEqual(value, data[name], name);
  }
  assert.equal(await page.evaluate(() => Object.keys(defaults).length), Object.keys(data).length - 4); // the ids and times
  await close(page);
});

test('an empty text is saved as it is, and visitors read the default', async () => {
  const chatbot = await create({ enableHumanSupport: true });
  const page = await open(browser, chatbot);
  await control(page, label.asks).fill('');
  await page.getByText('Visitors read the default.').waitFor();
  await save(page);
  await saved(page);
  assert.equal((await stored(chatbot)).requestHumanSupportPrompt, '');
  await replies(page).filter({ hasText: 'Talk to a human' }).waitFor();
  await close(page);
});

test('a chatbot without settings gets them', async () => {
  const chatbot = newName();
  const page = await open(browser, chatbot);
  await page.getByText('This chatbot has no settings yet').waitFor();
  await control(page, label.enabled).check();
  await button(page, 'Create the settings').click();
  await saved(page);
  assert.equal((await stored(chatbot)).enableHumanSupport, true);
  assert.equal(await page.getByText('This chatbot has no settings yet').isVisible(), false);
  await close(page);
});

test('discarding shows what is saved', async () => {
  const page = await open(browser, await create({ leadNotificationEmail: ['a@example.com'] }));
  await control(page, label.helped).fill('Great');
  await button(page, 'Remove address 1').click();
  await button(page, 'Discard').click();
  assert.equal(await control(page, label.helped).inputValue(), 'That helped, thanks');
  assert.equal(await control(page, 'Address 1').inputValue(), 'a@example.com');
  await close(page);
});

test('several pasted addresses become one a line', async () => {
  const chatbot = await create();
  const page = await open(browser, chatbot);
  await button(page, 'Add an address').click();
  await control(page, 'Address 1').evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'a@example.com, b@example.com\nc@example.com');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await save(page);
  await saved(page);
  assert.deepEqual((await stored(chatbot)).leadNotificationEmail, ['a@example.com', 'b@example.com', 'c@example.com']);
  await close(page);
});

test('what is typed while the server answers stays', async () => {
  const chatbot = await create();
  const page = await open(browser, chatbot);
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/human-support-settings', async (route) => { await held; await route.continue(); });
  await control(page, label.helped).fill('First');
  await save(page);
  await page.getByText('Saving…').waitFor();
  await control(page, label.helped).fill('Second');
  release();
  await page.getByText('1 change not saved').waitFor();
  assert.equal(await control(page, label.helped).inputValue(), 'Second');
  assert.equal((await stored(chatbot)).positiveFeedbackPrompt, 'First');
  await save(page);
  await saved(page);
  assert.equal((await stored(chatbot)).positiveFeedbackPrompt, 'Second');
  await close(page);
});

test('an answer that comes when another chatbot is shown changes nothing of it', async () => {
  const [first, second] = [await create(), await create({ positiveFeedbackPrompt: 'Second' })];
  const page = await open(browser, first);
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(`**/${first}/human-support-settings`, async (route) => { await held; await route.continue(); });
  await control(page, label.helped).fill('First');
  await save(page);
  await button(page, 'Switch').click();
  page.once('dialog', (dialog) => dialog.accept());
  await signIn(page, second);
  await page.getByText('All is saved.').waitFor();
  const answer = page.waitForResponse(`**/${first}/human-support-settings`);
  release();
  await (await answer).finished();
  await control(page, label.asks).fill('Get me a person');
  await save(page);
  await saved(page);
  assert.equal(await control(page, label.helped).inputValue(), 'Second');
  assert.equal((await stored(second)).positiveFeedbackPrompt, 'Second');
  await close(page);
});

test('text of the settings that is HTML or script stays text', async () => {
  const html = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>';
  const chatbot = await create({
    enableHumanSupport: true,
    positiveFeedbackPrompt: html,
    requestHumanSupportPrompt: html,
    humanSupportConfirmationMessage: html,
  });
  // Without its policy, the page has to take care by itself.
  const page = await open(browser, chatbot, { bypassCSP: true });
  const button = replies(page).filter({ hasText: html });
  assert.equal(await button.count(), 2);
  await button.last().click();
  await shows(page.getByRole('log').locator('.bot'), html);
  assert.equal(await control(page, label.message).inputValue(), html);

  await send('PATCH', chatbot, { requestHumanSupportPrompt: `${html} saved` });
  await control(page, label.asks).fill(`${html} mine`);
  await save(page);
  await shows(page.getByRole('dialog'), `${html} saved`);

  assert.equal(await page.locator('img, script:not(html > body > script)').count(), 0);
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  await close(page);
});
