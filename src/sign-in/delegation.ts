/** The page where an administrator of Google Workspace grants domain-wide delegation to a service account. */
export const delegationPage = 'https://admin.google.com/ac/owl/domainwidedelegation';

/** The values to enter there. https://support.google.com/a/answer/162106 */
export interface Delegation {
  readonly clientId: string;
  /** The scopes, separated by commas. */
  readonly scopes: string;
}

/** The values to enter so that a service account may impersonate the users of the domain. */
export function delegationFor(clientId: string, scopes: readonly string[]): Delegation {
  return { clientId, scopes: scopes.join(',') };
}
