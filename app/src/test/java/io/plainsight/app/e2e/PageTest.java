package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.stream.OfflineAnalysis;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The analyst's page of a running {@code plainsight run}, with the alerts of the sample captures on it. */
class PageTest {
    /** The system property that makes this test write the README's picture. */
    private static final String WRITE_PICTURE = "plainsight.screenshots";

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    Path directory;

    private final OfflineAnalysis.Result analysis = Expected.offline();
    private Program run;
    private Page page;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = Browser.open(directory.resolve("profile"));
        run = Program.startIn(directory, "run", "--pcap", Expected.CAPTURES.toString(), "--console", "127.0.0.1:0");
        page = Page.of(run);
        browser.size(1280, 860);
        browser.go(page.address());
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (run != null) {
            run.close();
        }
    }

    @Test
    void shouldFillWhileItIsOpenAndExplainEachAlert() throws Exception {
        awaitAllRows();
        browser.go(page.address()); // what is new is marked until the page is opened again
        awaitAllRows();
        browser.picture(SCREENSHOTS.resolve("list.png"));
        assertThat(browser.texts("#connection-text")).containsExactly("live");
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
        if (Boolean.getBoolean(WRITE_PICTURE)) {
            browser.picture(Expected.CAPTURES.resolveSibling("docs").resolve("page.png"));
        }

        browser.click("#chip-low");
        Await.until("only low alerts", () -> List.of("low").equals(severities()), run::toString);
        assertThat(browser.address()).contains("severity=low");

        browser.go(page.address().resolve("/?rule=downgrade&severity=high"));
        Await.until("the edited hello", () -> browser.count("#rows tr") == 1, run::toString);
        browser.click("#rows .open-link");
        Await.until("the detail view", () -> browser.texts("#detail-heading").contains("TLS downgrade"), run::toString);
        assertThat(String.join(" ", browser.texts("table.evidence")))
                .contains("10.20.90.10:443")
                .contains("downgrade-hello-edited.pcap");
        assertThat(String.join(" ", browser.texts(".part-clauses"))).contains("RFC");
        browser.picture(SCREENSHOTS.resolve("detail.png"));

        URI detail = URI.create(browser.address());
        browser.size(600, 900);
        browser.go(detail);
        Await.until("the detail view", () -> browser.texts("#detail-heading").contains("TLS downgrade"), run::toString);
        browser.picture(SCREENSHOTS.resolve("detail-600.png"));
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
        browser.go(page.address());
        awaitAllRows();
        browser.picture(SCREENSHOTS.resolve("list-600.png"));
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
        assertThat(browser.complaints()).isEmpty();
    }

    private void awaitAllRows() throws Exception {
        int expected = analysis.alerts().size();
        Await.until("posture as analysed offline", () -> analysis.posture().equals(page.posture()), run::toString);
        Await.until(
                "a row for every alert",
                () -> browser.count("#rows tr") == expected
                        && browser.texts("#connection-text").contains("live"),
                run::toString);
        long connections = analysis.posture().connections().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        Await.until(
                "figures of the played files",
                () -> browser.texts("#posture-note").stream()
                        .anyMatch(note -> note.startsWith(connections + " connections in played files")),
                run::toString);
    }

    private List<String> severities() {
        return browser.texts("#rows .severity").stream().distinct().toList();
    }
}
