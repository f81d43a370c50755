package io.plainsight.alerting.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The page and its files, read from the jar once. Only the listed names exist, so no path can lead elsewhere. */
final class PageRoutes {
    private static final List<String> FILES = List.of(
            "index.html",
            "style.css",
            "favicon.svg",
            "app.js",
            "detail.js",
            "dom.js",
            "keys.js",
            "list.js",
            "live.js",
            "posture.js",
            "view.js");

    private static final Pattern RULE_ID = Pattern.compile("[a-z0-9-]{1,64}");

    private final Map<String, Response> files = new TreeMap<>();

    PageRoutes() throws IOException {
        for (String name : FILES) {
            try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("the console's file is missing from the program: name=" + name);
                }
                files.put(
                        name,
                        new Response(200, contentType(name), in.readAllBytes(), Map.of("Cache-Control", "no-cache")));
            }
        }
    }

    /** {@code /} and {@code /alerts/ID}: the same page, which finds in its own address what to show. */
    Response page(HttpExchange exchange, String rest) {
        return files.get("index.html");
    }

    /** {@code /static/NAME}. */
    Response file(HttpExchange exchange, String name) {
        return files.getOrDefault(name, Response.text(404, "There is no such file."));
    }

    /** {@code /docs/RULE}: the rule's page of docs/detections, as the text that it is. */
    Response docs(HttpExchange exchange, String rule) throws IOException {
        if (!RULE_ID.matcher(rule).matches()) {
            return Response.text(404, "There is no such rule.");
        }
        try (InputStream in = PageRoutes.class.getResourceAsStream("docs/" + rule + ".md")) {
            return in == null
                    ? Response.text(404, "There is no page on this rule.")
                    : new Response(200, "text/plain; charset=utf-8", in.readAllBytes(), Map.of());
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }
}
