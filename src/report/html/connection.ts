import * as l10n from '@vscode/l10n';
import { describeServer } from '../action-title.js';
import { facts, html, section, table, type Html } from './element.js';
import type { JsonReport } from '../json.js';

/** What the connection was: server, proxy, capabilities, TLS and certificates. */
export function connection({ protocol, server, provider, proxy, capabilities, tls }: JsonReport): Html {
  return section(
    `${protocol}-connection`,
    l10n.t('Connection'),
    html`${facts([
      [l10n.t('Server'), describeServer(server)],
      [l10n.t('Known provider'), provider],
      [l10n.t('Proxy'), proxy],
      [l10n.t('Capabilities'), capabilities.join(', ')],
      ['TLS', tls && `${tls.protocol}, ${tls.cipher}`],
      ['ALPN', tls && (tls.alpn ?? l10n.t('not negotiated'))],
      [l10n.t('Certificate of'), tls?.subject],
      [l10n.t('Issued by'), tls?.issuer],
      [l10n.t('Names'), tls?.altNames.join(', ')],
      [l10n.t('Valid'), tls && `${tls.validFrom} – ${tls.validTo}`],
    ])}
    ${
      tls !== undefined &&
      tls.chain.length > 1 &&
      html`<details>
        <summary>${l10n.t('Certificate chain')}</summary>
        ${table(
          l10n.t('Certificate chain'),
          [l10n.t('Certificate of'), l10n.t('Valid until'), 'SHA-256'],
          tls.chain.map(({ subject, validTo, fingerprint256 }) => [
            subject,
            validTo,
            html`<code>${fingerprint256}</code>`,
          ]),
        )}
      </details>`
    }`,
  );
}
