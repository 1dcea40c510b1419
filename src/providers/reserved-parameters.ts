/** The parameters that an authorization request itself sets. RFC 6749 §4.1.1, RFC 7636 §4.3 */
export const reservedParameters: readonly string[] = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];
