package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"testing"
	"time"

	"zhibao/internal/web"
)

// TestProtocolVersions greets the server with each version and suite of TLS. The control is a server
// that takes what Go can do: it accepts what ours refuses.
func TestProtocolVersions(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	serve := func(change func(*tls.Config)) string {
		srv := web.NewServer("", http.NotFoundHandler())
		srv.ErrorLog = log.New(io.Discard, "", 0)
		srv.TLSConfig.Certificates = []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}
		change(srv.TLSConfig)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = srv.ServeTLS(l, "", "") }()
		t.Cleanup(func() { srv.Close() })
		return l.Addr().String()
	}
	all := []uint16{}
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		all = append(all, s.ID)
	}
	ours := serve(func(*tls.Config) {})
	loose := serve(func(c *tls.Config) { c.MinVersion, c.CipherSuites = tls.VersionTLS10, all })
	greet := func(address string, version uint16, suites ...uint16) bool {
		conn, err := tls.Dial("tcp", address, &tls.Config{MinVersion: version, MaxVersion: version, CipherSuites: suites, InsecureSkipVerify: true})
		if err == nil {
			conn.Close()
		}
		return err == nil
	}
	for _, v := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		if greet(ours, v, all...) || !greet(loose, v, all...) {
			t.Errorf("%s: ours %v, the control %v", tls.VersionName(v), greet(ours, v, all...), greet(loose, v, all...))
		}
	}
	if !greet(ours, tls.VersionTLS12) || !greet(ours, tls.VersionTLS13) {
		t.Error("TLS 1.2 or 1.3 is refused")
	}
	for suite, want := range map[uint16]bool{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: true, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: true,
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: false, tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: false, tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA: false} {
		if got := greet(ours, tls.VersionTLS12, suite); got != want || !greet(loose, tls.VersionTLS12, suite) {
			t.Errorf("%s: %v", tls.CipherSuiteName(suite), got)
		}
	}
}
