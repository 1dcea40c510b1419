import { providerById } from '../../src/providers/catalogue.js';
import type { AuthorizationServer } from '../../src/oauth/types.js';
import { chooseSignIn, type SignInSituation, type SignInWay } from '../../src/sign-in/sign-in-choice.js';

const relayUrl = 'https://relay.example.com/';
const deviceEndpoint: Pick<AuthorizationServer, 'deviceAuthorizationEndpoint'> = {
  deviceAuthorizationEndpoint: 'https://login.example.com/device',
};

/** The columns: a provider and what its authorization server has. */
const columns: readonly (readonly [string, Pick<SignInSituation, 'provider' | 'server'>])[] = [
  ['Google', { provider: providerById('google'), server: providerById('google').server ?? {} }],
  ['Microsoft', { provider: providerById('microsoft'), server: providerById('microsoft').server ?? {} }],
  ['another, with a device endpoint', { provider: providerById('other'), server: deviceEndpoint }],
  ['another, without', { provider: providerById('other'), server: {} }],
];

/** The rows: where the editor runs, and what is registered or set. */
const rows: readonly (readonly [string, Omit<SignInSituation, 'provider' | 'server'>])[] = [
  ['the browser is on the editor’s machine', { browserIsLocal: true }],
  ['the editor is remote', { browserIsLocal: false }],
  ['the editor runs in a browser', { browserIsLocal: false, editorUriIsFixed: false }],
  ['… and `mailOAuth.relayUrl` is set', { browserIsLocal: false, editorUriIsFixed: false, relayUrl }],
  [
    'the client has the redirect `http://localhost:8080/`, and the browser is local',
    { browserIsLocal: true, registered: 'http://localhost:8080/' },
  ],
  ['… and the browser is elsewhere', { browserIsLocal: false, registered: 'http://localhost:8080/' }],
  ['the client has an `https:` redirect', { browserIsLocal: true, registered: relayUrl }],
  [
    'the client has the redirect `vscode://mail-oauth.xoauth2/callback`',
    { browserIsLocal: true, registered: 'vscode://mail-oauth.xoauth2/callback' },
  ],
  ['the account is to sign in with a code', { browserIsLocal: true, byDevice: true }],
];

const names: Readonly<Record<SignInWay, string>> = {
  loopback: 'loopback',
  direct: 'editor URI',
  relay: 'relay',
  paste: 'paste',
  device: 'device code',
};

/** Which grant and redirect is used where, as Markdown; written from the code that chooses. */
function signInTable(): string {
  const head = ['', ...columns.map(([name]) => name)];
  const body = rows.map(([name, situation]) => [
    name,
    ...columns.map(([, column]) => names[chooseSignIn({ ...column, ...situation }).way]),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** Why a way to sign in is not offered, as Markdown. */
function signInReasons(): string {
  const reasons = columns.flatMap(([name, column]) => {
    const { noDevice } = chooseSignIn({ ...column, browserIsLocal: false, registered: 'http://localhost:8080/' });
    return noDevice === undefined ? [] : [`- ${name}: ${noDevice}`];
  });
  return reasons.join('\n');
}

/** A document with what is written from the code put between its marks. */
export function withSignInTables(document: string): string {
  const put = (text: string, mark: string, content: string) =>
    text.replace(
      new RegExp(`(<!-- ${mark} -->\n)[^]*?(<!-- end -->)`),
      (_, start: string, end: string) =>
        `${start}<!-- prettier-ignore-start -->\n${content}\n<!-- prettier-ignore-end -->\n${end}`,
    );
  return put(put(document, 'sign-in table', signInTable()), 'sign-in reasons', signInReasons());
}
