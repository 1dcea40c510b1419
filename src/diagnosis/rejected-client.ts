/**
 * Error codes for a rejected client: its ID or its secret is wrong, or it may not use this grant. RFC 6749 §4.1.2.1 and
 * §5.2; `deleted_client` is Google’s.
 */
export const rejectedClient = /^(?:invalid_client|unauthorized_client|deleted_client)$/;
