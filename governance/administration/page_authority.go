package administration

import (
	"fmt"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity/certificate"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// authorityForm is one certification authority. Its certificate is given once: another certificate is another
// authority. That it is registered lets nobody in, as every certificate is bound to its account by the person.
type authorityForm struct {
	Cert     form.File `json:"cert" label:"颁发机构的证书" en:"Certificate of the authority" accept:".pem,.crt,.cer,.der" size:"1M" required:"true" help:"颁发机构自身的证书（PEM 或 DER），一次一个；个人证书由下级机构签发的，登记下级机构" helpen:"Of the authority itself (PEM or DER), one at a time; that which issues the certificates of people"`
	List     form.File `json:"list" label:"吊销列表（CRL）" en:"List of what it revoked (CRL)" accept:".crl,.pem,.der" size:"2M" help:"颁发机构签发的完整列表（PEM 或 DER）；过期后不能用证书登录，请及时上传新的。留空则沿用现有的" helpen:"The complete list (PEM or DER). When it is over nobody signs in by certificate until there is a new one. Empty keeps the present one"`
	Unlisted bool      `json:"unlisted" label:"不使用吊销列表" en:"No list is used" help:"仅在颁发机构不发布吊销列表时选择；证书遗失的，由本人移除登记，或由管理员按“重设申请”解除" helpen:"Only where the authority has none: a lost key is then unbound by its owner, or by the administrators with a reset"`
	Alone    bool      `json:"alone" label:"可代替密码单独登录" en:"Signs in alone, without the password" help:"仅在该机构的证书都存放于须输入口令才签名的密码钥匙（USB Key）时选择，视为已通过第二重验证；不选的，证书在输入密码之后使用" helpen:"Only where all its keys lie in devices that ask for a code: counts as two factors. Else the certificate follows the password"`
	Active   bool      `json:"active" label:"启用" en:"In use"`
}

// authorityTable lists the authorities on the page of the rules, and says there why one cannot be used now: a
// list that is over stops every sign-in by its certificates.
func (d *Desk) authorityTable(c *web.Ctx) (t web.Table, err error) {
	all, err := d.authorities(c, who(c).Center)
	t = web.Table{Title: c.T("受信任的证书颁发机构", "Trusted certification authorities"), Head: []string{c.T("名称", "Name"), c.T("证书有效期至", "Valid until"), c.T("吊销列表", "List of what it revoked"), c.T("用途", "Use"), c.T("状态", "State")},
		Empty: c.T("还没有，因此登录页面不提供证书登录。登记后，本人在“登录方式”中添加自己的证书。", "None yet, so nobody can sign in with a certificate. Once there is one, people add their certificates under “Ways to sign in”.")}
	for _, a := range all {
		state := web.Tag{Tone: web.Green, Text: c.T("启用", "In use")}
		switch {
		case !a.Active:
			state = web.Tag{Tone: web.Grey, Text: c.T("停用", "Off")}
		case a.Ready(c.Now()) != nil:
			state = web.Tag{Tone: web.Red, Text: c.T("不能使用", "Cannot be used")}
		}
		// What the certificate stands for: the second factor, or both.
		use := c.T("密码之后", "after the password")
		if a.Alone {
			use = c.T("可单独登录", "alone")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: a.Name(), Href: fmt.Sprintf("/admin/signin/authorities/%d", a.ID)}, {Text: web.When(a.Cert.NotAfter)}, {Text: listWords(c, a)}, {Text: use}, {Tag: state}})
	}
	return t, err
}

// listWords says how old the list of an authority is.
func listWords(c *web.Ctx, a *certificate.Authority) string {
	switch {
	case a.Unlisted:
		return c.T("不使用", "none is used")
	case a.List.At.IsZero():
		return c.T("还没有上传", "none yet")
	}
	days := int(c.Now().Sub(a.List.At).Hours() / 24)
	words := c.T(fmt.Sprintf("签发 %d 天，吊销 %d 个，有效至 %s", days, a.List.Count, web.When(a.List.Ends)), fmt.Sprintf("%d days old, %d revoked, until %s", days, a.List.Count, web.When(a.List.Ends)))
	if c.Now().After(a.List.Ends) {
		words += c.T("，已过期", ", over")
	}
	return words
}

// authorityPage shows and takes one authority; "new" stands for one that is not there yet.
func (d *Desk) authorityPage(c *web.Ctx) error {
	title := c.T("登记证书颁发机构", "Add a certification authority")
	// A new one begins in use, after the password, and with a list.
	a := &certificate.Authority{Active: true}
	if c.Path("id") != "new" {
		id, err := worklist.ID(c, "id")
		if err != nil {
			return fault.New(fault.Missing, "certificate.authority", "没有这个颁发机构，请从登录安全页面选择")
		}
		err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
			a, err = d.Certificates.Authority(c.Context(), tx, who(c).Center, id)
			return err
		})
		if err != nil {
			return err
		}
		title = a.Name()
	}
	c.Page = web.Page{Title: title, At: "/admin/signin", Crumbs: []web.Link{{Href: "/admin/signin", Label: c.T("登录安全", "Signing in")}, {Label: title}}}
	f := form.New(c, d.authority).Fill(authorityForm{Unlisted: a.Unlisted, Alone: a.Alone, Active: a.Active})
	f.Cancel, f.Direct = "/admin/signin", true
	// What is known of it stands above the form.
	var blocks []web.Block
	if a.ID != 0 {
		f.Without("cert")
		blocks = authorityBlocks(c, a)
	}
	var in authorityForm
	ok, err := f.Read(&in)
	if err == nil && ok {
		err = d.setAuthority(c, a.ID, in)
		if err == nil {
			c.Flash(web.Green, c.T("已保存", "Saved"))
			return c.Redirect("/admin/signin")
		}
		if f.Refused(err) {
			err = nil
		}
	}
	return joined(err, func() error { return c.Render("page-blocks", append(blocks, f)) })
}

// setAuthority stores what the form says.
func (d *Desk) setAuthority(c *web.Ctx, id int64, in authorityForm) error {
	// As far as the reader will go: it says itself what is too long.
	change := certificate.Change{ID: id, Unlisted: in.Unlisted, Alone: in.Alone, Active: in.Active}
	var err error
	if change.Cert, err = bytesOf(in.Cert, 128<<10); err != nil {
		return err
	}
	if change.List, err = bytesOf(in.List, 2<<20); err != nil {
		return err
	}
	return d.Certificates.Set(c.Context(), who(c), change)
}

// authorityBlocks is what is known of an authority, and why its certificates cannot be used.
func authorityBlocks(c *web.Ctx, a *certificate.Authority) (out []web.Block) {
	if err := a.Ready(c.Now()); err != nil {
		out = append(out, web.Notice{Tone: web.Amber, Text: c.Say(c.Explain(err))})
	}
	kv := web.KV{Title: c.T("颁发机构", "Authority")}
	kv.Add(c.T("名称", "Name"), a.Cert.Subject.String()).Add(c.T("有效期", "Valid"), web.When(a.Cert.NotBefore)+" – "+web.When(a.Cert.NotAfter)).
		Add(c.T("证书指纹（SM3）", "Fingerprint (SM3)"), certificate.Fingerprint(a.Cert)).Add(c.T("吊销列表", "List of what it revoked"), listWords(c, a)).Add(c.T("登记时间", "Added"), web.When(a.Created))
	return append(out, kv)
}
