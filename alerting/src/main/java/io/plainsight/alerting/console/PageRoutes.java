package io.plainsight.alerting.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
