import { isNoticed, misdiagnosed } from '../support/misdiagnosed.js';
import { mutants } from './mutants.js';

/*
 * `npm run test:mutation`: changes the tables of rules in one place at a time and runs the checks that the unit tests
 * make of them. A change that no check notices is listed. Fails below 95 %.
 */

const required = 0.95;

if (misdiagnosed().length > 0) throw new Error('The checks fail without a mutation: run the unit tests first.');

let count = 0;
const survivors: string[] = [];
for (const { table, rule, name, apply } of mutants()) {
  const restore = apply();
  count++;
  if (!isNoticed(table, rule)) survivors.push(name);
  restore();
}
for (const survivor of survivors) console.log(`not noticed: ${survivor}`);
const killed = count - survivors.length;
console.log(`${killed} of ${count} mutations noticed (${((100 * killed) / count).toFixed(1)} %)`);
console.log(`${killed / count >= required ? 1 : 0} passed, ${killed / count >= required ? 0 : 1} failed`);
process.exitCode = killed / count >= required ? 0 : 1;
