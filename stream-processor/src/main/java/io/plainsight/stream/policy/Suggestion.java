package io.plainsight.stream.policy;

import java.util.Collection;
import java.util.Locale;

/** Guesses which known word was meant by an unknown one. */
public final class Suggestion {
    /** Longer words are no slips of the pen, and comparing them costs the square of their length. */
    private static final int MAX_LENGTH = 64;

    private Suggestion() {}

    /** {@code  (did you mean "x"?)} or nothing. */
    public static String of(String unknown, Collection<String> known) {
        if (unknown.length() > MAX_LENGTH) {
            return "";
        }
        String best = null;
        int least = Math.max(1, unknown.length() / 3) + 1;
        for (String word : known) {
            int distance = word.length() > MAX_LENGTH
                    ? least
                    : distance(unknown.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return best == null ? "" : " (did you mean \"" + best + "\"?)";
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
