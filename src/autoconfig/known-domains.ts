import * as l10n from '@vscode/l10n';
import { protocols } from '../mail/wire/server.js';
import { profileForDomain } from '../providers/catalogue.js';
import type { ProviderProfile } from '../providers/provider-profile.js';
import type { Target } from './target.js';
import type { FoundServer, MethodAnswer } from './types.js';

/** Looks a domain up among those of the known providers. Nothing leaves this machine. */
export function askKnownDomains({ ascii, domain }: Target): MethodAnswer {
  const question = l10n.t('{0} among the domains of known providers', domain);
  const profile = profileForDomain(ascii);
  if (profile === undefined) {
    return { method: 'known-domain', question, outcome: 'nothing', summary: l10n.t('It is not among them.') };
  }
  return {
    method: 'known-domain',
    question,
    outcome: 'found',
    summary: l10n.t('The domain belongs to {0}.', profile.name),
    provider: profile.name,
    servers: serversOfProvider(profile),
  };
}

/** The mail servers of a provider as its documentation has them. */
export function serversOfProvider({ signIn, passwordOnly }: ProviderProfile): FoundServer[] {
  return protocols.flatMap((protocol) => {
    const server = signIn?.mailServers[protocol];
    return server === undefined ? [] : [{ protocol, ...server, oauth: passwordOnly === undefined }];
  });
}
