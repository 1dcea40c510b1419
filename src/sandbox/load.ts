import type * as SandboxModule from './sandbox.js';

export type {
  IssuedTokens,
  Sandbox,
  SandboxAccount,
  SandboxLogEntry,
  SandboxLogKind,
  SandboxOptions,
  Scenario,
  ScenarioReplies,
  ScenarioReply,
} from './sandbox.js';

/** Loads the bundle of the sandbox. */
export async function loadSandbox(): Promise<typeof SandboxModule> {
  return import('./sandbox.js');
}
