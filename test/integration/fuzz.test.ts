import { fuzzDialogues } from '../fuzz/dialogues.js';
import { fuzzParsers } from '../fuzz/parsers.js';

/** The short form of `npm run test:fuzz`; the inputs are others each time, and a failure names its seed. */
describe('hostile texts', () => {
  it('stop no parser', () => fuzzParsers(10_000)).timeout(60_000);

  it('stop no dialogue, and show no token', () => fuzzDialogues(500)).timeout(60_000);
});
