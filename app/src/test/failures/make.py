#!/usr/bin/env python3
"""Makes the captures of failed handshakes in this directory again, and truth.tsv beside them.

    sudo app/src/test/failures/make.py [SERVER-STACK…]

Real programs of five TLS stacks fail at one another in every way that they have options for, each at a port of its own, in a
network namespace that nothing else is in. What the endpoints' own logs say is the truth: SAYS below turns their words into
causes. It never looks at the packets, and where neither end says anything, what the script made happen to the connection
itself (reset, silence, other protocols) stands in.

Debian packages: openssl gnutls-bin golang-go libnss3-tools default-jdk-headless tcpdump iproute2
"""
import datetime
import gzip
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import said
import wire

HERE = pathlib.Path(__file__).resolve().parent
NAME = "shop.test"
VERSIONS = ("1.2", "1.3")
WAIT = 2.5
WAIT_FOR_JVM = 14
SILENCE = 13


def run(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, **more)


class Pki:
    """Two authorities and leaves of each kind, as PEM, PKCS#12 and NSS databases."""

    def __init__(self, directory):
        self.dir = directory
        for ca in ("ca", "stranger"):
            run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "900",
                "-subj", f"/CN={ca}", "-keyout", self / f"{ca}.key", "-out", self / f"{ca}.pem")
        self.leaf("good", NAME)
        self.leaf("expired", NAME, days=-5)
        self.leaf("untrusted", NAME, ca="stranger")
        self.leaf("other", "bakery.test")
        self.leaf("rsa", NAME, key=("rsa:2048",))
        self.leaf("user", "user.test")
        self.leaf("user-expired", "user.test", days=-5)
        self.leaf("user-untrusted", "user.test", ca="stranger")
        run("openssl", "dhparam", "-out", self / "dh1024.pem", "1024")
        self.nss()

    def __truediv__(self, name):
        return self.dir / name

    def leaf(self, name, host, days=300, ca="ca", key=("ec", "-pkeyopt", "ec_paramgen_curve:P-256")):
        run("openssl", "req", "-newkey", *key, "-nodes", "-subj", f"/O={name}/CN={host}", "-keyout", self / f"{name}.key", "-out",
            self / f"{name}.csr")
        (self / "ext").write_text(f"subjectAltName=DNS:{host}\nextendedKeyUsage=serverAuth,clientAuth\n")
        now = datetime.datetime.now(datetime.timezone.utc)
        stamps = [(now + datetime.timedelta(days=d)).strftime("%y%m%d%H%M%SZ") for d in (min(days, 0) - 30, days)]
        (self / "ca.conf").write_text("[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\n"
                                      "default_md=sha256\nunique_subject=no\npolicy=p\n[p]\ncommonName=supplied\norganizationName=supplied\n")
        (self / "index").touch()
        run("openssl", "ca", "-batch", "-config", "ca.conf", "-rand_serial", "-startdate", stamps[0], "-enddate", stamps[1],
            "-cert", f"{ca}.pem", "-keyfile", f"{ca}.key", "-extfile", "ext", "-in", f"{name}.csr", "-out", f"{name}.pem",
            "-notext", cwd=self.dir)
        run("openssl", "pkcs12", "-export", "-in", self / f"{name}.pem", "-inkey", self / f"{name}.key", "-name", name,
            "-passout", "pass:secret", "-out", self / f"{name}.p12")

    def nss(self):
        """One database that trusts the authority and holds all leaves."""
        db = self / "nss"
        db.mkdir()
        run("certutil", "-N", "-d", db, "--empty-password")
        run("certutil", "-A", "-d", db, "-n", "ca", "-t", "CT,,", "-i", self / "ca.pem")
        for p12 in sorted(self.dir.glob("*.p12")):
            run("pk12util", "-i", p12, "-d", db, "-W", "secret")


# ---- how each stack is told what to do ---------------------------------------------------------------------------

OPENSSL_SUITES = {"chacha": "ECDHE-ECDSA-CHACHA20-POLY1305", "aes": "ECDHE-ECDSA-AES128-GCM-SHA256",
                  "dhe": "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0", "dhe-strict": "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=2"}
PSK_SUITES = ["-cipher", "PSK-AES128-GCM-SHA256", "-ciphersuites", "TLS_AES_128_GCM_SHA256"]
GNUTLS_SUITES = {"chacha": ":-CIPHER-ALL:+CHACHA20-POLY1305", "aes": ":-CIPHER-ALL:+AES-128-GCM",
                 "dhe": ":-KX-ALL:+DHE-RSA", "dhe-strict": ":-KX-ALL:+DHE-RSA:%PROFILE_MEDIUM"}
NSS_SUITES = {"chacha": ":cca9", "aes": ":c02b", "dhe-strict": ":009e"}


def openssl_server(p, port, o):
    c = ["openssl", "s_server", "-accept", port, "-www", "-naccept", "1", "-cert", p / f"{o['cert']}.pem", "-key",
         p / f"{o['cert']}.key"]
    c += version_flag(o)
    if "suite" in o:
        c += ["-cipher", OPENSSL_SUITES[o["suite"]]]
    if "alpn" in o:
        c += ["-alpn", o["alpn"]]
    if "clients" in o:
        c += ["-Verify", "1", "-verify_return_error", "-CAfile", p / "ca.pem"]
    if "only" in o:
        c += ["-servername", o["only"], "-servername_fatal", "-cert2", p / "good.pem", "-key2", p / "good.key"]
    if "dh" in o:
        c += ["-dhparam", p / "dh1024.pem"]
    if "psk" in o:
        c += ["-psk", o["psk"], "-psk_identity", "alice", "-nocert"] + PSK_SUITES
    return c


def openssl_client(p, port, o):
    c = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", p / "ca.pem", "-verify_return_error",
         "-servername", o["name"], "-verify_hostname", o["name"]]
    c += version_flag(o)
    if "suite" in o:
        c += ["-cipher", OPENSSL_SUITES[o["suite"]]]
    if "alpn" in o:
        c += ["-alpn", o["alpn"]]
    if "cert" in o:
        c += ["-cert", p / f"{o['cert']}.pem", "-key", p / f"{o['cert']}.key"]
    if "psk" in o:
        c += ["-psk", o["psk"], "-psk_identity", o.get("identity", "alice")] + PSK_SUITES
    return c


def version_flag(o):
    return ["-tls" + o["version"].replace(".", "_")] if "version" in o else []


def gnutls_priority(o):
    kind = ":-KX-ALL:+PSK:+ECDHE-PSK:+DHE-PSK:-CIPHER-ALL:+AES-128-GCM" if "psk" in o else ""
    version = f":-VERS-ALL:+VERS-TLS{o['version']}" if "version" in o else ""
    return "NORMAL" + kind + version + GNUTLS_SUITES.get(o.get("suite"), "")


def gnutls_server(p, port, o):
    c = ["gnutls-serv", "-p", port, "--http", "--priority", gnutls_priority(o), "--x509certfile", p / f"{o['cert']}.pem",
         "--x509keyfile", p / f"{o['cert']}.key"]
    if "alpn" in o:
        c += ["--alpn", o["alpn"], "--alpn-fatal"]
    if "clients" in o:
        c += ["--require-client-cert", "--verify-client-cert", "--x509cafile", p / "ca.pem"]
    if "only" in o:
        c += ["--sni-hostname", o["only"], "--sni-hostname-fatal"]
    if "dh" in o:
        c += ["--dhparams", p / "dh1024.pem"]
    if "psk" in o:
        (p / "psk").write_text(f"alice:{o['psk']}\n")
        c += ["--pskpasswd", p / "psk"]
    return c


def gnutls_client(p, port, o):
    c = ["gnutls-cli", "-p", port, "--priority", gnutls_priority(o), "--x509cafile", p / "ca.pem", "--sni-hostname",
         o["name"], "--verify-hostname", o["name"], "127.0.0.1"]
    if "alpn" in o:
        c += ["--alpn", o["alpn"]]
    if "cert" in o:
        c += ["--x509certfile", p / f"{o['cert']}.pem", "--x509keyfile", p / f"{o['cert']}.key"]
    if "psk" in o:
        c += ["--pskusername", o.get("identity", "alice"), "--pskkey", o["psk"]]
    return c


def nss_version(o):
    return ["-V", f"tls{o['version']}:tls{o['version']}"] if "version" in o else []


def nss_server(p, port, o):
    c = ["selfserv", "-d", p / "nss", "-p", port, "-e", o["cert"], "-v"] + nss_version(o)
    if "rsa" == o["cert"]:
        c = ["selfserv", "-d", p / "nss", "-p", port, "-n", "rsa", "-v"] + nss_version(o)
    if "clients" in o:
        c += ["-r", "-r"]
    if "suite" in o:
        c += ["-c", NSS_SUITES[o["suite"]]]
    if "only" in o:
        c += ["-a", o["only"]]
    return c


def nss_client(p, port, o):
    c = ["tstclnt", "-h", "127.0.0.1", "-p", port, "-d", p / "nss", "-a", o["name"], "-v"] + nss_version(o)
    if "suite" in o:
        c += ["-c", NSS_SUITES[o["suite"]]]
    if "cert" in o:
        c += ["-n", o["cert"]]
    return c


def peer_options(p, o, files):
    words = []
    for key, value in o.items():
        words.append(f"{key}={p / value if key in files else value}")
    return words


def go_server(p, port, o):
    return [p / "peer", "server", f"127.0.0.1:{port}"] + peer_options(p, o, ("cert", "clients"))


def go_client(p, port, o):
    return [p / "peer", "client", f"127.0.0.1:{port}", f"roots={p / 'ca.pem'}"] + peer_options(p, o, ("cert",))


def java(p):
    return ["java", "-XX:TieredStopAtLevel=1", "-cp", p.dir, "Peer"]


def jsse_server(p, port, o):
    return java(p) + ["server", port] + peer_options(p, o, ("cert", "clients"))


def jsse_client(p, port, o):
    return java(p) + ["client", port, f"roots={p / 'ca.pem'}"] + peer_options(p, o, ("cert",))


STACKS = {"openssl": (openssl_server, openssl_client), "gnutls": (gnutls_server, gnutls_client),
          "nss": (nss_server, nss_client), "go": (go_server, go_client), "jsse": (jsse_server, jsse_client)}

# ---- what goes wrong ---------------------------------------------------------------------------------------------

KINDS = {
    "expired": ({"cert": "expired"}, {}),
    "unknown-ca": ({"cert": "untrusted"}, {}),
    "wrong-name": ({"cert": "other"}, {}),
    "client-older": ({"version": "1.3"}, {"version": "1.2"}),
    "client-newer": ({"version": "1.2"}, {"version": "1.3"}),
    "suites": ({"suite": "aes", "version": "1.2"}, {"suite": "chacha", "version": "1.2"}),
    "alpn": ({"alpn": "h2"}, {"alpn": "imap"}),
    "sni": ({"only": "office.test"}, {}),
    "client-cert-missing": ({"clients": "ca.pem"}, {}),
    "client-cert-untrusted": ({"clients": "ca.pem"}, {"cert": "user-untrusted"}),
    "client-cert-expired": ({"clients": "ca.pem"}, {"cert": "user-expired"}),
    "fine": ({}, {}),
    "fine-mutual": ({"clients": "ca.pem"}, {"cert": "user"}),
}
ONE_VERSION = ("client-older", "client-newer", "suites")
SPECIAL = {
    "weak-dh": ({"cert": "rsa", "suite": "dhe", "dh": "1024", "version": "1.2"}, {"suite": "dhe-strict", "version": "1.2"}),
    "psk-identity": ({"psk": "0011223344556677"}, {"psk": "0011223344556677", "identity": "mallory"}),
    "psk-key": ({"psk": "0011223344556677"}, {"psk": "8899aabbccddeeff"}),
}
CAN = {"nss": {"alpn": False, "sni": False, "server-psk": False}, "go": {}, "jsse": {}}


def scenarios():
    """(server stack, client stack, kind, server options, client options)"""
    pairs = [(s, s) for s in STACKS] + [("openssl", c) for c in STACKS if c != "openssl"]
    pairs += [(s, "openssl") for s in STACKS if s != "openssl"]
    for server, client in pairs:
        for kind, (so, co) in KINDS.items():
            if "nss" in (server, client) and kind == "alpn" or server == "nss" and kind == "sni":
                continue  # its tools have no option for that
            for version in VERSIONS if kind not in ONE_VERSION else (None,):
                given = {"version": version} if version else {}
                yield server, client, kind, {"cert": "good", **given, **so}, {"name": NAME, **given, **co}
    for server, client in (("openssl", "openssl"), ("openssl", "gnutls"), ("gnutls", "gnutls"), ("gnutls", "openssl"),
                           ("openssl", "nss")):
        for kind, (so, co) in SPECIAL.items():
            if client == "nss" and kind != "weak-dh":
                continue
            for version in VERSIONS if kind != "weak-dh" else (None,):
                given = {"version": version} if version else {}
                yield server, client, kind, {"cert": "good", **given, **so}, {"name": NAME, **given, **co}
    for client in STACKS:
        for kind in wire.SERVERS:
            for version in VERSIONS[:1] if kind.endswith("certificate") else VERSIONS:
                yield "wire", client, kind, {}, {"name": NAME, "version": version}
    for server in STACKS:
        for kind in wire.CLIENTS:
            yield server, "wire", kind, {"cert": "good"}, {}


# ---- one connection ----------------------------------------------------------------------------------------------

def listening(port):
    wanted = f":{port:04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in open(table).readlines()[1:]:
            fields = line.split()
            if fields[1].endswith(wanted) and fields[3] == "0A":
                return True
    return False


def await_listener(port):
    end = time.time() + 25
    while not listening(port):
        if time.time() > end:
            raise TimeoutError(f"nobody listens at {port}")
        time.sleep(0.02)


def start(command, log, stdin=subprocess.PIPE):
    return subprocess.Popen([str(c) for c in command], stdin=stdin, stdout=log, stderr=subprocess.STDOUT)


def stop(process):
    if process and process.poll() is None:
        process.terminate()
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def play(p, number, scenario):
    server, client, kind, so, co = scenario
    port = 10000 + number
    logs = [p / f"{number}.{end}" for end in ("server", "client")]
    with open(logs[0], "wb") as server_log, open(logs[1], "wb") as client_log:
        process = None
        if server == "wire":
            raw = wire.Server(kind, port)
            raw.start()
        else:
            process = start(STACKS[server][0](p, port, so), server_log)
            try:
                await_listener(port)
            except TimeoutError as e:
                stop(process)
                return port, logs[0].read_text(errors="replace") + str(e), ""
        if client == "wire":
            wire.client(kind, port)
        else:
            caller = start(STACKS[client][1](p, port, co), client_log)
            try:
                if client not in ("go", "jsse"):
                    time.sleep(0.3)
                    try:
                        caller.stdin.write(b"GET / HTTP/1.0\r\n\r\n")
                        caller.stdin.flush()
                    except BrokenPipeError:
                        pass
                caller.wait(WAIT_FOR_JVM if "jsse" in (server, client) else SILENCE if kind in wire.SILENT else WAIT)
            except subprocess.TimeoutExpired:
                pass
            stop(caller)
        time.sleep(0.1)
        stop(process)
    texts = [re.sub(r"\s+", " ", log.read_text(errors="replace")) for log in logs]
    return port, *texts


# ---- everything --------------------------------------------------------------------------------------------------

def main():
    if os.geteuid() != 0:
        sys.exit("make.py: needs root, for a network namespace and packet capture; run it with sudo")
    if "--inside" not in sys.argv:
        os.execvp("unshare", ["unshare", "--net", sys.executable, str(HERE / "make.py"), "--inside", *sys.argv[1:]])
    wanted = [a for a in sys.argv[1:] if a != "--inside"]
    run("ip", "link", "set", "lo", "mtu", "1500", "up")
    with tempfile.TemporaryDirectory(prefix="plainsight-failures.") as directory:
        p = Pki(pathlib.Path(directory))
        run("go", "build", "-o", p / "peer", HERE / "tools" / "peer.go", env={**os.environ, "GOCACHE": directory + "/go",
                                                                          "GO111MODULE": "off"})
        run("javac", "-d", p.dir, HERE / "tools" / "Peer.java")
        wire.Pki.directory = p.dir
        make(p, wanted)


def make(p, wanted):
    everything = [s for s in scenarios() if not wanted or s[0] in wanted]
    rows, silent = [], []
    for stack in sorted({s[0] for s in everything}):
        capture = p / f"{stack}.pcap"
        tcpdump = subprocess.Popen(["tcpdump", "-i", "lo", "-U", "-Z", "root", "-w", str(capture), "-s", "0", "tcp"],
                                   stderr=subprocess.DEVNULL)
        time.sleep(1)
        numbered = [(n, s) for n, s in enumerate(everything) if s[0] == stack]
        results = together(p, numbered)
        time.sleep(1)
        tcpdump.send_signal(signal.SIGINT)
        tcpdump.wait()
        with open(capture, "rb") as plain, gzip.GzipFile(HERE / f"{stack}.pcap.gz", "wb", mtime=0) as packed:
            shutil.copyfileobj(plain, packed)
        for number, scenario in numbered:
            port, server_text, client_text = results[number]
            truth = said.truth(scenario, server_text, client_text)
            version = scenario[4].get("version") or scenario[3].get("version") or "-"
            if truth is None:
                silent.append((scenario, server_text[-300:], client_text[-300:]))
            else:
                rows.append([stack + ".pcap.gz", port, scenario[0], scenario[1], version, scenario[2], *truth])
    with open(HERE / "truth.tsv", "w") as out:
        out.write("# Written by make.py: capture, port, server, client, version, what was done, cause, and who said so in which words\n")
        for row in rows:
            out.write("\t".join(str(field) for field in row) + "\n")
    for scenario, server_text, client_text in silent:
        print("nobody said why:", *scenario[:3], scenario[4].get("version"), "\n   S", server_text, "\n   C", client_text)
    print(len(rows), "connections with a truth,", len(silent), "without")


def together(p, numbered):
    """Silences last long, so they are played all at once; the rest a few at a time."""
    results, gate = {}, threading.Semaphore(4)
    slots = threading.Semaphore(12)

    def one(number, scenario):
        with slots if scenario[2] in wire.SILENT else gate:
            results[number] = play(p, number, scenario)

    threads = [threading.Thread(target=one, args=pair) for pair in numbered]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


if __name__ == "__main__":
    main()
