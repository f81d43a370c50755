package io.plainsight.events.encode;

import io.plainsight.events.Observation;
import java.util.List;

/** The records under {@code plainsight}, component after component. */
final class PlainsightFields {
    private PlainsightFields() {}

    static void plainsight(JsonBuffer json, Observation.Plainsight plainsight) {
        if (plainsight == null) {
            return;
        }
        json.begin("plainsight");
        json.put(
                "protection",
                plainsight.protection() == null ? null : plainsight.protection().text());
        reasons(json, plainsight.reasons());
        handshake(json, plainsight.handshake());
        tls(json, plainsight.tls());
        startTls(json, plainsight.starttls());
        plaintext(json, plainsight.plaintext());
        flow(json, plainsight.flow());
        crypto(json, plainsight.crypto());
        capture(json, plainsight.capture());
        json.put("port_hint", plainsight.portHint());
        TlsFields.certificates(json, plainsight.certificates());
        json.put("domain_source", plainsight.domainSource());
        sensor(json, plainsight.sensor());
        json.end();
    }

    private static void reasons(JsonBuffer json, List<Observation.Reason> reasons) {
        if (reasons == null || reasons.isEmpty()) {
            return;
        }
        json.beginArray("reasons");
        for (int i = 0; i < reasons.size(); i++) {
            reason(json, reasons.get(i));
        }
        json.endArray();
    }

    private static void reason(JsonBuffer json, Observation.Reason reason) {
        if (reason == null) {
            json.absent();
            return;
        }
        if (json.again(reason)) {
            return;
        }
        int from = json.length();
        json.begin();
        json.put("rule", reason.rule());
        json.putTexts("reference", reason.reference());
        json.put("detail", reason.detail());
        json.end();
        json.remember(reason, from);
    }

    private static void handshake(JsonBuffer json, Observation.Handshake handshake) {
        if (handshake == null || json.again(handshake)) {
            return;
        }
        int from = json.length();
        json.begin("handshake");
        json.put("state", handshake.state());
        json.put("hello_retry", handshake.helloRetry());
        json.put("alert", handshake.alert());
        json.put("alert_sender", handshake.alertSender());
        json.put("failure", handshake.failure());
        json.put("duration_ms", handshake.durationMs());
        json.put("inferred", handshake.inferred());
        json.put("phase", handshake.phase());
        json.put("confidence", handshake.confidence());
        json.put("hello_bytes", handshake.helloBytes());
        json.put("reply", handshake.reply());
        json.putIntegers("server_records", handshake.serverRecords());
        json.putIntegers("client_records", handshake.clientRecords());
        json.end();
        json.remember(handshake, from);
    }

    private static void tls(JsonBuffer json, Observation.TlsDetail tls) {
        if (tls == null || json.again(tls)) {
            return;
        }
        int from = json.length();
        json.begin("tls");
        json.putTexts("offered_versions", tls.offeredVersions());
        json.putTexts("offered_groups", tls.offeredGroups());
        json.putTexts("key_share_groups", tls.keyShareGroups());
        json.put("post_quantum", tls.postQuantum());
        json.put("forward_secret", tls.forwardSecret());
        json.put("downgrade_sentinel", tls.downgradeSentinel());
        json.put("fallback_scsv", tls.fallbackScsv());
        json.put("ech", tls.ech());
        json.put("mutual", tls.mutual());
        json.put("dh_bits", tls.dhBits());
        json.put("client_hello_count", tls.clientHelloCount());
        json.put("draft", tls.draft());
        json.put("post_quantum_kind", tls.postQuantumKind());
        json.put("post_quantum_offered", tls.postQuantumOffered());
        json.putTexts("offered_signature_algorithms", tls.offeredSignatureAlgorithms());
        json.put("signature_algorithm", tls.signatureAlgorithm());
        json.putTexts("offered_protocols", tls.offeredProtocols());
        json.putTexts("offered_compression", tls.offeredCompression());
        json.put("compression", tls.compression());
        json.putTexts("psk_modes", tls.pskModes());
        json.put("resumption", tls.resumption());
        json.put("early_data", tls.earlyData());
        json.put("ticket_issued", tls.ticketIssued());
        json.put("extended_master_secret", tls.extendedMasterSecret());
        json.put("encrypt_then_mac", tls.encryptThenMac());
        json.put("secure_renegotiation", tls.secureRenegotiation());
        json.put("renegotiation", tls.renegotiation());
        json.put("client_heartbeat", tls.clientHeartbeat());
        json.put("server_heartbeat", tls.serverHeartbeat());
        json.put("ech_type", tls.echType());
        json.put("ech_result", tls.echResult());
        json.putTexts("hello_retry_changes", tls.helloRetryChanges());
        json.put("mutual_confidence", tls.mutualConfidence());
        json.end();
        json.remember(tls, from);
    }

    private static void startTls(JsonBuffer json, Observation.StartTls startTls) {
        if (startTls == null) {
            return;
        }
        json.begin("starttls");
        json.put("protocol", startTls.protocol());
        json.put("offered", startTls.offered());
        json.put("requested", startTls.requested());
        json.put("accepted", startTls.accepted());
        json.put("used", startTls.used());
        json.put("stripped", startTls.stripped());
        json.put("data_protection", startTls.dataProtection());
        json.put("required", startTls.required());
        json.put("filler", startTls.filler());
        json.put("pipelined", startTls.pipelined());
        json.put("clear_followed", startTls.clearFollowed());
        json.end();
    }

    private static void plaintext(JsonBuffer json, Observation.Plaintext plaintext) {
        if (plaintext == null) {
            return;
        }
        json.begin("plaintext");
        json.put("credentials", plaintext.credentials());
        json.put("user_data", plaintext.userData());
        json.end();
    }

    private static void flow(JsonBuffer json, Observation.Flow flow) {
        if (flow == null) {
            return;
        }
        json.begin("flow");
        json.put("log_status", flow.logStatus());
        json.put("action", flow.action());
        json.put("tcp_flags", flow.tcpFlags());
        json.put("encryption_status", flow.encryptionStatus());
        json.put("reject_reason", flow.rejectReason());
        json.putTextByKey("fields", flow.fields());
        json.end();
    }

    private static void crypto(JsonBuffer json, Observation.Crypto crypto) {
        if (crypto == null) {
            return;
        }
        json.begin("crypto");
        json.put("version", crypto.version());
        json.put("key_exchange", crypto.keyExchange());
        json.put("authentication", crypto.authentication());
        json.put("encryption", crypto.encryption());
        json.put("integrity", crypto.integrity());
        json.put("post_quantum", crypto.postQuantum());
        json.put("forward_secret", crypto.forwardSecret());
        json.put("established", crypto.established());
        json.put("client_software", crypto.clientSoftware());
        json.put("server_software", crypto.serverSoftware());
        json.putTextsByKey("offered", crypto.offered());
        json.end();
    }

    private static void capture(JsonBuffer json, Observation.Capture capture) {
        if (capture == null) {
            return;
        }
        json.begin("capture");
        json.put("one_sided", capture.oneSided());
        json.put("midstream", capture.midstream());
        json.put("conflicting", capture.conflicting());
        json.put("lost_packets", capture.lostPackets());
        json.put("lost_share", capture.lostShare());
        json.put("sampling_rate", capture.samplingRate());
        json.end();
    }

    private static void sensor(JsonBuffer json, Observation.SensorStatus status) {
        if (status == null) {
            return;
        }
        json.begin("sensor");
        json.put("state", status.state());
        json.put("packets", status.packets());
        json.put("bytes", status.bytes());
        json.put("connections", status.connections());
        json.putNumberByKey("lost", status.lost());
        json.put("overload_level", status.overloadLevel());
        json.put("sacrificed", status.sacrificed());
        json.put("waiting_observations", status.waitingObservations());
        json.put("waiting_bytes", status.waitingBytes());
        json.put("absent_seconds", status.absentSeconds());
        json.put("ended_both_ways", status.endedBothWays());
        json.put("ended_one_way", status.endedOneWay());
        json.end();
    }
}
