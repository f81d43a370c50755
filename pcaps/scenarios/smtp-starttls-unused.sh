# shellcheck shell=bash disable=SC2034,SC2154
# The server offers STARTTLS, and this client simply doesn't use it: a setting, not an attack.
subnet=79

play() {
    leaf mail
    smtp_tls mail
    smtp_server 25 "$server_ip" 'auth_advertise_hosts =' "${smtp_tls_settings[@]}"
    mail 1
}

check() {
    must_show 1 'smtp contains "STARTTLS"'
    must_not_show 'smtp.command_line contains "STARTTLS"'
    must_show 1 'imf'
}
