# shellcheck shell=bash disable=SC2034,SC2154
# Programs that several scenarios start, with the settings that they share.

# nginx SERVER-BLOCK-LINES…: the lines go into one server {} block. Serves a small page under every name.
nginx() {
    mkdir -p "$dir/www" "$dir/tmp"
    printf '<!doctype html><title>Plainsight</title><p>A page of the sample server.</p>\n' >"$dir/www/index.html"
    {
        cat <<-CONF
			daemon off;
			master_process off;
			user root;
			pid $dir/nginx.pid;
			error_log $dir/server.log warn;
			events { worker_connections 64; }
			http {
			  access_log off;
			  client_body_temp_path $dir/tmp;
			  proxy_temp_path $dir/tmp;
			  fastcgi_temp_path $dir/tmp;
			  uwsgi_temp_path $dir/tmp;
			  scgi_temp_path $dir/tmp;
			  server {
			    root $dir/www;
		CONF
        printf '    %s\n' "$@"
        printf '  }\n}\n'
    } >"$dir/nginx.conf"
    server nginx -p "$dir" -e "$dir/server.log" -c "$dir/nginx.conf"
}

# nginx_tls LEAF LINE…: the same with TLS 1.2 and 1.3 on port 443, in the way that BCP 195 asks for.
nginx_tls() {
    local leaf=$1
    shift
    local protocols='ssl_protocols TLSv1.2 TLSv1.3;'
    [[ $* != *ssl_protocols* ]] || protocols=''
    nginx "listen $bracketed:443 ssl http2;" "ssl_certificate $pki/$leaf.pem;" "ssl_certificate_key $pki/$leaf.key;" \
        "$protocols" \
        'ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384;' \
        'ssl_prefer_server_ciphers on;' 'ssl_session_cache shared:s:1m;' "$@"
    wait_port 443
}

# openssl_server LEAF OPTION…: openssl s_server on port 443, answering with a page of its own about the connection.
openssl_server() {
    local leaf=$1
    shift
    server openssl s_server -accept "$bracketed:443" -cert "$pki/$leaf.crt" -key "$pki/$leaf.key" \
        -cert_chain "$pki/issuing.crt" -www "$@"
    wait_port 443
}

# openssl_client N NAME OPTION…: one request with openssl s_client; NAME is the name that it asks for, - for none.
#
# Its input stays open for a moment: s_client ends at the end of its input, answered or not.
openssl_client() {
    local who=$1 sni=$2
    shift 2
    local name_option=(-servername "$sni")
    [[ $sni != - ]] || name_option=(-noservername)
    { printf 'GET / HTTP/1.0\r\n\r\n'; sleep 0.4; } |
        client "$who" openssl s_client -connect "$bracketed:443" "${name_option[@]}" -CAfile "$pki/root.crt" \
            -ign_eof "$@" >>"$dir/client.log" 2>&1
}

# web N URL-HOST[:PORT] OPTION…: one request with curl; the host resolves to the server.
web() {
    local who=$1 url=$2
    shift 2
    local authority=${url#*://}
    authority=${authority%%/*}
    local port=443
    [[ $url != http://* ]] || port=80
    [[ $authority != *:* ]] || port=${authority##*:}
    client "$who" curl -sS --cacert "$pki/root.crt" --resolve "${authority%:*}:$port:$bracketed" -o "$dir/answer" \
        "$@" "$url"
}

# meddler MODE LISTEN-PORT TARGET-PORT: the proxy of pcaps/tools between the clients and a server on 127.0.0.1.
meddler() {
    server java -XX:TieredStopAtLevel=1 -Xshare:auto "$here/tools/Meddler.java" "$1" "$server_ip:$2" "127.0.0.1:$3"
    wait_port "$2"
}

# ftp_server LINE…: vsftpd on port 21 with one file to fetch; every user name and password is let in.
ftp_server() {
    mkdir -p "$dir/ftp" "$dir/empty"
    printf 'date;amount\n2026-01-31;12.50\n' >"$dir/ftp/report.csv"
    printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' >"$dir/pam"
    printf '%s\n' listen=YES background=NO anonymous_enable=NO local_enable=YES guest_enable=YES guest_username=ftp \
        pam_service_name=vsftpd secure_chroot_dir="$dir/empty" local_root="$dir/ftp" seccomp_sandbox=NO \
        pasv_min_port=30021 pasv_max_port=30029 "listen_address=$server_ip" "$@" >"$dir/vsftpd.conf"
    # The namespace has mounts of its own: the system's settings stay as they are.
    server bash -c 'mount --bind "$1" /etc/pam.d/vsftpd && exec vsftpd "$2"' ftp "$dir/pam" "$dir/vsftpd.conf"
    wait_port 21
}

# smtp_server PORT ADDRESS LINE…: Exim, which takes mail for plainsight.test and throws it away; lines of main settings.
smtp_server() {
    local port=$1 address=$2
    shift 2
    mkdir "$dir/spool"
    chown Debian-exim: "$dir/spool"
    {
        printf '%s\n' 'primary_hostname = mail.plainsight.test' 'domainlist mine = plainsight.test' \
            "spool_directory = $dir/spool" "log_file_path = $dir/spool/%slog" "pid_file_path = $dir/spool/pid" \
            "local_interfaces = $address" "daemon_smtp_ports = $port" 'host_lookup =' 'rfc1413_query_timeout = 0s' \
            'acl_smtp_rcpt = take' 'keep_environment =' "$@"
        printf 'begin acl\ntake:\n  accept domains = +mine\n  accept authenticated = *\n  deny\n'
        printf 'begin routers\nall:\n  driver = redirect\n  data = :blackhole:\n'
        printf 'begin authenticators\nplain:\n  driver = plaintext\n  public_name = PLAIN\n'
        printf '  server_condition = ${if eq{$auth3}{not-a-real-secret}}\n  server_set_id = $auth2\n'
    } >"$dir/exim.conf"
    server exim4 -C "$dir/exim.conf" -bdf
    wait_port "$port"
}

# smtp_tls LEAF: the settings with which smtp_server offers STARTTLS.
smtp_tls() {
    smtp_tls_settings=('tls_advertise_hosts = *' "tls_certificate = $pki/$1.pem" "tls_privatekey = $pki/$1.key")
}

# mail N OPTION…: client N sends one mail with swaks.
mail() {
    local who=$1
    shift
    client "$who" swaks --server "$server_ip" --helo "client$who.plainsight.test" --from alice@plainsight.test \
        --to bob@plainsight.test --header 'Subject: minutes' \
        --header "Message-Id: <minutes@client$who.plainsight.test>" --body 'The minutes of this morning are in the usual place.' \
        "$@" >>"$dir/client.log" 2>&1
}

# mailbox_server LINE…: Dovecot for POP3 and IMAP, with one mail for alice.
mailbox_server() {
    mkdir -p "$dir"/mail/alice/{cur,new,tmp}
    printf 'From: bob@plainsight.test\r\nTo: alice@plainsight.test\r\nSubject: lunch\r\n\r\nAt one?\r\n' \
        >"$dir/mail/alice/new/1.mail"
    chown -R nobody:nogroup "$dir/mail"
    {
        printf '%s\n' 'protocols = imap pop3' "listen = $server_ip" "base_dir = $dir/run" "log_path = $dir/server.log" \
            "mail_location = maildir:$dir/mail/alice" 'first_valid_uid = 1' 'disable_plaintext_auth = no' "$@"
        printf 'passdb {\n  driver = static\n  args = password=not-a-real-secret\n}\n'
        printf 'userdb {\n  driver = static\n  args = uid=nobody gid=nogroup home=%s\n}\n' "$dir/mail/alice"
        printf 'service imap-login {\n  inet_listener imaps {\n    port = 0\n  }\n}\n'
        printf 'service pop3-login {\n  inet_listener pop3s {\n    port = 0\n  }\n}\n'
    } >"$dir/dovecot.conf"
    server dovecot -F -c "$dir/dovecot.conf"
    wait_port 143
    wait_port 110
}

# database SETTING…: PostgreSQL on port 5432 with the user alice and SCRAM passwords.
database() {
    local programs
    programs=$(pg_config --bindir)
    mkdir "$dir/data"
    printf 'not-a-real-secret\n' >"$dir/password"
    chown postgres: "$dir/data" "$dir/password"
    setpriv --reuid postgres --regid postgres --init-groups "$programs/initdb" -D "$dir/data" -U alice \
        --pwfile="$dir/password" --auth-local=trust --auth-host=scram-sha-256 --no-locale -E UTF8 >"$dir/initdb.log" 2>&1
    printf 'host all all 10.20.0.0/16 scram-sha-256\n' >>"$dir/data/pg_hba.conf"
    printf '%s\n' "listen_addresses = '$server_ip'" "unix_socket_directories = ''" "$@" >>"$dir/data/postgresql.conf"
    server setpriv --reuid postgres --regid postgres --init-groups "$programs/postgres" -D "$dir/data"
    wait_port 5432
}

# query N SSLMODE: client N asks the database something.
query() {
    client "$1" env PGPASSWORD=not-a-real-secret psql --no-psqlrc -At -d \
        "host=db.plainsight.test hostaddr=$server_ip user=alice dbname=postgres sslmode=$2 sslrootcert=$pki/root.crt" \
        -c 'select count(*) from pg_class' >>"$dir/client.log" 2>&1
}
