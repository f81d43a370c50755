# shellcheck shell=bash disable=SC2034,SC2154
# A client that knows no TLS 1.3 yet, at a server that does: the server's mark in its random is no downgrade here.
subnet=16
clients=2

play() {
    leaf library
    nginx_tls library
    web 1 https://library.plainsight.test/ --tls-max 1.2
    web 2 https://library.plainsight.test/
    web 1 https://library.plainsight.test/ --tls-max 1.2
}

check() {
    must_show 2 'tls.handshake.type == 2 && tls.handshake.random[24:8] == 44:4f:57:4e:47:52:44:01'
    must_show 2 'tls.handshake.type == 1 && !(tls.handshake.extensions.supported_version == 0x0304)'
    must_show 1 'tls.handshake.type == 2 && tls.handshake.extensions.supported_version == 0x0304'
}
