# shellcheck shell=bash disable=SC2034,SC2154
# The server offers STARTTLS; a box on the path overwrites the offer, and the client sends its mail in clear.
subnet=77

play() {
    leaf mail
    smtp_tls mail
    smtp_server 2525 127.0.0.1 'auth_advertise_hosts =' "${smtp_tls_settings[@]}"
    meddler hide-starttls 25 2525
    mail 1 --tls-optional
}

check() {
    must_show 1 'smtp contains "XXXXXXXA"'
    must_not_show 'smtp contains "STARTTLS"'
    must_show 1 'imf'
}
