const editorSchemes = ['vscode:', 'vscode-insiders:', 'vscodium:', 'code-oss:', 'cursor:', 'windsurf:'];
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];
const extensionId = 'mail-oauth.xoauth2';

/**
 * Whether a redirect URI is allowed: any loopback port and path (RFC 8252 §7.3), or this extension in an editor (RFC
 * 8252 §7.1). Other extensions must not receive the code.
 */
export function isAllowedRedirect(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, host, username, password } = new URL(uri);
  if (username !== '' || password !== '') return false;
  if (protocol === 'http:') return loopbackHosts.includes(hostname);
  return editorSchemes.includes(protocol) && host === extensionId;
}
