import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AccountError } from './errors.js';

/** One change of an account, as the folder records it. */
export interface Revision {
  /** Counts the changes of the account, from 1. */
  readonly number: number;
  readonly change: 'stored' | 'removed';
  /** The window that made it. */
  readonly window: string;
}

/** A refresh token that a window is about to send, or has sent. */
export interface RefreshClaim {
  /** The window that sends it. */
  readonly window: string;
  /**
   * `sent`: it is being sent, or the window has died since. `used`: the server has given others for it.
   * `refused`: the server does not accept it. `unknown`: no answer came.
   */
  readonly state: 'sent' | 'used' | 'refused' | 'unknown';
}

const revisionFile = v.object({ change: v.picklist(['stored', 'removed']), window: v.string() });
const claimFile = v.object({ window: v.string(), state: v.picklist(['sent', 'used', 'refused', 'unknown']) });

/** How many older revisions of an account are kept: a window that was suspended must find its number taken. */
const keptRevisions = 32;

/** How often, and after how many ms each time, a file is read again that is not complete. */
const readAttempts = 50;
const readInterval = 10;

/**
 * The folder on disk that all windows of a user share, whatever their secret storages do. It holds no secret:
 * a numbered file for each change of an account, and the digest of each refresh token that was sent. Both are
 * created exclusively, so that two windows never make the same change or send the same token, and
 * nothing is left locked when one of them dies.
 */
export class SharedFolder {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The accounts that the folder knows of, removed ones included. */
  async accountIds(): Promise<string[]> {
    const names = await readdir(path.join(this.#directory, 'accounts')).catch(() => []);
    return names.map(decodeURIComponent);
  }

  /**
   * The last change of an account; `undefined` if there was none since the folder exists.
   *
   * @throws {AccountError} `storage-failed`
   */
  async latest(accountId: string): Promise<Revision | undefined> {
    return this.#explained(async () => {
      const number = (await this.#numbers(accountId)).at(-1);
      return number === undefined ? undefined : this.#readRevision(accountId, number);
    });
  }

  /**
   * Takes the next number for a change that was made on the basis of revision `base` (0: none).
   *
   * @returns `undefined` if another window has changed the account meanwhile
   * @throws {AccountError} `storage-failed`
   */
  async claimRevision(accountId: string, base: number, entry: Omit<Revision, 'number'>): Promise<Revision | undefined> {
    const number = base + 1;
    return this.#explained(async () => {
      await mkdir(this.#accountDirectory(accountId), { recursive: true, mode: 0o700 });
      if (((await this.#numbers(accountId)).at(-1) ?? 0) > base) return undefined;
      const file = this.#revisionFile(accountId, number);
      if (!(await createExclusively(file, { change: entry.change, window: entry.window }))) return undefined;
      const numbers = await this.#numbers(accountId);
      if ((numbers.at(-1) ?? number) > number) {
        // This window slept for so long that its number had been cleaned up.
        await rm(file, { force: true });
        return undefined;
      }
      const old = numbers.filter((other) => other <= number - keptRevisions);
      await Promise.all(old.map((other) => rm(this.#revisionFile(accountId, other), { force: true })));
      return { number, ...entry };
    });
  }

  /**
   * Takes the right to send a refresh token. Its digest is on disk before this returns.
   *
   * @returns `undefined` if it was taken, else who has it
   * @throws {AccountError} `storage-failed`
   */
  claimRefresh(refreshToken: string, window: string): Promise<RefreshClaim | undefined> {
    return this.#explained(async () => {
      await mkdir(path.join(this.#directory, 'refreshes'), { recursive: true, mode: 0o700 });
      const claimed = await createExclusively(this.#claimFile(refreshToken), { window, state: 'sent' });
      return claimed ? undefined : ((await this.refreshClaim(refreshToken)) ?? { window: '', state: 'unknown' });
    });
  }

  /** Who has sent a refresh token; `undefined` if nobody has. */
  async refreshClaim(refreshToken: string): Promise<RefreshClaim | undefined> {
    const read = await readRecord(this.#claimFile(refreshToken), claimFile);
    // A file that was cut off says at least that the token was sent.
    return read === 'cut-off' ? { window: '', state: 'unknown' } : read;
  }

  /** Records how sending a refresh token ended. */
  async settleRefresh(refreshToken: string, claim: RefreshClaim): Promise<void> {
    const file = this.#claimFile(refreshToken);
    const draft = draftOf(file);
    try {
      await writeNew(draft, claim);
      await rename(draft, file);
    } catch {
      // The claim stays `sent`, which the other windows treat like `unknown` once this one has ended.
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  /** Gives the right to send a refresh token back: it was not sent, or the server has let it live. */
  async releaseRefresh(refreshToken: string): Promise<void> {
    await rm(this.#claimFile(refreshToken), { force: true }).catch(() => undefined);
  }

  async #numbers(accountId: string): Promise<number[]> {
    const names = await readdir(this.#accountDirectory(accountId)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    return names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  async #readRevision(accountId: string, number: number): Promise<Revision> {
    const read = await readRecord(this.#revisionFile(accountId, number), revisionFile);
    return { number, ...(typeof read === 'object' ? read : { change: 'stored', window: '' }) };
  }

  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new AccountError(
        'storage-failed',
        l10n.t(
          'The folder {0} cannot be used ({1}). Check its permissions and the disk.',
          this.#directory,
          code ?? message,
        ),
        { cause },
      );
    }
  }

  #accountDirectory(accountId: string): string {
    return path.join(this.#directory, 'accounts', encodeURIComponent(accountId));
  }

  #revisionFile(accountId: string, number: number): string {
    return path.join(this.#accountDirectory(accountId), String(number));
  }

  #claimFile(refreshToken: string): string {
    return path.join(this.#directory, 'refreshes', createHash('sha256').update(refreshToken).digest('hex'));
  }
}

/**
 * Reads a file that another window may be writing at this moment: where there are no hard links it exists before its
 * content does.
 *
 * @returns `undefined` if there is none, `cut-off` if its writer has not finished it
 */
async function readRecord<S extends v.GenericSchema>(
  file: string,
  schema: S,
): Promise<v.InferOutput<S> | 'cut-off' | undefined> {
  for (let attempt = 0; attempt < readAttempts; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, readInterval));
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const parsed = v.safeParse(schema, parseJson(text));
    if (parsed.success) return parsed.output;
  }
  return 'cut-off';
}

/**
 * Creates a file with all of its content at once, so that a window that sleeps or dies leaves it whole or not at all.
 *
 * @returns whether the file was created; false if it exists
 */
async function createExclusively(file: string, content: object): Promise<boolean> {
  const draft = draftOf(file);
  try {
    await writeNew(draft, content);
    const problem = await link(draft, file).catch((error: unknown) => (error as NodeJS.ErrnoException).code ?? '');
    if (problem === undefined) return true;
    if (problem === 'EEXIST') return false;
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
  // Not every file system has hard links.
  return createInPlace(file, content);
}

function draftOf(file: string): string {
  return `${file}.${randomBytes(8).toString('hex')}`;
}

/** The same, but the file exists before its content does. */
async function createInPlace(file: string, content: object): Promise<boolean> {
  try {
    await writeNew(file, content);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function writeNew(file: string, content: object): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(content));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
