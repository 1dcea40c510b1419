/** @type {readonly NodeJS.Signals[]} */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Does work that Ctrl+C and its like cancel. They end the process, but only after the work has ended: the work can
 * clean up, and a shell waits for that.
 *
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function cancelable(work) {
  const cancellation = new AbortController();
  /** @type {NodeJS.Signals | undefined} */
  let received;
  const cancel = (/** @type {NodeJS.Signals} */ signal) => {
    received = signal;
    cancellation.abort();
  };
  for (const signal of endingSignals) process.on(signal, cancel);
  const watch = watchParent(() => cancel('SIGTERM'));
  try {
    return await work(cancellation.signal);
  } finally {
    clearInterval(watch);
    for (const signal of endingSignals) process.off(signal, cancel);
    if (received !== undefined) process.kill(process.pid, received);
  }
}

/**
 * When npm is terminated, it terminates the shell of a script, and that does not tell the script.
 *
 * @param {() => void} onEnd
 */
function watchParent(onEnd) {
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) onEnd();
  }, 500).unref();
}
