package io.plainsight.stream.policy;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Autonomous systems and countries of addresses, from files in the MaxMind DB format 2.0. Reads the fields of GeoLite2 ASN
 * and Country ({@code autonomous_system_number}, {@code country.iso_code}) and of files that name both flatly ({@code asn},
 * {@code country_code}), as several publishers do. Held in memory, so that a file may be replaced while it is in use.
 * Thread-safe.
 */
public final class AddressDatabase {
    /** Knows no address. */
    public static final AddressDatabase NONE = new AddressDatabase(null, null);

    /** What {@link #asn} answers when it does not know. */
    public static final long UNKNOWN_ASN = -1;

    /** The largest published file of this kind is a tenth of it; a larger one is the wrong file. */
    static final long MAX_FILE_BYTES = 512L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AddressDatabase.class);

    private final Source systems;
    private final Source countries;

    private AddressDatabase(Source systems, Source countries) {
        this.systems = systems;
        this.countries = countries;
    }

    /**
     * @param systems file of autonomous systems; null for none
     * @param countries file of countries, may be the same; null for none
     */
    static AddressDatabase of(Source systems, Source countries) {
        return systems == null && countries == null ? NONE : new AddressDatabase(systems, countries);
    }

    /**
     * @throws IOException when it cannot be read, or is no such file
     */
    static Source open(Path file) throws IOException {
        return new Source(file, new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache()), new AtomicBoolean());
    }

    /** The number of the autonomous system that announces the address, or {@link #UNKNOWN_ASN}. */
    public long asn(byte[] address) {
        Map<?, ?> record = look(systems, address);
        if (record.get("autonomous_system_number") instanceof Number number) {
            return number.longValue();
        }
        return record.get("asn") instanceof String text ? number(text) : UNKNOWN_ASN;
    }

    /** The ISO 3166-1 alpha-2 code of the address's country, upper case; empty when it is not known. */
    public String country(byte[] address) {
        Map<?, ?> record = look(countries, address);
        Object code = record.get("country") instanceof Map<?, ?> country ? country.get("iso_code") : null;
        Object flat = code != null ? code : record.get("country_code");
        return flat instanceof String text ? text.toUpperCase(Locale.ROOT) : "";
    }

    private static Map<?, ?> look(Source source, byte[] address) {
        if (source == null) {
            return Map.of();
        }
        try {
            Map<?, ?> record = source.reader().get(InetAddress.getByAddress(address), Map.class);
            return record == null ? Map.of() : record;
        } catch (IOException | RuntimeException e) {
            // the reader trusts offsets inside the file; what is damaged there may come out as either
            if (source.damaged().compareAndSet(false, true)) {
                LOG.error(
                        "address database is damaged, some addresses stay unknown; download it anew: file={} error={}",
                        source.file(),
                        e.toString());
            }
            return Map.of();
        }
    }

    /** {@code AS64496} or {@code 64496}. */
    static long number(String text) {
        String digits = text.regionMatches(true, 0, "AS", 0, 2) ? text.substring(2) : text;
        return digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : UNKNOWN_ASN;
    }

    /** An opened file. */
    record Source(Path file, Reader reader, AtomicBoolean damaged) {}
}
