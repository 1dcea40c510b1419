import { access, constants, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './exit-status.js';

/** The maximum size of a file that an option names, in octets. */
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

/** Checks in advance that the file that an option names can be written. @throws {UsageError} */
export async function requireWritable(name: string, file: string): Promise<void> {
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory() === true) throw new UsageError(`--${name}: this is a folder, not a file.`);
  const place = existing === undefined ? path.dirname(file) : file;
  await access(place, constants.W_OK).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT'
        ? `--${name}: the folder of the file does not exist.`
        : `--${name}: the file cannot be written (${code ?? 'unknown error'}).`,
    );
  });
}
