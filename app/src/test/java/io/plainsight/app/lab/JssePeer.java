package io.plainsight.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The JDK as a program: {@code server PORT P12 LOWEST-HIGHEST} or {@code client HOST PORT ROOT LOWEST-HIGHEST}. */
final class JssePeer {
    private static final int PATIENCE_MS = 4000;

    private JssePeer() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        // the laboratory needs TLS 1.0 and 1.1, which the JDK has long switched off
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        if (args[0].equals("server")) {
            serve(Integer.parseInt(args[1]), Path.of(args[2]), args[3]);
        } else {
            call(args[1], Integer.parseInt(args[2]), Path.of(args[3]), args[4]);
        }
    }

    private static void serve(int port, Path file, String range) throws IOException, GeneralSecurityException {
        SSLContext context = context(file);
        try (ServerSocket listener = new ServerSocket(port)) {
            while (true) {
                try (Socket raw = listener.accept();
                        SSLSocket socket =
                                (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), true)) {
                    socket.setUseClientMode(false);
                    socket.setEnabledProtocols(protocols(range));
                    socket.setSoTimeout(PATIENCE_MS);
                    socket.startHandshake();
                    socket.getInputStream().read(new byte[4096]);
                    socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nfine\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    System.out.println("said: " + e);
                }
            }
        }
    }

    private static void call(String host, int port, Path root, String range)
            throws IOException, GeneralSecurityException {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        try (InputStream in = Files.newInputStream(root)) {
            roots.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Socket raw = new Socket(host, port);
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, Keys.NAME, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(Keys.NAME)));
            parameters.setProtocols(protocols(range));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(PATIENCE_MS);
            socket.startHandshake();
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            System.out.println("read " + socket.getInputStream().read(new byte[4096]) + " over " + socket.getSession());
        }
    }

    /** A context with the key in a file. */
    static SSLContext context(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Keys.PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, Keys.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static String[] protocols(String range) {
        String[] ends = range.split("-", 2);
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
                .mapToObj(version -> version == 0 ? "TLSv1" : "TLSv1." + version)
                .toArray(String[]::new);
    }
}
