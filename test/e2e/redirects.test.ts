import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { filesWithSecrets } from '../support/secret-search.js';
import { beginAddAccount, addAccount, consent, forgetLogins, setScene, user, type Scene } from './scene.js';

/** Every way that a sign-in comes back, and how it can go wrong. The tests follow one another. */
describe('a redirect', function () {
  this.timeout(120_000);
  let scene: Scene;

  before(async () => {
    scene = await setScene('redirects');
    const { page } = scene;
    await page.page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await page.welcome();
    const browser = await addAccount(scene, page, user, 'https://mail.google.com/');
    await browser.close();
    await cancel();
  });

  after(() => scene.stop());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  /** Settings are read when the window loads: this workbench does not watch their file. */
  const force = async (settings: Record<string, unknown>) => {
    await scene.setSettings(settings);
    await scene.page.page.reload();
    await scene.page.treeItem(user).waitFor();
  };
  const signIn = async () => {
    await forgetLogins(scene);
    return scene.page.opens(() => scene.page.run('Mail OAuth: Sign In'));
  };
  const cancel = async () => {
    await scene.page.page.locator('.notification-toast').getByRole('button', { name: 'Cancel' }).click();
    await scene.page.progressEnds('Signing in');
  };
  const success = async () => {
    await scene.page.notification(`Signed in to ${user}`);
    await scene.page.closeNotifications();
  };
  const lastRedirect = () => [...scene.redirects].at(-1) ?? '';

  it('with an error ends the wait at once with an explanation', async () => {
    const browser = await signIn();
    await browser.getByRole('link', { name: /cancel/i }).click();
    const refusal = await scene.page.notification(/Access was denied on the sign-in page.*allow access/);
    await scene.page.progressEnds('Signing in');
    await scene.page.screenshot('denied');
    const again = await scene.page.opens(() => refusal.getByRole('button', { name: 'Try Again' }).click());
    await consent(again, user);
    await success();
  });

  it('that never comes, because the page shows an error, is explained during the wait', async () => {
    const { page } = scene;
    const browser = await signIn();
    const waiting = await page.notification('Signing in to');
    await waiting.getByRole('link', { name: 'The page shows an error' }).click();
    await page.choice('Something else…');
    await page.screenshot('page-errors');
    await page.choose('The redirect URI does not match');
    const dialog = page.page.locator('.monaco-dialog-box').filter({ hasText: lastRedirect() });
    await dialog.waitFor();
    await page.screenshot('page-error-explained');
    await page.answerDialog('Copy Redirect URI');
    await page.page.locator('.statusbar-item').filter({ hasText: 'Copied' }).waitFor();
    assert.equal(await page.page.evaluate('navigator.clipboard.readText()'), lastRedirect());
    await consent(browser, user);
    await success();
  });

  it('arrives through a relay page', async () => {
    await force({ 'mailOAuth.redirect': 'relay', 'mailOAuth.relayUrl': scene.relay.url });
    await consent(await signIn(), user);
    await success();
    assert.equal(lastRedirect(), scene.relay.url);
  });

  it('arrives over loopback, with a result page', async () => {
    await force({ 'mailOAuth.redirect': 'loopback' });
    const browser = await signIn();
    await consent(browser, user);
    await success();
    assert.match(browser.url(), /^http:\/\/127\.0\.0\.1:\d+\/callback\?/);
    assert.match(await browser.locator('body').innerText(), /Signed in to alice@example\.com/);
  });

  it('arrives over loopback after a reload of the window', async () => {
    const browser = await signIn();
    await scene.page.page.reload();
    await scene.page.treeItem(user).waitFor();
    await consent(browser, user);
    await success();
    assert.match(await browser.locator('body').innerText(), /Signed in to alice@example\.com/);
  });

  it('with an error after a reload can be saved as a report and retried', async () => {
    const browser = await signIn();
    await scene.page.page.reload();
    await scene.page.treeItem(user).waitFor();
    await browser.getByRole('link', { name: /cancel/i }).click();
    const refusal = await scene.page.notification(/Access was denied on the sign-in page/);
    await refusal.getByRole('button', { name: 'Save Report…' }).waitFor();
    await scene.page.screenshot('denied-after-reload');
    const again = await scene.page.opens(() => refusal.getByRole('button', { name: 'Try Again' }).click());
    await consent(again, user);
    await success();
  });

  it('is pasted if nothing else works', async () => {
    await force({ 'mailOAuth.redirect': 'paste' });
    const browser = await signIn();
    const ended = redirectOf(browser);
    await consent(browser, user).catch(() => undefined);
    const address = await ended;
    await browser.close();
    await scene.page.screenshot('paste');
    await scene.page.type('Sign in with the browser', address);
    await success();
  });

  it('is accepted after a reload of the window', async () => {
    await force({ 'mailOAuth.redirect': 'paste' });
    const browser = await signIn();
    const ended = redirectOf(browser);
    await consent(browser, user).catch(() => undefined);
    const address = await ended;
    await scene.page.page.reload();
    await scene.page.treeItem(user).waitFor();
    await scene.page.run('Mail OAuth: Finish Sign-In');
    await scene.page.type('Sign in with the browser', address);
    await success();
    await scene.page.run('Mail OAuth: Finish Sign-In');
    await scene.page.type('Sign in with the browser', address);
    await scene.page.notification(/does not match a pending sign-in/);
    await scene.page.screenshot('used-state');
    await scene.page.closeNotifications();
  });

  it('is requested with the exact URL, whatever characters it contains', async () => {
    const address = 'https://login.example.com/authorize?p=a%26b%2Bc';
    await scene.context.route('https://login.example.com/**', (route) => route.fulfill({ body: 'asked' }));
    await force({ 'mailOAuth.redirect': 'direct' });
    const { page } = scene;
    await beginAddAccount(page, 'user+tag@example.com');
    await page.find('Who runs the mailbox?', 'Other');
    await page.pick('How do you want to set up the authorization server?', 'By its endpoints');
    await page.type('Authorization endpoint', address);
    await page.type('Token endpoint', 'https://login.example.com/token');
    await page.type('Client ID', 'client');
    await page.type('Client secret', '');
    await page.type('Scopes', 'https://mail.google.com/');
    await page.type('IMAP server', '');
    await page.type('POP3 server', 'pop.example.com');
    const asked = scene.context.waitForEvent('request', {
      predicate: (request) => request.url().startsWith('https://login.example.com/'),
      timeout: 60_000,
    });
    await page.type('SMTP server', '');
    page.confirmIfAsked('Open');
    const url = (await asked).url();
    await cancel();
    await page.unfold(/user\+tag@example\.com/);
    await page.treeItem(/POP3.*pop\.example\.com:995/).waitFor();
    assert.ok(url.startsWith(`${address}&`), url);
    assert.equal(new URL(url).searchParams.get('login_hint'), 'user+tag@example.com');
    assert.match(new URL(url).searchParams.get('redirect_uri') ?? '', /\/callback\?vscode-reqid=\d+&vscode-scheme=/);
  });

  it('is requested from Google with the client of the console’s file and the parameters for a refresh token', async () => {
    const file = path.join(scene.directory, 'client_secret_1-a.apps.googleusercontent.com.json');
    const client = {
      client_id: '1-a.apps.googleusercontent.com',
      client_secret: 'GOCSPX-made-up-secret',
      redirect_uris: ['http://localhost'],
    };
    await writeFile(file, JSON.stringify({ installed: client }));
    await scene.context.route('https://accounts.google.com/**', (route) => route.fulfill({ body: 'asked' }));
    await force({ 'mailOAuth.redirect': 'loopback' });
    const { page } = scene;
    await page.run('Mail OAuth: Add Account');
    await page.type('Email address', 'bob@gmail.com');
    await page.pick('How do you provide the client?', 'Choose the client_secret');
    const asked = scene.context.waitForEvent('request', (request) =>
      request.url().startsWith('https://accounts.google.com/'),
    );
    await page.chooseFile('Client file', file);
    const url = new URL((await asked).url());
    await cancel();
    assert.equal(url.origin + url.pathname, 'https://accounts.google.com/o/oauth2/v2/auth');
    const { client_id, access_type, prompt, scope, redirect_uri } = Object.fromEntries(url.searchParams);
    assert.deepEqual(
      [client_id, access_type, prompt, scope],
      [client.client_id, 'offline', 'consent', 'https://mail.google.com/'],
    );
    assert.match(redirect_uri ?? '', /^http:\/\/127\.0\.0\.1:\d+\/$/);
    assert.ok(!url.href.includes(client.client_secret));
    await page.unfold(/bob@gmail\.com/);
    await page.treeItem(/IMAP.*imap\.gmail\.com:993/).waitFor();
    await page.screenshot('google');
    await scene.context.route('https://myaccount.google.com/**', (route) => route.fulfill({ body: 'connections' }));
    await page.run('Mail OAuth: Revoke Access');
    await page.choose('bob@gmail.com');
    page.confirmIfAsked('Open');
    const connections = await page.opens(() => page.answerDialog('Open the Provider’s Page'));
    assert.equal(connections.url(), 'https://myaccount.google.com/connections');
    await connections.close();
    assert.deepEqual(await filesWithSecrets(scene.userDataDirectory, [client.client_secret]), []);
  });

  it('writes no code or token to logs, settings, state or output', async () => {
    assert.deepEqual(await filesWithSecrets(scene.userDataDirectory, scene.authorizationServer.secrets), []);
    for (const secret of scene.authorizationServer.secrets) assert.ok(!scene.workbench.output().includes(secret));
  });
});

/** The redirect that a page is sent to, where nothing answers it. */
function redirectOf(browser: Page): Promise<string> {
  return browser
    .waitForEvent('request', (request) => request.url().includes('state=') && request.url().includes('code='))
    .then((request) => request.url());
}
