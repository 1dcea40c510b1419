import { X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { constants } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { TransportError } from './errors.js';

/** The maximum size of a CA file, in octets. The bundle of all public CAs is about 250 KB. */
const maxSize = 4 * 1024 * 1024;

/**
 * Reads a file of certificate authorities.
 *
 * @returns the file's text; each certificate in it has been parsed
 * @throws {TransportError} `bad-ca` with the file's name and what is wrong with it
 */
export async function readCaFile(file: string): Promise<string> {
  try {
    const text = await readRegularFile(file);
    checkCa(text);
    return text;
  } catch (cause) {
    const reason = cause instanceof TransportError ? cause.message : describeSystemError(cause);
    throw new TransportError('bad-ca', l10n.t('The CA file {0} cannot be used. {1}', file, reason), { cause });
  }
}

/** Reads several CA files and concatenates them; `undefined` if none is given. @throws as {@link readCaFile} */
export async function readCaFiles(files: readonly (string | undefined)[]): Promise<string | undefined> {
  const texts = await Promise.all(files.filter((file) => file !== undefined).map(readCaFile));
  return texts.length === 0 ? undefined : texts.join('\n');
}

/**
 * Checks that a PEM text contains certificates and that each of them parses; Node.js silently ignores those that do
 * not.
 *
 * @throws {TransportError} `bad-ca`
 */
export function checkCa(ca: string | undefined): void {
  if (ca === undefined) return;
  const begins: readonly string[] = ca.match(/-----BEGIN [A-Z0-9 ]+-----/g) ?? [];
  if (begins.includes('-----BEGIN TRUSTED CERTIFICATE-----')) {
    throw badCa(
      l10n.t('It contains OpenSSL’s “TRUSTED CERTIFICATE”. Convert it with: openssl x509 -in FILE -out FILE.'),
    );
  }
  const certificates = begins.filter((begin) => /^-----BEGIN (?:X509 )?CERTIFICATE-----$/.test(begin)).length;
  if (certificates === 0) {
    throw badCa(l10n.t('It contains no certificate in PEM format (“-----BEGIN CERTIFICATE-----”).'));
  }
  const blocks = ca.match(/-----BEGIN (?:X509 )?CERTIFICATE-----[^-]*-----END (?:X509 )?CERTIFICATE-----/g) ?? [];
  for (const [index, block] of blocks.entries()) parseCertificate(block, index + 1);
  if (blocks.length < certificates) {
    throw badCa(l10n.t('One of its certificates has no “-----END CERTIFICATE-----” line.'));
  }
}

function parseCertificate(block: string, position: number): void {
  try {
    new X509Certificate(block);
  } catch (cause) {
    throw badCa(l10n.t('Its certificate number {0} is damaged.', position), cause);
  }
}

async function readRegularFile(file: string): Promise<string> {
  // Without O_NONBLOCK, opening a FIFO would block until another process opens it for writing.
  const handle = await open(
    file,
    process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK,
  );
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw badCa(l10n.t('It is not a regular file.'));
    if (stats.size > maxSize) throw badCa(l10n.t('It is larger than {0} MB.', maxSize / 1024 / 1024));
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function badCa(message: string, cause?: unknown): TransportError {
  return new TransportError('bad-ca', message, { cause });
}

function describeSystemError(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return l10n.t('It does not exist.');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('It cannot be read with the permissions of this program.');
    default:
      return error instanceof Error ? `${error.message}.` : String(error);
  }
}
