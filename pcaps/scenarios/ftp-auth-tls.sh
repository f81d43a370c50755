# shellcheck shell=bash disable=SC2034,SC2154
# FTP that turns to TLS before the log-in (RFC 4217), for the data connection too.
subnet=73

play() {
    leaf files
    ftp_server ssl_enable=YES rsa_cert_file="$pki/files.pem" rsa_private_key_file="$pki/files.key" ssl_ciphers=HIGH \
        force_local_logins_ssl=YES force_local_data_ssl=YES require_ssl_reuse=NO
    client 1 lftp -c "set ssl:ca-file $pki/root.crt; set ssl:check-hostname no; set ftp:ssl-force yes;
        set ftp:ssl-protect-data yes; open -u alice,not-a-real-secret ftp://$server_ip;
        get report.csv -o $dir/report.csv"
    cmp "$dir/report.csv" "$dir/ftp/report.csv"
}

check() {
    must_show 1 'ftp.request.command == "AUTH"'
    must_show 1 'ftp.response.code == 234'
    must_show 2 'tls.handshake.type == 2'
    must_not_show 'ftp.request.command == "PASS"'
}
