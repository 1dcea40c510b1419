import { chromium, type Browser } from 'playwright-core';
import { chromiumNeed } from './install.js';

/** Debian's Chromium, without the things it asks of the internet by itself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumNeed.program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
