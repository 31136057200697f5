// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
'use strict';
const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const axe = require('axe-core');
const { button, close, control, create, launch, newName, open, save, saved, send, shows, signIn, stored, visit } = require('./support');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const full = {
  enableHumanSupport: true,
  requestHumanSupportPrompt: 'Get me a person',
  leadNotification: true,
  leadNotificationEmail: ['support@example.com', 'maria@example.com'],
};

// Brings a new window into each state that the page has.
const states = {
  'the question which chatbot': (options) => visit(browser, options),
  'a token that is refused': async (options) => {
    const page = await visit(browser, options);
    await signIn(page, newName(), 'wrong');
    await page.getByText('does not know this token').waitFor();
    return page;
  },
  'no settings': (options) => open(browser, newName(), options),
  'the form': async (options) => open(browser, await create(full), options),
  'unsaved changes': async (options) => {
    const page = await open(browser, await create(full), options);
    await control(page, 'The button that says it helped').fill('');
    await control(page, 'Show only these two').check();
    return page;
  },
  'a conversation': async (options) => {
    const page = await open(browser, await create(full), options);
    await page.getByRole('button', { name: 'Get me a person' }).click();
    await shows(page.getByRole('log').locator('.bot'), 'Thank you.');
    await page.route('**/messages', (route) => route.abort());
    await page.getByRole('button', { name: 'When are you open?' }).click();
    await shows(page.getByRole('log').locator('.failed'), 'cannot be reached');
    return page;
  },
  'mistakes': async (options) => {
    const page = await open(browser, await create(full), options);
    await control(page, 'The button that asks for a human').fill('x'.repeat(201));
    await control(page, 'Address 2').fill(`${'x'.repeat(80)}@example.com`);
    await save(page);
    await page.getByText('2 values cannot be saved').waitFor();
    return page;
  },
  'a lost race': async (options) => {
    const chatbot = await create(full);
    const page = await open(browser, chatbot, options);
    await send('PATCH', chatbot, { requestHumanSupportPrompt: 'x'.repeat(150), leadNotificationEmail: [] });
    await control(page, 'The button that asks for a human').fill('Call a colleague');
    await save(page);
    await page.getByRole('dialog').waitFor();
    return page;
  },
};

const hasNoSidewaysScroll = (page) => page.evaluate(() =>
  [document.documentElement, document.querySelector('dialog')].every((box) => box.scrollWidth <= box.clientWidth));

async function assertAxeFindsNothing(page) {
  const { violations, passes } = await page.evaluate(() => axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
  assert.ok(passes.some(({ id }) => id === 'color-contrast'));
}

for (const [state, reach] of Object.entries(states)) {
  test(`axe finds nothing in ${state}, light and dark, and it fits 360 pixels without sideways scrolling`, async () => {
    // Without moving, so that no colour is looked at half-way.
    const page = await reach({ bypassCSP: true, reducedMotion: 'reduce' });
    await page.evaluate(axe.source);
    await assertAxeFindsNothing(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await assertAxeFindsNothing(page);
    await page.setViewportSize({ width: 360, height: 740 });
    assert.equal(await hasNoSidewaysScroll(page), true);
    await close(page);
  });
}

// Goes on by the Tab key until `control` has the focus. What has it on the way must show it, and must be seen.
async function tabTo(page, control) {
  for (let i = 0; i < 60; ++i) {
    await page.keyboard.press('Tab');
    const trouble = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === document.body) return '';
      const box = (focused.closest('.choice') || focused).getBoundingClientRect();
      const marked = focused.closest('.choice') || focused;
      if (getComputedStyle(marked).outlineStyle === 'none') return `no sign of the focus on ${focused.outerHTML}`;
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return marked.contains(top) || top?.contains(marked) ? '' : `hidden: ${focused.outerHTML} by ${top?.outerHTML.slice(0, 200)}`;
    });
    assert.equal(trouble, '');
    if (await control.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`the Tab key does not reach ${control}`);
}

test('all can be done from the keyboard alone', async () => {
  const chatbot = await create({ leadNotificationEmail: ['support@example.com'] });
  const page = await visit(browser, { height: 700, reducedMotion: 'reduce' });
  await tabTo(page, control(page, 'Chatbot'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(chatbot);
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: 'Settings' }).waitFor();

  await tabTo(page, control(page, 'Visitors may ask for a human'));
  await page.keyboard.press('Space');
  await tabTo(page, control(page, 'The button that asks for a human'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Get me a person');
  await tabTo(page, button(page, 'Remove address 1'));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter'); // the focus has gone on to "Add an address"
  await page.keyboard.type('maria@example.com');
  await send('PATCH', chatbot, { requestHumanSupportPrompt: 'Call a colleague' });
  await tabTo(page, button(page, 'Save'));
  await page.keyboard.press('Enter');

  await page.getByRole('dialog').waitFor();
  await tabTo(page, page.getByRole('radio', { name: 'Get me a person' }));
  await page.keyboard.press('ArrowRight');
  await tabTo(page, button(page, 'Save this choice'));
  await page.keyboard.press('Enter');
  await saved(page);
  const { enableHumanSupport, requestHumanSupportPrompt, leadNotificationEmail } = await stored(chatbot);
  assert.deepEqual([enableHumanSupport, requestHumanSupportPrompt, leadNotificationEmail],
    [true, 'Call a colleague', ['maria@example.com']]);

  await tabTo(page, button(page, 'Call a colleague'));
  await page.keyboard.press('Enter');
  await shows(page.getByRole('log').locator('.bot'), 'Thank you.');
  await close(page);
});

test('nothing moves for those who asked for that', async () => {
  for (const [reducedMotion, moves] of [['reduce', false], ['no-preference', true]]) {
    const page = await open(browser, newName(), { reducedMotion });
    const durations = await page.evaluate(() => [...document.querySelectorAll('*')].map((element) => getComputedStyle(element).transitionDuration));
    assert.equal(durations.some((duration) => duration !== '0s'), moves);
    await close(page);
  }
});
