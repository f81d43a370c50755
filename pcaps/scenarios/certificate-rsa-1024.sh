# shellcheck shell=bash disable=SC2034,SC2154
# An RSA key of 1024 bits.
subnet=36

play() {
    leaf camera key=rsa:1024
    openssl_server camera -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 camera.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.app_data'
}
