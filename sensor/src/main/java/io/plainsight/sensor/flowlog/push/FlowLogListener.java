package io.plainsight.sensor.flowlog.push;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Receives flow logs that are pushed over HTTPS, on every path.
 *
 * <p><b>Bounds:</b> {@link #WORKERS} requests at once, each of at most 64 MiB and read as it comes. <b>Errors:</b> plain HTTP beyond
 * loopback is not to be had: keys and flow logs would be in transit in clear.
 */
public final class FlowLogListener implements AutoCloseable {
    static final int WORKERS = 4;
    private static final int BACKLOG = 64;
    private static final int STOP_SECONDS = 1;
    /** A request must have arrived by then; Firehose waits three minutes for the answer. */
    private static final int MAX_REQUEST_SECONDS = 60;

    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(WORKERS, work -> new Thread(work, "flow-log-push"));

    private FlowLogListener(HttpServer server) {
        this.server = server;
    }

    /**
     * Checks the settings and reads certificate and key.
     *
     * @throws FlowLogException naming what is wrong
     */
    public static void check(PushSettings settings) throws FlowLogException {
        tls(settings);
    }

    /**
     * Listens from here on.
     *
     * @param reading formats, asked for with the name {@code firehose:REQUEST}, and where refused rows go
     * @param sink shared by all requests through {@link ObservationSink#forThread}; closed by the caller
     * @throws FlowLogException when the address cannot be had, or the settings are wrong
     */
    public static FlowLogListener start(
            PushSettings settings,
            FlowLogSettings reading,
            String observerName,
            ObservationSink sink,
            CounterGroup counters)
            throws FlowLogException {
        SSLContext tls = tls(settings);
        limitRequestTime();
        BlockingQueue<FirehoseHandler.Worker> workers = new ArrayBlockingQueue<>(WORKERS);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new FirehoseHandler.Worker(
                    sink.forThread(), counters.add(), new FlowLogReader(observerName, reading)));
        }
        try {
            HttpServer server =
                    tls == null ? HttpServer.create(settings.address(), BACKLOG) : createTls(settings.address(), tls);
            FlowLogListener listener = new FlowLogListener(server);
            server.setExecutor(listener.threads);
            server.createContext("/", new FirehoseHandler(settings.accessKey(), workers));
            server.start();
            return listener;
        } catch (IOException e) {
            throw new FlowLogException(
                    "--flow-log-listen: " + settings.address() + " cannot be listened on (" + e.getMessage()
                            + "); choose another address or port",
                    e);
        }
    }

    private static SSLContext tls(PushSettings settings) throws FlowLogException {
        if (settings.certificate() != null && settings.key() != null) {
            return PemIdentity.load(settings.certificate(), settings.key());
        }
        if (settings.certificate() != null || settings.key() != null) {
            throw new FlowLogException("--flow-log-certificate and --flow-log-key belong together; give both");
        }
        if (!settings.address().getAddress().isLoopbackAddress()) {
            throw new FlowLogException(
                    "--flow-log-listen: " + settings.address().getHostString()
                            + " is reachable from other machines and needs TLS; give --flow-log-certificate and --flow-log-key");
        }
        return null;
    }

    private static HttpServer createTls(InetSocketAddress address, SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                parameters.setSSLParameters(tls);
            }
        });
        return server;
    }

    /** The JDK's server reads this once for the whole process, and has no other switch; an earlier value wins. */
    private static void limitRequestTime() {
        String key = "sun.net.httpserver.maxReqTime";
        if (System.getProperty(key) == null) {
            System.setProperty(key, Integer.toString(MAX_REQUEST_SECONDS));
        }
    }

    /** The bound address, with its actual port. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Lets requests under way end; who comes later is refused and comes back. */
    @Override
    public void close() {
        server.stop(STOP_SECONDS);
        threads.shutdownNow();
    }
}
