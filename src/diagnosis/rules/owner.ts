import * as l10n from '@vscode/l10n';
import { addressLikeness, type AddressLikeness } from '../../common/email-address.js';
import { refusedAt, useOwner, type DiagnosisRule, type RuleInput } from '../rule.js';

const likeness = ({ token, user }: RuleInput): AddressLikeness | undefined =>
  token.owner === undefined ? undefined : addressLikeness(token.owner, user);

const otherForms: readonly (AddressLikeness | undefined)[] = ['letter-case', 'tag', 'gmail', 'guest', 'name', 'domain'];

/** The reasons if the user of the login is not the token's owner. */
export const ownerRules: readonly DiagnosisRule[] = [
  {
    code: 'other-user',
    source: 'RFC 7628 §3.1 (authzid); Dovecot (username_attribute); simonrob/email-oauth2-proxy#75',
    confidence: 'likely',
    who: 'you',
    samples: [
      { line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.', token: { owner: 'bob@example.com' } },
      {
        line: '535 5.7.8 Error: authentication failed',
        challenge: '{"status":"401","schemes":"bearer","scope":"mail"}',
        token: { owner: 'bob@example.com' },
      },
    ],
    when: refusedAt('authenticate', (report) => likeness(report) === 'different'),
    cause: ({ token, user }) => l10n.t('The token belongs to {0}, not {1}.', token.owner ?? '', user),
    advice: ({ token, user }) =>
      l10n.t(
        'Set the user to {0}, or sign in again and choose {1} in the browser. The mailbox of another user opens only if its server lets {0} use it.',
        token.owner ?? '',
        user,
      ),
    action: useOwner,
  },
  {
    code: 'owner-in-another-form',
    source: 'Dovecot (username_attribute, auth_username_format); RFC 5321 §2.4 (letter case of the local part)',
    confidence: 'possible',
    who: 'you',
    samples: [
      { line: 'A1 NO Nope.', token: { owner: 'Alice@example.com' } },
      { line: '535 5.7.8 Nope', token: { owner: 'alice@corp.example.com' } },
      { line: '-ERR Nope', token: { owner: 'alice' } },
    ],
    when: refusedAt('authenticate', (report) => otherForms.includes(likeness(report))),
    cause: (report) =>
      likeness(report) === 'letter-case'
        ? l10n.t(
            'The token belongs to {0}, and the login is for {1}: they differ in upper and lower case, which some servers compare.',
            report.token.owner ?? '',
            report.user,
          )
        : l10n.t(
            'The token belongs to {0}, and the login is for {1}, which may be another form of this address. Not every server knows both.',
            report.token.owner ?? '',
            report.user,
          ),
    advice: ({ token }) => l10n.t('Set the user to exactly {0}, and test again.', token.owner ?? ''),
    action: useOwner,
  },
];
