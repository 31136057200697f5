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

test('the browser runs no other script, takes no text for HTML, and asks no other host', { timeout: 60000 }, async () => {
  const page = await visit(browser);
  const refused = await page.evaluate(async () => {
    await new Promise((resolve) => { setTimeout(resolve); }); // the debugger, which calls this, may more than the page
    const attempts = {
      'text taken for HTML': () => { document.body.innerHTML += '<p>text</p>'; },
      'text taken for a script': () => (0, eval)('1'),
      'an element that is a script': () => {
        const script = document.createElement('script');
        script.append('window.harmed = 1');
        document.body.append(script);
      },
      'a link that is a script': () => {
        const link = document.createElement('a');
        link.setAttribute('href', 'javascript:window.harmed = 1');
        document.body.append(link);
        link.click();
      },
      'a picture': () => {
        const image = document.createElement('img');
        image.setAttribute('src', '/picture.png');
        document.body.append(image);
      },
      'a style': () => document.body.setAttribute('style', 'color: red'),
      'another host': () => fetch('http://127.0.0.1:9/', { mode: 'no-cors' }),
    };
    const names = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      const violation = new Promise((resolve) => { document.addEventListener('securitypolicyviolation', resolve, { once: true }); });
      try { await attempt(); } catch { /* the violation tells more */ }
      await violation;
      names.push(name);
    }
    return window.harmed ? [] : names;
  });
  assert.equal(refused.length, 7);
  await page.context().close();
});
