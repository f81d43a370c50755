package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorLinkTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CN=www.axslhtfqq.net     | CN=www.hkkch64skp7am.com | true
            CN=www.example.net       | CN=www.hkkch64skp7am.com | false
            CN=www.axslhtfqq.net     | CN=www.axslhtfqq.com     | false
            CN=www.axslhtfqq.net,O=x | CN=www.hkkch64skp7am.com | false
            CN=www.axslhtfqq.com     | CN=www.hkkch64skp7am.net | false
            CN=www.axslht9qq.net     | CN=www.hkkch64skp7am.com | false
            CN=www.axslhtfqq.net     | CN=Some CA               | false
            """)
    void shouldKnowMadeUpNamesOnly(String subject, String issuer, boolean relay) {
        assertThat(TorLink.isRelay(subject, issuer)).isEqualTo(relay);
    }
}
