# shellcheck shell=bash disable=SC2034,SC2154
# A mail sent in clear to a server that offers nothing better.
subnet=74

play() {
    smtp_server 25 "$server_ip" 'tls_advertise_hosts =' 'auth_advertise_hosts ='
    mail 1
}

check() {
    must_show 1 'smtp.req.command == "DATA"'
    must_show 1 'imf'
    must_not_show 'smtp contains "STARTTLS"'
}
