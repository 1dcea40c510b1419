import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The authority's certificate in a file, for clients that require a path. */
export interface CaFile {
  readonly path: string;
  /** Removes the file and its folder. */
  remove(): Promise<void>;
}

/**
 * Writes the authority's certificate into a new folder that only its owner can open.
 *
 * @param ca the certificate, PEM
 * @param parent an existing folder
 */
export async function writeCaFile(ca: string, parent: string): Promise<CaFile> {
  const folder = await mkdtemp(path.join(parent, 'mail-oauth-sandbox-'));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, ca);
  return { path: file, remove: () => rm(folder, { recursive: true, force: true }) };
}
