package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * How to reach S3 and when to look.
 *
 * @param endpoint of a store other than AWS, with the bucket in the path; null for AWS
 * @param region null for what the SDK's default chain finds
 * @param requesterPays whether the reader's account pays, for buckets that ask for it
 * @param interval between two looks, at least a second
 * @param lookBack how long after the end of a day (or month, or year) its folder is looked into again, since AWS delivers late
 */
public record S3Settings(URI endpoint, String region, boolean requesterPays, Duration interval, Duration lookBack) {
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);
    public static final Duration DEFAULT_LOOK_BACK = Duration.ofHours(6);

    /**
     * Checks what no request can.
     *
     * @throws FlowLogException when the endpoint is no address, or would be talked to in clear
     */
    public void check() throws FlowLogException {
        if (endpoint != null) {
            checkAddress("--s3-endpoint", endpoint);
        }
    }

    /** @throws FlowLogException when it is no address, or would be talked to in clear over a network */
    static void checkAddress(String option, URI endpoint) throws FlowLogException {
        String scheme = endpoint.getScheme();
        if (endpoint.getHost() == null || !"https".equals(scheme) && !"http".equals(scheme)) {
            throw new FlowLogException(option + ": " + endpoint + " is no address; write https://HOST:PORT");
        }
        if ("http".equals(scheme) && !isLoopback(option, endpoint.getHost())) {
            throw new FlowLogException(option + ": " + endpoint
                    + " would be read in clear over the network; use https (http is for loopback alone)");
        }
    }

    /** @param otherwise the region where none was given; may be null */
    S3Settings inRegion(String otherwise) {
        return new S3Settings(endpoint, region == null ? otherwise : region, requesterPays, interval, lookBack);
    }

    private static boolean isLoopback(String option, String host) throws FlowLogException {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new FlowLogException(option + ": the host " + host + " is not known", e);
        }
    }
}
