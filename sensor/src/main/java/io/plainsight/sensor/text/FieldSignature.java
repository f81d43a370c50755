package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;

/** A protocol that borrows HTTP's form: start lines with its own name and version in HTTP's place. */
public abstract class FieldSignature extends TextSignature {
    private final String version;

    /** @param version what stands in HTTP's place, in upper case, such as {@code SIP/} */
    protected FieldSignature(String protocol, String version) {
        super(protocol);
        this.version = version;
    }

    @Override
    protected final int maxLine() {
        return 4 * MAX_FIRST_LINE;
    }

    @Override
    protected final Match matchClientLine(ByteCursor line, int index) {
        // empty lines keep connections alive (RFC 5626 section 3.5.1)
        return line.remaining() == 0 ? Match.MAYBE : matchStart(line);
    }

    @Override
    protected final Match matchServerLine(ByteCursor line, int index) {
        return matchClientLine(line, index);
    }

    /** {@code version status reason} or {@code method target version}. */
    private Match matchStart(ByteCursor line) {
        return FieldDissector.isStatus(line, version) || FieldDissector.isRequest(line, version) ? Match.YES : Match.NO;
    }
}
