/** Scopes for an identity or a refresh token. Servers may return them under another name, or omit them. */
const withoutAccess: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * The requested access scopes that were not granted; RFC 6749 §3.3 allows a server to grant fewer. Servers may change
 * the resource prefix, so only the last segment is compared. Microsoft's `.default` stands for all consented scopes.
 */
export function missingScopes(requested: readonly string[], granted: readonly string[]): string[] {
  const have = new Set(granted.map(lastSegment));
  return requested.filter(
    (scope) => !withoutAccess.has(scope) && !scope.endsWith('/.default') && !have.has(lastSegment(scope)),
  );
}

function lastSegment(scope: string): string | undefined {
  return scope
    .split('/')
    .findLast((segment) => segment !== '')
    ?.toLowerCase();
}
