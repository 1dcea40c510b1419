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

  it('stop no parser', () => fuzzParsers(10_000));

  it('stop no dialogue, and show no token', () => fuzzDialogues(500));

  it('stop no request to an authorization server, and show no secret', () => fuzzAnswers(500));

  it('stop no login through a proxy, and show no password', () => fuzzProxies(200));

  it('get no credential before STARTTLS has ended well', () => fuzzStartTls(200));

  it('stop no login in place of a handshake, in it, and in certificates', () => fuzzTls(200));

  it('do not stop the sandbox, nor get past its door', () => fuzzSandbox(500));
});
