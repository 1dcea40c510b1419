/**
 * A time limit and a cancellation that several pieces of work share, one after another. Each piece gets a
 * limit of its own with {@link start}; what is awaited through {@link within} ends at the limit or when the
 * signal is aborted.
 */
export class Deadline {
  readonly #signal: AbortSignal | undefined;
  readonly #waiting = new Set<(error: unknown) => void>();
  readonly #onAbort = () => this.#interrupt(this.#signal?.reason);
  #timer: NodeJS.Timeout | undefined;
  #interruption: { readonly error: unknown } | undefined;

  /** @param signal cancels everything; its `reason` is what {@link within} rejects with */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
    if (signal?.aborted === true) this.#onAbort();
  }

  /** Whether the time is up or the signal aborted; nothing can be awaited any more. */
  get isOver(): boolean {
    return this.#interruption !== undefined;
  }

  /**
   * Sets the limit of the next piece of work, in place of the one before.
   *
   * @param timeoutMs ms from now
   * @param onTimeout makes the error of a limit that has passed
   * @throws what ended an earlier piece, or the signal's reason
   */
  start(timeoutMs: number, onTimeout: () => Error): void {
    this.stop();
    if (this.#interruption !== undefined) throw this.#interruption.error;
    this.#timer = setTimeout(() => this.#interrupt(onTimeout()), timeoutMs);
  }

  /** Lifts the limit; the signal still counts. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Waits for work, but not past the limit or the cancellation. @throws the error of the limit, or the signal's reason */
  async within<T>(work: Promise<T>): Promise<T> {
    if (this.#interruption !== undefined) {
      // Nothing awaits the work any more; its rejection must not be an unhandled one.
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

  /** Leaves no timer and no listener behind. */
  dispose(): void {
    this.stop();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  #interrupt(error: unknown): void {
    this.#interruption ??= { error };
    for (const interrupt of this.#waiting) interrupt(error);
  }
}
