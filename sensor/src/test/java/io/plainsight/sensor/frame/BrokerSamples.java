package io.plainsight.sensor.frame;

import static io.plainsight.sensor.testing.Wire.hex;

import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Samples.Sample;
import io.plainsight.sensor.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** First bytes of brokers, their clients and of what else exchanges messages, by the specifications. */
final class BrokerSamples {
    private static final String MARKER = "ff".repeat(16);

    private BrokerSamples() {}

    static List<Sample> all() {
        return List.of(
                client("kafka", hex("00000015 0012 0000 00000081 0007 72646b61666b61 00000000")),
                client(
                        "kafka",
                        hex(
                                "00000024 0012 0003 00000001 0008 636c69656e742d31 00 0e 6b61666b612d636c69656e74 06 332e302e30"
                                        + "00")),
                client("kafka", hex("0000001f 0011 0001 00000002 0008 636c69656e742d31 0005 504c41494e 00000000")),
                client(
                        "zookeeper",
                        hex("0000002d 00000000 0000000000000000 00007530 0000000000000000 00000010"
                                + "00000000000000000000000000000000 00")),
                server(
                        "zookeeper",
                        hex(
                                "00000025 00000000 00007530 0100000000000001 00000010 000102030405060708090a0b0c0d0e0f 00")),
                server("zookeeper", text("Zookeeper version: 3.8.4\nLatency min/avg/max: 0/0/0\n")),
                client("amqp", text("AMQP\0\0\u0009\u0001")),
                client("amqp", hex("414d5150 03 01 00 00")),
                client("amqp", hex("01 0001 0000000e 003c 0028 0000 00 05 71756575 65 00 ce")),
                client("mqtt", hex("10 0e 0004 4d515454 04 02 003c 0002 6964")),
                client("mqtt", hex("10 10 0006 4d5149736470 03 02 003c 0002 6964")),
                client("nats", text("CONNECT {\"verbose\":false,\"pedantic\":false}\r\nPING\r\n")),
                server("nats", text("INFO {\"server_id\":\"a\",\"tls_required\":true}\r\n")),
                client("stomp", text("CONNECT\naccept-version:1.2\nhost:a\n\n\0")),
                server("stomp", text("CONNECTED\nversion:1.2\n\n\0")),
                client("pulsar", hex("00000013 0000000f 08 02 12 0b 0a0163 20 15 2a 04 6e6f6e65")),
                server("pulsar", hex("0000000d 00000009 08 03 1a 05 0a0173 10 15")),
                client("mongodb", document("hello", 2013, "00000000 00")),
                client("mongodb", document("isMaster", 2004, "00000000 61646d696e2e24636d6400 00000000 ffffffff")),
                client("diameter", hex("01 000020 80 000101 00000000 00000001 00000002 00000108 40 00000b 612e6200")),
                server("diameter", hex("01 000020 00 000118 00000000 00000001 00000002 00000108 40 00000b 612e6200")),
                client(
                        "diameter",
                        hex("01 000024 c0 000110 00000004 00000001 00000002 00000107 40 00000d 613b313b32 000000")),
                client("bgp", hex(MARKER + "001d 01 04 fde8 005a 0a000001 00")),
                server("bgp", hex(MARKER + "0013 04")));
    }

    private static byte[] document(String command, int operation, String head) {
        byte[] before = hex(head);
        int document = 4 + 1 + command.length() + 1 + 4 + 1;
        return new Wire()
                .u32le(16 + before.length + document)
                .u32le(1)
                .u32le(0)
                .u32le(operation)
                .add(before)
                .u32le(document)
                .u8(0x10)
                .text(command)
                .u8(0)
                .u32le(1)
                .u8(0)
                .done();
    }

    private static Sample client(String protocol, byte[] bytes) {
        return new Sample(protocol, Side.CLIENT, bytes);
    }

    private static Sample server(String protocol, byte[] bytes) {
        return new Sample(protocol, Side.SERVER, bytes);
    }

    private static byte[] text(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
