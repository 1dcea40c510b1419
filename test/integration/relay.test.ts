import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { startRelay } from '../support/relay.js';

describe('the relay page', () => {
  const editorOrigin = 'https://editor.example';
  let relay: Awaited<ReturnType<typeof startRelay>>;
  let browser: Browser;
  let page: Page;

  before(async () => {
    relay = await startRelay(() => editorOrigin);
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.route(`${editorOrigin}/**`, (route) => route.fulfill({ body: 'the editor' }));
  });

  after(async () => {
    await browser.close();
    await relay.stop();
  });

  // The load never ends where the browser hands the address over to another program.
  const open = (query: string) => page.goto(`${relay.url}?${query}`, { waitUntil: 'commit' });
  const forwarded = () => page.locator('#link:not([href="#"])').getAttribute('href');
  const redirect = (state: string) => open(`code=THECODE&iss=https://as.example&state=${encodeURIComponent(state)}`);
  const refusal = () => page.locator('h1', { hasText: 'This page cannot help here' }).waitFor();

  for (const state of [
    'vscode://mail-oauth.xoauth2/callback?nonce=N',
    'vscode-insiders://mail-oauth.xoauth2/callback?windowId=2&nonce=N',
    'cursor://mail-oauth.xoauth2/callback',
  ]) {
    it(`forwards to ${state}`, async () => {
      await redirect(state);
      const added = 'code=THECODE&iss=https%3A%2F%2Fas.example';
      assert.equal(await forwarded(), `${state}${state.includes('?') ? '&' : '?'}${added}`);
      assert.equal(page.url(), relay.url);
    });
  }

  it('forwards to the origin that its host configured', async () => {
    await redirect(`${editorOrigin}/callback?id=1`);
    await page.waitForURL(`${editorOrigin}/callback?id=1&code=THECODE&iss=https%3A%2F%2Fas.example`);
  });

  it('forwards only the code that it received', async () => {
    await open(`error=access_denied&state=${encodeURIComponent('vscode://mail-oauth.xoauth2/callback?code=OTHER')}`);
    assert.equal(await forwarded(), 'vscode://mail-oauth.xoauth2/callback?error=access_denied');
  });

  for (const state of [
    '',
    'vscode://evil.ext/callback',
    'vscode://evil.ext//mail-oauth.xoauth2/callback',
    'vscode:////mail-oauth.xoauth2/callback',
    'vscode://mail-oauth.xoauth2.evil/callback',
    'vscode://mail-oauth.xoauth2/callback/../other',
    'vscode://mail-oauth.xoauth2/other',
    'vscode://mail-oauth.xoauth2:80/callback',
    'vscode://user@mail-oauth.xoauth2/callback',
    'vscode://user:word@mail-oauth.xoauth2/callback',
    'vscode://mail-oauth.xoauth2\\@evil.ext/callback',
    ' vscode://mail-oauth.xoauth2/callback',
    'javascript://mail-oauth.xoauth2/callback?%0aalert(1)',
    'data:text/html,x',
    'file://mail-oauth.xoauth2/callback',
    'https://mail-oauth.xoauth2/callback',
    'https://evil.example/',
    'https://editor.example.evil/',
    'https://user@editor.example/callback',
    'https://editor.example:8443/callback',
    'http://editor.example/callback',
    'blob:https://editor.example/callback',
  ]) {
    it(`refuses “${state}”`, async () => {
      await redirect(state);
      await refusal();
      // The code must stay in no history.
      assert.equal(page.url(), relay.url);
    });
  }

  for (const doubled of ['code=A&code=B', 'code=A&state=B', 'error=A&error=B']) {
    it(`refuses a redirect with ${doubled}`, async () => {
      await open(`${doubled}&state=${encodeURIComponent('vscode://mail-oauth.xoauth2/callback')}`);
      await refusal();
    });
  }
});
