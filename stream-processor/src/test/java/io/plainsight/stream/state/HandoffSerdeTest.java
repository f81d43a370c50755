package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class HandoffSerdeTest {
    private final HandoffSerde<Object> serde = new HandoffSerde<>();

    @Test
    void shouldHandOverTheObjectItselfOnce() {
        Object object = new Object();
        byte[] ticket = serde.serializer().serialize("topic", object);

        assertThat(serde.deserializer().deserialize("topic", ticket)).isSameAs(object);
        assertThatThrownBy(() -> serde.deserializer().deserialize("topic", ticket))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void shouldRefuseWhatIsNoTicket() {
        assertThatThrownBy(() -> serde.deserializer().deserialize("topic", new byte[3]))
                .isInstanceOf(SerializationException.class);
    }
}
