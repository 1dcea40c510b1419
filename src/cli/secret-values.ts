import { UsageError } from './exit-status.js';
import { printError, type Io } from './io.js';
import type { Options } from './options.js';

const secretOptions = ['client_secret', 'access_token', 'refresh_token', 'certificate_password', 'lint'] as const;

/** The options of which each value can be used by whoever sees it. */
const keys = ['client_secret', 'access_token', 'refresh_token', 'certificate_password'] as const;

/**
 * Replaces secrets that are only named on the command line by their values: `@file`, `-` for standard
 * input, `env:NAME`. So they stay out of the shell's history and the list of processes.
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

/** An argument can be read by every user of the machine as long as the program runs, and is kept in the history. */
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
  // The linter wants to see what is wrong at the ends; everything else is better without it.
  const secret = name === 'lint' ? content : content.trim();
  if (secret === '') throw new UsageError(`--${name} is empty.`);
  return secret;
}

/** `@-` is curl's word for it. */
function isStandardInput(value: string): boolean {
  return value === '-' || value === '@-';
}

async function read(name: string, value: string, io: Io): Promise<string> {
  if (isStandardInput(value)) return (await import('./standard-input.js')).readStandardInput(name, io);
  if (value.startsWith('@')) {
    const { readFile } = await import('node:fs/promises');
    // What follows may be the secret itself: the error does not repeat it.
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
