package io.plainsight.sensor.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.testing.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of RFC 9001 appendix A, RFC 9369 appendix A and RFC 9000 appendix A. */
class PacketProtectionTest {
    private final PacketProtection protection = new PacketProtection();
    private final LongHeader header = new LongHeader();

    @Test
    void shouldDeriveTheKeysOfVersion1() {
        InitialKeys keys = protection.derive(QuicVersion.of(QuicVersion.VERSION_1), Rfc.CONNECTION_ID);

        assertKeys(
                keys.client,
                "1f369613dd76d5467730efcbe3b1a22d",
                "fa044b2f42a3fd3b46fb255c",
                "9f50449e04a0e810283a1e9933adedd2");
        assertKeys(
                keys.server,
                "cf3a5331653c364c88f0f379b6067e37",
                "0ac1493ca1905853b0bba03e",
                "c206b8d9b9f0f37644430b490eeaa314");
    }

    @Test
    void shouldDeriveTheKeysOfVersion2() {
        InitialKeys keys = protection.derive(QuicVersion.of(QuicVersion.VERSION_2), Rfc.CONNECTION_ID);

        assertKeys(
                keys.client,
                "8b1a0bc121284290a29e0971b5cd045d",
                "91f73e2351d8fa91660e909f",
                "45b95e15235d6f45a6b19cbcb0294ba9");
        assertKeys(
                keys.server,
                "82db637861d55e1d011f19ea71d5d2a7",
                "dd13c276499c0249d3310652",
                "edf6d05c83121201b436e16877593c3a");
    }

    @ParameterizedTest
    @CsvSource({
        Rfc.CLIENT_PLAIN_HEADER_1 + "," + Rfc.CLIENT_HEADER_1 + "," + Rfc.CLIENT_TAG_1,
        Rfc.CLIENT_PLAIN_HEADER_2 + "," + Rfc.CLIENT_HEADER_2 + "," + Rfc.CLIENT_TAG_2
    })
    void shouldOpenTheClientsInitial(String plainHeader, String protectedHeader, String tag) {
        QuicVersion version = QuicVersion.of((int) Long.parseLong(plainHeader.substring(2, 10), 16));
        InitialKeys keys = protection.derive(version, Rfc.CONNECTION_ID);
        byte[] packet = QuicPackets.protect(
                keys.client, Bytes.hex(plainHeader), 2, Arrays.copyOf(Rfc.CLIENT_FRAME, Rfc.CLIENT_PAYLOAD));
        assertThat(HexFormat.of().formatHex(packet)).startsWith(protectedHeader).endsWith(tag);

        int length = open(packet, keys.client);

        assertThat(length).isEqualTo(Rfc.CLIENT_PAYLOAD);
        assertThat(protection.packetNumber()).isEqualTo(2);
        assertThat(plaintext(length)).isEqualTo(Arrays.copyOf(Rfc.CLIENT_FRAME, Rfc.CLIENT_PAYLOAD));
    }

    @Test
    void shouldOpenTheServersInitial() {
        for (byte[] packet : new byte[][] {Rfc.SERVER_1, Rfc.SERVER_2}) {
            header.read(new ByteCursor().wrap(packet));
            InitialKeys keys = protection.derive(header.known, Rfc.CONNECTION_ID);

            int length = open(packet, keys.server);

            assertThat(plaintext(length)).isEqualTo(Rfc.SERVER_PAYLOAD);
            assertThat(protection.packetNumber()).isEqualTo(1);
            assertThat(open(packet, keys.client)).isEqualTo(PacketProtection.NOT_AUTHENTIC);
        }
    }

    @Test
    void shouldRefuseAPacketWithAnyBitChanged() {
        InitialKeys keys = protection.derive(QuicVersion.of(1), Rfc.CONNECTION_ID);
        for (int bit = 8; bit < 8 * Rfc.SERVER_1.length; bit += 3) {
            byte[] packet = Rfc.SERVER_1.clone();
            packet[bit / 8] ^= (byte) (1 << bit % 8);
            if (header.read(new ByteCursor().wrap(packet)) && header.type == PacketType.INITIAL) {
                assertThat(protection.open(header, ByteBuffer.wrap(packet), keys.server))
                        .isNegative();
            }
        }
    }

    @Test
    void shouldCheckTheTagOfARetry() {
        for (byte[] packet : new byte[][] {Rfc.RETRY_1, Rfc.RETRY_2}) {
            header.read(new ByteCursor().wrap(packet));
            assertThat(header.type).isEqualTo(PacketType.RETRY);

            assertThat(protection.isRetryAuthentic(header, ByteBuffer.wrap(packet), Rfc.CONNECTION_ID))
                    .isTrue();
            assertThat(protection.isRetryAuthentic(header, ByteBuffer.wrap(packet), new byte[8]))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0xff00001d, 0xff000020, 0xff000022, 0xff000017, 0xff00001c, 0xfaceb002, 0x709a50c4, 0x54303531})
    void shouldKnowDraftsMvfstAndGooglesLastVersions(int number) {
        QuicVersion version = QuicVersion.of(number);

        assertThat(version.salt()).hasSize(20);
        assertThat(QuicVersion.of(number ^ 0x80)).isNull();
        assertThat(version.typeOf(version.second() ? 0xd0 : 0xc0)).isEqualTo(PacketType.INITIAL);
    }

    @Test
    void shouldDecodePacketNumbers() {
        assertThat(PacketProtection.decode(0x9b32, 16, 0xa82f30eaL)).isEqualTo(0xa82f9b32L);
        assertThat(PacketProtection.decode(0, 8, 255)).isEqualTo(256);
        assertThat(PacketProtection.decode(0xff, 8, 256)).isEqualTo(255);
        assertThat(PacketProtection.decode(7, 8, -1)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "c2197c5eff14e88c, 151288809941952652",
        "9d7f3e7d, 494878333",
        "7bbd, 15293",
        "25, 37",
        "4025, 37",
        "ffffffffffffffff, 4611686018427387903"
    })
    void shouldReadVariableLengthIntegers(String hex, long value) {
        byte[] bytes = Bytes.hex(hex);
        ByteCursor in = new ByteCursor().wrap(bytes);

        assertThat(Varint.read(in)).isEqualTo(value);
        assertThat(in.ok()).isTrue();
        for (int length = 0; length < bytes.length; length++) {
            in.wrap(Arrays.copyOf(bytes, length));
            Varint.read(in);
            assertThat(in.ok()).isFalse();
        }
    }

    private int open(byte[] packet, InitialKeys.Direction keys) {
        assertThat(header.read(new ByteCursor().wrap(packet))).isTrue();
        return protection.open(header, ByteBuffer.wrap(packet), keys);
    }

    private byte[] plaintext(int length) {
        byte[] bytes = new byte[length];
        protection.plaintext().get(0, bytes);
        return bytes;
    }

    private static void assertKeys(InitialKeys.Direction keys, String key, String iv, String headerProtection) {
        assertThat(keys.key.getEncoded()).isEqualTo(Bytes.hex(key));
        assertThat(keys.iv).isEqualTo(Bytes.hex(iv));
        assertThat(keys.headerProtection.getEncoded()).isEqualTo(Bytes.hex(headerProtection));
    }
}
