package io.plainsight.sensor.flowlog.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/**
 * The pages of one column of a row group, read one after the other as they are asked for. "Parquet Format", Data Pages.
 *
 * <p><b>Memory:</b> one page, and the dictionary, each of at most {@value #MAX_PAGE_BYTES} bytes; writers make pages of 1 MiB.
 */
final class ChunkPages implements PageReader {
    static final int MAX_PAGE_BYTES = 16 << 20;
    /** Nobody asks a page for them when all values are read. */
    private static final Statistics<?> NO_STATISTICS = null;

    private final InputStream in;
    private final CompressionCodec codec;
    private final long values;
    private long read;
    private PageHeader ahead;

    /**
     * @param in begins with the chunk's first page and ends with the chunk
     * @param values how many the chunk has, nulls among them
     */
    ChunkPages(InputStream in, CompressionCodec codec, long values) {
        this.in = in;
        this.codec = codec;
        this.values = values;
    }

    @Override
    public long getTotalValueCount() {
        return values;
    }

    /** Asked for first; null when the column has none. */
    @Override
    public DictionaryPage readDictionaryPage() {
        try {
            PageHeader header = header();
            if (!header.isSetDictionary_page_header()) {
                ahead = header;
                return null;
            }
            byte[] page = PageCodec.decompress(codec, body(header), header.getUncompressed_page_size());
            return new DictionaryPage(
                    BytesInput.from(page),
                    header.getDictionary_page_header().getNum_values(),
                    encoding(header.getDictionary_page_header().getEncoding()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null behind the last. */
    @Override
    public DataPage readPage() {
        try {
            while (read < values) {
                PageHeader header = header();
                if (header.isSetData_page_header()) {
                    return first(header, header.getData_page_header());
                }
                if (header.isSetData_page_header_v2()) {
                    return second(header, header.getData_page_header_v2());
                }
                in.skipNBytes(sizeOnDisk(header)); // an index, or what is to come
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataPage first(PageHeader header, DataPageHeader data) throws IOException {
        count(data.getNum_values());
        byte[] page = PageCodec.decompress(codec, body(header), header.getUncompressed_page_size());
        return new DataPageV1(
                BytesInput.from(page),
                data.getNum_values(),
                page.length,
                NO_STATISTICS,
                encoding(data.getRepetition_level_encoding()),
                encoding(data.getDefinition_level_encoding()),
                encoding(data.getEncoding()));
    }

    /** Its levels stand before the values and are never compressed. */
    private DataPage second(PageHeader header, DataPageHeaderV2 data) throws IOException {
        count(data.getNum_values());
        byte[] body = body(header);
        int repetition = data.getRepetition_levels_byte_length();
        int definition = data.getDefinition_levels_byte_length();
        long levels = (long) repetition + definition;
        if (repetition < 0 || definition < 0 || levels > body.length || levels > header.getUncompressed_page_size()) {
            throw new IOException("a page shorter than its levels");
        }
        int from = (int) levels;
        byte[] rest = Arrays.copyOfRange(body, from, body.length);
        byte[] plain = data.isSetIs_compressed() && !data.isIs_compressed() || rest.length == 0
                ? rest
                : PageCodec.decompress(codec, rest, header.getUncompressed_page_size() - from);
        return new DataPageV2(
                data.getNum_rows(),
                data.getNum_nulls(),
                data.getNum_values(),
                BytesInput.from(body, 0, repetition),
                BytesInput.from(body, repetition, definition),
                encoding(data.getEncoding()),
                BytesInput.from(plain),
                from + plain.length,
                NO_STATISTICS,
                false);
    }

    private void count(int more) throws IOException {
        if (more <= 0) {
            throw new IOException("a page of " + more + " values");
        }
        read += more;
    }

    private PageHeader header() throws IOException {
        PageHeader header = ahead;
        ahead = null;
        if (header != null) {
            return header;
        }
        header = Util.readPageHeader(in);
        int size = header.getUncompressed_page_size();
        if (size < 0 || size > MAX_PAGE_BYTES || sizeOnDisk(header) < 0 || sizeOnDisk(header) > MAX_PAGE_BYTES) {
            throw new IOException("a page of " + Math.max(size, sizeOnDisk(header)) + " bytes");
        }
        return header;
    }

    private static int sizeOnDisk(PageHeader header) {
        return header.getCompressed_page_size();
    }

    private byte[] body(PageHeader header) throws IOException {
        byte[] body = in.readNBytes(sizeOnDisk(header));
        if (body.length != sizeOnDisk(header)) {
            throw new IOException("a page that ends early");
        }
        return body;
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) throws IOException {
        if (encoding == null) {
            throw new IOException("values in an unknown encoding");
        }
        return Encoding.valueOf(encoding.name());
    }
}
