package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"zhibao/internal/fault"
)

// SMTPConfig is how to reach a mail server.
type SMTPConfig struct {
	Host     string
	Port     int    // 465 speaks TLS from the start, every other begins it with STARTTLS
	Username string // no sign-in if empty
	Password string
	From     string
	// Plain allows a server without TLS, on this machine only.
	Plain bool
}

// An SMTP is the driver that hands mails to a mail server.
type SMTP struct {
	c       SMTPConfig
	options []mail.Option
}

// NewSMTP checks the configuration. It does not connect.
func NewSMTP(c SMTPConfig) (_ *SMTP, err error) {
	defer fault.Wrap(&err, "mail server")
	bad := func(what fault.Phrase) *fault.Error {
		return fault.New(fault.Invalid, "mailbox.smtp", "请更正邮件服务器的配置：%s", what)
	}
	if !mailAddress(c.From) {
		return nil, bad(fault.Say("发件人地址应写作 name@example.com"))
	}
	o := []mail.Option{mail.WithPort(c.Port), mail.WithTimeout(30 * time.Second), mail.WithoutNoop(),
		mail.WithTLSPolicy(mail.TLSMandatory), mail.WithHELO(c.From[strings.LastIndexByte(c.From, '@')+1:])}
	switch {
	case c.Plain && !loopback(c.Host):
		return nil, bad(fault.Say("只有本机的邮件服务器才可不加密"))
	case c.Plain:
		o = append(o, mail.WithTLSPolicy(mail.NoTLS))
	case c.Port == implicitTLS:
		o = append(o, mail.WithSSL())
	}
	if c.Username != "" {
		o = append(o, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(c.Username), mail.WithPassword(c.Password))
	}
	if _, err := mail.NewClient(c.Host, o...); err != nil {
		return nil, bad(fault.Say("主机或端口无效")).Because(err)
	}
	return &SMTP{c, o}, nil
}

// implicitTLS is the port on which TLS begins at once.
const implicitTLS = 465

// dial connects for one delivery. The library looks at its context while dialling only, so
// the connection is closed when that of the delivery ends.
func (s *SMTP) dial(delivery context.Context) mail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(delivery, func() { conn.Close() })
		if s.c.Plain || s.c.Port != implicitTLS {
			return conn, nil
		}
		secure := tls.Client(conn, &tls.Config{ServerName: s.c.Host, MinVersion: tls.VersionTLS12})
		return secure, secure.HandshakeContext(ctx)
	}
}

// loopback reports whether the host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Deliver hands a mail to the server.
func (s *SMTP) Deliver(ctx context.Context, p Parcel) error {
	msg, err := compose(s.c.From, p)
	if err != nil {
		return refused(err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := mail.NewClient(s.c.Host, append(slices.Clone(s.options), mail.WithDialContextFunc(s.dial(ctx)))...)
	if err != nil {
		return undelivered(err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil {
		return nil
	}
	// The server's words may quote the recipient; its code is enough.
	if e, ok := errors.AsType[*mail.SendError](err); ok && !e.IsTemp() && e.ErrorCode() >= 500 {
		return refused(fmt.Errorf("smtp: permanent error %d", e.ErrorCode()))
	} else if ok {
		return undelivered(fmt.Errorf("smtp: error %d", e.ErrorCode()))
	}
	return undelivered(errors.New("smtp: " + strings.ReplaceAll(err.Error(), p.To, "…")))
}

// compose makes the mail, with an identification that is the same at a second try.
func compose(from string, p Parcel) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(from); err != nil {
		return nil, errors.New("mail: sender refused")
	}
	if err := m.To(p.To); err != nil {
		return nil, errors.New("mail: recipient refused")
	}
	m.Subject(p.Subject)
	m.SetDateWithValue(p.At)
	m.SetMessageIDWithValue(fmt.Sprintf("%d%s", p.ID, from[strings.LastIndexByte(from, '@'):]))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, p.Body)
	return m, nil
}
