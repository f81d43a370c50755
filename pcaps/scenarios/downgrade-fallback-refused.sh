# shellcheck shell=bash disable=SC2034,SC2154
# A proxy on the path resets every hello with TLS 1.3. The client tries again with less and says so
# (TLS_FALLBACK_SCSV, RFC 7507); the server can do more and refuses: alert inappropriate_fallback.
subnet=91

play() {
    leaf broker
    server openssl s_server -accept 127.0.0.1:8443 -cert "$pki/broker.crt" -key "$pki/broker.key" \
        -cert_chain "$pki/issuing.crt" -www
    wait_port 8443
    meddler reset-tls13 443 8443
    may_fail openssl_client 1 broker.plainsight.test
    may_fail openssl_client 1 broker.plainsight.test -fallback_scsv -no_tls1_3
}

check() {
    must_show 1 'tls.handshake.type == 1 && tls.handshake.extensions.supported_version == 0x0304'
    must_show 1 'tcp.flags.reset == 1 && tcp.srcport == 443'
    must_show 1 'tls.handshake.type == 1 && tls.handshake.ciphersuite == 0x5600'
    must_show 1 'tls.alert_message.desc == 86'
}
