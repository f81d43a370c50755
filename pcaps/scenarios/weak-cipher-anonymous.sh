# shellcheck shell=bash disable=SC2034,SC2154
# Nobody shows a certificate: TLS_DH_anon_WITH_AES_128_GCM_SHA256.
subnet=22

play() {
    server openssl s_server -accept "$server_ip:443" -nocert -www -tls1_2 -cipher ADH-AES128-GCM-SHA256@SECLEVEL=0 \
        -dhparam "$pki/dh2048.pem"
    wait_port 443
    openssl_client 1 kiosk.plainsight.test -tls1_2 -cipher ADH-AES128-GCM-SHA256@SECLEVEL=0
}

check() {
    must_show 1 'tls.handshake.type == 2 && tls.handshake.ciphersuite == 0x00a6'
    must_not_show 'tls.handshake.type == 11'
    must_show 1 'tls.handshake.p_len == 256'
    must_show 1 'tls.app_data'
}
