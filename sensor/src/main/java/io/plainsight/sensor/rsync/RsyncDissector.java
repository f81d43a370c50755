package io.plainsight.sensor.rsync;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineDissector;

/**
 * The rsync daemon: greeting, name of a module, perhaps a challenge and its answer (a hash of the password), then files. A
 * client that names no module gets the list of them.
 */
public final class RsyncDissector extends LineDissector {
    private static final String CHALLENGE = RsyncSignature.GREETING + "AUTHREQD ";
    private static final String OK = RsyncSignature.GREETING + "OK";

    private boolean challenged;
    private boolean moduleNamed;

    public RsyncDissector() {
        super(RsyncSignature.RSYNC);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (Ascii.startsWith(line, RsyncSignature.GREETING)) {
            return;
        }
        if (challenged) {
            challenged = false;
            expose(Credentials.DERIVED);
        } else {
            moduleNamed = true;
            decide(false);
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        if (Ascii.startsWith(line, CHALLENGE)) {
            challenged = true;
        } else if (Ascii.is(line, OK)) {
            decide(true);
            finish();
        } else if (moduleNamed && line.remaining() > 0 && !Ascii.startsWith(line, "@")) {
            decide(true);
        }
    }
}
