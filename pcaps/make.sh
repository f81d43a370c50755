#!/usr/bin/env bash
# Makes the sample captures of this directory again, with real programs in network namespaces.
#
#   sudo pcaps/make.sh               every scenario under pcaps/scenarios/
#   sudo pcaps/make.sh tls13 ftp…    only the scenarios whose names are given
#
# Needs root (network namespaces, packet capture) and these Debian packages:
packages=(
    bind9-dnsutils busybox curl default-jdk-headless dnsmasq-base dovecot-imapd dovecot-pop3d ethtool
    exim4-daemon-light gnutls-bin inetutils-telnet inetutils-telnetd iproute2 lftp libnet-ssleay-perl nginx-light
    openssh-client openssh-server openssl postgresql procps swaks tcpdump tshark vsftpd
)
# None of the installed services is used as the system starts it: each scenario starts its own program, with its own
# settings, inside its own namespaces, and everything is gone when the script ends.
set -euo pipefail
shopt -s inherit_errexit nullglob

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C.UTF-8 TZ=UTC

# The installed JDK may not be Debian's, so java is looked for as a command and not as a package.
missing=()
for package in "${packages[@]}"; do
    case $package in
        default-jdk-headless) command -v java >/dev/null || missing+=("$package") ;;
        *) [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == 'install ok installed' ]] || missing+=("$package") ;;
    esac
done
if ((${#missing[@]} > 0)); then
    printf 'Some programs are missing. Install them with:\n  apt-get install --no-install-recommends %s\n' \
        "${missing[*]}" >&2
    exit 2
fi
if ((EUID != 0)); then
    echo 'make.sh: needs root, for network namespaces and packet capture; run it with sudo' >&2
    exit 2
fi

# shellcheck source=lib/pki.sh
. "$here/lib/pki.sh"
# shellcheck source=lib/network.sh
. "$here/lib/network.sh"
# shellcheck source=lib/capture.sh
. "$here/lib/capture.sh"
# shellcheck source=lib/servers.sh
. "$here/lib/servers.sh"

work=$(mktemp -d "${TMPDIR:-/tmp}/plainsight-pcaps.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
pki=$work/pki
pki_create

# One scenario, in a shell of its own, so that nothing of it is left for the next one.
#
# A scenario file sets `subnet` (its own third octet), may set `clients`, `precision` and `interface`, and defines
# `play`, which starts servers and lets clients talk. Every `must_show` after that checks the capture with tshark.
make_capture() {
    local file=$1
    name=$(basename "$file" .sh)
    subnet='' clients=1 precision=micro interface=eth0 family=4
    # shellcheck source=/dev/null
    . "$file"
    dir=$work/$name
    mkdir -m 755 "$dir"
    cd "$dir"
    trap 'scenario_clean' EXIT
    network_up
    capture_start "$work/$name.pcap"
    play
    capture_stop
    check
    chmod 644 "$work/$name.pcap"
    mv "$work/$name.pcap" "$here/$name.pcap"
    printf '%-34s %7d bytes\n' "$name.pcap" "$(stat -c %s "$here/$name.pcap")"
}

files=()
if (($# > 0)); then
    for name in "$@"; do
        [[ -f $here/scenarios/$name.sh ]] || { echo "make.sh: no scenario pcaps/scenarios/$name.sh" >&2; exit 2; }
        files+=("$here/scenarios/$name.sh")
    done
else
    files=("$here"/scenarios/*.sh)
fi

failed=()
for file in "${files[@]}"; do
    # Not as the condition of an if: that would switch errexit off inside.
    set +e
    (set -e; make_capture "$file")
    status=$?
    set -e
    ((status == 0)) || failed+=("$(basename "$file" .sh)")
done

# What the captures were made with; the catalogue itself names programs without versions, so that it stays true.
if (($# == 0)); then
    {
        echo '# Written by make.sh: the Debian packages behind the captures in this directory.'
        dpkg-query -W -f '${Package} ${Version}\n' "${packages[@]}" 'libssl3*' 'libgnutls30*' 2>/dev/null | sort -u
    } >"$here/VERSIONS.txt"
fi

# A capture that the catalogue doesn't judge, or the other way round, would be a test that nobody runs.
in_catalogue=$(sed -n 's/^  - file: //p' "$here/CATALOGUE.yaml" | sort)
in_directory=$(cd "$here" && printf '%s\n' *.pcap | sort)
if [[ $in_catalogue != "$in_directory" ]]; then
    echo 'make.sh: CATALOGUE.yaml and the captures differ:' >&2
    diff <(echo "$in_catalogue") <(echo "$in_directory") >&2 || true
    failed+=(CATALOGUE.yaml)
fi

if ((${#failed[@]} > 0)); then
    printf 'make.sh: failed: %s\n' "${failed[*]}" >&2
    exit 1
fi
