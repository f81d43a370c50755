# shellcheck shell=bash disable=SC2034,SC2154
# The everyday picture: many handshakes that work, and a few clients too old for the server.
subnet=62
clients=4

play() {
    leaf news key=ec:P-256
    nginx_tls news
    local who try
    for try in 1 2 3; do
        for who in 3 4 3 4; do
            web "$who" https://news.plainsight.test/
        done
        for who in 1 2; do
            may_fail client "$who" openssl s_client -connect "$server_ip:443" -servername news.plainsight.test \
                -tls1_1 -cipher DEFAULT@SECLEVEL=0
        done
    done
}

check() {
    must_show 12 'tls.handshake.type == 2'
    must_show 6 'tls.alert_message.desc == 70'
}
