/** The output of `--help`. */
export const help = `xoauth2 - OAuth 2.0 for mail: tokens, XOAUTH2 strings, and tests of IMAP, SMTP
and POP3 logins

It accepts the options of Google's oauth2.py under the same names and prints the
same lines.

Get a token (open the address that it prints in a browser):
  xoauth2 --generate_oauth2_token --client_id ID --client_secret @secret.txt

Get it with a code that you enter on any device (not supported by Google):
  xoauth2 --generate_oauth2_token --grant device --tenant common --client_id ID

Get it as an application, without a user (Microsoft; others with --issuer):
  xoauth2 --generate_oauth2_token --grant client_credentials \\
    --tenant example.com --client_id ID \\
    --client_certificate app.pfx --certificate_password @password.txt

Get it as a Google service account, on behalf of a user of the domain:
  xoauth2 --generate_oauth2_token --service_account key.json \\
    --user alice@example.com

Refresh it:
  xoauth2 --refresh_token @refresh.txt \\
    --client_id ID --client_secret @secret.txt

Revoke it, and delete a client that --register has registered:
  xoauth2 --revoke --refresh_token @refresh.txt \\
    --client_id ID --client_secret @secret.txt
  xoauth2 --revoke --registration_client_uri URL \\
    --registration_access_token @registration.txt

Build the SASL XOAUTH2 string:
  xoauth2 --generate_oauth2_string \\
    --user alice@gmail.com --access_token @token.txt

Test a login, with the conversation and an explanation:
  xoauth2 --test_imap_authentication \\
    --user alice@gmail.com --access_token @token.txt
  xoauth2 --test_smtp_authentication \\
    --user alice@gmail.com --access_token @token.txt

Find the mail servers and the authorization server of a mailbox:
  xoauth2 --discover alice@example.com

Try everything on this machine, without registering anything:
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
                               permission to send only then
  --register                   register a public client at --issuer and print
                               it, where the server supports dynamic client
                               registration
  --revoke                     revoke --refresh_token, or else --access_token;
                               delete the client at --registration_client_uri
  --discover ADDRESS           query DNS, Autoconfig, PACC and the servers; this
                               sends the address or domain to other machines
                               (docs/discovery.md)
  --lint STRING                report the problems of a SASL string and fix it,
                               or explain a server's challenge

User and client:
  --user ADDRESS               email address of the mailbox
  --access_token TOKEN         OAuth 2.0 access token
  --client_id ID               client ID of the registered application
  --client_secret SECRET       its secret; public clients have none
  --registration_client_uri URL, --registration_access_token TOKEN
                               of a client that --register has registered, as
                               it printed them; --revoke deletes it
  --scope SCOPES               scopes, separated by spaces [the provider's, or
                               those for mail that the server offers]

  TOKEN, SECRET and STRING can be @FILE, - (standard input) or env:NAME, so that
  they stay out of the shell's history and the list of processes. A token or
  secret that is given directly causes a warning on standard error.

  --grant NAME                 how --generate_oauth2_token gets the tokens:
                               authorization_code (with the browser on this
                               machine), device (with a code, in a browser on
                               any device), client_credentials (as the
                               application itself), service_account (on behalf
                               of --user, Google) [authorization_code]
  --client_certificate FILE    certificate with its private key, PEM or PFX,
                               instead of a client secret
  --certificate_password SECRET
                               the password of that file
  --service_account FILE       key of a service account with domain-wide
                               delegation (JSON), as downloaded from Google's
                               console
  --import_tokens FILE         user, client, tokens and endpoints from another
                               program: the output of oauth2.py, the token file
                               of mutt_oauth2.py (decrypted), emailproxy.config,
                               oama's config.yaml; without another command, the
                               token is refreshed

Which authorization server [Google's]:
  --issuer URL                 its issuer; its metadata provides the endpoints
  --authorization_endpoint URL, --token_endpoint URL
                               its endpoints, if it has no metadata
  --device_authorization_endpoint URL
                               its endpoint for device codes
  --revocation_endpoint URL    its endpoint for revoking tokens
  --tenant TENANT              Microsoft's, for this tenant: its ID or a domain;
                               common for all
  --redirect_uri URI           as registered; http://127.0.0.1/… is listened on,
                               for any other you paste the resulting address

Discovery:
  --dns ADDRESS[:PORT]         query this DNS server [the system's]
  --fail_one_login             if nothing names the authorization server, try
                               one login that fails: the challenge may name it

Which mail server [Gmail's, or Outlook's with --tenant]:
  --host HOST, --port PORT
  --security tls|starttls|none implicit TLS, STARTTLS (required), or no TLS, to
                               this machine only [tls, or by the port]
  --allow_plaintext            send the token to another machine without TLS
  --despite_token              log in even if the token check fails
  --mechanism XOAUTH2|OAUTHBEARER|best
                               best: the best one that the server offers
                               [XOAUTH2]
  --initial_response auto|inline|continuation
                               the credential on the line of the command, or on
                               a separate line [auto: by protocol, server and
                               length]
  --ehlo_name NAME             the name in EHLO: a domain, or an address such as
                               [192.0.2.1] [the machine's name if it is fully
                               qualified, otherwise the local address of the
                               connection]
  --compare                    with a test: every mechanism in every form, as a
                               table

Connections to mail servers and authorization servers:
  --proxy URL|none             http://, https:// or socks5:// [HTTPS_PROXY,
                               ALL_PROXY, except for the hosts in NO_PROXY and
                               this machine]
  --ca_file FILE               also trust these certificate authorities (PEM)
  --timeout SECONDS            deadline of each phase of a test and of each
                               request to an authorization server [20]

Output:
  --quiet                      only the string, the token or the outcome
  --json                       everything as JSON, including errors
  --report FILE                write a redacted Markdown report of a test
  --show_secrets               do not redact the transcript of a test
  --help, --version

Exit status: 0 success, 1 --lint found problems, 2 usage, 3 authorization,
4 connection or TLS, 5 the mail server refused, 130 interrupted.

`;
