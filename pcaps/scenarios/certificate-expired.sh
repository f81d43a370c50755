# shellcheck shell=bash disable=SC2034,SC2154
# An expired certificate: one client does not look, the other one refuses and says why (alert certificate_expired).
subnet=30
clients=2

play() {
    leaf theatre from='-375 days' to='-10 days'
    nginx_tls theatre 'ssl_protocols TLSv1.2;'
    web 1 https://theatre.plainsight.test/ --insecure
    may_fail web 2 https://theatre.plainsight.test/
}

check() {
    must_show 2 'tls.handshake.type == 11'
    must_show 1 'tls.alert_message.desc == 45'
}
