# shellcheck shell=bash disable=SC2034,SC2154
# Modern encryption, but static RSA key exchange: TLS_RSA_WITH_AES_128_GCM_SHA256.
subnet=20

play() {
    leaf depot
    openssl_server depot -tls1_2 -cipher AES128-GCM-SHA256@SECLEVEL=0
    openssl_client 1 depot.plainsight.test -tls1_2 -cipher AES128-GCM-SHA256@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303 && tls.handshake.ciphersuite == 0x009c'
    must_show 1 'tls.app_data'
}
