import * as l10n from '@vscode/l10n';
import type { AuthorizationServer } from '../oauth/types.js';
import type { Provider, RedirectKind } from '../providers/provider-profile.js';
import { chooseRedirect, type RedirectSituation } from './redirect-choice.js';

/** How a user signs in: with a redirect, or with a code on any device. */
export type SignInWay = RedirectKind | 'device';

/** The conditions for the choice of how to sign in. */
export interface SignInSituation extends Omit<RedirectSituation, 'forced'> {
  readonly server: Pick<AuthorizationServer, 'deviceAuthorizationEndpoint'>;
  /** Whether the account is set to sign in with a code. */
  readonly byDevice?: boolean;
  /** The way that the user's setting forces. */
  readonly forced?: SignInWay;
}

/** The chosen way, and why a better one does not work. */
export interface SignInChoice {
  readonly way: SignInWay;
  /** For `paste`: why the device authorization grant cannot be used. */
  readonly noDevice?: string;
  /** For `paste`: why no redirect reaches the editor; absent if the user forces `paste`. */
  readonly noRedirect?: string;
}

/**
 * Chooses how a user signs in: the forced way; with a code if the account is set to and it is possible; otherwise with
 * a redirect that reaches the editor; otherwise with a code; and only if that is impossible too, by pasting the URL.
 */
export function chooseSignIn(situation: SignInSituation): SignInChoice {
  const { forced, byDevice = false, provider, server, ...rest } = situation;
  const noDevice = whyNoDevice(provider, server);
  if (forced === 'device' || (forced === undefined && byDevice && noDevice === undefined)) return { way: 'device' };
  const redirect = chooseRedirect({ ...rest, provider, ...(forced === undefined ? {} : { forced }) });
  if (redirect !== 'paste' || forced !== undefined) return { way: redirect };
  return noDevice === undefined ? { way: 'device' } : { way: 'paste', noDevice, noRedirect: whyNoRedirect(situation) };
}

/** Why no redirect reaches the editor, as a sentence. */
function whyNoRedirect({ registered }: SignInSituation): string {
  return registered === undefined
    ? l10n.t(
        'The browser cannot reach a port of this machine, and mailOAuth.relayUrl is not set to a page that forwards to the editor.',
      )
    : l10n.t('The redirect URI of the client, {0}, does not lead back to this editor.', registered);
}

/** Why a provider's users cannot sign in with a code, as a sentence; `undefined` if they can. */
export function whyNoDevice(
  { deviceGrant }: Pick<Provider, 'deviceGrant'>,
  { deviceAuthorizationEndpoint }: SignInSituation['server'],
): string | undefined {
  if (deviceGrant !== true) return deviceGrant();
  return deviceAuthorizationEndpoint === undefined
    ? l10n.t('The authorization server has no device authorization endpoint (RFC 8628).')
    : undefined;
}
