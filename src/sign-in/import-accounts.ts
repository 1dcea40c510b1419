import * as l10n from '@vscode/l10n';
import { importEmailProxy } from './import-emailproxy.js';
import { importJson } from './import-json.js';
import { importOama } from './import-oama.js';
import { importPrinted } from './import-printed.js';
import { ImportError, type Import } from './imported-account.js';

/** The maximum size of a file, in octets. */
const largest = 256 * 1024;

/**
 * Parses accounts and tokens from a file or the output of another program: `oauth2.py` (its output), `mutt_oauth2.py`
 * (its token file, decrypted), email-oauth2-proxy (`emailproxy.config`), oama (`config.yaml`, or a decrypted token
 * record), or the JSON response of a token endpoint. The content is untrusted: endpoints must be https, or http on
 * loopback.
 *
 * @param now ms since 1970
 * @throws {ImportError} `unreadable-import` for any other content, or if it is encrypted
 */
export function importAccounts(content: Buffer, now: number = Date.now()): Import {
  if (content.length > largest) throw new ImportError(l10n.t('The file is too large for accounts or tokens.'));
  if (isEncrypted(content)) {
    throw new ImportError(
      l10n.t('The file is encrypted with OpenPGP. Decrypt it with “gpg --decrypt”, and import the output.'),
    );
  }
  const text = content.toString('utf8').replace(/^\ufeff/, '');
  const read = importJson(text, now) ?? importPrinted(text, now) ?? importEmailProxy(text) ?? importOama(text);
  if (read !== undefined) return read;
  throw new ImportError(
    l10n.t(
      'No account or token was found. Supported formats: the output of oauth2.py, the token file of mutt_oauth2.py, the configurations of email-oauth2-proxy and oama, and the JSON of a token endpoint.',
    ),
  );
}

/** A binary or an armored message. RFC 9580 §4.2, §6.2. */
function isEncrypted(content: Buffer): boolean {
  const text = content.subarray(0, 200).toString('latin1').trimStart();
  // The first octet of a packet has its top bit set; so has a byte order mark.
  const isBinary = (content[0] ?? 0) >= 0x80 && !content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return isBinary || text.startsWith('-----BEGIN PGP MESSAGE-----');
}
