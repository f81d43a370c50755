package io.plainsight.sensor.ssh;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One side's SSH_MSG_KEXINIT (RFC 4253 section 7.1): what it offers, best first.
 *
 * <p><b>Memory:</b> one per side of a connection. <b>Bounds:</b> {@link #MAX_NAMES} names a list, {@link #MAX_NAME} bytes a
 * name; longer ones are left out.
 */
record SshKexInit(
        List<String> keyExchange,
        List<String> hostKey,
        List<String> encryptionToServer,
        List<String> encryptionToClient,
        List<String> macToServer,
        List<String> macToClient) {
    /** OpenSSH offers a dozen of each. */
    static final int MAX_NAMES = 64;
    /** RFC 4251 section 6. */
    static final int MAX_NAME = 64;

    private static final int COOKIE_LENGTH = 16;

    /*
     * byte         SSH_MSG_KEXINIT
     * byte[16]     cookie (random bytes)
     * name-list    kex_algorithms
     * name-list    server_host_key_algorithms
     * name-list    encryption_algorithms_client_to_server, _server_to_client
     * name-list    mac_algorithms_client_to_server, _server_to_client
     * name-list    compression_…, languages_… (two each)
     * boolean      first_kex_packet_follows
     */
    /** Reads the payload behind the message number; null when it does not read. */
    static SshKexInit parse(ByteCursor in) {
        in.skip(COOKIE_LENGTH);
        SshKexInit init = new SshKexInit(names(in), names(in), names(in), names(in), names(in), names(in));
        return in.ok() ? init : null;
    }

    /** The first of the client's that the server has too; null when there is none. */
    static String choose(List<String> client, List<String> server) {
        for (String name : client) {
            if (server.contains(name)) {
                return name;
            }
        }
        return null;
    }

    private static List<String> names(ByteCursor in) {
        long length = in.u32();
        if (!in.ok() || length > in.remaining()) {
            in.skip(Integer.MAX_VALUE);
            return List.of();
        }
        ByteCursor list = new ByteCursor();
        in.slice((int) length, list);
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean readable = true;
        while (list.remaining() > 0) {
            int next = list.u8();
            if (next == ',') {
                add(names, name, readable);
                readable = true;
            } else {
                readable &= next > ' ' && next < 0x7f;
                if (name.length() <= MAX_NAME) {
                    name.append((char) next);
                }
            }
        }
        add(names, name, readable);
        return Collections.unmodifiableList(names);
    }

    private static void add(List<String> names, StringBuilder name, boolean readable) {
        if (readable && name.length() > 0 && name.length() <= MAX_NAME && names.size() < MAX_NAMES) {
            names.add(name.toString());
        }
        name.setLength(0);
    }
}
