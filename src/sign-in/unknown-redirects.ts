/** The minimum interval between two notices, in ms. */
const quietTime = 60_000;

/**
 * Reports redirects that do not match a pending sign-in. Any web page can open such a URI, even thousands of times. So
 * one notice is shown at a time and at most one per minute; the log counts the others.
 */
export class UnknownRedirects {
  readonly #log: (count: number) => void;
  readonly #now: () => number;
  #shownAt = -Infinity;
  #isOpen = false;
  #count = 0;

  /**
   * @param log called with the number of such redirects, at each power of ten
   * @param now ms since 1970
   */
  constructor(log: (count: number) => void, now: () => number = Date.now) {
    this.#log = log;
    this.#now = now;
  }

  /** Reports one. @param show shows a notice and resolves when it is closed */
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
