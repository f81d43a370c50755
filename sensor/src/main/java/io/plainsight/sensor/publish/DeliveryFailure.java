package io.plainsight.sensor.publish;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** What a producer's error means for a record and for those behind it. */
enum DeliveryFailure {
    /** This very record will never be taken: it is given up, the others go on. */
    RECORD,
    /** The broker did not answer yet: the same record is tried again with the same producer. */
    NO_ANSWER,
    /** This sensor may not: nothing can be sent until somebody changes that. */
    NOT_ALLOWED,
    /** Anything else: a new producer begins again with what is not acknowledged. */
    PRODUCER;

    static DeliveryFailure of(Exception e) {
        if (e instanceof RecordTooLargeException
                || e instanceof RecordBatchTooLargeException
                || e instanceof InvalidRecordException
                || e instanceof InvalidTimestampException) {
            return RECORD;
        }
        if (e instanceof AuthenticationException || e instanceof AuthorizationException) {
            return NOT_ALLOWED;
        }
        return e instanceof TimeoutException ? NO_ANSWER : PRODUCER;
    }
}
