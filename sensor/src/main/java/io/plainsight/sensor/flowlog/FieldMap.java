package io.plainsight.sensor.flowlog;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Values by name, where many maps share the names. Immutable; small: a look-up goes through all names. */
public final class FieldMap extends AbstractMap<String, String> {
    private final List<String> names;
    private final String[] values;
    private final int size;

    /**
     * @param names distinct and shared
     * @param values one for each name, null where there is none; the map's own from now on
     */
    public FieldMap(List<String> names, String[] values) {
        this.names = names;
        this.values = values;
        int present = 0;
        for (String value : values) {
            present += value == null ? 0 : 1;
        }
        size = present;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Present();
            }
        };
    }

    private final class Present implements Iterator<Map.Entry<String, String>> {
        private int next = after(0);

        private int after(int from) {
            int index = from;
            while (index < values.length && values[index] == null) {
                index++;
            }
            return index;
        }

        @Override
        public boolean hasNext() {
            return next < values.length;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, String> entry = Map.entry(names.get(next), values[next]);
            next = after(next + 1);
            return entry;
        }
    }
}
