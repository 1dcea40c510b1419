import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import { isTenant, microsoftServer } from '../providers/microsoft-server.js';
import { known, serverOf, value, type Import, type ImportedAccount } from './imported-account.js';

type Service = ReadonlyMap<string, string>;

/** The maximum number of services. */
const most = 50;

/**
 * Parses the `services` of oama's config.yaml. It supports the subset of YAML that these files use: nested mappings,
 * and plain or quoted scalars, which may continue on the next line.
 *
 * @returns `undefined` for any other text
 */
export function importOama(text: string): Import | undefined {
  const [first, ...others] = [...parseServices(text)].slice(0, most).map(([name, service]) => toAccount(name, service));
  if (first === undefined) return undefined;
  return {
    program: 'oama',
    accounts: [first, ...others],
    remarks: [l10n.t('oama keeps its tokens encrypted or in a keyring, so they were not imported. Sign in once.')],
  };
}

function toAccount(name: string, service: Service): ImportedAccount {
  const scope = value(service.get('auth_scope'));
  const account = {
    ...serverFor(name, service),
    clientId: value(service.get('client_id')),
    clientSecret: value(service.get('client_secret')),
    redirectUri: value(service.get('redirect_uri')),
    scopes: scope === undefined ? undefined : splitScopes(scope),
  };
  return defined(account);
}

function serverFor(name: string, service: Service): Pick<ImportedAccount, 'provider' | 'server'> {
  const endpoint = value(service.get('token_endpoint'));
  const tenant = value(service.get('tenant'));
  if (endpoint !== undefined) return serverOf(endpoint, value(service.get('auth_endpoint')));
  if (name === 'microsoft' && tenant !== undefined && isTenant(tenant)) {
    return { provider: 'microsoft', server: microsoftServer(tenant) };
  }
  return name === 'google' || name === 'microsoft' ? known(name) : { provider: 'other' };
}

function* parseServices(text: string): Generator<[string, Service]> {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|$)/.test(line));
  const start = lines.findIndex((line) => /^services:\s*$/.test(line));
  if (start === -1) return;
  let depth = 0;
  let name: string | undefined;
  let service = new Map<string, string>();
  let last: string | undefined;
  for (const line of lines.slice(start + 1)) {
    const indent = line.search(/\S/);
    if (indent === 0) break;
    if (depth === 0) depth = indent;
    const [, key, rest = ''] = /^\s*([A-Za-z_][\w-]{0,60}):(?:\s(.*))?$/.exec(line) ?? [];
    if (indent === depth) {
      if (name !== undefined) yield [name, service];
      [name, service, last] = [key, new Map<string, string>(), undefined];
    } else if (key !== undefined) {
      last = key;
      service.set(key, plain(rest));
    } else if (last !== undefined) service.set(last, `${service.get(last) ?? ''} ${plain(line)}`.trim());
  }
  if (name !== undefined) yield [name, service];
}

/** A scalar without its quotes or a trailing comment. */
function plain(text: string): string {
  const trimmed = text.trim();
  const quoted = /^"([^"\\]*)"|^'([^']*)'/.exec(trimmed);
  return quoted?.[1] ?? quoted?.[2] ?? trimmed.replace(/\s#.*$/, '').trim();
}
