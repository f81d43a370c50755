package io.plainsight.app.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What an analyst's own system would be: takes alerts by POST. */
final class WebhookReceiver implements AutoCloseable {
    private static final int OK = 204;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Alert> received = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private int answersBeforeStall = Integer.MAX_VALUE;

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    static WebhookReceiver start() throws IOException {
        WebhookReceiver receiver =
                new WebhookReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        receiver.server.createContext("/", receiver::take);
        receiver.server.setExecutor(receiver.threads);
        receiver.server.start();
        return receiver;
    }

    /** Takes alerts, but after {@code answers} of them leaves the sender waiting for its answer until {@link #release}. */
    synchronized void stallAfter(int answers) {
        answersBeforeStall = answers;
    }

    void release() {
        released.countDown();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts";
    }

    /** Every POST in the order of arrival. */
    synchronized List<Alert> received() {
        return List.copyOf(received);
    }

    List<String> ids() {
        return received().stream().map(alert -> alert.detail().id()).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        Alert alert = Json.mapper().readValue(exchange.getRequestBody().readAllBytes(), Alert.class);
        try (exchange) {
            if (add(alert) > answersBeforeStall) {
                released.await();
            }
            exchange.sendResponseHeaders(OK, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int add(Alert alert) {
        received.add(alert);
        return received.size();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
