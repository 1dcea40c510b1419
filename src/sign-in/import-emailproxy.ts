import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import type { AccountGrant } from '../accounts/account.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { serverOf, value, type Import, type ImportedAccount } from './imported-account.js';

type Section = ReadonlyMap<string, string>;

/** The maximum number of accounts. */
const most = 100;

/**
 * Parses the configuration of email-oauth2-proxy (`emailproxy.config`). Its tokens are encrypted with the password that
 * the mail client uses, and are omitted.
 *
 * @returns `undefined` for any other text
 */
export function importEmailProxy(text: string): Import | undefined {
  const sections = [...parseIni(text)].filter(([, section]) => section.has('token_url')).slice(0, most);
  const [first, ...others] = sections.map(([name, section]) => toAccount(name, section));
  if (first === undefined) return undefined;
  return { program: 'email-oauth2-proxy', accounts: [first, ...others], remarks: sections.flatMap(remarksOn) };
}

function toAccount(name: string, section: Section): ImportedAccount {
  const scope = value(section.get('oauth2_scope'));
  const account = {
    ...serverOf(section.get('token_url'), section.get('permission_url')),
    email: value(name),
    grant: grants[section.get('oauth2_flow') ?? ''],
    clientId: value(section.get('client_id')),
    clientSecret: value(section.get('client_secret')),
    redirectUri: value(section.get('redirect_uri')),
    scopes: scope === undefined ? undefined : splitScopes(scope),
  };
  return defined(account);
}

const grants: Readonly<Record<string, AccountGrant>> = {
  device: 'device',
  client_credentials: 'client-credentials',
};

function remarksOn([name, section]: [string, Section]): string[] {
  const account = safeText(name, { ...noSecrets, limit: 100 });
  const flow = section.get('oauth2_flow') ?? '';
  return [
    ...(section.has('refresh_token') || section.has('access_token')
      ? [
          l10n.t(
            'The tokens of {0} are encrypted with the password of the mail program, so they were not imported. Sign in once.',
            account,
          ),
        ]
      : []),
    ...(section.has('client_secret_encrypted')
      ? [l10n.t('The client secret of {0} is encrypted, so it was not imported. Enter it.', account)]
      : []),
    ...(flow === 'service_account'
      ? [l10n.t('{0} uses a service account. Add it with its JSON key as an application account.', account)]
      : []),
    ...(flow === 'password' ? [l10n.t('{0} uses the password grant, which is not supported here.', account)] : []),
  ];
}

/**
 * The format of Python's configparser: sections, `name = value` or `name: value`, comments, and indented continuation
 * lines.
 */
function* parseIni(text: string): Generator<[string, Section]> {
  let name: string | undefined;
  let section = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    const heading = /^\[([^\]]{1,320})\]$/.exec(trimmed)?.[1];
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    if (heading !== undefined && !/^\s/.test(line)) {
      if (name !== undefined) yield [name, section];
      [name, section, last] = [heading, new Map<string, string>(), undefined];
    } else if (/^\s/.test(line) && last !== undefined) {
      section.set(last, `${section.get(last) ?? ''} ${trimmed}`);
    } else {
      const at = trimmed.search(/[=:]/);
      if (at === -1) continue;
      last = trimmed.slice(0, at).trim().toLowerCase();
      section.set(last, trimmed.slice(at + 1).trim());
    }
  }
  if (name !== undefined) yield [name, section];
}
