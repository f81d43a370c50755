package io.plainsight.sensor.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pair of virtual interfaces: one here, without address and quiet but for what {@link #send} puts on it, and its peer in a
 * network namespace of its own.
 */
public final class VethPair implements AutoCloseable {
    /** Sends each line of hexadecimal digits as a frame, and answers it with a line. */
    private static final String SENDER = """
            import socket, sys
            out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            out.bind((sys.argv[1], 0))
            print('ready', flush=True)
            for line in sys.stdin:
                out.send(bytes.fromhex(line))
                print('sent', flush=True)
            """;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** This side's name. */
    public final String interfaceName;

    public final String namespace;
    public final String peer;

    private Process sender;
    private Writer frames;
    private BufferedReader answers;

    public VethPair() throws IOException, InterruptedException {
        String run = Long.toString(ProcessHandle.current().pid(), 36) + NUMBER.getAndIncrement();
        interfaceName = "pv" + run + "a";
        peer = "pv" + run + "b";
        namespace = "plainsight-veth-" + run;
        Command.run("ip", "netns", "add", namespace);
        add();
    }

    /** Makes the pair, or makes it again after {@link #delete}. */
    public void add() throws IOException, InterruptedException {
        Command.run("ip", "link", "add", interfaceName, "type", "veth", "peer", "name", peer, "netns", namespace);
        // no router solicitations and the like among what the tests send
        Command.run("ip", "link", "set", interfaceName, "addrgenmode", "none", "mtu", "9000", "up");
        Command.run("ip", "-n", namespace, "link", "set", peer, "addrgenmode", "none", "mtu", "9000", "up");
        sender = new ProcessBuilder(List.of("ip", "netns", "exec", namespace, "python3", "-c", SENDER, peer))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        frames = sender.outputWriter(StandardCharsets.US_ASCII);
        answers = new BufferedReader(new InputStreamReader(sender.getInputStream(), StandardCharsets.US_ASCII));
        expect("ready");
    }

    /** Takes both interfaces away. */
    public void delete() throws IOException, InterruptedException {
        endSender();
        Command.run("ip", "link", "delete", interfaceName);
    }

    /** Sends a frame from the peer, and returns when the kernel has taken it. */
    public void send(byte[] frame) throws IOException {
        frames.write(HexFormat.of().formatHex(frame));
        frames.write('\n');
        frames.flush();
        expect("sent");
    }

    private void expect(String answer) throws IOException {
        String line = answers.readLine();
        if (!answer.equals(line)) {
            throw new IOException("the sender ended: " + line);
        }
    }

    private void endSender() throws IOException, InterruptedException {
        frames.close();
        sender.waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        endSender();
        Command.run("ip", "netns", "delete", namespace);
    }
}
