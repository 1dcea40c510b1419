/** The scope that the sandbox's mail servers require: Gmail's. */
export const mailScope = 'https://mail.google.com/';

/** The public client that is registered in every sandbox. */
export const sandboxClientId = 'sandbox';

/** A client for the client credentials grant, which can open every mailbox. The secret is public. */
export const applicationClient = {
  clientId: 'sandbox-application',
  clientSecret: 'sandbox-application-secret',
} as const;

/** A confidential client, for libraries that require a secret. The secret is public. */
export const confidentialClient = { clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret' } as const;
