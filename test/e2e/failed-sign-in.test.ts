import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { desktopClient } from '../support/authorization-server.js';
import { addAccount, consent, endAtFirstFailure, forgetLogins, setScene, user, type Scene } from './scene.js';

const wrongSecret = 'desktop-secret-of-another-client';

/** A sign-in with a wrong client secret: what it says, what is saved of it, and how it is fixed. */
describe('a sign-in that fails', function () {
  this.timeout(120_000);
  endAtFirstFailure(this);
  let scene: Scene;

  before(async () => {
    scene = await setScene('failed-sign-in');
    await scene.page.page.setViewportSize({ width: 1500, height: 950 });
    await scene.page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await scene.page.welcome();
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  const content = (): FrameLocator =>
    scene.page.page.frameLocator('iframe.webview.ready').frameLocator('iframe[title]');
  const rejection = (): Promise<Locator> => scene.page.notification(/invalid_client/);
  const save = async (file: string): Promise<string> => {
    await scene.page.saveFile('Save Report', path.join(scene.directory, file));
    await scene.page.page.locator('.statusbar, .tab').filter({ hasText: file }).first().waitFor();
    return readFile(path.join(scene.directory, file), 'utf8');
  };
  const holdsNoSecret = (report: string) => {
    for (const secret of [wrongSecret, ...scene.authorizationServer.secrets]) assert.ok(!report.includes(secret));
  };

  it('shows one notification with remedies', async () => {
    const { page } = scene;
    const client = { ...desktopClient, clientSecret: wrongSecret };
    const browser = await addAccount(scene, page, user, 'openid https://mail.google.com/', '', client);
    await consent(browser, user);
    const notification = await rejection();
    assert.deepEqual(await notification.getByRole('button', { name: /^(?!Clear|Close|More)/ }).allTextContents(), [
      'Edit Client',
      'Try Again',
      'Save Report…',
    ]);
    assert.equal((await page.notifications()).length, 1);
    await page.screenshot('invalid-client');
  });

  it('is saved as Markdown with every request and no secret', async () => {
    await (await rejection()).getByRole('button', { name: 'Save Report…' }).click();
    const report = await save('sign-in.md');
    assert.match(report, /^# OAuth sign-in of `alice@example\.com`$/m);
    assert.match(report, /^\| Client registered \| failed \| invalid\\_client/m);
    assert.match(report, /^### Token request · HTTP 401/m);
    assert.match(report, /^\| `grant_type` \| `authorization_code` \|$/m);
    holdsNoSecret(report);
    await scene.page.run('View: Close All Editors');
  });

  it('is shown on the page, and saved from there as HTML', async () => {
    const { page } = scene;
    await page.treeItem(user).click();
    await content().locator('h2').filter({ hasText: 'OAuth' }).waitFor();
    await content().locator('.cause').filter({ hasText: 'invalid_client' }).waitFor();
    await page.screenshot('page');
    await content().getByRole('button', { name: 'Save Report…' }).click();
    const report = await save('sign-in.html');
    assert.match(report, /invalid_client/);
    assert.doesNotMatch(report, /<script|<button/);
    holdsNoSecret(report);
  });

  it('is among the reports that the palette offers to save', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Save Report');
    const report = await save('palette.md');
    assert.match(report, /^# OAuth sign-in/m);
    await page.run('View: Close All Editors');
  });

  it('succeeds after the client’s ID and secret are corrected', async () => {
    const { page } = scene;
    await page.treeItem(user).click();
    await content().locator('.cause').filter({ hasText: 'invalid_client' }).waitFor();
    await page.closeNotifications();
    await content().getByRole('button', { name: 'Edit Client' }).click();
    await page.type('Client ID', desktopClient.clientId);
    await forgetLogins(scene);
    const browser = await page.opens(() => page.type('Client secret', desktopClient.clientSecret));
    await consent(browser, user);
    await page.notification(`Signed in to ${user}`);
    await content().locator('.cause').filter({ hasText: 'invalid_client' }).waitFor({ state: 'detached' });
    await page.screenshot('fixed');
  });
});
