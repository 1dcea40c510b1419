import { reservedParameters } from '../../providers/reserved-parameters.js';
import * as l10n from '@vscode/l10n';
import { describeError } from '../../diagnosis/describe-error.js';
import { parseHostAndPort } from '../../mail/wire/server.js';
import { OAuthError } from '../../oauth/errors.js';
import { parseEndpoint } from '../../oauth/http.js';
import type { Provider } from '../../providers/provider-profile.js';
import { parseLoopbackRedirect } from '../../sign-in/loopback-redirect.js';
import { checkAccessToken, checkUser } from '../../sasl/credential.js';
import { SaslError } from '../../sasl/errors.js';

/*
 * Validation of user input. Each function returns the error message, or `undefined` if the text is valid.
 */

/** A mailbox name: an email address, or another name that the server uses. */
function validateEmail(text: string): string | undefined {
  return messageOf(() => checkUser(text));
}

/** A mailbox name at a provider. @param provider its rules apply */
export function validateMailbox(
  text: string,
  provider?: Pick<Provider, 'name' | 'requiresAddress'>,
): string | undefined {
  const fault = validateEmail(text);
  if (fault !== undefined || provider?.requiresAddress !== true || isAddress(text)) return fault;
  return l10n.t('{0} identifies mailboxes by their email address, such as alice@example.com.', provider.name);
}

function isAddress(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text);
}

export function validateEndpoint(text: string): string | undefined {
  return messageOf(() => parseEndpoint(text));
}

export function validateClientId(text: string): string | undefined {
  if (text === '') return l10n.t('The client ID is empty. The provider shows it where the client is registered.');
  return /^[\u0021-\u007e]+$/.test(text)
    ? undefined
    : l10n.t('A client ID has no spaces or special characters. Copy it again.');
}

export function validateClientSecret(text: string): string | undefined {
  return /^[\u0020-\u007e]*$/.test(text)
    ? undefined
    : l10n.t('A client secret is one line of plain characters. Copy it again.');
}

/** Scopes separated by spaces. RFC 6749 §3.3. */
export function validateScopes(text: string): string | undefined {
  if (text.trim() === '') return l10n.t('At least one scope is needed, such as https://mail.google.com/.');
  if (text.includes(',')) return l10n.t('Scopes are separated by spaces, not by commas.');
  return /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]+$/.test(text)
    ? undefined
    : l10n.t('A scope contains a character that is not allowed (RFC 6749 §3.3).');
}

/** Additional parameters of an authorization request, as in the query of a URL. */
export function validateParameters(text: string): string | undefined {
  const names = [...new URLSearchParams(text).keys()];
  const own = names.find((name) => reservedParameters.includes(name));
  if (own !== undefined) return l10n.t('{0} is set automatically. Remove it here.', own);
  return text === '' || /^[\w.~-]+=[^&]*(?:&[\w.~-]+=[^&]*)*$/.test(text)
    ? undefined
    : l10n.t('Enter parameters as name=value, separated by &.');
}

/** The redirect URI registered for a client: loopback http, https, or the editor's own scheme. */
export function validateRedirectUri(text: string): string | undefined {
  if (text === '') return undefined;
  if (!URL.canParse(text)) return l10n.t('This is not a URI such as http://127.0.0.1/callback.');
  return new URL(text).protocol === 'http:' ? messageOf(() => parseLoopbackRedirect(text)) : undefined;
}

/** A host with an optional port, or nothing. */
export function validateHostAndPort(text: string): string | undefined {
  return text === '' || parseHostAndPort(text) !== undefined
    ? undefined
    : l10n.t('Enter a host, or a host and a port from 1 to 65535, such as imap.example.com:993.');
}

/** An access token that every mechanism accepts (RFC 6750 §2.1). */
export function validateAccessToken(text: string): string | undefined {
  return messageOf(() => checkAccessToken(text));
}

function messageOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof OAuthError || error instanceof SaslError) return describeError(error);
    throw error;
  }
}
