package io.plainsight.stream.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds RocksDB's memory for the whole process, whatever the number of stores: by itself each store takes up to 50 MB of
 * blocks and three write buffers of 16 MB, and there is one for each detector's store and partition. Objects that are in use
 * stand before the stores anyway ({@link WriteBackStore}).
 *
 * <p>Most keys that are asked for a first time are not there, so filters stand before tables and write buffers. Class and
 * constructor are public for Kafka Streams, which makes one for each store.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    /** Blocks, filters, indexes and write buffers together. */
    static final long TOTAL_BYTES = 128L << 20;

    /** What all write buffers together should stay below. */
    public static final long WRITE_BUFFERS_BYTES = 64L << 20;

    private static final long WRITE_BUFFER_BYTES = 4L << 20;
    /**
     * What a write buffer takes at its first record. An eighth of the buffer, RocksDB's own choice, times the number of stores
     * and partitions is more than all buffers may take together; then every write makes some store write a file.
     */
    private static final long FIRST_BYTES = 64L << 10;

    private static final long BLOCK_BYTES = 8L << 10;
    private static final int MAX_WRITE_BUFFERS = 2;
    private static final double FILTER_OF_WRITE_BUFFER = 0.01;
    private static final double BITS_PER_KEY = 10;
    private static final double SHARE_OF_FILTERS = 0.1;

    /** What an empty store that was written to takes of the write buffers. */
    public static long leastBytes() {
        return FIRST_BYTES + (long) (FILTER_OF_WRITE_BUFFER * WRITE_BUFFER_BYTES);
    }

    /** Held for the life of the process, as are the objects of RocksDB behind them. */
    private static final class Shared {
        static final Cache CACHE = new LRUCache(TOTAL_BYTES, -1, false, SHARE_OF_FILTERS);
        static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
        static final BloomFilter FILTER = new BloomFilter(BITS_PER_KEY);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
        tables.setBlockCache(Shared.CACHE);
        tables.setBlockSize(BLOCK_BYTES);
        tables.setFilterPolicy(Shared.FILTER);
        tables.setCacheIndexAndFilterBlocks(true);
        tables.setCacheIndexAndFilterBlocksWithHighPriority(true);
        tables.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(tables);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setArenaBlockSize(FIRST_BYTES);
        options.setMaxWriteBufferNumber(MAX_WRITE_BUFFERS);
        options.setMemtablePrefixBloomSizeRatio(FILTER_OF_WRITE_BUFFER);
        options.setMemtableWholeKeyFiltering(true);
    }

    @Override
    public void close(String storeName, Options options) {
        // what is shared outlives every store
    }
}
