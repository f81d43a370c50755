package io.plainsight.app.command;

import io.plainsight.sensor.ReplayPosition;
import java.util.Locale;

/** How far a replay has come, in one line for a terminal. */
final class ProgressLine {
    private static final int BAR_WIDTH = 20;
    private static final double NS_PER_SECOND = 1e9;
    /** Before this, a rate says nothing. */
    private static final double MIN_SECONDS = 0.1;

    private ProgressLine() {}

    /**
     * The line, without anything that moves the cursor.
     *
     * @param elapsedNs since the beginning
     * @param columns of the terminal; one is left free, since some wrap when the last is written
     */
    static String text(ReplayPosition position, long elapsedNs, int columns) {
        double seconds = Math.max(MIN_SECONDS, elapsedNs / NS_PER_SECOND);
        long total = position.bytesTotal();
        long read = position.bytesRead();
        StringBuilder line = new StringBuilder();
        if (total > 0) {
            int done = (int) (read * BAR_WIDTH / total);
            line.append('[')
                    .append("=".repeat(done))
                    .append(" ".repeat(BAR_WIDTH - done))
                    .append(String.format(Locale.ROOT, "] %3d%%  ", read * 100 / total));
        }
        line.append(quantity(read / seconds)).append("B/s  ");
        line.append(quantity(position.packets() / seconds)).append(" packets/s  ");
        if (total > 0 && read > 0) {
            line.append(duration((long) ((total - read) / (read / seconds)))).append(" left  ");
        }
        line.append(printable(position.file()));
        return line.substring(0, Math.max(0, Math.min(line.length(), columns - 1)));
    }

    /** Three digits and a decimal prefix, with a space between them: 1.25 M. */
    private static String quantity(double value) {
        String[] prefixes = {"", " k", " M", " G", " T"};
        double shown = value;
        int prefix = 0;
        while (shown >= 999.5 && prefix < prefixes.length - 1) {
            shown /= 1000;
            prefix++;
        }
        int decimals = prefix == 0 || shown >= 99.95 ? 0 : shown >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", shown) + prefixes[prefix];
    }

    private static String duration(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** A file's name may hold what a terminal takes for a command. */
    private static String printable(String name) {
        return name == null ? "" : name.replaceAll("\\p{Cntrl}", "?");
    }
}
