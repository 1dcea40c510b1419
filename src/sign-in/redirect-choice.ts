import { isLoopbackHost } from '../transport/host.js';
import type { Provider, RedirectKind } from '../providers/provider-profile.js';

/** What the choice of a redirect depends on. */
export interface RedirectSituation {
  readonly provider: Provider;
  /** The redirect URI registered for the account's client, if one was named. */
  readonly registered?: string;
  /** What the user's setting forces. */
  readonly forced?: RedirectKind;
  /** The page that forwards to the editor, if there is one. */
  readonly relayUrl?: string;
  /** The scheme of the editor's own URIs; `vscode` unless given. */
  readonly editorScheme?: string;
  /**
   * Whether the editor's own URI is always the same, so that it can be registered; true unless given. In a browser the
   * editor makes another for each request.
   */
  readonly editorUriIsFixed?: boolean;
  /** Whether the browser can reach a port that this process opens on 127.0.0.1. */
  readonly browserIsLocal: boolean;
}

/** Picks how a sign-in comes back: what is forced, what is registered, else the best that works here. */
export function chooseRedirect(situation: RedirectSituation): RedirectKind {
  const { provider, registered, forced, relayUrl, browserIsLocal, editorScheme = 'vscode' } = situation;
  const { editorUriIsFixed = true } = situation;
  if (forced !== undefined) return forced;
  if (registered !== undefined) return forRegistered(registered, browserIsLocal, editorScheme);
  const works: Record<RedirectKind, boolean> = {
    loopback: browserIsLocal,
    direct: editorUriIsFixed,
    relay: relayUrl !== undefined,
    paste: true,
  };
  return provider.redirects.find((kind) => works[kind]) ?? 'paste';
}

/** The host of the URIs that an editor hands to this extension. */
const extensionId = 'mail-oauth.xoauth2';

/** Only a page elsewhere can forward, and only URIs of the editor's own scheme and this extension reach it. */
function forRegistered(registered: string, browserIsLocal: boolean, editorScheme: string): RedirectKind {
  const { protocol, hostname } = URL.canParse(registered) ? new URL(registered) : { protocol: '', hostname: '' };
  const isHere = isLoopbackHost(hostname);
  if (protocol === 'http:' && isHere && browserIsLocal) return 'loopback';
  if (protocol === 'https:' && !isHere) return 'relay';
  return protocol === `${editorScheme}:` && hostname === extensionId ? 'direct' : 'paste';
}
