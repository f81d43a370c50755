# shellcheck shell=bash disable=SC2034,SC2154
# A proxy on the path takes TLS 1.3 out of the client's hello. The server marks its random, and the client notices.
#
# The capture lies between client and proxy: hello with 1.3, answer with 1.2 and the mark, alert illegal_parameter.
subnet=90

play() {
    leaf bank
    server openssl s_server -accept 127.0.0.1:8443 -cert "$pki/bank.crt" -key "$pki/bank.key" \
        -cert_chain "$pki/issuing.crt" -www
    wait_port 8443
    meddler hide-tls13 443 8443
    may_fail web 1 https://bank.plainsight.test/
}

check() {
    must_show 1 'tls.handshake.type == 1 && tls.handshake.extensions.supported_version == 0x0304'
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303 && tls.handshake.random[24:8] == 44:4f:57:4e:47:52:44:01'
    must_show 1 'tls.alert_message.desc == 47'
}
