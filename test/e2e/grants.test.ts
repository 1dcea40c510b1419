import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { applicationClient, enterDeviceCode, mailScope, publicClient } from '../support/authorization-server.js';
import { filesWithSecrets } from '../support/secret-search.js';
import { beginAddAccount, consent, endAtFirstFailure, forgetLogins, setScene, user, type Scene } from './scene.js';

/** Sign-ins that no redirect ends. The tests follow one another. */
describe('a grant', function () {
  this.timeout(120_000);
  endAtFirstFailure(this);
  let scene: Scene;

  before(async () => {
    scene = await setScene('grants', { 'mailOAuth.redirect': 'device' });
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  const dialog = () => scene.page.page.locator('.monaco-dialog-box');
  const codeShown = async () => {
    await dialog().waitFor();
    return /[A-Z]{4}-[A-Z]{4}/.exec(await dialog().innerText())?.[0] ?? '';
  };

  it('device: shows a code, copies it and opens the browser', async () => {
    const { page } = scene;
    await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await page.welcome();
    await beginAddAccount(page, user);
    await page.find('Who runs the mailbox?', 'Other');
    await page.pick('How do you want to set up the authorization server?', 'By its issuer URL');
    await page.type('Issuer URL', scene.authorizationServer.issuer);
    await page.type('Client ID', publicClient.clientId);
    await page.type('Client secret', '');
    await page.type('Scopes', mailScope);
    await page.type('IMAP server', `localhost:${scene.dovecot.ports.imaps}`);
    await page.pick('How is the connection', 'Implicit TLS');
    await page.type('SMTP server', '');
    const code = await codeShown();
    assert.match(code, /^[A-Z]{4}-[A-Z]{4}$/);
    await page.screenshot('device-code');
    const browser = await page.opens(() =>
      dialog().getByRole('button', { name: 'Copy Code and Open Browser' }).click(),
    );
    await page.notification(`enter the code ${code}`);
    await page.screenshot('device-waiting');
    assert.equal(await page.page.evaluate('navigator.clipboard.readText()'), code);
    await browser.getByRole('button', { name: /continue/i }).click();
    await consent(browser, user);
    await page.notification(`Signed in to ${user}`);
    await browser.close();
    await page.closeNotifications();
  });

  it('device: continues after a reload of the window', async () => {
    const { page } = scene;
    await forgetLogins(scene);
    await page.run('Mail OAuth: Sign In');
    const code = await codeShown();
    await dialog().getByRole('button', { name: 'Copy Code', exact: true }).click();
    await page.notification(`enter the code ${code}`);
    await page.page.reload();
    await page.treeItem(user).waitFor();
    await page.notification(`enter the code ${code}`);
    await page.screenshot('device-resumed');
    await enterDeviceCode(`${scene.authorizationServer.issuer}/device?user_code=${code}`, user);
    await page.notification(`Signed in to ${user}`);
    await page.closeNotifications();
  });

  it('client credentials: needs no browser', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: New Application Account');
    await page.pick('Which application opens the mailbox?', 'Other');
    await page.type('Issuer URL', scene.authorizationServer.issuer);
    await page.type('Client ID', applicationClient.clientId);
    await page.pick('How does the application authenticate?', 'With a client secret');
    await page.type('Client secret', applicationClient.clientSecret);
    await page.type('Email address', 'app@example.com');
    await page.type('Scopes', mailScope);
    await page.type('IMAP server', '');
    await page.type('POP3 server', '');
    await page.type('SMTP server', '');
    await page.notification('Received an access token for app@example.com');
    await page.screenshot('application');
    await page.closeNotifications();
  });

  it('import: reads the file of another program', async () => {
    const { page, authorizationServer } = scene;
    const { refreshToken } = await authorizationServer.issueTokens({ user: 'bob@example.com' });
    const file = path.join(scene.directory, 'token.json');
    const token = {
      registration: 'other',
      authflow: 'authcode',
      email: 'bob@example.com',
      refresh_token: refreshToken,
    };
    await writeFile(file, JSON.stringify(token));
    await page.run('Mail OAuth: Import Account');
    await page.pick('Where is the account?', 'In a file of another program');
    await page.chooseFile('File with accounts or tokens', file);
    await page.find('Who issued the tokens?', 'Other');
    await page.type('Issuer URL', authorizationServer.issuer);
    await page.type('Client ID', publicClient.clientId);
    await page.type('Client secret', '');
    await page.notification('Imported bob@example.com');
    await page.screenshot('imported');
  });

  it('a pasted token is tested and not stored', async () => {
    const { page, authorizationServer, dovecot } = scene;
    const { accessToken } = await authorizationServer.issueTokens({ user });
    await scene.setSettings({ 'mailOAuth.tls.caFile': dovecot.caFile });
    await page.page.reload();
    await page.treeItem(user).waitFor();
    const before = await page.page.locator('.monaco-list-row[aria-level="1"]').count();
    await page.run('Mail OAuth: Test a Token');
    await page.pick('Which protocol?', 'IMAP');
    await page.find('Which server?', 'Another server');
    await page.type('IMAP server', `localhost:${dovecot.ports.imaps}`);
    await page.pick('How is the connection', 'Implicit TLS');
    await page.type('Email address', user);
    await page.type('Access token', accessToken);
    // The status bar shows it for seconds only.
    await Promise.all([
      page.page.locator('.statusbar').filter({ hasText: 'IMAP: OK' }).waitFor(),
      page.output(new RegExp(`OK: localhost accepted ${user} with XOAUTH2`)),
    ]);
    await page.progressEnds('Test IMAP');
    await page.screenshot('pasted-token');
    assert.deepEqual(await page.notifications(), []);
    assert.equal(await page.page.locator('.monaco-list-row[aria-level="1"]').count(), before);
  });

  it('no code, token or secret is in logs, settings, state or output', async () => {
    const secrets = [...scene.authorizationServer.secrets, applicationClient.clientSecret];
    assert.deepEqual(await filesWithSecrets(scene.userDataDirectory, secrets), []);
    for (const secret of secrets) assert.ok(!scene.workbench.output().includes(secret));
  });
});
