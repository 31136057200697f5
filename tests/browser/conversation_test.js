// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
'use strict';
const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { button, close, control, create, launch, log, newName, open, replies, save, saved, send, shows } = require('./support');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const answers = (page) => page.getByRole('log').locator('.bot');
const texts = (page) => replies(page).allTextContents();
const suggestions = ['Where is my order?', 'When are you open?'];

async function say(page, text) {
  await control(page, 'Your message').fill(text);
  await button(page, 'Send').click();
}

// The lines that the host wrote by when it had answered so many messages of the chatbot.
async function linesAfter(messages, chatbot) {
  for (let attempt = 0; attempt < 600; ++attempt) {
    const lines = log();
    if (lines.filter((line) => line.includes(`/${chatbot}/messages 200`)).length >= messages) return lines;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('the host has not logged the messages');
}

test('a visitor asks for a human, reads the confirmation, and the button goes', async () => {
  const chatbot = await create({
    enableHumanSupport: true,
    requestHumanSupportPrompt: 'Somebody real, please', // a press counts by its kind, not by its text
    humanSupportConfirmationMessage: 'Maria will call you.',
    leadNotification: true,
    leadNotificationEmail: ['maria@example.com'],
  });
  const page = await open(browser, chatbot);
  await say(page, 'Where is my parcel?');
  await shows(answers(page), 'I am only an example');
  assert.deepEqual(await texts(page), [...suggestions, 'That helped, thanks', 'Somebody real, please']);

  await button(page, 'Somebody real, please').click();
  await shows(answers(page), 'Maria will call you.');
  await button(page, 'Somebody real, please').waitFor({ state: 'detached' });
  assert.deepEqual(await texts(page), [...suggestions, 'That helped, thanks']);
  assert.equal(await control(page, 'Your message').evaluate((input) => input === document.activeElement), true);

  // An unsaved change does not bring it back.
  await control(page, 'The button that says it helped').fill('Great');
  assert.deepEqual(await texts(page), [...suggestions, 'Great']);

  await say(page, 'I want a human!');
  await answers(page).filter({ hasText: 'Maria will call you.' }).nth(1).waitFor();
  const emails = (await linesAfter(3, chatbot)).filter((line) => line.startsWith('Email to') && line.includes(chatbot));
  assert.equal(emails.length, 1);
  assert.ok(emails[0].startsWith('Email to maria@example.com: '), emails[0]);

  await button(page, 'Start over').click();
  await button(page, 'Somebody real, please').waitFor();
  await close(page);
});

test('the buttons after an answer are those that somebody else has saved', async () => {
  const chatbot = await create({ enableHumanSupport: true });
  const page = await open(browser, chatbot);
  await send('PATCH', chatbot, { requestHumanSupportPrompt: 'Get me a person' });
  await say(page, 'hello');
  await button(page, 'Get me a person').waitFor();
  await close(page);
});

test('the buttons of the page are those that the server gives', async () => {
  for (const settings of [
    {},
    { enableHumanSupport: true },
    { enableHumanSupport: true, replaceAllOtherSuggestionsWithEscalationButtons: true },
    { enableHumanSupport: true, showEscalationButtonsAfterResponses: false },
    { enableHumanSupport: true, positiveFeedbackPrompt: ' ', requestHumanSupportPrompt: '' },
  ]) {
    const page = await open(browser, await create(settings));
    // The page works them out by itself, as while a change is not saved. They are the server's once it has answered.
    let own = await texts(page);
    for (const text of ['hello', 'a human, please']) {
      const answer = page.waitForResponse('**/messages');
      await say(page, text);
      const { quickReplies } = await (await answer).json();
      if (text === 'hello') assert.deepEqual(own, quickReplies.map((reply) => reply.text), JSON.stringify(settings));
      await shows(answers(page), 'I am only an example');
    }
    await close(page);
  }
});

test('the buttons change as one types, before anything is saved', async () => {
  const page = await open(browser, await create());
  assert.deepEqual(await texts(page), suggestions);
  await control(page, 'Visitors may ask for a human').check();
  await control(page, 'The button that asks for a human').fill('Get me a person');
  assert.deepEqual(await texts(page), [...suggestions, 'That helped, thanks', 'Get me a person']);
  await control(page, 'Show only these two').check();
  assert.deepEqual(await texts(page), ['That helped, thanks', 'Get me a person']);
  await control(page, 'Show two buttons after each answer').uncheck();
  assert.deepEqual(await texts(page), suggestions);
  await close(page);
});

test('what happens when a visitor asks is shown as one types', async () => {
  const page = await open(browser, await create());
  const asked = page.getByRole('region', { name: 'When a visitor asks for a human' });
  await shows(asked, 'No human is called');
  await control(page, 'Visitors may ask for a human').check();
  await shows(asked, 'Nobody gets an email.');
  await control(page, 'Send an email').check();
  await shows(asked, 'An email goes to the chatbot’s owner.');
  await button(page, 'Add an address').click();
  await control(page, 'Address 1').fill('maria@example.com');
  await shows(asked, 'An email goes to maria@example.com.');
  await control(page, 'What the visitor reads').fill('Maria will call you.');
  await shows(asked, 'Maria will call you.');
  await close(page);
});

test('a change that is saved holds for the next message', async () => {
  const page = await open(browser, await create());
  await say(page, 'a human, please');
  await shows(answers(page), 'nobody here whom I could call');
  await control(page, 'Visitors may ask for a human').check();
  await save(page);
  await saved(page);
  await say(page, 'a human, please');
  await shows(answers(page), 'Thank you. A human will get back to you');
  await close(page);
});

test('a message that the server does not take is told in the conversation', async () => {
  const page = await open(browser, newName());
  await page.route('**/messages', (route) => route.abort());
  await say(page, 'hello');
  await shows(answers(page), 'The server cannot be reached.');
  await close(page);
});
