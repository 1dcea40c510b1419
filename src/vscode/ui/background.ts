/**
 * Runs work that nothing waits for, such as the reaction to an event. An error is logged: what the user does next fails
 * with it too, and is where it is shown.
 */
export function inBackground(work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    console.error('mail-oauth:', error instanceof Error ? error.message : typeof error);
  });
}
