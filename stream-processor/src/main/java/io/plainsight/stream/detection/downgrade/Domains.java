package io.plainsight.stream.detection.downgrade;

/** Tells related names from unrelated ones, roughly: without the public suffix list. */
final class Domains {
    private static final int COUNTRY_CODE = 2;
    private static final int LONGEST_CATEGORY = 3;

    private Domains() {}

    /** The last two labels; three under categories such as {@code co.uk} and {@code com.au}. */
    static String registrable(String name) {
        int last = name.lastIndexOf('.');
        int second = last < 0 ? -1 : name.lastIndexOf('.', last - 1);
        if (second < 0) {
            return name;
        }
        boolean category = name.length() - last - 1 == COUNTRY_CODE && last - second - 1 <= LONGEST_CATEGORY;
        int third = category ? name.lastIndexOf('.', second - 1) : second;
        return name.substring(third + 1);
    }
}
