package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/** What header fields, targets and forms say about credentials; names are compared, values are not kept. */
final class HttpFields {
    private static final String[] SECRET_NAMES = {"PASSWORD", "PASSWD", "PASSWORT", "PASS", "PWD"};
    private static final String[] TOKEN_FIELDS = {
        "COOKIE:", "SET-COOKIE:", "X-API-KEY:", "X-AUTH-TOKEN:", "X-VAULT-TOKEN:"
    };

    private HttpFields() {}

    /** The kind of credential that this header field carries. Moves the cursor. */
    static Credentials credentials(ByteCursor field) {
        if (Ascii.startsWith(field, "AUTHORIZATION:") || Ascii.startsWith(field, "PROXY-AUTHORIZATION:")) {
            moveToValue(field);
            return scheme(field);
        }
        for (String name : TOKEN_FIELDS) {
            if (Ascii.startsWith(field, name)) {
                return Credentials.TOKEN;
            }
        }
        return Credentials.NONE;
    }

    static void moveToValue(ByteCursor field) {
        int read = 0;
        while (field.remaining() > 0 && read != ':') {
            read = field.u8();
        }
        Ascii.skipSpaces(field);
    }

    /** Whether a form, a query or a JSON document names a password and gives it a value. */
    static boolean hasPassword(ByteCursor in) {
        for (String name : SECRET_NAMES) {
            for (int i = Ascii.indexOf(in, name, 0); i >= 0; i = Ascii.indexOf(in, name, i + 1)) {
                if (isNameStart(in.peek(i - 1)) && hasValue(in, i + name.length())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Authentication schemes: IANA HTTP Authentication Scheme Registry. */
    static Credentials scheme(ByteCursor value) {
        if (Ascii.startsWith(value, "BASIC ")) {
            return Credentials.SECRET;
        }
        boolean derived = Ascii.startsWith(value, "DIGEST ")
                || Ascii.startsWith(value, "NTLM ")
                || Ascii.startsWith(value, "NEGOTIATE ")
                || Ascii.startsWith(value, "SCRAM-")
                || Ascii.startsWith(value, "HAWK ")
                || Ascii.startsWith(value, "AWS4-HMAC-SHA256 ");
        return derived ? Credentials.DERIVED : value.remaining() > 0 ? Credentials.TOKEN : Credentials.NONE;
    }

    /** Names are often composed: {@code user_password}, {@code login[pass]}, {@code j_password}. */
    private static boolean isNameStart(int before) {
        return before < 0 || !Ascii.isLetter(before) && !Ascii.isDigit(before);
    }

    /** {@code name=v}, {@code name]=v}, {@code "name":}, and multipart's {@code name="name"}. */
    private static boolean hasValue(ByteCursor in, int offset) {
        int at = offset;
        if (in.peek(at) == ']') {
            at++;
        }
        if (in.peek(at) == '"') {
            return in.peek(at + 1) == ':' || in.peek(at + 1) == ' ' || in.peek(at + 1) == '\r';
        }
        int value = in.peek(at + 1);
        return in.peek(at) == '=' && value > ' ' && value != '&';
    }
}
