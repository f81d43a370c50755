# shellcheck shell=bash disable=SC2034,SC2154
# A good certificate, but for another name than the client asked for.
subnet=35

play() {
    leaf bakery
    openssl_server bakery -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 butcher.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
