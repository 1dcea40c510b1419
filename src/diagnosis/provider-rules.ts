import * as l10n from '@vscode/l10n';
import { passwordOnlyProvider, profiles } from '../providers/catalogue.js';
import type { ProviderProfile } from '../providers/provider-profile.js';
import type { ProviderRule } from '../providers/rule.js';
import { failedWith, type DiagnosisRule } from './rule.js';

/** The rules for texts of providers' servers. */
export const wordRules: readonly DiagnosisRule[] = rulesOf('words');

/** The likely reasons if a known provider's server gives none. */
export const guessRules: readonly DiagnosisRule[] = rulesOf('guess');

/** The rule for providers whose mail servers do not support OAuth. */
export const passwordOnlyRule: DiagnosisRule = {
  code: 'no-oauth-here',
  source: profiles
    .flatMap(({ name, passwordOnly }) => (passwordOnly === undefined ? [] : [`${name}: ${passwordOnly}`]))
    .join('; '),
  confidence: 'likely',
  who: 'you',
  samples: [
    {
      failure: 'mechanism-not-offered',
      failedPhase: 'authenticate',
      server: { host: 'imap.mail.me.com', port: 993, security: 'tls' },
    },
    {
      line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed',
      server: { host: 'imap.mail.me.com', port: 993, security: 'tls' },
    },
  ],
  when: ({ server, outcome, failure, failedPhase }) =>
    passwordOnlyProvider(server.host) !== undefined &&
    (failure?.code === 'mechanism-not-offered' || (outcome === 'refused' && failedPhase === 'authenticate')),
  cause: ({ server }) => l10n.t('{0} does not offer OAuth to third-party apps.', server.host),
  advice: ({ failure }) =>
    failure === undefined
      ? l10n.t('Use an app-specific password; tokens do not work here.')
      : l10n.t('Nothing was sent. Use an app-specific password; tokens do not work here.'),
};

/** The rule for MX hosts. */
export const mxRule: DiagnosisRule = {
  code: 'host-receives-mail',
  source: 'EvotecIT/PSPasswordExpiryNotifications#3; RFC 6409 §1',
  confidence: 'certain',
  who: 'you',
  samples: [
    {
      failure: 'mechanism-not-offered',
      failedPhase: 'authenticate',
      protocol: 'smtp',
      server: { host: 'contoso-example.mail.protection.outlook.com', port: 25, security: 'starttls' },
    },
    {
      failure: 'mechanism-not-offered',
      failedPhase: 'authenticate',
      protocol: 'smtp',
      server: { host: 'alt1.aspmx.l.google.com', port: 25, security: 'starttls' },
    },
  ],
  when: failedWith('mechanism-not-offered', ({ server }) => providerOfMx(server.host) !== undefined),
  cause: ({ server }) =>
    l10n.t('{0} is an MX: it receives mail from other servers and accepts no logins.', server.host),
  advice: ({ server }) =>
    l10n.t(
      'Nothing was sent. Use the host for submission, {0}.',
      providerOfMx(server.host)?.signIn?.mailServers.smtp?.host ?? '',
    ),
  action: ({ server }) => {
    const submission = providerOfMx(server.host)?.signIn?.mailServers.smtp;
    return submission === undefined ? undefined : { kind: 'use-server', server: submission };
  },
};

function providerOfMx(host: string): ProviderProfile | undefined {
  return profiles.find(({ mxHosts, signIn }) => signIn !== undefined && mxHosts?.test(host) === true);
}

/** The rules of one provider, words before guesses. */
export function providerRules(name: string): readonly DiagnosisRule[] {
  const { rules = [] } = profiles.find((profile) => profile.name === name) ?? {};
  return rules.map((rule) => toDiagnosisRule(rule, name));
}

function rulesOf(weight: ProviderRule['weight']): DiagnosisRule[] {
  return profiles.flatMap(({ name }) => providerRules(name).filter(({ guess }) => guess === (weight === 'guess')));
}

function toDiagnosisRule(rule: ProviderRule, provider: string): DiagnosisRule {
  const { phase = 'authenticate', ownServers = false, weight, when, ...text } = rule;
  return {
    ...text,
    ...(phase === 'any' ? {} : { phase }),
    guess: weight === 'guess',
    ...(when === undefined && !ownServers
      ? {}
      : { when: (result) => (!ownServers || result.provider === provider) && when?.(result) !== false }),
  };
}
