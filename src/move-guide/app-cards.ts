import type { AppCard } from './app-card.js';

const mailKit = 'https://github.com/jstedfast/MailKit/blob/master/';

/** The applications that the guide knows. Each fact has the page that documents it. */
export const appCards: readonly AppCard[] = [
  {
    id: 'postfix',
    name: 'Postfix with sasl-xoauth2',
    uses: ['smtp'],
    signIns: {
      user: {
        how: 'sasl-xoauth2 is a Cyrus SASL plug-in that refreshes the token itself. One token file for each mailbox.',
        form: [
          ['/etc/sasl-xoauth2.conf', '{ "client_id": "{clientId}", "token_endpoint": "{tokenEndpoint}" }'],
          ['main.cf: relayhost', '[{smtpHost}]:{smtpPort}'],
          ['main.cf: smtp_sasl_mechanism_filter', 'xoauth2'],
          ['main.cf: smtp_tls_security_level', 'encrypt'],
          ['sasl_passwd', '[{smtpHost}]:{smtpPort} {mailbox}:/etc/tokens/{mailbox}'],
        ],
        notes: [
          'The plug-in runs inside Postfix: if Postfix is chrooted, the token file and CA certificates must be too.',
        ],
      },
    },
    sources: ['https://github.com/tarickb/sasl-xoauth2'],
  },
  {
    id: 'msmtp',
    name: 'msmtp',
    uses: ['smtp'],
    signIns: {
      user: {
        how: 'msmtp sends what passwordeval prints as the token. A helper has to print a fresh access token.',
        form: [
          ['host', '{smtpHost}'],
          ['port', '{smtpPort}'],
          ['tls', 'on'],
          ['auth', 'xoauth2'],
          ['user', '{mailbox}'],
          ['passwordeval', 'a command that prints an access token'],
        ],
      },
      application: {
        how: 'As for a user: the helper that passwordeval runs gets the application’s own token.',
        form: [
          ['auth', 'xoauth2'],
          ['user', '{mailbox}'],
          ['passwordeval', 'a command that prints the application’s access token'],
        ],
      },
    },
    sources: ['https://marlam.de/msmtp/msmtp.html (auth, passwordeval)'],
  },
  {
    id: 'git-send-email',
    name: 'git send-email',
    uses: ['smtp'],
    signIns: {
      user: {
        how: 'git send-email asks a credential helper for the password, and sends it as a token where smtpAuth says so.',
        form: [
          ['sendemail.smtpServer', '{smtpHost}'],
          ['sendemail.smtpServerPort', '{smtpPort}'],
          ['sendemail.smtpEncryption', 'tls'],
          ['sendemail.smtpUser', '{mailbox}'],
          ['sendemail.smtpAuth', 'XOAUTH2 (Microsoft) or OAUTHBEARER (Google)'],
          ['credential.helper', 'a helper that prints an access token, such as git-credential-email’s'],
        ],
      },
    },
    sources: ['https://git-scm.com/docs/git-send-email', 'https://github.com/AdityaGarg8/git-credential-email'],
  },
  {
    id: 'nodemailer',
    name: 'nodemailer',
    uses: ['smtp'],
    signIns: {
      user: {
        how: 'nodemailer refreshes the token itself if it is given the client and the refresh token.',
        form: [
          ['host', '{smtpHost}'],
          ['port', '{smtpPort}'],
          ['auth.type', 'OAuth2'],
          ['auth.user', '{mailbox}'],
          ['auth.clientId', '{clientId}'],
          ['auth.refreshToken', 'from your own store'],
          ['auth.accessUrl', '{tokenEndpoint}'],
        ],
      },
      application: {
        how: 'For Google, nodemailer signs with the service account itself. For Microsoft, pass a token in accessToken.',
        form: [
          ['auth.type', 'OAuth2'],
          ['auth.user', '{mailbox}'],
          ['auth.serviceClient (Google)', 'the numeric client ID of the service account'],
          ['auth.accessToken (Microsoft)', 'the application’s access token'],
        ],
      },
    },
    sources: ['https://nodemailer.com/smtp/oauth2/'],
  },
  {
    id: 'mailkit',
    name: 'MailKit',
    uses: ['imap', 'smtp', 'pop3'],
    signIns: {
      user: {
        how: 'Get the token with MSAL.NET or Google’s library, and log in with SaslMechanismOAuth2 or SaslMechanismOAuthBearer.',
        form: [
          ['new SaslMechanismOAuth2 (user, token)', '{mailbox}, the access token'],
          ['scopes', '{scopes}'],
        ],
      },
      application: {
        how: 'ConfidentialClientApplicationBuilder and AcquireTokenForClient, then the same SASL mechanism.',
        form: [
          ['authority', 'https://login.microsoftonline.com/{tenant}'],
          ['scope', 'https://outlook.office365.com/.default'],
          ['new SaslMechanismOAuth2 (user, token)', '{mailbox}, the access token'],
        ],
      },
    },
    sources: [`${mailKit}ExchangeOAuth2.md`, `${mailKit}GMailOAuth2.md`],
  },
  {
    id: 'phpmailer',
    name: 'PHPMailer',
    uses: ['smtp'],
    signIns: {
      user: {
        how: 'AuthType XOAUTH2 and an object that implements OAuthTokenProvider; the League’s OAuth clients fit.',
        form: [
          ['Host', '{smtpHost}'],
          ['Port', '{smtpPort}'],
          ['AuthType', 'XOAUTH2'],
          ['OAuth: userName', '{mailbox}'],
          ['OAuth: clientId', '{clientId}'],
        ],
      },
      application: {
        how: 'Write an OAuthTokenProvider that requests the application’s token and returns the encoded XOAUTH2 string.',
        form: [
          ['AuthType', 'XOAUTH2'],
          ['token request', 'grant_type=client_credentials, scope=https://outlook.office365.com/.default'],
        ],
      },
    },
    sources: ['https://github.com/PHPMailer/PHPMailer/wiki/Using-Gmail-with-XOAUTH2'],
  },
  {
    id: 'angus-mail',
    name: 'Spring Boot and Angus Mail (JavaMail)',
    uses: ['imap', 'smtp', 'pop3'],
    signIns: {
      user: {
        how: 'The access token is passed as the password; get it fresh for each connection.',
        form: [
          ['mail.smtp.host', '{smtpHost}'],
          ['mail.smtp.port', '{smtpPort}'],
          ['mail.smtp.auth.mechanisms', 'XOAUTH2'],
          ['mail.imap.auth.mechanisms', 'XOAUTH2'],
          ['user', '{mailbox}'],
          ['password', 'the access token'],
        ],
        notes: ['For POP3 at Microsoft set mail.pop3.auth.xoauth2.two.line.authentication.format to true.'],
      },
      application: {
        how: 'The same properties, with the application’s token as the password.',
        form: [
          ['mail.smtp.auth.mechanisms', 'XOAUTH2'],
          ['user', '{mailbox}'],
          ['password', 'the application’s access token'],
        ],
      },
    },
    sources: ['https://eclipse-ee4j.github.io/angus-mail/OAuth2', 'jakartaee/mail-api#461'],
  },
  {
    id: 'django',
    name: 'Django',
    uses: ['smtp'],
    signIns: {},
    cannot: {
      why: 'Django’s SMTP back end has no OAuth. A back end of your own can override open() and call smtplib’s auth() with XOAUTH2.',
      issue: 'https://github.com/django/new-features/issues/196',
    },
    sources: ['https://docs.djangoproject.com/en/stable/topics/email/'],
  },
  {
    id: 'odoo',
    name: 'Odoo',
    uses: ['imap', 'smtp'],
    signIns: {
      user: {
        how: 'The modules google_gmail and microsoft_outlook add “Connect” to the incoming and outgoing mail servers.',
        form: [
          ['Settings: Client ID', '{clientId}'],
          ['Settings: Client Secret', 'from your own store'],
          ['Outgoing server: username', '{mailbox}'],
          ['Redirect URI to register', 'https://<your Odoo>/microsoft_outlook/confirm or /google_gmail/confirm'],
        ],
      },
    },
    sources: [
      'https://www.odoo.com/documentation/18.0/applications/general/email_communication/azure_oauth.html',
      'https://www.odoo.com/documentation/18.0/applications/general/email_communication/google_oauth.html',
    ],
  },
  {
    id: 'zammad',
    name: 'Zammad',
    uses: ['imap', 'smtp'],
    signIns: {
      user: {
        how: 'Channels > Microsoft 365 or Google: connect the app, then add the account. “Migrate now!” moves an email channel.',
        form: [
          ['Client ID', '{clientId}'],
          ['Client Secret', 'from your own store'],
          ['Tenant', '{tenant}'],
        ],
      },
    },
    sources: ['https://admin-docs.zammad.org/en/latest/channels/microsoft365/index.html'],
  },
  {
    id: 'freescout',
    name: 'FreeScout',
    uses: ['imap', 'smtp'],
    signIns: {
      user: {
        how: 'In the mailbox’s connection settings choose OAuth for sending and fetching, and connect the app.',
        form: [
          ['Client ID', '{clientId}'],
          ['Client Secret', 'from your own store'],
          ['Username', '{mailbox}'],
        ],
      },
    },
    sources: ['https://github.com/freescout-help-desk/freescout/wiki/OAuth-for-Google-and-Office-365'],
  },
  {
    id: 'osticket',
    name: 'osTicket',
    uses: ['imap', 'pop3', 'smtp'],
    signIns: {
      user: {
        how: 'Install the OAuth2 Client plug-in, add an instance for email, and choose it in the mailbox’s authentication.',
        form: [
          ['Client ID', '{clientId}'],
          ['Client Secret', 'from your own store'],
          ['Authorization endpoint', '{authorizationEndpoint}'],
          ['Token endpoint', '{tokenEndpoint}'],
          ['Scopes', '{scopes}'],
        ],
      },
    },
    sources: ['https://docs.osticket.com/en/latest/Guides/OAuth2%20Guides.html', 'osTicket/osTicket#5390'],
  },
  {
    id: 'n8n',
    name: 'n8n (Send Email, Email Trigger)',
    uses: ['imap', 'smtp'],
    signIns: {},
    cannot: {
      why: 'The SMTP and IMAP credentials of n8n have no OAuth. Its Microsoft Outlook and Gmail nodes use the REST APIs with OAuth.',
      issue: 'https://github.com/n8n-io/n8n-docs/pull/4373',
    },
    sources: ['https://docs.n8n.io/integrations/builtin/credentials/sendemail/'],
  },
  {
    id: 'home-assistant',
    name: 'Home Assistant (SMTP)',
    uses: ['smtp'],
    signIns: {},
    cannot: {
      why: 'The SMTP integration logs in with a password only. For Gmail, the integration Google Mail sends with OAuth.',
      issue: 'https://github.com/home-assistant/core/issues/127246',
    },
    sources: [
      'https://www.home-assistant.io/integrations/smtp',
      'https://www.home-assistant.io/integrations/google_mail',
    ],
  },
  {
    id: 'gitlab',
    name: 'GitLab (self-managed)',
    uses: ['imap', 'smtp'],
    signIns: {},
    cannot: {
      why: 'GitLab has no OAuth for SMTP and IMAP. At Microsoft it sends and reads with Microsoft Graph and the application’s own token: microsoft_graph_mailer and inbox_method: microsoft_graph.',
      issue: 'https://gitlab.com/gitlab-org/gitlab/-/issues/341908',
    },
    sources: [
      'https://docs.gitlab.com/administration/incoming_email/',
      'https://docs.gitlab.com/omnibus/settings/microsoft_graph_mailer.html',
    ],
  },
  {
    id: 'grafana',
    name: 'Grafana',
    uses: ['smtp'],
    signIns: {},
    cannot: {
      why: 'Grafana’s email notifications log in with a password only.',
      issue: 'https://github.com/grafana/alerting/issues/365',
    },
    sources: ['https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#smtp'],
  },
];
