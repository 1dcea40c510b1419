import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { startSandbox } from '../../src/index.js';
import { resultPage, type ResultPageInput } from '../../src/report/html.js';
import { launchBrowser } from '../support/browser.js';
import { sandboxPage } from '../support/page-input.js';
import { themes } from '../support/theme-variables.js';

/** Stands for the editor around the webview: it keeps the state and notes the messages. */
const editorApi = `
  globalThis.messages = [];
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => globalThis.messages.push(message),
    getState: () => globalThis.saved,
    setState: (state) => { globalThis.saved = state; },
  });
`;

const axe = readFileSync(createRequire(`${process.cwd()}/`).resolve('axe-core/axe.min.js'), 'utf8');

/** The page in Chromium, by itself: what the editor around it adds is tested end to end. */
describe('the result page in a browser', function () {
  this.timeout(60_000);
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let browser: Browser;
  const inputs = new Map<string, ResultPageInput>();

  before(async () => {
    sandbox = await startSandbox();
    for (const name of ['alice', 'smtp-disabled', 'other-user']) inputs.set(name, await sandboxPage(sandbox, name));
    browser = await launchBrowser();
    await mkdir('out/screenshots', { recursive: true });
  });

  after(async () => {
    await browser.close();
    await sandbox.stop();
  });

  async function open(
    name: string,
    {
      theme,
      width = 900,
      height = 900,
      script = true,
    }: { theme?: keyof typeof themes; width?: number; height?: number; script?: boolean } = {},
  ): Promise<Page> {
    const input = inputs.get(name);
    assert.ok(input);
    const text = editorApi + readFileSync('dist/result-page.js', 'utf8');
    const file = `out/screenshots/page-${name}.html`;
    await writeFile(file, resultPage(input, script ? { text, nonce: 'n0nce', accountId: 'account-1' } : undefined));
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.goto(`file://${process.cwd()}/${file}`);
    assert.deepEqual(problems, [], 'neither the policy nor the script complains');
    if (theme !== undefined) {
      for (const [variable, value] of Object.entries(themes[theme])) {
        await page.evaluate(`document.documentElement.style.setProperty('--vscode-${variable}', '${value}')`);
      }
    }
    return page;
  }

  async function findings(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate<string[]>(`axe.run().then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`);
  }

  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    it(`passes axe-core in the theme ${theme}, in every tab, with all parts unfolded`, async () => {
      const page = await open('smtp-disabled', { theme });
      for (const tab of ['imap', 'smtp', 'oauth', 'compare']) {
        await page.locator(`[data-tab=${tab}]`).click();
        await page.evaluate(`for (const part of document.querySelectorAll('details')) part.open = true`);
        assert.deepEqual(await findings(page), [], tab);
      }
      await page.locator('[data-tab=smtp]').click();
      await page.evaluate(
        `for (const part of document.querySelectorAll('.reproduce details')) part.open = false; scrollTo(0, 0)`,
      );
      await page.screenshot({ path: `out/screenshots/page-${theme.replaceAll(' ', '-')}.png`, fullPage: true });
      await page.context().close();
    });
  }

  it('passes axe-core as a saved file, without scripts', async () => {
    const page = await open('other-user', { script: false });
    await page.evaluate(`for (const part of document.querySelectorAll('details')) part.open = true`);
    assert.deepEqual(await findings(page), []);
    assert.equal(await page.locator('script').count(), 0);
    assert.equal(await page.locator('button').count(), 0, 'nothing to press that does nothing');
    assert.equal(await page.locator('[data-panel]:visible').count(), 5);
    await page.context().close();
  });

  for (const [what, size] of [
    ['400 px wide', { width: 400, height: 900 }],
    ['at 200 % zoom of a small window', { width: 640, height: 400 }],
  ] as const) {
    it(`needs no horizontal scrolling ${what}`, async () => {
      const page = await open('smtp-disabled', { theme: 'dark', ...size });
      for (const tab of ['imap', 'smtp', 'oauth', 'compare']) {
        await page.locator(`[data-tab=${tab}]`).click();
        await page.evaluate(`for (const part of document.querySelectorAll('details')) part.open = true`);
        const [scroll, client] = await page.evaluate<[number, number]>(
          `[document.documentElement.scrollWidth, document.documentElement.clientWidth]`,
        );
        assert.ok(scroll <= client, `${tab}: ${scroll} of ${client}`);
      }
      await page.locator('[data-tab=smtp]').click();
      await page.screenshot({ path: `out/screenshots/page-${size.width}.png`, fullPage: true });
      await page.context().close();
    });
  }

  it('opens with the most severe result, and is usable by keyboard alone', async () => {
    const page = await open('smtp-disabled');
    const focused = () => page.evaluate<string>(`document.activeElement.innerText.replace(/\\s+/g, ' ').trim()`);
    await page.keyboard.press('Tab');
    assert.match(await focused(), /^SMTP .* refused$/);
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(), /^POP3/);
    await page.keyboard.press('ArrowLeft');
    const order = [];
    for (let count = 0; count < 8; count++) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    assert.match(order[0] ?? '', /^aka\.ms/, 'the page that the diagnosis rests on');
    assert.deepEqual(order.slice(1, 7), [
      'Open aka.ms',
      'Test Again',
      'Compare Mechanisms',
      'Save Report…',
      'Copy Report',
      'Show Log',
    ]);
    await page.getByRole('button', { name: 'Open aka.ms' }).press('Enter');
    await page.getByRole('list', { name: 'Authentication' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+C');
    const [ready, action, copied] = await page.evaluate<{ type: string; action?: string; text?: string }[]>('messages');
    assert.equal(ready?.type, 'ready');
    assert.match(action?.action ?? '', /"open-page"/);
    assert.match(copied?.text ?? '', /^\d+ ms C: AUTH XOAUTH2 <user=/);
    await page.context().close();
  });

  it('has headings in reading order', async () => {
    const page = await open('smtp-disabled');
    const headings = await page.evaluate<string[]>(
      `[...document.querySelectorAll('h1, h2, h3, h4')].filter((one) => one.checkVisibility()).map((one) => one.tagName + ' ' + one.innerText.replace(/\\s+/g, ' ').trim())`,
    );
    assert.deepEqual(headings, [
      'H1 Mail test: smtp-disabled@sandbox.test',
      'H2 SMTP ✖ refused',
      'H3 Timing',
      'H3 Token',
      'H3 String',
      'H3 Transcript',
      'H3 Connection',
      'H3 History',
      'H4 Changes since the last OK',
      'H3 Reproduce',
    ]);
    await page.context().close();
  });

  it('links bars to lines and lines to diagnoses, and finds text', async () => {
    const page = await open('smtp-disabled');
    await page.locator('[data-panel=smtp]').getByRole('link', { name: 'TLS' }).click();
    assert.equal(await page.locator('#smtp-lines-tls').getAttribute('open'), '');
    await page.locator('[data-panel=smtp] .found a').click();
    assert.equal(await page.evaluate('document.activeElement.id'), 'smtp-meaning-0');
    await page.getByRole('searchbox', { name: 'Filter' }).fill('5.7.139');
    assert.equal(await page.locator('#smtp-steps li:visible').count(), 1);
    assert.equal(await page.locator('[data-matches=smtp]').innerText(), '1');
    await page.context().close();
  });

  it('stores only account and tab in its state', async () => {
    const page = await open('alice');
    await page.locator('[data-tab=oauth]').click();
    assert.deepEqual(await page.evaluate('saved'), {
      accountId: 'account-1',
      user: 'alice@sandbox.test',
      tab: 'oauth',
    });
    await page.context().close();
  });
});
