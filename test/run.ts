import { existsSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { cancelable } from '../tools/setup/cancelable.mjs';
import { installWorkbench } from './support/code-server.js';
import { runInExtensionHost } from './support/extension-host.js';
import {
  chromiumNeed,
  compilerNeed,
  dovecotNeed,
  foreignClientNeeds,
  install,
  opensslNeed,
  postfixNeed,
  type Need,
} from './support/install.js';
import type { Report } from './support/reporter.js';

/*
 * Runs the suites named on the command line, or all of them. The last line is their sum, taken from
 * mocha's own reports: `N passed, N failed`. A suite that did not run counts as a failure.
 */

interface Suite {
  readonly needs: readonly Need[];
  readonly workbench?: boolean;
  readonly run: () => Promise<Report>;
}

const tsc = 'node_modules/typescript/bin/tsc';
const nothing: Report = { passes: 0, failures: 0, pending: 0 };
const failed: Report = { ...nothing, failures: 1 };

const suites: Record<string, Suite> = {
  typecheck: {
    needs: [],
    // src/sasl once more by itself, and src/webview only by itself, without the types of Node.js.
    run: async () => {
      const projects = [[], ['-p', 'src/sasl'], ['-p', 'src/webview']];
      let total = nothing;
      for (const project of projects) total = sum(total, await check([tsc, '--noEmit', ...project]));
      return total;
    },
  },
  lint: { needs: [], run: () => check(['node_modules/eslint/bin/eslint.js', '.']) },
  format: { needs: [], run: () => check(['node_modules/prettier/bin/prettier.cjs', '--check', '.']) },
  unit: { needs: [], run: () => mocha('unit', 10_000) },
  cases: { needs: [opensslNeed], run: () => mocha('cases', 20_000) },
  integration: {
    needs: [dovecotNeed, postfixNeed, ...foreignClientNeeds, opensslNeed, chromiumNeed],
    run: async () => ((await build()) ? mocha('integration', 60_000) : failed),
  },
  host: {
    needs: [chromiumNeed, compilerNeed],
    workbench: true,
    run: async () => ((await build()) ? hostSuite() : failed),
  },
  e2e: {
    needs: [chromiumNeed, compilerNeed, dovecotNeed, opensslNeed],
    workbench: true,
    run: async () => ((await packageVsix()) ? mocha('e2e', 180_000) : failed),
  },
};

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const names = asked.length === 0 ? Object.keys(suites) : asked;
  rmSync('out/reports', { recursive: true, force: true });
  let total = nothing;
  for (const name of names) total = sum(total, await runSuite(name));
  console.log(
    `\n${total.passes} passed, ${total.failures} failed${total.pending === 0 ? '' : `, ${total.pending} skipped`}`,
  );
  process.exitCode = total.failures === 0 ? 0 : 1;
}

async function runSuite(name: string): Promise<Report> {
  const suite = suites[name];
  if (suite === undefined) {
    console.log(`There is no suite ${name}; there are ${Object.keys(suites).join(', ')}.`);
    return failed;
  }
  console.log(`\n== ${name}`);
  const begun = Date.now();
  const missing = await install(suite.needs);
  if (missing.length > 0) return leaveOut(name, missing);
  if (suite.workbench === true && !(await hasWorkbench())) return failed;
  const report = await suite.run();
  console.log(`== ${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return report;
}

/** Where there are no rights to install, a developer still gets the rest; CI does not. */
function leaveOut(name: string, missing: readonly string[]): Report {
  console.log(`${name} is left out: install ${missing.join(', ')} (Debian packages) to run it.`);
  return process.env['CI'] === undefined ? nothing : failed;
}

async function hasWorkbench(): Promise<boolean> {
  try {
    await installWorkbench();
    return true;
  } catch (error) {
    console.log((error as Error).message);
    return false;
  }
}

function sum(a: Report, b: Report): Report {
  return { passes: a.passes + b.passes, failures: a.failures + b.failures, pending: a.pending + b.pending };
}

async function check(args: readonly string[]): Promise<Report> {
  return (await execute(process.execPath, args)) ? nothing : failed;
}

const build = () => execute(process.execPath, ['esbuild.js']);
const packageVsix = () => execute('npm', ['run', '--silent', 'package']);

function execute(program: string, args: readonly string[]): Promise<boolean> {
  return cancelable((signal) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    signal.addEventListener('abort', () => child.kill());
    return new Promise((resolve) => child.once('close', (status) => resolve(status === 0)));
  });
}

async function mocha(name: string, timeoutMs: number): Promise<Report> {
  const output = `out/reports/${name}.json`;
  await execute(process.execPath, [
    '--enable-source-maps',
    '--no-warnings',
    'node_modules/mocha/bin/mocha.js',
    '--timeout',
    String(timeoutMs),
    '--reporter',
    'out/test/support/reporter.js',
    '--reporter-option',
    `output=${output}`,
    `out/test/${name}/**/*.test.js`,
  ]);
  return readReport(output);
}

function readReport(file: string): Report {
  if (!existsSync(file)) return failed;
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return report.passes + report.failures === 0 ? failed : report;
}

/** Mocha inside the extension host. */
async function hostSuite(): Promise<Report> {
  await runInExtensionHost('out/test/host/index', (line) => console.log(line));
  return readReport('out/reports/host.json');
}

void main();
