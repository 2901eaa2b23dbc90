"""A mail server on the loopback that keeps what it is given: a sink that is spoken to by SMTP."""

import socketserver
import threading
from email import message_from_string
from email.policy import default


class Mails(socketserver.StreamRequestHandler):
    """As much of SMTP as one mail needs."""

    def handle(self):
        server = self.server
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word == "DATA":
                self.say("354 go on")
                text = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                server.received.append("".join(text))
                self.say("250 taken" if server.taking else "451 later")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                server.lines.append(line)
                self.say("250 well" if server.taking or not word.startswith("RCPT") else "450 later")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


def listening(handler, kind):
    server = kind(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.received, server.lines, server.taking = [], [], True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def sink():
    """A mail server that takes whatever comes: `received`, `taking`, `server_address`."""
    return listening(Mails, socketserver.ThreadingTCPServer)


def read(raw):
    """A mail as its reader opens it."""
    return message_from_string(raw, policy=default)
