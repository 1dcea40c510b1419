import { chromium, type Browser } from 'playwright-core';
import { chromiumNeed } from './install.js';

/** Launches Debian's Chromium without its background network requests. */
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
