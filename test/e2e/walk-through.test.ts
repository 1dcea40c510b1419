import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeXoauth2 } from '../../src/sasl/xoauth2.js';
import { publicClient } from '../support/authorization-server.js';
import { filesWithSecrets } from '../support/secret-search.js';
import { beginAddAccount, consent, endAtFirstFailure, setScene, user, type Scene } from './scene.js';

/** The example of oauth2.py’s own walk-through. */
const walkThrough = {
  user: 'xoauth@gmail.com',
  token: 'ya29.AHES6ZRKeUQwH2xhirksSUDSyjg9oPuRMMal05Ty0cfFIT_uRfESHw',
  string:
    'dXNlcj14b2F1dGhAZ21haWwuY29tAWF1dGg9QmVhcmVyIHlhMjkuQUhFUzZaUktlVVF3SDJ4aGlya3NTVURTeWpnOW9QdVJNTWFsMDVUeTBjZkZJVF91UmZFU0h3AQE=',
};

/** The walk-through of oauth2.py, in a workbench, as a user goes through it. The tests follow one another. */
describe('the walk-through', function () {
  this.timeout(120_000);
  endAtFirstFailure(this);
  let scene: Scene;

  before(async () => {
    // The log is what is read here; test/e2e/result-page.test.ts reads the page.
    scene = await setScene('walk-through', { 'mailOAuth.showResult': 'output' });
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  it('shows the first steps in the welcome view', async () => {
    const { page } = scene;
    await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await page.welcome();
    await page.screenshot('welcome');
    await page.openPalette('Mail OAuth');
    const offered = await page.choices();
    await page.screenshot('palette');
    await page.escape();
    assert.ok(
      offered.some((title) => title.includes('Generate XOAUTH2 String')),
      offered.join(),
    );
    assert.ok(!offered.some((title) => title.includes('Test IMAP')), 'what cannot work yet is not offered');
  });

  it('stores nothing if the user goes back and cancels', async () => {
    const { page } = scene;
    await beginAddAccount(page, user);
    await page.find('Who runs the mailbox?', 'Other');
    await page.pick('How do you want to set up the authorization server?', 'By its issuer URL');
    await page.back();
    await page.pick('How do you want to set up the authorization server?', 'By its endpoints');
    await page.type('Authorization endpoint', 'http://login.example.com/');
    await page.inputSays('must begin with https');
    await page.screenshot('bad-endpoint');
    await page.escape();
    await page.welcome();
  });

  it('reports an invalid issuer in the input box', async () => {
    const { page } = scene;
    await beginAddAccount(page, user);
    await page.find('Who runs the mailbox?', 'Other');
    await page.pick('How do you want to set up the authorization server?', 'By its issuer URL');
    await page.type('Issuer URL', `${scene.authorizationServer.issuer}/nowhere`);
    await page.inputSays('has no authorization server metadata');
    await page.screenshot('bad-issuer');
    await page.escape();
  });

  it('adds an account and signs in through the editor’s URI', async () => {
    const { page, dovecot } = scene;
    await beginAddAccount(page, user);
    await page.find('Who runs the mailbox?', 'Other');
    await page.pick('How do you want to set up the authorization server?', 'By its issuer URL');
    await page.type('Issuer URL', scene.authorizationServer.issuer);
    await page.type('Client ID', publicClient.clientId);
    await page.screenshot('client-secret');
    await page.type('Client secret', '');
    await page.type('Scopes', 'https://mail.google.com/');
    await page.type('IMAP server', `localhost:${dovecot.ports.imaps}`);
    await page.pick('How is the connection', 'Implicit TLS');
    await page.type('SMTP server', `localhost:${dovecot.ports.submission}`);
    const browser = await page.opens(() => page.pick('How is the connection', 'STARTTLS'));
    await page.screenshot('signing-in');
    await consent(browser, user);
    await page.notification(`Signed in to ${user}`);
    await page.progressEnds('Signing in');
    await page.screenshot('signed-in');
    assert.deepEqual(await page.notifications(), [`Signed in to ${user}.`]);
  });

  it('shows the account with the lifetime and the details of its token', async () => {
    const { page } = scene;
    await page.unfold(new RegExp(`${user}.*expires in 59 min`));
    await page.treeItem(/Access token.*expires in 59 min/).waitFor();
    await page.treeItem(/Scopes granted.*https:\/\/mail\.google\.com\//).waitFor();
    await page.treeItem(/IMAP.*localhost:\d+ \(implicit TLS\)/).waitFor();
    await page.treeItem(/SMTP.*localhost:\d+ \(STARTTLS\)/).waitFor();
    await page.closeNotifications();
    await page.treeItem(/Access token/).hover();
    await page.page.locator('.workbench-hover').filter({ hasText: 'Refresh token: present' }).waitFor();
    await page.screenshot('tooltip');
  });

  it('generates the string and inserts it at every cursor', async () => {
    const { page } = scene;
    await page.run('File: New Untitled Text File');
    await page.page.locator('.editor-instance').first().click();
    const line = (text: RegExp) => page.page.locator('.view-line').filter({ hasText: text });
    await page.page.keyboard.type('one');
    await line(/^one$/).waitFor();
    await page.page.keyboard.press('Enter');
    await page.page.keyboard.type('two');
    await line(/^two$/).waitFor();
    await page.page.keyboard.press('Control+Home');
    await page.run('Add Cursor Below');
    await page.run('Mail OAuth: Generate XOAUTH2 String');
    await page.pick('Where do you want', 'Insert at Cursor');
    await line(/^dXNlc.*two$/).waitFor();
    const lines = (await page.editorText()).split('\n');
    await page.screenshot('inserted');
    const [first = '', second = ''] = lines;
    assert.equal(first.slice(0, -3), second.slice(0, -3));
    const credential = decodeXoauth2(first.slice(0, -3));
    assert.equal(credential.user, user);
    assert.ok(scene.authorizationServer.secrets.has(credential.accessToken));
  });

  it('copies the string from the tree, to be pasted', async () => {
    const { page } = scene;
    await page.treeAction(user, 'Copy XOAUTH2 String');
    await page.page.locator('.statusbar-item').filter({ hasText: 'copied' }).waitFor();
    const copied = await page.page.evaluate('navigator.clipboard.readText()');
    assert.equal(decodeXoauth2(String(copied)).user, user);
  });

  it('explains an untrusted certificate, and accepts a CA file', async () => {
    const { page, dovecot } = scene;
    await page.run('Mail OAuth: Test IMAP');
    await page.notification(/not signed by a trusted authority/);
    await page.closeNotifications();
    await page.run('Mail OAuth: Edit Account');
    await page.pick('What do you want to change?', 'CA file');
    await page.chooseFile('Certificate authorities', dovecot.caFile);
    await page.choice(dovecot.caFile);
    await page.screenshot('edit');
    await page.escape();
  });

  it('tests IMAP and SMTP successfully, with the transcript in the output panel', async () => {
    const { page } = scene;
    for (const [protocol, command] of [
      ['IMAP', 'SELECT INBOX'],
      ['SMTP', `MAIL FROM:<${user}>`],
    ] as const) {
      await page.run(`Mail OAuth: Test ${protocol}`);
      const text = await page.output(/OK: localhost accepted/);
      await page.screenshot(`${protocol.toLowerCase()}-ok`);
      assert.match(text, /ms {2}authenticate {2}C: .*auth=Bearer <\d+ characters, #[0-9a-f]{4}>/);
      assert.ok(text.includes(command), text);
      assert.match(text, /OK: localhost accepted alice@example\.com with XOAUTH2 \(TLSv1\.3, \d+ ms\)\./);
      await page.treeItem(new RegExp(`${protocol}.*OK just now`)).waitFor();
      await page.closeNotifications();
    }
  });

  it('explains the refusal of a token that was revoked', async () => {
    const { page, authorizationServer } = scene;
    await authorizationServer.revokeAccessTokens();
    await page.run('Mail OAuth: Test IMAP');
    await page.notification(/IMAP: localhost /);
    const text = await page.output(/NO: localhost refused/);
    await page.screenshot('refused');
    assert.match(text, /the challenge says: \{"status":"401"/);
    // The token is fresh, so that it cannot have expired.
    assert.match(text, /It may have been revoked\./);
    assert.doesNotMatch(text, /expired or been revoked/);
    await page.treeItem(/IMAP.*refused just now/).waitFor();
    await page.closeNotifications();
  });

  it('saves the report of a refusal as Markdown without a token', async () => {
    const { page, directory } = scene;
    await page.run('Mail OAuth: Save Report');
    await page.pick('Which report?', 'IMAP');
    const file = path.join(directory, 'refused.md');
    await page.saveFile('Save Report', file);
    await page.page.locator('.tab').filter({ hasText: 'refused.md' }).waitFor();
    const report = await readFile(file, 'utf8');
    const preview = page.page.frameLocator('iframe.webview.ready').frameLocator('iframe[title]');
    await preview.locator('svg text').filter({ hasText: 'authenticate (' }).first().scrollIntoViewIfNeeded();
    await page.screenshot('report');
    assert.match(report, /^# IMAP authentication test of `localhost:\d+`$/m);
    assert.match(report, /\| Login \| failed \|/);
    assert.match(report, /```mermaid\ngantt/);
    for (const secret of scene.authorizationServer.secrets) assert.ok(!report.includes(secret));
  });

  it('performs the action of the diagnosis, and the login succeeds again', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Test IMAP');
    const refusal = await page.notification(/IMAP: localhost /);
    await refusal.getByRole('button', { name: 'Refresh and Test Again' }).click();
    await page.treeItem(/IMAP.*OK just now/).waitFor();
    await page.treeItem(new RegExp(`${user}.*expires in 59 min`)).waitFor();
    await page.treeAction(user, 'Test All Servers');
    await page.page
      .locator('.statusbar')
      .filter({ hasText: `IMAP, SMTP: OK, ${user} is accepted.` })
      .waitFor();
    await page.screenshot('refreshed');
    await page.closeNotifications();
  });

  it('compares the servers’ mechanisms in a table', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Compare Mechanisms');
    const text = await page.output(/^SMTP +OAUTHBEARER +on a separate line +ok/);
    await page.screenshot('compared');
    assert.match(text, /^Protocol +Mechanism +Credential +Result/m);
    await page.closeNotifications();
  });

  it('writes no token to logs, settings, state or output', async () => {
    // Untitled editors are backed up: that one holds the string because the user put it there.
    const found = await filesWithSecrets(scene.userDataDirectory, scene.authorizationServer.secrets, ['Backups']);
    assert.deepEqual(found, []);
    for (const secret of scene.authorizationServer.secrets) assert.ok(!scene.workbench.output().includes(secret));
  });

  it('removes the account after confirmation, and revokes its tokens', async () => {
    const { page, authorizationServer } = scene;
    await page.run('Mail OAuth: Remove Account');
    await page.page
      .locator('.monaco-dialog-box')
      .filter({ hasText: `Remove ${user}?` })
      .waitFor();
    await page.screenshot('remove');
    await page.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Revoke and Remove' }).click();
    await page.welcome();
    await page.screenshot('removed');
    assert.equal(await authorizationServer.liveRefreshTokens(), 0);
  });

  it('builds a string from a typed address and token in a new editor', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Generate XOAUTH2 String');
    await page.pick('Select an account for the XOAUTH2 string', 'Type an address and an access token');
    await page.type('Email address', walkThrough.user);
    await page.type('Access token', `Bearer ${walkThrough.token}`);
    await page.inputSays('word “Bearer”');
    await page.screenshot('typed');
    await page.type('word “Bearer”', walkThrough.token);
    await page.pick('Where do you want', 'Show in a New Editor');
    await page.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: /^dXNlcj14b2F1dGhAZ21haWwuY29t/ })
      .waitFor();
    const text = (await page.editorText()).trim();
    assert.equal(text, walkThrough.string);
  });

  it('checks the selected string and replaces it with the fixed one', async () => {
    const { page } = scene;
    // The editor that shows a string cannot be written to.
    await page.run('File: New Untitled Text File');
    await page.page.locator('.editor-instance .view-line').first().click();
    await page.page.keyboard.insertText(`"${walkThrough.string}`);
    await page.page.keyboard.press('Control+A');
    await page.run('Mail OAuth: Check SASL String');
    const warning = await page.notification(/quotation marks|base64/);
    await page.screenshot('checked');
    await warning.getByRole('button', { name: 'Replace Selection' }).click();
    await page.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: /^dXNlcj14b2F1dGhAZ21haWwuY29t/ })
      .waitFor();
    assert.equal((await page.editorText()).trim(), walkThrough.string);
  });

  it('asks for the user of a selected token and builds the string', async () => {
    const { page } = scene;
    await page.page.locator('.editor-instance .view-line').first().click();
    await page.page.keyboard.press('Control+A');
    await page.page.keyboard.type(walkThrough.token);
    await page.page.keyboard.press('Control+A');
    await page.run('Mail OAuth: Check SASL String');
    const warning = await page.notification(/This is an access token/);
    await warning.getByRole('button', { name: 'Build the String…' }).click();
    await page.screenshot('needs-user');
    await page.type('The email address of the mailbox', walkThrough.user);
    await page.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: /^dXNlcj14b2F1dGhAZ21haWwuY29t/ })
      .waitFor();
    assert.equal((await page.editorText()).trim(), walkThrough.string);
  });

  it('decodes a selected challenge', async () => {
    const { page } = scene;
    await page.page.locator('.editor-instance .view-line').first().click();
    await page.page.keyboard.press('Control+A');
    await page.page.keyboard.type(
      `+ ${Buffer.from('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}').toString('base64')}`,
    );
    await page.page.keyboard.press('Control+A');
    await page.run('Mail OAuth: Check SASL String');
    const answer = await page.notification(/a server’s error message.*"status":"400"/);
    await page.screenshot('challenge');
    await answer.getByRole('button', { name: 'Copy Decoded' }).click();
    await page.page.locator('.editor-instance .view-line').first().click();
    await page.page.keyboard.press('Control+A');
    await page.page.keyboard.press('Control+V');
    await page.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: /^\{"status":"400"/ })
      .waitFor();
  });
});
