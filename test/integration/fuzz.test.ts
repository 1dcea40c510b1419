import { fuzzAnswers } from '../fuzz/answers.js';
import { fuzzDialogues } from '../fuzz/dialogues.js';
import { fuzzParsers } from '../fuzz/parsers.js';
import { fuzzProxies } from '../fuzz/proxies.js';
import { fuzzSandbox } from '../fuzz/sandbox.js';
import { fuzzStartTls } from '../fuzz/starttls.js';
import { fuzzTls } from '../fuzz/tls.js';

/** The short form of `npm run test:fuzz`; the inputs are others each time, and a failure names its seed. */
describe('hostile texts', function () {
  this.timeout(60_000);

  it('do not crash a parser', () => fuzzParsers(10_000));

  it('do not crash a dialogue or reveal a token', () => fuzzDialogues(500));

  it('do not crash a request to an authorization server or reveal a secret', () => fuzzAnswers(500));

  it('do not crash a login through a proxy or reveal a password', () => fuzzProxies(200));

  it('do not obtain a credential before STARTTLS has succeeded', () => fuzzStartTls(200));

  it('do not crash a login when sent instead of a handshake, within it, or in certificates', () => fuzzTls(200));

  it('do not crash the sandbox or bypass its request guard', () => fuzzSandbox(500));
});
