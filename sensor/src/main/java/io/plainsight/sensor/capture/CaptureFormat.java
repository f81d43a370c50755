package io.plainsight.sensor.capture;

/** What a file is, by its first bytes and never by its name. */
enum CaptureFormat {
    /** draft-ietf-opsawg-pcap section 4; microseconds or nanoseconds, either byte order. */
    PCAP(null, null),
    /** draft-ietf-opsawg-pcapng section 4.1. */
    PCAPNG(null, null),
    /** RFC 1952 section 2.3.1. */
    GZIP(null, null),
    /** RFC 8878 section 3.1.1. */
    ZSTD(null, null),
    XZ("xz-compressed", "decompress it with 'xz -d' (or recompress it with gzip)"),
    BZIP2("bzip2-compressed", "decompress it with 'bzip2 -d' (or recompress it with gzip)"),
    LZ4("LZ4-compressed", "decompress it with 'lz4 -d' (or recompress it with gzip)"),
    COMPRESS("compressed by compress(1)", "decompress it with 'gzip -d'"),
    ZIP("a ZIP archive", "unpack it with 'unzip'"),
    SNOOP("a Solaris snoop capture", "convert it with 'editcap -F pcapng'"),
    NETMON("a Microsoft Network Monitor capture", "convert it with 'editcap -F pcapng'"),
    PCAP_MODIFIED("a capture in the modified pcap form of 1999", "convert it with 'editcap -F pcapng'"),
    UNKNOWN(null, null);

    /** Bytes that {@link #detect} looks at when there are so many. */
    static final int MAGIC_LENGTH = 8;

    static final int PCAP_MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int PCAP_MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int PCAP_MAGIC_MODIFIED = 0xa1b2cd34;
    private static final int PCAPNG_SECTION_HEADER = 0x0a0d0d0a;

    /** RFC 8878 section 3.1.2: what some compressors begin a file with; the lowest four bits of the first byte are free. */
    private static final int ZSTD_SKIPPABLE_FRAME = 0x502a4d18;

    private static final int ZSTD_SKIPPABLE_MASK = 0xf0ffffff;

    private final String description;
    private final String remedy;

    CaptureFormat(String description, String remedy) {
        this.description = description;
        this.remedy = remedy;
    }

    /** What to call it in a message; null for the formats that are read and for {@link #UNKNOWN}. */
    String description() {
        return description;
    }

    String remedy() {
        return remedy;
    }

    boolean isReadable() {
        return this == PCAP || this == PCAPNG || this == GZIP || this == ZSTD;
    }

    /**
     * @param head the file's first bytes
     * @param length how many of them are valid
     */
    static CaptureFormat detect(byte[] head, int length) {
        if (length < 4) {
            return length >= 2 && isGzip(head) ? GZIP : UNKNOWN;
        }
        int magic = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | (head[3] & 0xff);
        if (isPcap(magic) || isPcap(Integer.reverseBytes(magic))) {
            return PCAP;
        }
        if (magic == PCAPNG_SECTION_HEADER) {
            return PCAPNG;
        }
        if (isGzip(head)) {
            return GZIP;
        }
        if ((magic & ZSTD_SKIPPABLE_MASK) == ZSTD_SKIPPABLE_FRAME) {
            return ZSTD;
        }
        return other(magic);
    }

    private static CaptureFormat other(int magic) {
        return switch (magic) {
            case 0x28b52ffd -> ZSTD;
            case 0xfd377a58 -> XZ;
            case 0x04224d18 -> LZ4;
            case 0x504b0304 -> ZIP;
            case 0x736e6f6f -> SNOOP;
            case 0x474d4255, 0x52545353 -> NETMON;
            case PCAP_MAGIC_MODIFIED, 0x34cdb2a1 -> PCAP_MODIFIED;
            default -> magic >>> 8 == 0x425a68 ? BZIP2 : magic >>> 16 == 0x1f9d ? COMPRESS : UNKNOWN;
        };
    }

    private static boolean isPcap(int magic) {
        return magic == PCAP_MAGIC_MICROSECONDS || magic == PCAP_MAGIC_NANOSECONDS;
    }

    private static boolean isGzip(byte[] head) {
        return head[0] == 0x1f && head[1] == (byte) 0x8b;
    }
}
