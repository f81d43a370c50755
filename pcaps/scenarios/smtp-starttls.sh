# shellcheck shell=bash disable=SC2034,SC2154
# STARTTLS offered and used; the server's certificate is good.
subnet=76
clients=2

play() {
    leaf mail
    smtp_tls mail
    smtp_server 25 "$server_ip" "${smtp_tls_settings[@]}"
    mail 1 --tls
    mail 2 --tls --tls-protocol tlsv1_2
}

check() {
    must_show 2 'smtp.command_line contains "STARTTLS"'
    must_show 2 'tls.handshake.type == 2'
    must_not_show 'imf'
}
