import * as vscode from 'vscode';
import type { MailServer, Protocol } from '../../mail/wire/server.js';
import type { AuthorizationServer } from '../../oauth/types.js';
import { splitScopes } from '../../oauth/token-endpoint.js';
import { isTenant } from '../../providers/microsoft-server.js';
import type { Provider } from '../../providers/provider-profile.js';
import { describeOddScopes } from '../../sign-in/odd-scopes.js';
import { validateClientId, validateClientSecret, validateMailbox, validateScopes } from '../ui/input-validation.js';
import type { TextQuestion, WizardStep } from '../ui/wizard.js';
import { askForServer } from './server-questions.js';

/*
 * The questions that the account wizards share.
 */

/** Asks for the address of a mailbox. @param provider its rules for addresses apply */
export function emailQuestion(
  value: string | undefined,
  provider?: Provider,
  prompt = vscode.l10n.t('Email address of the mailbox'),
): TextQuestion {
  return {
    prompt,
    placeHolder: 'alice@example.com',
    value: value ?? '',
    validate: (text) => validateMailbox(text, provider),
  };
}

export function clientIdQuestion(value: string | undefined, prompt = vscode.l10n.t('Client ID')): TextQuestion {
  return { prompt, value: value ?? '', validate: validateClientId };
}

/** Asks for the secret of a client. @param whyRequired the message for an empty secret, if one is required */
export function clientSecretQuestion(whyRequired?: string): TextQuestion {
  return {
    prompt:
      whyRequired === undefined
        ? vscode.l10n.t('Client secret (kept in secret storage); empty for a public client')
        : vscode.l10n.t('Client secret (kept in secret storage)'),
    password: true,
    validate: (text) => (text === '' && whyRequired !== undefined ? whyRequired : validateClientSecret(text)),
  };
}

/** Why a provider's clients need a secret; `undefined` if they do not. */
export function whySecret(provider: Provider | undefined): string | undefined {
  return provider?.clientSecret === 'required' ? vscode.l10n.t('This provider requires a client secret.') : undefined;
}

/** Asks for the Microsoft tenant in which users sign in. */
export function tenantQuestion(value: string | undefined): TextQuestion {
  return {
    prompt: vscode.l10n.t('Tenant: its ID or one of its domains; common for any account'),
    placeHolder: 'contoso.onmicrosoft.com',
    value: value ?? '',
    validate: (text) =>
      isTenant(text) ? undefined : vscode.l10n.t('A tenant is an ID or a domain, such as example.com.'),
  };
}

/** The context of a question for scopes. */
interface ScopesContext {
  readonly provider: Provider;
  readonly server?: AuthorizationServer | undefined;
  readonly value: readonly string[];
  readonly prompt?: string;
}

/** Asks for scopes, and warns of scopes that grant no access to mail. */
export function scopesQuestion({ provider, server, value, prompt }: ScopesContext): TextQuestion {
  return {
    prompt: prompt ?? vscode.l10n.t('Scopes, separated by spaces'),
    value: value.join(' '),
    validate: validateScopes,
    warn: (text) => describeOddScopes(provider, server, splitScopes(text)),
  };
}

/** The answers that a question for a mail server needs. */
interface MailServerAnswers {
  readonly email?: string;
  readonly mailServers?: Partial<Record<Protocol, MailServer>>;
}

/** Asks for the server of a protocol; an empty answer means none. */
export function mailServerStep<A extends MailServerAnswers>(
  protocol: Protocol,
  skip: (answers: A) => boolean,
): WizardStep<A> {
  return {
    skip,
    ask: async (ui, answers) => {
      const domain = answers.email?.split('@')[1];
      const server = await askForServer(ui, protocol, domain === undefined ? '' : `${protocol}.${domain}`);
      const { [protocol]: _, ...others } = answers.mailServers ?? {};
      return { ...answers, mailServers: server === undefined ? others : { ...others, [protocol]: server } };
    },
  };
}
