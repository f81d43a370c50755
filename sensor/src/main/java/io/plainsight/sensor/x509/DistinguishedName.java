package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A distinguished name in text: RFC 4514 order (most specific first) and escapes, parts separated by a comma and a space,
 * attribute names where one is usual, else the object identifier.
 */
final class DistinguishedName {
    /** Real names have fewer than ten parts. */
    private static final int MAX_PARTS = 64;

    private static final int MAX_VALUE = 512;

    private static final String SPECIAL = ",+\"\\<>;";

    private DistinguishedName() {}

    /*
     * Name ::= SEQUENCE OF RelativeDistinguishedName
     * RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
     * AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }      RFC 5280 section 4.1.2.4
     */
    /** @param name content of the Name's SEQUENCE; consumed. Null when it does not read. */
    static String text(ByteCursor name) {
        List<String> parts = new ArrayList<>();
        ByteCursor set = new ByteCursor();
        ByteCursor pair = new ByteCursor();
        ByteCursor field = new ByteCursor();
        while (name.remaining() > 0 && parts.size() < MAX_PARTS) {
            if (!Der.expect(name, Der.SET, set)) {
                return null;
            }
            StringBuilder part = new StringBuilder();
            while (set.remaining() > 0) {
                if (!Der.expect(set, Der.SEQUENCE, pair) || !Der.expect(pair, Der.OBJECT_IDENTIFIER, field)) {
                    return null;
                }
                part.append(part.length() == 0 ? "" : "+")
                        .append(attribute(Der.oid(field)))
                        .append('=');
                int tag = Der.next(pair, field);
                if (tag < 0) {
                    return null;
                }
                escape(part, value(tag, field));
            }
            parts.add(part.toString());
        }
        Collections.reverse(parts);
        return String.join(", ", parts);
    }

    static String value(int tag, ByteCursor in) {
        Charset charset =
                switch (tag) {
                    case Der.UTF8_STRING -> StandardCharsets.UTF_8;
                    case Der.BMP_STRING -> StandardCharsets.UTF_16BE;
                    case Der.UNIVERSAL_STRING -> Charset.forName("UTF-32BE");
                    default -> StandardCharsets.ISO_8859_1;
                };
        String text = new String(in.toArray(), charset);
        return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) : text;
    }

    private static void escape(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = c == ' ' && (i == 0 || i == value.length() - 1) || c == '#' && i == 0;
            if (edge || SPECIAL.indexOf(c) >= 0) {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                out.append(String.format("\\%02X", (int) c)); // control characters never reach a terminal
            } else {
                out.append(c);
            }
        }
    }

    private static String attribute(String oid) {
        return switch (oid) {
            case "2.5.4.3" -> "CN";
            case "2.5.4.4" -> "SN";
            case "2.5.4.5" -> "serialNumber";
            case "2.5.4.6" -> "C";
            case "2.5.4.7" -> "L";
            case "2.5.4.8" -> "ST";
            case "2.5.4.9" -> "street";
            case "2.5.4.10" -> "O";
            case "2.5.4.11" -> "OU";
            case "2.5.4.12" -> "title";
            case "2.5.4.13" -> "description";
            case "2.5.4.15" -> "businessCategory";
            case "2.5.4.17" -> "postalCode";
            case "2.5.4.42" -> "GN";
            case "2.5.4.46" -> "dnQualifier";
            case "2.5.4.97" -> "organizationIdentifier";
            case "1.2.840.113549.1.9.1" -> "emailAddress";
            case "0.9.2342.19200300.100.1.1" -> "UID";
            case "0.9.2342.19200300.100.1.25" -> "DC";
            case "1.3.6.1.4.1.311.60.2.1.1" -> "jurisdictionL";
            case "1.3.6.1.4.1.311.60.2.1.2" -> "jurisdictionST";
            case "1.3.6.1.4.1.311.60.2.1.3" -> "jurisdictionC";
            default -> oid;
        };
    }
}
