package io.plainsight.stream.detection;

import io.plainsight.events.Observation;
import java.util.List;
import org.apache.kafka.streams.kstream.KStream;

/** A sub-topology that turns observations, keyed by service, into findings. Built once per topology. */
public interface Detector {
    /** Kebab-case; prefixes the names of its operators and stores. */
    String name();

    /** The rules whose findings it yields. */
    List<RuleText> rules();

    /** Adds the detector's operators behind {@code observations}. */
    KStream<String, Finding> addTo(KStream<String, Observation> observations);
}
