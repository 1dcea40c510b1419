"""Logs in with Python's own libraries: imaplib, smtplib, poplib. Prints what each was told."""
import base64
import imaplib
import json
import poplib
import smtplib
import ssl
import sys

sandbox = json.loads(sys.argv[1])
account = json.loads(sys.argv[2])
context = ssl.create_default_context(cafile=sandbox["ca_file"])
string = f"user={account['user']}\x01auth=Bearer {account['accessToken']}\x01\x01"
encoded = base64.b64encode(string.encode()).decode()
told = {}

imap = imaplib.IMAP4_SSL("localhost", sandbox["ports"]["imaps"], ssl_context=context)
# As imaplib calls it again for the error challenge, the second answer is empty.
answers = iter([string.encode(), b""])
try:
    imap.authenticate("XOAUTH2", lambda _: next(answers))
    told["imap"] = imap.select("INBOX")[0]
except imaplib.IMAP4.error as error:
    told["imap"] = str(error)
imap.logout()

smtp = smtplib.SMTP("localhost", sandbox["ports"]["smtp"])
smtp.starttls(context=context)
smtp.ehlo()
code, text = smtp.docmd("AUTH", "XOAUTH2 " + encoded)
if code == 334:
    code, text = smtp.docmd("")
told["smtp"] = code
smtp.quit()

pop = poplib.POP3_SSL("localhost", sandbox["ports"]["pop3s"], context=context)
try:
    answer = pop._shortcmd("AUTH XOAUTH2 " + encoded)
    if answer.startswith(b"+ "):
        answer = pop._shortcmd("")
    told["pop3"] = pop.stat()
except poplib.error_proto as error:
    told["pop3"] = str(error)
pop.quit()
print(json.dumps(told))
