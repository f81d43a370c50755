# shellcheck shell=bash disable=SC2034,SC2154
# Ephemeral Diffie-Hellman with a prime of 2048 bits (ffdhe2048, RFC 7919).
subnet=24

play() {
    leaf vault
    openssl_server vault -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256@SECLEVEL=0 -dhparam "$pki/dh2048.pem"
    openssl_client 1 vault.plainsight.test -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303 && tls.handshake.ciphersuite == 0x009e'
    must_show 1 'tls.handshake.p_len == 256'
    must_show 1 'tls.app_data'
}
