import * as l10n from '@vscode/l10n';
import { passwordOnlyProvider, profiles } from '../providers/catalogue.js';
import { matches, type ProviderRule } from '../providers/rule.js';
import { failedWith, type DiagnosisRule } from './rule.js';

/** What providers' servers say in words. */
export const wordRules: readonly DiagnosisRule[] = rulesOf('words');

/** What is likely where a known provider's server gives no reason. */
export const guessRules: readonly DiagnosisRule[] = rulesOf('guess');

/** Providers whose mail servers support no OAuth. */
export const passwordOnlyRule: DiagnosisRule = {
  code: 'no-oauth-here',
  source: profiles
    .flatMap(({ name, passwordOnly }) => (passwordOnly === undefined ? [] : [`${name}: ${passwordOnly}`]))
    .join('; '),
  confidence: 'likely',
  samples: [
    {
      failure: 'mechanism-not-offered',
      failedPhase: 'authenticate',
      server: { host: 'imap.mail.me.com', port: 993, security: 'tls' },
    },
  ],
  when: failedWith('mechanism-not-offered', ({ server }) => passwordOnlyProvider(server.host) !== undefined),
  cause: ({ server }) => l10n.t('{0} does not offer OAuth to third-party apps.', server.host),
  advice: () => l10n.t('Nothing was sent. Use an app-specific password; tokens do not work here.'),
};

function rulesOf(weight: ProviderRule['weight']): DiagnosisRule[] {
  return profiles.flatMap(({ name, rules = [] }) =>
    rules.filter((rule) => rule.weight === weight).map((rule) => toDiagnosisRule(rule, name)),
  );
}

function toDiagnosisRule(rule: ProviderRule, provider: string): DiagnosisRule {
  const { phase = 'authenticate', reply, ownServers = false, when } = rule;
  return {
    ...rule,
    when: (result) =>
      result.outcome === 'refused' &&
      (phase === 'any' || result.failedPhase === phase) &&
      (!ownServers || result.provider === provider) &&
      matches(result.reply?.line ?? '', reply) &&
      when?.(result) !== false,
  };
}
