package io.plainsight.sensor.media;

import io.plainsight.sensor.testing.Bytes;

/** Datagrams of RFC 3550, RFC 8656 and the test vectors of RFC 5769. */
final class MediaSamples {
    static final int PCMU = 0;
    static final int OPUS = 111;

    /** RFC 5769 section 2.1, a binding request as ICE makes it. */
    static final byte[] BINDING_REQUEST = Bytes.hex("00010058 2112a442 b7e7a701bc34d686fa87dfae"
            + "80220010 5354554e207465737420636c69656e74 00240004 6e0001ff 80290008 932ff9b151263b36"
            + "00060009 6576746a3a68367659202020 00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf");

    /** RFC 5769 section 2.4, a request with a long-term credential. */
    static final byte[] LONG_TERM_REQUEST = Bytes.hex("00010060 2112a442 78ad3433c6ad72c029da412e"
            + "00060012 e3839ee38388e383aae38383e382af e382b9 0000"
            + "0015001c 662f2f3439396b39353464364f4c33346f4c394653547679363473 41"
            + "0014000b 6578616d706c652e6f7267 00 00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666");

    private MediaSamples() {}

    static byte[] rtp(int payloadType, int sequenceNumber, int timestamp, int payloadLength) {
        return Bytes.bigEndian()
                .u8(0x80, payloadType)
                .u16(sequenceNumber)
                .u32(timestamp)
                .u32(0x11223344)
                .put(new byte[payloadLength])
                .toArray();
    }

    /** The {@code index}-th packet of 20 ms at 8 kHz. */
    static byte[] voice(int payloadType, int index, int payloadLength) {
        return rtp(payloadType, 65534 + index & 0xffff, 160 * index, payloadLength);
    }

    /** A receiver report and a description with a canonical name, as RFC 3550 section 6.1 wants them. */
    static byte[] rtcp() {
        return Bytes.concat(
                Bytes.hex("81c90007 11223344 55667788 00000000 00000001 00000000 00000000 00000000"),
                Bytes.hex("81ca0003 11223344 0104 61406263 0000"));
    }

    /** The same as SRTCP: encrypted behind the first eight bytes, with index and tag. */
    static byte[] srtcp() {
        byte[] clear = rtcp();
        for (int i = 8; i < clear.length; i++) {
            clear[i] ^= (byte) (0x5a + 31 * i);
        }
        return Bytes.concat(clear, Bytes.hex("80000001 00112233445566778899"));
    }

    static byte[] channelData(int channel, byte[] data) {
        return Bytes.bigEndian().u16(channel).u16(data.length).put(data).toArray();
    }

    static byte[] sendIndication(byte[] data) {
        int padding = -data.length & 3;
        byte[] peer = Bytes.hex("00120008 0001a147 e112a643");
        return Bytes.bigEndian()
                .u16(0x0016)
                .u16(peer.length + 4 + data.length + padding)
                .u32(StunMessage.MAGIC_COOKIE)
                .zeros(12)
                .put(peer)
                .u16(0x0013)
                .u16(data.length)
                .put(data)
                .zeros(padding)
                .toArray();
    }
}
