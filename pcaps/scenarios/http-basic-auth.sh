# shellcheck shell=bash disable=SC2034,SC2154
# The same with a user name and a password in every request.
subnet=71

play() {
    printf 'alice:%s\n' "$(openssl passwd -apr1 not-a-real-secret)" >"$dir/users"
    nginx "listen $server_ip:80;" 'auth_basic "Reports";' "auth_basic_user_file $dir/users;"
    wait_port 80
    web 1 http://reports.plainsight.test/ --user alice:not-a-real-secret
}

check() {
    must_show 1 'http.authbasic'
    must_show 1 'http.response.code == 200'
}
