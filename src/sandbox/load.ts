import type * as SandboxModule from './sandbox.js';

/** Loads the sandbox's bundle, which nothing else does. The library's remark on Node.js versions is not for users. */
export async function loadSandbox(): Promise<typeof SandboxModule> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await import('./sandbox.js');
  } finally {
    console.warn = warn;
  }
}
