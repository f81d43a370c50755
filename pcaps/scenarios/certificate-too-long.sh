# shellcheck shell=bash disable=SC2034,SC2154
# A leaf that is valid for more than four years.
subnet=38

play() {
    leaf turbine from='-30 days' to='+1500 days'
    openssl_server turbine -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 turbine.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
