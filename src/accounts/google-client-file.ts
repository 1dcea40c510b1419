import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { MailOAuthError } from '../common/errors.js';
import type { OAuthClient } from '../oauth/types.js';

/** The content of a client file. */
export interface ClientFile extends OAuthClient {
  /** `installed` is a Desktop app, `web` a Web application. */
  readonly type: 'installed' | 'web';
  readonly redirectUris: readonly string[];
}

/** The file is not a client file of Google's console. `message` is a sentence for users. */
export class ClientFileError extends MailOAuthError<'invalid-client-file'> {
  override readonly name = 'ClientFileError';

  constructor(message: string) {
    super('invalid-client-file', message);
  }
}

const client = v.object({
  client_id: v.pipe(v.string(), v.nonEmpty()),
  client_secret: v.optional(v.string()),
  redirect_uris: v.optional(v.array(v.string()), []),
});
const file = v.union([v.object({ installed: client }), v.object({ web: client })]);

/**
 * Parses the `client_secret_….json` that Google's console downloads for a Desktop app (`installed`) or a Web
 * application (`web`).
 *
 * @throws {ClientFileError} for any other text; the message never quotes it
 */
export function parseClientFile(text: string): ClientFile {
  const parsed = v.safeParse(file, parseJson(text));
  if (!parsed.success) {
    throw new ClientFileError(
      l10n.t(
        'This JSON is not the client file of Google’s console: it has no "installed" or "web" client with a "client_id". Download it again under Clients, or type the client ID.',
      ),
    );
  }
  const [type, data] =
    'installed' in parsed.output
      ? (['installed', parsed.output.installed] as const)
      : (['web', parsed.output.web] as const);
  return {
    type,
    clientId: data.client_id,
    redirectUris: data.redirect_uris,
    ...(data.client_secret === undefined ? {} : { clientSecret: data.client_secret }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new ClientFileError(
      l10n.t('This file is not JSON. Choose the client_secret_….json downloaded from Google’s console.'),
    );
  }
}
