package io.plainsight.sensor;

import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a packet path can recognise.
 *
 * @param streams over TCP, most telling first; the one named {@code tls} also tells whether TLS follows an upgrade
 * @param tls makes the dissector for what follows an upgrade
 * @param datagrams over UDP and right over IP, most telling first
 */
public record RecognisedProtocols(
        List<ProtocolSignature> streams, Supplier<StreamDissector> tls, List<DatagramSignature> datagrams) {}
