/** The name of a mail port: with implicit TLS (`…s`) or with STARTTLS. */
export type MailPortName = 'imaps' | 'imap' | 'smtps' | 'smtp' | 'pop3s' | 'pop3';

export const mailPortNames: readonly MailPortName[] = ['imaps', 'imap', 'smtps', 'smtp', 'pop3s', 'pop3'];

/** The sandbox's ports: the authorization server and the mail servers. */
export type SandboxPorts = Readonly<Record<MailPortName | 'oauth', number>>;
