import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { diagnosisRules } from '../../../src/diagnosis/diagnosis.js';
import { samplesOf } from '../../../src/diagnosis/rule.js';
import { errorRules } from '../../../src/diagnosis/error-rules.js';
import { encodeOauthbearer } from '../../../src/sasl/oauthbearer.js';
import { encodeXoauth2 } from '../../../src/sasl/xoauth2.js';
import { Redactor } from '../../../src/transport/redactor.js';
import { Resemblance } from '../../../src/transport/resemblance.js';
import { echoes } from '../../support/echoes.js';

const user = 'alice@example.com';
const secretsOf = (accessToken: string) =>
  [accessToken, encodeXoauth2({ user, accessToken })].map((text) => ({ text, placeholder: '<secret>' }));

/** Real ones are random; those that people make up for a try are words. */
const tokens = [
  randomBytes(90).toString('base64url'),
  randomBytes(20).toString('hex'),
  `ya29.${randomBytes(150).toString('base64url')}`,
  `${[
    { alg: 'RS256', typ: 'JWT' },
    { aud: 'https://outlook.office.com', upn: user, scp: 'IMAP.AccessAsUser.All' },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')}.${randomBytes(256).toString('base64url')}`,
  'invalid-access-token',
  'MadeUpAccessToken',
  'YOUR_ACCESS_TOKEN',
  's3cret',
];

const ordinary = [
  '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER] Dovecot (Debian) ready.',
  '* CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584',
  '* OK Gimap ready for requests from 203.0.113.7 5b1f17b1804b1-439c6f3a5b2mb23871235e9',
  '220 AM0PR01CA0001.outlook.office365.com Microsoft ESMTP MAIL Service ready at Tue, 24 Nov 2026 10:11:12 +0000 [08DD0A1B2C3D4E5F]',
  '250-SIZE 157286400',
  '250-AUTH LOGIN PLAIN XOAUTH2 OAUTHBEARER',
  '+ eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==',
  'A1 OK [CAPABILITY IMAP4rev1] alice@example.com authenticated (Success)',
  '* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen)',
  '* OK [UIDVALIDITY 1763978401] UIDs valid',
  'A2 OK [READ-ONLY] Examine completed (0.001 + 0.000 secs).',
  '535 5.7.8 Error: authentication failed: The access token is invalid or has expired.',
];

const samples = [
  ...ordinary,
  ...diagnosisRules.flatMap((rule) => samplesOf(rule).flatMap(({ line, challenge }) => [line ?? '', challenge ?? ''])),
  ...errorRules.flatMap((rule) => rule.samples.flatMap(({ error, description }) => [error, description ?? ''])),
];

describe('the resemblance of a text to a secret', () => {
  for (const token of tokens) {
    it(`does not change ordinary replies for ${token.slice(0, 12)}…`, () => {
      const redactor = new Redactor(secretsOf(token));
      const lines = redactor.ofLines();
      for (const sample of samples) {
        assert.doesNotMatch(redactor.redact(sample), /resembles/, sample);
        const { text, withhold } = lines.next(sample);
        assert.doesNotMatch(text, /resembles/, sample);
        assert.deepEqual(withhold, [], sample);
      }
    });
  }

  it('does not change the text of a challenge for users of any length', () => {
    // Where the user is longer by one, each letter after it is written differently in base64.
    for (const user of ['ab@example.com', 'abc@example.com', 'abcd@example.com']) {
      for (const encode of [encodeXoauth2, encodeOauthbearer]) {
        const credential = encode({ user, accessToken: tokens[0]!, host: 'imap.gmail.com', port: 993 });
        const lines = new Redactor([{ text: credential, placeholder: '<secret>' }]).ofLines();
        for (const sample of samples) assert.deepEqual(lines.next(sample), { text: sample, withhold: [] });
      }
    }
  });

  it('does not change random text', function () {
    this.timeout(20_000);
    const resemblance = new Resemblance(secretsOf(tokens[2]!).map(({ text }) => text));
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => assert.ok(!resemblance.isIn(text))));
    assert.ok(!resemblance.isIn(randomBytes(1 << 18).toString('base64')));
    assert.ok(!resemblance.isIn(randomBytes(1 << 18).toString('hex')));
  });

  it('withholds the line, keeping its code and its length', () => {
    const redactor = new Redactor(secretsOf(tokens[0]!));
    const spaced = Array.from(tokens[0]!.slice(0, 30)).join(' ');
    assert.equal(
      redactor.redact(`A1 NO [AUTHENTICATIONFAILED] bad ${spaced}`),
      'A1 NO [AUTHENTICATIONFAILED] <a line that resembles the credential, 63 octets>',
    );
    assert.equal(redactor.redact(`535-5.7.8 ${spaced}`), '535-5.7.8 <a line that resembles the credential, 59 octets>');
  });

  it('recognizes any ten consecutive letters in every form and place', () => {
    const redactor = new Redactor(secretsOf(tokens[0]!));
    fc.assert(
      fc.property(fc.nat(60), fc.constantFrom('', ' ', '|', '\u200b', '\\x00', '. '), (at, between) => {
        const piece = Array.from(tokens[0]!.slice(at, at + 24)).join(between);
        assert.match(redactor.redact(`535 ${piece} is bad`), /resembles|characters of the credential/);
      }),
    );
  });

  it('withholds lines that contain a secret only together', () => {
    const token = tokens[2]!;
    const all: typeof echoes = { ...echoes, 'lines of 3': (text) => text.match(/.{1,3}/g) ?? [] };
    for (const [form, echo] of Object.entries(all)) {
      const lines = new Redactor(secretsOf(token)).ofLines();
      const live: string[] = [];
      const shown: string[] = [];
      for (const line of echo(token)) {
        const { text, withhold } = lines.next(`535-5.7.8 ${line}`);
        for (const number of withhold) shown[number] = '';
        shown.push(text);
        live.push(text);
      }
      const left = (those: readonly string[]) => those.join('').replace(/535-5\.7\.8 |<.*?>/g, '');
      assert.ok(left(shown).length < 12, `${form}: ${left(shown)}`);
      assert.ok(left(live).length < 20, `${form}, live: ${left(live)}`);
    }
  });

  it('withholds a line with too few letters where the next one resembles the secret by itself', () => {
    const token = `ya29.9Q-j_u_${tokens[2]!.slice(5)}`;
    const lines = new Redactor(secretsOf(token)).ofLines();
    assert.deepEqual(lines.next(`535 ${token.slice(0, 12)}`).withhold, []);
    assert.deepEqual(lines.next(`535 ${token.slice(12, 24)}`).withhold, [0]);
  });

  it('does not change the lines before and after', () => {
    const lines = new Redactor(secretsOf(tokens[0]!)).ofLines();
    assert.deepEqual(lines.next('* OK go').withhold, []);
    const echo = lines.next(`* OK ${Array.from(tokens[0]!.slice(0, 40)).join(' ')} !!`);
    assert.match(echo.text, /resembles/);
    assert.deepEqual(echo.withhold, []);
    const after = ['A1 NO ?', 'A2 NO ?'].map((line) => lines.next(line).text);
    assert.deepEqual(after, ['A1 NO ?', 'A2 NO ?']);
  });
});
