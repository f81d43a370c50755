package io.plainsight.sensor.flowlog.parquet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * Reads the rows of one row group, all columns side by side.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> a page and a dictionary of each column.
 */
final class RowGroupReader {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final List<ColumnReader> columns = new ArrayList<>();
    private final List<ColumnDescriptor> descriptors;

    /** @throws IOException when the columns do not lie in the file as the footer says */
    RowGroupReader(FileChannel file, FlatSchema schema, RowGroup group, String createdBy) throws IOException {
        descriptors = schema.message().getColumns();
        if (group.getColumnsSize() != descriptors.size()) {
            throw new IOException(
                    "a row group of " + group.getColumnsSize() + " columns where the file has " + descriptors.size());
        }
        Map<ColumnDescriptor, PageReader> pages = new HashMap<>();
        for (int i = 0; i < descriptors.size(); i++) {
            pages.put(
                    descriptors.get(i),
                    pages(file, group.getColumns().get(i), descriptors.get(i), group.getNum_rows()));
        }
        try {
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                    new Pages(pages, group.getNum_rows()), new NoConverters(), schema.message(), createdBy);
            descriptors.forEach(descriptor -> columns.add(store.getColumnReader(descriptor)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static PageReader pages(FileChannel file, ColumnChunk chunk, ColumnDescriptor column, long rows)
            throws IOException {
        ColumnMetaData meta = chunk.getMeta_data();
        if (meta == null || chunk.isSetFile_path()) {
            throw new IOException("a column that lies in another file, or is encrypted");
        }
        if (!PageCodec.supports(meta.getCodec())) {
            throw new IOException(
                    "pages compressed with " + meta.getCodec() + "; write the file with gzip, snappy or zstd");
        }
        long from = meta.getData_page_offset();
        if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
            from = Math.min(from, meta.getDictionary_page_offset());
        }
        long length = meta.getTotal_compressed_size();
        if (from < 0 || length <= 0 || length > file.size() - from || meta.getNum_values() != rows) {
            throw new IOException("column " + String.join(".", column.getPath()) + " lies outside of the file");
        }
        InputStream in = new BufferedInputStream(new ChannelInput(file, from, from + length), BUFFER_BYTES);
        return new ChunkPages(in, meta.getCodec(), rows);
    }

    /**
     * The next row's values, in the order of the schema; null where there is none. May be called once for each row.
     *
     * @throws IOException when the file is damaged here
     */
    void next(String[] into) throws IOException {
        try {
            for (int i = 0; i < into.length; i++) {
                ColumnReader column = columns.get(i);
                ColumnDescriptor descriptor = descriptors.get(i);
                boolean present = column.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel();
                into[i] = present ? text(column, descriptor) : null;
                column.consume();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) { // the library has no type of its own for each kind of damage
            throw damaged(e);
        }
    }

    private static String text(ColumnReader column, ColumnDescriptor descriptor) {
        return switch (descriptor.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> Integer.toString(column.getInteger());
            case INT64 -> Long.toString(column.getLong());
            default -> column.getBinary().toStringUsingUTF8();
        };
    }

    private static IOException damaged(RuntimeException e) {
        return new IOException("the file is damaged (" + e + ")", e);
    }

    private record Pages(Map<ColumnDescriptor, PageReader> readers, long rows) implements PageReadStore {
        @Override
        public PageReader getPageReader(ColumnDescriptor descriptor) {
            return readers.get(descriptor);
        }

        @Override
        public long getRowCount() {
            return rows;
        }
    }
}
