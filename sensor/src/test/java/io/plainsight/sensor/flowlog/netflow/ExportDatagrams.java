package io.plainsight.sensor.flowlog.netflow;

/** Export packets for tests of other packages. */
public final class ExportDatagrams {
    private ExportDatagrams() {}

    /** IPFIX: the template of the flows of {@link #flow}. */
    public static byte[] template() {
        return Packets.ipfix(0, Packets.set(2, Packets.template(Packets.TEMPLATE, Packets.FIELDS)));
    }

    /** IPFIX: one flow from 10.0.0.1 to 10.0.0.2:5432. */
    public static byte[] flow(int number, int sourcePort) {
        return Packets.ipfix(number, Packets.set(Packets.TEMPLATE, Packets.record(sourcePort)));
    }

    /** NetFlow 5: one flow from 10.0.0.1:40000 to 10.0.0.2:5432. */
    public static byte[] v5(long number) {
        return Packets.v5(number, 0, Packets.v5Record());
    }
}
