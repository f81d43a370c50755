# shellcheck shell=bash disable=SC2034,SC2154
# The same mailbox, but the client turns to TLS before it logs in.
subnet=83

play() {
    leaf mailbox
    mailbox_server 'ssl = yes' "ssl_cert = <$pki/mailbox.pem" "ssl_key = <$pki/mailbox.key"
    web 1 'pop3://mailbox.plainsight.test:110/1' --user alice:not-a-real-secret --ssl-reqd
    grep -q 'At one?' "$dir/answer"
}

check() {
    must_show 1 'pop.request.command == "STLS"'
    must_show 1 'tls.handshake.type == 2'
    must_not_show 'pop.request.command == "PASS" || pop.request.command == "AUTH"'
}
