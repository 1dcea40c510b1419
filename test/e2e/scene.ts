import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Suite } from 'mocha';
import type { BrowserContext, Page } from 'playwright-core';
import { mailScope, publicClient, startAuthorizationServer } from '../support/authorization-server.js';
import { launchBrowser } from '../support/browser.js';
import { installExtension, startWorkbench, type Workbench } from '../support/code-server.js';
import { startDovecot } from '../support/dovecot.js';
import { startRelay } from '../support/relay.js';
import { WorkbenchPage } from '../support/workbench-page.js';

export const user = 'alice@example.com';

export type Scene = Awaited<ReturnType<typeof setScene>>;

/**
 * Skips the rest of a suite whose tests follow one another after one has failed. Mocha's own `bail` goes by the
 * failures of all suites together, so that the suites after it would not run at all.
 */
export function endAtFirstFailure(suite: Suite): void {
  let failed = false;
  suite.beforeEach(function () {
    if (failed) this.skip();
  });
  suite.afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
}

/** The packaged extension in a real workbench from an empty profile, with real servers beside it. */
export async function setScene(name: string, settings: Record<string, unknown> = {}) {
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-e2e-'));
  const folder = path.join(directory, 'folder');
  const userDataDirectory = path.join(directory, 'data');
  const extensionsDirectory = path.join(directory, 'extensions');
  await mkdir(folder);
  await writeSettings(userDataDirectory, settings);
  await installExtension('dist/xoauth2.vsix', userDataDirectory, extensionsDirectory);
  const workbench: Workbench = await startWorkbench({ userDataDirectory, extensionsDirectory, folder });
  const editorOrigin = new URL(workbench.url).origin;
  const relay = await startRelay(() => editorOrigin);
  const seen = new Set<string>();
  const authorizationServer = await startAuthorizationServer({
    allowRedirect: (uri) => {
      seen.add(uri);
      return uri === relay.url || (uri.startsWith(`${editorOrigin}/`) && new URL(uri).pathname.endsWith('/callback'));
    },
  });
  const dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
  const browser = await launchBrowser();
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    // The authorization server of a test may have a certificate of its own authority.
    ignoreHTTPSErrors: true,
  });
  context.setDefaultTimeout(20_000);
  const page = await WorkbenchPage.open(context, workbench.url, name);
  return {
    directory,
    userDataDirectory,
    workbench,
    relay,
    authorizationServer,
    dovecot,
    page,
    context,
    /** The redirect URIs that the authorization server was asked for. */
    redirects: seen,
    setSettings: (values: Record<string, unknown>) => writeSettings(userDataDirectory, values),
    stop: async () => {
      await browser.close();
      await workbench.stop();
      await relay.stop();
      await dovecot.stop();
      await authorizationServer.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function writeSettings(userDataDirectory: string, values: Record<string, unknown>): Promise<void> {
  await mkdir(path.join(userDataDirectory, 'User'), { recursive: true });
  const settings = {
    'workbench.startupEditor': 'none',
    'workbench.colorTheme': 'Default Dark Modern',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    // Its notification, "Over 20 ports have been automatically forwarded", is not the extension's.
    'remote.autoForwardPorts': false,
    // The authorization server of the scene allows it.
    'mailOAuth.redirect': 'direct',
    ...values,
  };
  await writeFile(path.join(userDataDirectory, 'User', 'settings.json'), JSON.stringify(settings));
}

/** Logs in and consents on the authorization server's own pages, and goes back to the workbench's tab. */
export async function consent(page: Page, login: string): Promise<void> {
  await page.bringToFront();
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: /continue/i }).click();
  await page.context().pages()[0]?.bringToFront();
}

/** Begins Add Account, and leaves the lookup of the address out. */
export async function beginAddAccount(page: WorkbenchPage, email: string): Promise<void> {
  await page.run('Mail OAuth: Add Account');
  await page.type('Email address', email);
  await page.answerDialog('Enter It Myself');
}

/**
 * Answers all questions of Add Account for a mailbox of the scene's authorization server.
 *
 * @returns the browser's page that the sign-in opens
 */
export async function addAccount(
  scene: Scene,
  page: WorkbenchPage,
  email: string,
  scopes: string,
  imapServer = '',
  client: { readonly clientId: string; readonly clientSecret?: string } = publicClient,
): Promise<Page> {
  await beginAddAccount(page, email);
  await page.find('Who runs the mailbox?', 'Other');
  await page.pick('How do you want to set up the authorization server?', 'By its issuer URL');
  await page.type('Issuer URL', scene.authorizationServer.issuer);
  await page.type('Client ID', client.clientId);
  await page.type('Client secret', client.clientSecret ?? '');
  await page.type('Scopes', scopes);
  await page.type('IMAP server', imapServer);
  if (imapServer === '') await page.type('POP3 server', '');
  else await page.pick('How is the connection', 'Implicit TLS');
  return page.opens(() => page.type('SMTP server', ''));
}

/** The authorization server's cookies only: others hold the key of the secret storage. */
export async function forgetLogins(scene: Scene): Promise<void> {
  await scene.context.clearCookies({ name: /^_(?:session|interaction)/ });
}
