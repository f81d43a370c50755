package io.plainsight.sensor.dissect;

import java.util.function.Supplier;

/** A dissector of a protocol that can carry a TLS handshake inside its own messages. */
public interface TlsCarryingDissector extends StreamDissector {
    /** Called once, before the first bytes; {@code tls} makes a dissector for what is carried. */
    void carryTls(Supplier<StreamDissector> tls);
}
