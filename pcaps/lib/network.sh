# shellcheck shell=bash disable=SC2034,SC2154
# A server and some clients, each in a network namespace, joined by a bridge in one more.
#
# Addresses: server 10.20.<subnet>.10, client N 10.20.<subnet>.<100+N>; with family=6 fd20:<subnet>::10 and
# fd20:<subnet>::<100+N>. Names carry this process's id, so that two runs don't meet.

# The pid of the subshell that plays the scenario makes names unique among runs.
network_up() {
    ns=ps$BASHPID
    namespaces=() pids=()
    if ((family == 6)); then
        server_ip=fd20:$subnet::10
        bracketed=[$server_ip]
    else
        server_ip=10.20.$subnet.10
        bracketed=$server_ip
    fi
    namespace_add switch
    ip -n "$ns-switch" link add bridge type bridge mcast_snooping 0
    ip -n "$ns-switch" link set bridge up
    host_add server 10
    local i
    for ((i = 1; i <= clients; i++)); do
        host_add "client$i" $((100 + i))
    done
}

namespace_add() {
    ip netns add "$ns-$1"
    namespaces+=("$ns-$1")
    # In network namespaces of their own these settings reach nobody else.
    ip netns exec "$ns-$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=$((family == 6 ? 0 : 1)) \
        net.ipv6.conf.default.disable_ipv6=$((family == 6 ? 0 : 1))
}

# host_add NAME LAST-OCTET
host_add() {
    namespace_add "$1"
    ip -n "$ns-switch" link add "p$2" type veth peer name eth0 netns "$ns-$1"
    ip -n "$ns-switch" link set "p$2" master bridge up
    ip -n "$ns-$1" link set lo up
    # Segments and checksums shall be those of a wire: without offloads.
    ip netns exec "$ns-$1" ethtool -K eth0 tso off gso off gro off tx off rx off >/dev/null
    ip netns exec "$ns-switch" ethtool -K "p$2" tso off gso off gro off tx off rx off >/dev/null
    if ((family == 6)); then
        ip -n "$ns-$1" address add "fd20:$subnet::$2/64" dev eth0 nodad
    else
        ip -n "$ns-$1" address add "10.20.$subnet.$2/24" dev eth0
    fi
    ip -n "$ns-$1" link set eth0 up
}

# server COMMAND…: runs it in the server's namespace in the background, until the scenario ends.
server() {
    ip netns exec "$ns-server" "$@" >>"$dir/server.log" 2>&1 </dev/null &
    pids+=($!)
}

# client N COMMAND…: runs it in client N's namespace. Its failure fails the scenario; see may_fail.
client() {
    local who=client$1
    shift
    ip netns exec "$ns-$who" timeout 20 "$@"
}

# may_fail COMMAND…: for a client that is expected to be refused; its result is checked in the capture instead.
may_fail() {
    "$@" >>"$dir/client.log" 2>&1 || echo "exit $? of: $*" >>"$dir/client.log"
}

# wait_port PORT [ADDRESS]: until something listens there in the server's namespace.
wait_port() {
    local i
    for ((i = 0; i < 100; i++)); do
        if ip netns exec "$ns-server" ss -Hltn "sport = :$1" | grep -q .; then
            return
        fi
        sleep 0.1
    done
    echo "$name: nothing listens on port $1; its log says:" >&2
    tail -20 "$dir/server.log" >&2
    return 1
}

scenario_clean() {
    local status=$? pid namespace
    if ((status != 0)); then
        echo "$name: failed, exit $status" >&2
        tail -n 15 "$dir"/*.log >&2 || true
    fi
    for namespace in "${namespaces[@]}"; do
        for pid in $(ip netns pids "$namespace"); do
            kill "$pid" 2>/dev/null || true
        done
    done
    for pid in "${pids[@]}"; do
        wait "$pid" 2>/dev/null || true
    done
    for namespace in "${namespaces[@]}"; do
        for pid in $(ip netns pids "$namespace"); do
            kill -9 "$pid" 2>/dev/null || true
        done
        ip netns delete "$namespace"
    done
}
