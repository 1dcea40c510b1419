import assert from 'node:assert/strict';
import { mailScope } from '../support/authorization-server.js';
import { addAccount, beginAddAccount, consent, endAtFirstFailure, setScene, user, type Scene } from './scene.js';

/** What the wizard for accounts keeps, counts and notices. */
describe('the wizard', function () {
  this.timeout(180_000);
  endAtFirstFailure(this);
  let scene: Scene;

  before(async () => {
    scene = await setScene('wizard', { 'mailOAuth.redirect': 'relay', 'mailOAuth.relayUrl': 'http://127.0.0.1:1/' });
    await scene.setSettings({ 'mailOAuth.redirect': 'relay', 'mailOAuth.relayUrl': scene.relay.url });
    await scene.page.page.reload();
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  it('requires an address if the provider does, and warns of a scope without access to mail', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Add Account');
    await page.type('Email address', 'nobody');
    await page.find('Who runs the mailbox?', 'Google');
    await page.inputSays('Google identifies mailboxes by their email address');
    await page.screenshot('address');
    await page.type('Google identifies mailboxes', 'nobody@example.com');
    await page.pick('How do you provide the client?', 'Type the client ID');
    await page.page.locator('.quick-input-titlebar [aria-label="Open the Registration Page"]').waitFor();
    await page.screenshot('client-id');
    await page.type('Client ID', 'my-client');
    await page.type('Client secret', 'typed-secret-0123456789');
    const { text, title } = await page.proposed('Scopes');
    assert.equal(text, 'https://mail.google.com/');
    assert.match(title, /\((\d+)\/\1\)/, 'the last question is the last one that is counted');
    await page.accept('Scopes');
  });

  it('offers the URL for copying if the browser was not opened', async () => {
    const { page } = scene;
    await page.page.locator('.monaco-dialog-box').filter({ hasText: 'accounts.google.com' }).waitFor();
    await page.answerDialog('Cancel');
    await page.page.locator('.monaco-dialog-box').filter({ hasText: 'The browser was not opened' }).waitFor();
    await page.screenshot('not-opened');
    await page.answerDialog('Copy Address');
    await page.page.locator('.statusbar-item').filter({ hasText: 'Copied the address' }).waitFor();
    const waiting = await page.notification('Signing in to nobody@example.com');
    const copied = new URL(await page.clipboard(/^https:\/\/accounts\.google\.com\/o\/oauth2\/v2\/auth\?/));
    assert.equal(copied.searchParams.get('login_hint'), 'nobody@example.com');
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    await page.progressEnds('Signing in');
  });

  it('asks for the Microsoft tenant, and signs in there', async () => {
    const { page } = scene;
    await beginAddAccount(page, 'bob@contoso.test');
    await page.find('Who runs the mailbox?', 'Microsoft');
    await page.inputSays('The redirect URI to register is http://127.0.0.1:');
    await page.screenshot('redirect-uri-to-register');
    await page.type('Client ID', '11111111-2222-3333-4444-555555555555');
    assert.equal((await page.proposed('Tenant')).text, 'common');
    await page.type('Tenant', 'contoso.onmicrosoft.com');
    await page.type('Client secret', '');
    await page.accept('Scopes');
    await page.page.locator('.monaco-dialog-box').filter({ hasText: 'login.microsoftonline.com' }).waitFor();
    await page.answerDialog('Cancel');
    await page.answerDialog('Copy Address');
    await page.clipboard(
      /^https:\/\/login\.microsoftonline\.com\/contoso\.onmicrosoft\.com\/oauth2\/v2\.0\/authorize\?/,
    );
    await page.page.locator('.notification-toast').getByRole('button', { name: 'Cancel' }).first().click();
    await page.progressEnds('Signing in');
  });

  it('keeps the input when the user goes back or cancels', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Add Account');
    await page.type('Email address', 'somebody');
    await page.find('Who runs the mailbox?', 'Google');
    await page.type('Google identifies mailboxes', 'somebody@example.com');
    await page.pick('How do you provide the client?', 'Type the client ID');
    await page.type('Client ID', 'my-other-client');
    await page.inputSays('Client secret');
    await page.back();
    assert.equal((await page.accept('Client ID')).text, 'my-other-client');
    await page.type('Client secret', 'typed-secret-0123456789');
    await page.typeOnly('Scopes', 'bob@gmail.com');
    await page.inputSays('None of these scopes opens a mailbox at Google');
    await page.screenshot('odd-scope');
    await page.escape();
    await page.run('Mail OAuth: Add Account');
    const { text, title } = await page.accept('Email address');
    assert.equal(text, 'somebody');
    assert.match(title, /\(1\)/, 'what the address leads to decides how many questions there are');
    await page.acceptPick('Who runs the mailbox?');
    assert.equal((await page.accept('Email address of the mailbox at Google')).text, 'somebody@example.com');
    await page.acceptPick('How do you provide the client?');
    assert.equal((await page.accept('Client ID')).text, 'my-other-client');
    await page.inputSays('Client secret');
    assert.equal((await page.accept('Client secret')).text, '', 'no secret is kept');
    await page.escape();
  });

  it('detects a duplicate account', async () => {
    const { page } = scene;
    await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    const browser = await addAccount(scene, page, user, mailScope);
    await consent(browser, user);
    await page.notification(`Signed in to ${user}`);
    await page.closeNotifications();
    const again = addAccount(scene, page, user, mailScope);
    await page.page.locator('.monaco-dialog-box').filter({ hasText: 'is already in the list' }).waitFor();
    await page.screenshot('same-account');
    await page.answerDialog('Keep Both');
    await (await again).close();
    await page.page.locator('.notification-toast').getByRole('button', { name: 'Cancel' }).first().click();
    await page.treeItem(/expires in/).waitFor();
    await page.treeItem(/not signed in/).waitFor();
  });

  it('says at once where a provider supports no OAuth, and looks nothing up', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Add Account');
    await page.type('Email address', 'alice@icloud.com');
    const reason = await page.notification('iCloud does not offer OAuth to third-party apps.');
    await page.screenshot('no-oauth');
    await reason.getByRole('button', { name: 'Enter It Myself' }).click();
    await page.choice('Google');
    await page.escape();
  });
});
