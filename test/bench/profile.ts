import { runInExtensionHost } from '../support/extension-host.js';

/* Profiles the activation of what is in dist/; build it without --production to see the names of functions. */

void runInExtensionHost('out/test/bench/in-host/profile', (line) => {
  if (line.startsWith('activation')) console.log(`${line}: out/activation.cpuprofile`);
});
