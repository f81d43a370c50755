/**
 * TLS 1.0 to 1.3, SSL 3.0 and SSLv2 as a passive observer sees them, in three layers: framing ({@code TlsStream} with
 * {@code TlsRecordReader} and {@code HandshakeReader}), structure (the {@code *Parser} classes over one complete message)
 * and state ({@code TlsHandshake}, with {@code TlsJudge} and {@code TlsDescriber} reading the result). Registry constants
 * have one class per IANA registry.
 *
 * <p>Callers outside use {@link io.plainsight.sensor.tls.TlsSignature} and {@link io.plainsight.sensor.tls.TlsDissector};
 * the ClientHello and ServerHello parsers are open to QUIC and DTLS. Everything of one connection runs on the packet thread.
 */
package io.plainsight.sensor.tls;
