package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.observe.Addresses;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of a subjectAltName, RFC 5280 section 4.2.1.6, by their kinds.
 *
 * @param dns DNS names as presented; wildcards and A-labels as they stand
 * @param addresses IP addresses, IPv6 in RFC 5952 form
 * @param uris uniformResourceIdentifier
 * @param mails rfc822Name
 */
record AlternativeNames(List<String> dns, List<String> addresses, List<String> uris, List<String> mails) {
    static final AlternativeNames NONE = new AlternativeNames(List.of(), List.of(), List.of(), List.of());

    /** Certificates of content networks carry up to about 200 names. */
    static final int MAX_NAMES = 500;
    /** A DNS name has at most 253 characters (RFC 1035 section 2.3.4); URIs and mail addresses are cut here. */
    static final int MAX_NAME_LENGTH = 256;

    private static final int RFC822_NAME = Der.context(1);
    private static final int DNS_NAME = Der.context(2);
    private static final int URI = Der.context(6);
    private static final int IP_ADDRESS = Der.context(7);

    /*
     * GeneralNames ::= SEQUENCE OF GeneralName
     * GeneralName ::= CHOICE { …, rfc822Name [1] IA5String, dNSName [2] IA5String, …,
     *     uniformResourceIdentifier [6] IA5String, iPAddress [7] OCTET STRING, … }
     */
    /** @param extensionValue consumed; what does not read ends the list */
    static AlternativeNames read(ByteCursor extensionValue) {
        ByteCursor names = new ByteCursor();
        ByteCursor name = new ByteCursor();
        if (!Der.expect(extensionValue, Der.SEQUENCE, names)) {
            return NONE;
        }
        List<String> dns = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        List<String> mails = new ArrayList<>();
        for (int count = 0; names.remaining() > 0 && count < MAX_NAMES; count++) {
            int tag = Der.next(names, name);
            if (tag == DNS_NAME) {
                dns.add(text(name));
            } else if (tag == IP_ADDRESS) {
                address(name, addresses);
            } else if (tag == URI) {
                uris.add(text(name));
            } else if (tag == RFC822_NAME) {
                mails.add(text(name));
            }
        }
        return new AlternativeNames(List.copyOf(dns), List.copyOf(addresses), List.copyOf(uris), List.copyOf(mails));
    }

    /** All names: DNS, addresses, URIs, mail addresses. */
    List<String> all() {
        List<String> all = new ArrayList<>(dns);
        all.addAll(addresses);
        all.addAll(uris);
        all.addAll(mails);
        return List.copyOf(all);
    }

    private static String text(ByteCursor in) {
        String text = in.latin1();
        return text.length() > MAX_NAME_LENGTH ? text.substring(0, MAX_NAME_LENGTH) : text;
    }

    private static void address(ByteCursor in, List<String> into) {
        if (in.remaining() == 4) {
            into.add(Addresses.text(0, 0x0000_ffff_0000_0000L | in.u32()));
        } else if (in.remaining() == 16) {
            into.add(Addresses.text(in.u64(), in.u64()));
        }
    }
}
