package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/**
 * Services that speak HTTP and say plainly who they are: by a header field of their own, or by paths that belong to their
 * interface. Fields are the better witness, since anybody can ask anybody for any path. Only the service's name is kept.
 */
final class HttpApplications {
    private record Mark(String text, String application) {}

    /** Beginnings of header fields, in upper case. */
    private static final Mark[] FIELDS = {
        new Mark("X-ELASTIC-PRODUCT: ELASTICSEARCH", "elasticsearch"),
        new Mark("SERVER: DOCKER/", "docker"),
        new Mark("X-KUBERNETES-PF-", "kubernetes"),
        new Mark("X-ETCD-", "etcd"),
        new Mark("X-INFLUXDB-", "influxdb"),
        new Mark("X-CLICKHOUSE-", "clickhouse"),
        new Mark("X-CONSUL-", "consul"),
        new Mark("X-VAULT-", "vault"),
        new Mark("SERVER: COUCHDB/", "couchdb"),
        new Mark("CONTENT-TYPE: APPLICATION/GRPC", "grpc")
    };

    /** Beginnings of request targets, in upper case. */
    private static final Mark[] PATHS = {
        new Mark("/_CLUSTER/", "elasticsearch"),
        new Mark("/_CAT/", "elasticsearch"),
        new Mark("/_BULK", "elasticsearch"),
        new Mark("/API/V1/NAMESPACES", "kubernetes"),
        new Mark("/API/V1/NODES", "kubernetes"),
        new Mark("/API/V1/PODS", "kubernetes"),
        new Mark("/APIS/APPS/V1", "kubernetes"),
        new Mark("/V3/KV/", "etcd"),
        new Mark("/V2/KEYS/", "etcd")
    };

    /** Behind {@code /v1.41}, the version of Docker's interface. */
    private static final String[] DOCKER = {
        "/CONTAINERS/", "/IMAGES/", "/EXEC/", "/NETWORKS", "/VOLUMES", "/INFO", "/EVENTS"
    };

    private HttpApplications() {}

    /** The service that a header field names, or null. */
    static String ofField(ByteCursor field) {
        return find(FIELDS, field, 0);
    }

    /** The service that a request line's target belongs to, or null. */
    static String ofRequest(ByteCursor line) {
        int target = Ascii.wordLength(line) + 1;
        String application = find(PATHS, line, target);
        return application == null && isDocker(line, target) ? "docker" : application;
    }

    private static String find(Mark[] marks, ByteCursor in, int at) {
        for (Mark mark : marks) {
            if (Ascii.matchesAt(in, at, mark.text())) {
                return mark.application();
            }
        }
        return null;
    }

    private static boolean isDocker(ByteCursor line, int target) {
        if (!Ascii.matchesAt(line, target, "/V1.")) {
            return false;
        }
        int end = target + "/V1.".length();
        int digits = end;
        while (Ascii.isDigit(line.peek(end))) {
            end++;
        }
        for (String resource : DOCKER) {
            if (end > digits && Ascii.matchesAt(line, end, resource)) {
                return true;
            }
        }
        return false;
    }
}
