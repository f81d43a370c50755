package io.plainsight.sensor.canary;

import static io.plainsight.sensor.canary.Row.lines;
import static io.plainsight.sensor.canary.Row.tcp;
import static io.plainsight.sensor.canary.Secrets.base64;

import java.util.List;

/** Mail, news, chat and directory: passwords, tokens, and the messages themselves. */
final class MailRows {
    private static final String XMPP =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private MailRows() {}

    static List<Row> all() {
        return List.of(
                tcp(
                        "smtp",
                        "plain",
                        "secret",
                        s -> lines(
                                "S220 a ESMTP",
                                "CEHLO b",
                                "S250-a",
                                "S250 AUTH PLAIN LOGIN",
                                "CAUTH PLAIN " + base64(s.plain()),
                                "S235 ok",
                                "CMAIL FROM:<" + s.of("sender") + "@example.org>",
                                "S250 ok",
                                "CRCPT TO:<" + s.of("recipient") + "@example.org>",
                                "S250 ok",
                                "CDATA",
                                "S354 go on",
                                "CSubject: " + s.of("subject"),
                                "C",
                                "C" + s.of("body"),
                                "C.",
                                "S250 " + s.of("queue"))),
                tcp(
                        "smtp",
                        "login",
                        "secret",
                        s -> lines(
                                "S220 a ESMTP",
                                "CEHLO b",
                                "S250 AUTH LOGIN",
                                "CAUTH LOGIN",
                                "S334 VXNlcm5hbWU6",
                                "C" + base64(s.of("user")),
                                "S334 UGFzc3dvcmQ6",
                                "C" + base64(s.of("password")),
                                "S535 " + s.of("answer"))),
                tcp(
                        "smtp",
                        "token",
                        "token",
                        s -> lines(
                                "S220 a ESMTP",
                                "CEHLO b",
                                "S250 AUTH XOAUTH2",
                                "CAUTH XOAUTH2 " + base64("user=a@b\1auth=Bearer " + s.of("token") + "\1\1"),
                                "S235 ok")),
                tcp(
                        "lmtp",
                        "plain",
                        "secret",
                        s -> lines(
                                "S220 a LMTP",
                                "CLHLO b",
                                "S250 AUTH PLAIN",
                                "CAUTH PLAIN",
                                "S334 ",
                                "C" + base64(s.plain()),
                                "S235 ok",
                                "CMAIL FROM:<" + s.of("sender") + "@a>",
                                "S250 ok")),
                tcp(
                        "imap",
                        "login",
                        "secret",
                        s -> lines(
                                "S* OK IMAP4rev1",
                                "Ca1 LOGIN " + s.of("user") + " \"" + s.of("password") + '"',
                                "Sa1 OK",
                                "Ca2 FETCH 1 BODY[]",
                                "S* 1 FETCH (BODY[] {90}",
                                "S" + s.of("message"))),
                tcp(
                        "imap",
                        "literal",
                        "secret",
                        s -> lines(
                                "S* OK IMAP4rev1",
                                "Ca1 LOGIN {" + s.of("user").length() + '}',
                                "S+ go on",
                                "C" + s.of("user") + " {" + s.of("password").length() + '}',
                                "S+ go on",
                                "C" + s.of("password"),
                                "Sa1 NO " + s.of("answer"))),
                tcp(
                        "imap",
                        "plain",
                        "secret",
                        s -> lines("S* OK IMAP4rev1", "Ca1 AUTHENTICATE PLAIN " + base64(s.plain()), "Sa1 OK")),
                tcp(
                        "pop3",
                        "user",
                        "secret",
                        s -> lines(
                                "S+OK POP3",
                                "CUSER " + s.of("user"),
                                "S+OK",
                                "CPASS " + s.of("password"),
                                "S+OK",
                                "CRETR 1",
                                "S+OK",
                                "S" + s.of("message"),
                                "S.")),
                tcp(
                        "pop3",
                        "apop",
                        "derived",
                        s -> lines(
                                "S+OK POP3 <1896.697170952@dbc.mtview.ca.us>",
                                "CAPOP " + s.of("user") + ' ' + s.key("high") + s.key("low"),
                                "S+OK")),
                tcp(
                        "nntp",
                        "pass",
                        "secret",
                        s -> lines(
                                "S200 news.example.com ready",
                                "CAUTHINFO USER " + s.of("user"),
                                "S381 more",
                                "CAUTHINFO PASS " + s.of("password"),
                                "S281 ok",
                                "CARTICLE",
                                "S220 1",
                                "S" + s.of("article"),
                                "S.")),
                tcp(
                        "managesieve",
                        "plain",
                        "secret",
                        s -> lines(
                                "S\"IMPLEMENTATION\" \"a\"",
                                "S\"SIEVE\" \"b\"",
                                "SOK",
                                "CAUTHENTICATE \"PLAIN\" \"" + base64(s.plain()) + '"',
                                "SOK",
                                "CPUTSCRIPT \"a\" \"" + s.of("script") + '"',
                                "SOK")),
                tcp(
                        "irc",
                        "pass",
                        "secret",
                        s -> lines(
                                "CPASS " + s.of("password"),
                                "CNICK bob",
                                "CUSER " + s.of("user") + " 0 * :" + s.of("name"),
                                "S:a.example.org 001 bob :Welcome",
                                "CPRIVMSG NickServ :IDENTIFY " + s.of("identify"),
                                "S:a.example.org NOTICE bob :" + s.of("notice"))),
                tcp(
                        "irc",
                        "sasl",
                        "secret",
                        s -> lines(
                                "CCAP LS",
                                "S:a CAP * LS :sasl",
                                "CAUTHENTICATE PLAIN",
                                "SAUTHENTICATE +",
                                "CAUTHENTICATE " + base64(s.plain()))),
                tcp(
                        "xmpp",
                        "plain",
                        "secret",
                        s -> lines(
                                "C" + XMPP,
                                "S<stream:features/>",
                                "C<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + base64(s.plain())
                                        + "</auth>",
                                "S<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
                                "C<message to='a'><body>" + s.of("body") + "</body></message>")),
                tcp(
                        "xmpp",
                        "old",
                        "secret",
                        s -> lines(
                                "C" + XMPP,
                                "C<iq type='set' id='a'><query xmlns='jabber:iq:auth'><username>" + s.of("user")
                                        + "</username><password>" + s.of("password") + "</password></query></iq>",
                                "S<iq type='result' id='a'/>")),
                tcp(
                        "nats",
                        "pass",
                        "secret",
                        s -> lines(
                                "SINFO {\"server_id\":\"a\",\"auth_required\":true}",
                                "CCONNECT {\"user\":\"" + s.of("user") + "\",\"pass\":\"" + s.of("password") + "\"}",
                                "CPUB a 60",
                                "C" + s.of("message"))),
                tcp(
                        "nats",
                        "token",
                        "token",
                        s -> lines(
                                "SINFO {\"server_id\":\"a\",\"auth_required\":true}",
                                "CCONNECT {\"auth_token\":\"" + s.of("token") + "\",\"verbose\":false}",
                                "CPING",
                                "SMSG a 1 60",
                                "S" + s.of("message"))),
                tcp(
                        "sip",
                        "digest",
                        "derived",
                        s -> lines(
                                "CREGISTER sip:a.example.org SIP/2.0",
                                "CVia: SIP/2.0/TCP b.example.org",
                                "CAuthorization: Digest username=\"" + s.of("user") + "\", response=\""
                                        + s.key("response") + '"',
                                "CContent-Length: 0",
                                "C",
                                "SSIP/2.0 200 " + s.of("answer"),
                                "SContent-Length: 0",
                                "S")),
                tcp(
                        "rtsp",
                        "basic",
                        "secret",
                        s -> lines(
                                "CDESCRIBE rtsp://a.example.org/" + s.of("path") + "?token=" + s.of("query")
                                        + " RTSP/1.0",
                                "CCSeq: 1",
                                "CAuthorization: Basic " + base64(s.of("user") + ':' + s.of("password")),
                                "C",
                                "SRTSP/1.0 200 OK",
                                "SCSeq: 1",
                                "SSession: " + s.of("session"),
                                "S")),
                tcp(
                        "syslog",
                        "message",
                        null,
                        s -> lines(
                                "C<13>1 2026-01-01T00:00:00Z host app - - - password=" + s.of("password"),
                                "C<13>1 2026-01-01T00:00:01Z host app - - - " + s.of("message"))),
                tcp(
                        "ftp",
                        "user",
                        "secret",
                        s -> lines(
                                "S220 FTP",
                                "CUSER " + s.of("user"),
                                "S331 " + s.of("question"),
                                "CPASS " + s.of("password"),
                                "S230 in",
                                "CACCT " + s.of("account"),
                                "S230 in",
                                "CRETR " + s.of("file"),
                                "S550 " + s.of("answer"))));
    }
}
