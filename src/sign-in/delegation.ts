/** Where an administrator of Google Workspace allows a service account to act for users. */
export const delegationPage = 'https://admin.google.com/ac/owl/domainwidedelegation';

/** What an administrator enters there. https://support.google.com/a/answer/162106 */
export interface Delegation {
  readonly clientId: string;
  /** The scopes as the page takes them: separated by commas. */
  readonly scopes: string;
}

/** What an administrator enters so that a service account may act for the users of the domain. */
export function delegationFor(clientId: string, scopes: readonly string[]): Delegation {
  return { clientId, scopes: scopes.join(',') };
}
