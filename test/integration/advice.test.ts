import assert from 'node:assert/strict';
import { describeError } from '../../src/diagnosis/describe-error.js';
import { diagnose, type Action } from '../../src/diagnosis/diagnosis.js';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import type { LoginCheckResult } from '../../src/mail/login-check/result.js';
import type { MailServer, Protocol } from '../../src/mail/wire/server.js';
import { discover } from '../../src/oauth/discovery.js';
import { OAuthError } from '../../src/oauth/errors.js';
import { refreshTokens } from '../../src/oauth/refresh.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import type { MechanismChoice } from '../../src/sasl/mechanism.js';

/** What a walk changes from step to step. */
interface Position {
  readonly user: string;
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly mechanism: MechanismChoice;
  readonly form?: 'inline' | 'continuation';
  readonly server: MailServer;
}

/** The most steps of a walk: a longer one goes in circles. */
const maximumSteps = 6;

describe('performing the first action', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox();
  });

  after(() => sandbox.stop());

  const scenarioNames = [
    ...['alice', 'expired', 'revoked', 'wrong-scope', 'other-user', 'imap-disabled', 'smtp-disabled', 'not-connected'],
    ...[
      'send-as-denied',
      'too-many',
      'temporary',
      'slow',
      'drop',
      'no-refresh-token',
      'invalid-grant',
      'denied',
      'short-life',
    ],
  ];

  it('is tested for every scenario', () => {
    assert.deepEqual(
      sandbox.scenarios.map(({ name }) => name),
      scenarioNames,
    );
  });

  for (const name of scenarioNames) {
    for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
      it(`ends for ${name} by ${protocol} without recommending a failed action again`, async () => {
        const steps = await walk(name, protocol);
        assert.ok(steps.length <= maximumSteps, steps.join(' → '));
        assert.match(steps.at(-1) ?? '', /^(?:ok|nothing to do: |to do by hand: |explained: )/, steps.join(' → '));
        assert.equal(new Set(steps).size, steps.length, steps.join(' → '));
      });
    }
  }

  /** Tests, does the first action, tests again, until there is nothing that a program can do. */
  async function walk(name: string, protocol: Protocol): Promise<string[]> {
    const steps: string[] = [];
    const tried: Action[] = [];
    let position = await signedIn(name, protocol);
    while (steps.length <= maximumSteps) {
      const result = await attempt(position, protocol);
      if (result.outcome === 'ok') return [...steps, 'ok'];
      const [{ code, advice, actions }] = diagnose(result, { tried });
      const action = actions.find((one) => one.tried !== true);
      assert.notEqual(advice, '');
      if (action === undefined) return [...steps, `nothing to do: ${code}`];
      const next = await perform(action, position, name, protocol);
      if (typeof next === 'string') return [...steps, next];
      steps.push(`${code}: ${JSON.stringify(action)}`);
      tried.push(action);
      position = next;
    }
    return steps;
  }

  async function perform(
    action: Action,
    position: Position,
    name: string,
    protocol: Protocol,
  ): Promise<Position | string> {
    switch (action.kind) {
      case 'refresh':
        return refreshed(position);
      case 'sign-in':
        return { ...(await signedIn(name, protocol)), mechanism: position.mechanism };
      case 'set-user':
        return { ...position, user: action.user };
      case 'use-mechanism':
        return { ...position, mechanism: action.mechanism };
      case 'use-form':
        return { ...position, form: action.form };
      case 'use-server':
        return { ...position, server: action.server };
      case 'test-again':
        return position;
      case 'edit-account':
      case 'open-page':
        return `to do by hand: ${action.kind}`;
    }
  }

  async function signedIn(name: string, protocol: Protocol): Promise<Position> {
    return {
      ...(await sandbox.account(name)),
      mechanism: 'best',
      server: { host: 'localhost', port: sandbox.ports[`${protocol}s`], security: 'tls' },
    };
  }

  /** The position with new tokens, or why there are none. */
  async function refreshed({ refreshToken, ...position }: Position): Promise<Position | string> {
    if (refreshToken === undefined) return 'explained: no refresh token';
    try {
      const { accessToken, ...tokens } = await refreshTokens({
        server: await discover(sandbox.issuer),
        client: { clientId: sandbox.clientId },
        tokens: { refreshToken },
      });
      return { ...position, accessToken, refreshToken: tokens.refreshToken ?? refreshToken };
    } catch (error) {
      assert.ok(error instanceof OAuthError, String(error));
      return `explained: ${describeError(error)}`;
    }
  }

  function attempt(
    { user, accessToken, mechanism, form, server }: Position,
    protocol: Protocol,
  ): Promise<LoginCheckResult> {
    // Only a message shows what some servers refuse.
    const sendTestMessage = protocol === 'smtp';
    const { ca } = sandbox;
    return checkLogin({ protocol, server, mechanism, form, user, accessToken, ca, sendTestMessage, timeoutMs: 10_000 });
  }
});
