# shellcheck shell=bash disable=SC2034,SC2154
# An old server that knows nothing newer than TLS 1.0, and clients that would do 1.3 but put up with it.
subnet=17
clients=2

play() {
    leaf till
    openssl_server till -tls1 -cipher ECDHE-RSA-AES128-SHA@SECLEVEL=0
    openssl_client 1 till.plainsight.test -min_protocol TLSv1 -cipher DEFAULT@SECLEVEL=0
    openssl_client 2 till.plainsight.test -min_protocol TLSv1 -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 2 'tls.handshake.type == 2 && tls.handshake.version == 0x0301 && tls.handshake.ciphersuite == 0xc013'
    must_show 2 'tls.handshake.type == 1 && tls.handshake.extensions.supported_version == 0x0304'
    must_not_show 'tls.handshake.type == 2 && tls.handshake.random[24:7] == 44:4f:57:4e:47:52:44'
}
