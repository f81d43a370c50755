package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;

/** A {@link PlaintextDissector} for protocols made of lines on both sides. */
public abstract class LineDissector extends PlaintextDissector {
    private final LineReader[] readers = {new LineReader(), new LineReader()};
    private final ByteCursor line = new ByteCursor();

    protected LineDissector(String protocol) {
        super(protocol);
    }

    /** One line of the client without its ending; may be moved. */
    protected abstract void onClientLine(ByteCursor line);

    /** One line of the server without its ending; may be moved. */
    protected abstract void onServerLine(ByteCursor line);

    /** From the next line of either side on, lines up to {@code bytes} are given whole. */
    protected final void allowLines(int bytes) {
        readers[0].limit(bytes);
        readers[1].limit(bytes);
    }

    @Override
    protected final boolean readUnit(Side side, ByteCursor in) {
        int before = in.position();
        if (!readers[side.ordinal()].next(in, line)) {
            return in.position() > before;
        }
        if (side == Side.CLIENT) {
            onClientLine(line);
        } else {
            onServerLine(line);
        }
        return true;
    }

    @Override
    protected void resync(Side side) {
        readers[side.ordinal()].resync();
    }
}
