package io.plainsight.sensor;

import io.plainsight.sensor.capture.PacketHandler;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Plays Ethernet frames as a network would that is not always in order: some segments come in two, in the wrong order, twice,
 * damaged or not at all, and clients ask for other names with other suites. Code that was warmed up with the same packets
 * again and again is compiled for just these, and is thrown away when the first others come.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> three frames. Nothing is random about it: the same calls give the same packets.
 */
final class VariedPackets {
    private static final int MAX_FRAME = 1 << 16;
    /** One of so many frames meets each fate. */
    private static final int ODDS = 48;

    /** One of so many frames carries a tag. */
    private static final int UNTAGGED = 8;

    private static final int ADDRESSES = 12;
    private static final int VLAN_TAG = 0x8100_0005;
    private static final int TAG = Integer.BYTES;
    private static final int ETHERNET = 14;
    private static final int ETHERTYPE = 12;
    private static final int IPV4 = 0x0800;
    private static final int IPV4_LENGTH = ETHERNET + 2;
    private static final int IPV4_PROTOCOL = ETHERNET + 9;
    private static final int TCP = 6;
    private static final int TCP_SEQUENCE = 4;
    private static final int TCP_OFFSET = 12;
    private static final int SHORTEST_CUT = 32;

    private static final int HANDSHAKE = 0x16;
    private static final int CLIENT_HELLO = 1;
    /** RFC 8701. */
    private static final short GREASE = 0x3a3a;
    /** Record header, handshake header, version and random. */
    private static final int SESSION_ID = 5 + 4 + 2 + 32;

    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    /** What browsers send and the captures lack: GREASE, application settings, Encrypted Client Hello. */
    private static final short[] BROWSERS_TYPES = {GREASE, 0x44cd, (short) 0xfe0d};

    /** Extension's type and length, list's length, name's type and length. */
    private static final int NAME = 4 + 2 + 1 + 2;

    private final PacketHandler handler;
    private final Random random = new Random(1);
    private final ByteBuffer frame = ByteBuffer.allocateDirect(MAX_FRAME);
    private final ByteBuffer frameOut = frame.asReadOnlyBuffer();
    private final ByteBuffer late = ByteBuffer.allocateDirect(MAX_FRAME);
    private final ByteBuffer lateOut = late.asReadOnlyBuffer();
    private final ByteBuffer tagged = ByteBuffer.allocateDirect(MAX_FRAME + TAG);
    private final ByteBuffer taggedOut = tagged.asReadOnlyBuffer();
    private int lateLength;
    private int length;
    /** Where the TCP header and its payload begin; 0 when the frame is no TCP segment with a payload over IPv4. */
    private int tcp;

    private int payload;

    VariedPackets(PacketHandler handler) {
        this.handler = handler;
    }

    /** One Ethernet frame, of which one or more packets are made, or none. */
    void play(ByteBuffer original, long timestampNs, int linkType) {
        length = original.capacity();
        frame.put(0, original, 0, length);
        locate();
        if (payload > 0) {
            varyHello();
        }
        switch (random.nextInt(ODDS)) {
            case 0 -> {}
            case 1 -> {
                out(frameOut, length, timestampNs, linkType);
                out(frameOut, length, timestampNs, linkType);
            }
            case 2 -> {
                damage();
                out(frameOut, length, timestampNs, linkType);
            }
            case 3 -> {
                release(timestampNs, linkType);
                late.put(0, frame, 0, length);
                lateLength = length;
                return;
            }
            case 4, 5, 6, 7, 8, 9, 10, 11 -> inTwo(timestampNs, linkType);
            default -> out(frameOut, length, timestampNs, linkType);
        }
        release(timestampNs, linkType);
    }

    private void out(ByteBuffer packet, int length, long timestampNs, int linkType) {
        if (random.nextInt(UNTAGGED) > 0) {
            handler.onPacket(packet, 0, length, length, timestampNs, linkType);
            return;
        }
        tagged.put(0, packet, 0, ADDRESSES);
        tagged.putInt(ADDRESSES, VLAN_TAG);
        tagged.put(ADDRESSES + TAG, packet, ADDRESSES, length - ADDRESSES);
        handler.onPacket(taggedOut, 0, length + TAG, length + TAG, timestampNs, linkType);
    }

    /** The frame that another one has overtaken. */
    private void release(long timestampNs, int linkType) {
        if (lateLength > 0) {
            out(lateOut, lateLength, timestampNs, linkType);
            lateLength = 0;
        }
    }

    private void locate() {
        payload = 0;
        if (length <= ETHERNET + 40 || u16(ETHERTYPE) != IPV4 || u8(IPV4_PROTOCOL) != TCP) {
            return;
        }
        tcp = ETHERNET + (u8(ETHERNET) & 0xf) * 4;
        int at = tcp + (u8(tcp + TCP_OFFSET) >>> 4) * 4;
        length = Math.min(length, ETHERNET + u16(IPV4_LENGTH)); // without padding
        payload = at < length ? at : 0;
    }

    private void damage() {
        int from = payload > 0 ? payload : ETHERNET;
        int at = from + random.nextInt(Math.max(1, length - from));
        frame.put(at, (byte) (frame.get(at) + 1 + random.nextInt(255)));
    }

    /** The segment as two, now and then the second first; a frame that cannot be cut stays whole. */
    private void inTwo(long timestampNs, int linkType) {
        int bytes = length - payload;
        if (payload == 0 || bytes < SHORTEST_CUT) {
            out(frameOut, length, timestampNs, linkType);
            return;
        }
        int cut = 1 + random.nextInt(bytes - 1);
        late.put(0, frame, 0, payload);
        late.put(payload, frame, payload + cut, bytes - cut);
        late.putShort(IPV4_LENGTH, (short) (payload + bytes - cut - ETHERNET));
        late.putInt(tcp + TCP_SEQUENCE, frame.getInt(tcp + TCP_SEQUENCE) + cut);
        frame.putShort(IPV4_LENGTH, (short) (payload + cut - ETHERNET));
        boolean swapped = random.nextInt(4) == 0;
        if (!swapped) {
            out(frameOut, payload + cut, timestampNs, linkType);
        }
        out(lateOut, payload + bytes - cut, timestampNs, linkType);
        if (swapped) {
            out(frameOut, payload + cut, timestampNs, linkType);
        }
    }

    /** Other suites, extensions and another name of the same lengths, so that nothing else need change. */
    private void varyHello() {
        if (length - payload < SESSION_ID + 8 || u8(payload) != HANDSHAKE || u8(payload + 5) != CLIENT_HELLO) {
            return;
        }
        int suites = payload + SESSION_ID + 1 + u8(payload + SESSION_ID);
        int extensions = suites + 2;
        if (suites + 2 < length) {
            extensions += u16(suites);
            int count = u16(suites) / 2;
            if (extensions < length && count > 1) {
                varySuites(suites + 2, count);
            }
        }
        if (extensions < length) {
            extensions += 1 + u8(extensions) + 2;
        }
        while (extensions + NAME < length) {
            int next = extensions + 4 + u16(extensions + 2);
            varyExtension(extensions);
            extensions = next;
        }
    }

    private void varyExtension(int at) {
        switch (u16(at)) {
            case SERVER_NAME -> rename(at + NAME, Math.min(u16(at + NAME - 2), length - at - NAME));
            case SUPPORTED_GROUPS, KEY_SHARE -> sometimesGrease(at + 4 + 2);
            case SUPPORTED_VERSIONS -> sometimesGrease(at + 4 + 1);
            default -> {
                if (random.nextInt(8) == 0) {
                    frame.putShort(at, BROWSERS_TYPES[random.nextInt(BROWSERS_TYPES.length)]);
                }
            }
        }
    }

    private void sometimesGrease(int at) {
        if (random.nextInt(4) == 0) {
            frame.putShort(at, GREASE);
        }
    }

    private void varySuites(int at, int count) {
        switch (random.nextInt(4)) {
            case 0 -> swap(at + 2 * random.nextInt(count), at + 2 * random.nextInt(count));
            case 1 -> frame.putShort(at, GREASE);
            default -> {}
        }
    }

    private void swap(int one, int other) {
        short kept = frame.getShort(one);
        frame.putShort(one, frame.getShort(other));
        frame.putShort(other, kept);
    }

    private void rename(int at, int count) {
        int letters = random.nextInt(3);
        for (int i = 0; i < Math.min(letters, count); i++) {
            frame.put(at + i, (byte) ('a' + random.nextInt(26)));
        }
    }

    private int u8(int at) {
        return frame.get(at) & 0xff;
    }

    private int u16(int at) {
        return frame.getShort(at) & 0xffff;
    }
}
