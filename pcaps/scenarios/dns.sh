# shellcheck shell=bash disable=SC2034,SC2154
# Name look-ups over UDP and TCP: a service that raises nothing by default.
subnet=88

play() {
    server dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --bind-interfaces \
        --listen-address="$server_ip" --address="/plainsight.test/$server_ip" --user=root
    wait_port 53
    client 1 dig +short "@$server_ip" www.plainsight.test A >>"$dir/client.log"
    client 1 dig +short "@$server_ip" www.plainsight.test AAAA >>"$dir/client.log"
    client 1 dig +short +tcp "@$server_ip" shop.plainsight.test A >>"$dir/client.log"
}

check() {
    must_show 4 'dns && udp'
    must_show 2 'dns && tcp'
}
