package io.plainsight.sensor.ftp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Announcements;
import io.plainsight.sensor.dissect.AnnouncingDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.dissect.TlsCarryingDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineDissector;
import io.plainsight.sensor.text.ReplyLine;
import io.plainsight.sensor.text.Upgrade;
import java.util.function.Supplier;

/**
 * FTP's control connection (RFC 959) with FEAT (RFC 2389), AUTH TLS (RFC 4217) and the security extensions of RFC 2228.
 *
 * <p>PROT is recorded where it passes in clear; behind AUTH TLS the data connections alone show what was agreed. A USER that the server takes decides, a PASS exposes a secret unless the user is anonymous (RFC 1635), an accepted
 * transfer is user data. ENC, MIC and CONF carry protected commands, which {@link FtpSecurity} judges. Data connections are
 * connections of their own: those that pass in clear are announced, so that their bytes need no protocol of their own
 * to be told for {@code ftp-data}. Behind AUTH TLS nobody sees where they go.
 */
public final class FtpDissector extends LineDissector implements AnnouncingDissector, TlsCarryingDissector {
    private static final int AUTH_ACCEPTED = 234;
    private static final int SYSTEM_STATUS = 211;
    private static final int PASSIVE = 227;
    private static final int EXTENDED_PASSIVE = 229;

    private final ReplyLine reply = new ReplyLine();
    private final FtpSecurity security = new FtpSecurity();
    private boolean greeted;
    private boolean greeting;
    private boolean userPending;
    private boolean anonymous;
    private boolean transferPending;
    private boolean featPending;
    private boolean featSeen;
    private boolean offerSeen;
    /** The level that PROT asked for; null when no answer is awaited. */
    private String protPending;

    private boolean handshakeTold;
    private Announcements announcements;

    public FtpDissector() {
        super(FtpSignature.FTP);
    }

    @Override
    public void announceTo(Announcements to) {
        announcements = to;
    }

    @Override
    public void carryTls(Supplier<StreamDissector> tls) {
        security.carryTls(tls);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (Ascii.startsWith(line, "USER ")) {
            Ascii.skipWord(line);
            anonymous = Ascii.is(line, "ANONYMOUS") || Ascii.is(line, "FTP");
            userPending = true;
        } else if (Ascii.startsWith(line, "PASS ")) {
            onPassword();
        } else if (Ascii.startsWith(line, "AUTH ")) {
            Ascii.skipWord(line);
            if (Ascii.startsWith(line, "TLS") || Ascii.startsWith(line, "SSL")) {
                upgrade.request();
            } else if (FtpSecurity.isAsked(line)) {
                security.request();
                allowLines(FtpSecurity.MAX_LINE);
            }
        } else if (Ascii.startsWith(line, "ADAT ")) {
            security.onClientData(line, isSilent(Side.SERVER), nowNs());
            tellHandshake();
        } else if (Ascii.startsWith(line, "PROT ")) {
            Ascii.skipWord(line);
            protPending = FtpSecurity.dataProtection(line);
        } else if (Ascii.is(line, "FEAT")) {
            featPending = true;
            offerSeen = false;
        } else if (Ascii.startsWith(line, "PORT ")) {
            announce(Side.CLIENT, FtpEndpoints.port(line));
        } else if (Ascii.startsWith(line, "EPRT ")) {
            announce(Side.CLIENT, FtpEndpoints.extendedPort(line, "EPRT ".length()));
        } else if (isTransfer(line)) {
            onTransfer();
        } else if (Ascii.startsWith(line, "ENC ") || Ascii.startsWith(line, "CONF ")) {
            security.onWrapped(true);
        } else if (Ascii.startsWith(line, "MIC ")) {
            security.onWrapped(false);
        } else if (Upgrade.isFiller(line)) {
            upgrade.strip();
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        reply.wrap(line);
        if (!greeted && !hasGap(Side.SERVER)) {
            onGreeting();
        } else if (reply.code() == ReplyLine.NO_CODE) {
            Ascii.skipSpaces(line);
            if (featPending) {
                onFeature(line);
            }
        } else if (reply.isLast()) {
            security.onReply(reply.code(), line, nowNs());
            tellHandshake();
            if (reply.code() == PASSIVE) {
                announce(Side.SERVER, FtpEndpoints.port(line));
            } else if (reply.code() == EXTENDED_PASSIVE) {
                announce(Side.SERVER, FtpEndpoints.extendedPort(line, Ascii.indexOf(line, "(", 0) + 1));
            }
            onReply();
        } else if (featPending) {
            // some servers repeat the code before each feature
            onFeature(line);
        }
    }

    @Override
    protected void atEnd() {
        boolean userUnanswered = userPending && isSilent(Side.SERVER);
        if (userUnanswered || featSeen && !upgrade.isRequested() && !upgrade.isOffered()) {
            decide(false);
        }
    }

    @Override
    protected void resync(Side side) {
        super.resync(side);
        security.gap(side, nowNs());
    }

    @Override
    protected void refine(ObservationDraft draft) {
        security.describe(draft);
    }

    /** Told once: the handshake is over before its last message was answered. */
    private void tellHandshake() {
        if (!handshakeTold && security.isOver()) {
            handshakeTold = true;
            tell();
        }
    }

    private void onGreeting() {
        if (reply.code() == ReplyLine.NO_CODE) {
            if (!greeting) {
                disown();
            }
            return;
        }
        greeting = true;
        greeted = reply.isLast();
    }

    private void onPassword() {
        decide(false);
        if (!anonymous) {
            expose(Credentials.SECRET);
        }
    }

    private void onTransfer() {
        transferPending = true;
        if (isSilent(Side.SERVER)) {
            decide(true);
        }
    }

    private void announce(Side side, int port) {
        if (announcements != null && port != FtpEndpoints.NO_PORT) {
            announcements.expect(side, port, FtpDataDissector::new);
        }
    }

    private void onFeature(ByteCursor feature) {
        if (Ascii.firstWordIs(feature, "AUTH")) {
            offerSeen |= Ascii.contains(feature, "TLS") || Ascii.contains(feature, "SSL");
            Ascii.skipWord(feature);
        }
        if (Upgrade.isFiller(feature)) {
            upgrade.strip();
        }
    }

    private void onReply() {
        if (upgrade.isWaiting() && reply.code() == AUTH_ACCEPTED) {
            upgrade.accept();
            startTls();
        } else if (upgrade.isWaiting() && reply.isNegative()) {
            upgrade.refuse();
        } else if (protPending != null) {
            if (reply.isPositive()) {
                upgrade.protectData(protPending);
            }
            protPending = null;
        } else if (featPending) {
            featPending = false;
            if (reply.code() == SYSTEM_STATUS) {
                featSeen = true;
                upgrade.offer(offerSeen);
            }
        } else if (userPending && reply.isPositive()) {
            userPending = false;
            decide(false);
        } else if (transferPending && !reply.isNegative()) {
            transferPending = false;
            decide(true);
        } else {
            userPending = false;
            transferPending = false;
        }
    }

    private static boolean isTransfer(ByteCursor line) {
        return Ascii.startsWith(line, "RETR ")
                || Ascii.startsWith(line, "STOR ")
                || Ascii.startsWith(line, "APPE ")
                || Ascii.firstWordIs(line, "STOU")
                || Ascii.firstWordIs(line, "LIST")
                || Ascii.firstWordIs(line, "NLST")
                || Ascii.firstWordIs(line, "MLSD");
    }
}
