// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// The page's Content-Security-Policy names its style and its script by what is in them, so that nothing else
// can run. `node page_policy.js write` names them anew; a test compares.
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const file = path.join(__dirname, '../../examples/chatbot_host/page.html');

/// Returns the page with the policy that it should have.
function withPolicy(page) {
  return ['style', 'script'].reduce((text, name) => {
    const [, content] = text.match(new RegExp(`<${name}>(.*?)</${name}>`, 's'));
    const hash = createHash('sha256').update(content.replaceAll('\r\n', '\n')).digest('base64');
    return text.replace(new RegExp(`${name}-src 'sha256-[^']*'`), `${name}-src 'sha256-${hash}'`);
  }, page);
}

module.exports = { file, withPolicy };

if (require.main === module && process.argv[2] === 'write') {
  writeFileSync(file, withPolicy(readFileSync(file, 'utf8')));
}
