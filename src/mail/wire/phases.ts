import * as l10n from '@vscode/l10n';
import { Cancelled, MailError } from './errors.js';
import type { PhaseTiming } from '../login-check/result.js';
import type { Phase } from './transcript.js';

/** Keeps the time of a test's phases, and the one deadline that each has. */
export class Phases {
  readonly times: PhaseTiming[] = [];
  readonly #timeoutMs: number;
  readonly #elapsed: () => number;
  readonly #cancel: AbortSignal | undefined;
  readonly #interrupts = new Set<(error: Error) => void>();
  readonly #onCancel = () => this.#interrupt(new Cancelled());
  #current: { readonly name: Phase; readonly start: number; readonly timer: NodeJS.Timeout } | undefined;
  #interrupted: Error | undefined;

  /** @param elapsed ms since the test began */
  constructor(timeoutMs: number, elapsed: () => number, cancel: AbortSignal | undefined) {
    this.#timeoutMs = timeoutMs;
    this.#elapsed = elapsed;
    this.#cancel = cancel;
    cancel?.addEventListener('abort', this.#onCancel);
    if (cancel?.aborted === true) this.#onCancel();
  }

  /** The phase that runs, or ran last. */
  get current(): Phase {
    return this.#current?.name ?? this.times.at(-1)?.name ?? 'token';
  }

  /** Ends the phase before and begins the next, with a deadline of its own. @throws {Cancelled} */
  begin(name: Phase, timeoutMs = this.#timeoutMs): void {
    this.end('ok');
    if (this.#interrupted !== undefined) throw this.#interrupted;
    const timer = setTimeout(() => this.#interrupt(timedOut(name, timeoutMs)), timeoutMs);
    this.#current = { name, start: this.#elapsed(), timer };
  }

  /** Goes on to the next phase from where nothing may throw, such as an event. */
  proceed(name: Phase | undefined): void {
    if (name !== undefined && this.#interrupted === undefined) this.begin(name);
  }

  /** Ends the phase that runs, if one does. */
  end(status: PhaseTiming['status']): void {
    if (this.#current === undefined) return;
    const { name, start, timer } = this.#current;
    clearTimeout(timer);
    this.times.push({ name, ms: Math.max(0, this.#elapsed() - start), status });
    this.#current = undefined;
  }

  /** Waits for something, but not past the deadline or Cancel. @throws {MailError} `timeout`; {@link Cancelled} */
  async within<T>(work: Promise<T>): Promise<T> {
    if (this.#interrupted !== undefined) {
      // Nobody will hear how the work ends: it must not end as an unhandled rejection.
      work.catch(() => undefined);
      throw this.#interrupted;
    }
    let interrupt: (error: Error) => void = () => undefined;
    const interrupted = new Promise<never>((_, reject) => (interrupt = reject));
    this.#interrupts.add(interrupt);
    try {
      return await Promise.race([work, interrupted]);
    } finally {
      this.#interrupts.delete(interrupt);
    }
  }

  /** Leaves no timer and no listener behind. */
  dispose(): void {
    clearTimeout(this.#current?.timer);
    this.#cancel?.removeEventListener('abort', this.#onCancel);
  }

  #interrupt(error: Error): void {
    this.#interrupted ??= error;
    for (const interrupt of this.#interrupts) interrupt(error);
  }
}

function timedOut(phase: Phase, timeoutMs: number): MailError {
  const seconds = timeoutMs / 1000;
  return new MailError('timeout', l10n.t('{0}: nothing came for {1} s.', waitingFor(phase), seconds));
}

function waitingFor(phase: Phase): string {
  switch (phase) {
    case 'lookup':
      return l10n.t('While looking up the host');
    case 'connect':
    case 'token':
    case 'string':
      return l10n.t('While connecting');
    case 'proxy':
      return l10n.t('Waiting for the proxy');
    case 'tls':
      return l10n.t('During the TLS handshake');
    case 'greeting':
      return l10n.t('Waiting for the greeting');
    case 'capability':
      return l10n.t('Waiting for the capabilities');
    case 'starttls':
      return l10n.t('Waiting for the answer to STARTTLS');
    case 'authenticate':
      return l10n.t('While authenticating');
    case 'mailbox':
      return l10n.t('While opening the mailbox');
    case 'logout':
      return l10n.t('While logging out');
  }
}
