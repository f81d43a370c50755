# shellcheck shell=bash disable=SC2034,SC2154
# Capturing on the server's side, and checking with tshark that a capture shows what its scenario promises.

# Address resolution, neighbour discovery and multicast chatter say nothing about anybody's protection.
capture_filter='(tcp or udp) and not dst net 224.0.0.0/3 and not dst net ff00::/8 and not net 127.0.0.0/8 and not host ::1'

capture_start() {
    capture=$1
    ip netns exec "$ns-server" tcpdump -i "$interface" -w "$capture" -U -s 262144 -Z root --immediate-mode \
        --time-stamp-precision="$precision" "$capture_filter" 2>"$dir/tcpdump.log" &
    capture_pid=$!
    pids+=("$capture_pid")
    local i
    for ((i = 0; i < 100; i++)); do
        if grep -q 'listening on' "$dir/tcpdump.log"; then
            return
        fi
        sleep 0.05
    done
    echo "$name: tcpdump did not start" >&2
    return 1
}

# Lets the last segments arrive, then ends tcpdump so that it writes what it has; a loss in the kernel fails.
capture_stop() {
    sleep 0.7
    # `ip netns exec` becomes the program that it is given, so this is tcpdump itself.
    kill -INT "$capture_pid"
    wait "$capture_pid" || true
    grep -q '^0 packets dropped by kernel' "$dir/tcpdump.log" || { echo "$name: packets lost" >&2; return 1; }
}

# must_show COUNT DISPLAY-FILTER: at least COUNT packets match.
must_show() {
    local found
    found=$(tshark -r "$capture" -Y "$2" -T fields -e frame.number 2>>"$dir/tshark.log" | wc -l)
    if ((found < $1)); then
        echo "$name: expected $1 or more packets with «$2», found $found" >&2
        return 1
    fi
}

# must_not_show DISPLAY-FILTER
must_not_show() {
    local found
    found=$(tshark -r "$capture" -Y "$1" -T fields -e frame.number 2>>"$dir/tshark.log" | wc -l)
    if ((found > 0)); then
        echo "$name: expected no packet with «$1», found $found" >&2
        return 1
    fi
}
