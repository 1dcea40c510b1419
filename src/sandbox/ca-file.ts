import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Folders are called this, then the id of the process and six random characters. */
const folderPrefix = 'mail-oauth-sandbox-';
const folderName = /^mail-oauth-sandbox-(\d+)-\w{6}$/;

/** The authority's certificate in a file, for clients that require a path. */
export interface CaFile {
  readonly path: string;
  /** Removes the file and its folder. */
  remove(): Promise<void>;
}

/**
 * Writes the authority's certificate into a new folder that only its owner can open. Folders of sandboxes that
 * were killed are removed first.
 *
 * @param ca the certificate, PEM
 * @param parent an existing folder
 */
export async function writeCaFile(ca: string, parent: string): Promise<CaFile> {
  await removeStaleFolders(parent);
  const folder = await mkdtemp(path.join(parent, `${folderPrefix}${process.pid}-`));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, ca);
  return { path: file, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Leaves what it may not read or remove: that must not keep a sandbox from starting. */
async function removeStaleFolders(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const folder = path.join(parent, name);
    const [, pid] = folderName.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid)) || !(await isOwnFolder(folder))) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Whether it is this user's folder, not a link to one. Windows has a temporary folder per user instead of user ids. */
async function isOwnFolder(file: string): Promise<boolean> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats?.isDirectory() !== true) return false;
  return process.getuid === undefined || stats.uid === process.getuid();
}
