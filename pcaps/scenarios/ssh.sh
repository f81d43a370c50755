# shellcheck shell=bash disable=SC2034,SC2154
# A command over SSH.
subnet=87

play() {
    ssh-keygen -q -t ed25519 -N '' -f "$dir/host_key"
    ssh-keygen -q -t ed25519 -N '' -f "$dir/user_key"
    printf '%s\n' "ListenAddress $server_ip" "HostKey $dir/host_key" "AuthorizedKeysFile $dir/user_key.pub" \
        'StrictModes no' 'UsePAM no' 'PidFile none' 'PermitRootLogin prohibit-password' >"$dir/sshd_config"
    server bash -c 'mount -t tmpfs none /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f "$1"' ssh "$dir/sshd_config"
    wait_port 22
    client 1 ssh -q -F none -i "$dir/user_key" -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no \
        "root@$server_ip" uname >>"$dir/client.log"
}

check() {
    must_show 2 'ssh.protocol'
    must_show 1 'ssh.message_code == 21'
}
