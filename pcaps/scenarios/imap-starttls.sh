# shellcheck shell=bash disable=SC2034,SC2154
# The same mailbox, but the client turns to TLS before it logs in.
subnet=81

play() {
    leaf mailbox
    mailbox_server 'ssl = yes' "ssl_cert = <$pki/mailbox.pem" "ssl_key = <$pki/mailbox.key"
    web 1 'imap://mailbox.plainsight.test:143/INBOX;UID=1' --user alice:not-a-real-secret --ssl-reqd
    grep -q 'At one?' "$dir/answer"
}

check() {
    must_show 1 'imap contains "STARTTLS"'
    must_show 1 'tls.handshake.type == 2'
    must_not_show 'imap.request.command == "LOGIN" || imap.request.command == "AUTHENTICATE" || imap contains "AUTHENTICATE"'
}
