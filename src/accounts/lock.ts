/** Lets one holder at a time work on a name, among all windows of the editor. */
export interface Lock {
  /** Waits for its turn, runs, and frees the name whatever `run` does. */
  with<T>(name: string, run: () => Promise<T>): Promise<T>;
}
