# shellcheck shell=bash disable=SC2034,SC2154
# A suite that signs and does not encrypt: TLS_RSA_WITH_NULL_SHA256.
subnet=21

play() {
    leaf sluice
    openssl_server sluice -tls1_2 -cipher NULL-SHA256@SECLEVEL=0
    openssl_client 1 sluice.plainsight.test -tls1_2 -cipher NULL-SHA256@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303 && tls.handshake.ciphersuite == 0x003b'
    must_show 1 'tls.app_data'
}
