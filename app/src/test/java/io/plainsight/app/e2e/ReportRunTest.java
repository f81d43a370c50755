package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.catalogue.Catalogue;
import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was gathered through Kafka gives the report that the captures give by themselves. */
class ReportRunTest {
    @TempDir
    Path data;

    @TempDir
    Path temporary;

    @Test
    void shouldReportFromTheDataOfARunWhatTheCapturesHold() throws Exception {
        Path captures = Catalogue.directory();
        Program run = Program.startIn(
                temporary,
                "run",
                "--pcap",
                captures.toString(),
                "--data",
                data.toString(),
                "--console",
                "127.0.0.1:0",
                "--exit-when-done");
        run.awaitExit();

        JsonNode gathered = report("--data", data.toString());
        JsonNode direct = report(captures.toString());

        assertThat(gathered.at("/source/traffic").asText()).isEqualTo("replay");
        for (String part : new String[] {"overall", "zones", "services", "standards", "inventory", "policies"}) {
            assertThat(gathered.get(part)).as(part).isNotNull().isEqualTo(direct.get(part));
        }
    }

    private JsonNode report(String... source) throws Exception {
        String[] arguments = new String[source.length + 3];
        arguments[0] = "report";
        arguments[1] = "--format";
        arguments[2] = "json";
        System.arraycopy(source, 0, arguments, 3, source.length);
        Program report = Program.startIn(temporary, arguments);
        report.awaitExit();
        return Json.mapper().readTree(String.join("\n", report.output()));
    }
}
