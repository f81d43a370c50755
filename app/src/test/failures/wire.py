"""The ends without a TLS stack: servers and clients that do to a connection what networks and wrong programs do."""
import socket
import ssl
import struct
import threading
import time

# cause of what is done here, where no stack can know it: cause, whose doing
SERVERS = {
    "reset-after-hello": "server-reset-hello",
    "close-after-hello": "server-closed-hello",
    "no-answer": "server-silent",
    "http-answer": "server-not-tls",
    "text-answer": "server-not-tls",
    "binary-answer": "server-not-tls",
    "reset-after-certificate": "server-left",
    "stall-after-certificate": "server-stalled",
}
CLIENTS = {
    "http-request": "client-not-tls",
    "garbage": "client-not-tls",
    "close-after-certificate": "client-left-at-certificate",
    "reset-after-certificate": "client-left-at-certificate",
    "stall-after-certificate": "client-stalled",
    "flipped-finished": None,
    "unexpected-message": None,
}
SILENT = ("no-answer", "stall-after-certificate")


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class Server(threading.Thread):
    """One connection of one kind; for what comes after the hello, a TLS library answers it and is cut off there."""

    def __init__(self, kind, port):
        super().__init__(daemon=True)
        self.kind = kind
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", port))
        self.listener.listen(1)

    def run(self):
        connection, _ = self.listener.accept()
        self.listener.close()
        connection.settimeout(14)
        try:
            hello = connection.recv(4096)
            self.answer(connection, hello)
        except (OSError, ssl.SSLError):
            pass  # the client went first, as some do
        finally:
            connection.close()

    def answer(self, connection, hello):
        if self.kind == "reset-after-hello":
            reset(connection)
        elif self.kind == "http-answer":
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        elif self.kind == "text-answer":
            connection.sendall(b"500 5.5.1 Command unrecognized\r\n")
        elif self.kind == "binary-answer":
            connection.sendall(bytes([0xFF, 0xFB, 0x01, 0xFF, 0xFB, 0x03, 0x00, 0x00, 0x1B, 0x5B]) * 3)
        elif self.kind == "no-answer":
            while connection.recv(4096):
                pass
        elif self.kind.endswith("-after-certificate"):
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            incoming.write(hello)
            tls = context_of_server().wrap_bio(incoming, outgoing, server_side=True)
            step(tls)
            connection.sendall(outgoing.read())
            connection.recv(4096)
            if self.kind.startswith("reset"):
                reset(connection)
            else:
                while connection.recv(4096):
                    pass


def context_of_server():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Pki.directory / "good.pem", Pki.directory / "good.key")
    return context


class Pki:
    directory = None


def step(tls):
    try:
        tls.do_handshake()
        return True
    except ssl.SSLWantReadError:
        return False


def client(kind, port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(3)
        try:
            talk(kind, connection)
        except OSError:
            pass  # the server's answer to that is in the capture


def talk(kind, connection):
    if kind == "http-request":
        connection.sendall(b"GET /index.html HTTP/1.1\r\nHost: shop.test\r\n\r\n")
        connection.recv(4096)
        return
    if kind == "garbage":
        connection.sendall(bytes([0x00, 0x9C, 0xE2, 0x41, 0x07, 0x8F, 0x31, 0xD6]) * 16)
        connection.recv(4096)
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if kind in ("flipped-finished", "unexpected-message"):
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="shop.test")
    step(tls)
    connection.sendall(outgoing.read())
    answer = bytearray()
    while not answer:  # until the server's flight is whole
        part = connection.recv(16384)
        if not part:
            return
        incoming.write(part)
        step(tls)
        answer += outgoing.read()
    if kind == "close-after-certificate":
        return
    if kind == "reset-after-certificate":
        reset(connection)
    elif kind == "stall-after-certificate":
        time.sleep(12)
    elif kind == "unexpected-message":
        connection.sendall(b"\x16\x03\x03\x00\x04\x0e\x00\x00\x00")  # a ServerHelloDone, from the client
        connection.recv(4096)
    else:
        answer[-1] ^= 1
        connection.sendall(answer)
        connection.recv(4096)
