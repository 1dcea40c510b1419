/** Scopes that ask for an identity or a refresh token. Servers may grant them under another name, or leave them out. */
const withoutAccess: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * The scopes for access that were requested and not granted: RFC 6749 §3.3 allows less. Servers may change the
 * resource prefix, so the last segment decides. Microsoft's `.default` stands for whatever was consented to.
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
