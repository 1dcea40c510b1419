import type { Parts, StartedParts } from './parts.js';

/** Loads most of the extension with the first command or redirect. */
export class LazyParts {
  readonly #started: StartedParts;
  #parts: Promise<Parts> | undefined;

  constructor(started: StartedParts) {
    this.#started = started;
  }

  load(): Promise<Parts> {
    return (this.#parts ??= import('./parts.js').then(({ buildParts }) => buildParts(this.#started)));
  }
}
