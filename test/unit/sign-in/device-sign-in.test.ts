import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AccountStore } from '../../../src/accounts/account-store.js';
import { Windows } from '../../../src/accounts/windows.js';
import { DeviceSignIn } from '../../../src/sign-in/device-sign-in.js';
import { PendingDevices } from '../../../src/sign-in/pending-devices.js';
import { hasPendingSignIns } from '../../../src/sign-in/pending-keys.js';
import { EditorSecrets } from '../../support/editor-secrets.js';
import { sampleAccount } from '../../support/sample-account.js';
import { startTokenEndpoint, type Answer } from '../../support/token-endpoint.js';

const authorization = {
  device_code: 'device-code-secret',
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://login.example.com/device',
  expires_in: 600,
};
const pendingAnswer: Answer = { status: 400, body: { error: 'authorization_pending' } };

describe('DeviceSignIn', () => {
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
  let answerOfTokens: Answer;
  let secrets: EditorSecrets;
  let directory: string;
  let stores: AccountStore[];
  let now: number;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-device-'));
    secrets = new EditorSecrets('web');
    stores = [];
    now = 1_000_000;
    answerOfTokens = {
      body: { access_token: 'access', refresh_token: 'refresh', token_type: 'bearer', expires_in: 60 },
    };
    endpoint = await startTokenEndpoint(({ parameters }) =>
      parameters.has('grant_type') ? answerOfTokens : { body: authorization },
    );
  });

  afterEach(async () => {
    await Promise.all(stores.map((store) => store.dispose()));
    await endpoint.stop();
    await rm(directory, { recursive: true });
  });

  /** @param wait what each wait between two requests does besides letting the time pass */
  const openWindow = async (wait: () => Promise<void> = () => Promise.resolve()) => {
    const own = secrets.openWindow();
    const store = new AccountStore(own, new Windows(directory));
    stores.push(store);
    await store.open();
    const options = {
      now: () => now,
      wait: async (ms: number, signal: AbortSignal | undefined) => {
        now += ms;
        await wait();
        signal?.throwIfAborted();
      },
    };
    return { store, secrets: own, signIn: new DeviceSignIn(store, new PendingDevices(own, () => now), options) };
  };
  const account = () => {
    const { tokens: _, ...rest } = sampleAccount({
      grant: 'device',
      server: {
        authorizationEndpoint: endpoint.url,
        tokenEndpoint: endpoint.url,
        deviceAuthorizationEndpoint: endpoint.url,
      },
    });
    return rest;
  };

  it('stores the tokens with the account, and deletes the pending sign-in', async () => {
    const { store, signIn } = await openWindow();
    await store.add(account());
    const pending = await signIn.begin(account());
    assert.equal(pending.userCode, 'WDJB-MJHT');
    const { account: stored } = await signIn.complete(pending);
    assert.equal(stored.tokens?.refreshToken, 'refresh');
    assert.deepEqual([...secrets.record.keys()], ['account/alice']);
  });

  it('is resumed after a reload', async () => {
    answerOfTokens = pendingAnswer;
    const reload = new AbortController();
    const first = await openWindow(() => {
      reload.abort();
      return Promise.resolve();
    });
    await first.store.add(account());
    const pending = await first.signIn.begin(account());
    await assert.rejects(first.signIn.complete(pending, reload.signal), { name: 'AbortError' });
    await first.store.dispose();

    const second = await openWindow();
    assert.equal(await hasPendingSignIns(second.secrets), true);
    answerOfTokens = { body: { access_token: 'late', token_type: 'bearer' } };
    const { taken, others } = await second.signIn.resume();
    assert.equal(others, false);
    const [resumed] = taken;
    assert.ok(resumed !== undefined);
    assert.equal(resumed.userCode, 'WDJB-MJHT');
    await second.signIn.complete(resumed);
    assert.equal((await second.store.get('alice'))?.tokens?.accessToken, 'late');
    assert.equal(await hasPendingSignIns(second.secrets), false);
  });

  it('is left to the polling window while it is running', async () => {
    const first = await openWindow();
    await first.store.add(account());
    await first.signIn.begin(account());
    const second = await openWindow();
    assert.deepEqual(await second.signIn.resume(), { taken: [], others: true });
    assert.deepEqual(await first.signIn.resume(), { taken: [], others: false });
    assert.equal(await hasPendingSignIns(second.secrets), true);
  });

  it('is deleted when it has failed, was canceled, or has expired', async () => {
    const { store, signIn, secrets: own } = await openWindow();
    await store.add(account());
    answerOfTokens = { status: 400, body: { error: 'access_denied' } };
    await assert.rejects(signIn.complete(await signIn.begin(account())));
    assert.equal(await hasPendingSignIns(own), false);
    await signIn.cancel(await signIn.begin(account()));
    assert.equal(await hasPendingSignIns(own), false);
    await signIn.begin(account());
    now += 600_000;
    assert.deepEqual(await signIn.resume(), { taken: [], others: false });
    assert.equal(await hasPendingSignIns(own), false);
  });

  it('does not delete a later sign-in of the same account', async () => {
    const { store, signIn, secrets: own } = await openWindow();
    await store.add(account());
    const earlier = await signIn.begin(account());
    await new PendingDevices(own, () => now).put({ ...earlier, deviceCode: 'another' });
    await signIn.cancel(earlier);
    assert.equal(await hasPendingSignIns(own), true);
  });

  it('explains why a provider does not support it', async () => {
    const { signIn } = await openWindow();
    await assert.rejects(signIn.begin({ ...account(), provider: 'google' }), {
      code: 'no-device-endpoint',
      message: /Google’s device flow grants no mail scope/,
    });
    assert.equal(endpoint.requests.length, 0);
  });

  it('reports that the account has been removed', async () => {
    const { store, signIn } = await openWindow();
    await store.add(account());
    const pending = await signIn.begin(account());
    await store.remove('alice');
    await assert.rejects(signIn.complete(pending), { code: 'account-removed' });
  });
});
