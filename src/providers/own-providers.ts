import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defined } from '../common/defined.js';
import { other } from './other.js';
import type { Provider, ProviderProfile } from './provider-profile.js';
import { reservedParameters } from './reserved-parameters.js';

const url = v.pipe(v.string(), v.url(), v.startsWith('https://'));
const domain = v.pipe(
  v.string(),
  v.maxLength(253),
  v.check((text) => text.includes('.') && text.split('.').every((label) => /^[a-z0-9-]{1,63}$/i.test(label))),
);
const scope = v.pipe(v.string(), v.regex(/^[\u0021\u0023-\u005b\u005d-\u007e]+$/));
const mailServer = v.strictObject({
  host: v.pipe(v.string(), v.nonEmpty()),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  security: v.picklist(['tls', 'starttls', 'none']),
});

const ownProvider = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.nonEmpty()),
    description: v.exactOptional(v.string()),
    domains: v.exactOptional(v.array(domain)),
    mx: v.exactOptional(v.array(domain)),
    issuer: v.exactOptional(url),
    authorizationEndpoint: v.exactOptional(url),
    tokenEndpoint: v.exactOptional(url),
    deviceAuthorizationEndpoint: v.exactOptional(url),
    revocationEndpoint: v.exactOptional(url),
    scopes: v.exactOptional(v.array(scope)),
    authorizationParameters: v.exactOptional(
      v.record(
        v.pipe(
          v.string(),
          v.check((name) => !reservedParameters.includes(name)),
        ),
        v.string(),
      ),
    ),
    imap: v.exactOptional(mailServer),
    smtp: v.exactOptional(mailServer),
    pop3: v.exactOptional(mailServer),
  }),
  v.check(
    ({ issuer, authorizationEndpoint, tokenEndpoint }) =>
      issuer !== undefined || (authorizationEndpoint !== undefined && tokenEndpoint !== undefined),
  ),
);

type OwnProvider = v.InferOutput<typeof ownProvider>;

/** The providers of the setting: the valid ones, and the problems of the others. */
export interface OwnProviders {
  readonly profiles: readonly ProviderProfile[];
  /** One sentence for each invalid provider. */
  readonly problems: readonly string[];
}

/** Parses the setting `mailOAuth.providers`. */
export function parseOwnProviders(value: unknown): OwnProviders {
  if (value === undefined || value === null) return { profiles: [], problems: [] };
  if (!Array.isArray(value)) return { profiles: [], problems: [l10n.t('mailOAuth.providers must be a list.')] };
  const parsed = (value as unknown[]).map((entry, index) => ({ index, result: v.safeParse(ownProvider, entry) }));
  return {
    profiles: parsed.flatMap(({ result }) => (result.success ? [toProfile(result.output)] : [])),
    problems: parsed.flatMap(({ index, result }) => (result.success ? [] : [describe(index, result.issues[0])])),
  };
}

function describe(index: number, issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? undefined;
  return path === undefined
    ? l10n.t(
        'mailOAuth.providers, entry {0}: it needs a name, and an issuer or both an authorization endpoint and a token endpoint.',
        index + 1,
      )
    : l10n.t('mailOAuth.providers, entry {0}: “{1}” is unknown or has an invalid value.', index + 1, path);
}

function toProfile(own: OwnProvider): ProviderProfile {
  const { name, domains = [], mx = [] } = own;
  return {
    name,
    signIn: toSignIn(own),
    servers: [],
    ...defined({ domains: anyOf('', domains), mxHosts: anyOf('(?:^|\\.)', mx) }),
  };
}

/** An account stores all of it, so that it keeps working if the setting changes. */
function toSignIn(own: OwnProvider): Provider {
  const { name, description, issuer, authorizationEndpoint, tokenEndpoint, imap, smtp, pop3 } = own;
  const { deviceAuthorizationEndpoint, revocationEndpoint, scopes = [], authorizationParameters = {} } = own;
  return {
    ...other,
    name,
    description: description ?? l10n.t('from your settings'),
    scopes,
    authorizationParameters,
    mailServers: defined({ imap, smtp, pop3 }),
    ...defined({ issuer }),
    ...(authorizationEndpoint === undefined || tokenEndpoint === undefined
      ? {}
      : {
          server: {
            authorizationEndpoint,
            tokenEndpoint,
            ...defined({ issuer, deviceAuthorizationEndpoint, revocationEndpoint }),
          },
        }),
  };
}

function anyOf(before: string, names: readonly string[]): RegExp | undefined {
  if (names.length === 0) return undefined;
  return new RegExp(
    `${before === '' ? '^' : before}(?:${names.map((name) => name.replaceAll('.', '\\.')).join('|')})$`,
    'i',
  );
}
