import { readFile, stat } from 'node:fs/promises';
import { UsageError } from './exit-status.js';

/** The largest file that an option may name, in octets. */
const largest = 1024 * 1024;

/** Reads the file that an option names. @throws {UsageError} */
export async function readOptionFile(name: string, file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > largest) throw new UsageError(`--${name}: the file is too large.`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT'
        ? `--${name}: there is no file with this name.`
        : `--${name}: the file cannot be read (${code ?? 'unknown error'}).`,
    );
  }
}
