import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Looks for secrets in every file below a folder: as they are, and base64 encoded at any offset.
 *
 * @param except names of folders that are not looked into
 * @returns the files that hold one, without saying which
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

/** What of a secret must appear in a base64 text that holds it, for the three ways it can be aligned. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.from(secret).subarray((3 - offset) % 3);
    return text.subarray(0, text.length - (text.length % 3)).toString('base64');
  });
}
