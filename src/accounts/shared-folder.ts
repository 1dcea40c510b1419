import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AccountError } from './errors.js';

/** A recorded change of an account. */
export interface Revision {
  /** The number of the change, from 1. */
  readonly number: number;
  readonly change: 'stored' | 'removed';
  /** The window that made it. */
  readonly window: string;
}

/** The claim of a window to send a refresh token. */
export interface RefreshClaim {
  /** The window that holds the claim. */
  readonly window: string;
  /**
   * `sent`: being sent, or the window has died since. `used`: the server has issued new tokens. `refused`: the server
   * does not accept it. `unknown`: no response was received.
   */
  readonly state: 'sent' | 'used' | 'refused' | 'unknown';
}

const revisionFile = v.object({ change: v.picklist(['stored', 'removed']), window: v.string() });
const claimFile = v.object({ window: v.string(), state: v.picklist(['sent', 'used', 'refused', 'unknown']) });

/** How many older revisions of an account are kept, so that a window that was suspended finds its number taken. */
const keptRevisions = 32;

/** The number of attempts to read an incomplete file, and the interval between them in ms. */
const readAttempts = 50;
const readInterval = 10;

/**
 * A folder that all windows of a user share, independent of their secret storages. It contains no secret: a numbered
 * file for each change of an account, and the digest of each refresh token that was sent. Both are created exclusively,
 * so that two windows never make the same change or send the same token, and no lock remains when a window dies.
 */
export class SharedFolder {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The IDs of the recorded accounts, including removed ones. */
  async accountIds(): Promise<string[]> {
    const names = await readdir(path.join(this.#directory, 'accounts')).catch(() => []);
    return names.flatMap((name) => decoded(name) ?? []);
  }

  /**
   * The last recorded change of an account; `undefined` if there is none.
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
   * Claims the next number for a change that is based on revision `base` (0: none).
   *
   * @returns `undefined` if another window has changed the account in the meantime
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
        // This window was suspended for so long that its number had been cleaned up.
        await rm(file, { force: true });
        return undefined;
      }
      const old = numbers.filter((other) => other <= number - keptRevisions);
      await Promise.all(old.map((other) => rm(this.#revisionFile(accountId, other), { force: true })));
      return { number, ...entry };
    });
  }

  /**
   * Claims the right to send a refresh token. Its digest is on disk before this resolves.
   *
   * @returns `undefined` on success, otherwise the existing claim
   * @throws {AccountError} `storage-failed`
   */
  claimRefresh(refreshToken: string, window: string): Promise<RefreshClaim | undefined> {
    return this.#explained(async () => {
      await mkdir(path.join(this.#directory, 'refreshes'), { recursive: true, mode: 0o700 });
      const claimed = await createExclusively(this.#claimFile(refreshToken), { window, state: 'sent' });
      return claimed ? undefined : ((await this.refreshClaim(refreshToken)) ?? { window: '', state: 'unknown' });
    });
  }

  /** The claim for a refresh token; `undefined` if there is none. */
  async refreshClaim(refreshToken: string): Promise<RefreshClaim | undefined> {
    const read = await readRecord(this.#claimFile(refreshToken), claimFile);
    // Even an incomplete file shows that the token was sent.
    return read === 'cut-off' ? { window: '', state: 'unknown' } : read;
  }

  /** Records the outcome of sending a refresh token. */
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

  /** Releases the claim for a refresh token: it was not sent, or it remains valid. */
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
 * Reads a file that another window may be writing: without hard links, the file exists before its content does.
 *
 * @returns `undefined` if there is none, `cut-off` if it remains incomplete
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
 * Creates a file atomically with its content, so that a window that is suspended or dies leaves a complete file or
 * none.
 *
 * @returns whether the file was created; false if it already exists
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
  // Not every file system supports hard links.
  return createInPlace(file, content);
}

function draftOf(file: string): string {
  return `${file}.${randomBytes(8).toString('hex')}`;
}

/** Not atomic: the file exists before its content does. */
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

/** `undefined` for the name of a file that is not ours. */
function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
