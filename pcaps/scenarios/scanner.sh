# shellcheck shell=bash disable=SC2034,SC2154
# One host tries an old hello at many ports; each service sees three failures of one client.
subnet=64
clients=2

play() {
    leaf fleet key=ec:P-256
    local ports=(8443 8444 8445 8446 8447 8448 8449 8450) port try listens=()
    for port in "${ports[@]}"; do
        listens+=("listen $server_ip:$port ssl;")
    done
    nginx_tls fleet "${listens[@]}"
    web 2 https://fleet.plainsight.test/
    for port in "${ports[@]}"; do
        for try in 1 2 3; do
            may_fail client 1 openssl s_client -connect "$server_ip:$port" -noservername -tls1_1 \
                -cipher DEFAULT@SECLEVEL=0
        done
    done
}

check() {
    must_show 24 'tls.alert_message.desc == 70'
    must_show 1 'tls.handshake.type == 2'
}
