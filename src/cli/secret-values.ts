import { UsageError } from './exit-status.js';
import { printError, type Io } from './io.js';
import type { Options } from './options.js';

/** The options whose values are secrets. */
const keys = [
  'client_secret',
  'access_token',
  'refresh_token',
  'certificate_password',
  'registration_access_token',
] as const;

const secretOptions = [...keys, 'lint'] as const;

/**
 * Resolves references to secrets: `@file`, `-` for standard input, `env:NAME`. This keeps them out of the shell's
 * history and the process list.
 *
 * @throws {UsageError}
 */
export async function resolveSecrets(options: Options, io: Io): Promise<Options> {
  const given = secretOptions.filter((name) => options[name] !== undefined);
  if (given.filter((name) => isStandardInput(options[name] ?? '')).length > 1) {
    throw new UsageError('Only one secret can come from standard input (-).');
  }
  warnOfPlainSecrets(options, io);
  const resolved = await Promise.all(
    given.map(async (name) => [name, await resolve(name, options[name] ?? '', io)] as const),
  );
  return { ...options, ...Object.fromEntries(resolved) };
}

/** Arguments are visible to all users of the machine while the program runs, and are kept in the shell's history. */
function warnOfPlainSecrets(options: Options, io: Io): void {
  const plain = keys.filter((name) => options[name] !== undefined && !isReference(options[name]));
  if (plain.length === 0) return;
  const names = plain.map((name) => `--${name}`).join(', ');
  printError(
    io,
    `xoauth2: ${names} on the command line can be seen in the list of processes and in the shell’s history; use @FILE, - (standard input) or env:NAME.`,
  );
}

function isReference(value: string): boolean {
  return isStandardInput(value) || value.startsWith('@') || value.startsWith('env:');
}

async function resolve(name: string, value: string, io: Io): Promise<string> {
  const content = await read(name, value, io);
  // The linter reports surrounding whitespace; other values are trimmed.
  const secret = name === 'lint' ? content : content.trim();
  if (secret === '') throw new UsageError(`--${name} is empty.`);
  return secret;
}

/** `@-` is curl's notation. */
function isStandardInput(value: string): boolean {
  return value === '-' || value === '@-';
}

async function read(name: string, value: string, io: Io): Promise<string> {
  if (isStandardInput(value)) return (await import('./standard-input.js')).readStandardInput(name, io);
  if (value.startsWith('@')) {
    const { readFile } = await import('node:fs/promises');
    // The rest may be the secret itself, so the error does not contain it.
    return readFile(value.slice(1), 'utf8').catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(
        code === 'ENOENT'
          ? `--${name}: there is no file with the name that follows the @.`
          : `--${name}: the file that follows the @ cannot be read (${code ?? 'unknown error'}).`,
      );
    });
  }
  if (value.startsWith('env:')) {
    const content = io.env[value.slice(4)];
    if (content === undefined) {
      throw new UsageError(`--${name}: the environment variable that follows env: is not set.`);
    }
    return content;
  }
  return value;
}
