package io.plainsight.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import io.plainsight.events.Posture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the analyst's page shows, by its API. */
final class Page {
    /** The line that tells where the page is. */
    static final Pattern ADDRESS = Pattern.compile("^Alerts and posture: (http://\\S+)$");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    Page(String address) {
        this.address = URI.create(address);
    }

    /** The page of a process that serves one. */
    static Page of(Program process) throws InterruptedException {
        return new Page(process.awaitOutput(ADDRESS));
    }

    URI address() {
        return address;
    }

    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    Set<String> alertIds() throws IOException, InterruptedException {
        Set<String> ids = new TreeSet<>();
        for (JsonNode alert :
                Json.mapper().readTree(get("/api/alerts?limit=500")).get("alerts")) {
            ids.add(alert.at("/plainsight/alert/id").asText());
        }
        return ids;
    }

    /** The total; null while there is none. */
    Posture posture() throws IOException, InterruptedException {
        JsonNode total = Json.mapper().readTree(get("/api/posture")).get("total");
        return total == null ? null : Json.mapper().treeToValue(total, Posture.class);
    }

    /** The sum of a metric over its labels. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
