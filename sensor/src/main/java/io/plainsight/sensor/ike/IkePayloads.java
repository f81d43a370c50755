package io.plainsight.sensor.ike;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Walks the payloads of an IKE message that is in clear (RFC 7296 section 3.2, RFC 2408 section 3.2).
 *
 * <pre>
 *  payload:   0 next payload  1 reserved  2 length (2)  4 …
 *  proposal:  0 last?  1 reserved  2 length (2)  4 number  5 protocol  6 SPI length  7 transforms  8 SPI …
 *  transform: 0 last?  1 reserved  2 length (2)  version 2: 4 type  5 reserved  6 id (2)   8 attributes
 *                                                version 1: 4 number  5 id  6 reserved (2)  8 attributes
 *  attribute: 0 format (1 bit), type (15 bits)  2 value, or length and value
 * </pre>
 *
 * <p><b>Bounds:</b> {@link #MAX_PARTS} of each. Never throws.
 */
final class IkePayloads {
    static final int MAX_PARTS = 256;

    private static final int SA_1 = 1;
    private static final int SA_2 = 33;
    private static final int NOTIFY_1 = 11;
    private static final int NOTIFY_2 = 41;
    private static final int HEADER_LENGTH = 4;
    private static final int PROPOSAL_FIXED_LENGTH = 4;
    private static final int DOI_AND_SITUATION_LENGTH = 8;
    private static final int ATTRIBUTE_SHORT = 0x8000;
    private static final int ATTRIBUTE_KEY_LENGTH = 14;
    private static final int ATTRIBUTE_ENCRYPTION = 1;
    private static final int ATTRIBUTE_HASH = 2;
    private static final int ATTRIBUTE_GROUP = 4;

    private final ByteCursor payload = new ByteCursor();
    private final ByteCursor proposal = new ByteCursor();
    private final ByteCursor transform = new ByteCursor();

    /** What the message's security association named; null when it has none. */
    private IkeOffer offer;
    /** The first notification's type; 0 when there is none. */
    private int notification;

    IkeOffer offer() {
        return offer;
    }

    int notification() {
        return notification;
    }

    /** Reads the payloads behind the header. */
    void read(ByteCursor in, boolean versionTwo) {
        offer = null;
        notification = 0;
        int type = IkeHeader.nextPayload(in);
        in.skip(IkeHeader.LENGTH);
        for (int i = 0; i < MAX_PARTS && type != 0 && in.remaining() >= HEADER_LENGTH; i++) {
            int next = part(in, payload);
            if (next < 0) {
                return;
            }
            if (type == (versionTwo ? SA_2 : SA_1) && offer == null) {
                offer = new IkeOffer();
                payload.skip(versionTwo ? 0 : DOI_AND_SITUATION_LENGTH);
                proposals(versionTwo);
            } else if (type == (versionTwo ? NOTIFY_2 : NOTIFY_1) && notification == 0) {
                payload.skip(versionTwo ? 2 : HEADER_LENGTH + 2);
                notification = payload.u16();
            }
            type = next;
        }
    }

    private void proposals(boolean versionTwo) {
        for (int i = 0; i < MAX_PARTS && payload.remaining() >= HEADER_LENGTH; i++) {
            if (part(payload, proposal) < 0) {
                return;
            }
            proposal.skip(2);
            int spiLength = proposal.u8();
            proposal.skip(1 + spiLength);
            for (int j = 0; j < MAX_PARTS && proposal.ok() && proposal.remaining() >= HEADER_LENGTH; j++) {
                if (part(proposal, transform) < 0) {
                    return;
                }
                if (versionTwo) {
                    transformOfVersion2();
                } else {
                    transformOfVersion1();
                }
            }
        }
    }

    private void transformOfVersion2() {
        int type = transform.u8();
        transform.skip(1);
        int id = transform.u16();
        int keyBits = 0;
        for (int i = 0; i < MAX_PARTS && transform.remaining() >= HEADER_LENGTH; i++) {
            int attribute = transform.u16();
            int value = transform.u16();
            if (attribute == (ATTRIBUTE_SHORT | ATTRIBUTE_KEY_LENGTH)) {
                keyBits = value;
            } else if ((attribute & ATTRIBUTE_SHORT) == 0) {
                transform.skip(value);
            }
        }
        if (transform.ok()) {
            offer.add(type, id, keyBits);
        }
    }

    /** Version 1 puts all kinds into the attributes of one transform. */
    private void transformOfVersion1() {
        transform.skip(PROPOSAL_FIXED_LENGTH);
        int encryption = 0;
        int keyBits = 0;
        for (int i = 0; i < MAX_PARTS && transform.remaining() >= HEADER_LENGTH; i++) {
            int attribute = transform.u16();
            int value = transform.u16();
            switch (attribute) {
                case ATTRIBUTE_SHORT | ATTRIBUTE_ENCRYPTION -> encryption = IkeTransforms.encryptionOfVersion1(value);
                case ATTRIBUTE_SHORT | ATTRIBUTE_HASH -> offer.addHash(value);
                case ATTRIBUTE_SHORT | ATTRIBUTE_GROUP -> offer.add(IkeTransforms.KEY_EXCHANGE, value, 0);
                case ATTRIBUTE_SHORT | ATTRIBUTE_KEY_LENGTH -> keyBits = value;
                default -> {
                    if ((attribute & ATTRIBUTE_SHORT) == 0) {
                        transform.skip(value);
                    }
                }
            }
        }
        if (encryption != 0) {
            offer.add(IkeTransforms.ENCRYPTION, encryption, keyBits);
        }
    }

    /** Takes the part that {@code in} stands on, without its header, into {@code into}; its first byte, or -1 when it does not fit. */
    private static int part(ByteCursor in, ByteCursor into) {
        int first = in.u8();
        in.skip(1);
        int length = in.u16();
        if (!in.ok() || length < HEADER_LENGTH || length - HEADER_LENGTH > in.remaining()) {
            return -1;
        }
        in.slice(length - HEADER_LENGTH, into);
        return first;
    }
}
