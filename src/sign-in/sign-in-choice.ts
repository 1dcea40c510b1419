import * as l10n from '@vscode/l10n';
import type { AuthorizationServer } from '../oauth/types.js';
import type { Provider, RedirectKind } from '../providers/provider-profile.js';
import { chooseRedirect, type RedirectSituation } from './redirect-choice.js';

/** How a user signs in: by a redirect, or with a code on any device. */
export type SignInWay = RedirectKind | 'device';

/** What the choice of a way to sign in depends on. */
export interface SignInSituation extends Omit<RedirectSituation, 'forced'> {
  readonly server: Pick<AuthorizationServer, 'deviceAuthorizationEndpoint'>;
  /** Whether the account is to sign in with a code. */
  readonly byDevice?: boolean;
  /** What the user's setting forces. */
  readonly forced?: SignInWay;
}

/** A way to sign in, and why a better one does not work. */
export interface SignInChoice {
  readonly way: SignInWay;
  /** For `paste`: why no code on a device can be used instead. */
  readonly noDevice?: string;
  /** For `paste`: why no redirect comes back by itself; missing where the user forces it. */
  readonly noRedirect?: string;
}

/**
 * Picks how a user signs in: as forced, with a code if the account says so and that is possible, else by a redirect that comes back by itself, else with a
 * code on a device. Only where that is impossible too, the address must be pasted.
 */
export function chooseSignIn(situation: SignInSituation): SignInChoice {
  const { forced, byDevice = false, provider, server, ...rest } = situation;
  const noDevice = whyNoDevice(provider, server);
  if (forced === 'device' || (forced === undefined && byDevice && noDevice === undefined)) return { way: 'device' };
  const redirect = chooseRedirect({ ...rest, provider, ...(forced === undefined ? {} : { forced }) });
  if (redirect !== 'paste' || forced !== undefined) return { way: redirect };
  return noDevice === undefined ? { way: 'device' } : { way: 'paste', noDevice, noRedirect: whyNoRedirect(situation) };
}

/** Why no redirect comes back by itself, in a sentence. */
function whyNoRedirect({ registered }: SignInSituation): string {
  return registered === undefined
    ? l10n.t(
        'The browser cannot reach a port of this machine, and mailOAuth.relayUrl names no page that forwards to the editor.',
      )
    : l10n.t('The redirect URI of the client, {0}, does not lead back to this editor.', registered);
}

/** Why a provider's users cannot sign in with a code on a device, in a sentence; `undefined` where they can. */
export function whyNoDevice(
  { deviceGrant }: Pick<Provider, 'deviceGrant'>,
  { deviceAuthorizationEndpoint }: SignInSituation['server'],
): string | undefined {
  if (deviceGrant !== true) return deviceGrant();
  return deviceAuthorizationEndpoint === undefined
    ? l10n.t('The authorization server has no device authorization endpoint (RFC 8628).')
    : undefined;
}
