/** Whether a SASL mechanism carries an OAuth 2.0 access token. */
export function isMechanismOfOauth(name: string): boolean {
  return /^(?:XOAUTH2|OAUTHBEARER)$/i.test(name);
}
