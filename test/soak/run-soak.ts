import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAuthorizationServer, publicClient } from '../support/authorization-server.js';
import { changeDelay, type EditorModel } from '../support/editor-secrets.js';
import { sampleAccount } from '../support/sample-account.js';
import type { Command, Event } from './window.js';

/** What happens to the first window in the middle of each round; `no-channel`: no other can ever reach it. */
export type Fault = 'none' | 'no-channel' | 'kill' | 'suspend' | 'cancel';

export interface SoakOptions {
  readonly model: EditorModel;
  readonly windows: number;
  readonly rounds: number;
  /** How long the token endpoint takes, in ms. */
  readonly latencyMs: number;
  /** Within what time the windows ask for a token, in ms. */
  readonly spreadMs: number;
  readonly fault: Fault;
}

/** What a soak has counted. */
export interface SoakResult {
  rounds: number;
  /** Requests to the token endpoint, over all rounds. */
  requests: number;
  /** Grants that the server has revoked, since a refresh token was used twice. */
  grantsLost: number;
  /** Access tokens that a window got and the server does not know. */
  deadTokens: number;
  /** What windows got in place of a token, by code. */
  errors: Record<string, number>;
  /** The longest wait of a window, in ms. */
  slowestMs: number;
}

/** Windows of an editor, each a process, that all want a token of the same account at about the same time. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-soak-'));
  const server = await startAuthorizationServer();
  const slow = await startSlowEndpoint(server.issuer, options.latencyMs);
  const controller = new Controller(options, directory);
  const result: SoakResult = { rounds: 0, requests: 0, grantsLost: 0, deadTokens: 0, errors: {}, slowestMs: 0 };
  let revoked = 0;
  (server.provider.on as (name: string, listener: () => void) => void)('grant.revoked', () => revoked++);
  try {
    await controller.fill();
    for (let round = 0; round < options.rounds; round++) {
      const { refreshToken } = await server.issueTokens({ user: 'alice@example.com', clientId: publicClient.clientId });
      const id = `round-${round}`;
      await controller.load(id, account(id, refreshToken, slow.url));
      [slow.requests, revoked] = [0, 0];
      const answers = await controller.round(id);
      result.rounds++;
      result.requests += slow.requests;
      if (revoked > 0) result.grantsLost++;
      for (const { accessToken, error, ms } of answers) {
        result.slowestMs = Math.max(result.slowestMs, ms);
        if (error !== undefined) result.errors[error] = (result.errors[error] ?? 0) + 1;
        else if ((await server.provider.AccessToken.find(accessToken ?? '')) === undefined) result.deadTokens++;
      }
      await controller.fill();
    }
    return result;
  } finally {
    controller.stop();
    await slow.stop();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function account(id: string, refreshToken: string, tokenEndpoint: string): string {
  const server = { authorizationEndpoint: tokenEndpoint, tokenEndpoint };
  const tokens = { accessToken: 'old', refreshToken, obtainedAt: 0, expiresAt: 1 };
  return JSON.stringify(sampleAccount({ id, server, client: publicClient, tokens }));
}

/** Passes token requests on after a while, and counts them. */
async function startSlowEndpoint(issuer: string, latencyMs: number) {
  const state = { requests: 0, url: '', stop: () => Promise.resolve() };
  const server = http.createServer((request, response) => {
    state.requests++;
    setTimeout(() => {
      const { headers, method } = request;
      const onward = http.request(new URL('/token', issuer), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      // The window that asked may have been killed.
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    }, latencyMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  state.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return state;
}

type Answer = Extract<Event, { kind: 'fresh' }>;

/** What is on disk, and the windows that are open. */
class Controller {
  readonly #options: SoakOptions;
  readonly #directory: string;
  readonly #record = new Map<string, string>();
  readonly #windows = new Set<ChildProcess>();

  constructor(options: SoakOptions, directory: string) {
    this.#options = options;
    this.#directory = directory;
  }

  /** Opens as many windows as are missing. */
  async fill(): Promise<void> {
    while (this.#windows.size < this.#options.windows) {
      const hasChannel = this.#options.fault !== 'no-channel' || this.#windows.size > 0;
      // Without a place for temporary files there is none for a socket.
      const TMPDIR = hasChannel ? tmpdir() : path.join(this.#directory, 'nowhere');
      const window = fork(path.resolve('out/test/soak/window.js'), { env: { ...process.env, TMPDIR } });
      this.#windows.add(window);
      window.setMaxListeners(0);
      window.once('exit', () => this.#windows.delete(window));
      window.on('message', (event: Event) => this.#hear(window, event));
      const ready = this.#next(window, 'ready');
      command(window, { kind: 'open', directory: this.#directory, model: this.#options.model });
      await ready;
    }
  }

  /** Gives all windows the same account. */
  async load(id: string, text: string): Promise<void> {
    this.#record.clear();
    this.#record.set(`account/${id}`, text);
    const windows = [...this.#windows];
    const ready = windows.map((window) => this.#next(window, 'ready'));
    for (const window of windows) command(window, { kind: 'load', record: [...this.#record] });
    await Promise.all(ready);
  }

  async round(accountId: string): Promise<Answer[]> {
    const { fault, spreadMs, latencyMs } = this.#options;
    const windows = [...this.#windows];
    const moment = Math.random() * (latencyMs + 60);
    const answers = windows.map((window) => this.#answer(window));
    for (const [index, window] of windows.entries()) {
      const first = index === 0 && fault !== 'none';
      command(window, {
        kind: 'fresh',
        accountId,
        delayMs: first ? 0 : Math.random() * spreadMs,
        ...(first && fault === 'cancel' ? { cancelAfterMs: moment } : {}),
      });
    }
    const [victim] = windows;
    let killed: Promise<unknown> = Promise.resolve();
    if (victim !== undefined && fault === 'kill') {
      killed = once(victim, 'exit');
      setTimeout(() => victim.kill('SIGKILL'), moment);
    }
    if (victim !== undefined && fault === 'suspend') {
      setTimeout(() => victim.kill('SIGSTOP'), moment);
      setTimeout(() => victim.kill('SIGCONT'), moment + 2000);
    }
    const given = await Promise.all(answers);
    // One that is killed after its answer must not be asked anything again.
    await killed;
    return given.filter((answer) => answer !== undefined);
  }

  stop(): void {
    for (const window of this.#windows) window.kill('SIGKILL');
  }

  /** A window's answer; `undefined` if it is killed before. */
  #answer(window: ChildProcess): Promise<Answer | undefined> {
    return Promise.race([
      this.#next(window, 'fresh'),
      new Promise<undefined>((resolve) => window.once('exit', () => resolve(undefined))),
    ]);
  }

  #next<K extends Event['kind']>(window: ChildProcess, kind: K): Promise<Extract<Event, { kind: K }>> {
    return new Promise((resolve) => {
      const listener = (event: Event) => {
        if (event.kind !== kind) return;
        window.off('message', listener);
        resolve(event as Extract<Event, { kind: K }>);
      };
      window.on('message', listener);
    });
  }

  #hear(window: ChildProcess, event: Event): void {
    if (event.kind === 'record') {
      this.#record.clear();
      for (const [key, value] of event.record) this.#record.set(key, value);
    } else if (event.kind === 'flush') {
      const { key, value } = event;
      if (value === undefined) this.#record.delete(key);
      else this.#record.set(key, value);
      setTimeout(() => {
        for (const other of this.#windows) {
          if (other !== window) command(other, { kind: 'changed', key, value: this.#record.get(key) });
        }
      }, changeDelay);
    }
  }
}

function command(window: ChildProcess, message: Command): void {
  if (window.connected) window.send(message, () => undefined);
}
