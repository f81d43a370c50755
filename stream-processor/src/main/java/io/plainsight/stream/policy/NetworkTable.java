package io.plainsight.stream.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Address blocks and what belongs to them, found by the longest block that holds an address. One look-up in a hash table
 * for each prefix length in use, however many blocks there are. Written by one thread, then only read.
 */
final class NetworkTable<T> {
    private final List<Level<T>> levels = new ArrayList<>();

    /** All blocks of one family and prefix length. */
    private record Level<T>(int addressLength, int prefixLength, Map<Prefix, List<T>> blocks) {}

    /** The leading bits of an address, the rest cleared; an IPv4 address stands at the top. */
    private record Prefix(long high, long low) {}

    /** Adds a value behind those that the same block has already. */
    void add(Cidr block, T value) {
        level(block)
                .blocks()
                .computeIfAbsent(prefix(block.network(), block.prefixLength()), key -> new ArrayList<>())
                .add(value);
    }

    /** The first accepted value of the longest block with one; null when there is none. */
    T find(byte[] address, Predicate<T> accepts) {
        for (Level<T> level : levels) {
            if (level.addressLength() == address.length) {
                for (T value : level.blocks().getOrDefault(prefix(address, level.prefixLength()), List.of())) {
                    if (accepts.test(value)) {
                        return value;
                    }
                }
            }
        }
        return null;
    }

    private Level<T> level(Cidr block) {
        for (Level<T> level : levels) {
            if (level.addressLength() == block.network().length && level.prefixLength() == block.prefixLength()) {
                return level;
            }
        }
        Level<T> added = new Level<>(block.network().length, block.prefixLength(), new HashMap<>());
        levels.add(added);
        levels.sort(Comparator.comparingInt((Level<T> level) -> level.prefixLength())
                .reversed());
        return added;
    }

    private static Prefix prefix(byte[] address, int length) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < address.length; i++) {
            long octet = address[i] & 0xffL;
            if (i < Long.BYTES) {
                high |= octet << (56 - 8 * i);
            } else {
                low |= octet << (120 - 8 * i);
            }
        }
        // Java takes shift distances modulo 64, hence the cases at both ends
        long highMask = length >= 64 ? -1 : length == 0 ? 0 : -1L << (64 - length);
        long lowMask = length <= 64 ? 0 : -1L << (128 - length);
        return new Prefix(high & highMask, low & lowMask);
    }
}
