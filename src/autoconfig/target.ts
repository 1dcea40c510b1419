import net from 'node:net';
import * as l10n from '@vscode/l10n';
import { domainToASCII, domainToUnicode } from 'node:url';
import { DiscoveryError } from './errors.js';

/** The subject of a discovery. */
export interface Target {
  /** The address, if one was given. */
  readonly email?: string;
  /** In Unicode. */
  readonly domain: string;
  /** As A-labels (RFC 5890 §2.3.2.1), without a trailing dot. */
  readonly ascii: string;
}

/** The maximum length of a DNS name, in octets. RFC 1035 §2.3.4. */
const longestName = 253;

/**
 * Parses an address, a domain or a host name.
 *
 * @throws {DiscoveryError} `bad-domain`
 */
export function parseTarget(text: string): Target {
  const given = text.trim();
  const at = given.lastIndexOf('@');
  const name = given.slice(at + 1).replace(/\.$/, '');
  // `domainToASCII` parses a host as in a URL, and ignores what follows it.
  const ascii = /[\s/?#\\:@%<>[\]^|]/.test(name) ? '' : domainToASCII(name).toLowerCase();
  const isName = /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/.test(ascii) && ascii.length <= longestName;
  if (at === 0 || !isName || net.isIP(ascii) !== 0) {
    throw new DiscoveryError(
      'bad-domain',
      l10n.t('This is not an email address or a domain, such as alice@example.com or example.com.'),
    );
  }
  return { domain: domainToUnicode(ascii), ascii, ...(at === -1 ? {} : { email: `${given.slice(0, at)}@${name}` }) };
}
