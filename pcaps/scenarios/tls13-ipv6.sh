# shellcheck shell=bash disable=SC2034,SC2154
# The same over IPv6, with nanosecond time stamps.
subnet=15
family=6
precision=nano

play() {
    leaf six
    nginx_tls six
    web 1 https://six.plainsight.test/
}

check() {
    must_show 1 'ipv6 && tls.handshake.type == 2 && tls.handshake.extensions.supported_version == 0x0304'
}
