package administration

import (
	"errors"
	"html/template"
	"io"
	"net/url"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/certificate"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// Pages on which a text is signed with the key of a certificate.
const (
	signPage = "/sign-in/certificate"
	bindPage = "/my/ways/certificate"
)

// certificateRoutes are those of certificates: a text is asked for, shown, taken as a file, and answered.
func (d *Desk) certificateRoutes() []web.Route {
	return []web.Route{
		{Method: "POST", Pattern: signPage + "/begin", Public: true, Handler: d.beginCertificate},
		{Method: "GET", Pattern: signPage + "/text", Public: true, Handler: d.certificateText},
		{Method: "GET", Pattern: signPage, Public: true, Handler: d.certificatePage},
		{Method: "POST", Pattern: signPage, Public: true, Handler: d.certificatePage},
		{Method: "POST", Pattern: bindPage + "/begin", Act: ActSelf, Handler: d.beginCertificate},
		{Method: "GET", Pattern: bindPage + "/text", Act: ActSelf, Handler: d.certificateText},
		{Method: "GET", Pattern: bindPage, Act: ActSelf, Handler: d.certificatePage},
		{Method: "POST", Pattern: bindPage, Act: ActSelf, Handler: d.certificatePage},
		{Method: "GET", Pattern: "/admin/signin/authorities/{id}", Act: ActSignIn, Handler: d.authorityPage},
		// 4 MB: a list of 2 MB, a certificate, and the form around them.
		{Method: "POST", Pattern: "/admin/signin/authorities/{id}", Act: ActSignIn, Handler: d.authorityPage, Limit: 4 << 20},
	}
}

// textCookie brings the ticket of a text to sign back.
const textCookie = "q"

// answerForm takes what the tool of a key made of a text. Tools differ: one gives PEM, another base64 to copy,
// a third a file, so all of them are taken, and what it is is found out by reading.
type answerForm struct {
	Answer string      `json:"answer" label:"签名与证书" en:"Signature and certificate" widget:"textarea" max:"60000" help:"粘贴签名工具给出的签名与本人的签名证书，先后不限：PEM，或以空行隔开的 base64；PKCS#7 已含证书的不必再粘贴证书" helpen:"The signature that the tool gave and your certificate, in any order: PEM, or base64 with an empty line between; PKCS #7 has the certificate inside"`
	Files  []form.File `json:"files" label:"或者上传文件" en:"Or as files" accept:".pem,.crt,.cer,.der,.sig,.sign,.p7s,.p7b,.p7,.txt,.b64" size:"1M" max:"3" help:"签名结果与证书的文件，至多 3 个。切勿上传私钥" helpen:"Files of result and certificate, three at most. Never send a private key"`
}

// bindForm binds a certificate to one's account. The password is asked for again, as with passkeys.
type bindForm struct {
	Name     string `json:"name" label:"名称" en:"Name" required:"true" max:"40" help:"例如：办公密钥" helpen:"Such as: office key"`
	Password string `json:"password" label:"当前密码" en:"Your password" widget:"password" required:"true" max:"200"`
	answerForm
}

// certificateView is the page on which a text is signed. No script stands between the browser and the key:
// what connects them differs from vendor to vendor.
type certificateView struct {
	Form   *form.Form // nil while there is no text
	Text   string
	File   string        // where the text is a file
	Begin  string        // where a new one is asked for
	Back   string        // where else one may go
	Why    string        // why none can be signed now
	Hidden template.HTML // token of the forms
}

// signing is for what, and in which session, a text is signed.
type signing struct {
	purpose, page string            // of package certificate; the address
	session       *identity.Session // nil: nobody is signed in yet
	former        string            // token of the session that waits for its second factor
}

// at is an address of the page, with the goal of the person.
func (s signing) at(c *web.Ctx, rest string) string {
	// Binding leads back to one's own ways; signing in to where the person wanted.
	if s.purpose == certificate.ToRegister {
		return s.page + rest
	}
	q := url.Values{"return": {c.ReturnTo()}}
	if s.session != nil {
		q.Set("second", "1")
	}
	return s.page + rest + "?" + q.Encode()
}

// signing tells what a request is about.
func (d *Desk) signing(c *web.Ctx) (s signing, err error) {
	if strings.HasPrefix(c.Route().Pattern, bindPage) {
		s.purpose, s.page = certificate.ToRegister, bindPage
		s.session, err = d.here(c)
		return s, err
	}
	// Whoever has given the password already is told apart by the address, and proven by the cookie.
	s.purpose, s.page = certificate.ToSign, signPage
	if s.session, s.former, err = d.weak(c); s.session != nil {
		s.purpose = certificate.ToSecond
	}
	return s, err
}

// beginCertificate makes a text to sign and leads to the page that shows it.
func (d *Desk) beginCertificate(c *web.Ctx) error {
	s, err := d.signing(c)
	if err != nil {
		return err
	}
	return d.askSignature(c, s)
}

// askSignature puts the ticket into the browser that asked, and nowhere else.
func (d *Desk) askSignature(c *web.Ctx, s signing) error {
	if err := d.Limits.Allow(c.Context(), wayRule, c.IP().String()); err != nil {
		return err
	}
	ticket, err := d.Certificates.Ask(c.Context(), s.purpose, s.session, c.R.Host)
	if err != nil {
		return again(c, err, s.at(c, ""))
	}
	c.SetCookie(textCookie, ticket, ticketLife)
	return c.Redirect(s.at(c, ""))
}

// certificateText is the text as a file, without the end of a line.
func (d *Desk) certificateText(c *web.Ctx) error {
	s, err := d.signing(c)
	if err != nil {
		return err
	}
	text, err := d.Certificates.Asked(c.Context(), c.Cookie(textCookie), s.purpose, s.session)
	if err != nil {
		return err
	}
	if text == "" {
		return fault.New(fault.Missing, "certificate.text_over", "待签名文本已过期或已用过，请返回登录页面重新取得")
	}
	return c.Download("zhibao-sign.txt", "text/plain; charset=utf-8", strings.NewReader(text))
}

// certificatePage shows a text and takes its signature.
func (d *Desk) certificatePage(c *web.Ctx) error {
	s, err := d.signing(c)
	if err != nil {
		return err
	}
	// Files go with the form: nothing of a person who is not signed in yet is kept before.
	f := form.New(c, d.sign)
	f.Submit, f.Action, f.Direct = c.T("登录", "Sign in"), s.at(c, ""), true
	c.Page = web.Page{Title: c.T("证书登录", "Sign in with a certificate"), Plain: true, NoMark: true}
	var in bindForm
	var ok bool
	if s.purpose == certificate.ToRegister {
		f = form.New(c, d.bind)
		f.Submit, f.Direct = c.T("添加", "Add"), true
		c.Page = web.Page{Title: c.T("添加证书", "Add a certificate"), At: "/my/ways", Crumbs: []web.Link{{Href: "/my/ways", Label: c.T("登录方式", "Ways to sign in")}, {Label: c.T("添加证书", "Add a certificate")}}}
		ok, err = f.Read(&in)
	} else {
		ok, err = f.Read(&in.answerForm)
	}
	if err != nil || !ok {
		return joined(err, func() error { return d.showCertificate(c, s, f) })
	}
	a := certificate.Answer{Ticket: c.Cookie(textCookie), Host: c.R.Host, IP: c.IP().String(), Device: c.R.UserAgent()}
	if a.Parts, err = in.parts(); err != nil {
		return err
	}
	if len(a.Parts) == 0 {
		f.Reject("answer", web.Text{"请粘贴签名结果，或者上传文件", "Paste the result, or send files"})
		return d.showCertificate(c, s, f)
	}
	if s.purpose == certificate.ToRegister {
		return d.bindCertificate(c, s, in, a)
	}
	return d.signByCertificate(c, s, a)
}

// parts are the text and files of an answer. What is longer than any answer is read no further.
func (a *answerForm) parts() (out [][]byte, err error) {
	if strings.TrimSpace(a.Answer) != "" {
		out = append(out, []byte(a.Answer))
	}
	for _, f := range a.Files {
		b, err := bytesOf(f, 128<<10)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// bytesOf reads a file, as far as a bound.
func bytesOf(f form.File, most int64) ([]byte, error) {
	if f.IsZero() {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}

// showCertificate shows the text that waits, or how to get one.
func (d *Desk) showCertificate(c *web.Ctx, s signing, f *form.Form) error {
	text, err := d.Certificates.Asked(c.Context(), c.Cookie(textCookie), s.purpose, s.session)
	if err != nil {
		return err
	}
	v := certificateView{Text: text, File: s.at(c, "/text"), Begin: s.at(c, "/begin"), Hidden: c.Hidden(), Back: "/my/ways"}
	if text != "" {
		v.Form = f
	}
	if s.purpose != certificate.ToRegister {
		v.Back = "/sign-in?return=" + url.QueryEscape(c.ReturnTo())
	}
	if err := d.offered(c, s); fault.KindOf(err) == fault.Internal && err != nil {
		return err
	} else if err != nil {
		v.Why, v.Form = c.Say(c.Explain(err)), nil
	}
	return c.Render("certificate", v)
}

// offered says why nobody can use a certificate here now: there is no authority for it, or none that is ready.
func (d *Desk) offered(c *web.Ctx, s signing) error {
	// Before anybody is known it may be any center of this program.
	center := int64(0)
	if s.session != nil {
		center = s.session.Account.Center
	}
	why := error(fault.New(fault.Conflict, "certificate.not_here", "本中心没有登记受信任的证书颁发机构，不能使用证书；需要的请联系安全管理员"))
	all, err := d.authorities(c, center)
	if err != nil {
		return err
	}
	found := false
	for _, a := range all {
		// One that follows the password serves those who have given it.
		if !a.Active || s.session == nil && !a.Alone {
			continue
		}
		err := a.Ready(c.Now())
		if err == nil {
			return nil
		}
		if !found {
			why, found = err, true
		}
	}
	return why
}

// authorities are those of a center, or with 0 of all.
func (d *Desk) authorities(c *web.Ctx, center int64) (all []*certificate.Authority, err error) {
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err = d.Certificates.Authorities(c.Context(), tx, center)
		return err
	})
	return all, err
}

// signByCertificate opens a session with a certificate. What fails counts against the address as a wrong
// password does, and the next try has a text of its own.
func (d *Desk) signByCertificate(c *web.Ctx, s signing, a certificate.Answer) error {
	until, err := d.Limits.Locked(c.Context(), addressLock, a.IP)
	if err != nil {
		return err
	}
	if !until.IsZero() {
		return d.Limits.Try(c.Context(), addressLock, a.IP)
	}
	c.SetCookie(textCookie, "", -1)
	token, err := d.Certificates.Sign(c.Context(), s.session, s.former, a)
	if err == nil {
		return d.enter(c, token, false, c.ReturnTo())
	}
	// What could not be read is a mistake, not a guess.
	if fault.KindOf(err) == fault.Unauthentic || fault.CodeOf(err) == "certificate.signature" {
		err = errors.Join(err, d.Limits.Try(c.Context(), addressLock, a.IP))
	}
	return d.onceMore(c, s, err)
}

// onceMore says what was wrong beside a new text.
func (d *Desk) onceMore(c *web.Ctx, s signing, err error) error {
	if fault.KindOf(err) == fault.Internal {
		return err
	}
	c.Flash(web.Red, c.Say(c.Explain(err)))
	return d.askSignature(c, s)
}

// bindCertificate adds a certificate to the account that is signed in.
func (d *Desk) bindCertificate(c *web.Ctx, s signing, in bindForm, a certificate.Answer) error {
	c.SetCookie(textCookie, "", -1)
	// Whoever finds a browser open must not leave a certificate of their own behind.
	_, err := d.Book.Prove(c.Context(), s.session.Account.Login, in.Password, a.IP)
	if fault.KindOf(err) == fault.Unauthentic && err != nil {
		err = fault.New(fault.Invalid, "identity.password", "密码不正确，证书未添加；请重新输入").At("password")
	}
	if err == nil {
		err = d.Certificates.Register(c.Context(), s.session, who(c), in.Name, a)
	}
	if err != nil {
		return d.onceMore(c, s, err)
	}
	c.Flash(web.Green, c.T("证书已添加，下次登录时使用", "The certificate is added; use it at the next sign-in"))
	return c.Redirect("/my/ways")
}

// certificateLine is one certificate in the list of one's own, with what tells it from another: nothing else
// of a certificate is kept.
type certificateLine struct {
	No                                             int64
	Name, Issuer, Serial, SM3, Ends, Created, Used string
	Over                                           bool
}

// myCertificates are those of the person who asks.
func (d *Desk) myCertificates(c *web.Ctx, tx *store.Tx) (out []certificateLine, err error) {
	all, err := d.Certificates.List(c.Context(), tx, who(c).Center, who(c).Account)
	for _, b := range all {
		out = append(out, certificateLine{b.No, b.Name, b.Issuer, b.Serial, b.SM3, web.When(b.Ends), web.When(b.Created), web.When(b.Used), c.Now().After(b.Ends)})
	}
	return out, err
}
