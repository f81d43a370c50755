package io.plainsight.stream.site;

import java.util.ArrayList;
import java.util.List;

/** A machine that connects to services, with the programs that run on it. */
final class Host {
    final String ip;
    final List<Stacks.Client> stacks = new ArrayList<>();
    /** Those that it uses; the earlier the more. */
    final List<Service> services = new ArrayList<>();

    Host(String ip) {
        this.ip = ip;
    }
}
