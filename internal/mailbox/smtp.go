package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"zhibao/internal/fault"
)

// SMTPConfig is how to reach a mail server.
type SMTPConfig struct {
	Host     string
	Port     int
	Username string // no sign-in if empty
	Password string
	From     string
	// TLS speaks TLS from the start, as port 465 does in any case; otherwise it begins with STARTTLS,
	// and a server that does not offer it gets nothing.
	TLS bool
	// Roots are further certificates to trust, as PEM: those of an intranet's own authority.
	Roots string
	// Plain allows a server without TLS, on this machine only.
	Plain bool
}

// An SMTP is the driver that hands mails to a mail server.
type SMTP struct {
	c       SMTPConfig
	secure  *tls.Config
	options []mail.Option
}

// NewSMTP checks the configuration. It does not connect.
func NewSMTP(c SMTPConfig) (_ *SMTP, err error) {
	defer fault.Wrap(&err, "mail server")
	bad := func(what fault.Phrase) *fault.Error {
		return fault.New(fault.Invalid, "mailbox.smtp", "请更正邮件服务器的配置：%s", what)
	}
	if !mailAddress(c.From) {
		return nil, bad(fault.Say("发件人地址应写作 name@example.com")).At("from")
	}
	secure := &tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12}
	if c.Roots != "" {
		if secure.RootCAs, err = x509.SystemCertPool(); err != nil {
			secure.RootCAs = x509.NewCertPool()
		}
		if !secure.RootCAs.AppendCertsFromPEM([]byte(c.Roots)) {
			return nil, bad(fault.Say("证书应为 PEM 格式，以 -----BEGIN CERTIFICATE----- 开头")).At("roots")
		}
	}
	o := []mail.Option{mail.WithPort(c.Port), mail.WithTimeout(30 * time.Second), mail.WithoutNoop(),
		mail.WithTLSPolicy(mail.TLSMandatory), mail.WithHELO(c.From[strings.LastIndexByte(c.From, '@')+1:])}
	c.TLS = !c.Plain && (c.TLS || c.Port == implicitTLS)
	switch {
	case c.Plain && !loopback(c.Host):
		return nil, bad(fault.Say("只有本机的邮件服务器才可不加密")).At("security")
	case c.Plain:
		o = append(o, mail.WithTLSPolicy(mail.NoTLS))
	case c.TLS:
		o = append(o, mail.WithSSL())
	}
	if _, err := mail.NewClient(c.Host, o...); err != nil {
		return nil, bad(fault.Say("主机或端口无效")).At("host").Because(err)
	}
	return &SMTP{c, secure, o}, nil
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
		if !s.c.TLS {
			return conn, nil
		}
		secure := tls.Client(conn, s.secure)
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
	given := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	o := append(slices.Clone(s.options), mail.WithDialContextFunc(s.dial(ctx)), mail.WithTLSConfig(s.secure.Clone()))
	if s.c.Username != "" {
		o = append(o, mail.WithSMTPAuthCustom(&signIn{host: s.c.Host, user: s.c.Username, password: s.c.Password}))
	}
	client, err := mail.NewClient(s.c.Host, o...)
	if err != nil {
		return undelivered(err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil {
		return nil
	}
	// The connection is closed when the time is over; that is what happened, not what it looks like.
	if over := given.Err(); over != nil {
		return undelivered(over)
	}
	// The server's words may quote the recipient; its code is enough.
	if e, ok := errors.AsType[*mail.SendError](err); ok && !e.IsTemp() && e.ErrorCode() >= 500 {
		return refused(fmt.Errorf("smtp: permanent error %d", e.ErrorCode()))
	} else if ok {
		return undelivered(fmt.Errorf("smtp: error %d", e.ErrorCode()))
	}
	return undelivered(discreet{err, p.To})
}

// discreet is an error that does not name the recipient, nor the words of the server with it.
type discreet struct {
	error
	to string
}

// Error leaves the recipient out.
func (d discreet) Error() string { return "smtp: " + strings.ReplaceAll(d.error.Error(), d.to, "…") }

// Unwrap returns the cause, by which it is told what happened.
func (d discreet) Unwrap() error { return d.error }

// errAuth says that there is no way to sign in that both sides know.
var errAuth = errors.New("smtp: the server offers no way to sign in that is known here")

// signIn chooses how to sign in from what the server offers. The library's own choice takes
// connections that were secure from the start for open ones and refuses to send a password.
type signIn struct {
	host, user, password string
	chosen               smtp.Auth
}

// Start begins to sign in. The password is sent over TLS, or on this machine, only.
func (a *signIn) Start(server *smtp.ServerInfo) (string, []byte, error) {
	switch {
	case slices.Contains(server.Auth, "PLAIN"):
		a.chosen = smtp.PlainAuth("", a.user, a.password, a.host, false)
	case slices.Contains(server.Auth, "LOGIN"):
		a.chosen = smtp.LoginAuth(a.user, a.password, a.host, false)
	case slices.Contains(server.Auth, "CRAM-MD5"):
		a.chosen = smtp.CRAMMD5Auth(a.user, a.password)
	default:
		return "", nil, errAuth
	}
	return a.chosen.Start(server)
}

// Next answers what the server asks.
func (a *signIn) Next(from []byte, more bool) ([]byte, error) { return a.chosen.Next(from, more) }

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
