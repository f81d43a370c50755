package io.plainsight.sensor.telnet;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * Telnet (RFC 854): data bytes of both sides in clear are plaintext, an answer to a password prompt is a secret. Knows the
 * ENCRYPT option (RFC 2946), behind which nothing can be said, and START_TLS (draft-altman-telnet-starttls).
 *
 * <p><b>Memory:</b> per side a state and, of the server's text, how much of the prompt has matched.
 */
public final class TelnetDissector extends PlaintextDissector {
    private static final String PASSWORD_PROMPT = "assword";
    /** Bytes that may stand between the word and the end of the prompt, as in "Password for alice: ". */
    private static final int MAX_PROMPT_TAIL = 64;

    private enum State {
        DATA,
        COMMAND,
        NEGOTIATION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private static final class Half {
        State state = State.DATA;
        int command;
        int subOption;
        int subCode;
        int subLength;
        boolean data;
        boolean tlsFollows;
    }

    private final Half client = new Half();
    private final Half server = new Half();
    private int promptMatched;
    private int promptTail;
    private boolean prompted;
    private boolean answered;

    public TelnetDissector() {
        super(TelnetSignature.TELNET);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        Half half = half(side);
        if (half.tlsFollows) {
            return false;
        }
        step(side, half, in.u8());
        return true;
    }

    @Override
    protected void resync(Side side) {
        half(side).state = State.DATA;
        if (side == Side.SERVER) {
            promptMatched = 0;
        }
        prompted = false;
        answered = false;
    }

    @Override
    protected void atEnd() {
        boolean oneSided = isSilent(Side.CLIENT) || isSilent(Side.SERVER);
        if (oneSided && (client.data || server.data)) {
            decide(true);
        }
    }

    private void step(Side side, Half half, int b) {
        switch (half.state) {
            case DATA -> {
                if (b == TelnetCommand.IAC) {
                    half.state = State.COMMAND;
                } else {
                    onData(side, half, b);
                }
            }
            case COMMAND -> onCommand(side, half, b);
            case NEGOTIATION -> {
                onNegotiation(side, half.command, b);
                half.state = State.DATA;
            }
            case SUBNEGOTIATION -> onSubnegotiation(half, b);
            case SUBNEGOTIATION_COMMAND -> {
                half.state = State.SUBNEGOTIATION;
                if (b == TelnetCommand.SE) {
                    half.state = State.DATA;
                    onSubnegotiationEnd(half);
                }
            }
        }
    }

    private void onCommand(Side side, Half half, int b) {
        half.command = b;
        half.state = State.DATA;
        if (TelnetCommand.isNegotiation(b)) {
            half.state = State.NEGOTIATION;
        } else if (b == TelnetCommand.SB) {
            half.state = State.SUBNEGOTIATION;
            half.subLength = 0;
        } else if (b == TelnetCommand.IAC) {
            onData(side, half, b);
        }
    }

    private void onNegotiation(Side side, int command, int option) {
        if (option == TelnetCommand.OPTION_START_TLS && side == Side.SERVER && command == TelnetCommand.DO) {
            upgrade.offer(true);
        } else if (option == TelnetCommand.OPTION_START_TLS && side == Side.CLIENT) {
            if (command == TelnetCommand.WILL) {
                upgrade.request();
            }
        }
    }

    private void onSubnegotiation(Half half, int b) {
        if (b == TelnetCommand.IAC) {
            half.state = State.SUBNEGOTIATION_COMMAND;
            return;
        }
        if (half.subLength == 0) {
            half.subOption = b;
        } else if (half.subLength == 1) {
            half.subCode = b;
        }
        half.subLength++;
    }

    private void onSubnegotiationEnd(Half half) {
        if (half.subLength < 2) {
            return;
        }
        if (half.subOption == TelnetCommand.OPTION_ENCRYPT && half.subCode == TelnetCommand.ENCRYPT_START) {
            finish();
        } else if (half.subOption == TelnetCommand.OPTION_START_TLS
                && half.subCode == TelnetCommand.START_TLS_FOLLOWS) {
            half.tlsFollows = true;
            if (client.tlsFollows && server.tlsFollows) {
                upgrade.accept();
                startTls();
            }
        }
    }

    private void onData(Side side, Half half, int b) {
        half.data |= b > ' ';
        if (side == Side.SERVER) {
            onServerText(b);
        } else {
            onClientText(b);
        }
        if (client.data && server.data) {
            decide(true);
        }
    }

    /** The prompt is the word, then at most a few bytes, then a colon and at most one space, with the client's turn next. */
    private void onServerText(int b) {
        if (promptMatched == PASSWORD_PROMPT.length()) {
            if (b == ':') {
                prompted = true;
                answered = false;
                promptMatched = 0;
            } else if (b == '\n' || ++promptTail > MAX_PROMPT_TAIL) {
                promptMatched = 0;
            }
            return;
        }
        if (b == '\n') {
            prompted = false;
        }
        promptMatched = b == PASSWORD_PROMPT.charAt(promptMatched) ? promptMatched + 1 : b == 'a' ? 1 : 0;
        promptTail = 0;
    }

    private void onClientText(int b) {
        if (!prompted) {
            return;
        }
        if (b != '\r' && b != '\n') {
            answered |= b > ' ';
        } else if (answered) {
            expose(Credentials.SECRET);
            finish();
        } else {
            prompted = false;
        }
    }

    private Half half(Side side) {
        return side == Side.CLIENT ? client : server;
    }
}
