# shellcheck shell=bash disable=SC2034,SC2154
# A certificate of one year with five days left.
subnet=31

play() {
    leaf clinic from='-360 days' to='+5 days'
    openssl_server clinic -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 clinic.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
