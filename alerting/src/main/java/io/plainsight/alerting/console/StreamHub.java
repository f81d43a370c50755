package io.plainsight.alerting.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Spreads changes to the browsers that follow the live list.
 *
 * <p>Every change has an id {@code EPOCH-NUMBER}, the epoch being this run of the program. A browser that comes back
 * with the last id that it saw gets what it missed from the latest {@link #REMEMBERED} changes, or else the event {@code
 * resync}: read the list anew. A browser that reads too slowly gets a resync too, in place of what it missed.
 *
 * <p><b>Threading:</b> any thread; publishing never waits for a browser.
 */
final class StreamHub {
    static final int REMEMBERED = 1000;
    static final int QUEUED_PER_CLIENT = 1000;

    private final String epoch;
    private final int maxClients;
    private final ArrayDeque<Event> recent = new ArrayDeque<>();
    private final Set<Client> clients = new HashSet<>();
    private long number;
    private boolean closed;

    /** @param epoch differs between runs of the program, letters and digits */
    StreamHub(String epoch, int maxClients) {
        this.epoch = epoch;
        this.maxClients = maxClients;
    }

    /** One server-sent event. */
    record Event(long number, String name, byte[] bytes) {}

    void alertChanged(Alert alert) {
        byte[] json;
        try {
            json = Json.mapper().writeValueAsBytes(alert);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an alert as JSON", e);
        }
        publish("alert", json);
    }

    void postureChanged() {
        publish("posture", "{}".getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void publish(String name, byte[] json) {
        number++;
        Event event = event(number, name, json);
        recent.addLast(event);
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
        for (Client client : clients) {
            client.offer(event);
        }
    }

    /**
     * Admits a browser.
     *
     * @param lastEventId the last id that it saw, null on its first visit
     * @return null when {@code maxClients} are there already
     */
    synchronized Client join(String lastEventId) {
        if (closed || clients.size() >= maxClients) {
            return null;
        }
        Client client = new Client();
        for (Event missed : missed(lastEventId)) {
            client.offer(missed);
        }
        clients.add(client);
        return client;
    }

    synchronized void leave(Client client) {
        clients.remove(client);
    }

    synchronized int size() {
        return clients.size();
    }

    /** Ends every client's wait; nobody is admitted any more. */
    synchronized void close() {
        closed = true;
        clients.forEach(Client::end);
    }

    private List<Event> missed(String lastEventId) {
        List<Event> missed = new ArrayList<>();
        if (lastEventId == null) {
            missed.add(plain("hello"));
            return missed;
        }
        long seen = lastEventId.matches("[A-Za-z0-9]{1,20}-[0-9]{1,18}") && lastEventId.startsWith(epoch + "-")
                ? Long.parseLong(lastEventId.substring(epoch.length() + 1))
                : -1;
        boolean remembered = seen >= 0
                && seen <= number
                && (seen == number || (!recent.isEmpty() && recent.getFirst().number() <= seen + 1));
        if (!remembered) {
            missed.add(plain("resync"));
            return missed;
        }
        recent.stream().filter(event -> event.number() > seen).forEach(missed::add);
        missed.add(plain("hello"));
        return missed;
    }

    private Event plain(String name) {
        return event(number, name, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private Event event(long id, String name, byte[] json) {
        byte[] head = ("id: " + epoch + "-" + id + "\nevent: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(json, 0, all, head.length, json.length); // JSON holds no raw line break
        all[all.length - 2] = '\n';
        all[all.length - 1] = '\n';
        return new Event(id, name, all);
    }

    /** What waits for one browser. */
    final class Client {
        private final ArrayBlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUED_PER_CLIENT + 2);
        private volatile boolean ended;

        private void offer(Event event) {
            if (queue.size() >= QUEUED_PER_CLIENT) {
                queue.clear();
                queue.add(plain("resync"));
            }
            queue.add(event);
        }

        private void end() {
            ended = true;
            queue.clear();
            queue.add(plain("bye"));
        }

        boolean ended() {
            return ended;
        }

        /** The next event, or null when {@code waitMs} passed without one. */
        Event next(long waitMs) throws InterruptedException {
            return queue.poll(waitMs, TimeUnit.MILLISECONDS);
        }
    }
}
