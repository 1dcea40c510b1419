import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exclusively } from './exclusively.mjs';
import { installPackages } from './npm.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 *
 * @typedef {Record<string, LockedPackage>} LockedPackages by their directories, such as `node_modules/esbuild`
 */

/**
 * Installs what `package-lock.json` lists where that is needed, and says so.
 *
 * @param {string} root the directory of `package-lock.json`
 * @param {AbortSignal} signal
 */
export async function installDependencies(root, signal) {
  if (reasonToInstall(root) === undefined) return;
  await exclusively(path.join(root, 'out', 'install.lock'), signal, async () => {
    // Another process may have installed them meanwhile.
    const reason = reasonToInstall(root);
    if (reason === undefined) return;
    console.log(`Installing the dependencies from npm, since ${reason}.`);
    const begun = Date.now();
    // NODE_ENV and the user's npm settings may leave some out.
    await installPackages(['ci', '--include=dev', '--include=optional'], root, signal);
    console.log(`Installed the dependencies in ${Math.ceil((Date.now() - begun) / 1000)} s.`);
  });
}

/**
 * Compares `package-lock.json` with the lock file that npm leaves in `node_modules` at the end of an installation, and
 * that one with the directories. It takes a few milliseconds.
 *
 * @param {string} root the directory of `package-lock.json`
 * @returns {string | undefined} why an installation is needed, if it is
 */
export function reasonToInstall(root) {
  const modules = path.join(root, 'node_modules');
  // npm would empty what another checkout uses.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink() === true) return undefined;
  if (!existsSync(modules)) return 'there is no node_modules';
  const installed = readPackages(path.join(modules, '.package-lock.json'));
  if (installed === undefined || !areThere(root, installed)) return 'node_modules is incomplete';
  if (!Object.values(installed).every(runsHere)) return 'node_modules is for another platform';
  const locked = readPackages(path.join(root, 'package-lock.json')) ?? {};
  return isAsLocked(installed, locked) ? undefined : 'node_modules differs from package-lock.json';
}

/** @type {(text: string) => { packages: LockedPackages }} */
const parseLock = JSON.parse;

/**
 * @param {string} file
 * @returns {LockedPackages | undefined} `undefined` where the file is missing or half written
 */
function readPackages(file) {
  try {
    const { '': _project, ...packages } = parseLock(readFileSync(file, 'utf8')).packages;
    return packages;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} root
 * @param {LockedPackages} packages
 */
function areThere(root, packages) {
  return Object.keys(packages).every((directory) => existsSync(path.join(root, directory, 'package.json')));
}

/** @param {LockedPackage} locked */
function runsHere({ os, cpu }) {
  return allows(os, process.platform) && allows(cpu, process.arch);
}

/**
 * @param {readonly string[] | undefined} list such as `['linux']` or `['!win32']`
 * @param {string} value
 */
function allows(list, value) {
  if (list === undefined || list.includes(value)) return true;
  return list.every((entry) => entry.startsWith('!') && entry !== `!${value}`);
}

/**
 * Optional packages may be missing: most are for other platforms.
 *
 * @param {LockedPackages} installed
 * @param {LockedPackages} locked
 */
function isAsLocked(installed, locked) {
  const missing = Object.keys(locked).filter((directory) => installed[directory] === undefined);
  return (
    missing.every((directory) => locked[directory]?.optional === true) &&
    Object.entries(installed).every(([directory, { version, integrity }]) => {
      const wanted = locked[directory];
      return wanted !== undefined && wanted.version === version && wanted.integrity === integrity;
    })
  );
}
