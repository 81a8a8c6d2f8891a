package mailbox

import (
	"context"
	"net/mail"
	"net/url"
	"regexp"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Channel is a way to reach somebody.
type Channel string

// The channels, as stored.
const (
	Mail Channel = "mail"
	SMS  Channel = "sms"
)

// A Message asks for a notice. It has no field for text, on purpose.
type Message struct {
	Center   int64 // id of the center that sends it
	Channel  Channel
	To       string // mail address without a name, or telephone number
	Template string // id of a template
	Language string // "zh", also if empty, or "en"
	Number   string // of the case: letters, digits and hyphens; may be empty
	Path     string // of the page to read, from the root of this site
}

// A Template is the words of a kind of notice, in both languages. Within the words, {number}
// and {link} stand for what the message has.
type Template struct {
	ID               string
	Chinese, English Words
	// Text is what stands for {text}: words of the program itself about what the message names, read when it goes
	// out; nil for none. It is no place for anything that a person wrote.
	Text func(ctx context.Context, tx *store.Tx, m Message) (string, error)
}

// Words are those of one language. A text message has no subject.
type Words struct{ Subject, Body string }

var (
	// None of these admits a space, a letter beyond ASCII or an escaped one.
	numberForm = regexp.MustCompile(`^[A-Za-z0-9-]{0,40}$`)
	pathForm   = regexp.MustCompile(`^(/[A-Za-z0-9_-]{1,40}){0,8}/?$`)
	phoneForm  = regexp.MustCompile(`^\+?[0-9]{6,15}$`)
)

// check lets through what cannot hold a sentence.
func (m Message) check() error {
	switch {
	case m.Channel == SMS && !phoneForm.MatchString(m.To):
		return fault.New(fault.Invalid, "mailbox.phone", "手机号码有误，请只填数字，可带国际区号").At("phone")
	case m.Channel == Mail && !mailAddress(m.To):
		return fault.New(fault.Invalid, "mailbox.address", "电子邮箱地址有误，应写作 name@example.com").At("email")
	case m.Channel != SMS && m.Channel != Mail:
		return fault.New(fault.Internal, "mailbox.channel", "没有这种通知方式，请选择短信或邮件")
	case !numberForm.MatchString(m.Number), !pathForm.MatchString(m.Path), m.Language != "zh" && m.Language != "en":
		return fault.New(fault.Internal, "mailbox.content", "通知只能包含案号和站内链接，请删去其他内容")
	}
	return nil
}

// mailAddress accepts one bare address, nothing that a header could be made of.
func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254 && !strings.ContainsAny(s, "\r\n\x00 \"<>,;:")
}

// words fills a template in. Only what check has let through gets in.
func (t Template) words(m Message, base *url.URL, text string) Words {
	w := t.Chinese
	if m.Language == "en" {
		w = t.English
	}
	fill := strings.NewReplacer("{number}", m.Number, "{link}", base.JoinPath(m.Path).String(), "{text}", text)
	return Words{fill.Replace(w.Subject), fill.Replace(w.Body)}
}

// masked leaves of a recipient what helps to recognise it and no more.
func masked(to string) string {
	name, domain, isMail := strings.Cut(to, "@")
	if isMail {
		return name[:min(1, len(name))] + "***@" + domain
	}
	return to[:min(3, len(to))] + "****" + to[max(0, len(to)-2):]
}
