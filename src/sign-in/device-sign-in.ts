import { defined } from '../common/defined.js';
import { requestDeviceAuthorization } from '../oauth/device-authorization.js';
import { awaitDeviceTokens, type DevicePollingOptions } from '../oauth/device-polling.js';
import { usualConnectOptions, type ConnectOptionsOf, type NewAccount } from '../accounts/account.js';
import { OAuthError } from '../oauth/errors.js';
import { providerById } from '../providers/catalogue.js';
import type { AccountStore } from '../accounts/account-store.js';
import type { PendingDevice, PendingDevices } from './pending-devices.js';
import { whyNoDevice } from './sign-in-choice.js';
import { accountRemoved, storeSignIn, type SignedIn } from './store-sign-in.js';

/** Dependencies that tests replace. */
export interface DeviceSignInOptions extends Pick<DevicePollingOptions, 'now' | 'wait'> {
  readonly connectOptionsOf?: ConnectOptionsOf;
}

/**
 * A sign-in with the device authorization grant (RFC 8628), in two parts. Between them the window may be reloaded.
 */
export class DeviceSignIn {
  readonly #accounts: AccountStore;
  readonly #pending: PendingDevices;
  readonly #options: DeviceSignInOptions;

  constructor(accounts: AccountStore, pending: PendingDevices, options: DeviceSignInOptions = {}) {
    this.#accounts = accounts;
    this.#pending = pending;
    this.#options = options;
  }

  /** Requests a user code and stores the pending sign-in. @throws {OAuthError} those of `requestDeviceAuthorization` */
  async begin(account: NewAccount, signal?: AbortSignal): Promise<PendingDevice> {
    const { server, client, scopes, id } = account;
    const reason = whyNoDevice(providerById(account.provider), server);
    if (reason !== undefined) throw new OAuthError('no-device-endpoint', reason);
    const authorization = await requestDeviceAuthorization(
      { server, client, scopes },
      await this.#requestOptions(account, signal),
    );
    const pending = { ...authorization, accountId: id, window: this.#accounts.windows?.id ?? '' };
    await this.#pending.put(pending);
    return pending;
  }

  /**
   * Polls until the user has completed the sign-in, and stores the tokens with the account. If it is aborted, the
   * sign-in remains pending.
   *
   * @throws {OAuthError} those of `awaitDeviceTokens`
   * @throws {AccountError} `account-removed`, `storage-failed`
   */
  async complete(pending: PendingDevice, signal?: AbortSignal): Promise<SignedIn> {
    try {
      const account = await this.#accounts.get(pending.accountId);
      if (account === undefined) throw accountRemoved();
      const { server, client, scopes } = account;
      const tokens = await awaitDeviceTokens({ server, client, scopes }, pending, {
        ...(await this.#requestOptions(account, signal)),
        ...defined({ wait: this.#options.wait }),
      });
      return await storeSignIn(this.#accounts, account, tokens);
    } finally {
      if (signal?.aborted !== true) await this.#pending.remove(pending);
    }
  }

  /** Cancels a sign-in. */
  async cancel(pending: PendingDevice): Promise<void> {
    await this.#pending.remove(pending);
  }

  /**
   * Takes over the pending sign-ins of windows that have ended.
   *
   * @returns those sign-ins, and whether other windows that are still running have pending ones
   */
  async resume(): Promise<{ readonly taken: readonly PendingDevice[]; readonly others: boolean }> {
    const { windows } = this.#accounts;
    const taken: PendingDevice[] = [];
    let others = false;
    for (const pending of await this.#pending.list()) {
      if (pending.window !== '' && (await windows?.isAlive(pending.window)) === true) {
        others ||= pending.window !== windows?.id;
        continue;
      }
      const own = { ...pending, window: windows?.id ?? '' };
      await this.#pending.put(own);
      taken.push(own);
    }
    return { taken, others };
  }

  async #requestOptions(account: NewAccount, signal: AbortSignal | undefined) {
    const connect = await (this.#options.connectOptionsOf ?? usualConnectOptions)(account);
    return { ...connect, ...defined({ signal, now: this.#options.now }) };
  }
}
