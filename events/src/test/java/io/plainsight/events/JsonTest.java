package io.plainsight.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void shouldReadAndWriteTheDesignsSampleWithoutLoss() throws Exception {
        Observation observation = Json.mapper().treeToValue(Samples.observationAsWritten(), Observation.class);

        JsonNode written = Json.mapper().readTree(Json.mapper().writeValueAsString(observation));
        assertThat(written).isEqualTo(Samples.observation());
        assertThat(Schemas.validate(Observation.class, written)).isEmpty();
        assertThat(observation.key()).isEqualTo("10.0.1.9:443");
        assertThat(observation.tls().server().x509().publicKeySize()).isEqualTo(2048);
        assertThat(observation.observer().ingress().interface_().name()).isEqualTo("eth1");
    }

    @ParameterizedTest
    @ValueSource(classes = {Observation.class, Alert.class, Posture.class})
    void shouldKeepEveryFieldOfARecord(Class<?> type) throws Exception {
        Object full = FullRecords.filled(type);

        String json = Json.mapper().writeValueAsString(full);

        assertThat(Json.mapper().readValue(json, type)).isEqualTo(full);
    }

    @Test
    void shouldWriteAlertsAndPostureThatTheSchemasAccept() throws Exception {
        Alert alert = new Alert(
                FullRecords.TIME,
                new Alert.Event("alert", FullRecords.TIME, FullRecords.TIME, "TLS 1.0 is in use"),
                new Alert.Rule("tls-below-minimum", "TLS below minimum", "data-in-transit", List.of("RFC 8996"), "1"),
                new Alert.Threat(new Alert.Technique("T1562.010", "Downgrade Attack")),
                new Alert.Plainsight(new Alert.Detail(
                        "id-1",
                        Alert.Severity.HIGH,
                        Alert.Status.OPEN,
                        0.97,
                        new Alert.Entity("service", "10.0.1.9:443", "internal"),
                        41,
                        Map.of("version", "1.0"),
                        Map.of("version", "1.2"),
                        List.of(new Alert.Evidence(
                                "event-1", FullRecords.TIME, "10.0.0.5:51514", "10.0.1.9:443", "a.pcap", "TLS 1.0")),
                        "raise the minimum",
                        new Alert.Policy("default", "1"))));

        assertThat(Schemas.validate(Alert.class, Json.mapper().valueToTree(alert)))
                .isEmpty();
        assertThat(Schemas.validate(Posture.class, Json.mapper().valueToTree(FullRecords.filled(Posture.class))))
                .isEmpty();
    }

    @Test
    void shouldLeaveAbsentValuesOut() throws Exception {
        Observation observation = ObservationBuilder.builder()
                .timestamp(FullRecords.TIME)
                .event(ObservationEventBuilder.builder()
                        .id("id-1")
                        .type(List.of())
                        .build())
                .build();

        assertThat(Json.mapper().writeValueAsString(observation))
                .isEqualTo("{\"@timestamp\":\"2026-11-20T10:15:30.123456Z\",\"event\":{\"id\":\"id-1\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:15:30Z, 2026-11-20T10:15:30.000000Z",
        "2026-11-20T10:15:30.1Z, 2026-11-20T10:15:30.100000Z",
        "2026-11-20T10:15:30.123456789Z, 2026-11-20T10:15:30.123456Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    })
    void shouldWriteTimesWithExactlyMicroseconds(String instant, String text) {
        assertThat(Json.format(Instant.parse(instant))).isEqualTo(text);
    }

    @Test
    void shouldIgnoreFieldsOfANewerVersion() throws Exception {
        String json =
                "{\"@timestamp\":\"2026-11-20T10:15:30.123456Z\",\"new\":{\"a\":1},\"event\":{\"id\":\"x\",\"b\":[]}}";

        assertThat(Json.mapper().readValue(json, Observation.class).event().id())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 443, 10.0.0.1:443", "2001:db8::1, 443, [2001:db8::1]:443", "2001:db8::1, , 2001:db8::1"})
    void shouldKeyByDestinationEndpoint(String ip, Integer port, String key) {
        Observation observation = ObservationBuilder.builder()
                .destination(new Observation.Endpoint(ip, port, null, null, null, null))
                .build();

        assertThat(observation.key()).isEqualTo(key);
    }
}
