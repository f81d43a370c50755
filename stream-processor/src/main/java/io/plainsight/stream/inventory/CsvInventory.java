package io.plainsight.stream.inventory;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationServerBuilder;
import io.plainsight.events.ObservationX509Builder;
import io.plainsight.stream.policy.IpAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Certificates of one CSV file (RFC 4180) with a line of column names. Columns in any order; others than those below are
 * passed over.
 */
final class CsvInventory {
    private static final String NAME = "name";
    private static final String ENDPOINT = "endpoint";
    private static final int MAX_PORT = 65_535;
    private static final String NOT_AFTER = "not_after";
    private static final String REMEDY =
            "; the columns are name, endpoint, not_before, not_after, subject, issuer, serial, sha256, key_algorithm, key_size,"
                    + " signature_algorithm, of which not_after and one of name and endpoint are needed";
    private static final int MAX_FIELD = 8192;

    private final Path file;
    private final Consumer<String> problems;
    private final Map<String, Integer> columns = new HashMap<>();

    CsvInventory(Path file, Consumer<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    void read(List<String> lines, List<Inventory.Entry> into) {
        int header = 0;
        while (header < lines.size() && lines.get(header).isBlank()) {
            header++;
        }
        if (header == lines.size()) {
            problems.accept(file + ":1: the file is empty" + REMEDY);
            return;
        }
        List<String> names = fields(header, utf8(lines.get(header)));
        for (int i = 0; i < names.size(); i++) {
            columns.putIfAbsent(names.get(i).strip().toLowerCase(Locale.ROOT).replace(' ', '_'), i);
        }
        if (!columns.containsKey(NOT_AFTER) || !columns.containsKey(NAME) && !columns.containsKey(ENDPOINT)) {
            problems.accept(file + ":" + (header + 1) + ": no line of column names, or columns are missing" + REMEDY);
            return;
        }
        for (int i = header + 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                readLine(i, fields(i, utf8(lines.get(i))), into);
            }
        }
    }

    private void readLine(int line, List<String> fields, List<Inventory.Entry> into) {
        String endpoint = field(fields, ENDPOINT);
        List<String> names = names(field(fields, NAME));
        if (endpoint.isEmpty() && names.isEmpty()) {
            problem(line, "neither name nor endpoint", "say which service has the certificate");
        }
        if (!endpoint.isEmpty() && !isEndpoint(endpoint)) {
            problem(
                    line,
                    "\"" + endpoint + "\" is no endpoint",
                    "write 10.0.1.9:443, [2001:db8::1]:443, or the address alone");
        }
        Instant notAfter = time(line, field(fields, NOT_AFTER), NOT_AFTER);
        Instant notBefore = time(line, field(fields, "not_before"), "not_before");
        if (field(fields, NOT_AFTER).isEmpty()) {
            problem(line, "not_after is empty", "say when the certificate ends");
        }
        String sha256 = field(fields, "sha256").toLowerCase(Locale.ROOT).replace(":", "");
        if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
            problem(
                    line,
                    "\"" + sha256 + "\" is no SHA-256 fingerprint",
                    "write 64 hexadecimal digits, or leave it out");
        }
        Integer keySize = number(line, field(fields, "key_size"));
        if (notAfter == null) {
            return; // told above, as is all that makes the file of no use
        }
        String subject = orNull(field(fields, "subject"));
        Observation.Server server = ObservationServerBuilder.builder()
                .subject(subject == null ? "CN=" + (names.isEmpty() ? endpoint : names.get(0)) : subject)
                .issuer(orNull(field(fields, "issuer")))
                .notBefore(notBefore)
                .notAfter(notAfter)
                .hash(sha256.isEmpty() ? null : new Observation.Hash(null, sha256))
                .x509(ObservationX509Builder.builder()
                        .serialNumber(orNull(field(fields, "serial")
                                .toUpperCase(Locale.ROOT)
                                .replace(":", "")
                                .replaceFirst("^0X", "")))
                        .publicKeyAlgorithm(
                                orNull(field(fields, "key_algorithm").toUpperCase(Locale.ROOT)))
                        .publicKeySize(keySize)
                        .signatureAlgorithm(orNull(field(fields, "signature_algorithm")))
                        .alternativeNames(names)
                        .build())
                .build();
        into.add(new Inventory.Entry(names, endpoint, server, file + ":" + (line + 1), null));
    }

    private String field(List<String> fields, String column) {
        Integer index = columns.get(column);
        return index == null || index >= fields.size() ? "" : fields.get(index).strip();
    }

    /** One or several, separated by spaces, semicolons or bars. */
    private static List<String> names(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.toLowerCase(Locale.ROOT).split("[\\s;|]+"));
    }

    private static boolean isEndpoint(String text) {
        if (IpAddress.parse(text).isPresent()) {
            return true;
        }
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !isPort(text.substring(colon + 1))) {
            return false;
        }
        String address = text.substring(0, colon);
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        String inner = bracketed ? address.substring(1, address.length() - 1) : address;
        return IpAddress.parse(inner).isPresent() && bracketed == (inner.indexOf(':') >= 0);
    }

    private static boolean isPort(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) > 0 && Integer.parseInt(text) <= MAX_PORT;
    }

    /** Null for an empty or wrong one; dates alone are at their beginning in UTC. */
    private Instant time(int line, String text, String column) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            String spelled = text.replace(' ', 'T');
            boolean zoned = spelled.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$");
            return OffsetDateTime.parse(zoned ? spelled : spelled + "Z").toInstant();
        } catch (DateTimeException e) {
            problem(line, "\"" + text + "\" is no time for " + column, "write 2027-03-31T12:00:00Z or 2027-03-31");
            return null;
        }
    }

    private Integer number(int line, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.matches("\\d{1,5}")) {
            return Integer.valueOf(text);
        }
        problem(line, "\"" + text + "\" is no size of a key", "write its bits, such as 2048");
        return null;
    }

    /** The fields of one line; a quoted field may hold commas and doubled quotes. */
    private List<String> fields(int line, String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else if (field.length() < MAX_FIELD) {
                field.append(c);
            }
        }
        if (quoted) {
            problem(line, "a quote is not closed", "close it; a field cannot go on in the next line");
        }
        fields.add(field.toString());
        return fields;
    }

    private static String utf8(String latin1) {
        String text = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text; // the mark that spreadsheets put first
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private void problem(int line, String what, String remedy) {
        problems.accept(file + ":" + (line + 1) + ": " + what + "; " + remedy);
    }
}
