package mailbox

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/fault"
)

// An outside is the world behind a driver: it takes letters, or does what mode says.
type outside struct {
	mu   sync.Mutex
	mode string // "", "busy", "refuse", "hang"
	got  []Parcel
}

func (o *outside) set(mode string) { o.mu.Lock(); defer o.mu.Unlock(); o.mode = mode }

func (o *outside) now() string { o.mu.Lock(); defer o.mu.Unlock(); return o.mode }

func (o *outside) take(p Parcel) { o.mu.Lock(); defer o.mu.Unlock(); o.got = append(o.got, p) }

func (o *outside) last() Parcel {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.got) == 0 {
		return Parcel{}
	}
	return o.got[len(o.got)-1]
}

// smtpServer speaks as much SMTP as a client needs to hand a mail over.
func smtpServer(t *testing.T, o *outside) Driver {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serveSMTP(c, o)
		}
	}()
	s, err := NewSMTP(SMTPConfig{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "zhibao@example.cn", Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func serveSMTP(c net.Conn, o *outside) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(s string) { io.WriteString(c, s+"\r\n") }
	say("220 example")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "EHLO":
			say("250 example")
		case "RCPT":
			switch o.now() {
			case "busy":
				say("451 try later, " + line)
			case "refuse":
				say("550 no such user " + line)
			case "hang":
				time.Sleep(5 * time.Second)
			default:
				say("250 ok")
			}
		case "DATA":
			say("354 go on")
			var text strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				text.WriteString(line)
			}
			o.take(parseMail(text.String()))
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func parseMail(text string) (p Parcel) {
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		return p
	}
	fmt.Sscanf(m.Header.Get("Message-Id"), "<%d@example.cn>", &p.ID)
	p.To = strings.Trim(m.Header.Get("To"), "<>")
	p.Subject, _ = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	var body []byte
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		body, _ = io.ReadAll(quotedprintable.NewReader(m.Body))
	case "base64":
		body, _ = io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	}
	p.Body = strings.TrimSpace(string(body))
	p.At, _ = m.Header.Date()
	return p
}

func gatewayServer(t *testing.T, o *outside) Driver {
	t.Helper()
	ended := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch o.now() {
		case "busy":
			w.WriteHeader(503)
			return
		case "refuse":
			w.WriteHeader(400)
			return
		case "hang":
			<-ended
			return
		}
		var v struct{ Phone, Text, Ref string }
		if err := json.NewDecoder(r.Body).Decode(&v); err != nil || r.Header.Get("X-Key") != "k" {
			w.WriteHeader(400)
			return
		}
		p := Parcel{To: v.Phone, Body: v.Text}
		fmt.Sscan(v.Ref, &p.ID)
		o.take(p)
		io.WriteString(w, `{"code":0}`)
	}))
	t.Cleanup(func() { close(ended); s.Close() })
	g, err := NewGateway(GatewayConfig{URL: s.URL, Header: map[string]string{"X-Key": "k"},
		Body: `{"Phone":"{to}","Text":"{text}","Ref":"{id}"}`, Success: `"code":0`})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// folder is a Folder that something keeps from writing, depending on the mode.
type folder struct {
	o *outside
	Folder
}

func (f folder) Deliver(ctx context.Context, p Parcel) error {
	if f.o.now() == "busy" {
		f.Folder.Dir = filepath.Join(f.Dir, "file", "below")
		os.WriteFile(filepath.Join(filepath.Dir(filepath.Dir(f.Folder.Dir)), "file"), nil, 0o600)
	}
	if err := f.Folder.Deliver(ctx, p); err != nil {
		return err
	}
	raw, err := os.ReadFile(filepath.Join(f.Dir, fmt.Sprintf("%d.eml", p.ID)))
	if err != nil {
		return err
	}
	f.o.take(parseMail(string(raw)))
	return nil
}

// Every driver hands a letter over whole, tells what passes from what does not, gives up with
// its context, and names the recipient in no error.
func TestDrivers(t *testing.T) {
	for name, c := range map[string]struct {
		start func(*testing.T, *outside) Driver
		to    string
		modes string
	}{
		"smtp":    {smtpServer, "zhang@example.com", "busy refuse hang"},
		"gateway": {gatewayServer, "13800138000", "busy refuse hang"},
		"folder": {func(t *testing.T, o *outside) Driver {
			return folder{o, Folder{Dir: t.TempDir(), From: "zhibao@example.cn"}}
		}, "zhang@example.com", "busy"},
	} {
		t.Run(name, func(t *testing.T) {
			o := &outside{}
			d := c.start(t, o)
			p := Parcel{ID: 1234567890123456789, To: c.to, Subject: "通知：案件 YS-SUZ-2026-00012-K",
				Body: "您的案件有新消息 \"<&>\"，\n请登录查看。", At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
			if c.to[0] == '1' {
				p.Subject, p.At = "", time.Time{}
			}
			if err := d.Deliver(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			got := o.last()
			got.At = got.At.UTC()
			got.Body = strings.ReplaceAll(got.Body, "\r\n", "\n")
			if got != p {
				t.Errorf("got %+v, want %+v", got, p)
			}
			for _, mode := range strings.Fields(c.modes) {
				o.set(mode)
				begin := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
				err := d.Deliver(ctx, p)
				cancel()
				if err == nil || isRejected(err) != (mode == "refuse") || fault.KindOf(err) != fault.Unavailable {
					t.Errorf("%s: %v", mode, err)
				}
				if d := time.Since(begin); d > 4*time.Second {
					t.Errorf("%s: gave up after %v", mode, d)
				}
				if s := fmt.Sprint(err) + fault.MessageOf(err); strings.Contains(s, c.to) {
					t.Errorf("%s: the recipient is in %q", mode, s)
				}
			}
			o.set("")
			if err := d.Deliver(t.Context(), p); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

func TestFolderTextMessage(t *testing.T) {
	dir := t.TempDir()
	f := Folder{Dir: dir, From: "zhibao@example.cn"}
	if err := f.Deliver(t.Context(), Parcel{ID: 7, To: "13800138000", Body: "新消息"}); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "7.txt")); err != nil || string(b) != "13800138000\n新消息\n" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestConfigurations(t *testing.T) {
	ok := `{"a":"{to}","b":"{text}"}`
	for _, c := range []GatewayConfig{
		{}, {URL: "http://sms.example.cn/", Body: ok}, {URL: "ftp://127.0.0.1/", Body: ok},
		{URL: "https://sms.example.cn/", Body: `{"a":"{to}"}`}, {URL: "https://sms.example.cn/", Body: `{to}{text}`},
	} {
		if _, err := NewGateway(c); fault.CodeOf(err) != "mailbox.gateway" {
			t.Errorf("%+v: %v", c, err)
		}
	}
	for _, c := range []SMTPConfig{
		{}, {Host: "mail.example.cn", Port: 25, From: "a@b.cn", Plain: true},
		{Host: "mail.example.cn", Port: 25, From: "x"}, {Port: 25, From: "a@b.cn"}, {Host: "mail.example.cn", Port: 99999, From: "a@b.cn"},
	} {
		if _, err := NewSMTP(c); fault.CodeOf(err) != "mailbox.smtp" {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if _, err := NewSMTP(SMTPConfig{Host: "mail.example.cn", Port: 465, From: "a@b.cn", Username: "u", Password: "p"}); err != nil {
		t.Error(err)
	}
}

// Without the Plain option a server that offers no TLS gets nothing.
func TestNoTLSNoMail(t *testing.T) {
	o := &outside{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serveSMTP(c, o)
		}
	}()
	s, err := NewSMTP(SMTPConfig{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "zhibao@example.cn", Username: "u", Password: "geheim"})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Deliver(t.Context(), Parcel{ID: 1, To: "a@b.cn", Subject: "s", Body: "b"})
	if err == nil || isRejected(err) || len(o.got) != 0 || strings.Contains(err.Error(), "geheim") {
		t.Errorf("%v, %d mails", err, len(o.got))
	}
}
