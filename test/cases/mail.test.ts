import { remarks } from '../../src/report/remarks.js';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkLogin, diagnose } from '../../src/index.js';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { assertHidden, judge } from './judge.js';
import { incomplete } from './kind-files.js';
import { accessTokenOf, readMailKinds, type MailCase } from './mail-case.js';
import { startMailPlayer, type MailPlayer } from './mail-player.js';

const kinds = readMailKinds();

describe('cases of mail servers', () => {
  let player: MailPlayer;
  let ca: string;

  before(async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'mail-cases-'));
    const hosts = new Set(kinds.flatMap(({ cases }) => cases.map(({ host }) => host)));
    const authority = await makeAuthority(directory);
    const altNames = [...hosts].map((host) => `DNS:${host}`).join(',');
    const { certificateFile, keyFile } = await makeCertificate(directory, 'cases', authority, { altNames });
    ca = readFileSync(authority.certificateFile, 'utf8');
    player = await startMailPlayer({ cert: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') });
    rmSync(directory, { recursive: true });
  });

  after(() => player.stop());

  it('have at least two similar cases each', () => assert.deepEqual(incomplete(kinds), []));

  for (const { kind, cases } of kinds) {
    describe(kind, () => {
      for (const mailCase of cases) it(mailCase.name, () => playAndJudge(player, ca, mailCase));
    });
  }
});

async function playAndJudge(player: MailPlayer, ca: string, mailCase: MailCase): Promise<void> {
  const { protocol, host, port, security, user, mechanism = 'best' } = mailCase;
  const accessToken = accessTokenOf(mailCase);
  player.play(mailCase);
  const result = await checkLogin({
    protocol,
    server: { host, port, security },
    mechanism,
    user,
    accessToken,
    form: mailCase.form,
    ehloName: mailCase.ehloName,
    allowPlaintext: mailCase.allowPlaintext,
    sendTestMessage: mailCase.sendTestMessage,
    timeoutMs: mailCase.timeoutMs ?? 5000,
    ca,
    proxy: player.proxy,
  });
  const diagnoses = diagnose(result);
  const [{ code, cause, advice, who, confidence, actions }] = diagnoses;
  const said = [...new Set([result.failure?.message ?? '', cause, advice, ...remarks(result)])].join(' ').trim();
  judge(mailCase, said);
  const { outcome = 'not ok' } = mailCase;
  if (outcome === 'not ok') assert.match(result.outcome, /^(?:refused|failed)$/);
  else if (outcome !== 'any') assert.equal(result.outcome, outcome, said);
  const { code: wanted = code, who: actor = who, confidence: sure = confidence, action } = mailCase;
  assert.deepEqual({ code, who, confidence }, { code: wanted, who: actor, confidence: sure }, said);
  if (action !== undefined) assert.equal(actions[0]?.kind, action, said);
  const credential = Buffer.from(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString('base64');
  assertHidden(JSON.stringify({ result, diagnoses }), [accessToken, credential]);
}
