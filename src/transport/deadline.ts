/** The longest delay of a timer, in ms. With a longer one, Node.js fires the timer at once. */
export const maximumDelay = 2 ** 31 - 1;

/**
 * A time limit and an abort signal for operations that run one after another. {@link start} sets the limit of the next
 * operation; a wait through {@link within} rejects when the limit is reached or the signal is aborted.
 */
export class Deadline {
  readonly #signal: AbortSignal | undefined;
  readonly #waiting = new Set<(error: unknown) => void>();
  readonly #onAbort = () => this.#interrupt(this.#signal?.reason);
  #timer: NodeJS.Timeout | undefined;
  #interruption: { readonly error: unknown } | undefined;

  /** @param signal aborts every operation; {@link within} rejects with its `reason` */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
    if (signal?.aborted === true) this.#onAbort();
  }

  /** Whether the limit was reached or the signal aborted; from then on every wait rejects. */
  get isOver(): boolean {
    return this.#interruption !== undefined;
  }

  /**
   * Sets the limit of the next operation, replacing the previous one.
   *
   * @param timeoutMs ms from now; `Infinity` for no limit
   * @param onTimeout creates the error to reject with when the limit is reached
   * @throws the error that ended an earlier operation, or the signal's reason
   */
  start(timeoutMs: number, onTimeout: () => Error): void {
    this.stop();
    if (this.#interruption !== undefined) throw this.#interruption.error;
    this.#timer = setTimeout(() => this.#interrupt(onTimeout()), Math.min(timeoutMs, maximumDelay));
  }

  /** Clears the limit; the signal stays in effect. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * Waits for `work` until the limit is reached or the signal is aborted.
   *
   * @throws the timeout error, or the signal's reason
   */
  async within<T>(work: Promise<T>): Promise<T> {
    if (this.#interruption !== undefined) {
      // Nothing awaits `work` any more; avoid an unhandled rejection.
      work.catch(() => undefined);
      throw this.#interruption.error;
    }
    let interrupt: (error: unknown) => void = () => undefined;
    const interrupted = new Promise<never>((_, reject) => (interrupt = reject));
    this.#waiting.add(interrupt);
    try {
      return await Promise.race([work, interrupted]);
    } finally {
      this.#waiting.delete(interrupt);
    }
  }

  /** Clears the timer and removes the abort listener. */
  dispose(): void {
    this.stop();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  #interrupt(error: unknown): void {
    this.#interruption ??= { error };
    for (const interrupt of this.#waiting) interrupt(error);
  }
}
