import { fuzzDialogues } from './dialogues.js';
import { fuzzParsers } from './parsers.js';

/*
 * `npm run test:fuzz -- [INPUTS [SEED]]`: nineteen of twenty inputs for the parsers, the others for dialogues with a
 * server on loopback. It stops at the first input that breaks a promise, made as small as that input can be.
 */

const inputs = Number(process.argv[2] ?? 1_000_000);
const seed = process.argv[3] === undefined ? undefined : Number(process.argv[3]);

async function main(): Promise<void> {
  const dialogues = Math.ceil(inputs / 20);
  const begun = Date.now();
  fuzzParsers(inputs - dialogues, seed);
  console.log(`parsers: ${inputs - dialogues} inputs in ${Math.round((Date.now() - begun) / 1000)} s`);
  await fuzzDialogues(dialogues, seed);
  console.log(`dialogues: ${dialogues} in all ${Math.round((Date.now() - begun) / 1000)} s`);
}

void main();
