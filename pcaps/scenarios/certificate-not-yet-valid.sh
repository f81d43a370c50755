# shellcheck shell=bash disable=SC2034,SC2154
# A certificate that begins in two days.
subnet=39

play() {
    leaf harbour from='+2 days' to='+300 days'
    openssl_server harbour -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 harbour.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
