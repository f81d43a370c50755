package io.plainsight.stream.profile;

/**
 * A name of an algorithm, with {@code *} for any characters. Case counts, as in the registries.
 *
 * @param text such as {@code *-cbc} or {@code ENCR_AES_CBC*}
 */
public record NamePattern(String text) {
    /** Whether the whole name fits. */
    public boolean matches(String name) {
        return matches(0, name, 0);
    }

    private boolean matches(int at, String name, int from) {
        int star = text.indexOf('*', at);
        if (star < 0) {
            return name.substring(from).equals(text.substring(at));
        }
        String head = text.substring(at, star);
        if (!name.startsWith(head, from)) {
            return false;
        }
        for (int next = from + head.length(); next <= name.length(); next++) {
            if (matches(star + 1, name, next)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
