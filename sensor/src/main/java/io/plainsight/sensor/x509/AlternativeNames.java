package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The DNS names and IP addresses of a subjectAltName, RFC 5280 section 4.2.1.6. */
final class AlternativeNames {
    /** Certificates of content networks carry up to about 200 names. */
    private static final int MAX_NAMES = 500;

    private static final int DNS_NAME = Der.context(2);
    private static final int IP_ADDRESS = Der.context(7);

    private AlternativeNames() {}

    /* GeneralName ::= CHOICE { …, dNSName [2] IA5String, …, iPAddress [7] OCTET STRING, … } */
    static List<String> read(ByteCursor extensionValue) {
        ByteCursor names = new ByteCursor();
        ByteCursor name = new ByteCursor();
        List<String> found = new ArrayList<>();
        if (extensionValue.remaining() == 0 || !Der.expect(extensionValue, Der.SEQUENCE, names)) {
            return List.of();
        }
        while (names.remaining() > 0 && found.size() < MAX_NAMES) {
            int tag = Der.next(names, name);
            if (tag == DNS_NAME) {
                found.add(name.latin1());
            } else if (tag == IP_ADDRESS && (name.remaining() == 4 || name.remaining() == 16)) {
                found.add(address(name.toArray()));
            }
        }
        return List.copyOf(found);
    }

    private static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is always legal", e);
        }
    }
}
