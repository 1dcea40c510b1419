import { UsageError } from './exit-status.js';
import type { Io } from './io.js';
import type { Options } from './options.js';

const secretOptions = ['client_secret', 'access_token', 'refresh_token', 'lint'] as const;

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
  const resolved = await Promise.all(
    given.map(async (name) => [name, await resolve(name, options[name] ?? '', io)] as const),
  );
  return { ...options, ...Object.fromEntries(resolved) };
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
  if (isStandardInput(value)) return (await import('node:stream/consumers')).text(io.stdin);
  if (value.startsWith('@')) {
    const { readFile } = await import('node:fs/promises');
    const content = await readFile(value.slice(1), 'utf8').catch(() => undefined);
    if (content === undefined) throw new UsageError(`--${name}: the file ${value.slice(1)} cannot be read.`);
    return content;
  }
  if (value.startsWith('env:')) {
    const content = io.env[value.slice(4)];
    if (content === undefined) throw new UsageError(`--${name}: there is no environment variable ${value.slice(4)}.`);
    return content;
  }
  return value;
}
