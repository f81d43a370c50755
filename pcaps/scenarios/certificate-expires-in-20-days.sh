# shellcheck shell=bash disable=SC2034,SC2154
# A certificate of one year with twenty days left.
subnet=32

play() {
    leaf school from='-345 days' to='+20 days'
    openssl_server school -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 school.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
