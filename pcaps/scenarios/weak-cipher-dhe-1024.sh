# shellcheck shell=bash disable=SC2034,SC2154
# Ephemeral Diffie-Hellman with a prime of 1024 bits, the old Oakley group 2.
subnet=23

play() {
    leaf archive
    openssl_server archive -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256@SECLEVEL=0 -dhparam "$pki/dh1024.pem"
    openssl_client 1 archive.plainsight.test -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.version == 0x0303 && tls.handshake.ciphersuite == 0x009e'
    must_show 1 'tls.handshake.p_len == 128'
    must_show 1 'tls.app_data'
}
