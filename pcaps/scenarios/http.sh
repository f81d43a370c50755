# shellcheck shell=bash disable=SC2034,SC2154
# A page over plain HTTP, fetched by two clients.
subnet=70
clients=2

play() {
    nginx "listen $server_ip:80;"
    wait_port 80
    web 1 http://intranet.plainsight.test/
    web 2 http://intranet.plainsight.test/
}

check() {
    must_show 2 'http.request.method == "GET"'
    must_show 2 'http.response.code == 200'
    must_not_show 'http.authorization'
}
