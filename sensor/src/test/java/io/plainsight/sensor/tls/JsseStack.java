package io.plainsight.sensor.tls;

import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Command;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Handshakes of the JDK's own TLS stack with itself, both sides in memory. */
final class JsseStack {
    private static final char[] PASSWORD = "for tests".toCharArray();
    /** Rounds after which two engines that do not come to an end are given up. */
    private static final int MAX_ROUNDS = 200;

    enum ClientAuth {
        NONE,
        WANTED,
        NEEDED
    }

    private final KeyManager[] keys;

    /** @param directory empty; a key is made in it by the JDK's keytool */
    JsseStack(Path directory) throws Exception {
        Path store = directory.resolve("keys.p12");
        Command.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=loopback.test",
                "-validity",
                "365",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keyStore.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore, PASSWORD);
        keys = factory.getKeyManagers();
    }

    /**
     * @param protocols that the client enables, such as {@code TLSv1.3}
     * @param trustsClient whether the server accepts the client's certificate
     */
    RecordedHandshake handshake(
            String[] protocols, ClientAuth clientAuth, boolean presents, boolean trustsClient, boolean trustsServer)
            throws Exception {
        SSLEngine client = context(presents ? keys : null, trustsServer).createSSLEngine("loopback.test", 443);
        client.setUseClientMode(true);
        client.setEnabledProtocols(protocols);
        SSLEngine server = context(keys, trustsClient).createSSLEngine();
        server.setUseClientMode(false);
        server.setWantClientAuth(clientAuth == ClientAuth.WANTED);
        if (clientAuth == ClientAuth.NEEDED) {
            server.setNeedClientAuth(true);
        }
        RecordedHandshake recording = new RecordedHandshake();
        Peer clientPeer = new Peer(client, Side.CLIENT, recording);
        Peer serverPeer = new Peer(server, Side.SERVER, recording);
        for (int round = 0; round < MAX_ROUNDS && !(clientPeer.failed && serverPeer.failed); round++) {
            boolean clientMoved = clientPeer.step(serverPeer);
            boolean serverMoved = serverPeer.step(clientPeer);
            if (!clientMoved && !serverMoved) {
                break;
            }
        }
        if (!clientPeer.failed && !serverPeer.failed) {
            clientPeer.send("GET / HTTP/1.1\r\n\r\n", serverPeer);
            serverPeer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + "x".repeat(100), clientPeer);
        }
        recording.addEnd(serverPeer.failed && !clientPeer.failedFirst ? Side.SERVER : Side.CLIENT);
        return recording;
    }

    private static SSLContext context(KeyManager[] keys, boolean trusts) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new FixedTrust(trusts)}, null);
        return context;
    }

    /** One engine with what it has not read yet. */
    private static final class Peer {
        private final SSLEngine engine;
        private final Side side;
        private final RecordedHandshake recording;
        private final ByteBuffer inbox = ByteBuffer.allocate(1 << 17).flip();
        private boolean failed;
        private boolean failedFirst;

        Peer(SSLEngine engine, Side side, RecordedHandshake recording) {
            this.engine = engine;
            this.side = side;
            this.recording = recording;
        }

        /** Does what the engine asks for. @return whether anything happened */
        boolean step(Peer other) throws SSLException {
            if (failed) {
                return false;
            }
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            try {
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                        || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                                && engine.getSession() == null) {
                    return wrap(ByteBuffer.allocate(0), other);
                }
                if (side == Side.CLIENT && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && !began) {
                    began = true;
                    engine.beginHandshake();
                    return true;
                }
                return unwrap();
            } catch (SSLException e) {
                failed = true;
                failedFirst = !other.failed;
                while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                        && wrap(ByteBuffer.allocate(0), other)) {
                    // the alert
                }
                return true;
            }
        }

        private boolean began;

        void send(String text, Peer other) throws SSLException {
            wrap(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), other);
            boolean moved = true;
            for (int round = 0; round < MAX_ROUNDS && moved; round++) { // until both have read everything
                moved = other.step(this);
                moved |= step(other);
            }
        }

        private boolean wrap(ByteBuffer plain, Peer other) throws SSLException {
            ByteBuffer out = ByteBuffer.allocate(1 << 16);
            SSLEngineResult result = engine.wrap(plain, out);
            out.flip();
            if (!out.hasRemaining()) {
                return result.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
            }
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            recording.add(side, bytes);
            other.inbox.compact().put(bytes).flip();
            return true;
        }

        private boolean unwrap() throws SSLException {
            if (!inbox.hasRemaining()) {
                return false;
            }
            int before = inbox.remaining();
            SSLEngineResult result = engine.unwrap(inbox, ByteBuffer.allocate(1 << 16));
            return inbox.remaining() < before || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
        }
    }

    /** Trusts everybody, or nobody. */
    private static final class FixedTrust extends X509ExtendedTrustManager {
        private final boolean trusts;

        FixedTrust(boolean trusts) {
            this.trusts = trusts;
        }

        private void check() throws CertificateException {
            if (!trusts) {
                throw new CertificateException("not trusted");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
                throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
                throws CertificateException {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
