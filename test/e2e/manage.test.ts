import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { mailScope } from '../support/authorization-server.js';
import { addAccount, consent, endAtFirstFailure, setScene, user, type Scene } from './scene.js';

/** What can be done with an account that is there. The tests follow one another. */
describe('an account', function () {
  this.timeout(120_000);
  endAtFirstFailure(this);
  let scene: Scene;

  before(async () => {
    scene = await setScene('manage');
    const { page } = scene;
    await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await page.welcome();
    const browser = await addAccount(scene, page, user, mailScope, `localhost:${scene.dovecot.ports.imaps}`);
    await consent(browser, user);
    await page.notification(`Signed in to ${user}`);
    await page.closeNotifications();
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  const edit = async (field: string) => {
    await scene.page.find('What do you want to change?', field);
  };

  it('can be renamed in the list', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Edit Account');
    await edit('Name in the list');
    await page.type('Name in the list', 'Reports');
    await page.treeItem(/Reports.*alice@example\.com/).waitFor();
    await page.screenshot('fields');
    await page.escape();
  });

  it('has the tests of its own servers in the menu, and no others', async () => {
    const { page } = scene;
    await page.treeItem(/Reports/).click({ button: 'right' });
    const items = page.page.locator('.monaco-menu .action-item');
    await items.filter({ hasText: 'Test IMAP' }).waitFor();
    const titles = (await items.allTextContents()).filter((title) => /test/i.test(title));
    assert.deepEqual(titles, ['Test All Servers', 'Test IMAP']);
    await page.escape();
  });

  it('is duplicated without its tokens, and the copy is edited', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Duplicate Account');
    await edit('POP3 server');
    await page.type('POP3 server', 'pop.example.com:995');
    await edit('Token endpoint');
    await page.type('Token endpoint', 'https://other.example.com/token');
    await edit('Name in the list');
    await page.type('Name in the list', 'Elsewhere');
    await page.treeItem(/Elsewhere.*not signed in/).waitFor();
    await page.escape();
    await page.treeItem(/Reports.*expires in/).waitFor();
    await page.unfold(/Elsewhere/);
    await page.treeItem(/POP3.*pop\.example\.com:995/).waitFor();
    await page.screenshot('duplicate');
  });

  it('needs a new sign-in once its refresh token is refused, even if the access token is still valid', async () => {
    const { page } = scene;
    await scene.authorizationServer.revokeRefreshTokens();
    await page.treeAction(/Reports/, 'Refresh Access Token');
    await page.notification(/no longer accepts/);
    await page.treeItem(/Reports.*sign in again/).waitFor();
    await page.screenshot('refused');
    await page.closeNotifications();
  });

  it('can be revoked at the server and stays in the list', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Revoke Access');
    await page.choose('Reports');
    await page.screenshot('revoke');
    await page.answerDialog('Revoke');
    await page.treeItem(/Reports.*not signed in/).waitFor();
  });

  it('can be exported without its secrets and imported again', async () => {
    const { page } = scene;
    const file = path.join(scene.directory, 'accounts.json');
    await page.run('Mail OAuth: Export Accounts');
    await page.page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
    await page.saveFile('Export Accounts Without Their Secrets', file);
    await page.page.locator('.statusbar-item').filter({ hasText: 'Saved' }).waitFor();
    const text = await readFile(file, 'utf8');
    assert.match(text, /"label": "Reports"/);
    assert.match(text, /https:\/\/other\.example\.com\/token/);
    for (const secret of scene.authorizationServer.secrets) assert.ok(!text.includes(secret));
    await page.run('Mail OAuth: Import Account');
    await page.pick('Where is the account?', 'of “Export Accounts”');
    await page.chooseFile('File with accounts or tokens', file);
    const picker = page.page.locator('.quick-input-widget:visible');
    await picker.locator('.monaco-list-row').filter({ hasText: 'already in the list' }).first().waitFor();
    await page.screenshot('import');
    for (const row of await picker.locator('.monaco-list-row').all()) await row.click();
    await picker.getByRole('button', { name: 'OK' }).click();
    await page.notification('Imported accounts: 2. Sign in to use them.');
    await page.closeNotifications();
  });
});
