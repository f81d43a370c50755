# shellcheck shell=bash disable=SC2034,SC2154
# A mailbox read with user name and password in clear; the server offers no TLS.
subnet=80

play() {
    mailbox_server 'ssl = no'
    web 1 'imap://mailbox.plainsight.test:143/INBOX;UID=1' --user alice:not-a-real-secret
    grep -q 'At one?' "$dir/answer"
}

check() {
    must_show 1 'imap.request.command == "LOGIN" || imap.request.command == "AUTHENTICATE" || imap contains "AUTHENTICATE"'
    must_not_show 'tls'
}
