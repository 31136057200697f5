// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
'use strict';
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { after, before, test } = require('node:test');
const { file, withPolicy } = require('./page_policy');
const { launch, visit } = require('./support');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('the policy names the style and the script of the page', () => {
  const page = readFileSync(file, 'utf8');
  assert.ok(withPolicy(page) === page, 'run: node tests/browser/page_policy.js write');
});

test('the browser runs no other script, takes no text for HTML, and asks no other host', async () => {
  const page = await visit(browser);
  const harmed = await page.evaluate(async () => {
    await new Promise((resolve) => { setTimeout(resolve); }); // the debugger, which calls this, may more than the page
    const found = [];
    const attempt = async (name, harm) => { try { await harm(); found.push(name); } catch { /* as it should be */ } };
    await attempt('innerHTML', () => { document.body.innerHTML += '<p>text</p>'; });
    await attempt('eval', () => (0, eval)('1'));
    await attempt('a script of text', () => {
      const script = document.createElement('script');
      script.append('window.harmed = 1');
      document.body.append(script);
      if (!window.harmed) throw new Error('it did not run');
    });
    await attempt('another host', () => fetch('http://127.0.0.1:9/', { mode: 'no-cors' }));
    const link = document.createElement('a');
    link.setAttribute('href', 'javascript:window.harmed = 1');
    document.body.append(link);
    link.click();
    const image = document.createElement('img');
    const error = new Promise((resolve) => { image.onerror = resolve; });
    image.setAttribute('src', '/picture.png');
    document.body.append(image);
    await error;
    if (window.harmed) found.push('a link that is a script');
    return found;
  });
  assert.deepEqual(harmed, []);
  assert.ok(page.troubles.some((trouble) => trouble.includes('Content Security Policy')));
  await page.context().close();
});
