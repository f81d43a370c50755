package io.plainsight.sensor.flowlog.parquet;

/** A file whose columns are not those of a flow log; the message names the column. */
final class UnsupportedColumnException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedColumnException(String message) {
        super(message);
    }
}
