// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
'use strict';
const { button, control, launch, open, replies, send, shows } = require('./support');

async function take(file) {
  await send('POST', 'shop-assistant', {
    enableHumanSupport: true,
    humanSupportConfirmationMessage: 'Thank you! Maria from our team will answer you within the hour.',
    leadNotification: true,
    leadNotificationEmail: ['maria@example.com'],
  });
  const browser = await launch();
  const page = await open(browser, 'shop-assistant', { height: 1000, colorScheme: 'light', reducedMotion: 'reduce' });
  await control(page, 'Your message').fill('My parcel has not come yet.');
  await button(page, 'Send').click();
  await shows(page.getByRole('log').locator('.bot'), 'I am only an example');
  await control(page, 'The button that asks for a human').fill('Get me a person'); // as one types
  await replies(page).filter({ hasText: 'Get me a person' }).waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file });
  await browser.close();
}

take(process.argv[2]);
