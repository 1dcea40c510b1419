import assert from 'node:assert/strict';
import { publicClient } from '../support/authorization-server.js';
import { beginAddAccount, consent, endAtFirstFailure, setScene, user, type Scene } from './scene.js';

/** A token of another user, and a test message, in a workbench. The tests follow one another. */
describe('the owner of a token and a test message', function () {
  this.timeout(120_000);
  endAtFirstFailure(this);
  let scene: Scene;

  before(async () => {
    scene = await setScene('owner', { 'mailOAuth.showResult': 'output' });
    await scene.page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await scene.page.welcome();
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  it('warns that the browser signed in as another user', async () => {
    const { page, dovecot } = scene;
    await beginAddAccount(page, 'bob@example.com');
    await page.find('Who runs the mailbox?', 'Other');
    await page.pick('How do you want to set up the authorization server?', 'By its issuer URL');
    await page.type('Issuer URL', scene.authorizationServer.issuer);
    await page.type('Client ID', publicClient.clientId);
    await page.type('Client secret', '');
    await page.type('Scopes', 'openid https://mail.google.com/');
    await page.type('IMAP server', `localhost:${dovecot.ports.imaps}`);
    await page.pick('How is the connection', 'Implicit TLS');
    await page.type('SMTP server', `localhost:${dovecot.ports.submission}`);
    const browser = await page.opens(() => page.pick('How is the connection', 'STARTTLS'));
    await consent(browser, user);
    await page.notification(`The browser signed in as ${user}, but this account is bob@example.com.`);
    await page.closeNotifications();
  });

  it('sets the user to the token’s owner with a button, and the login succeeds', async () => {
    const { page, dovecot } = scene;
    await page.run('Mail OAuth: Edit Account');
    await page.pick('What do you want to change?', 'CA file');
    await page.chooseFile('Certificate authorities', dovecot.caFile);
    await page.choice(dovecot.caFile);
    await page.escape();
    await page.run('Mail OAuth: Test IMAP');
    const refusal = await page.notification(`The token belongs to ${user}, not bob@example.com.`);
    await page.screenshot('other-user');
    await refusal.getByRole('button', { name: `Set User to ${user}` }).click();
    await page.treeItem(user).waitFor();
    await page.output(new RegExp(`OK: localhost accepted ${user}`));
    await page.closeNotifications();
  });

  it('asks before it sends a test message, and sends one', async () => {
    const { page, dovecot } = scene;
    const question = page.page.locator('.monaco-dialog-box').filter({ hasText: `Send one message from ${user}` });
    await page.run('Mail OAuth: Send a Test Message');
    await question.waitFor();
    await page.screenshot('send-message');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    assert.equal(dovecot.messages.length, 0);
    await page.run('Mail OAuth: Send a Test Message');
    await question.getByRole('button', { name: 'Send' }).click();
    await page.output(/Message +ok/);
    assert.equal(dovecot.messages.length, 1);
    assert.match(dovecot.messages[0] ?? '', /^To: <alice@example\.com>$/m);
  });
});
