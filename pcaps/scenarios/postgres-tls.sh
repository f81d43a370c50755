# shellcheck shell=bash disable=SC2034,SC2154
# A database connection with sslmode=require, captured on the "any" device: Linux cooked headers.
subnet=84
interface=any

play() {
    leaf db
    install -m 600 -o postgres "$pki/db.key" "$dir/db.key"
    database 'ssl = on' "ssl_cert_file = '$pki/db.pem'" "ssl_key_file = '$dir/db.key'"
    query 1 require
}

check() {
    must_show 1 'sll'
    must_show 1 'tls.handshake.type == 2'
    must_not_show 'pgsql.query'
}
