package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"strings"

	"zhibao/internal/fault"
)

// A Reason is why a letter did not go out, for whoever can mend it: what happened and what to
// look at, in both languages.
type Reason struct{ Code, Chinese, English string }

// reasons are those that drivers tell apart. The code stands with the letter.
var reasons = []Reason{
	{"mailbox.dns", "找不到服务器，请核对主机名与域名解析", "The server's name cannot be resolved; check the host name"},
	{"mailbox.connect", "连接不上服务器，请核对地址、端口与防火墙", "No connection to the server; check address, port and firewall"},
	{"mailbox.timeout", "服务器在规定时间内没有应答，请核对端口与加密方式", "The server did not answer in time; check port and encryption"},
	{"mailbox.certificate", "服务器的证书不可信、已过期或与主机名不符，未发送任何内容；内网自建证书请填写签发机构的证书",
		"The server's certificate is not trusted, has expired or is for another host; nothing was sent. For a private authority, enter its certificate"},
	{"mailbox.starttls", "服务器不支持所选的加密方式，未发送任何内容；请更换端口或加密方式", "The server does not speak the chosen encryption; nothing was sent"},
	{"mailbox.auth", "服务器不接受用户名或密码", "The server does not accept user name or password"},
	{"mailbox.rejected", "对方拒收，请核对收件地址与发件地址", "The other side refuses the letter; check recipient and sender"},
	{"mailbox.no_driver", "尚未配置这种发送方式", "This way of sending is not set up"},
	{"mailbox.undelivered", "对方暂时不接收，系统会自动重试", "The other side does not take letters for now; it is tried again"},
}

// ReasonOf returns the reason with a code; one that is not known is the last, general one.
func ReasonOf(code string) Reason {
	for _, r := range reasons {
		if r.Code == code {
			return r
		}
	}
	return reasons[len(reasons)-1]
}

// classify finds the code of what went wrong on the way to the other side.
func classify(err error) string {
	var status *textproto.Error
	var dns *net.DNSError
	var op *net.OpError
	var timeout net.Error
	var cert *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &cert), errors.As(err, &unknown):
		return "mailbox.certificate"
	case errors.As(err, &record), errors.As(err, &alert), strings.Contains(err.Error(), "does not support STARTTLS"):
		return "mailbox.starttls"
	case errors.Is(err, errAuth), errors.As(err, &status) && status.Code >= 530 && status.Code <= 538:
		return "mailbox.auth"
	case errors.As(err, &dns) && !dns.IsTimeout:
		return "mailbox.dns"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "mailbox.timeout"
	case errors.As(err, &op) && op.Op == "dial":
		return "mailbox.connect"
	}
	return "mailbox.undelivered"
}

// undelivered is the fault of all drivers for what a second try may mend. The cause is for the
// log; it must not hold the recipient.
func undelivered(err error) error {
	r := ReasonOf(classify(err))
	return fault.New(fault.Unavailable, r.Code, "%s", r.Chinese).Because(err)
}

// refused is the fault for what the other side will never take.
func refused(err error) error {
	r := ReasonOf("mailbox.rejected")
	return Rejected(fault.New(fault.Unavailable, r.Code, "%s", r.Chinese).Because(err))
}
