/** The output of `--help`. */
export const help = `xoauth2 - OAuth 2.0 for mail: tokens, XOAUTH2 strings, and tests of IMAP, SMTP
and POP3 logins

It takes the options of Google's oauth2.py under the same names and prints the
same lines.

Get a token (open the address that it prints in a browser):
  xoauth2 --generate_oauth2_token --client_id ID --client_secret @secret.txt

Get it with a code that you enter on any device (not at Google):
  xoauth2 --generate_oauth2_token --grant device --tenant common --client_id ID

Get it as an application, without a user (Microsoft; others by --issuer):
  xoauth2 --generate_oauth2_token --grant client_credentials \\
    --tenant example.com --client_id ID \\
    --client_certificate app.pfx --certificate_password @password.txt

Get it as a Google service account, in the name of a user of the domain:
  xoauth2 --generate_oauth2_token --service_account key.json \\
    --user alice@example.com

Refresh it:
  xoauth2 --refresh_token @refresh.txt \\
    --client_id ID --client_secret @secret.txt

Build the SASL XOAUTH2 string:
  xoauth2 --generate_oauth2_string \\
    --user alice@gmail.com --access_token @token.txt

Test a login, with the conversation and an explanation:
  xoauth2 --test_imap_authentication \\
    --user alice@gmail.com --access_token @token.txt
  xoauth2 --test_smtp_authentication \\
    --user alice@gmail.com --access_token @token.txt

Find out how a mailbox is reached and who issues its tokens:
  xoauth2 --discover alice@example.com

Try everything on this machine, with nothing registered:
  xoauth2 sandbox [--help]

What to do (defaults are in brackets):
  --generate_oauth2_token      sign in with the browser and print the tokens
  --refresh_token TOKEN        get a new access token with a refresh token
  --generate_oauth2_string     print the XOAUTH2 string of --user and
                               --access_token
  --test_imap_authentication   log in to an IMAP server and select INBOX
  --test_smtp_authentication   log in to an SMTP server and name a sender; no
                               message is sent
  --test_pop3_authentication   log in to a POP3 server
  --send_test_message          with --test_smtp_authentication: send one message
                               from --user to --user; some servers check the
                               right to send only then
  --register                   register a public client at --issuer and print
                               it, where the server lets programs register
                               themselves
  --discover ADDRESS           ask DNS, Autoconfig, PACC and the servers
                               themselves; the address or domain leaves this
                               machine (docs/discovery.md)
  --lint STRING                report the problems of a SASL string and fix it,
                               or explain a server's challenge

Who and with what:
  --user ADDRESS               email address of the mailbox
  --access_token TOKEN         OAuth 2.0 access token
  --client_id ID               client ID of the registered application
  --client_secret SECRET       its secret; public clients have none
  --scope SCOPES               scopes, separated by spaces [the provider's, or
                               those for mail that the server offers]

  TOKEN, SECRET and STRING can be @FILE, - (standard input) or env:NAME, so that
  they stay out of the shell's history and the list of processes. A token or
  secret that is given as it is gets a warning on standard error.

  --grant NAME                 how --generate_oauth2_token gets the tokens:
                               authorization_code (with the browser of this
                               machine), device (with a code, in a browser on
                               any device), client_credentials (as the
                               application itself), service_account (in the name
                               of --user, Google) [authorization_code]
  --client_certificate FILE    certificate with its private key, PEM or PFX, in
                               place of a client secret
  --certificate_password SECRET
                               the password of that file
  --service_account FILE       key of a service account with domain-wide
                               delegation (JSON), as Google's console downloads
                               it
  --import_tokens FILE         user, client, tokens and endpoints from another
                               program: what oauth2.py prints, the token file of
                               mutt_oauth2.py (decrypted), emailproxy.config,
                               oama's config.yaml; without another action, the
                               token is refreshed

Which authorization server [Google's]:
  --issuer URL                 its issuer; it is asked for its endpoints
  --authorization_endpoint URL, --token_endpoint URL
                               its endpoints, where it has no metadata
  --device_authorization_endpoint URL
                               where a code for a device is requested
  --tenant TENANT              Microsoft's, for this tenant: its ID or a domain;
                               common for all
  --redirect_uri URI           as registered; http://127.0.0.1/… listens there,
                               any other is pasted back

Discovery:
  --dns ADDRESS[:PORT]         ask this DNS server [the system's]
  --fail_one_login             where nothing names the authorization server, try
                               one login that fails: the challenge may name it

Which mail server [Gmail's, or Outlook's with --tenant]:
  --host HOST, --port PORT
  --security tls|starttls|none implicit TLS, STARTTLS (required), or plain,
                               which goes to this machine only [tls, or by the
                               port]
  --allow_plaintext            send the token to another machine without TLS
  --despite_token              log in even where the token check fails
  --mechanism XOAUTH2|OAUTHBEARER|best
                               best takes the best that the server offers
                               [XOAUTH2]
  --initial_response auto|inline|continuation
                               the credential on the line of the command, or on
                               a line of its own [auto: as protocol, server and
                               length allow]
  --ehlo_name NAME             the name in EHLO: a domain, or an address such as
                               [192.0.2.1] [the machine's name if it is fully
                               qualified, otherwise the local address of the
                               connection]
  --compare                    with a test: every mechanism in every form, as a
                               table

How servers are reached, mail servers and authorization servers:
  --proxy URL|none             http://, https:// or socks5:// [HTTPS_PROXY,
                               ALL_PROXY, except for the hosts in NO_PROXY and
                               this machine]
  --ca_file FILE               trust these certificate authorities (PEM) as well
  --timeout SECONDS            deadline of each phase of a test and of each
                               request to an authorization server [20]

What to print:
  --quiet                      only the string, the token or the verdict
  --json                       everything as JSON, also an error
  --report FILE                write a redacted Markdown report of a test
  --show_secrets               do not redact the transcript of a test
  --help, --version

Exit status: 0 success, 1 --lint found problems, 2 usage, 3 authorization,
4 connection or TLS, 5 the mail server refused, 130 interrupted.

`;
