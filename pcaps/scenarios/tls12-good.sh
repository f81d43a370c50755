# shellcheck shell=bash disable=SC2034,SC2154
# TLS 1.2 as BCP 195 allows it: ECDHE and AES-GCM. The server sends its whole chain, the self-signed root included.
subnet=12

play() {
    leaf portal
    cat "$pki/root.crt" >>"$pki/portal.pem"
    nginx_tls portal 'ssl_protocols TLSv1.2;'
    web 1 https://portal.plainsight.test/
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303 && tls.handshake.ciphersuite == 0xc02f'
    must_not_show 'tls.handshake.type == 2 && tls.handshake.extensions.supported_version'
    must_show 1 'tls.handshake.type == 11'
}
