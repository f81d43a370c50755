package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A conversation of two sides, and the ways to feed it to a dissector as the flow layer would. */
public final class Dialogue {
    private record Message(Side side, byte[] bytes) {}

    /** What a run left behind; {@code clientRest} and {@code serverRest} are the bytes not consumed. */
    public record Outcome(ObservationDraft draft, Progress last, int decisions, byte[] clientRest, byte[] serverRest) {
        public boolean startsTls() {
            return last == Progress.START_TLS;
        }

        /** All that must not depend on how the bytes were split. */
        public String summary() {
            return String.join(
                    " | ",
                    String.valueOf(draft.protocol),
                    String.valueOf(draft.application),
                    String.valueOf(draft.protection),
                    String.valueOf(draft.action),
                    String.valueOf(draft.reasons),
                    String.valueOf(draft.startTls),
                    String.valueOf(draft.plaintext),
                    startsTls()
                            ? "tls at " + HexFormat.of().formatHex(clientRest) + "/"
                                    + HexFormat.of().formatHex(serverRest)
                            : "");
        }
    }

    private final List<Message> messages = new ArrayList<>();

    public Dialogue client(String text) {
        return client(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Dialogue server(String text) {
        return server(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Dialogue client(byte[] bytes) {
        return message(Side.CLIENT, bytes);
    }

    public Dialogue server(byte[] bytes) {
        return message(Side.SERVER, bytes);
    }

    public Dialogue message(Side side, byte[] bytes) {
        messages.add(new Message(side, bytes));
        return this;
    }

    /** Lines as RFCs print them: {@code S:} and {@code C:} before each; CRLF is added. */
    public static Dialogue of(String lines) {
        Dialogue dialogue = new Dialogue();
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String text = (line.length() > 2 ? line.substring(3) : "") + "\r\n";
            if (line.startsWith("S:")) {
                dialogue.server(text);
            } else {
                dialogue.client(text);
            }
        });
        return dialogue;
    }

    /** All messages in their order. */
    public void forEach(BiConsumer<Side, byte[]> action) {
        messages.forEach(message -> action.accept(message.side(), message.bytes()));
    }

    public int length() {
        return messages.stream().mapToInt(m -> m.bytes().length).sum();
    }

    /** Each message in one call. */
    public Outcome feed(Supplier<StreamDissector> opened) {
        return new Run(opened.get()).all(messages);
    }

    public Outcome feedByteByByte(Supplier<StreamDissector> opened) {
        List<Message> single = new ArrayList<>();
        for (Message message : messages) {
            for (byte b : message.bytes()) {
                single.add(new Message(message.side(), new byte[] {b}));
            }
        }
        return new Run(opened.get()).all(single);
    }

    /** All of it, with the message that holds byte {@code at} cut there. */
    public Outcome feedSplit(Supplier<StreamDissector> opened, int at) {
        List<Message> split = new ArrayList<>();
        int offset = 0;
        for (Message message : messages) {
            int cut = at - offset;
            if (cut > 0 && cut < message.bytes().length) {
                split.add(new Message(message.side(), Arrays.copyOf(message.bytes(), cut)));
                split.add(
                        new Message(message.side(), Arrays.copyOfRange(message.bytes(), cut, message.bytes().length)));
            } else {
                split.add(message);
            }
            offset += message.bytes().length;
        }
        return new Run(opened.get()).all(split);
    }

    /** The first {@code length} bytes, then the end of the connection. */
    public Outcome feedTruncated(Supplier<StreamDissector> opened, int length) {
        List<Message> kept = new ArrayList<>();
        int left = length;
        for (Message message : messages) {
            int take = Math.min(left, message.bytes().length);
            kept.add(new Message(message.side(), Arrays.copyOf(message.bytes(), take)));
            left -= take;
        }
        return new Run(opened.get()).all(kept);
    }

    /** All of it, but {@code length} bytes from {@code at} on are lost and reported as gaps. */
    public Outcome feedWithGap(Supplier<StreamDissector> opened, int at, int length) {
        Run run = new Run(opened.get());
        int offset = 0;
        for (Message message : messages) {
            byte[] bytes = message.bytes();
            int from = Math.max(0, Math.min(bytes.length, at - offset));
            int to = Math.max(from, Math.min(bytes.length, at + length - offset));
            run.bytes(message.side(), Arrays.copyOf(bytes, from));
            if (to > from) {
                run.gap(message.side());
            }
            run.bytes(message.side(), Arrays.copyOfRange(bytes, to, bytes.length));
            offset += bytes.length;
        }
        return run.end();
    }

    /** What the signature says of a side's bytes so far, as the conversation goes on; the first YES or the last answer. */
    public ProtocolSignature.Match match(ProtocolSignature signature) {
        ByteArrayOutputStream[] sides = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        ProtocolSignature.Match last = ProtocolSignature.Match.MAYBE;
        for (Message message : messages) {
            ByteArrayOutputStream side = sides[message.side().ordinal()];
            side.writeBytes(message.bytes());
            last = signature.match(message.side(), new ByteCursor().wrap(side.toByteArray()));
            if (last != ProtocolSignature.Match.MAYBE) {
                return last;
            }
        }
        return last;
    }

    /** Feeds and keeps what is not consumed, as the contract of {@link StreamDissector} has it. */
    private static final class Run {
        private final StreamDissector dissector;
        private final byte[][] pending = {new byte[0], new byte[0]};
        private Progress last = Progress.MORE;
        private int decisions;

        Run(StreamDissector dissector) {
            this.dissector = dissector;
        }

        Outcome all(List<Message> messages) {
            messages.forEach(message -> bytes(message.side(), message.bytes()));
            return end();
        }

        void bytes(Side side, byte[] bytes) {
            if (bytes.length == 0) {
                return;
            }
            byte[] joined = join(pending[side.ordinal()], bytes);
            pending[side.ordinal()] = joined;
            if (isOver()) {
                return;
            }
            ByteCursor in = new ByteCursor().wrap(ByteBuffer.wrap(joined), 0, joined.length);
            last = dissector.onBytes(side, in, 0);
            decisions += last == Progress.DECIDED ? 1 : 0;
            pending[side.ordinal()] = Arrays.copyOfRange(joined, in.position(), joined.length);
            if (pending[side.ordinal()].length > StreamDissector.MAX_PENDING) {
                gap(side);
            }
        }

        void gap(Side side) {
            if (!isOver()) {
                pending[side.ordinal()] = new byte[0];
                dissector.onGap(side, 0);
            }
        }

        Outcome end() {
            if (last != Progress.START_TLS && last != Progress.TUNNEL && last != Progress.NOT_MINE) {
                Progress closed = dissector.onClose(null, CloseKind.FIN, 0);
                decisions += closed == Progress.DECIDED ? 1 : 0;
            }
            ObservationDraft draft = new ObservationDraft();
            dissector.describe(draft);
            return new Outcome(draft, last, decisions, pending[0], pending[1]);
        }

        private boolean isOver() {
            return last == Progress.START_TLS
                    || last == Progress.TUNNEL
                    || last == Progress.DONE
                    || last == Progress.NOT_MINE;
        }

        private static byte[] join(byte[] first, byte[] second) {
            byte[] joined = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, joined, first.length, second.length);
            return joined;
        }
    }
}
