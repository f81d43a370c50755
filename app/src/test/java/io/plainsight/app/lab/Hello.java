package io.plainsight.app.lab;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ClientHello or ServerHello (RFC 8446 sections 4.1.2 and 4.1.3) that can be changed: a ServerHello is one with a single suite
 * and compression method. The rest of its record is kept.
 */
final class Hello {
    static final int SUPPORTED_GROUPS = 10;
    static final int PRE_SHARED_KEY = 41;
    static final int SUPPORTED_VERSIONS = 43;
    static final int PSK_KEY_EXCHANGE_MODES = 45;
    static final int KEY_SHARE = 51;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int RANDOM = 32;

    int version;
    final List<Integer> suites = new ArrayList<>();
    final Map<Integer, byte[]> extensions = new LinkedHashMap<>();
    private final boolean ofServer;
    private final int recordVersion;
    private final byte[] random = new byte[RANDOM];
    private final byte[] session;
    private final byte[] compression;
    private final byte[] rest;

    private Hello(ByteBuffer in) {
        in.get();
        recordVersion = in.getShort();
        in.getShort();
        int typeAndLength = in.getInt();
        ofServer = typeAndLength >>> 24 == SERVER_HELLO;
        int end = in.position() + (typeAndLength & 0xffffff);
        version = in.getShort() & 0xffff;
        in.get(random);
        session = bytes(in, in.get() & 0xff);
        int suiteBytes = ofServer ? 2 : in.getShort() & 0xffff;
        for (int i = 0; i < suiteBytes; i += 2) {
            suites.add(in.getShort() & 0xffff);
        }
        compression = bytes(in, ofServer ? 1 : in.get() & 0xff);
        if (in.position() < end) {
            in.getShort();
        }
        while (in.position() < end) {
            int type = in.getShort() & 0xffff;
            extensions.put(type, bytes(in, in.getShort() & 0xffff));
        }
        rest = bytes(in, in.remaining());
    }

    /** Whether a record begins with a ClientHello or ServerHello. */
    static boolean isIn(byte[] record) {
        return record.length > 43 && record[0] == HANDSHAKE && (record[5] == CLIENT_HELLO || record[5] == SERVER_HELLO);
    }

    static Hello of(byte[] record) {
        return new Hello(ByteBuffer.wrap(record));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Takes everything away by which TLS 1.3 is offered. */
    void forgetTls13() {
        extensions.keySet().removeAll(List.of(SUPPORTED_VERSIONS, KEY_SHARE, PSK_KEY_EXCHANGE_MODES, PRE_SHARED_KEY));
    }

    byte[] toRecord() {
        ByteBuffer body = ByteBuffer.allocate(18_000);
        body.putShort((short) version).put(random);
        body.put((byte) session.length).put(session);
        if (!ofServer) {
            body.putShort((short) (2 * suites.size()));
        }
        suites.forEach(suite -> body.putShort(suite.shortValue()));
        if (!ofServer) {
            body.put((byte) compression.length);
        }
        body.put(compression);
        if (!extensions.isEmpty()) {
            body.putShort((short) extensions.values().stream()
                    .mapToInt(value -> value.length + 4)
                    .sum());
            extensions.forEach((type, value) -> body.putShort(type.shortValue())
                    .putShort((short) value.length)
                    .put(value));
        }
        int length = body.position();
        ByteBuffer record = ByteBuffer.allocate(9 + length + rest.length);
        record.put((byte) HANDSHAKE).putShort((short) recordVersion).putShort((short) (4 + length + rest.length));
        record.putInt((ofServer ? SERVER_HELLO : CLIENT_HELLO) << 24 | length);
        record.put(body.array(), 0, length).put(rest);
        return record.array();
    }
}
