import type { Sandbox } from '../../sandbox/load.js';

/** A running sandbox and the file with its CA certificate. */
export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly caFile: string;
}
