import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../common/duration.js';
import { isSameAddress } from '../../common/email-address.js';
import { claimMeaning, claimValue } from './claims.js';
import { facts, html, section, table, type Content, type Html } from './element.js';
import { badge, moment } from './labels.js';
import type { JsonReport } from '../json.js';
import type { ResultPageInput } from './page-input.js';

/** The token: kind, lifetime, scopes, owner, audience, and the claims of a JWT. */
export function token(report: JsonReport, { token: known = {}, now }: ResultPageInput): Html {
  const { protocol, token: info, user } = report;
  const claims = known.claims ?? [];
  return section(
    `${protocol}-token`,
    l10n.t('Token'),
    html`${facts([
      [l10n.t('Kind'), info.form === 'JWT' ? 'JWT' : l10n.t('opaque: only its server can read it')],
      [l10n.t('Length'), l10n.t('{0} characters', info.characters)],
      [l10n.t('Fingerprint'), html`<code>${info.fingerprint}</code>`],
      [
        l10n.t('Refresh token'),
        known.hasRefreshToken === undefined
          ? undefined
          : known.hasRefreshToken
            ? l10n.t('present')
            : badge('warn', l10n.t('none: sign in again when the token expires')),
      ],
      [l10n.t('Owner'), owner(info.owner, user)],
      [l10n.t('Audience'), info.audiences?.join(', ')],
      [l10n.t('For an application'), info.appOnly === true && l10n.t('yes: it belongs to no user')],
      [l10n.t('Sent to'), destination(report)],
    ])}
    ${life(info.expiresAt, known.obtainedAt, now)}
    ${scopes(report, known.requestedScopes, known.neededScopes?.[protocol])}
    ${
      claims.length > 0 &&
      html`<details>
        <summary>${l10n.t('Claims of the JWT: {0}', claims.length)}</summary>
        ${table(
          l10n.t('Claims of the JWT, without its signature'),
          [l10n.t('Claim'), l10n.t('Value'), l10n.t('Meaning')],
          claims.map(({ name, value }) => [
            html`<code>${name}</code>`,
            claimValue(name, value),
            claimMeaning(name) || l10n.t('unknown'),
          ]),
        )}
      </details>`
    }`,
  );
}

function owner(address: string | undefined, user: string): Content {
  if (address === undefined) return l10n.t('not known');
  return isSameAddress(address, user)
    ? badge('ok', l10n.t('{0}, the user of the login', address))
    : badge('warn', l10n.t('{0}, but the login is for {1}', address, user));
}

function destination({ server, tls, failedPhase, initialResponse }: JsonReport): Content {
  if (initialResponse?.sent !== true) {
    return failedPhase === 'token'
      ? l10n.t('nowhere: the token check failed before the connection')
      : l10n.t('nowhere: the test ended before the credential was sent');
  }
  return tls === undefined
    ? badge('warn', l10n.t('{0}, without TLS', server.host))
    : badge('ok', l10n.t('{0}, whose certificate is valid for that name ({1})', server.host, tls.protocol));
}

function life(expiresAt: number | undefined, obtainedAt: number | undefined, now: number): Html | undefined {
  if (expiresAt === undefined) return undefined;
  const left = expiresAt - now;
  const words =
    left > 0 ? l10n.t('Expires in {0}.', formatDuration(left)) : l10n.t('Expired {0} ago.', formatDuration(-left));
  const whole = obtainedAt === undefined ? 0 : expiresAt - obtainedAt;
  if (whole <= 0) return html`<p>${words} ${moment(expiresAt)}</p>`;
  const used = Math.min(1, Math.max(0, 1 - left / whole));
  return html`<div class="life">
    <p>${words} ${l10n.t('Its total lifetime is {0}.', formatDuration(whole))}</p>
    <svg class="${left > 0 ? 'ok' : 'bad'}" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="1" />
      <rect x="${(used * 100).toFixed(1)}" width="${((1 - used) * 100).toFixed(1)}" height="1" />
    </svg>
    <p class="ends"><span>${moment(expiresAt - whole)}</span><span>${moment(expiresAt)}</span></p>
  </div>`;
}

function scopes(
  { challenge, token: info, protocol }: JsonReport,
  requested: readonly string[] | undefined,
  needed: readonly string[] | undefined,
): Html | undefined {
  const granted = info.scopes;
  const challenged = challenge?.scope?.split(' ').filter(Boolean) ?? [];
  const wanted = challenged.length > 0 ? challenged : (needed ?? []);
  if (granted === undefined && requested === undefined && wanted.length === 0) return undefined;
  const all = [...new Set([...(requested ?? []), ...(granted ?? []), ...wanted])];
  // One scope of the provider's list is enough; a challenge lists several scopes separated by spaces.
  const satisfied = granted === undefined || wanted.length === 0 || wanted.some((scope) => granted.includes(scope));
  const mark = (known: readonly string[] | undefined, scope: string): Content =>
    known === undefined
      ? l10n.t('not known')
      : known.includes(scope)
        ? badge('ok', l10n.t('yes'))
        : badge('none', l10n.t('no'));
  return table(
    l10n.t('Scopes'),
    [
      l10n.t('Scope'),
      l10n.t('Requested'),
      l10n.t('Granted'),
      l10n.t('Required by the {0} server', protocol.toUpperCase()),
    ],
    all.map((scope) => [
      html`<code>${scope}</code>`,
      mark(requested, scope),
      !satisfied && wanted.includes(scope) ? badge('bad', l10n.t('missing')) : mark(granted, scope),
      wanted.length === 0
        ? l10n.t('not known')
        : wanted.includes(scope)
          ? badge('ok', l10n.t('yes'))
          : badge('none', l10n.t('no')),
    ]),
  );
}
