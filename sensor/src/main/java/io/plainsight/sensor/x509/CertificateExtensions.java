package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What the extensions of a certificate say, RFC 5280 section 4.2.
 *
 * @param names of the subjectAltName
 * @param authority whether it may issue certificates; null without basicConstraints
 * @param keyUsage names of section 4.2.1.3; empty without the extension
 * @param extendedKeyUsage names of section 4.2.1.12, or OIDs; empty without the extension
 * @param subjectKeyId lower-case hexadecimal; null without one
 * @param authorityKeyId lower-case hexadecimal; null without one
 * @param scts signed certificate timestamps inside; 0 without the extension
 */
record CertificateExtensions(
        AlternativeNames names,
        Boolean authority,
        List<String> keyUsage,
        List<String> extendedKeyUsage,
        String subjectKeyId,
        String authorityKeyId,
        int scts) {

    static final CertificateExtensions NONE =
            new CertificateExtensions(AlternativeNames.NONE, null, List.of(), List.of(), null, null, 0);

    private static final int MAX_EXTENSIONS = 64;
    private static final int MAX_USAGES = 32;
    private static final int MAX_KEY_ID_BYTES = 64;

    private static final List<String> KEY_USAGES = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    /*
     * Extensions ::= SEQUENCE OF Extension
     * Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
     */
    /** @param extensions content of the Extensions' SEQUENCE; consumed. What does not read is left out. */
    static CertificateExtensions read(ByteCursor extensions) {
        ByteCursor extension = new ByteCursor();
        ByteCursor field = new ByteCursor();
        AlternativeNames names = AlternativeNames.NONE;
        Boolean authority = null;
        List<String> keyUsage = List.of();
        List<String> extendedKeyUsage = List.of();
        String subjectKeyId = null;
        String authorityKeyId = null;
        int scts = 0;
        for (int count = 0; extensions.remaining() > 0 && count < MAX_EXTENSIONS; count++) {
            Der.expect(extensions, Der.SEQUENCE, extension);
            Der.expect(extension, Der.OBJECT_IDENTIFIER, field);
            String oid = Der.oid(field);
            Der.skipOptional(extension, Der.BOOLEAN, field);
            if (!Der.expect(extension, Der.OCTET_STRING, field)) {
                continue;
            }
            switch (oid) {
                case "2.5.29.14" -> subjectKeyId = subjectKeyId(field);
                case "2.5.29.15" -> keyUsage = keyUsage(field);
                case "2.5.29.17" -> names = AlternativeNames.read(field);
                case "2.5.29.19" -> authority = authority(field);
                case "2.5.29.35" -> authorityKeyId = authorityKeyId(field);
                case "2.5.29.37" -> extendedKeyUsage = extendedKeyUsage(field);
                case "1.3.6.1.4.1.11129.2.4.2" -> scts = scts(field);
                default -> {
                    // says nothing that is looked for
                }
            }
        }
        return new CertificateExtensions(
                names, authority, keyUsage, extendedKeyUsage, subjectKeyId, authorityKeyId, scts);
    }

    /* SubjectKeyIdentifier ::= OCTET STRING */
    private static String subjectKeyId(ByteCursor in) {
        ByteCursor id = new ByteCursor();
        return Der.expect(in, Der.OCTET_STRING, id) ? hex(id) : null;
    }

    /* AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OCTET STRING OPTIONAL, … } */
    private static String authorityKeyId(ByteCursor in) {
        ByteCursor sequence = new ByteCursor();
        ByteCursor id = new ByteCursor();
        return Der.expect(in, Der.SEQUENCE, sequence) && Der.expect(sequence, Der.context(0), id) ? hex(id) : null;
    }

    private static String hex(ByteCursor in) {
        return in.remaining() == 0 || in.remaining() > MAX_KEY_ID_BYTES
                ? null
                : HexFormat.of().formatHex(in.toArray());
    }

    /* BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL } */
    private static Boolean authority(ByteCursor in) {
        ByteCursor sequence = new ByteCursor();
        ByteCursor flag = new ByteCursor();
        if (!Der.expect(in, Der.SEQUENCE, sequence)) {
            return null;
        }
        return sequence.peek(0) == Der.BOOLEAN && Der.next(sequence, flag) == Der.BOOLEAN && flag.u8() != 0;
    }

    /* KeyUsage ::= BIT STRING, the first bit highest */
    private static List<String> keyUsage(ByteCursor in) {
        ByteCursor bits = new ByteCursor();
        if (!Der.expect(in, Der.BIT_STRING, bits) || bits.remaining() < 2) {
            return List.of();
        }
        bits.u8(); // count of unused bits, which are 0
        int set = bits.u8() << Byte.SIZE | (bits.remaining() > 0 ? bits.u8() : 0);
        List<String> usages = new ArrayList<>();
        for (int i = 0; i < KEY_USAGES.size(); i++) {
            if ((set & 0x8000 >> i) != 0) {
                usages.add(KEY_USAGES.get(i));
            }
        }
        return List.copyOf(usages);
    }

    /* ExtKeyUsageSyntax ::= SEQUENCE OF OBJECT IDENTIFIER */
    private static List<String> extendedKeyUsage(ByteCursor in) {
        ByteCursor sequence = new ByteCursor();
        ByteCursor oid = new ByteCursor();
        List<String> usages = new ArrayList<>();
        Der.expect(in, Der.SEQUENCE, sequence);
        while (sequence.remaining() > 0 && usages.size() < MAX_USAGES) {
            if (Der.expect(sequence, Der.OBJECT_IDENTIFIER, oid)) {
                usages.add(extendedKeyUsage(Der.oid(oid)));
            }
        }
        return List.copyOf(usages);
    }

    private static String extendedKeyUsage(String oid) {
        return switch (oid) {
            case "2.5.29.37.0" -> "anyExtendedKeyUsage";
            case "1.3.6.1.5.5.7.3.1" -> "serverAuth";
            case "1.3.6.1.5.5.7.3.2" -> "clientAuth";
            case "1.3.6.1.5.5.7.3.3" -> "codeSigning";
            case "1.3.6.1.5.5.7.3.4" -> "emailProtection";
            case "1.3.6.1.5.5.7.3.8" -> "timeStamping";
            case "1.3.6.1.5.5.7.3.9" -> "OCSPSigning";
            default -> oid;
        };
    }

    /*
     * OCTET STRING of SignedCertificateTimestampList, RFC 6962 section 3.3:
     * opaque SerializedSCT<1..2^16-1>; struct { SerializedSCT sct_list<1..2^16-1>; }
     */
    private static int scts(ByteCursor in) {
        ByteCursor octets = new ByteCursor();
        ByteCursor list = new ByteCursor();
        ByteCursor sct = new ByteCursor();
        Der.expect(in, Der.OCTET_STRING, octets);
        octets.slice16(list);
        int count = 0;
        while (list.remaining() > 0) {
            list.slice16(sct);
            count += list.ok() ? 1 : 0;
        }
        return count;
    }
}
