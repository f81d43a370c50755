package io.plainsight.sensor.canary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds secrets in bytes, whole or three quarters of one, in every encoding in which a program might keep them. One pass: the
 * eight bytes before each position are looked up among the beginnings of all that is sought.
 */
public final class SecretSearch {
    /** Characters of a secret's unique part that suffice: 48 bits, so that nothing is found by chance. */
    private static final int SUFFICIENT = 12;

    private static final int WINDOW = 8;
    private static final int FILTER_BITS = 20;
    private static final int MAX_FINDINGS = 20;

    private record Sought(String secret, String encoding, byte[] bytes) {}

    private final Map<Long, List<Sought>> byBeginning = new HashMap<>();
    private final boolean[] filter = new boolean[1 << FILTER_BITS];

    public SecretSearch(Collection<String> secrets) {
        for (String secret : secrets) {
            String unique = secret.substring(Math.max(0, secret.length() - Secrets.UNIQUE_LENGTH));
            Set<String> parts = new LinkedHashSet<>();
            parts.add(unique.substring(0, Math.min(SUFFICIENT, unique.length())));
            parts.add(unique.substring(Math.max(0, unique.length() - SUFFICIENT)));
            parts.forEach(
                    part -> encodings(part).forEach((encoding, bytes) -> seek(new Sought(secret, encoding, bytes))));
        }
    }

    /** The text in each encoding; Base64 at each of its three alignments, only what does not depend on neighbours. */
    static Map<String, byte[]> encodings(String text) {
        byte[] ascii = ascii(text);
        byte[] wide = Secrets.utf16(text);
        Map<String, byte[]> all = new HashMap<>();
        all.put("as it is", ascii);
        all.put("UTF-16LE", wide);
        all.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
        all.put("hex", ascii(HexFormat.of().formatHex(ascii)));
        all.put("HEX", ascii(HexFormat.of().withUpperCase().formatHex(ascii)));
        all.put("URL", ascii(HexFormat.of().withPrefix("%").formatHex(ascii)));
        all.put(
                "URL in capitals",
                ascii(HexFormat.of().withPrefix("%").withUpperCase().formatHex(ascii)));
        all.put("TDS", obfuscated(wide));
        all.put("capitals", ascii(text.toUpperCase(Locale.ROOT)));
        for (int shift = 0; shift < 3; shift++) {
            all.put("Base64 at " + shift, base64(ascii, shift));
            all.put("Base64 of UTF-16LE at " + shift, base64(wide, shift));
        }
        return all;
    }

    /** [MS-TDS] 2.2.6.4: the halves of each byte swapped, then XOR. */
    public static byte[] obfuscated(byte[] password) {
        byte[] bytes = new byte[password.length];
        for (int i = 0; i < bytes.length; i++) {
            int b = password[i] & 0xff;
            bytes[i] = (byte) ((b >> 4 | b << 4) ^ 0xa5);
        }
        return bytes;
    }

    /** What was found, for a message; empty when nothing was. */
    public List<String> in(byte[] bytes) {
        return in(ByteBuffer.wrap(bytes));
    }

    public List<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file of any length below 2 GiB. */
    public List<String> in(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return in(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    private List<String> in(ByteBuffer bytes) {
        List<String> found = new ArrayList<>();
        long window = 0;
        for (int i = 0; i < bytes.limit() && found.size() < MAX_FINDINGS; i++) {
            window = window << 8 | bytes.get(i) & 0xff;
            if (filter[hash(window)] && i >= WINDOW - 1) {
                compare(bytes, i - WINDOW + 1, window, found);
            }
        }
        return found;
    }

    private void compare(ByteBuffer bytes, int at, long window, List<String> found) {
        for (Sought sought : byBeginning.getOrDefault(window, List.of())) {
            int length = sought.bytes().length;
            if (at + length <= bytes.limit() && bytes.slice(at, length).equals(ByteBuffer.wrap(sought.bytes()))) {
                found.add(sought.secret() + " (" + sought.encoding() + ") at " + at + ": " + around(bytes, at));
            }
        }
    }

    private static String around(ByteBuffer bytes, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, at - 60); i < Math.min(bytes.limit(), at + 40); i++) {
            char c = (char) (bytes.get(i) & 0xff);
            text.append(c >= ' ' && c < 0x7f ? c : '.');
        }
        return text.toString();
    }

    private void seek(Sought sought) {
        long window = ByteBuffer.wrap(sought.bytes()).getLong();
        byBeginning.computeIfAbsent(window, w -> new ArrayList<>()).add(sought);
        filter[hash(window)] = true;
    }

    private static int hash(long window) {
        return (int) (window * 0x9e37_79b9_7f4a_7c15L >>> 64 - FILTER_BITS);
    }

    private static byte[] base64(byte[] bytes, int shift) {
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int whole = shifted.length / 3 * 4;
        return ascii(text.substring(shift == 0 ? 0 : 4, whole));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
