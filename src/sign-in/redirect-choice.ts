import { isLoopbackHost } from '../transport/host.js';
import type { Provider, RedirectKind } from '../providers/provider-profile.js';

/** The conditions for the choice of a redirect. */
export interface RedirectSituation {
  readonly provider: Provider;
  /** The redirect URI registered for the account's client, if known. */
  readonly registered?: string;
  /** The kind that the user's setting forces. */
  readonly forced?: RedirectKind;
  /** The page that forwards to the editor, if there is one. */
  readonly relayUrl?: string;
  /** The scheme of the editor's own URIs; `vscode` by default. */
  readonly editorScheme?: string;
  /**
   * Whether the editor's own URI is always the same, so that it can be registered; true by default. In a browser the
   * editor creates a new one for each request.
   */
  readonly editorUriIsFixed?: boolean;
  /** Whether the browser can reach a port of this process on 127.0.0.1. */
  readonly browserIsLocal: boolean;
}

/**
 * Chooses the kind of redirect: the forced one, the registered one, otherwise the provider's first one that works here.
 */
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

/** The authority of the editor's URIs for this extension. */
const extensionId = 'mail-oauth.xoauth2';

/** A relay is an https page on another host; a direct redirect has the editor's scheme and this extension's ID. */
function forRegistered(registered: string, browserIsLocal: boolean, editorScheme: string): RedirectKind {
  const { protocol, hostname } = URL.canParse(registered) ? new URL(registered) : { protocol: '', hostname: '' };
  const isHere = isLoopbackHost(hostname);
  if (protocol === 'http:' && isHere && browserIsLocal) return 'loopback';
  if (protocol === 'https:' && !isHere) return 'relay';
  return protocol === `${editorScheme}:` && hostname === extensionId ? 'direct' : 'paste';
}
