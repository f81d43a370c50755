package io.plainsight.stream.detection.starttls;

import java.util.Locale;

/** Who most likely brought it about. */
enum Blame {
    CLIENT,
    SERVER,
    BETWEEN;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
