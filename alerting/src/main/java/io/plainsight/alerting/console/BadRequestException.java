package io.plainsight.alerting.console;

/** A request's parameter cannot be; the message is for the one who sent it. */
final class BadRequestException extends RuntimeException {
    BadRequestException(String message) {
        super(message);
    }
}
