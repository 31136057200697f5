// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
'use strict';
const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { button, close, control, create, launch, newName, open, save, saved, send, stored } = require('./support');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const helped = (page) => control(page, 'The button that says it helped');
const asks = (page) => control(page, 'The button that asks for a human');
const email = (page) => control(page, 'Send an email');
const lost = (page) => page.getByRole('dialog', { name: 'Somebody saved while you were editing' });
const choice = (page, field, version) => lost(page).getByRole('group', { name: field }).getByRole('radio', { name: version });

const settingsOf = async (chatbot) => {
  const { positiveFeedbackPrompt, requestHumanSupportPrompt, leadNotification } = await stored(chatbot);
  return [positiveFeedbackPrompt, requestHumanSupportPrompt, leadNotification];
};

// Changes a setting that the winner leaves alone, and one that it changes too, and saves too late.
async function lose(page) {
  await asks(page).fill('Get me a person');
  await email(page).check();
  await save(page);
  await lost(page).waitFor();
}

// Opens a window that loses the race to another client.
async function loser(chatbot) {
  const page = await open(browser, chatbot);
  await send('PATCH', chatbot, { requestHumanSupportPrompt: 'Call a colleague', positiveFeedbackPrompt: 'Great' });
  await lose(page);
  return page;
}

test('of two windows, the one that saves too late is told, sees both versions, and resolves it', async () => {
  const chatbot = await create();
  const [winner, page] = [await open(browser, chatbot), await open(browser, chatbot)];
  await asks(winner).fill('Call a colleague');
  await helped(winner).fill('Great');
  await save(winner);
  await saved(winner);
  await lose(page);

  const rows = await lost(page).getByRole('group').evaluateAll((groups) =>
    groups.map((group) => [...group.querySelectorAll('legend, b, .choice span')].map((part) => part.textContent)));
  assert.deepEqual(rows, [
    ['The button that says it helped', 'Yours, as it was before', 'That helped, thanks', 'Saved meanwhile', 'Great'],
    ['The button that asks for a humanBoth changed it', 'Yours', 'Get me a person', 'Saved meanwhile', 'Call a colleague'],
    ['Send an email', 'Yours', 'On', 'As it was before', 'Off'],
  ]);
  assert.deepEqual(await settingsOf(chatbot), ['Great', 'Call a colleague', false]); // nothing is saved yet

  await button(page, 'Save this choice').click();
  await saved(page);
  assert.deepEqual(await settingsOf(chatbot), ['Great', 'Get me a person', true]);
  await winner.reload();
  await winner.getByRole('form', { name: 'Settings' }).waitFor();
  assert.equal(await asks(winner).inputValue(), 'Get me a person');
  await close(winner);
  await close(page);
});

test('what each one changed alone is kept, and so is the choice where both did', async () => {
  const chatbot = await create();
  const page = await loser(chatbot);
  await choice(page, 'The button that asks for a human', 'Call a colleague').check();
  await button(page, 'Save this choice').click();
  await saved(page);
  assert.deepEqual(await settingsOf(chatbot), ['Great', 'Call a colleague', true]);
  assert.equal(await asks(page).inputValue(), 'Call a colleague');
  await close(page);
});

test('all of mine can be kept', async () => {
  const chatbot = await create();
  const page = await loser(chatbot);
  await button(page, 'Keep all of mine').click();
  await button(page, 'Save this choice').click();
  await saved(page);
  assert.deepEqual(await settingsOf(chatbot), ['That helped, thanks', 'Get me a person', true]);
  await close(page);
});

test('all that was saved can be taken, and then nothing is sent', async () => {
  const chatbot = await create();
  const page = await loser(chatbot);
  const { updatedAt } = await stored(chatbot);
  await button(page, 'Take all that was saved').click();
  await button(page, 'Save this choice').click();
  await page.getByText('Nothing of yours was left to save.').waitFor();
  assert.equal(await asks(page).inputValue(), 'Call a colleague');
  assert.equal((await stored(chatbot)).updatedAt, updatedAt);
  await close(page);
});

test('going back loses nothing, and the next attempt to save asks again', async () => {
  const chatbot = await create();
  const page = await loser(chatbot);
  await page.keyboard.press('Escape');
  assert.equal(await asks(page).inputValue(), 'Get me a person');
  assert.equal(await email(page).isChecked(), true);
  await page.getByText('2 changes not saved').waitFor();
  await save(page);
  await lost(page).waitFor();
  await button(page, 'Back to the form').click();
  assert.equal((await stored(chatbot)).requestHumanSupportPrompt, 'Call a colleague');
  await close(page);
});

test('a race that is lost while choosing is asked about once more', async () => {
  const chatbot = await create();
  const page = await loser(chatbot);
  await send('PATCH', chatbot, { requestHumanSupportPrompt: 'Third' });
  await button(page, 'Save this choice').click();
  await choice(page, 'The button that asks for a human', 'Third').waitFor();
  await button(page, 'Save this choice').click();
  await saved(page);
  assert.equal((await stored(chatbot)).requestHumanSupportPrompt, 'Get me a person');
  await close(page);
});

test('a reset that loses the race is still a reset', async () => {
  const chatbot = await create({ requestHumanSupportPrompt: 'Old' });
  const page = await open(browser, chatbot);
  await button(page, 'Reset to default: The button that asks for a human').click();
  await send('PATCH', chatbot, { requestHumanSupportPrompt: 'Saved' });
  await save(page);
  await lost(page).waitFor();
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await button(page, 'Save this choice').click();
  assert.deepEqual((await sent).postDataJSON(), { requestHumanSupportPrompt: null });
  await saved(page);
  await close(page);
});

test('settings that two create at once meet like any others', async () => {
  const chatbot = newName();
  const page = await open(browser, chatbot);
  await helped(page).fill('Mine');
  await send('POST', chatbot, { positiveFeedbackPrompt: 'Theirs', leadNotification: true });
  await button(page, 'Create the settings').click();
  await lost(page).waitFor();
  await button(page, 'Save this choice').click();
  await saved(page);
  const { positiveFeedbackPrompt, leadNotification } = await stored(chatbot);
  assert.deepEqual([positiveFeedbackPrompt, leadNotification], ['Mine', true]);
  await close(page);
});

test('settings that were deleted while the loser chose are created anew', async () => {
  const chatbot = await create();
  const page = await loser(chatbot);
  await send('DELETE', chatbot);
  await button(page, 'Save this choice').click();
  await page.getByText('Somebody deleted the settings.').waitFor();
  assert.equal(await asks(page).inputValue(), 'Get me a person');
  await close(page);
});
