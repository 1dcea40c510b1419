import * as l10n from '@vscode/l10n';
import { SaslError } from './errors.js';

const canonical = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Encodes bytes or a string (as UTF-8) in the standard alphabet with padding and no line breaks.
 * RFC 4648 §4.
 */
export function encodeBase64(data: string | Uint8Array): string {
  return Buffer.from(data as string, 'utf8').toString('base64');
}

/**
 * Decodes one line of padded standard base64 to bytes. Unlike `Buffer.from`, which skips what it does
 * not know, this refuses line breaks, the URL-safe alphabet and missing padding. RFC 4648 §3.3, §4.
 *
 * @throws {SaslError} `invalid-base64`
 */
export function decodeBase64(text: string): Buffer {
  if (!canonical.test(text)) {
    throw new SaslError('invalid-base64', l10n.t('This is not base64 as SASL uses it: {0}.', fault(text)));
  }
  return Buffer.from(text, 'base64');
}

function fault(text: string): string {
  if (/\s/.test(text)) return l10n.t('it holds a space or a line break');
  if (/[-_]/.test(text)) return l10n.t('it uses the URL-safe alphabet (“-” and “_” instead of “+” and “/”)');
  if (/[^A-Za-z0-9+/=]/.test(text)) return l10n.t('it holds a character outside the base64 alphabet');
  return l10n.t('its length or its padding is wrong');
}
