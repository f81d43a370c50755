package io.plainsight.alerting.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.events.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer that is complete before the first byte is sent.
 *
 * @param headers beyond those that {@link Gate} sets on every answer
 */
record Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    static Response of(int status, String contentType, byte[] body) {
        return new Response(status, contentType, body, Map.of());
    }

    static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Response json(int status, Object value) {
        try {
            return of(status, "application/json", Json.mapper().writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an answer as JSON", e);
        }
    }

    /** An error for a program: what is wrong, and with which parameter. */
    static Response problem(int status, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("status", status);
        problem.put("detail", detail);
        return json(status, problem);
    }
}
