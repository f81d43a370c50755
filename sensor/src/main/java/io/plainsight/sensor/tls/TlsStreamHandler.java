package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/** What one side of a connection said, in order; arguments are valid during the call. */
interface TlsStreamHandler {
    /** Whether a record of this side that begins with {@code firstByte} is encrypted; asked once per handshake or alert record. */
    boolean isEncrypted(int firstByte);

    /** Whether nothing more is wanted; asked between records. */
    boolean isFinished();

    void onHandshake(int type, ByteCursor body);

    /** A handshake record that cannot be read: a Finished, in all likelihood. */
    void onEncryptedHandshake(int length);

    void onChangeCipherSpec();

    void onAlert(int level, int description);

    /** An alert record that cannot be read. */
    void onEncryptedAlert(int length);

    /** An application_data record of {@code length} bytes; its content may still be on its way. */
    void onApplicationData(int length);

    /** The bytes are no TLS record; they are only to be looked at. */
    void onNotTls(ByteCursor bytes);

    void onOddity(TlsOddity oddity);
}
