import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { endAtFirstFailure, setScene, type Scene } from './scene.js';

/** The first run, in a workbench with an empty profile: the walkthrough and the sandbox. The tests follow one another. */
describe('the first run', function () {
  this.timeout(120_000);
  endAtFirstFailure(this);
  let scene: Scene;
  let ports: number[];

  before(async () => {
    scene = await setScene('first-run', { 'mailOAuth.showResult': 'output' });
    // Wide enough for the pictures beside the steps.
    await scene.page.page.setViewportSize({ width: 1600, height: 900 });
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  const step = (title: string) =>
    scene.page.page
      .locator('.getting-started-step')
      .filter({ has: scene.page.page.locator('.step-title', { hasText: new RegExp(`^${title}$`) }) });
  const done = (title: string) => step(title).locator('.codicon-getting-started-step-checked').waitFor();
  const press = (title: string, button: string) =>
    step(title).locator('.monaco-button, button').filter({ hasText: button }).click();

  async function openStep(title: string): Promise<void> {
    await scene.page.run('Welcome: Open Walkthrough...');
    await scene.page.choose('Get Started with Mail OAuth');
    const expanded = step(title).and(scene.page.page.locator('.expanded'));
    await step(title).waitFor();
    if ((await expanded.count()) === 0) await step(title).locator('.step-title').click();
    await expanded.waitFor();
  }

  async function signInTo(scenario: string, life = 'expires in'): Promise<void> {
    const { page } = scene;
    page.confirmIfAsked('Open');
    const browser = await page.opens(() => page.find('Select a sandbox account', `${scenario}@sandbox.test`));
    await browser.locator('h1').filter({ hasText: 'Choose an account' }).waitFor();
    await browser.screenshot({ path: `out/screenshots/sandbox-login-${scenario}.png` });
    await browser
      .locator('button')
      .filter({ hasText: `${scenario}@sandbox.test` })
      .click();
    await browser.locator('h1').filter({ hasText: 'Allow access?' }).waitFor();
    await browser.screenshot({ path: 'out/screenshots/sandbox-consent.png' });
    await browser.getByRole('button', { name: 'Allow' }).click();
    await page.treeItem(`${scenario}@sandbox.test`).waitFor();
    await page.treeItem(new RegExp(`${scenario}@sandbox\\.test.*${life}`)).waitFor();
    await browser.close();
  }

  it('offers a walkthrough whose first step starts the sandbox', async () => {
    const { page } = scene;
    await openStep('Try it in the sandbox');
    await page.screenshot('walkthrough');
    await press('Try it in the sandbox', 'Start Sandbox');
    await page.treeItem(/Authorization server.*http:\/\/127\.0\.0\.1:\d+/).waitFor();
    await page.treeItem(/IMAP, implicit TLS.*localhost:\d+/).waitFor();
    await page.page.locator('.statusbar-item').filter({ hasText: 'Mail Sandbox' }).waitFor();
    const rows = await page.page
      .locator('.part.sidebar .monaco-list-row')
      .filter({ hasText: /:\d+$/ })
      .allTextContents();
    ports = rows.map((row) => Number(/:(\d+)$/.exec(row)?.[1]));
    // Rows that are scrolled away are not on the page.
    assert.ok(ports.length >= 5, rows.join());
    await page.screenshot('sandbox-started');
  });

  it('signs in to a sandbox account like to any other', async () => {
    await openStep('Try it in the sandbox');
    await press('Try it in the sandbox', 'Use a Sandbox Account');
    await signInTo('alice');
    await done('Try it in the sandbox');
    await scene.page.closeNotifications();
    await scene.page.screenshot('sandbox-account');
  });

  it('generates a string and tests IMAP, with the log of the sandbox in its own channel', async () => {
    const { page } = scene;
    await openStep('Generate a string');
    await press('Generate a string', 'Generate XOAUTH2 String');
    await page.pick('Where do you want', 'Copy to Clipboard');
    await done('Generate a string');
    await openStep('Test IMAP');
    await press('Test IMAP', 'Test IMAP');
    await done('Test IMAP');
    await page.closeNotifications();
    const tag = /auth=Bearer <43 characters, (#[0-9a-f]{4})>/;
    const client = tag.exec(await page.output(/OK: localhost accepted/))?.[1];
    assert.ok(client);
    await page.run('Mail OAuth: Sandbox Log');
    await page.page
      .locator('.part.panel .view-line')
      .filter({ hasText: /Connection\s+closed\./ })
      .first()
      .waitFor();
    await page.screenshot('sandbox-output');
    assert.equal(
      tag.exec(await page.output(/Connection closed\./))?.[1],
      client,
      'both ends show the same token alike',
    );
  });

  it('explains a refusal', async () => {
    const { page } = scene;
    await openStep('Read a refusal');
    await press('Read a refusal', 'Use a Sandbox Account');
    await signInTo('smtp-disabled');
    await page.closeNotifications();
    await page.treeAction('smtp-disabled@sandbox.test', 'Test All Servers');
    await page.notification(/SMTP AUTH is disabled for the whole organization/);
    await page.screenshot('refusal');
    await openStep('Read a refusal');
    await done('Read a refusal');
    await page.closeNotifications();
  });

  it('copies the redirect URI to register at a provider', async () => {
    const { page } = scene;
    await openStep('Or register it at Microsoft');
    await press('Or register it at Microsoft', 'Copy the Redirect URI');
    await page.notification(/Copied http:\/\/localhost: the redirect URI to register at Microsoft/);
    await page.screenshot('register');
    assert.equal(await page.page.evaluate('navigator.clipboard.readText()'), 'http://localhost');
    await page.closeNotifications();
  });

  it('is legible in light and high-contrast themes and in a narrow sidebar', async () => {
    const { page, setSettings, workbench } = scene;
    for (const [name, theme] of [
      ['light', 'Default Light Modern'],
      ['contrast', 'Default High Contrast'],
    ] as const) {
      await setSettings({
        'mailOAuth.showResult': 'output',
        'workbench.colorTheme': theme,
        'workbench.startupEditor': 'none',
      });
      await page.page.goto(workbench.url);
      // The editor that was open comes back, takes the focus, and would close the palette.
      await page.page.locator('.getting-started-step').first().waitFor();
      await openStep('Read a refusal');
      await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
      await page.screenshot(name);
    }
    await page.page.setViewportSize({ width: 700, height: 700 });
    await page.screenshot('narrow');
    await page.page.setViewportSize({ width: 1600, height: 900 });
  });

  it('closes all ports and removes the accounts when the window is closed', async () => {
    // The reload of the themes ended the window that the sandbox ran in.
    for (const port of ports) {
      await assert.rejects(
        new Promise((resolve, reject) => net.connect(port, '127.0.0.1', () => resolve(0)).once('error', reject)),
        { code: 'ECONNREFUSED' },
      );
    }
    await scene.page.welcome();
    await scene.page.screenshot('after');
  });

  it('shows a message when all accounts need a new sign-in', async () => {
    const { page, setSettings, workbench, directory } = scene;
    const file = path.join(directory, 'scenarios.json');
    await writeFile(
      file,
      JSON.stringify([
        { name: 'brief', title: 'A second', lesson: 'Ask again.', accessTokenLife: 1, refreshToken: 'none' },
        {
          name: 'link',
          title: 'A link',
          lesson: 'Words are text.',
          login: { imap: { reply: 'NO [unlock it](command:workbench.action.terminal.toggleTerminal)' } },
        },
      ]),
    );
    await setSettings({ 'mailOAuth.showResult': 'output', 'mailOAuth.sandbox.scenarios': file });
    await page.page.goto(workbench.url);
    await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await page.welcome();
    await page.run('Mail OAuth: Start Sandbox');
    await page.treeItem(/IMAP, implicit TLS.*localhost:\d+/).waitFor();
    await page.run('Mail OAuth: Use a Sandbox Account');
    await signInTo('brief', 'sign in again');
    await page.page
      .locator('.part.sidebar .message')
      .filter({ hasText: 'All accounts need you to sign in again' })
      .waitFor();
    await page.closeNotifications();
    await page.screenshot('all-expired');
    await page.treeAction('brief@sandbox.test', 'Sign In');
    await page.notification(/brief@sandbox\.test/);
    await page.screenshot('again');
  });

  it('shows a server’s text without rendering command links', async () => {
    const { page } = scene;
    await page.closeNotifications();
    await page.run('Mail OAuth: Use a Sandbox Account');
    await signInTo('link');
    await page.closeNotifications();
    await page.treeAction('link@sandbox.test', 'Test All Servers');
    const notification = await page.notification(/NO \[unlock it\] \(command:workbench/);
    assert.equal(await notification.locator('a').filter({ hasText: 'unlock' }).count(), 0);
    await page.screenshot('no-link');
  });
});
