/** How long no second notice is shown, in ms. */
const quietTime = 60_000;

/**
 * Tells of redirects that belong to no pending sign-in. Any web page can send the editor such a URI, ten
 * thousand of them too; so one notice is shown at a time and at most one a minute, and the others are counted
 * in the log.
 */
export class UnknownRedirects {
  readonly #log: (count: number) => void;
  readonly #now: () => number;
  #shownAt = -Infinity;
  #isOpen = false;
  #count = 0;

  /**
   * @param log is told how many there have been, at each power of ten
   * @param now ms since 1970
   */
  constructor(log: (count: number) => void, now: () => number = Date.now) {
    this.#log = log;
    this.#now = now;
  }

  /** Tells of one more. @param show shows a notice until it is closed */
  async tell(show: () => Promise<void>): Promise<void> {
    this.#count++;
    if (this.#count >= 10 && Number.isInteger(Math.log10(this.#count))) this.#log(this.#count);
    if (this.#isOpen || this.#now() - this.#shownAt < quietTime) return;
    this.#isOpen = true;
    this.#shownAt = this.#now();
    try {
      await show();
    } finally {
      this.#isOpen = false;
    }
  }
}
