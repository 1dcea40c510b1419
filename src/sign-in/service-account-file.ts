import { createPrivateKey } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { MailOAuthError } from '../common/errors.js';
import { algorithmOf } from '../oauth/client-key.js';
import type { ClientKey } from '../oauth/types.js';
import { noSecrets, safeText, type SafeText } from '../transport/safe-text.js';

/** The content of a service account's key file. */
export interface ServiceAccount {
  /** The address of the service account; it has no mailbox. */
  readonly email: SafeText;
  /** The client ID for domain-wide delegation; numeric. */
  readonly clientId: SafeText;
  readonly key: ClientKey;
}

/**
 * The file is not the key of a service account. `message` is a sentence for users.
 *
 * @example
 * ```ts
 * import { parseServiceAccountFile, ServiceAccountFileError } from 'xoauth2';
 *
 * try {
 *   console.log(parseServiceAccountFile(process.env.SERVICE_ACCOUNT ?? '').email);
 * } catch (error) {
 *   if (!(error instanceof ServiceAccountFileError)) throw error;
 *   console.log(error.message);
 * }
 * ```
 */
export class ServiceAccountFileError extends MailOAuthError<'invalid-service-account-file'> {
  override readonly name = 'ServiceAccountFileError';

  constructor(message: string) {
    super('invalid-service-account-file', message);
  }
}

const file = v.object({
  type: v.literal('service_account'),
  client_email: v.pipe(v.string(), v.maxLength(320), v.regex(/^[^\s@]+@[^\s@]+$/)),
  client_id: v.pipe(v.string(), v.regex(/^\d{1,40}$/)),
  private_key: v.string(),
  private_key_id: v.optional(v.pipe(v.string(), v.maxLength(200))),
  token_uri: v.optional(v.string()),
});

/**
 * Parses the JSON key of a service account as downloaded from Google's console. Requests are always sent to Google's
 * token endpoint; a file that names another host is rejected.
 *
 * @throws {ServiceAccountFileError} `invalid-service-account-file`; of the file, the message quotes only a foreign host
 * @example
 * ```ts
 * import { parseServiceAccountFile, ServiceAccountFileError } from 'xoauth2';
 *
 * try {
 *   parseServiceAccountFile('{"type":"authorized_user"}');
 * } catch (error) {
 *   console.log(error instanceof ServiceAccountFileError && error.code); // prints: invalid-service-account-file
 * }
 * ```
 */
export function parseServiceAccountFile(text: string): ServiceAccount {
  const content = parseJson(text);
  const parsed = v.safeParse(file, content);
  if (!parsed.success) throw new ServiceAccountFileError(describeOther(content));
  const { client_email: email, client_id: clientId, private_key: pem, private_key_id: keyId } = parsed.output;
  requireGoogle(parsed.output.token_uri);
  return {
    email: safeText(email, noSecrets),
    clientId: safeText(clientId, noSecrets),
    key: { algorithm: 'RS256', privateKey: readKey(pem), ...(keyId === undefined ? {} : { keyId }) },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new ServiceAccountFileError(
      l10n.t(
        'This file is not JSON. Choose the key of the service account in JSON format, as downloaded from the Google Cloud console.',
      ),
    );
  }
}

/** Recognizes other JSON files of Google's tools. */
function describeOther(content: unknown): string {
  const fields = typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  if ('installed' in fields || 'web' in fields) {
    return l10n.t(
      'This is the file of a client with which users sign in. The key of a service account is created under IAM & Admin > Service Accounts > Keys.',
    );
  }
  if (fields['type'] === 'authorized_user' || fields['type'] === 'external_account') {
    return l10n.t('These are credentials of the gcloud command, not the key of a service account.');
  }
  return l10n.t(
    'This JSON is not the key of a service account: it must have the type "service_account", "client_email", "client_id" and "private_key". Create a key under IAM & Admin > Service Accounts > Keys.',
  );
}

function requireGoogle(tokenUri: string | undefined): void {
  if (tokenUri === undefined) return;
  const host = URL.canParse(tokenUri) ? new URL(tokenUri).host : '';
  if (/^(?:oauth2\.googleapis\.com|www\.googleapis\.com|accounts\.google\.com)$/.test(host)) return;
  throw new ServiceAccountFileError(
    l10n.t(
      'The file names the token endpoint of “{0}” and was not used. Keys are used only with Google.',
      safeText(host, { ...noSecrets, limit: 100 }),
    ),
  );
}

function readKey(pem: string): string {
  try {
    const key = createPrivateKey(pem);
    if (algorithmOf(key, 'RS256') === 'RS256') return key.export({ format: 'pem', type: 'pkcs8' }).toString();
  } catch {
    // Reported below.
  }
  throw new ServiceAccountFileError(
    l10n.t('The private key of this file cannot be read. Create a new key and download it again.'),
  );
}
