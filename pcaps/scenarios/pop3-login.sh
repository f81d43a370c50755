# shellcheck shell=bash disable=SC2034,SC2154
# A mailbox read with user name and password in clear; the server offers no TLS.
subnet=82

play() {
    mailbox_server 'ssl = no'
    web 1 'pop3://mailbox.plainsight.test:110/1' --user alice:not-a-real-secret
    grep -q 'At one?' "$dir/answer"
}

check() {
    must_show 1 'pop.request.command == "AUTH"'
    must_not_show 'tls'
}
