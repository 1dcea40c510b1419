/** Whether a user name can be used in MAIL FROM and RCPT TO without quoting. RFC 5321 §4.1.2, RFC 6531 §3.3. */
export function isSmtpAddress(user: string): boolean {
  return /^[^\s\p{Cc}\p{Cf}\p{Surrogate}]+$/u.test(user) && !/[<>]|^@|@$/.test(user) && user.includes('@');
}

/** Whether an address requires the extension SMTPUTF8. RFC 6531 §3.2. */
export function needsSmtpUtf8(address: string): boolean {
  return /[^\u0021-\u007e]/.test(address);
}
