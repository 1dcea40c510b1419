import { randomBytes } from 'node:crypto';
import { SharedFolder, type RefreshClaim, type Revision } from './shared-folder.js';
import { WindowChannel, type ChannelHandlers } from './window-channel.js';

const withoutChannel = 'no-channel';

/** The interval for polling a window that cannot be reached, in ms. */
const pollInterval = 100;

/** Coordinates the windows of a user on one machine: through a shared folder, and a channel between them. */
export class Windows {
  readonly folder: SharedFolder;
  #id: string;
  readonly #directory: string;
  /** Sends requests to the other windows; it receives theirs only if it could be opened. */
  #channel: WindowChannel | undefined;
  #opened: Promise<void> | undefined;

  /** @param directory the folder that all windows share; it is created when first needed */
  constructor(directory: string) {
    this.#directory = directory;
    this.folder = new SharedFolder(directory);
    this.#id = randomBytes(12).toString('hex');
  }

  /** The ID of this window. */
  get id(): string {
    return this.#id;
  }

  /**
   * Opens the channel. A window that cannot listen still claims its changes, sends requests and announces changes, but
   * does not receive requests.
   */
  open(handlers: ChannelHandlers): Promise<void> {
    this.#opened ??= this.#open(handlers);
    return this.#opened;
  }

  async #open(handlers: ChannelHandlers): Promise<void> {
    const channel = new WindowChannel(this.#directory, this.id, handlers);
    this.#channel = channel;
    try {
      await channel.open();
    } catch {
      await channel.close();
      // This window cannot be reached, so the others check its process instead.
      this.#id = `${withoutChannel}-${process.pid}-${this.#id}`;
    }
  }

  async close(): Promise<void> {
    await this.#opened;
    await this.#channel?.close();
    this.#channel = undefined;
  }

  /** Claims the next revision number, see {@link SharedFolder.claimRevision}. */
  claimRevision(accountId: string, base: number, change: Revision['change']): Promise<Revision | undefined> {
    return this.folder.claimRevision(accountId, base, { change, window: this.id });
  }

  /** Claims the right to send a refresh token, see {@link SharedFolder.claimRefresh}. */
  claimRefresh(refreshToken: string): Promise<RefreshClaim | undefined> {
    return this.folder.claimRefresh(refreshToken, this.id);
  }

  settleRefresh(refreshToken: string, state: RefreshClaim['state']): Promise<void> {
    return this.folder.settleRefresh(refreshToken, { window: this.id, state });
  }

  /** Whether a window is still running. */
  async isAlive(window: string): Promise<boolean> {
    return window === this.id || (await this.#channel?.isReachable(window)) === true || isRunningWithoutChannel(window);
  }

  async fetch(accountId: string, { number, window }: Revision): Promise<string | undefined> {
    return this.#channel?.get(accountId, number, window);
  }

  /** Waits until another window's refresh, or the window itself, has ended. */
  async waitForRefresh(window: string, accountId: string, refreshToken: string): Promise<void> {
    await this.#channel?.wait(window, accountId);
    // A window that cannot be reached is polled through the folder.
    while ((await this.folder.refreshClaim(refreshToken))?.state === 'sent' && (await this.isAlive(window))) {
      await new Promise((resolve) => setTimeout(resolve, pollInterval));
    }
  }

  async announce(accountId: string, revision: number, text: string | undefined): Promise<void> {
    await this.#channel?.announce(accountId, revision, text);
  }
}

/**
 * Whether the process of a window without a channel exists. A window with a channel that cannot be reached has ended.
 */
function isRunningWithoutChannel(window: string): boolean {
  const pid = new RegExp(`^${withoutChannel}-(\\d+)-`).exec(window)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
