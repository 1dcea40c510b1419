import type { MoveGuideInput } from './move-step.js';

const smtpServers = {
  microsoft: { host: 'smtp.office365.com', port: '587' },
  google: { host: 'smtp.gmail.com', port: '465' },
} as const;

/** Replaces the placeholders in a field's value; unknown ones become a name in angle brackets. */
export function filled(value: string, input: MoveGuideInput): string {
  const { provider, mailbox } = input;
  const tenant = input.tenant ?? '<tenant>';
  const authority = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0`;
  const values: Readonly<Record<string, string>> = {
    mailbox,
    tenant,
    clientId: input.clientId ?? '<client ID>',
    smtpHost: smtpServers[provider].host,
    smtpPort: smtpServers[provider].port,
    tokenEndpoint: provider === 'microsoft' ? `${authority}/token` : 'https://oauth2.googleapis.com/token',
    authorizationEndpoint:
      provider === 'microsoft' ? `${authority}/authorize` : 'https://accounts.google.com/o/oauth2/v2/auth',
    scopes:
      provider === 'microsoft'
        ? 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access'
        : 'https://mail.google.com/',
  };
  return value.replace(/\{(\w{1,30})\}/g, (whole, name: string) => values[name] ?? whole);
}
