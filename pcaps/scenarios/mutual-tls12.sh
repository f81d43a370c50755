# shellcheck shell=bash disable=SC2034,SC2154
# Both ends show a certificate, with TLS 1.2, so that the client's can be seen: it carries no host name.
subnet=51
clients=2

play() {
    leaf ferry
    leaf ferry-terminal usage=clientAuth 'san=email:terminal@plainsight.test' 'cn=terminal 7'
    nginx_tls ferry "ssl_client_certificate $pki/ca-chain.pem;" 'ssl_verify_client on;' 'ssl_verify_depth 2;' 'ssl_protocols TLSv1.2;'
    local who
    for who in 1 2; do
        web "$who" https://ferry.plainsight.test/ --cert "$pki/ferry-terminal.pem" --key "$pki/ferry-terminal.key"
    done
}

check() {
    must_show 2 'tls.handshake.type == 13'
    must_show 4 'tls.handshake.type == 11'
}
