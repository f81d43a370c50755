# shellcheck shell=bash disable=SC2034,SC2154
# The same database without TLS: the password is hashed (SCRAM), queries and answers are in clear.
subnet=85

play() {
    database 'ssl = off'
    query 1 disable
}

check() {
    must_show 1 'pgsql.query'
    must_not_show 'tls'
}
