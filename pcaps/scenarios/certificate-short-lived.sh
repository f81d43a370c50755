# shellcheck shell=bash disable=SC2034,SC2154
# A certificate of sixty days with twenty-five left: of those only the last third counts.
subnet=33

play() {
    leaf courier from='-35 days' to='+25 days'
    openssl_server courier -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 courier.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
