import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WorkbenchPage } from '../support/workbench-page.js';
import { addAccount, consent, forgetLogins, setScene, type Scene } from './scene.js';

/** Two and three pages of one browser-hosted editor, each with secrets of its own. The tests follow one another. */
describe('windows', function () {
  this.timeout(180_000);
  let scene: Scene;
  let first: WorkbenchPage;
  let second: WorkbenchPage;

  const openView = (page: WorkbenchPage) =>
    page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();

  const add = async (page: WorkbenchPage, email: string) => {
    await page.page.bringToFront();
    await forgetLogins(scene);
    const browser = await addAccount(scene, page, email, 'openid offline_access https://mail.google.com/');
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
    await page.unfold(email);
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

  it('show accounts that any window adds', async () => {
    await add(first, 'alice@example.com');
    await second.treeItem('alice@example.com').waitFor();
    await add(second, 'bob@example.com');
    await first.treeItem('bob@example.com').waitFor();
    await second.screenshot('accounts-of-both');
  });

  it('refresh in turn without losing the grant', async () => {
    const live = await scene.authorizationServer.liveRefreshTokens();
    for (const page of [first, second, second, first]) await refresh(page, 'alice@example.com');
    assert.equal(await scene.authorizationServer.liveRefreshTokens(), live);
  });

  it('do not restore an account that one window has removed, nor does a window opened later', async () => {
    await first.page.bringToFront();
    await first.unfold('bob@example.com');
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
