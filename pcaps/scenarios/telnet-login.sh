# shellcheck shell=bash disable=SC2034,SC2154
# A log-in over Telnet.
subnet=86

play() {
    cat >"$dir/login" <<-'LOGIN'
		#!/bin/bash
		read -rp 'switch7 login: ' user
		read -rsp 'Password: ' password
		printf '\r\nLast login: today\r\nswitch7> '
		while read -r line; do
		    [[ $line != exit ]] || exit 0
		    printf '%s: unknown command\r\nswitch7> ' "$line"
		done
	LOGIN
    chmod 755 "$dir/login"
    server busybox nc -ll -p 23 -e /usr/sbin/telnetd -h -E "$dir/login"
    wait_port 23
    { sleep 0.6; echo alice; sleep 0.4; echo not-a-real-secret; sleep 0.4; echo 'show version'; sleep 0.4; echo exit; sleep 0.4; } |
        may_fail client 1 inetutils-telnet "$server_ip"
}

check() {
    must_show 1 'telnet.cmd'
    must_show 1 'telnet.data contains "Password"'
    must_show 1 'telnet.data contains "not-a-real-secret"'
}
