import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';

/** The maximum length of a message, in characters. The largest one is an account with its tokens. */
const maxMessage = 1024 * 1024;
/** The time limit for a reply that needs no waiting, in ms. */
const answerTimeout = 1000;
/** The time limit for a reply by the window that made a change, in ms: it may be busy. */
const ownerTimeout = 10_000;

/** What the names of the folders of sockets begin with, in the folder for temporary files. */
const socketFolderPrefix = 'mail-oauth-';

const message = v.variant('kind', [
  /** Requests an account with at least this revision. */
  v.object({ kind: v.literal('get'), accountId: v.string(), revision: v.number() }),
  /** Requests a reply when the refresh of an account has ended. */
  v.object({ kind: v.literal('wait'), accountId: v.string() }),
  /** Announces a change; without `text` the account was removed. */
  v.object({
    kind: v.literal('changed'),
    accountId: v.string(),
    revision: v.number(),
    text: v.optional(v.string()),
  }),
  v.object({ kind: v.literal('answer'), text: v.optional(v.string()) }),
]);

type Message = v.InferOutput<typeof message>;

/** Handles the requests of other windows. */
export interface ChannelHandlers {
  /** Returns the stored text of an account if this window has at least this revision. */
  get(accountId: string, revision: number): Promise<string | undefined>;
  /** Resolves when this window is not refreshing the account. */
  wait(accountId: string): Promise<void>;
  /** Adopts a change by another window. */
  changed(accountId: string, revision: number, text: string | undefined): Promise<void>;
}

/**
 * Communication between the windows of a user on one machine: each window listens on its own Unix socket (on Windows a
 * named pipe), in a folder that only this user may open, and writes its address into the shared folder. Accounts are
 * sent over it, so that no window depends on the editor's events; they are not written to disk.
 */
export class WindowChannel {
  readonly #id: string;
  readonly #directory: string;
  readonly #handlers: ChannelHandlers;
  readonly #sockets = new Set<net.Socket>();
  #server: net.Server | undefined;
  #socketDirectory: string | undefined;

  /**
   * @param directory the folder that all windows share
   * @param id the ID of this window
   */
  constructor(directory: string, id: string, handlers: ChannelHandlers) {
    this.#id = id;
    this.#directory = path.join(directory, 'windows');
    this.#handlers = handlers;
  }

  /** Starts listening and publishes the address. */
  async open(): Promise<void> {
    const address = await this.#makeAddress();
    const server = net.createServer((socket) => this.#serve(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    server.unref();
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await writeFile(this.#addressFile(this.#id), address, { mode: 0o600 });
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
    await rm(this.#addressFile(this.#id), { force: true }).catch(() => undefined);
    if (this.#socketDirectory !== undefined) await rm(this.#socketDirectory, { recursive: true, force: true });
  }

  /** Whether a window is running: the kernel refuses connections to one that has ended. */
  async isReachable(window: string): Promise<boolean> {
    if (window === this.#id) return true;
    const socket = await this.#connect(window);
    socket?.destroy();
    return socket !== undefined;
  }

  /**
   * Fetches an account with at least this revision from any window that has it.
   *
   * @param owner the window that made the change
   */
  async get(accountId: string, revision: number, owner: string): Promise<string | undefined> {
    const answers = (await this.#others()).map(async (window) => {
      const answer = await this.#ask(
        window,
        { kind: 'get', accountId, revision },
        window === owner ? ownerTimeout : answerTimeout,
      );
      if (answer?.kind !== 'answer' || answer.text === undefined) throw new Error('no answer');
      return answer.text;
    });
    return Promise.any(answers).catch(() => undefined);
  }

  /** Waits until a window's refresh of an account, or the window itself, has ended. */
  async wait(window: string, accountId: string): Promise<void> {
    await this.#ask(window, { kind: 'wait', accountId }, undefined);
  }

  /**
   * Announces a change to the other windows. Resolves when the running ones have adopted it, or do not reply in time.
   */
  async announce(accountId: string, revision: number, text: string | undefined): Promise<void> {
    const change = { kind: 'changed', accountId, revision, ...(text === undefined ? {} : { text }) } as const;
    await Promise.all((await this.#others()).map((window) => this.#ask(window, change, answerTimeout)));
  }

  /** @returns `undefined` if the window is not running or does not reply in time */
  async #ask(window: string, question: Message, timeoutMs: number | undefined): Promise<Message | undefined> {
    const socket = await this.#connect(window);
    if (socket === undefined) return undefined;
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => socket.destroy(), timeoutMs);
    try {
      socket.write(`${JSON.stringify(question)}\n`);
      return await readMessage(socket);
    } finally {
      clearTimeout(timer);
      socket.destroy();
    }
  }

  async #connect(window: string): Promise<net.Socket | undefined> {
    const address = await readFile(this.#addressFile(window), 'utf8').catch(() => undefined);
    if (address === undefined) return undefined;
    const socket = net.connect(address);
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(socket));
      socket.on('error', ({ code }: NodeJS.ErrnoException) => {
        // Addresses are random: no other window will ever listen there.
        const isGone = code === 'ECONNREFUSED' || code === 'ENOENT';
        void (isGone ? this.#forget(window, address) : Promise.resolve()).then(() => resolve(undefined));
      });
    });
  }

  /** Removes what a window left that was killed: its address, and the folder of its socket. */
  async #forget(window: string, address: string): Promise<void> {
    await rm(this.#addressFile(window), { force: true }).catch(() => undefined);
    const folder = path.dirname(address);
    const isOurs = path.dirname(folder) === tmpdir() && path.basename(folder).startsWith(socketFolderPrefix);
    if (!isOurs) return;
    await rm(address, { force: true }).catch(() => undefined);
    // Not recursive: nothing else belongs in it.
    await rmdir(folder).catch(() => undefined);
  }

  #serve(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.unref();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    void readMessage(socket)
      .then((question) => (question === undefined ? undefined : this.#answer(question)))
      .catch(() => undefined)
      .then((text) => socket.end(`${JSON.stringify({ kind: 'answer', ...(text === undefined ? {} : { text }) })}\n`));
  }

  async #answer(question: Message): Promise<string | undefined> {
    switch (question.kind) {
      case 'get':
        return this.#handlers.get(question.accountId, question.revision);
      case 'wait':
        await this.#handlers.wait(question.accountId);
        return undefined;
      case 'changed':
        await this.#handlers.changed(question.accountId, question.revision, question.text);
        return undefined;
      case 'answer':
        return undefined;
    }
  }

  async #others(): Promise<string[]> {
    const windows = await readdir(this.#directory).catch(() => []);
    return windows.filter((window) => window !== this.#id);
  }

  /** The path of a Unix socket is limited to about 100 octets, which the storage folder may exceed. */
  async #makeAddress(): Promise<string> {
    if (process.platform === 'win32') return `\\\\.\\pipe\\mail-oauth-${randomBytes(16).toString('hex')}`;
    // mkdtemp creates a folder that only this user can open.
    this.#socketDirectory = await mkdtemp(path.join(tmpdir(), socketFolderPrefix));
    return path.join(this.#socketDirectory, 's');
  }

  #addressFile(window: string): string {
    return path.join(this.#directory, window);
  }
}

/** Reads one line of JSON; `undefined` if the connection ends first or the line is not a valid message. */
function readMessage(socket: net.Socket): Promise<Message | undefined> {
  return new Promise((resolve) => {
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      received += chunk;
      const end = received.indexOf('\n');
      if (end !== -1) resolve(parseMessage(received.slice(0, end)));
      else if (received.length > maxMessage) socket.destroy();
    });
    socket.once('end', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
  });
}

function parseMessage(line: string): Message | undefined {
  try {
    const parsed = v.safeParse(message, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
