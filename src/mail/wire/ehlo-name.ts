import net from 'node:net';
import * as l10n from '@vscode/l10n';
import { asciiHost, isLocalName } from '../../transport/host.js';
import { MailError } from './errors.js';

/**
 * The default name for EHLO (RFC 5321 §4.1.4): the host name if it is fully qualified, otherwise the local address of
 * the connection as a literal (§4.1.3).
 *
 * @param hostname from the operating system
 * @param localAddress of the connection, IPv4 or IPv6; a zone ID (after `%`) is removed
 */
export function ownEhloName(hostname: string, localAddress: string | undefined): string {
  const name = asciiHost(hostname).replace(/\.$/, '');
  if (isDomain(name) && name.includes('.') && !isLocalName(name)) return name;
  return addressLiteral(localAddress ?? '127.0.0.1');
}

function addressLiteral(address: string): string {
  const bare = (address.split('%')[0] ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  return net.isIPv6(bare) ? `[IPv6:${bare}]` : `[${bare}]`;
}

/**
 * Parses a configured name for EHLO: a domain, or an address literal such as `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
 *
 * @throws {MailError} `bad-ehlo-name`
 */
export function parseEhloName(text: string): string {
  const literal = /^\[(.*)\]$/.exec(text)?.[1];
  if (literal === undefined) {
    const name = asciiHost(text);
    if (isDomain(name)) return name;
  } else if (
    net.isIPv4(literal) ||
    (/^IPv6:/i.test(literal) && net.isIPv6(literal.slice(5)) && !literal.includes('%'))
  ) {
    return text;
  }
  throw new MailError(
    'bad-ehlo-name',
    l10n.t(
      'This is not a valid name for EHLO. Enter a domain such as mail.example.com, or an address in brackets such as [192.0.2.1] or [IPv6:2001:db8::1].',
    ),
  );
}

/** RFC 5321 §4.1.2 (Domain), RFC 1035 §2.3.4. The last label is not numeric: that would be an address. */
function isDomain(name: string): boolean {
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
  const labels = name.split('.');
  return name.length <= 253 && labels.every((one) => label.test(one)) && !/^\d+$/.test(labels.at(-1) ?? '');
}
