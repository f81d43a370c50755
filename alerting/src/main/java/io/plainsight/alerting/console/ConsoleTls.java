package io.plainsight.alerting.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The console's certificate and key, ready for a TLS server. */
public final class ConsoleTls {
    private final SSLContext context;

    private ConsoleTls(SSLContext context) {
        this.context = context;
    }

    /**
     * @param keystore a PKCS12 file
     * @param passwordFile its first line is the password
     * @throws IOException when a file cannot be read or the password is wrong
     * @throws GeneralSecurityException when the keystore holds no usable key
     */
    public static ConsoleTls load(Path keystore, Path passwordFile) throws IOException, GeneralSecurityException {
        char[] password = Files.readString(passwordFile, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .toCharArray();
        try (InputStream in = Files.newInputStream(keystore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new ConsoleTls(context);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    SSLContext context() {
        return context;
    }
}
