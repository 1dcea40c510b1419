import * as l10n from '@vscode/l10n';
import { protocols } from '../mail/wire/server.js';
import { profileForDomain } from '../providers/catalogue.js';
import type { ProviderProfile } from '../providers/provider-profile.js';
import type { Target } from './target.js';
import type { FoundServer, MethodAnswer } from './types.js';

/** Looks up a domain among those of the known providers. Nothing is sent. */
export function askKnownDomains({ ascii, domain }: Target, known: readonly ProviderProfile[]): MethodAnswer {
  const question = l10n.t('{0} in the list of known domains', domain);
  const profile = profileForDomain(ascii, known);
  if (profile === undefined) {
    return { method: 'known-domain', question, outcome: 'nothing', summary: l10n.t('The domain is not in the list.') };
  }
  return {
    method: 'known-domain',
    question,
    outcome: 'found',
    summary: l10n.t('The domain belongs to {0}.', profile.name),
    provider: profile.name,
    ...answersOfProvider(profile),
  };
}

/** The mail servers of a known provider, and its issuer if its endpoints must be discovered. */
export function answersOfProvider({
  signIn,
  passwordOnly,
}: ProviderProfile): Pick<MethodAnswer, 'servers' | 'issuers'> {
  const servers = protocols.flatMap((protocol): FoundServer[] => {
    const server = signIn?.mailServers[protocol];
    return server === undefined ? [] : [{ protocol, ...server, oauth: passwordOnly === undefined }];
  });
  return { servers, ...(signIn?.issuer === undefined ? {} : { issuers: [signIn.issuer] }) };
}
