package io.plainsight.sensor.flowlog;

import io.plainsight.events.Observation;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.observe.ServiceNames;
import java.util.List;

/** What a port makes one assume of a flow of which no byte was seen, whoever logged it: a hint, never a verdict. Stateless. */
public final class Assumption {
    private static final ServiceNames SERVICES = ServiceNames.load();

    private Assumption() {}

    /**
     * The registered name of the service that the destination's port stands for ({@code plainsight.port_hint}).
     *
     * @param protocol IANA protocol number; -1 where it is not known, as for the ports
     * @return null when it stands for none, or when the flow goes the other way, from a service to its client
     */
    public static String of(int protocol, int fromPort, int toPort) {
        boolean reply = fromPort >= 0 && fromPort < toPort && SERVICES.isService(protocol, fromPort);
        return toPort < 0 || reply || !SERVICES.isService(protocol, toPort) ? null : SERVICES.name(protocol, toPort);
    }

    /**
     * Why a flow record decides nothing.
     *
     * @param assumed from {@link #of}; may be null
     * @param stated what the provider says of encryption, with a semicolon before it; empty when nothing
     */
    public static List<Observation.Reason> reasons(String assumed, String stated) {
        String detail = "a flow record shows who talked to whom, not how it was protected"
                + (assumed == null ? "" : "; assumed " + assumed + ", from the port alone")
                + stated;
        return List.of(new Observation.Reason(Reasons.FLOW_LOG_ONLY, List.of(), detail));
    }
}
