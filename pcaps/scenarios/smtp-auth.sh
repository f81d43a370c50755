# shellcheck shell=bash disable=SC2034,SC2154
# The same with a log-in (AUTH PLAIN) in clear.
subnet=75

play() {
    smtp_server 25 "$server_ip" 'tls_advertise_hosts ='
    mail 1 --auth PLAIN --auth-user alice --auth-password not-a-real-secret
}

check() {
    must_show 1 'smtp.req.command == "AUTH"'
    must_show 1 'smtp.response.code == 235'
    must_show 1 'imf'
}
