import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cancelable } from '../../tools/setup/cancelable.mjs';
import { exclusively } from '../../tools/setup/exclusively.mjs';
import { installPackages } from '../../tools/setup/npm.mjs';
import { freePorts, listening, mustRun, run, startProcess } from './processes.js';

const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';

/** VS Code's workbench, server and extension host, as npm has them; they want a newer Node.js, which npm has too. */
const root = path.resolve('.vscode-test', 'code-server');
const codeServer = path.join(root, 'node_modules', 'code-server');
const vscodeServer = path.join(codeServer, 'lib', 'vscode');
const nodePackage = `node-${process.platform}-${process.arch}`;
const nodePackageDirectory = path.join(root, 'node_modules', nodePackage);
const node = path.join(nodePackageDirectory, 'bin', 'node');
const logger = path.join(vscodeServer, 'node_modules', '@vscode', 'spdlog');
const stamp = path.join(root, 'installed.json');
const lock = path.join(path.dirname(root), 'install.lock');

/** Installs the workbench into `.vscode-test/`, once for each version. @throws with a sentence when it cannot */
export function installWorkbench(): Promise<void> {
  return cancelable((signal) =>
    exclusively(lock, signal, async () => {
      await installServer(signal);
      await buildLogger(signal);
    }),
  );
}

async function installServer(signal: AbortSignal): Promise<void> {
  const wanted = JSON.stringify({ codeServerVersion, nodeVersion });
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;
  console.log(`Installing VS Code's workbench (code-server ${codeServerVersion}) from npm into .vscode-test/.`);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  await writeFile(path.join(root, 'package.json'), '{"private":true}');
  const install = ['install', '--no-package-lock'];
  await installPackages(
    [...install, `code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`],
    root,
    signal,
  );
  for (const directory of [vscodeServer, path.join(vscodeServer, 'extensions')]) {
    await installPackages([...install, '--omit=dev'], directory, signal);
  }
  await writeFile(stamp, wanted);
}

/**
 * Output channels are written through a native module, which npm would build in an install script. It needs a compiler;
 * where one is installed later, it is built then.
 */
async function buildLogger(signal: AbortSignal): Promise<void> {
  if (existsSync(path.join(logger, 'build', 'Release', 'spdlog.node'))) return;
  console.log("Building the module that writes VS Code's output channels.");
  const PATH = `${path.join(nodePackageDirectory, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH, npm_config_nodedir: nodePackageDirectory };
  const { status, stderr } = await run('npm', ['exec', '--call', 'node-gyp rebuild'], { cwd: logger, env, signal });
  if (status === 0) return;
  await rm(path.join(logger, 'build'), { recursive: true, force: true });
  const cause = /Error: (.*)/.exec(stderr)?.[1] ?? stderr;
  console.log(`It failed (${cause}), so output channels stay empty: install g++, make and python3, then try again.`);
}

/** A file of the workbench. */
export function workbenchFile(...parts: readonly string[]): string {
  return path.join(vscodeServer, ...parts);
}

/** A running workbench. */
export interface Workbench {
  readonly url: string;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** Installs a packaged extension, as a user does. */
export async function installExtension(
  vsix: string,
  userDataDirectory: string,
  extensionsDirectory: string,
  signal?: AbortSignal,
): Promise<void> {
  const args = [...entry(userDataDirectory, extensionsDirectory), '--install-extension', vsix];
  await mustRun(node, args, signal === undefined ? {} : { signal });
}

/** Starts the workbench with the extensions installed in a folder, as a user has it. */
export async function startWorkbench(options: {
  readonly userDataDirectory: string;
  readonly extensionsDirectory: string;
  readonly folder: string;
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
}): Promise<Workbench> {
  const port = options.port ?? (await freePorts(1))[0] ?? 0;
  const server = startProcess(
    node,
    [
      ...entry(options.userDataDirectory, options.extensionsDirectory),
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
    ],
    options.env,
  );
  await listening(port, server.child);
  return {
    url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(options.folder)}`,
    output: server.output,
    stop: server.stop,
  };
}

/** Starts the workbench so that a page of it runs a test module in the extension host, beside an unpacked extension. */
export async function startExtensionTestHost(options: {
  readonly extensionPath: string;
  readonly testsPath: string;
  readonly folder: string;
  readonly dataDirectory: string;
}): Promise<Workbench> {
  const [port = 0] = await freePorts(1);
  const server = startProcess(node, [
    path.join(vscodeServer, 'out', 'server-main.js'),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
    '--server-data-dir',
    options.dataDirectory,
    '--extensions-dir',
    path.join(options.dataDirectory, 'extensions'),
    '--enable-smoke-test-driver',
    '--telemetry-level',
    'off',
  ]);
  await listening(port, server.child);
  const remote = `vscode-remote://127.0.0.1:${port}`;
  const payload = [
    ['extensionDevelopmentPath', remote + options.extensionPath],
    ['extensionTestsPath', remote + options.testsPath],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ folder: options.folder, payload: JSON.stringify(payload) });
  return { url: `http://127.0.0.1:${port}/?${query.toString()}`, output: server.output, stop: server.stop };
}

function entry(userDataDirectory: string, extensionsDirectory: string): string[] {
  return [
    path.join(codeServer, 'out', 'node', 'entry.js'),
    '--user-data-dir',
    userDataDirectory,
    '--extensions-dir',
    extensionsDirectory,
  ];
}
