package io.plainsight.app.command;

import io.plainsight.stream.backtest.Reading;
import java.util.Locale;

/** How far the reading of retained observations has come, in one line for a terminal. */
final class ReadingProgress {
    private static final int BAR_WIDTH = 20;
    private static final double NS_PER_SECOND = 1e9;

    private ReadingProgress() {}

    /**
     * The line, without anything that moves the cursor.
     *
     * @param columns of the terminal; one is left free
     */
    static String text(Reading reading, long elapsedNs, int columns) {
        double share = reading.share();
        StringBuilder line = new StringBuilder();
        if (share >= 0) {
            int done = (int) (share * BAR_WIDTH);
            line.append('[')
                    .append("=".repeat(done))
                    .append(" ".repeat(BAR_WIDTH - done))
                    .append(String.format(Locale.ROOT, "] %3d%%  ", (int) (share * 100)));
        }
        long count = reading.observations();
        line.append(count)
                .append(" observations  ")
                .append(Math.round(count / Math.max(0.1, elapsedNs / NS_PER_SECOND)))
                .append("/s");
        return line.substring(0, Math.max(0, Math.min(line.length(), columns - 1)));
    }
}
