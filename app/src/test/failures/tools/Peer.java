import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A TLS peer of the JDK: {@code Peer server|client PORT key=value…}. One connection, then the end; what the library says goes
 * to standard error. Test code of {@code make.py}.
 */
public final class Peer {
    private static final Map<String, String> SUITES = Map.of(
            "chacha", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "aes", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

    private Peer() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 2; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            options.put(pair[0], pair[1]);
        }
        try {
            boolean client = args[0].equals("client");
            SSLContext context = context(options);
            Socket raw;
            if (client) {
                raw = new Socket(InetAddress.getByName("127.0.0.1"), Integer.parseInt(args[1]));
            } else {
                try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[1]))) {
                    raw = listener.accept();
                }
            }
            String name = options.getOrDefault("name", "127.0.0.1");
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, name, raw.getPort(), true);
            socket.setUseClientMode(client);
            configure(socket, options, client);
            talk(socket, client);
        } catch (Exception e) {
            System.err.println("said: " + e);
            System.exit(1);
        }
    }

    private static SSLContext context(Map<String, String> options) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        if (options.containsKey("cert")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = new FileInputStream(options.get("cert") + ".p12")) {
                store.load(in, "secret".toCharArray());
            }
            keys.init(store, "secret".toCharArray());
        } else {
            keys.init(null, null);
        }
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        String file = options.getOrDefault("roots", options.get("clients"));
        if (file != null) {
            try (InputStream in = new FileInputStream(file)) {
                roots.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), file == null ? null : trust.getTrustManagers(), null);
        return context;
    }

    private static void configure(SSLSocket socket, Map<String, String> options, boolean client) {
        SSLParameters parameters = socket.getSSLParameters();
        if (options.containsKey("version")) {
            parameters.setProtocols(new String[] {"TLSv" + options.get("version")});
        }
        if (options.containsKey("suite")) {
            parameters.setCipherSuites(new String[] {SUITES.get(options.get("suite"))});
        }
        if (options.containsKey("alpn")) {
            parameters.setApplicationProtocols(new String[] {options.get("alpn")});
        }
        if (client && options.containsKey("name")) {
            parameters.setServerNames(List.of(new SNIHostName(options.get("name"))));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (options.containsKey("only")) {
            parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher(options.get("only").replace(".", "\\."))));
        }
        parameters.setNeedClientAuth(options.containsKey("clients"));
        socket.setSSLParameters(parameters);
    }

    private static void talk(SSLSocket socket, boolean client) throws Exception {
        socket.setSoTimeout(14_000);
        try (socket) {
            socket.startHandshake();
            if (client) {
                socket.setSoTimeout(1000);
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            int read = socket.getInputStream().read(new byte[4096]);
            if (!client) {
                socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nhello\n".getBytes(StandardCharsets.US_ASCII));
            }
            System.err.println("fine: " + read);
        }
    }
}
