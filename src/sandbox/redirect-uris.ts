const editorSchemes = ['vscode:', 'vscode-insiders:', 'vscodium:', 'code-oss:', 'cursor:', 'windsurf:'];
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether the authorization server may redirect there: to any port and path of this machine (RFC 8252 §7.3),
 * or to an editor (RFC 8252 §7.1).
 */
export function isAllowedRedirect(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'http:') return loopbackHosts.includes(hostname);
  return editorSchemes.includes(protocol);
}
