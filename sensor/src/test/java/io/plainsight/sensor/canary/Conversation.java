package io.plainsight.sensor.canary;

import io.plainsight.sensor.text.Dialogue;
import java.util.List;

/** What a row says, and the secrets in it. */
public final class Conversation {
    private final Row row;
    private final Dialogue dialogue;
    private final List<String> secrets;

    Conversation(Row row, Dialogue dialogue, List<String> secrets) {
        this.row = row;
        this.dialogue = dialogue;
        this.secrets = secrets;
    }

    /** The value of {@code network.protocol}; null for one that is unknown. */
    public String protocol() {
        return row.protocol();
    }

    /** The value of {@code plainsight.plaintext.credentials}; null where the row does not say. */
    public String grade() {
        return row.grade();
    }

    public int port() {
        return row.port();
    }

    public boolean overUdp() {
        return row.udp();
    }

    public List<String> secrets() {
        return secrets;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    @Override
    public String toString() {
        return row.name();
    }
}
