package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.sensor.x509.TrustRoots;
import io.plainsight.sensor.x509.TrustRootsException;
import io.plainsight.sensor.x509.TrustRootsReader;
import picocli.CommandLine.Option;

/** The authorities that servers' certificates are checked against. */
final class TrustRootsOption {
    @Option(
            names = "--trust-roots",
            paramLabel = "FILE|DIR|system",
            description =
                    "Check servers' certificates against these roots: a PEM bundle, a directory of *.pem, *.crt and"
                            + " *.cer, or 'system' for what this machine trusts. Without it nothing is said about trust.")
    String source;

    TrustRoots read() {
        if (source == null) {
            return TrustRoots.NONE;
        }
        try {
            return TrustRootsReader.read(source);
        } catch (TrustRootsException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}
