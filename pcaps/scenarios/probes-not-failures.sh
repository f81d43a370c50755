# shellcheck shell=bash disable=SC2034,SC2154
# Load balancers look whether the port is open and hang up without a hello; others knock at a port that is closed.
subnet=63
clients=4

play() {
    leaf stock key=ec:P-256
    nginx_tls stock
    local who try
    for try in 1 2 3 4 5 6 7 8; do
        for who in 1 2 3 4; do
            client "$who" bash -c 'exec 3<>"/dev/tcp/$0/443"' "$server_ip"
            may_fail client "$who" bash -c 'exec 3<>"/dev/tcp/$0/8443"' "$server_ip"
        done
    done
    web 1 https://stock.plainsight.test/
}

check() {
    must_show 33 'tcp.flags.syn == 1 && tcp.flags.ack == 1'
    must_show 32 'tcp.flags.reset == 1 && tcp.srcport == 8443'
    must_show 1 'tls.handshake.type == 2'
}
