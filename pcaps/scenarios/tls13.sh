# shellcheck shell=bash disable=SC2034,SC2154
# A current web server and a current client.
subnet=11

play() {
    leaf shop
    nginx_tls shop
    web 1 https://shop.plainsight.test/
    web 1 https://shop.plainsight.test/ --http1.1
}

check() {
    must_show 2 'tls.handshake.type == 2 && tls.handshake.extensions.supported_version == 0x0304'
    must_show 2 'tls.handshake.extensions_server_name == "shop.plainsight.test"'
}
