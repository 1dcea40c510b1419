"""Logs in as oauth2.py does, with Python's own libraries, and times it from before the connection.

The last argument is what to do: `oauth2.py` does exactly what oauth2.py does; `login` and `command` do what
a conforming client must (RFC 3207 section 4.2: EHLO again after STARTTLS), up to the login or with one
command after it. Prints the seconds until the last reply.
"""
import base64
import imaplib
import smtplib
import ssl
import sys
import time

protocol, security, port, ca, user, token, work = sys.argv[1:8]
context = ssl.create_default_context(cafile=ca)
string = f"user={user}\x01auth=Bearer {token}\x01\x01"
begun = time.monotonic()
if protocol == "imap":
    connection = imaplib.IMAP4_SSL("localhost", int(port), ssl_context=context)
    connection.authenticate("XOAUTH2", lambda _: string.encode())
    if work != "login":
        connection.select("INBOX")
else:
    if security == "tls":
        connection = smtplib.SMTP_SSL("localhost", int(port), context=context)
        connection.ehlo("test")
    else:
        connection = smtplib.SMTP("localhost", int(port))
        connection.ehlo("test")
        connection.starttls(context=context)
        if work != "oauth2.py":
            connection.ehlo("test")
    code, text = connection.docmd("AUTH", "XOAUTH2 " + base64.b64encode(string.encode()).decode())
    assert code == 235, text
    if work == "command":
        code, text = connection.docmd("MAIL", f"FROM:<{user}>")
        assert code == 250, text
print(time.monotonic() - begun)
