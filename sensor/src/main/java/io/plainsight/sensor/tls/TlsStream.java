package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * One side's bytes as records: handshake messages, alerts and the lengths of what is encrypted. Content that cannot be
 * read is passed over as it arrives; only a message that is not complete stays unconsumed.
 *
 * <p>After a gap the stream looks for a record header at the start of what comes next, since senders begin segments
 * with records more often than not; until one fits, bytes are passed over.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> none of its own beyond {@link HandshakeReader}'s.
 */
final class TlsStream {
    private static final int ALERT_LENGTH = 2;
    private static final int CHANGE_CIPHER_SPEC_LENGTH = 1;

    private final TlsRecordReader record = new TlsRecordReader();
    private final HandshakeReader handshake;
    /** Whether the current record was looked at already; the rest of it only continues. */
    private boolean started;
    /** Whether the rest of the current record is of no interest. */
    private boolean skipRecord;

    private boolean lost;

    /** @param body as in {@link HandshakeReader} */
    TlsStream(ByteCursor body) {
        handshake = new HandshakeReader(body);
    }

    void read(ByteCursor in, TlsStreamHandler handler) {
        if (lost && !resynchronise(in)) {
            return;
        }
        while (in.remaining() > 0 && !handler.isFinished()) {
            if (record.remaining() == 0) {
                started = false;
                skipRecord = false;
            }
            TlsRecordReader.Result result = record.begin(in);
            if (result == TlsRecordReader.Result.INCOMPLETE) {
                return;
            }
            if (result == TlsRecordReader.Result.MALFORMED) {
                handler.onNotTls(in);
                lost = true;
                in.skip(in.remaining());
                return;
            }
            int before = in.remaining();
            fragment(in, handler);
            int taken = before - in.remaining();
            record.taken(taken);
            if (taken == 0 && record.remaining() > 0) {
                return;
            }
        }
    }

    /** Bytes are missing from here on. */
    void gap() {
        record.reset();
        handshake.reset();
        skipRecord = false;
        lost = true;
    }

    private boolean resynchronise(ByteCursor in) {
        boolean fits = in.remaining() >= TlsRecordReader.HEADER_LENGTH && TlsRecordReader.isPlausibleHeader(in, 0);
        if (fits) {
            int next = TlsRecordReader.HEADER_LENGTH + TlsRecordReader.length(in, 0);
            fits = next >= in.remaining() || TlsRecordReader.isPlausibleHeader(in, next);
        }
        if (!fits) {
            in.skip(in.remaining());
        }
        lost = !fits;
        return fits;
    }

    private void fragment(ByteCursor in, TlsStreamHandler handler) {
        int available = Math.min(record.remaining(), in.remaining());
        if (skipRecord) {
            in.skip(available);
            return;
        }
        switch (record.contentType()) {
            case ContentType.HANDSHAKE -> handshakeRecord(in, available, handler);
            case ContentType.ALERT -> alertRecord(in, available, handler);
            case ContentType.CHANGE_CIPHER_SPEC -> {
                if (record.length() == CHANGE_CIPHER_SPEC_LENGTH && available > 0) {
                    handler.onChangeCipherSpec();
                }
                in.skip(available);
            }
            case ContentType.APPLICATION_DATA -> {
                handler.onApplicationData(record.length());
                pass(in, available);
            }
            default -> pass(in, available);
        }
    }

    private void handshakeRecord(ByteCursor in, int available, TlsStreamHandler handler) {
        if (available == 0) {
            return;
        }
        if (!started && handler.isEncrypted(in.peek(0))) {
            handler.onEncryptedHandshake(record.length());
            pass(in, available);
        } else {
            started = true;
            handshake.read(in, record.remaining(), handler);
        }
    }

    private void alertRecord(ByteCursor in, int available, TlsStreamHandler handler) {
        if (available == 0) {
            return;
        }
        if (handler.isEncrypted(in.peek(0))) {
            handler.onEncryptedAlert(record.length());
            pass(in, available);
        } else if (record.length() != ALERT_LENGTH) {
            handler.onOddity(TlsOddity.BAD_ALERT);
            pass(in, available);
        } else if (available == ALERT_LENGTH) {
            handler.onAlert(in.u8(), in.u8());
        }
    }

    private void pass(ByteCursor in, int available) {
        skipRecord = true;
        in.skip(available);
    }
}
