# shellcheck shell=bash disable=SC2034,SC2154
# TLS 1.2 with static RSA key exchange and CBC: TLS_RSA_WITH_AES_128_CBC_SHA.
subnet=19

play() {
    leaf ledger
    openssl_server ledger -tls1_2 -cipher AES128-SHA@SECLEVEL=0
    openssl_client 1 ledger.plainsight.test -tls1_2 -cipher AES128-SHA@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303 && tls.handshake.ciphersuite == 0x002f'
    must_show 1 'tls.app_data'
}
