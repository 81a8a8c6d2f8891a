// Package mailboxtest is a mail server with TLS and passwords for tests: it speaks the protocol over
// real connections, and takes no mail without both.
package mailboxtest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An Authority is a private one, as an intranet has, with a certificate of its own for a host.
type Authority struct {
	PEM  string
	Cert tls.Certificate
}

// NewAuthority makes one that lasts as long as the product, with a certificate for the host.
func NewAuthority(t testing.TB, host string) Authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(4e9, 0), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return Authority{string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}}
}

// An Office is a mail server with TLS and passwords. It takes no mail without both.
type Office struct {
	Port   int
	Cert   tls.Certificate
	AtOnce bool   // TLS from the start
	NoTLS  bool   // no TLS at all
	Offers string // ways to sign in: PLAIN, LOGIN or both
	Refuse string // recipient that it does not know

	mu    sync.Mutex
	got   []Mail
	clear bool
}

// User and Password are those with which one signs in.
const (
	User     = "center"
	Password = "geheim-2026"
)

// A Mail is what arrived.
type Mail struct{ To, Subject, Body string }

// Got returns the mails that arrived, and whether anything of one came without TLS.
func (o *Office) Got() (mails []Mail, clear bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.got), o.clear
}

// Open listens on a port of this machine until the test ends.
func (o *Office) Open(t testing.TB) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	o.Port = l.Addr().(*net.TCPAddr).Port
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go o.serve(c)
		}
	}()
}

// serve is one conversation.
func (o *Office) serve(c net.Conn) {
	defer func() { c.Close() }()
	secure, signed := o.AtOnce, false
	if o.AtOnce {
		c = tls.Server(c, o.config())
	}
	r := bufio.NewReader(c)
	say := func(s string) { io.WriteString(c, s+"\r\n") }
	line := func() string { s, _ := r.ReadString('\n'); return strings.TrimSpace(s) }
	say("220 post")
	for {
		cmd := line()
		switch verb, rest, _ := strings.Cut(cmd, " "); strings.ToUpper(verb) {
		case "":
			return
		case "EHLO":
			if !secure && !o.NoTLS {
				say("250-post\r\n250 STARTTLS")
			} else {
				say("250-post\r\n250 AUTH " + o.Offers)
			}
		case "STARTTLS":
			say("220 go")
			c, secure = tls.Server(c, o.config()), true
			r = bufio.NewReader(c)
		case "AUTH":
			signed = o.auth(rest, say, line)
		case "DATA":
			say("354 go on")
			var text strings.Builder
			for s, err := r.ReadString('\n'); err == nil && s != ".\r\n"; s, err = r.ReadString('\n') {
				text.WriteString(s)
			}
			o.mu.Lock()
			o.clear = o.clear || !secure
			if signed {
				o.got = append(o.got, parse(text.String()))
			}
			o.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			if !signed && strings.EqualFold(verb, "MAIL") {
				say("530 sign in first")
				continue
			}
			if o.Refuse != "" && strings.Contains(cmd, o.Refuse) {
				say("550 no such user")
				continue
			}
			say("250 ok")
		}
	}
}

func (o *Office) config() *tls.Config { return &tls.Config{Certificates: []tls.Certificate{o.Cert}} }

// parse takes a mail of one part apart.
func parse(text string) (out Mail) {
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		return out
	}
	out.To = strings.Trim(m.Header.Get("To"), "<>")
	out.Subject, _ = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	body := m.Body
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, _ := io.ReadAll(body)
	out.Body = strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n"))
	return out
}

// auth asks for name and password in one of the two usual ways.
func (o *Office) auth(rest string, say func(string), line func() string) bool {
	decode := func(s string) string { b, _ := base64.StdEncoding.DecodeString(s); return string(b) }
	how, first, _ := strings.Cut(rest, " ")
	var got string
	if how == "PLAIN" {
		got = strings.TrimPrefix(strings.ReplaceAll(decode(first), "\x00", " "), " ")
	} else {
		say("334 VXNlcm5hbWU6")
		user := decode(line())
		say("334 UGFzc3dvcmQ6")
		got = user + " " + decode(line())
	}
	if got != User+" "+Password {
		say("535 no")
		return false
	}
	say("235 welcome")
	return true
}
