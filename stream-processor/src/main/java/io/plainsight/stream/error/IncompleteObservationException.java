package io.plainsight.stream.error;

/** An observation lacks a field without which nothing can be judged; thrown for the record to become a dead letter. */
public final class IncompleteObservationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IncompleteObservationException() {
        super("time, event with id and action, or an end of the connection is missing", null, false, false);
    }
}
