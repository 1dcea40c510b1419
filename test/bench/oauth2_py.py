"""What oauth2.py does to test a login, with Python's own libraries, timed from before the connection.

Prints the seconds until the last reply that oauth2.py waits for.
"""
import base64
import imaplib
import smtplib
import ssl
import sys
import time

protocol, security, port, ca, user, token = sys.argv[1:7]
context = ssl.create_default_context(cafile=ca)
string = f"user={user}\x01auth=Bearer {token}\x01\x01"
begun = time.monotonic()
if protocol == "imap":
    connection = imaplib.IMAP4_SSL("localhost", int(port), ssl_context=context)
    connection.authenticate("XOAUTH2", lambda _: string.encode())
    connection.select("INBOX")
else:
    if security == "tls":
        connection = smtplib.SMTP_SSL("localhost", int(port), context=context)
        connection.ehlo("test")
    else:
        connection = smtplib.SMTP("localhost", int(port))
        connection.ehlo("test")
        connection.starttls(context=context)
    code, text = connection.docmd("AUTH", "XOAUTH2 " + base64.b64encode(string.encode()).decode())
    assert code == 235, text
print(time.monotonic() - begun)
