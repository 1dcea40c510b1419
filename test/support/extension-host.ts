import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { startExtensionTestHost } from './code-server.js';

/**
 * Calls `run()` of a module inside a real extension host, with this extension beside it, unpacked. It
 * resolves when `run()` has ended, however it did.
 *
 * @param module the module's path from the root of the repository, without `.js`
 * @param log hears what the module logs
 */
export async function runInExtensionHost(module: string, log: (line: string) => void): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'mail-oauth-host-'));
  const folder = path.join(directory, 'folder');
  mkdirSync(folder);
  const host = await startExtensionTestHost({
    extensionPath: process.cwd(),
    testsPath: path.resolve(module),
    folder,
    dataDirectory: path.join(directory, 'data'),
  });
  const browser = await launchBrowser();
  try {
    await runInPage(browser, host.url, log);
  } finally {
    await browser.close();
    await host.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The extension host belongs to a page of the workbench, which tells through these two functions. */
async function runInPage(browser: Browser, url: string, log: (line: string) => void): Promise<void> {
  const page = await browser.newPage();
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('The extension host did not finish within 5 minutes.')), 300_000);
    const exit = () => {
      clearTimeout(limit);
      resolve();
    };
    void page
      .exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
        const line = args.map(String).join(' ');
        // The workbench from npm lacks native modules that nothing here needs, and says so at length.
        if (!line.includes('Could not locate the bindings file')) log(line);
      })
      .then(() => page.exposeFunction('codeAutomationExit', exit))
      .then(() => page.goto(url))
      .catch(reject);
  });
}
