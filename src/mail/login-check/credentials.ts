import { describeFinding, describeSaslError } from '../../common/sasl-words.js';
import { SaslError } from '../../sasl/errors.js';
import { lintSaslString } from '../../sasl/lint.js';
import { encodeInitialResponse, mechanisms, type Mechanism } from '../../sasl/mechanism.js';
import type { OauthbearerCredential } from '../../sasl/oauthbearer.js';
import { redactedCredential } from '../../sasl/redacted-credential.js';
import { TransportError } from '../../transport/errors.js';
import { redactedToken, type Secret } from '../../transport/redactor.js';
import { MailError } from '../wire/errors.js';

const none: Secret = { text: '', placeholder: '' };

/** The placeholder when no credentials are needed or could be built. */
export const noCredentials: Readonly<Record<Mechanism, Secret>> = { XOAUTH2: none, OAUTHBEARER: none };

/** Builds the initial client response of each mechanism, or returns the error that prevents it. */
export function encodeCredentials(
  credential: OauthbearerCredential,
): Readonly<Record<Mechanism, Secret>> | MailError | TransportError {
  try {
    const secrets = mechanisms.map((mechanism) => [mechanism, encode(mechanism, credential)] as const);
    return Object.fromEntries(secrets) as Record<Mechanism, Secret>;
  } catch (error) {
    if (error instanceof MailError) return error;
    if (error instanceof SaslError) {
      const message = describeSaslError(error);
      return error.code === 'invalid-host'
        ? new TransportError('host-not-found', message, { cause: error })
        : new MailError('invalid-credential', message, { cause: error });
    }
    throw error;
  }
}

function encode(mechanism: Mechanism, credential: OauthbearerCredential): Secret {
  const text = encodeInitialResponse(mechanism, credential);
  // The token check reports what is not an access token; if that check is skipped, the token is to be sent anyway.
  const finding = lintSaslString(text).findings.find(
    ({ code, detail }) => code !== 'not-access-token' && code !== 'encoded-token' && detail !== 'placeholder',
  );
  if (finding !== undefined) throw new MailError('invalid-credential', describeFinding(finding));
  return { text, placeholder: redactedCredential(mechanism, credential, redactedToken(credential.accessToken)) };
}
