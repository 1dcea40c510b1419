import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Searches every file below a folder for secrets: as plain text, and in base64 at any offset.
 *
 * @param except names of folders to skip
 * @returns the files that contain one
 */
export async function filesWithSecrets(
  directory: string,
  secrets: Iterable<string>,
  except: readonly string[] = [],
): Promise<string[]> {
  const needles = [...secrets].flatMap((secret) => [secret, ...base64Forms(secret)]);
  if (needles.length === 0) throw new Error('there are no secrets to look for');
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const file of files.filter((entry) => entry.isFile())) {
    const name = path.join(file.parentPath, file.name);
    if (except.some((folder) => path.relative(directory, name).split(path.sep).includes(folder))) continue;
    const content = await readFile(name, 'latin1').catch(() => '');
    if (needles.some((needle) => content.includes(needle))) found.push(path.relative(directory, name));
  }
  return found;
}

/** The base64 that must appear in any base64 text that contains a secret, for each of the three alignments. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.from(secret).subarray((3 - offset) % 3);
    return text.subarray(0, text.length - (text.length % 3)).toString('base64');
  });
}
