import * as l10n from '@vscode/l10n';
import { describeFinding } from '../../common/sasl-words.js';
import type { Protocol } from '../../mail/wire/server.js';
import type { Mechanism } from '../../sasl/mechanism.js';
import { lintSaslString } from '../../sasl/lint.js';
import { facts, html, section, type Content, type Html } from './element.js';
import type { JsonReport } from '../json.js';

/** The most octets of a command line, CRLF included. */
const lineLimits: Readonly<Record<Protocol, { readonly octets: number; readonly source: string } | undefined>> = {
  imap: undefined,
  smtp: { octets: 512, source: 'RFC 5321 §4.5.3.1.4' },
  pop3: { octets: 255, source: 'RFC 2449 §4' },
};

/** What precedes the credential where it is sent on the line of the command. */
const commands: Readonly<Record<Protocol, string>> = { imap: 'A1 AUTHENTICATE', smtp: 'AUTH', pop3: 'AUTH' };

/** The parts of the SASL string, its lengths, what is wrong with it, and the server's challenge key by key. */
export function anatomy(report: JsonReport): Html {
  const { protocol, mechanism, initialResponse } = report;
  const used: Mechanism = mechanism === 'best' ? 'OAUTHBEARER' : mechanism;
  const parts = partsOf(report, used);
  const octets = parts.reduce((sum, { length }) => sum + length, 0);
  const encoded = 4 * Math.ceil(octets / 3);
  const line = commands[protocol].length + used.length + encoded + 4;
  const limit = lineLimits[protocol];
  return section(
    `${protocol}-string`,
    l10n.t('String'),
    html`<p class="anatomy">${parts.map(({ shown }) => shown)}</p>
      ${findings(report, used)}
      ${facts([
        [l10n.t('Message'), l10n.t('{0} octets', octets)],
        [l10n.t('In base64'), l10n.t('{0} octets', encoded)],
        [l10n.t('On the line of the command'), lineLength(line, limit)],
        [
          l10n.t('Sent'),
          initialResponse?.sent !== true
            ? l10n.t('no')
            : initialResponse.form === 'inline'
              ? l10n.t('on the line of the command: {0}', initialResponse.reason)
              : l10n.t('on a separate line: {0}', initialResponse.reason),
        ],
      ])}
      ${challenge(report)}`,
  );
}

function lineLength(octets: number, limit: (typeof lineLimits)[Protocol]): string {
  if (limit === undefined) return l10n.t('{0} octets', octets);
  return octets <= limit.octets
    ? l10n.t('{0} of {1} octets allowed ({2})', octets, limit.octets, limit.source)
    : l10n.t('{0} octets, more than the {1} allowed ({2})', octets, limit.octets, limit.source);
}

interface Part {
  readonly shown: Content;
  /** In octets. */
  readonly length: number;
}

function partsOf({ user, server, token }: JsonReport, mechanism: Mechanism): Part[] {
  const bearer = [text('auth=Bearer '), secret(token.characters, token.fingerprint)];
  if (mechanism === 'XOAUTH2') {
    return [text('user='), text(user, 'user'), separator(), ...bearer, separator(), separator()];
  }
  const fields = [text(`host=${server.host}`), separator(), text(`port=${server.port}`), separator()];
  return [
    text('n,a='),
    text(user.replaceAll('=', '=3D').replaceAll(',', '=2C'), 'user'),
    text(','),
    separator(),
    ...fields,
    ...bearer,
    separator(),
    separator(),
  ];
}

function text(content: string, kind = 'word'): Part {
  return { shown: html`<span class="part ${kind}">${content}</span>`, length: Buffer.byteLength(content) };
}

function separator(): Part {
  return {
    shown: html`<span class="part separator"
      ><span aria-hidden="true">^A</span><span class="hidden">${l10n.t('byte 0x01')}</span></span
    >`,
    length: 1,
  };
}

function secret(characters: number, fingerprint: string): Part {
  return {
    shown: html`<span class="part secret">${l10n.t('<{0} characters, {1}>', characters, fingerprint)}</span>`,
    length: characters,
  };
}

/** What the linter says of the string with another token in place of the one that was used. */
function findings({ user, checks }: JsonReport, mechanism: Mechanism): Content {
  const failed = checks.find(({ name, status }) => name === 'string' && status === 'failed');
  const message = mechanism === 'XOAUTH2' ? `user=${user}\u0001auth=Bearer made-up-token\u0001\u0001` : undefined;
  const found =
    message === undefined
      ? []
      : lintSaslString(Buffer.from(message).toString('base64')).findings.filter(({ code }) => code === 'invalid-user');
  const words = [...new Set([...(failed === undefined ? [] : [failed.summary]), ...found.map(describeFinding)])];
  return words.map((sentence) => html`<p class="finding">${sentence}</p>`);
}

const challengeMeanings: Readonly<Record<string, () => string>> = {
  status: () => l10n.t('why the token was rejected: an error code, or an HTTP status such as 400 or 401'),
  scope: () => l10n.t('the scope that the server requires'),
  schemes: () => l10n.t('the authentication schemes that the server accepts'),
  openidConfiguration: () => l10n.t('the address of the authorization server’s metadata'),
};

function challenge({ challenge: said }: JsonReport): Html | undefined {
  if (said === undefined) return undefined;
  const known = Object.entries(said).filter(([name]) => name !== 'text');
  return html`<h4>${l10n.t('Challenge of the server')}</h4>
    <p><code>${said.text}</code></p>
    ${facts(
      known.map(([name, value]) => [
        name === 'openidConfiguration' ? 'openid-configuration' : name,
        html`<code>${String(value)}</code> – ${challengeMeanings[name]?.()}`,
      ]),
    )}`;
}
