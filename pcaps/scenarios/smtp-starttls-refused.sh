# shellcheck shell=bash disable=SC2034,SC2154
# STARTTLS offered and asked for, but a box on the path answers 454; the client goes on in clear.
subnet=78

play() {
    leaf mail
    smtp_tls mail
    smtp_server 2525 127.0.0.1 'auth_advertise_hosts =' "${smtp_tls_settings[@]}"
    meddler refuse-starttls 25 2525
    mail 1 --tls-optional
}

check() {
    must_show 1 'smtp.command_line contains "STARTTLS"'
    must_show 1 'smtp.response.code == 454'
    must_show 1 'imf'
}
