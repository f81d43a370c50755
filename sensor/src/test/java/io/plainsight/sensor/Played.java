package io.plainsight.sensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.publish.ObservationSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a sensor makes of captures. */
class Played implements ObservationSink {
    /** Of what each worker keeps for itself: every one reads a certificate once. */
    static final Set<SensorCounter> OF_EACH_WORKER = EnumSet.of(
            SensorCounter.CERTIFICATES_READ,
            SensorCounter.CERTIFICATES_KNOWN,
            SensorCounter.CERTIFICATE_CHAINS_VALIDATED,
            SensorCounter.OVERLOAD_NONE);

    private final Sensor sensor = new Sensor(SensorSettings.defaults("tap1"), this);
    private final List<Observation> observations = new ArrayList<>();
    private int stopAfter = Integer.MAX_VALUE;

    static Played by(int threads, Path files) {
        Played played = new Played();
        played.play(threads, files);
        return played;
    }

    void play(int threads, Path files) {
        sensor.playCaptures(List.of(files), false, threads);
    }

    void stopAfter(int count) {
        stopAfter = count;
    }

    @Override
    public void accept(Observation observation) {
        observations.add(observation);
        if (observations.size() == stopAfter) {
            sensor.stop();
        }
    }

    List<Observation> observations() {
        return observations;
    }

    List<String> problems() {
        return sensor.problems();
    }

    long count(SensorCounter counter) {
        return sensor.counters().get(counter);
    }

    /** All observations as they are delivered, in the order of the alphabet. */
    List<String> lines() {
        return observations.stream().map(Played::json).sorted().toList();
    }

    /** What was told of each connection, in its order. */
    Map<String, List<String>> byConnection() {
        Map<String, List<String>> told = new TreeMap<>();
        for (Observation observation : observations) {
            String connection =
                    observation.log().file().path() + " " + observation.event().id();
            told.computeIfAbsent(connection, id -> new ArrayList<>()).add(json(observation));
        }
        return told;
    }

    private static String json(Observation observation) {
        try {
            return Json.mapper().writeValueAsString(observation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
