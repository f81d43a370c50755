# shellcheck shell=bash disable=SC2034,SC2154
# A service that worked; then six other clients, five tries each, offer only TLS 1.1: alert protocol_version.
subnet=60
clients=8

play() {
    leaf tickets key=ec:P-256
    nginx_tls tickets
    local who try
    for who in 7 8 7 8 7 8; do
        web "$who" https://tickets.plainsight.test/
    done
    for try in 1 2 3 4 5; do
        for who in 1 2 3 4 5 6; do
            may_fail client "$who" openssl s_client -connect "$server_ip:443" -servername tickets.plainsight.test \
                -tls1_1 -cipher DEFAULT@SECLEVEL=0
        done
        sleep 1
    done
}

check() {
    must_show 6 'tls.handshake.type == 2'
    must_show 30 'tls.alert_message.desc == 70'
}
