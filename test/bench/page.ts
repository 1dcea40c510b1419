import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { resultPage } from '../../src/report/html.js';
import { toJson } from '../../src/report/json.js';
import { launchBrowser } from '../support/browser.js';
import { sampleReport } from '../support/sample-report.js';
import { median } from './median.js';

const lineCount = 10_000;
const lineLength = 100;

/** Prints what the page of a conversation of 1 MB costs: to make it, and to open it in a browser. */
export async function measurePage(rounds = 5): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-page-'));
  const browser = await launchBrowser();
  try {
    const script = await readFile('dist/result-page.js', 'utf8');
    const making: number[] = [];
    const scripting: number[] = [];
    const heaps: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const text = `globalThis.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });${script}`;
      const page = resultPage(longPage(), { text, nonce: 'nonce', accountId: 'account' });
      making.push(Math.round(performance.now() - start));
      const file = path.join(directory, 'page.html');
      await writeFile(file, page);
      const opened = await browser.newPage();
      const session = await opened.context().newCDPSession(opened);
      await session.send('Performance.enable');
      await opened.goto(`file://${file}`);
      const { metrics } = await session.send('Performance.getMetrics');
      const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
      scripting.push(Math.round(metric('ScriptDuration') * 1000));
      heaps.push(metric('JSHeapUsedSize') / 1024 / 1024);
      await opened.close();
    }
    console.log(`The result page of a conversation of ${(lineCount * lineLength) / 1e6} MB, medians of ${rounds}:`);
    console.log(`  making it: ${median(making)} ms (goal: at most 200 ms)`);
    console.log(`  its script in Chromium: ${median(scripting)} ms (goal: at most 200 ms)`);
    console.log(`  memory of its scripts and nodes: ${median(heaps).toFixed(1)} MB (goal: at most 50 MB)`);
  } finally {
    await browser.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function longPage() {
  const report = toJson({
    ...sampleReport({ line: 'A1 NO [AUTHENTICATIONFAILED] Invalid credentials' }),
    transcript: Array.from({ length: lineCount }, (_, at) => ({
      at,
      direction: 'server' as const,
      phase: 'authenticate' as const,
      text: `* ${'x'.repeat(lineLength - 2)}`,
    })),
  });
  return { user: report.user, reports: [report], now: Date.now() };
}
