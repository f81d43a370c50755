package io.plainsight.events.encode;

import io.plainsight.events.Observation;

/** The records that ECS has and that are not about TLS, component after component. */
final class EcsFields {
    private EcsFields() {}

    static void event(JsonBuffer json, Observation.Event event) {
        if (event == null) {
            return;
        }
        json.begin("event");
        json.put("id", event.id());
        json.put("action", event.action());
        json.put("outcome", event.outcome());
        json.put("kind", event.kind());
        json.putTexts("category", event.category());
        json.putTexts("type", event.type());
        json.put("start", event.start());
        json.put("end", event.end());
        json.end();
    }

    static void observer(JsonBuffer json, Observation.Observer observer) {
        json.begin("observer");
        json.put("name", observer.name());
        json.put("type", observer.type());
        ingress(json, observer.ingress());
        json.end();
    }

    static void log(JsonBuffer json, Observation.Log log) {
        json.begin("log");
        if (log.file() != null) {
            json.begin("file");
            json.put("path", log.file().path());
            json.end();
        }
        json.end();
    }

    static void endpoint(JsonBuffer json, String name, Observation.Endpoint endpoint) {
        if (endpoint == null) {
            return;
        }
        json.begin(name);
        json.put("ip", endpoint.ip());
        json.put("port", endpoint.port());
        json.put("bytes", endpoint.bytes());
        json.put("packets", endpoint.packets());
        json.put("domain", endpoint.domain());
        if (endpoint.nat() != null) {
            json.begin("nat");
            json.put("ip", endpoint.nat().ip());
            json.put("port", endpoint.nat().port());
            json.end();
        }
        json.end();
    }

    static void network(JsonBuffer json, Observation.Network network) {
        if (network == null) {
            return;
        }
        json.begin("network");
        json.put("transport", network.transport());
        json.put("protocol", network.protocol());
        json.put("application", network.application());
        json.put("type", network.type());
        json.put("community_id", network.communityId());
        json.put("direction", network.direction());
        if (network.vlan() != null) {
            json.begin("vlan");
            json.put("id", network.vlan().id());
            json.end();
        }
        json.end();
    }

    static void cloud(JsonBuffer json, Observation.Cloud cloud) {
        if (cloud == null) {
            return;
        }
        json.begin("cloud");
        json.put("provider", cloud.provider());
        if (cloud.account() != null) {
            json.begin("account");
            json.put("id", cloud.account().id());
            json.end();
        }
        json.put("region", cloud.region());
        json.put("availability_zone", cloud.availabilityZone());
        if (cloud.instance() != null) {
            json.begin("instance");
            json.put("id", cloud.instance().id());
            json.end();
        }
        json.end();
    }

    private static void ingress(JsonBuffer json, Observation.Ingress ingress) {
        if (ingress == null) {
            return;
        }
        json.begin("ingress");
        if (ingress.interface_() != null) {
            json.begin("interface");
            json.put("name", ingress.interface_().name());
            json.end();
        }
        if (ingress.tunnel() != null) {
            json.begin("tunnel");
            json.put("type", ingress.tunnel().type());
            json.put("id", ingress.tunnel().id());
            tunnelEnd(json, "source", ingress.tunnel().source());
            tunnelEnd(json, "destination", ingress.tunnel().destination());
            json.end();
        }
        json.end();
    }

    private static void tunnelEnd(JsonBuffer json, String name, Observation.TunnelEnd end) {
        if (end == null) {
            return;
        }
        json.begin(name);
        json.put("ip", end.ip());
        json.end();
    }
}
