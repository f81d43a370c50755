package io.plainsight.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a command prints: its output, its messages, and what the screen behind them can show. Commands print nowhere
 * else, so that a test can stand in for the screen.
 */
public final class Terminal {
    /** Width of the text where nothing says how wide the screen is, in columns. */
    public static final int DEFAULT_WIDTH = 100;

    /** Narrower than this no report can be read; wider than that no sentence can. */
    private static final int MIN_WIDTH = 60;

    private static final int MAX_WIDTH = 120;

    private final Output output;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean colour;
    private final int width;
    private int messageColumns;
    private boolean showsOutput;

    /**
     * @param output where results go; written to as it comes, so that lines appear at once
     * @param messages where errors go
     * @param width in columns
     */
    public Terminal(OutputStream output, OutputStream messages, boolean colour, int width) {
        this.output = new Output(output);
        this.out = new PrintStream(this.output, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(messages, true, StandardCharsets.UTF_8);
        this.colour = colour;
        this.width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
    }

    /** The process's own. The launcher tells the width in COLUMNS. */
    public static Terminal system() {
        String messages = System.getenv("PLAINSIGHT_MESSAGE_COLUMNS");
        return new Terminal(
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        wantsColour(),
                        columns(System.getenv("COLUMNS")))
                .onScreen(
                        messages == null || "dumb".equals(System.getenv("TERM")) ? 0 : columns(messages),
                        System.getenv("PLAINSIGHT_OUTPUT_SCREEN") != null);
    }

    /**
     * Tells what is a screen, of which Java knows nothing; the launcher does.
     *
     * @param columns width of the screen that shows the messages; 0 where they go elsewhere
     * @param output whether a screen shows the results
     */
    public Terminal onScreen(int columns, boolean output) {
        messageColumns = columns;
        showsOutput = output;
        return this;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** What {@link #out} writes to, for a writer that has to know of errors, which a {@link PrintStream} keeps to itself. */
    OutputStream rawOutput() {
        return output;
    }

    /** Width of the screen that shows the messages, in columns; 0 where they go elsewhere, such as to a file. */
    int messageColumns() {
        return messageColumns;
    }

    /** Whether a screen shows the results. */
    boolean showsOutput() {
        return showsOutput;
    }

    boolean colour() {
        return colour;
    }

    int width() {
        return width;
    }

    /** Why something that was printed is lost. A reader of a pipe who has seen enough and left is no loss. */
    public Optional<IOException> loss() {
        out.flush();
        return Optional.ofNullable(output.failure).filter(failure -> !isReaderGone(failure));
    }

    /** Java has no exception type for EPIPE; the message is the C library's text. */
    private static boolean isReaderGone(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("broken pipe") || message.contains("epipe");
    }

    private static int columns(String value) {
        return value != null && value.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(value) : DEFAULT_WIDTH;
    }

    /** Colour on a terminal only, and not where NO_COLOR asks for none or the terminal is dumb. */
    private static boolean wantsColour() {
        String none = System.getenv("NO_COLOR");
        return System.console() != null
                && isTerminal()
                && (none == null || none.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
    }

    /** JDK 22 and newer give a console even when the output is redirected, and a method to tell. */
    private static boolean isTerminal() {
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true; // before JDK 22 there is a console only on a terminal
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Remembers the first error, and writes nothing after it. */
    private static final class Output extends FilterOutputStream {
        private IOException failure;

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
