package io.plainsight.stream.learn;

import io.plainsight.stream.policy.PortRange;
import java.util.List;

/**
 * One line of an allow-list.
 *
 * @param destination a domain or an address block
 * @param byName whether it is a domain
 * @param ports empty for any
 * @param members how many destinations it stands for
 */
record Entry(String destination, boolean byName, List<PortRange> ports, int members, Contact seen) {}
