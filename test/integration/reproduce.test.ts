import assert from 'node:assert/strict';
import { reproductions, type Reproduction } from '../../src/report/reproduce.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { mechanisms, type Mechanism } from '../../src/sasl/mechanism.js';
import { mailScope, startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.js';
import { portNames, startDovecot, type Dovecot } from '../support/dovecot.js';
import { run } from '../support/processes.js';

const user = 'alice@example.com';

/** What a server says once it has accepted a login. */
const accepted: Readonly<Record<Protocol, RegExp>> = {
  imap: /Logged in/,
  smtp: /235/,
  pop3: /\+OK Logged in/,
};

/** What the result page and Copy As… give to be run elsewhere is run here, as it is given. */
describe('reproducing a login with another program', function () {
  this.timeout(60_000);
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;

  before(async () => {
    authorizationServer = await startAuthorizationServer();
    dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
  });

  after(async () => {
    await dovecot.stop();
    await authorizationServer.stop();
  });

  const runs = async ({ language, text }: Reproduction, given?: string) => {
    const accessToken = given ?? (await authorizationServer.issueTokens({ user })).accessToken;
    const { caFile } = dovecot;
    const env = {
      ...process.env,
      TOKEN: accessToken,
      SSL_CERT_FILE: caFile,
      CURL_CA_BUNDLE: caFile,
      NODE_EXTRA_CA_CERTS: caFile,
    };
    const [program, args] = {
      sh: ['/bin/sh', ['-c', text]] as const,
      python: ['/usr/bin/python3', ['-c', text]] as const,
      javascript: [process.execPath, ['--input-type=module', '-e', text]] as const,
    }[language];
    const { status, stdout, stderr } = await run(program, args, { env });
    return { status, output: stdout + stderr };
  };

  const reproductionOf = (protocol: Protocol, security: 'tls' | 'starttls', mechanism: Mechanism, program: string) => {
    const server = { host: 'localhost', port: dovecot.ports[portNames[protocol][security]], security };
    const found = reproductions({ protocol, server, user, mechanism }).find(({ name }) => name === program);
    assert.ok(found !== undefined);
    return found;
  };

  const cases = (['imap', 'smtp', 'pop3'] as const).flatMap((protocol) =>
    (['tls', 'starttls'] as const).flatMap((security) =>
      mechanisms.map((mechanism): [Protocol, 'tls' | 'starttls', Mechanism] => [protocol, security, mechanism]),
    ),
  );
  for (const [protocol, security, mechanism] of cases) {
    for (const program of ['curl', 'openssl s_client', 'Python']) {
      it(`logs in with ${program}: ${protocol} (${security}), ${mechanism}`, async () => {
        const { status, output } = await runs(reproductionOf(protocol, security, mechanism, program));
        assert.equal(status, 0, output);
        assert.match(output, accepted[protocol]);
        // As the server saw it: not another mechanism, which the program would prefer.
        const methods = [...(await dovecot.log()).matchAll(/method=(\w+)/g)].map(([, method]) => method);
        assert.equal(methods.at(-1), mechanism, output);
      });
    }
  }

  for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
    it(`shows the challenge for a refused token in curl: ${protocol}`, async () => {
      const { status, output } = await runs(reproductionOf(protocol, 'tls', 'XOAUTH2', 'curl'), 'made-up-token');
      assert.notEqual(status, 0);
      assert.match(output, /^< (?:\+|334) eyJzdGF0dXMiOiI0MDEi/m);
    });
  }
});
