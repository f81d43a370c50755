package io.plainsight.sensor.capture.ring;

import io.plainsight.sensor.capture.CaptureException;

/** This system, or this way to listen, has no ring; libpcap may still do. */
public final class RingUnavailableException extends CaptureException {
    private static final long serialVersionUID = 1L;

    RingUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
