import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { unknownState } from '../oauth/authorization-code.js';
import { OAuthError } from '../oauth/errors.js';
import type { SecretStore } from '../accounts/secret-store.js';
import { pendingPrefix as prefix } from './pending-keys.js';

/** The time limit of a sign-in, in ms. */
export const signInLimit = 5 * 60_000;

const pendingSignIn = v.object({
  accountId: v.string(),
  kind: v.picklist(['direct', 'relay', 'loopback', 'paste']),
  state: v.string(),
  codeVerifier: v.string(),
  redirectUri: v.string(),
  expiresAt: v.number(),
});

/** A sign-in that waits for its redirect: what to verify the redirect with. `expiresAt` is in ms since 1970. */
export type PendingSignIn = Readonly<v.InferOutput<typeof pendingSignIn>>;

/**
 * The sign-ins that wait for a redirect. They are stored as secrets: the redirect may reach another window, or the same
 * one after a reload. Each can be taken once.
 */
export class PendingSignIns {
  readonly #secrets: SecretStore;
  readonly #now: () => number;

  constructor(secrets: SecretStore, now: () => number = Date.now) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** Stores a sign-in, and deletes expired ones. */
  async add(pending: PendingSignIn): Promise<void> {
    await this.#forgetExpired();
    await this.#secrets.store(keyOf(pending.state), JSON.stringify(pending));
  }

  /**
   * Takes and deletes the sign-in that a redirect belongs to.
   *
   * @param response the parameters of the redirect: `state`, or the `nonce` from a relay's `state`
   * @throws {OAuthError} `unknown-state`, `expired-state`
   */
  async take(response: URLSearchParams): Promise<PendingSignIn> {
    const key = keyOfResponse(response);
    const pending = parse(await this.#secrets.get(key));
    if (pending === undefined) throw unknownState();
    await this.#secrets.delete(key);
    if (pending.expiresAt <= this.#now()) {
      throw new OAuthError(
        'expired-state',
        l10n.t('The sign-in took longer than 5 minutes and was canceled. Start it again.'),
      );
    }
    return pending;
  }

  /** The sign-in that a redirect belongs to, which stays, even if it is too late for it. */
  async find(response: URLSearchParams): Promise<PendingSignIn | undefined> {
    return parse(await this.#secrets.get(keyOfResponse(response)));
  }

  /** The sign-ins that have not expired. */
  async list(): Promise<PendingSignIn[]> {
    const keys = (await this.#secrets.keys()).filter((key) => key.startsWith(prefix));
    const all = await Promise.all(keys.map(async (key) => parse(await this.#secrets.get(key))));
    return all.filter((pending) => pending !== undefined).filter(({ expiresAt }) => expiresAt > this.#now());
  }

  /** Deletes a sign-in. */
  async remove(state: string): Promise<void> {
    await this.#secrets.delete(keyOf(state));
  }

  /** Fires when the sign-in with this state has been taken or removed, by any window. */
  onDidTake(state: string, listener: () => void): { dispose(): void } {
    const own = keyOf(state);
    return this.#secrets.onDidChange(({ key }) => {
      if (key !== own) return;
      void Promise.resolve(this.#secrets.get(own)).then(
        (value) => {
          if (value === undefined) listener();
        },
        // It is not known to be gone; the sign-in has its own time limit.
        () => undefined,
      );
    });
  }

  async #forgetExpired(): Promise<void> {
    const keys = (await this.#secrets.keys()).filter((key) => key.startsWith(prefix));
    for (const key of keys) {
      const pending = parse(await this.#secrets.get(key));
      if (pending === undefined || pending.expiresAt <= this.#now()) await this.#secrets.delete(key);
    }
  }
}

function keyOfResponse(response: URLSearchParams): string {
  return keyOf(response.get('nonce') ?? response.get('state') ?? '');
}

/** The name of a key may be logged, so it contains a digest of the random part of `state` instead of `state`. */
function keyOf(state: string): string {
  const nonce = URL.canParse(state) ? new URL(state).searchParams.get('nonce') : null;
  return (
    prefix +
    createHash('sha256')
      .update(nonce ?? state)
      .digest('base64url')
  );
}

function parse(text: string | undefined): PendingSignIn | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = v.safeParse(pendingSignIn, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
