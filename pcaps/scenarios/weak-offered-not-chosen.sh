# shellcheck shell=bash disable=SC2034,SC2154
# Clients offer everything from TLS 1.0 and NULL upwards; the server takes the good.
subnet=25
clients=2

play() {
    leaf museum
    nginx_tls museum
    openssl_client 1 museum.plainsight.test -min_protocol TLSv1 -max_protocol TLSv1.2 -cipher ALL:COMPLEMENTOFALL@SECLEVEL=0
    openssl_client 2 museum.plainsight.test -min_protocol TLSv1 -cipher ALL:COMPLEMENTOFALL@SECLEVEL=0
}

check() {
    must_show 2 'tls.handshake.type == 1 && tls.handshake.ciphersuite == 0x003b && tls.handshake.ciphersuite == 0x002f'
    must_show 1 'tls.handshake.type == 2 && tls.handshake.ciphersuite == 0xc02f'
    must_show 1 'tls.handshake.type == 2 && tls.handshake.extensions.supported_version == 0x0304'
}
