package io.plainsight.stream.detection.destination;

/**
 * How far the destinations of a group are learned. Days are since the epoch, UTC, in packet time. Immutable.
 *
 * @param first day of the first contact
 * @param last day of the latest contact
 * @param days days with contacts
 * @param added items that were new to the group on the latest day
 */
record GroupMemory(long first, long last, long days, int added) {
    /** A gap in the middle is no learning. */
    static final int LEAST_DAYS = 3;

    /** What nobody confirmed for so long is forgotten. */
    static final int MEMORY_DAYS = 30;

    /** More new items on one day are a scan, and would push out what was learned. */
    static final int MOST_ADDED = 5_000;

    static final GroupMemory NONE = new GroupMemory(-1, -1, 0, 0);

    /** Whether a contact of that day belongs to another time than what is known, and teaches nothing. */
    boolean isTooLate(long day) {
        return first >= 0 && day < first - MEMORY_DAYS;
    }

    /** After a long silence, learning begins anew. */
    GroupMemory with(long day) {
        if (first < 0 || day > last + MEMORY_DAYS) {
            return new GroupMemory(day, day, 1, 0);
        }
        return day > last ? new GroupMemory(first, day, days + 1, 0) : this;
    }

    GroupMemory withItem() {
        return new GroupMemory(first, last, days, added + 1);
    }

    boolean hasRoom() {
        return added < MOST_ADDED;
    }

    /** @param wholeDays to be learned after the one on which that began, each from its beginning to its end */
    boolean isLearned(long day, int wholeDays) {
        return first >= 0 && day - first > wholeDays && days >= Math.min(LEAST_DAYS, wholeDays);
    }
}
