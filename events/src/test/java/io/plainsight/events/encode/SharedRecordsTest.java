package io.plainsight.events.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Json;
import io.plainsight.events.JsonSerde;
import io.plainsight.events.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/** One reader for many texts, as a topic's: what it shares must not show in what it reads. */
class SharedRecordsTest {
    private static final String REFUSED = "refused";
    private static final String TLS = """
            {"version":"1.3","version_protocol":"tls","cipher":"TLS_AES_128_GCM_SHA256","established":true,"client":{\
            "server_name":"a.example.test","ja3":"eb12437cd0bc98e65ec8c03031b67a31","supported_ciphers":["A","B"]},\
            "server":{"ja3s":"f4febc55ea12b31ae17cfb7e614afda8","subject":"CN=a.example.test, O=Example, L=Somewhere","issuer":"CN=b"}}""";

    private final Deserializer<Observation> reader = new JsonSerde<>(Observation.class).deserializer();

    @Test
    void shouldGiveTheSameObjectForTheSameBytes() {
        Observation first = read(text("a", TLS));
        Observation second = read(text("b", TLS));
        Observation otherServer = read(text("b", TLS.replace("CN=b", "CN=c")));

        assertThat(second.tls()).isSameAs(first.tls());
        assertThat(otherServer.tls()).isNotEqualTo(first.tls());
        assertThat(otherServer.tls().client()).isSameAs(first.tls().client());
    }

    @Test
    void shouldReadEveryChangedByteAsJacksonDoes() {
        for (int i = 0; i < TLS.length(); i++) {
            for (char other : new char[] {'0', '}', '"', 'x', ','}) {
                String changed = TLS.substring(0, i) + other + TLS.substring(i + 1);
                assertThat(readOrRefused(TLS)).isEqualTo(expected(TLS)); // so that it waits to be taken for the other
                assertThat(readOrRefused(changed)).as(changed).isEqualTo(expected(changed));
            }
        }
    }

    @Test
    void shouldReadWhatEndsSoonerOrLaterAsJacksonDoes() {
        for (String tls :
                new String[] {"{}", "{ }", "{\"version\":\"1.3\"}", "{\"version\":\"1.3\",\"cipher\":\"C\"}", TLS}) {
            for (int round = 0; round < 2; round++) {
                assertThat(readOrRefused(tls)).isEqualTo(expected(tls));
                assertThat(readOrRefused(tls + "}")).isEqualTo(expected(tls + "}"));
                assertThat(readOrRefused(tls.substring(0, tls.length() - 1)))
                        .isEqualTo(expected(tls.substring(0, tls.length() - 1)));
            }
        }
    }

    private static String text(String id, String tls) {
        return "{\"event\":{\"id\":\"" + id + "\"},\"tls\":" + tls + "}";
    }

    private Observation read(String json) {
        return reader.deserialize("t", json.getBytes(StandardCharsets.UTF_8));
    }

    private Object readOrRefused(String tls) {
        try {
            return read(text("a", tls));
        } catch (SerializationException e) {
            return REFUSED;
        }
    }

    private static Object expected(String tls) {
        try {
            return Json.mapper().readValue(text("a", tls), Observation.class);
        } catch (IOException e) {
            return REFUSED;
        }
    }
}
