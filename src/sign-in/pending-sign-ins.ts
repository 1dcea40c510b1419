import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { unknownState } from '../oauth/authorization-code.js';
import { OAuthError } from '../oauth/errors.js';
import type { SecretStore } from '../accounts/secret-store.js';
import { pendingPrefix as prefix } from './pending-keys.js';

/** How long a sign-in may take, in ms. */
export const signInLimit = 5 * 60_000;

const pendingSignIn = v.object({
  accountId: v.string(),
  kind: v.picklist(['direct', 'relay', 'loopback', 'paste']),
  state: v.string(),
  codeVerifier: v.string(),
  redirectUri: v.string(),
  expiresAt: v.number(),
});

/** A sign-in that is in the browser: what its redirect will be held against, and until when (ms since 1970). */
export type PendingSignIn = Readonly<v.InferOutput<typeof pendingSignIn>>;

/**
 * The sign-ins that are in the browser, kept as secrets of their own: a redirect may reach another window
 * than the one that waits, or the same one after a reload. Each can be taken once.
 */
export class PendingSignIns {
  readonly #secrets: SecretStore;
  readonly #now: () => number;

  constructor(secrets: SecretStore, now: () => number = Date.now) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** Keeps a sign-in until its redirect comes, and forgets the ones that waited too long. */
  async add(pending: PendingSignIn): Promise<void> {
    await this.#forgetExpired();
    await this.#secrets.store(keyOf(pending.state), JSON.stringify(pending));
  }

  /**
   * Takes the sign-in that a redirect belongs to; it is gone then.
   *
   * @param response the parameters of the redirect: `state`, or the `nonce` that a relay's `state` held
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

  /** The sign-ins that still wait for their redirect. */
  async list(): Promise<PendingSignIn[]> {
    const keys = (await this.#secrets.keys()).filter((key) => key.startsWith(prefix));
    const all = await Promise.all(keys.map(async (key) => parse(await this.#secrets.get(key))));
    return all.filter((pending) => pending !== undefined).filter(({ expiresAt }) => expiresAt > this.#now());
  }

  /** Forgets a sign-in. */
  async remove(state: string): Promise<void> {
    await this.#secrets.delete(keyOf(state));
  }

  /** Tells when the sign-in with this state is gone: taken, by any window, or given up. */
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

/** A key's name may be logged, so it holds a digest of the random part of `state`, not `state` itself. */
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
