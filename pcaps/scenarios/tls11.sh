# shellcheck shell=bash disable=SC2034,SC2154
# Both ends speak TLS 1.1 and nothing else.
subnet=18

play() {
    leaf scale
    openssl_server scale -tls1_1 -cipher ECDHE-RSA-AES256-SHA@SECLEVEL=0
    openssl_client 1 scale.plainsight.test -tls1_1 -cipher DEFAULT@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0302 && tls.handshake.ciphersuite == 0xc014'
    must_not_show 'tls.handshake.type == 2 && tls.handshake.random[24:7] == 44:4f:57:4e:47:52:44'
}
