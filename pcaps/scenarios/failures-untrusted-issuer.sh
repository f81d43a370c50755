# shellcheck shell=bash disable=SC2034,SC2154
# After a change of certificate nobody knows its issuer: five clients, five tries each, answer unknown_ca.
subnet=61
clients=5

play() {
    leaf meters key=ec:P-256
    server openssl s_server -accept "$server_ip:443" -cert "$pki/meters.crt" -key "$pki/meters.key" -www
    wait_port 443
    local who try
    for who in 1 2 3; do
        openssl_client "$who" meters.plainsight.test -CAfile "$pki/ca-chain.pem"
    done
    for try in 1 2 3 4 5; do
        for who in 1 2 3 4 5; do
            may_fail client "$who" curl -sS --resolve "meters.plainsight.test:443:$server_ip" \
                https://meters.plainsight.test/
        done
        sleep 1
    done
}

check() {
    must_show 28 'tls.handshake.type == 2'
    must_show 25 'tls.alert_message.desc == 48'
}
