import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { publicClient } from '../support/authorization-server.js';
import { WorkbenchPage } from '../support/workbench-page.js';
import { consent, setScene, type Scene } from './scene.js';

/** Two and three pages of one browser-hosted editor, each with secrets of its own. The tests follow one another. */
describe('windows', function () {
  this.timeout(180_000);
  let scene: Scene;
  let first: WorkbenchPage;
  let second: WorkbenchPage;

  const openView = (page: WorkbenchPage) =>
    page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();

  const addAccount = async (page: WorkbenchPage, email: string) => {
    await page.page.bringToFront();
    await page.run('Mail OAuth: Add Account');
    await page.pick('Who runs the mailbox?', 'Other');
    await page.pick('How is the authorization server known?', 'By its issuer URL');
    await page.type('Issuer URL', scene.authorizationServer.issuer);
    await page.type('Client ID', publicClient.clientId);
    await page.type('Client secret', '');
    await page.type('E-mail address', email);
    await page.type('Scopes', 'openid offline_access https://mail.google.com/');
    await page.type('IMAP server', '');
    // The authorization server's cookies only: others hold the key of the secret storage.
    await scene.context.clearCookies({ name: /^_(?:session|interaction)/ });
    const browser: Page = await page.opens(() => page.type('SMTP server', ''));
    await consent(browser, email);
    await page.notification(`Signed in to ${email}`);
    await browser.close();
    await page.page.bringToFront();
    await page.closeNotifications();
  };

  /** Refreshes an account; the server gives new tokens, and the window has nothing to complain of. */
  const refresh = async (page: WorkbenchPage, email: string) => {
    await page.page.bringToFront();
    const granted = once(scene.authorizationServer.provider, 'grant.success');
    await page.treeItem(email).click();
    await page.treeAction(email, 'Refresh Access Token');
    await granted;
    await page.progressEnds('Refreshing');
    assert.deepEqual(await page.notifications(), []);
  };

  before(async () => {
    scene = await setScene('windows');
    first = scene.page;
    await openView(first);
    await first.welcome();
    second = await WorkbenchPage.open(scene.context, scene.workbench.url, 'windows-second');
    await openView(second);
    await second.welcome();
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await first.screenshot('failed');
    await second.screenshot('failed');
  });

  it('each show the accounts that any of them adds', async () => {
    await addAccount(first, 'alice@example.com');
    await second.treeItem('alice@example.com').waitFor();
    await addAccount(second, 'bob@example.com');
    await first.treeItem('bob@example.com').waitFor();
    await second.screenshot('accounts-of-both');
  });

  it('refresh in turn, and lose no grant', async () => {
    const live = await scene.authorizationServer.liveRefreshTokens();
    for (const page of [first, second, second, first]) await refresh(page, 'alice@example.com');
    assert.equal(await scene.authorizationServer.liveRefreshTokens(), live);
  });

  it('keep removed what one of them removes, also in one that opens later', async () => {
    await first.page.bringToFront();
    await first.treeItem('bob@example.com').click();
    await first.run('Mail OAuth: Remove Account');
    await first.pick('Select the account to remove', 'bob@example.com');
    await first.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Remove', exact: true }).click();
    await first.treeItem('bob@example.com').waitFor({ state: 'hidden' });
    await second.treeItem('bob@example.com').waitFor({ state: 'hidden' });
    const third = await WorkbenchPage.open(scene.context, scene.workbench.url, 'windows-third');
    await openView(third);
    await third.treeItem('alice@example.com').waitFor();
    assert.equal(await third.treeItem('bob@example.com').count(), 0);
    await refresh(third, 'alice@example.com');
    await refresh(first, 'alice@example.com');
    await third.screenshot('third');
  });
});
