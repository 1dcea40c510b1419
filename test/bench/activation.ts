import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from '../support/browser.js';
import { installExtension, installWorkbench, startWorkbench } from '../support/code-server.js';
import { chromiumNeed, compilerNeed, install } from '../support/install.js';

/**
 * Opens the packaged extension in a real workbench and reads what VS Code itself measured of its
 * activation, from “Developer: Show Running Extensions”’s source: the startup performance view.
 */
export async function measureActivation(): Promise<{ readonly loadMs: number; readonly activateMs: number }> {
  await install([chromiumNeed, compilerNeed]);
  await installWorkbench();
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-bench-'));
  const folder = path.join(directory, 'folder');
  const userDataDirectory = path.join(directory, 'data');
  const extensionsDirectory = path.join(directory, 'extensions');
  await mkdir(folder);
  await installExtension('dist/xoauth2.vsix', userDataDirectory, extensionsDirectory);
  const workbench = await startWorkbench({ userDataDirectory, extensionsDirectory, folder });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
    await page.goto(workbench.url);
    await page.locator('.activitybar [aria-label^="Mail OAuth"]').first().click();
    await page.locator('.welcome-view-content .monaco-button').waitFor();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill('>Developer: Show Running Extensions');
    await page.locator('.quick-input-widget .monaco-list-row').first().click();
    const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Mail OAuth' }).first();
    await row.waitFor();
    const text = await row.innerText();
    const activateMs = Number(/Activation: (\d+)ms/.exec(text)?.[1] ?? NaN);
    return { loadMs: NaN, activateMs };
  } finally {
    await browser.close();
    await workbench.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
