import { fuzzAnswers } from './answers.js';
import { fuzzDialogues } from './dialogues.js';
import { fuzzParsers } from './parsers.js';
import { fuzzProxies } from './proxies.js';
import { fuzzSandbox } from './sandbox.js';
import { fuzzStartTls } from './starttls.js';
import { fuzzTls } from './tls.js';

/*
 * `npm run test:fuzz -- [INPUTS [SEED]]`: nine of ten inputs for the parsers, the others for conversations on
 * loopback. It stops at the first input that breaks a promise, made as small as that input can be.
 */

const inputs = Number(process.argv[2] ?? 1_000_000);
const seed = process.argv[3] === undefined ? undefined : Number(process.argv[3]);

type Fuzzer = (inputs: number, seed?: number) => Promise<void> | void;

/** Each with its share of the inputs. */
const fuzzers: readonly (readonly [name: string, share: number, fuzz: Fuzzer])[] = [
  ['parsers', 0.88, fuzzParsers],
  ['dialogues', 0.05, fuzzDialogues],
  ['answers', 0.02, fuzzAnswers],
  ['STARTTLS', 0.013, fuzzStartTls],
  ['TLS', 0.013, fuzzTls],
  ['proxies', 0.004, fuzzProxies],
  ['sandbox', 0.02, fuzzSandbox],
];

async function main(): Promise<void> {
  for (const [name, share, fuzz] of fuzzers) {
    const begun = Date.now();
    const count = Math.round(inputs * share);
    await fuzz(count, seed);
    console.log(`${name}: ${count} inputs in ${Math.round((Date.now() - begun) / 1000)} s`);
  }
}

void main();
