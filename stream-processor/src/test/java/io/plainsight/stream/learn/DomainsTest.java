package io.plainsight.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsTest {
    @ParameterizedTest
    @CsvSource({
        "www.example.org, example.org",
        "example.org, example.org",
        "a.b.c.example.com, example.com",
        "www.example.co.uk, example.co.uk",
        "example.co.uk, example.co.uk",
        "a.b.example.com.au, example.com.au",
        "www.example.nl, example.nl",
        "co.example.nl, example.nl",
    })
    void shouldGuessWhatOneOwnerHolds(String name, String owned) {
        assertThat(Domains.owned(name)).contains(owned);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "co.uk",
                "192.0.2.7",
                "bucket.s3.amazonaws.com",
                "somebody.github.io",
                "x.blob.core.windows.net",
                ""
            })
    void shouldNotGuessAcrossOwners(String name) {
        assertThat(Domains.owned(name)).isEmpty();
    }

    @Test
    void shouldTakeOnlyWhatAPolicyCanName() {
        assertThat(Domains.isValid("a-b_c.example.org")).isTrue();
        assertThat(Domains.isValid("example.org.")).isFalse();
        assertThat(Domains.isValid("a\nb.example.org")).isFalse();
        assertThat(Domains.isValid("\"], x: [\"")).isFalse();
        assertThat(Domains.isValid("a".repeat(254))).isFalse();
        assertThat(Domains.isValid("")).isFalse();
    }
}
