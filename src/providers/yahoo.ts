import * as l10n from '@vscode/l10n';
import type { Provider, ProviderProfile } from './provider-profile.js';
import { yahooClients } from './yahoo-clients.js';

/** The endpoints are from Thunderbird. */
const signIn: Provider = {
  ...yahooClients,
  id: 'yahoo',
  name: 'Yahoo',
  description: 'Yahoo Mail, with a client that Yahoo has approved',
  server: {
    issuer: 'https://api.login.yahoo.com',
    authorizationEndpoint: 'https://api.login.yahoo.com/oauth2/request_auth',
    tokenEndpoint: 'https://api.login.yahoo.com/oauth2/get_token',
  },
  mailServers: {
    imap: { host: 'imap.mail.yahoo.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.mail.yahoo.com', port: 465, security: 'tls' },
    pop3: { host: 'pop.mail.yahoo.com', port: 995, security: 'tls' },
  },
  // https://help.yahoo.com/kb/account/sln2073.html: under "External connections".
  accessPage: () => 'https://login.yahoo.com/account/security',
  // simonrob/email-oauth2-proxy; roundcube/roundcubemail#7940; thunderbird/thunderbird-android#7159
  registrationClosed: () =>
    l10n.t(
      'Yahoo approves clients for mail individually, and rarely new ones. Use a client that it has approved, or an app password.',
    ),
};

/**
 * Yahoo Mail and AOL Mail.
 *
 * @see https://developer.yahoo.com/sign-in-with-yahoo/
 */
export const yahoo: ProviderProfile = {
  name: 'Yahoo',
  signIn,
  domains: /^(?:yahoo|ymail|rocketmail)\.[a-z]{2,3}(?:\.[a-z]{2})?$|^myyahoo\.com$/i,
  mxHosts:
    /^mta[57]\.am0\.yahoodns\.net$|^mx-(?:eu|apac)\.mail\.am0\.yahoodns\.net$|^mx-biz\.mail\.am0\.yahoodns\.net$/i,
  servers: [
    {
      hosts: /(?:^|\.)(?:mail\.yahoo\.(?:com|co\.jp)|aol\.com)$/i,
      mechanisms: ['XOAUTH2', 'OAUTHBEARER'],
      scopes: { imap: ['mail-w', 'mail-r'], smtp: ['mail-w'], pop3: ['mail-w', 'mail-r'] },
    },
  ],
  rules: [
    {
      code: 'yahoo-server-error',
      source:
        'mscdex/node-imap#419; Enough-Software/enough_mail_app#61; roundcube/roundcubemail#7940 (closed registration)',
      confidence: 'possible',
      who: 'you',
      weight: 'words',
      ownServers: true,
      phrases: [
        {
          says: /server error - please try again/i,
          line: 'A1 NO [UNAVAILABLE] AUTHENTICATE Server error - Please try again later',
          provider: 'Yahoo',
        },
      ],
      samples: [{ line: 'A1 NO Server error - please try again later', provider: 'Yahoo' }],
      cause: ({ server }) =>
        l10n.t(
          '{0} reports a server error, which has two known causes: an outage, or a client ID without mail access.',
          server.host,
        ),
      advice: () =>
        l10n.t(
          'Wait and test again. If it happens every time, the client ID is not approved for mail (mail-w), and its tokens do not open mailboxes.',
        ),
      action: () => ({ kind: 'test-again' }),
    },
    {
      code: 'yahoo-credentials-rejected',
      source: 'Yahoo (#AUTH012, #MBR1212); OfflineIMAP/offlineimap#688',
      confidence: 'likely',
      who: 'you',
      weight: 'words',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /incorrect user ?name or password/i,
          line: 'A1 NO [AUTHORIZATIONFAILED] Incorrect username or password. (#MBR1212)',
          provider: 'Yahoo',
          also: ['A1 NO [AUTHORIZATIONFAILED] Incorrect username or password.'],
        },
        {
          says: /#AUTH012|#MBR12[12]\d/,
          line: '535 5.7.0 (#AUTH012) Rejected',
          provider: 'Yahoo',
          also: ['535 5.7.0 (#MBR1212) Rejected'],
        },
      ],
      cause: ({ user, server }) => l10n.t('{0} did not accept this token for {1}.', server.host, user),
      advice: () =>
        l10n.t(
          'The token has expired, lacks the mail scope (mail-w), or belongs to another user. Refresh it; if that does not help, sign in again as this user.',
        ),
      action: () => ({ kind: 'sign-in' }),
    },
    {
      code: 'yahoo-refused',
      source: 'OfflineIMAP/offlineimap#688; roundcube/roundcubemail#7940',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /AUTHENTICATIONFAILED/,
          line: 'A1 NO [AUTHENTICATIONFAILED] AUTHENTICATE Invalid credentials',
          provider: 'Yahoo',
        },
        { says: /^535/, line: '535 5.7.0 Authentication failed', provider: 'Yahoo' },
      ],
      cause: ({ user }) =>
        l10n.t(
          'Yahoo or AOL rejected this token for {0}: it has expired, lacks the scope mail-w, or the client ID is not approved for mail.',
          user,
        ),
      advice: () =>
        l10n.t('Refresh the access token. A client ID that was never granted mail-w cannot get it any more.'),
      action: () => [{ kind: 'refresh' }, { kind: 'sign-in' }],
    },
  ],
};
