# shellcheck shell=bash disable=SC2034,SC2154
# The server asks for a certificate and refuses clients without one; some have one.
subnet=52
clients=4

play() {
    leaf gate
    leaf gate-terminal usage=clientAuth 'san=email:terminal@plainsight.test' 'cn=terminal 8'
    server openssl s_server -accept "$server_ip:443" -cert "$pki/gate.crt" -key "$pki/gate.key" \
        -cert_chain "$pki/issuing.crt" -www -Verify 2 -verify_return_error -CAfile "$pki/ca-chain.pem"
    wait_port 443
    local who
    for who in 1 2; do
        openssl_client "$who" gate.plainsight.test -cert "$pki/gate-terminal.crt" -key "$pki/gate-terminal.key" \
            -cert_chain "$pki/issuing.crt"
    done
    may_fail openssl_client 3 gate.plainsight.test
    may_fail openssl_client 4 gate.plainsight.test -tls1_2
}

check() {
    must_show 4 'tls.handshake.type == 2'
    must_show 1 'tls.alert_message.desc == 40'
}
