package io.plainsight.sensor.xmpp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;

/** XMPP (RFC 6120 section 4): a stream header, behind an XML declaration or not, in the namespace of streams. */
public final class XmppSignature implements ProtocolSignature {
    static final String XMPP = "xmpp";

    private static final String STREAM = "<STREAM:STREAM";
    private static final String DECLARATION = "<?XML ";
    private static final String NAMESPACE = "HTTP://ETHERX.JABBER.ORG/STREAMS";
    private static final int MAX_HEADER = 1024;

    @Override
    public String protocol() {
        return XMPP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "XMPP", ProtocolFacts.Kind.UPGRADABLE, "RFC 6120", "STARTTLS offered, required, used; SASL mechanism");
    }

    @Override
    public StreamDissector open() {
        return new XmppDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        ByteCursor head = new ByteCursor();
        in.slice(Math.min(in.remaining(), MAX_HEADER), head);
        if (!begins(head, STREAM) && !begins(head, DECLARATION)) {
            return Match.NO;
        }
        int stream = Ascii.indexOf(head, STREAM, 0);
        int end = stream < 0 ? -1 : Ascii.indexOf(head, ">", stream);
        if (end < 0) {
            return head.remaining() == MAX_HEADER ? Match.NO : Match.MAYBE;
        }
        int namespace = Ascii.indexOf(head, NAMESPACE, stream);
        return namespace >= 0 && namespace < end ? Match.YES : Match.NO;
    }

    private static boolean begins(ByteCursor in, String upper) {
        int known = Math.min(in.remaining(), upper.length());
        return Ascii.startsWith(in, upper.substring(0, known));
    }
}
