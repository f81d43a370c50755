# shellcheck shell=bash disable=SC2034,SC2154
# Clients of several makes: a resumed session, a hello retry, another library, keys of another curve.
subnet=14
clients=4

play() {
    leaf api key=ec:P-256
    nginx_tls api 'ssl_ecdh_curve X25519:P-256;'
    openssl_client 1 api.plainsight.test -sess_out session.pem
    openssl_client 1 api.plainsight.test -sess_in session.pem
    openssl_client 2 api.plainsight.test -groups P-521:X25519
    printf 'GET / HTTP/1.0\r\n\r\n' | client 3 gnutls-cli --x509cafile="$pki/root.crt" --logfile=gnutls.log \
        --sni-hostname=api.plainsight.test --verify-hostname=api.plainsight.test "$server_ip" >/dev/null
    web 4 https://api.plainsight.test/ --curves P-256
}

check() {
    must_show 5 'tls.handshake.type == 2 && tls.handshake.extensions.supported_version == 0x0304 && !(tls.handshake.random[0:4] == cf:21:ad:74)'
    must_show 1 'tls.handshake.type == 2 && tls.handshake.random[0:4] == cf:21:ad:74'
    must_show 1 'tls.handshake.type == 2 && tls.handshake.extension.type == 41'
}
