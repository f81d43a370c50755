package io.plainsight.sensor.flowlog.netflow;

import java.util.ArrayList;
import java.util.List;

/** NetFlow 5's record as a template ("NetFlow Services Solutions Guide", Cisco, "Version 5 Flow Record Format"). */
final class V5 {
    static final int HEADER_LENGTH = 24;
    static final int RECORD_LENGTH = 48;
    /** What fits into a frame of 1500 bytes; a higher count is believed only when the packet is as long as it says. */
    static final int MAX_RECORDS = 30;
    /** The upper two bits of the header's last word are the sampling mode. */
    static final int SAMPLING_INTERVAL_MASK = 0x3fff;

    /** Element and length: addresses, next hop, interfaces, counters, uptimes, ports, flags, protocol, ToS, AS numbers, masks. */
    private static final int[][] FIELDS = {
        {8, 4}, {12, 4}, {15, 4}, {10, 2}, {14, 2}, {2, 4}, {1, 4}, {22, 4}, {21, 4}, {7, 2}, {11, 2}, {210, 1}, {6, 1},
        {4, 1}, {5, 1}, {16, 2}, {17, 2}, {9, 1}, {13, 1}, {210, 2}
    };

    private V5() {}

    static Template template(Elements elements) {
        List<Template.Field> fields = new ArrayList<>();
        for (int[] field : FIELDS) {
            fields.add(new Template.Field(field[0], field[1], elements.of(field[0])));
        }
        return new Template(0, false, List.copyOf(fields));
    }
}
