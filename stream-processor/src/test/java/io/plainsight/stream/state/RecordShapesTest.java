package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Topics;
import io.plainsight.stream.DetectionTopology;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Components have no names where records are written compactly, only places: what an installed version has written must keep
 * its meaning. A new component goes to the end of its record, and to the end of its line in {@code record-shapes.txt}.
 */
class RecordShapesTest {
    private final Map<String, String> shapes = new TreeMap<>();

    @Test
    void shouldKeepThePlacesOfWhatInstalledVersionsHaveWritten() throws Exception {
        StateStores watching = (StateStores) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStores.class}, (proxy, method, arguments) -> {
                    Arrays.stream(arguments).filter(Class.class::isInstance).forEach(type -> describe((Class<?>) type));
                    return method.invoke(StateStores.persistent(), arguments);
                });
        DetectionTopology.build(new PolicyInForce(Policy.defaults()), watching, Topics.OBSERVATIONS);
        DetectionTopology.build(new PolicyInForce(Policy.defaults()), watching, Topics.REPLAY);
        describe(Class.forName("io.plainsight.stream.posture.GatheredSerde$Parts")); // what figures are written as

        List<String> now = shapes.entrySet().stream()
                .map(shape -> shape.getKey() + " " + shape.getValue())
                .toList();

        assertThat(now).as(String.join("\n", now)).containsExactlyElementsOf(recorded());
    }

    private void describe(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::describe);
        } else if (type instanceof Class<?> plain && plain.isRecord() && !shapes.containsKey(plain.getName())) {
            RecordComponent[] components = plain.getRecordComponents();
            shapes.put(
                    plain.getName(),
                    Arrays.stream(components)
                            .map(component -> component.getName() + ":"
                                    + component.getGenericType().getTypeName().replaceAll("[a-z]+\\.", ""))
                            .collect(Collectors.joining(" ")));
            Arrays.stream(components).forEach(component -> describe(component.getGenericType()));
        }
    }

    private static List<String> recorded() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                RecordShapesTest.class.getResourceAsStream("record-shapes.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
