# shellcheck shell=bash disable=SC2034,SC2154
# A log-in and a download over plain FTP. The file itself goes over a connection of its own, without any protocol.
subnet=72

play() {
    ftp_server
    web 1 ftp://files.plainsight.test:21/report.csv --user alice:not-a-real-secret
}

check() {
    must_show 1 'ftp.request.command == "PASS"'
    must_show 1 'ftp.response.code == 230'
    must_show 1 'ftp-data'
}
