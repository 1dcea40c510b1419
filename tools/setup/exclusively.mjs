import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Does work that one process at a time may do; waits until no other process does it.
 *
 * @template T
 * @param {string} lock a file that holds the id of the process at work
 * @param {AbortSignal} signal ends the wait
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(lock, signal, work) {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let announced = false; !take(lock); announced = true) {
    if (!announced) console.log(`Waiting for another process that is installing (its id is in ${lock}).`);
    await delay(200, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * @param {string} lock
 * @returns {boolean} whether this process has it now
 */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/**
 * A process that was killed leaves its lock behind.
 *
 * @param {string} lock
 */
function isAbandoned(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
