// A TLS peer of Go's crypto/tls: peer server|client ADDRESS key=value…, see the flags below. One connection, then the end,
// unless a server is to go on=…; what the library says goes to standard error. Test code of make.py and of the laboratory
// in app/src/test/java/…/lab.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

var versions = map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13}

var suites = map[string]uint16{
	"chacha": tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	"aes":    tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
}

func pool(file string) *x509.CertPool {
	pem, err := os.ReadFile(file)
	check(err)
	p := x509.NewCertPool()
	p.AppendCertsFromPEM(pem)
	return p
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "said:", err)
		os.Exit(1)
	}
}

func main() {
	o := map[string]string{}
	for _, a := range os.Args[3:] {
		kv := strings.SplitN(a, "=", 2)
		o[kv[0]] = kv[1]
	}
	c := &tls.Config{MinVersion: tls.VersionTLS10, ServerName: o["name"]}
	if v := o["version"]; v != "" {
		c.MinVersion, c.MaxVersion = versions[v], versions[v]
	}
	if v := o["lowest"]; v != "" {
		c.MinVersion = versions[v]
	}
	if v := o["highest"]; v != "" {
		c.MaxVersion = versions[v]
	}
	if s := o["suite"]; s != "" {
		c.CipherSuites = []uint16{suites[s]}
	}
	if a := o["alpn"]; a != "" {
		c.NextProtos = []string{a}
	}
	if f := o["cert"]; f != "" {
		pair, err := tls.LoadX509KeyPair(f+".pem", f+".key")
		check(err)
		// whatever the server asks for, this is what it gets
		c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &pair, nil }
		c.Certificates = []tls.Certificate{pair}
	}
	if os.Args[1] == "server" {
		if o["clients"] != "" {
			c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, pool(o["clients"])
		}
		if n := o["only"]; n != "" {
			c.GetConfigForClient = func(h *tls.ClientHelloInfo) (*tls.Config, error) {
				if h.ServerName != n {
					return nil, errors.New("unknown name " + h.ServerName)
				}
				return nil, nil
			}
		}
		l, err := net.Listen("tcp", os.Args[2])
		check(err)
		for {
			raw, err := l.Accept()
			check(err)
			if o["on"] == "" {
				check(talk(tls.Server(raw, c), false))
				return
			}
			go talk(tls.Server(raw, c), false)
		}
	}
	c.RootCAs = pool(o["roots"])
	raw, err := net.DialTimeout("tcp", os.Args[2], 3*time.Second)
	check(err)
	check(talk(tls.Client(raw, c), true))
}

func talk(c *tls.Conn, client bool) error {
	defer c.Close()
	c.SetDeadline(time.Now().Add(14 * time.Second))
	if err := c.Handshake(); err != nil {
		return err
	}
	if client {
		c.Write([]byte("GET / HTTP/1.0\r\n\r\n"))
		c.SetDeadline(time.Now().Add(time.Second))
	}
	b := make([]byte, 4096)
	n, err := c.Read(b)
	if err != nil && err != io.EOF {
		return err
	}
	if !client {
		c.Write([]byte("HTTP/1.0 200 OK\r\n\r\nhello\n"))
	}
	fmt.Fprintln(os.Stderr, "fine:", n)
	return nil
}
