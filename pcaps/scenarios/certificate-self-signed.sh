# shellcheck shell=bash disable=SC2034,SC2154
# A leaf that signed itself.
subnet=34

play() {
    leaf printer issuer=self
    openssl_server printer -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 printer.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
