# shellcheck shell=bash disable=SC2034,SC2154
# A wildcard certificate that covers the name asked for, and a client that asks for no name.
subnet=13
clients=2

play() {
    leaf wildcard 'san=DNS:*.shops.plainsight.test' 'cn=*.shops.plainsight.test' key=ec:P-256
    nginx_tls wildcard 'ssl_protocols TLSv1.2;'
    web 1 https://utrecht.shops.plainsight.test/
    openssl_client 2 -
}

check() {
    must_show 2 'tls.handshake.type == 2 && tls.handshake.ciphersuite == 0xc02b'
    must_show 2 'tls.handshake.type == 11'
}
