/** The names of the sandbox's mail ports: with implicit TLS (`…s`) and with STARTTLS. */
export const mailPortNames = ['imaps', 'imap', 'smtps', 'smtp', 'pop3s', 'pop3'] as const;

export type MailPortName = (typeof mailPortNames)[number];

/** The sandbox's ports: the authorization server and the mail servers. */
export type SandboxPorts = Readonly<Record<MailPortName | 'oauth', number>>;
