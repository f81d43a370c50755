package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, the reader gives a policy or says with line and column what is wrong. */
class DamagedPolicyTest {
    private static final int DAMAGES = 4_000;
    private static final String SNIPPETS = "\0\t\n\r :-[]{}*&!|>'\"%@`#?,\u0085\u2028\ud800\ufeff\u00e9~<=.0";
    private static final List<String> WORDS = List.of(
            "<<: *a",
            "&a ",
            "*a",
            "!!binary ",
            "!!python/object:x ",
            "? ",
            "---",
            "...",
            "%YAML 1.1\n---",
            "null",
            "2026-13-40",
            "999999999999999999999",
            "0x7fffffff",
            "-1",
            "1e9",
            ".nan",
            "[[[[[[[[[[[[[[[[[[[[[[[[",
            "{{{{{{{{{{{{{{{{{{{{{{{{",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "a: b: c");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNeverFailOtherwise(long seed) throws IOException {
        Random random = new Random(seed);
        String whole = example();
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            String damaged = whole;
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                damaged = damage(damaged, random);
            }
            refused += refuses(damaged) ? 1 : 0;
        }
        assertThat(refused).as("of " + DAMAGES).isGreaterThan(DAMAGES / 4).isLessThan(DAMAGES);
    }

    private static boolean refuses(String text) {
        try {
            assertThat(PolicyReader.parse("p.yaml", text)).isNotNull();
            return false;
        } catch (PolicyException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                    .matches("(?s)p\\.yaml:[0-9]+:[0-9]+: .+|p\\.yaml: and [0-9]+ more.*"));
            return true;
        }
    }

    private static String damage(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(20));
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int line = random.nextInt(lines.size());
        return switch (random.nextInt(7)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + SNIPPETS.charAt(random.nextInt(SNIPPETS.length())) + text.substring(at);
            case 2 -> text.substring(0, at) + WORDS.get(random.nextInt(WORDS.size())) + text.substring(end);
            case 3 -> {
                lines.remove(line);
                yield String.join("\n", lines);
            }
            case 4 -> {
                lines.add(random.nextInt(lines.size()), lines.get(line));
                yield String.join("\n", lines);
            }
            case 5 -> {
                lines.set(line, " ".repeat(random.nextInt(6)) + lines.get(line).strip());
                yield String.join("\n", lines);
            }
            default -> {
                Collections.swap(lines, line, random.nextInt(lines.size()));
                yield String.join("\n", lines);
            }
        };
    }

    static List<String> bombs() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        return List.of(
                laughs.toString(),
                "zones: &a [*a]",
                "[".repeat(100_000),
                "{a: ".repeat(100_000),
                "- ".repeat(100_000),
                "name: " + "x".repeat(1_500_000),
                "? ".repeat(50_000),
                "a: 1\n".repeat(100_000),
                "zones: [" + "{name: a, networks: [x]}, ".repeat(20_000) + "]",
                "x".repeat(3 << 20));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void shouldRefuseBombs(String text) {
        assertThatThrownBy(() -> PolicyReader.parse("p.yaml", text))
                .isInstanceOf(PolicyException.class)
                .satisfies(error -> assertThat(error.getMessage().length()).isLessThan(200_000));
    }

    private static String example() throws IOException {
        try (InputStream in = PolicyReader.class.getResourceAsStream("example.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
