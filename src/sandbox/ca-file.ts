import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The prefix of folder names; the process ID and six random characters follow. */
const folderPrefix = 'mail-oauth-sandbox-';
const folderName = /^mail-oauth-sandbox-(\d+)-\w{6}$/;

/** The CA certificate in a file, for clients that require a path. */
export interface CaFile {
  readonly path: string;
  /** Removes the file and its folder. */
  remove(): Promise<void>;
}

/**
 * Writes the CA certificate into a new folder that only its owner can open. Folders of killed sandboxes are removed
 * first.
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

/** Skips what cannot be read or removed: that must not prevent a sandbox from starting. */
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
    // EPERM: the process belongs to another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Whether it is a folder of this user, not a symbolic link. On Windows the temporary folder is per user. */
async function isOwnFolder(file: string): Promise<boolean> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats?.isDirectory() !== true) return false;
  return process.getuid === undefined || stats.uid === process.getuid();
}
