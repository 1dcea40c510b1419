import { spawn } from 'node:child_process';
import path from 'node:path';

const options = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=http',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];
const networkCodes = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ERR_SOCKET_TIMEOUT',
  'ETIMEDOUT',
]);
/** npm itself gives up only after several attempts for each of hundreds of packages. */
const enoughFailures = 5;

/**
 * Installs packages. No install script runs, so npm has none to ask about.
 *
 * @param {readonly string[]} args `ci` or `install` with its options
 * @param {string} directory
 * @param {AbortSignal} signal stops npm at once; the packages are incomplete then
 * @throws {Error} whose message says what to do; the reason of the signal
 */
export async function installPackages(args, directory, signal) {
  const { success, log } = await runNpm([...args, ...options], directory, signal);
  if (success) return;
  const code = networkFailure(log);
  if (code === undefined) throw new Error(`npm ${args.join(' ')} failed:\n${errorLines(log)}`);
  // npm's cache may hold everything.
  if ((await runNpm([...args, ...options, '--offline'], directory, signal)).success) return;
  throw new Error(`The npm registry cannot be reached (${code}): connect to the network, then try again.`);
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {AbortSignal} signal
 * @returns {Promise<{ success: boolean, log: string }>}
 */
async function runNpm(args, cwd, signal) {
  signal.throwIfAborted();
  const child = spawnNpm(args, cwd);
  // Asked to stop, npm would first finish its downloads and then remove what it installed.
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    log += text;
    if (networkFailure(log) !== undefined) kill();
  });
  /** @type {number | null} */
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  signal.removeEventListener('abort', kill);
  signal.throwIfAborted();
  return { success: status === 0, log };
}

/**
 * The npm that runs this script, else the one on the PATH.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function spawnNpm(args, cwd) {
  const running = process.env['npm_execpath'] ?? '';
  const isNpm = path.basename(running) === 'npm-cli.js';
  const [program, first] = isNpm ? [process.execPath, [running]] : ['npm', []];
  return spawn(program, [...first, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: !isNpm && process.platform === 'win32',
  });
}

/**
 * The code of the error that keeps npm from its registry, if there is one.
 *
 * @param {string} log what npm wrote at the level `http`
 */
export function networkFailure(log) {
  const final = /^npm (?:error|ERR!) code (\w+)$/m.exec(log)?.[1] ?? '';
  if (networkCodes.has(final)) return final;
  if (/\(cache (?:miss|revalidated|updated)\)$/m.test(log)) return undefined;
  const failures = [...log.matchAll(/ attempt \d+ failed with (\w+)$/gm)]
    .map(([, code = '']) => code)
    .filter((code) => networkCodes.has(code));
  return failures.length < enoughFailures ? undefined : failures[0];
}

/** @param {string} log */
function errorLines(log) {
  const lines = log.split('\n').filter((line) => /^npm (error|ERR!) /.test(line));
  return lines.length === 0 ? log : lines.join('\n');
}
