package io.plainsight.sensor.flowlog.aws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The order of a flow log's fields: what a header line declares, or the order of the AWS documentation's table where there
 * is no header ("Flow log records", Amazon VPC User Guide).
 *
 * <p>Names are kept with hyphens; Parquet-style underscores are taken for the same. Immutable.
 */
final class Columns {
    /** AWS has 54 fields; room for what is to come. */
    static final int MAX_FIELDS = 256;

    /** All VPC fields in table order, versions 2 to 11. */
    private static final List<String> VPC = words(
            // version 2
            """
            version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action
            log-status
            """,
            // version 3
            "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr",
            // version 4
            "region az-id sublocation-type sublocation-id",
            // version 5
            "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path",
            // version 7
            """
            ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id
            ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id
            """,
            // versions 8, 9, 10
            "reject-reason resource-id encryption-status",
            // version 11
            """
            instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 interface-type
            next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type
            """);

    /** Fields of transit gateway flow logs (version 6) that VPC flow logs do not have. */
    private static final List<String> TRANSIT_GATEWAY = words("""
            resource-type tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id
            tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id
            tgw-pair-attachment-id packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded
            packets-lost-ttl-expired
            """);

    private static final Set<String> KNOWN = known();
    /** Number of fields when all up to a version are chosen in table order. */
    private static final int[] DEFAULT_COUNTS = {14, 21, 25, 29, 39, 40, 41, 42, 54};

    private static final List<Columns> DEFAULTS = defaults();

    private final List<String> names;
    /** By {@link AwsField#ordinal()}; -1 where there is none. */
    private final int[] places = new int[AwsField.values().length];

    private final AwsField[] fields;

    private Columns(List<String> names) {
        this.names = List.copyOf(names);
        this.fields = new AwsField[names.size()];
        Arrays.fill(places, -1);
        for (int i = 0; i < names.size(); i++) {
            AwsField field = AwsField.named(names.get(i));
            fields[i] = field;
            if (field != null) {
                places[field.ordinal()] = i;
            }
        }
    }

    /** Whether these are field names and not values. New names may be among them, so half of them being known is enough. */
    static boolean isHeader(List<String> tokens) {
        int known = 0;
        for (String token : tokens) {
            if (KNOWN.contains(normalise(token))) {
                known++;
            }
        }
        return known > 0 && known * 2 >= tokens.size();
    }

    /**
     * The format that a header line declares.
     *
     * @throws IllegalArgumentException when it names no source or destination, a field twice, or too many; the message says
     *     what is wrong and what to do
     */
    static Columns declared(List<String> tokens) {
        Columns columns = named(tokens.stream().map(Columns::normalise).toList());
        if (columns.of(AwsField.SRCADDR) < 0 && columns.of(AwsField.PKT_SRCADDR) < 0) {
            throw new IllegalArgumentException(missing("srcaddr"));
        }
        if (columns.of(AwsField.DSTADDR) < 0 && columns.of(AwsField.PKT_DSTADDR) < 0) {
            throw new IllegalArgumentException(missing("dstaddr"));
        }
        return columns;
    }

    /**
     * @param names as {@link #normalise} writes them
     * @throws IllegalArgumentException when a name stands there twice, or there are too many
     */
    static Columns named(List<String> names) {
        if (names.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("the format names more than " + MAX_FIELDS + " fields");
        }
        Set<String> distinct = new HashSet<>();
        for (String name : names) {
            if (!distinct.add(name)) {
                throw new IllegalArgumentException("the format names " + name + " twice");
            }
        }
        return new Columns(names);
    }

    private static String missing(String name) {
        return "the format names no " + name + ", without which a record is no connection;"
                + " create a flow log whose format includes srcaddr and dstaddr";
    }

    /** The documentation's order with so many fields, or null when it has none. */
    static Columns ofDefault(int size) {
        for (Columns columns : DEFAULTS) {
            if (columns.size() == size) {
                return columns;
            }
        }
        return null;
    }

    private static List<Columns> defaults() {
        List<Columns> defaults = new ArrayList<>();
        for (int count : DEFAULT_COUNTS) {
            defaults.add(new Columns(VPC.subList(0, count)));
        }
        return List.copyOf(defaults);
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    /** Null where the column is none of these. */
    AwsField field(int column) {
        return fields[column];
    }

    /** Where the field stands, from 0; -1 when the format lacks it. */
    int of(AwsField field) {
        return places[field.ordinal()];
    }

    static String normalise(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> words(String... texts) {
        List<String> words = new ArrayList<>();
        for (String text : texts) {
            words.addAll(Arrays.asList(text.strip().split("\\s+")));
        }
        return List.copyOf(words);
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(VPC);
        known.addAll(TRANSIT_GATEWAY);
        return Set.copyOf(known);
    }
}
