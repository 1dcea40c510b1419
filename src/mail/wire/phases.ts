import * as l10n from '@vscode/l10n';
import { Deadline } from '../../transport/deadline.js';
import { TransportError } from '../../transport/errors.js';

/** The phases of a login check, in order; the first two precede the connection. */
export type Phase =
  | 'token'
  | 'string'
  | 'lookup'
  | 'connect'
  | 'proxy'
  | 'tls'
  | 'greeting'
  | 'capability'
  | 'starttls'
  | 'authenticate'
  | 'mailbox'
  | 'message'
  | 'logout';

/** The duration of a phase, in whole ms. */
export interface PhaseTiming {
  readonly name: Phase;
  readonly ms: number;
  readonly status: 'ok' | 'failed';
}

/** Measures the phases of a login check, and applies the same time limit to each. */
export class Phases {
  readonly timings: PhaseTiming[] = [];
  readonly #timeoutMs: number;
  readonly #elapsed: () => number;
  readonly #deadline: Deadline;
  #current: { readonly name: Phase; readonly start: number } | undefined;

  /**
   * @param timeoutMs the time limit of each phase, in ms
   * @param elapsed ms since the check began
   */
  constructor(timeoutMs: number, elapsed: () => number, signal: AbortSignal | undefined) {
    this.#timeoutMs = timeoutMs;
    this.#elapsed = elapsed;
    this.#deadline = new Deadline(signal);
  }

  /** The current phase, or the last one. */
  get current(): Phase {
    return this.#current?.name ?? this.timings.at(-1)?.name ?? 'token';
  }

  /** Ends the current phase and begins the next. @throws {TransportError} `timeout`; the signal's reason */
  begin(name: Phase): void {
    this.end('ok');
    this.#deadline.start(this.#timeoutMs, () => timeoutError(name, this.#timeoutMs));
    this.#current = { name, start: this.#elapsed() };
  }

  /** Like {@link begin}, but never throws; for event handlers. */
  proceed(name: Phase): void {
    if (!this.#deadline.isOver) this.begin(name);
  }

  /** Ends the current phase, if there is one. */
  end(status: PhaseTiming['status']): void {
    if (this.#current === undefined) return;
    const { name, start } = this.#current;
    this.#deadline.stop();
    this.timings.push({ name, ms: Math.max(0, this.#elapsed() - start), status });
    this.#current = undefined;
  }

  /** Waits for `work` within the phase's limit. @throws {TransportError} `timeout`; the signal's reason */
  within<T>(work: Promise<T>): Promise<T> {
    return this.#deadline.within(work);
  }

  /** Clears the timer and removes the abort listener. */
  dispose(): void {
    this.#deadline.dispose();
  }
}

function timeoutError(phase: Phase, timeoutMs: number): TransportError {
  return new TransportError('timeout', describeTimeout(phase, timeoutMs / 1000));
}

function describeTimeout(phase: Phase, seconds: number): string {
  switch (phase) {
    case 'lookup':
      return l10n.t('The host name was not resolved within {0} s.', seconds);
    case 'token':
    case 'string':
    case 'connect':
      return l10n.t('The connection was not established within {0} s.', seconds);
    case 'proxy':
      return l10n.t('The proxy did not reply within {0} s.', seconds);
    case 'tls':
      return l10n.t('The TLS handshake was not completed within {0} s.', seconds);
    case 'greeting':
      return l10n.t('The server sent no greeting within {0} s.', seconds);
    case 'capability':
      return l10n.t('The server did not list its capabilities within {0} s.', seconds);
    case 'starttls':
      return l10n.t('The server did not reply to STARTTLS within {0} s.', seconds);
    case 'authenticate':
      return l10n.t('The server did not reply to the login within {0} s.', seconds);
    case 'mailbox':
      return l10n.t('The server did not open the mailbox within {0} s.', seconds);
    case 'message':
      return l10n.t(
        'The server did not reply to the message within {0} s. Whether it accepted the message is not known.',
        seconds,
      );
    case 'logout':
      return l10n.t('The server did not reply to the logout within {0} s.', seconds);
  }
}
