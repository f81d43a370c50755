# shellcheck shell=bash disable=SC2034,SC2154
# A signature made with SHA-1.
subnet=37

play() {
    leaf elevator md=sha1
    openssl_server elevator -tls1_2 -cipher ECDHE+AESGCM@SECLEVEL=0
    openssl_client 1 elevator.plainsight.test -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303'
    must_show 1 'tls.handshake.type == 11'
    must_show 1 'tls.handshake.type == 11 && x509af.algorithm.id == 1.2.840.113549.1.1.5'
    must_show 1 'tls.app_data'
}
