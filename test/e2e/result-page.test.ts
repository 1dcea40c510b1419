import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { filesWithSecrets } from '../support/secret-search.js';
import { addAccount, consent, endAtFirstFailure, setScene, user, type Scene } from './scene.js';

/** The result page in the workbench, with the servers of the sandbox and Dovecot. The tests follow one another. */
describe('the result page', function () {
  this.timeout(120_000);
  endAtFirstFailure(this);
  let scene: Scene;

  before(async () => {
    scene = await setScene('result-page');
    await scene.page.page.setViewportSize({ width: 1500, height: 950 });
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  /** What is in the webview: an iframe in an iframe. */
  function content(): FrameLocator {
    return scene.page.page.frameLocator('iframe.webview.ready').frameLocator('iframe[title]');
  }

  async function addSandboxAccount(name: string): Promise<void> {
    const { page } = scene;
    await page.run('Mail OAuth: Use a Sandbox Account');
    page.confirmIfAsked('Open');
    const browser = await page.opens(() => page.find('Select a sandbox account', `${name}@sandbox.test`));
    await browser
      .locator('button')
      .filter({ hasText: `${name}@sandbox.test` })
      .click();
    await browser.getByRole('button', { name: 'Allow' }).click();
    await page.treeItem(new RegExp(`${name}@sandbox\\.test.*expires in`)).waitFor();
    await browser.close();
    await page.closeNotifications();
  }

  async function shows(heading: RegExp): Promise<void> {
    await content().locator('h2:visible').filter({ hasText: heading }).waitFor();
  }

  it('opens beside the editor with a test; a success shows no notification', async () => {
    const { page } = scene;
    await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    const imapServer = `localhost:${scene.dovecot.ports.imaps}`;
    const browser = await addAccount(scene, page, user, 'openid email https://mail.google.com/', imapServer);
    await consent(browser, user);
    await page.treeItem(new RegExp(`${user}.*expires in`)).waitFor();
    await page.closeNotifications();
    await page.run('Mail OAuth: Start Sandbox');
    await page.treeItem(/IMAP, implicit TLS/).waitFor();
    await addSandboxAccount('alice');
    await page.treeAction('alice@sandbox.test', 'Test All Servers');
    await shows(/IMAP.*OK/);
    await page.page.locator('.tab').filter({ hasText: 'Mail test: alice@sandbox.test' }).waitFor();
    await page.page.locator('.statusbar').filter({ hasText: 'IMAP, SMTP, POP3: OK' }).waitFor();
    assert.deepEqual(await page.notifications(), []);
    // The tooltip of the row would lie over the page.
    await page.page.mouse.move(900, 12);
    await page.page.locator('.workbench-hover').waitFor({ state: 'hidden' });
    await page.screenshot('ok');
  });

  it('shows the exchanges of the sign-in without secrets', async () => {
    const { page, authorizationServer } = scene;
    await content()
      .getByRole('tab', { name: /^OAuth/ })
      .click();
    for (const kind of ['Authorization request', 'Redirect', 'Token request']) {
      await content().locator('details.exchange summary').filter({ hasText: kind }).waitFor();
    }
    await content().locator('details.exchange summary').filter({ hasText: 'Token request' }).click();
    await content().locator('td').filter({ hasText: 'authorization_code' }).waitFor();
    await page.screenshot('sign-in');
    const html = await content().locator('html').innerHTML();
    for (const secret of authorizationServer.secrets) assert.ok(!html.includes(secret));
    assert.doesNotMatch(html, /code_verifier<\/code><\/th><td><code>[\w-]{43}/);
  });

  it('shows the most severe result first, and one notification names the others', async () => {
    const { page } = scene;
    await addSandboxAccount('expired');
    await page.treeAction('expired@sandbox.test', 'Test All Servers');
    await shows(/IMAP.*refused/);
    await page.notification(/IMAP: .*Also failed: SMTP, POP3\./);
    assert.equal((await page.notifications()).length, 1);
    await page.screenshot('refused');
    await page.closeNotifications();
  });

  it('shows the most severe result in the tree item and its accessible name', async () => {
    const { page } = scene;
    const name = (label: string) => page.page.locator(`.part.sidebar .monaco-list-row[aria-label^="${label}"]`);
    await name('expired@sandbox.test, IMAP, SMTP, POP3 refused, expires in').waitFor();
    await page.unfold('expired@sandbox.test');
    await name('SMTP, refused just now · localhost:').waitFor();
    await name('Scopes granted, openid').waitFor();
    await page.screenshot('tree');
  });

  it('has every inline action in the context menu too, and copies the value of an item', async () => {
    const { page } = scene;
    const choose = async (title: RegExp, row: string | RegExp, seen?: string) => {
      await page.treeItem(row).click({ button: 'right' });
      const menu = page.page.locator('.monaco-menu .action-item');
      if (seen !== undefined) await menu.filter({ hasText: seen }).waitFor();
      await menu.filter({ hasText: title }).hover();
      await page.page.keyboard.press('Enter');
    };
    await choose(/^Copy$/, /^SMTP.*refused/, 'Test SMTP');
    await page.page.locator('.statusbar').filter({ hasText: 'Copied localhost:' }).waitFor();
    assert.match(String(await page.page.evaluate('navigator.clipboard.readText()')), /^localhost:\d+$/);
    await choose(/^Copy Access Token$/, 'Access token');
    await page.page.locator('.statusbar').filter({ hasText: 'Access token of expired@sandbox.test copied' }).waitFor();
    assert.match(String(await page.page.evaluate('navigator.clipboard.readText()')), /^[\w-]{43}$/);
    await page.page.evaluate('navigator.clipboard.writeText("")');
    await page.unfold('expired@sandbox.test');
  });

  it('is reached from the tree by keyboard', async () => {
    const { page } = scene;
    await page.run('View: Close All Editors');
    await page.treeItem('expired@sandbox.test').click();
    await page.page.locator('.tab').filter({ hasText: 'Mail test: expired@sandbox.test' }).waitFor();
    await page.run('View: Close All Editors');
    await page.run('Mail OAuth: Focus on Accounts View');
    await page.page.keyboard.press('ArrowRight');
    await page.treeItem('Access token').waitFor();
    await page.page.keyboard.press('ArrowDown');
    await page.page.keyboard.press('Enter');
    await page.page.locator('.tab').filter({ hasText: 'Mail test: expired@sandbox.test' }).waitFor();
    await page.page.keyboard.press('ArrowLeft');
    await shows(/IMAP.*refused/);
    await page.run('Mail OAuth: Focus on Accounts View');
    await page.page.keyboard.press('ArrowUp');
    await page.page.keyboard.press('ArrowLeft');
  });

  it('performs the first action, and marks it if it did not help', async () => {
    const { page } = scene;
    await content().locator('button.advised:visible').first().click();
    await shows(/OK/);
    await page.screenshot('helped');
    await content().locator('h3:visible').filter({ hasText: 'History' }).scrollIntoViewIfNeeded();
    await page.screenshot('history');
  });

  it('opens with the previous result when an item is clicked', async () => {
    const { page } = scene;
    await page.run('View: Close All Editors');
    await page.unfold('expired@sandbox.test');
    await page.treeItem(/^IMAP.*OK just now/).click();
    await shows(/IMAP|SMTP/);
  });

  it('shows a comparison in a grid whose cells link to their transcripts', async () => {
    const { page } = scene;
    await content().locator('[data-command=compare]:visible, [data-tab]').first().waitFor();
    await page.run('Mail OAuth: Compare Mechanisms');
    await page.pick('Select the account to compare mechanisms for', 'alice@sandbox.test');
    await content().locator('[data-tab=compare]').click();
    await shows(/Compare/);
    await page.page.mouse.move(900, 12);
    await page.screenshot('grid');
    await content().locator('td a').first().click();
    await content().locator('#compared-0-lines-authenticate .lines').waitFor();
    await page.screenshot('compare');
  });

  it('is restored with its results after a reload, without secrets', async () => {
    const { page, userDataDirectory, authorizationServer } = scene;
    await page.run('Mail OAuth: Test IMAP');
    await page.choose(user).catch(() => undefined);
    await page.page
      .locator('.tab')
      .filter({ hasText: `Mail test: ${user}` })
      .waitFor();
    await content().locator('h1').filter({ hasText: user }).waitFor();
    await shows(/IMAP/);
    // As a person reloads: the editor then keeps which editors are open.
    await page.run('Developer: Reload Window');
    await page.page
      .locator('.tab')
      .filter({ hasText: `Mail test: ${user}` })
      .waitFor();
    await content().locator('h1').filter({ hasText: user }).waitFor();
    const tab = (name: RegExp) => content().getByRole('tab', { name });
    await tab(/^OAuth/).click();
    await content().locator('details.exchange summary').filter({ hasText: 'Token request' }).first().waitFor();
    await tab(/^IMAP/).click();
    await page.screenshot('restored');
    assert.deepEqual(await filesWithSecrets(userDataDirectory, authorizationServer.secrets), []);
    const html = await content().locator('html').innerHTML();
    for (const secret of authorizationServer.secrets) assert.ok(!html.includes(secret));
  });

  it('is saved as an HTML file', async () => {
    const { page, directory } = scene;
    await content().locator('[data-command=save]:visible').first().click();
    const file = path.join(directory, 'result.html');
    await page.saveFile('Save Report', file);
    await page.page.locator('.statusbar').filter({ hasText: 'result.html' }).waitFor();
    const saved = await readFile(file, 'utf8');
    assert.match(saved, /<h1>Mail test: alice@example\.com<\/h1>/);
    assert.doesNotMatch(saved, /<script|<button/);
  });

  for (const [name, theme] of [
    ['light', 'Default Light Modern'],
    ['contrast', 'Default High Contrast'],
    ['contrast-light', 'Default High Contrast Light'],
  ] as const) {
    it(`is legible in the theme ${theme}`, async () => {
      const { page, setSettings } = scene;
      await setSettings({ 'workbench.colorTheme': theme });
      // This editor does not watch its settings file.
      await page.run('Developer: Reload Window');
      await page.page
        .locator(`.monaco-workbench.${theme.includes('Light') ? 'vs, .monaco-workbench.hc-light' : 'hc-black'}`)
        .waitFor();
      await content().locator('h1').waitFor();
      await page.screenshot(name);
    });
  }
});
