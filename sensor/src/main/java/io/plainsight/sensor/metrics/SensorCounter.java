package io.plainsight.sensor.metrics;

/**
 * Every counter of the packet path: metric name, optional label and its value, help. Constants that share a metric name
 * share its help and differ in the label's value.
 */
public enum SensorCounter {
    /** Frames delivered by capture sources. */
    PACKETS("plainsight_sensor_packets_total", null, null, "Frames delivered by capture sources."),
    /** Bytes of those frames on the wire. */
    BYTES("plainsight_sensor_bytes_total", null, null, "Bytes of the frames on the wire."),
    /** Connections opened in the flow table. */
    FLOWS("plainsight_sensor_flows_total", null, null, "Connections opened in the flow table."),

    /** Flow-log files read to their end. */
    FLOW_LOG_FILES_READ(
            "plainsight_sensor_flow_log_files_total", "result", "read", "Flow-log files by how reading ended."),
    /** Flow-log files that could not be read, or not to their end. */
    FLOW_LOG_FILES_FAILED(
            "plainsight_sensor_flow_log_files_total", "result", "failed", "Flow-log files by how reading ended."),
    /** Flow-log records about traffic. */
    FLOW_LOG_RECORDS_FLOW(
            "plainsight_sensor_flow_log_records_total", "kind", "flow", "Flow-log records delivered, by kind."),
    /** NODATA and SKIPDATA records. */
    FLOW_LOG_RECORDS_GAP(
            "plainsight_sensor_flow_log_records_total", "kind", "gap", "Flow-log records delivered, by kind."),
    /** Rows with another number of fields than declared. */
    FLOW_LOG_ROWS_FIELD_COUNT(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "field_count",
            "Flow-log rows left out, by reason."),
    /** Rows longer than any record can be. */
    FLOW_LOG_ROWS_TOO_LONG(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "too_long",
            "Flow-log rows left out, by reason."),
    /** Rows with a counter, port, protocol or flag out of range. */
    FLOW_LOG_ROWS_NUMBER(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "number",
            "Flow-log rows left out, by reason."),
    /** Rows whose address is missing or none. */
    FLOW_LOG_ROWS_ADDRESS(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "address",
            "Flow-log rows left out, by reason."),
    /** Rows whose time is none. */
    FLOW_LOG_ROWS_TIME(
            "plainsight_sensor_flow_log_malformed_rows_total", "reason", "time", "Flow-log rows left out, by reason."),
    /** JSON rows that are no record. */
    FLOW_LOG_ROWS_JSON(
            "plainsight_sensor_flow_log_malformed_rows_total", "reason", "json", "Flow-log rows left out, by reason."),
    /** Flow-export packets that could not be read, or not to their end. */
    FLOW_LOG_ROWS_EXPORT_PACKET(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "export_packet",
            "Flow-log rows left out, by reason."),
    /** NetFlow 5 packets. */
    FLOW_EXPORT_PACKETS_V5(
            "plainsight_sensor_flow_export_packets_total", "version", "5", "Flow-export packets by version."),
    /** NetFlow 9 packets. */
    FLOW_EXPORT_PACKETS_V9(
            "plainsight_sensor_flow_export_packets_total", "version", "9", "Flow-export packets by version."),
    /** IPFIX messages. */
    FLOW_EXPORT_PACKETS_IPFIX(
            "plainsight_sensor_flow_export_packets_total", "version", "10", "Flow-export packets by version."),
    /** Flows delivered. */
    FLOW_EXPORT_RECORDS_FLOW(
            "plainsight_sensor_flow_export_records_total", "kind", "flow", "Records in flow-export packets, by kind."),
    /** Records about the exporter. */
    FLOW_EXPORT_RECORDS_OPTIONS(
            "plainsight_sensor_flow_export_records_total",
            "kind",
            "options",
            "Records in flow-export packets, by kind."),
    /** Records that do not name both ends, and so are no flow between two. */
    FLOW_EXPORT_RECORDS_NO_ADDRESS(
            "plainsight_sensor_flow_export_records_total",
            "kind",
            "no_address",
            "Records in flow-export packets, by kind."),
    /** Flows whose time lies ahead of ours; they are given ours. */
    FLOW_EXPORT_RECORDS_BAD_TIME(
            "plainsight_sensor_flow_export_records_total",
            "kind",
            "bad_time",
            "Records in flow-export packets, by kind."),
    /** Datagrams of another version, or none. */
    FLOW_EXPORT_REFUSED_VERSION(
            "plainsight_sensor_flow_export_refused_total",
            "reason",
            "version",
            "Flow-export datagrams that were not read, or not to their end, by reason."),
    /** Packets that break off, or whose lengths contradict one another. */
    FLOW_EXPORT_REFUSED_MALFORMED(
            "plainsight_sensor_flow_export_refused_total",
            "reason",
            "malformed",
            "Flow-export datagrams that were not read, or not to their end, by reason."),
    /** Templates announced, again or for the first time. */
    FLOW_EXPORT_TEMPLATES_LEARNED(
            "plainsight_sensor_flow_export_templates_total", "event", "learned", "What happened to templates."),
    /** Templates withdrawn. */
    FLOW_EXPORT_TEMPLATES_WITHDRAWN(
            "plainsight_sensor_flow_export_templates_total", "event", "withdrawn", "What happened to templates."),
    /** Templates forgotten to make room. */
    FLOW_EXPORT_TEMPLATES_EVICTED(
            "plainsight_sensor_flow_export_templates_total", "event", "evicted", "What happened to templates."),
    /** Templates without length, or with too many fields. */
    FLOW_EXPORT_TEMPLATES_REFUSED(
            "plainsight_sensor_flow_export_templates_total", "event", "refused", "What happened to templates."),
    /** Data sets that came before their template. */
    FLOW_EXPORT_SETS_HELD(
            "plainsight_sensor_flow_export_sets_total",
            "fate",
            "held",
            "Data sets that came before their template, by what became of them."),
    /** Held data sets that were decoded once their template had come. */
    FLOW_EXPORT_SETS_DECODED_LATE(
            "plainsight_sensor_flow_export_sets_total",
            "fate",
            "decoded_late",
            "Data sets that came before their template, by what became of them."),
    /** Held data sets given up, since their template did not come. */
    FLOW_EXPORT_SETS_TEMPLATE_MISSING(
            "plainsight_sensor_flow_export_sets_total",
            "fate",
            "template_missing",
            "Data sets that came before their template, by what became of them."),
    /** Flows that were sent and never came (NetFlow 5). */
    FLOW_EXPORT_LOST_FLOWS(
            "plainsight_sensor_flow_export_lost_total", "unit", "flows", "What exporters numbered and never arrived."),
    /** Packets that were sent and never came (NetFlow 9). */
    FLOW_EXPORT_LOST_PACKETS(
            "plainsight_sensor_flow_export_lost_total",
            "unit",
            "packets",
            "What exporters numbered and never arrived."),
    /** Records that were sent and never came (IPFIX). */
    FLOW_EXPORT_LOST_RECORDS(
            "plainsight_sensor_flow_export_lost_total",
            "unit",
            "records",
            "What exporters numbered and never arrived."),
    /** Exporters that began to count anew. */
    FLOW_EXPORT_RESTARTS(
            "plainsight_sensor_flow_export_sequence_total", "event", "restart", "Surprises in the numbers of packets."),
    /** Packets that came late. */
    FLOW_EXPORT_REORDERED(
            "plainsight_sensor_flow_export_sequence_total",
            "event",
            "reordered",
            "Surprises in the numbers of packets."),
    /** Packets that came twice, or too late to be missed. */
    FLOW_EXPORT_DUPLICATES(
            "plainsight_sensor_flow_export_sequence_total",
            "event",
            "duplicate",
            "Surprises in the numbers of packets."),
    /** Datagrams that found the socket's buffer full; what the kernel tells, on Linux. */
    FLOW_EXPORT_DROPPED_SOCKET(
            "plainsight_sensor_flow_export_dropped_total",
            "place",
            "socket",
            "Flow-export datagrams dropped, by place."),
    /** Datagrams that found the queue before the decoder full. */
    FLOW_EXPORT_DROPPED_QUEUE(
            "plainsight_sensor_flow_export_dropped_total",
            "place",
            "queue",
            "Flow-export datagrams dropped, by place."),
    /** Datagrams given up through a fault of ours. */
    FLOW_EXPORT_DROPPED_FAULT(
            "plainsight_sensor_flow_export_dropped_total",
            "place",
            "fault",
            "Flow-export datagrams dropped, by place."),
    /** Exporters forgotten to make room. */
    FLOW_EXPORT_EXPORTERS_EVICTED(
            "plainsight_sensor_flow_export_exporters_evicted_total", null, null, "Exporters forgotten to make room."),
    /** Datagrams of sFlow 5. */
    SFLOW_DATAGRAMS("plainsight_sensor_sflow_datagrams_total", null, null, "sFlow datagrams read."),
    /** Sampled headers that went through the packet path. */
    SFLOW_SAMPLES_PACKET(
            "plainsight_sensor_sflow_samples_total", "kind", "packet", "Samples in sFlow datagrams, by kind."),
    /** Samples of interface counters, passed over. */
    SFLOW_SAMPLES_COUNTERS(
            "plainsight_sensor_sflow_samples_total", "kind", "counters", "Samples in sFlow datagrams, by kind."),
    /** Flow samples without a raw packet header. */
    SFLOW_SAMPLES_NO_HEADER(
            "plainsight_sensor_sflow_samples_total", "kind", "no_header", "Samples in sFlow datagrams, by kind."),
    /** Headers of links that are not read. */
    SFLOW_SAMPLES_OTHER_LINK(
            "plainsight_sensor_sflow_samples_total", "kind", "other_link", "Samples in sFlow datagrams, by kind."),
    /** Samples that vendors define, or later versions. */
    SFLOW_SAMPLES_OTHER(
            "plainsight_sensor_sflow_samples_total", "kind", "other", "Samples in sFlow datagrams, by kind."),
    /** Packets that passed and were not sampled, as the sampling rate tells. */
    SFLOW_PACKETS_LEFT_OUT(
            "plainsight_sensor_sflow_packets_left_out_total",
            null,
            null,
            "Packets that sFlow exporters did not sample, or lost."),
    /** Datagrams that were sent and never came. */
    SFLOW_LOST_DATAGRAMS(
            "plainsight_sensor_sflow_lost_total",
            "unit",
            "datagrams",
            "What sFlow exporters counted and never arrived, by unit."),
    /** Samples that exporters dropped for want of resources. */
    SFLOW_LOST_SAMPLES(
            "plainsight_sensor_sflow_lost_total",
            "unit",
            "samples",
            "What sFlow exporters counted and never arrived, by unit."),
    /** Datagrams of another version, or of another protocol. */
    SFLOW_REFUSED_VERSION(
            "plainsight_sensor_sflow_refused_total",
            "reason",
            "version",
            "sFlow datagrams that were not read, or not to their end, by reason."),
    /** Datagrams that break off, or whose lengths contradict one another. */
    SFLOW_REFUSED_MALFORMED(
            "plainsight_sensor_sflow_refused_total",
            "reason",
            "malformed",
            "sFlow datagrams that were not read, or not to their end, by reason."),
    /** Looks for new flow logs in an object store that failed. */
    FLOW_LOG_LOOKS_FAILED(
            "plainsight_sensor_flow_log_looks_failed_total",
            null,
            null,
            "Looks for new flow logs in an object store that failed."),
    /** Objects forgotten by the checkpoint before their time. */
    FLOW_LOG_OBJECTS_FORGOTTEN(
            "plainsight_sensor_flow_log_objects_forgotten_total",
            null,
            null,
            "Flow-log objects forgotten as delivered to make room; they are read again."),
    /** Messages of a queue whose objects were delivered, or that told of none. */
    FLOW_LOG_MESSAGES_DONE(
            "plainsight_sensor_flow_log_messages_total",
            "result",
            "done",
            "Messages of the queue of flow-log objects, by what became of them."),
    /** Messages of a queue whose objects the store did not give; they come again. */
    FLOW_LOG_MESSAGES_LEFT(
            "plainsight_sensor_flow_log_messages_total",
            "result",
            "left",
            "Messages of the queue of flow-log objects, by what became of them."),
    /** Messages of a queue that are no notice of an object; they come again. */
    FLOW_LOG_MESSAGES_POISON(
            "plainsight_sensor_flow_log_messages_total",
            "result",
            "poison",
            "Messages of the queue of flow-log objects, by what became of them."),
    /** Pushed requests that were delivered. */
    FLOW_LOG_PUSHES_ACCEPTED(
            "plainsight_sensor_flow_log_pushes_total",
            "result",
            "accepted",
            "Pushed flow-log requests by their answer."),
    /** Pushed requests without the right key. */
    FLOW_LOG_PUSHES_UNAUTHORIZED(
            "plainsight_sensor_flow_log_pushes_total",
            "result",
            "unauthorized",
            "Pushed flow-log requests by their answer."),
    /** Pushed requests that are none, or too large. */
    FLOW_LOG_PUSHES_REFUSED(
            "plainsight_sensor_flow_log_pushes_total",
            "result",
            "refused",
            "Pushed flow-log requests by their answer."),
    /** Pushed requests that could not be delivered, or not at the time. */
    FLOW_LOG_PUSHES_FAILED(
            "plainsight_sensor_flow_log_pushes_total", "result", "failed", "Pushed flow-log requests by their answer."),

    /** Flow-log records that were refused and set aside as they came. */
    FLOW_LOG_DEAD_LETTERS_KEPT(
            "plainsight_sensor_flow_log_dead_letters_total",
            "result",
            "kept",
            "Refused flow-log records and files by whether they were set aside."),
    /** Refused flow-log records beyond what is set aside in a while, or that could not be written. */
    FLOW_LOG_DEAD_LETTERS_DROPPED(
            "plainsight_sensor_flow_log_dead_letters_total",
            "result",
            "dropped",
            "Refused flow-log records and files by whether they were set aside."),

    /** Names that answers gave to addresses. */
    NAMES_LEARNED("plainsight_sensor_names_learned_total", null, null, "Names that DNS answers gave to addresses."),
    /** Names forgotten before their time. */
    NAMES_EVICTED(
            "plainsight_sensor_names_evicted_total",
            null,
            null,
            "Names of addresses forgotten before their time to make room."),

    /** Frames that carry no IP packet, such as ARP. */
    DROPS_NOT_IP(Drops.METRIC, Drops.LABEL, "not_ip", Drops.HELP),
    /** Frames of a link type that the decoder does not know. */
    DROPS_UNKNOWN_LINK_TYPE(Drops.METRIC, Drops.LABEL, "unknown_link_type", Drops.HELP),
    /** Frames encrypted on the link (MACsec, Wi-Fi), of which nothing can be seen. */
    DROPS_LINK_ENCRYPTED(Drops.METRIC, Drops.LABEL, "link_encrypted", Drops.HELP),
    /** Frames of which too little was captured to know their packet. */
    DROPS_TRUNCATED(Drops.METRIC, Drops.LABEL, "truncated", Drops.HELP),
    /** Packets whose headers contradict themselves. */
    DROPS_MALFORMED(Drops.METRIC, Drops.LABEL, "malformed", Drops.HELP),
    /** Frames with more layers or extension headers than the decoder follows. */
    DROPS_TOO_DEEP(Drops.METRIC, Drops.LABEL, "too_deep", Drops.HELP),
    /** Datagrams given up because their fragments overlap or contradict each other. */
    DROPS_FRAGMENT_OVERLAP(Drops.METRIC, Drops.LABEL, "fragment_overlap", Drops.HELP),
    /** Datagrams given up because a fragment did not come in time. */
    DROPS_FRAGMENT_TIMEOUT(Drops.METRIC, Drops.LABEL, "fragment_timeout", Drops.HELP),
    /** Datagrams given up because newer ones needed their place. */
    DROPS_FRAGMENT_EVICTED(Drops.METRIC, Drops.LABEL, "fragment_evicted", Drops.HELP),
    /** Frames that found the kernel's capture buffer full. */
    DROPS_KERNEL(Drops.METRIC, Drops.LABEL, "kernel", Drops.HELP),
    /** Frames lost in the interface or its driver. */
    DROPS_INTERFACE(Drops.METRIC, Drops.LABEL, "interface", Drops.HELP),

    /** Times that an interface vanished. */
    CAPTURE_GAPS("plainsight_sensor_capture_gaps_total", null, null, "Times that an interface vanished."),
    /** Seconds, each begun one, without any capture because of that. */
    CAPTURE_GAP_SECONDS(
            "plainsight_sensor_capture_gap_seconds_total",
            null,
            null,
            "Seconds during which an interface was captured on that was not there."),

    /** Connections that ended with FIN from both sides. */
    FLOWS_ENDED_FIN("plainsight_sensor_flows_ended_total", "reason", "fin", Help.FLOWS_ENDED),
    /** Connections that ended with RST. */
    FLOWS_ENDED_RESET("plainsight_sensor_flows_ended_total", "reason", "reset", Help.FLOWS_ENDED),
    /** Connections without a packet for their idle time. */
    FLOWS_ENDED_IDLE("plainsight_sensor_flows_ended_total", "reason", "idle", Help.FLOWS_ENDED),
    /** Connections cut off by the end of the capture. */
    FLOWS_ENDED_END_OF_CAPTURE("plainsight_sensor_flows_ended_total", "reason", "end_of_capture", Help.FLOWS_ENDED),
    /** Connections given up because the flow table was full: its capacity is too small. */
    FLOWS_ENDED_EVICTED("plainsight_sensor_flows_ended_total", "reason", "evicted", Help.FLOWS_ENDED),
    /** Connections whose addresses and ports were taken up by a new one. */
    FLOWS_ENDED_REUSED("plainsight_sensor_flows_ended_total", "reason", "reused", Help.FLOWS_ENDED),

    /** TCP connections with payload of which both directions were seen. */
    TCP_SEEN_BOTH_WAYS("plainsight_sensor_tcp_ended_total", "seen", "both_ways", Help.TCP_ENDED),
    /** TCP connections with payload of which nothing was seen in one direction: its packets do not come to the interface. */
    TCP_SEEN_ONE_WAY("plainsight_sensor_tcp_ended_total", "seen", "one_way", Help.TCP_ENDED),

    /** Connections not looked into because too many were under inspection. */
    FLOWS_NOT_INSPECTED(
            "plainsight_sensor_flows_not_inspected_total",
            null,
            null,
            "Connections not looked into because too many were under inspection."),

    /** Parts of connections that overload kept from being looked at. */
    SACRIFICED_SAMPLE(Overload.METRIC, Overload.LABEL, "sample", Overload.HELP),
    /** Dissectors cut off because they had been given their share of bytes. */
    SACRIFICED_DISSECTION(Overload.METRIC, Overload.LABEL, "dissection", Overload.HELP),
    /** Connections picked up midway, not looked into. */
    SACRIFICED_MIDSTREAM(Overload.METRIC, Overload.LABEL, "midstream", Overload.HELP),
    /** Connections whose protocol was not known after the first bytes. */
    SACRIFICED_IDENTIFICATION(Overload.METRIC, Overload.LABEL, "identification", Overload.HELP),
    /** Handshakes longer than any sane one, cut off. */
    SACRIFICED_HANDSHAKE(Overload.METRIC, Overload.LABEL, "handshake", Overload.HELP),
    /** New connections left out whole, since the capture's buffer was as good as full. */
    SACRIFICED_CONNECTION(Overload.METRIC, Overload.LABEL, "connection", Overload.HELP),
    /** Packet time without overload, in milliseconds; so are the other levels. */
    OVERLOAD_NONE(Overload.TIME, Overload.LEVEL, "0", Overload.TIME_HELP),
    /** Packet time at level 1. */
    OVERLOAD_LONG_FLOWS(Overload.TIME, Overload.LEVEL, "1", Overload.TIME_HELP),
    /** Packet time at level 2. */
    OVERLOAD_FIRST_SEGMENTS(Overload.TIME, Overload.LEVEL, "2", Overload.TIME_HELP),
    /** Packet time at level 3. */
    OVERLOAD_HANDSHAKES_ONLY(Overload.TIME, Overload.LEVEL, "3", Overload.TIME_HELP),
    /** Packet time at level 4. */
    OVERLOAD_SOME_HANDSHAKES_ONLY(Overload.TIME, Overload.LEVEL, "4", Overload.TIME_HELP),
    /** Observations that the output gave up. */
    DELIVERY_LOST(
            "plainsight_sensor_delivery_lost_total",
            null,
            null,
            "Observations that the output gave up, as the sensor's status records tell."),

    /** Connections whose content was recognised as some protocol. */
    PROTOCOL_RECOGNISED("plainsight_sensor_identifications_total", "result", "recognised", Help.IDENTIFICATIONS),
    /** Connections whose content matched no protocol. */
    PROTOCOL_UNRECOGNISED("plainsight_sensor_identifications_total", "result", "unrecognised", Help.IDENTIFICATIONS),
    /** Dissectors that gave up a connection they had accepted. */
    PROTOCOL_DISOWNED("plainsight_sensor_identifications_total", "result", "disowned", Help.IDENTIFICATIONS),
    /** Exceptions thrown by signatures and dissectors: each is a bug. */
    DISSECTOR_ERRORS(
            "plainsight_sensor_dissector_errors_total",
            null,
            null,
            "Exceptions thrown by signatures and dissectors; the connection became unknown."),

    /** Segments whose bytes had all been seen before; keep-alives among them. */
    TCP_RETRANSMITTED_SEGMENTS("plainsight_sensor_tcp_segments_total", "kind", "retransmitted", Help.SEGMENTS),
    /** Segments that repeat some bytes and bring others. */
    TCP_OVERLAPPING_SEGMENTS("plainsight_sensor_tcp_segments_total", "kind", "overlapping", Help.SEGMENTS),
    /** Segments that repeat bytes with other content: an attempt to deceive, or a broken path. */
    TCP_CONFLICTING_SEGMENTS("plainsight_sensor_tcp_segments_total", "kind", "conflicting", Help.SEGMENTS),
    /** Segments further ahead, or longer, than any window allows. */
    TCP_OUT_OF_WINDOW_SEGMENTS("plainsight_sensor_tcp_segments_total", "kind", "out_of_window", Help.SEGMENTS),
    /** Segments that arrived ahead of a hole. */
    TCP_OUT_OF_ORDER_SEGMENTS("plainsight_sensor_tcp_segments_total", "kind", "out_of_order", Help.SEGMENTS),
    /** Segments that the capture cut short. */
    TCP_TRUNCATED_SEGMENTS("plainsight_sensor_tcp_segments_total", "kind", "truncated", Help.SEGMENTS),
    /** Holes in a stream that were given up. */
    TCP_GAPS("plainsight_sensor_tcp_gaps_total", null, null, "Holes in TCP streams that were given up."),
    /** Bytes in those holes. */
    TCP_GAP_BYTES("plainsight_sensor_tcp_gap_bytes_total", null, null, "Bytes missing from TCP streams."),
    /** Holes given up because the segments behind them exceeded a limit. */
    TCP_HOLD_EXCEEDED("plainsight_sensor_tcp_budget_exceeded_total", "buffer", "out_of_order", Help.BUDGET_EXCEEDED),
    /** Incomplete messages dropped because they exceeded a limit. */
    TCP_PENDING_EXCEEDED("plainsight_sensor_tcp_budget_exceeded_total", "buffer", "pending", Help.BUDGET_EXCEEDED),
    /** Announcements of connections that were forgotten because newer ones needed their place. */
    EXPECTED_EVICTED(
            "plainsight_sensor_expected_evicted_total",
            null,
            null,
            "Announced connections (such as FTP's data connections) forgotten before they came, for want of room."),

    /** Records whose header cannot be one. */
    TLS_BAD_RECORD(Tls.METRIC, Tls.LABEL, "tls_bad_record", Tls.HELP),
    /** Handshake messages of a type that cannot stand in clear. */
    TLS_BAD_HANDSHAKE_TYPE(Tls.METRIC, Tls.LABEL, "tls_bad_handshake_type", Tls.HELP),
    /** Handshake messages that are too large to be read. */
    TLS_OVERSIZED_HANDSHAKE(Tls.METRIC, Tls.LABEL, "tls_oversized_handshake", Tls.HELP),
    /** ClientHellos that do not read. */
    TLS_MALFORMED_CLIENT_HELLO(Tls.METRIC, Tls.LABEL, "tls_malformed_client_hello", Tls.HELP),
    /** ServerHellos that do not read. */
    TLS_MALFORMED_SERVER_HELLO(Tls.METRIC, Tls.LABEL, "tls_malformed_server_hello", Tls.HELP),
    /** ServerKeyExchanges that do not read. */
    TLS_MALFORMED_SERVER_KEY_EXCHANGE(Tls.METRIC, Tls.LABEL, "tls_malformed_server_key_exchange", Tls.HELP),
    /** Certificate messages that do not read. */
    TLS_MALFORMED_CERTIFICATE_MESSAGE(Tls.METRIC, Tls.LABEL, "tls_malformed_certificate_message", Tls.HELP),
    /** Certificates whose DER does not read. */
    TLS_UNREADABLE_CERTIFICATE(Tls.METRIC, Tls.LABEL, "tls_unreadable_certificate", Tls.HELP),
    /** Hellos with a list beyond its cap. */
    TLS_LIST_TOO_LONG(Tls.METRIC, Tls.LABEL, "tls_list_too_long", Tls.HELP),
    /** Second ClientHellos that nobody asked for. */
    TLS_UNEXPECTED_CLIENT_HELLO(Tls.METRIC, Tls.LABEL, "tls_unexpected_client_hello", Tls.HELP),
    /** A ServerHello sent by the client, or a ClientHello by the server. */
    TLS_HELLO_FROM_WRONG_SIDE(Tls.METRIC, Tls.LABEL, "tls_hello_from_wrong_side", Tls.HELP),
    /** Clear alerts that are not two bytes long. */
    TLS_BAD_ALERT(Tls.METRIC, Tls.LABEL, "tls_bad_alert", Tls.HELP),

    /** Certificates parsed because they were not in the cache. */
    CERTIFICATES_READ("plainsight_sensor_certificates_total", "cache", "miss", Help.CERTIFICATES),
    /** Certificates that were in the cache. */
    CERTIFICATES_KNOWN("plainsight_sensor_certificates_total", "cache", "hit", Help.CERTIFICATES),
    /** Chains validated against the given roots: once per distinct chain, and again when its time or the intermediates changed. */
    CERTIFICATE_CHAINS_VALIDATED(
            "plainsight_sensor_certificate_chains_validated_total",
            null,
            null,
            "Certificate chains validated against the given roots."),

    /** Initial packets that do not open with their connection's keys. */
    QUIC_NOT_AUTHENTIC(Quic.METRIC, Quic.LABEL, "quic_not_authentic", Quic.HELP),
    /** Long headers that make no sense. */
    QUIC_BAD_HEADER(Quic.METRIC, Quic.LABEL, "quic_bad_header", Quic.HELP),
    /** Frames that cannot stand in an Initial packet. */
    QUIC_BAD_FRAME(Quic.METRIC, Quic.LABEL, "quic_bad_frame", Quic.HELP),
    /** CRYPTO frames beyond the bounds, or without a handshake. */
    QUIC_BAD_CRYPTO(Quic.METRIC, Quic.LABEL, "quic_bad_crypto", Quic.HELP),
    /** Retry packets that do not answer their client. */
    QUIC_BAD_RETRY(Quic.METRIC, Quic.LABEL, "quic_bad_retry", Quic.HELP),
    /** Initial packets that were not opened, since too many came. */
    QUIC_BUDGET_EXCEEDED(Quic.METRIC, Quic.LABEL, "quic_budget_exceeded", Quic.HELP),
    /** Connection ids forgotten for newer ones. */
    QUIC_CONNECTION_ID_EVICTED(Quic.METRIC, Quic.LABEL, "quic_connection_id_evicted", Quic.HELP),
    /** Connections that went on from another address or port. */
    QUIC_MIGRATED(Quic.METRIC, Quic.LABEL, "quic_migrated", Quic.HELP);

    /** What the constants for drops share. */
    private static final class Drops {
        static final String METRIC = "plainsight_sensor_drops_total";
        static final String LABEL = "reason";
        static final String HELP = "Frames and datagrams that gave no packet, by reason.";
    }

    /** What the constants for overload share. */
    private static final class Overload {
        static final String METRIC = "plainsight_sensor_overload_sacrificed_total";
        static final String LABEL = "kind";
        static final String HELP = "Connections, or parts of them, not looked at because of overload, by kind.";
        static final String TIME = "plainsight_sensor_overload_seconds_total";
        static final String LEVEL = "level";
        static final String TIME_HELP = "Packet time spent at each level of overload.";
    }

    /** What the constants for TLS oddities share. */
    private static final class Tls {
        static final String METRIC = "plainsight_sensor_tls_oddities_total";
        static final String LABEL = "oddity";
        static final String HELP = "Surprises in TLS handshakes, by kind.";
    }

    /** What the constants for QUIC share. */
    private static final class Quic {
        static final String METRIC = "plainsight_sensor_quic_oddities_total";
        static final String LABEL = "oddity";
        static final String HELP = "Surprises in QUIC connections, by kind.";
    }

    /** Help texts that several constants share. */
    private static final class Help {
        static final String FLOWS_ENDED = "Connections that left the flow table.";
        static final String TCP_ENDED = "TCP connections with payload that ended, by the directions that were seen.";
        static final String IDENTIFICATIONS = "Connections by what their first bytes showed.";
        static final String SEGMENTS = "TCP segments that needed more than handing on.";
        static final String CERTIFICATES = "Certificates seen, by whether they had been read before.";
        static final String BUDGET_EXCEEDED = "Stream bytes given up because a buffer's limit was exceeded.";
    }

    private final String metric;
    private final String label;
    private final String value;
    private final String help;

    SensorCounter(String metric, String label, String value, String help) {
        this.metric = metric;
        this.label = label;
        this.value = value;
        this.help = help;
    }

    public String metric() {
        return metric;
    }

    /** The label's name, or null where the metric has none. */
    public String label() {
        return label;
    }

    /** The label's value, or null. */
    public String value() {
        return value;
    }

    public String help() {
        return help;
    }

    /** What one count is worth in the metric's unit: times are counted in milliseconds and exported in seconds. */
    public double worth() {
        return metric.equals(Overload.TIME) ? 1e-3 : 1;
    }
}
