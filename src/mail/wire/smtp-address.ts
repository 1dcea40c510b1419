/** Whether a user name can be the path of MAIL FROM and RCPT TO without quotes and SMTPUTF8. RFC 5321 §4.1.2. */
export function isSmtpAddress(user: string): boolean {
  return /^[\u0021-\u007e]+$/.test(user) && !/[<>]|^@|@$/.test(user) && user.includes('@');
}
