package io.plainsight.alerting.console;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLParameters;

/**
 * The console's HTTP server.
 *
 * <p><b>Bounds:</b> {@link #REQUEST_THREADS} threads answer requests, one more per live list that may be open. When all
 * are busy, accepting waits. A request that does not arrive within {@link #MAX_REQUEST_SECONDS} is cut off.
 */
public final class ConsoleServer implements AutoCloseable {
    /** Highest bound of live lists; each holds a thread. */
    public static final int MAX_STREAM_CLIENTS = 256;

    static final int REQUEST_THREADS = 8;
    static final int MAX_REQUEST_SECONDS = 15;
    private static final int BACKLOG = 64;

    /** Also how soon a browser that left is noticed and its place is free. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /**
     * How the console is served.
     *
     * @param address where to listen; port 0 takes a free one
     * @param tls null for plain HTTP
     * @param names further host names under which the console may be addressed
     * @param streamClients most live lists at once, 1 to {@link #MAX_STREAM_CLIENTS}
     */
    public record Options(InetSocketAddress address, ConsoleTls tls, Set<String> names, int streamClients) {}

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final StreamHub hub;
    private final ApiRoutes api;
    private final String scheme;

    /**
     * Binds the address; {@link #start} answers.
     *
     * @throws java.net.BindException when the port is taken or the address is not this machine's
     */
    public ConsoleServer(
            Options options,
            AlertStore alerts,
            PostureStore posture,
            CollectorRegistry registry,
            AlertingMetrics metrics)
            throws IOException {
        this(options, alerts, posture, registry, metrics, HEARTBEAT);
    }

    ConsoleServer(
            Options options,
            AlertStore alerts,
            PostureStore posture,
            CollectorRegistry registry,
            AlertingMetrics metrics,
            Duration heartbeat)
            throws IOException {
        PageRoutes page = new PageRoutes();
        limitRequestTime();
        scheme = options.tls() == null ? "http" : "https";
        server = options.tls() == null
                ? HttpServer.create(options.address(), BACKLOG)
                : createTls(options.address(), options.tls());
        hub = new StreamHub(Long.toString(System.currentTimeMillis(), 36), options.streamClients());
        api = new ApiRoutes(alerts, posture, registry);
        threads = threads(REQUEST_THREADS + options.streamClients());
        server.setExecutor(threads);
        server.createContext(
                "/",
                new Gate(new HostCheck(options.names()), new StreamRoute(hub, heartbeat, metrics), metrics)
                        .route("/", page::page)
                        .route("/alerts/", page::page)
                        .route("/static/", page::file)
                        .route("/docs/", page::docs)
                        .route("/api/alerts", api::list)
                        .route("/api/alerts/", api::one)
                        .route("/api/posture", api::posture)
                        .route("/metrics", api::metrics)
                        .route("/healthz", api::health));
        alerts.addListener(hub::alertChanged);
        posture.addListener(hub::postureChanged);
    }

    /**
     * Begins to answer.
     *
     * @param healthy whether alerts can be received
     * @param rebuilt whether the stores hold what the topics held at the start
     */
    public void start(BooleanSupplier healthy, BooleanSupplier rebuilt) {
        api.health(healthy, rebuilt);
        server.start();
    }

    /** The bound address, with its actual port. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Where a browser on this machine finds the console. */
    public URI uri() {
        InetAddress bound = address().getAddress();
        String host = bound.isAnyLocalAddress() ? "localhost" : bound.getHostAddress();
        int scope = host.indexOf('%');
        host = scope < 0 ? host : host.substring(0, scope);
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + address().getPort() + "/");
    }

    /**
     * The JDK's server reads this once, as a system property, and has no other switch; without it a peer that sends half
     * a request holds a thread for ever. An operator's own value wins.
     */
    private static void limitRequestTime() {
        String key = "sun.net.httpserver.maxReqTime";
        if (System.getProperty(key) == null) {
            System.setProperty(key, Integer.toString(MAX_REQUEST_SECONDS));
        }
    }

    private static HttpServer createTls(InetSocketAddress address, ConsoleTls tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                ssl.setUseCipherSuitesOrder(true);
                parameters.setSSLParameters(ssl);
            }
        });
        return server;
    }

    private static ThreadPoolExecutor threads(int most) {
        return new ThreadPoolExecutor(
                1,
                most,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "alerting-console");
                    thread.setDaemon(true);
                    return thread;
                },
                ConsoleServer::waitForThread);
    }

    /** Runs on the accepting thread: while every thread is busy, nobody else is let in. */
    private static void waitForThread(Runnable work, ThreadPoolExecutor threads) {
        try {
            while (!threads.isShutdown()) {
                if (threads.getQueue().offer(work, 100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RejectedExecutionException("the console stops");
    }

    /** Ends every live list and stops answering at once. */
    @Override
    public void close() {
        hub.close();
        threads.shutdown();
        server.stop(0);
        threads.shutdownNow();
    }
}
