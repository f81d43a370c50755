# shellcheck shell=bash disable=SC2034,SC2154
# Both ends show a certificate, with TLS 1.3.
subnet=50
clients=2

play() {
    leaf payments
    leaf payments-terminal usage=clientAuth 'san=email:terminal@plainsight.test' 'cn=terminal 7'
    nginx_tls payments "ssl_client_certificate $pki/ca-chain.pem;" 'ssl_verify_client on;' 'ssl_verify_depth 2;'
    local who
    for who in 1 2; do
        web "$who" https://payments.plainsight.test/ --cert "$pki/payments-terminal.pem" --key "$pki/payments-terminal.key"
    done
}

check() {
    must_show 2 'tls.handshake.type == 2 && tls.handshake.extensions.supported_version == 0x0304'
}
