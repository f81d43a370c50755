package io.plainsight.sensor.fuzz;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectReader;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;

/** Observations as stream processors read them: our reader and Jackson read the same, or refuse both. */
public final class ObservationsTarget {
    private static final String REFUSED = "refused";
    /** What becomes of a name that comes twice depends for Jackson on where it does; RFC 8259 section 4 leaves it open. */
    private static final String TWICE = "a name twice";

    private static final ObjectReader JACKSON =
            Json.mapper().readerFor(Observation.class).with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private ObservationsTarget() {}

    static byte[] seed(Observation observation) {
        return Topics.OBSERVATIONS.value().serializer().serialize(Topics.OBSERVATIONS.name(), observation);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String ours = ours(input);
        String jacksons = jacksons(input);
        Invariants.check(
                ours.equals(jacksons) || jacksons.equals(TWICE), "read as " + ours + ", by Jackson as " + jacksons);
    }

    private static String ours(byte[] json) {
        try {
            return String.valueOf(
                    Topics.OBSERVATIONS.value().deserializer().deserialize(Topics.OBSERVATIONS.name(), json));
        } catch (SerializationException e) {
            return REFUSED;
        }
    }

    private static String jacksons(byte[] json) {
        try {
            return String.valueOf(JACKSON.<Observation>readValue(json));
        } catch (IOException e) {
            return e.getMessage().startsWith("Duplicate field") ? TWICE : REFUSED;
        }
    }
}
