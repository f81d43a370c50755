package io.plainsight.sensor.rsync;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.TextSignature;

/** The rsync daemon by the greeting that both sides begin with, such as {@code @RSYNCD: 31.0 sha512 md5}. */
public final class RsyncSignature extends TextSignature {
    static final String RSYNC = "rsync";
    static final String GREETING = "@RSYNCD: ";

    public RsyncSignature() {
        super(RSYNC);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "rsync daemon", ProtocolFacts.Kind.CLEAR, "rsync, csprotocol.txt", "logins by challenge");
    }

    @Override
    public StreamDissector open() {
        return new RsyncDissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        return Ascii.startsWith(line, GREETING) && Ascii.isDigit(line.peek(GREETING.length())) ? Match.YES : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        return matchClientLine(line, index);
    }
}
