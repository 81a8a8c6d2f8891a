package api

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/governance/administration"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

//go:embed view/*.html
var views embed.FS

// maxKeys is how many keys of an account may hold at the same time.
const maxKeys = 20

// keyForm makes a key.
type keyForm struct {
	Name string   `json:"name" label:"密钥名称" en:"Name of the key" required:"true" max:"60" help:"写明用在哪个系统，便于日后辨认和停用" helpen:"Say which system uses it, so that it can be recognised and revoked"`
	Days int      `json:"days" label:"有效天数" en:"Days until it ends" required:"true" min:"1" max:"366"`
	Acts []string `json:"acts" label:"权限" en:"Acts" options:"*" required:"true" max:"200" help:"只选用得着的；列出的是您的账号可能有权办理的事项" helpen:"Choose only what is needed; listed is what your account may do"`
}

// keysView is the page of one's own keys.
type keysView struct {
	Secret string // of the new key, shown once
	None   bool   // the account may do nothing through the interface
	Form   *form.Form
	Keys   []keyRow
}

// keyRow is one line of the list. The key itself is not stored and cannot be shown.
type keyRow struct {
	No                        int64
	Name, Acts, Created, Ends string
	Used, From                string // last use; empty for never
	State                     web.Tag
	Active                    bool
}

// Keys returns the page on which people make and revoke their own keys.
func (a *API) Keys() web.Module {
	return web.Module{Name: "keys", Views: []fs.FS{views}, Routes: []web.Route{
		{Method: "GET", Pattern: "/my/keys", Act: administration.ActSelf, Handler: a.keysPage},
		{Method: "POST", Pattern: "/my/keys", Act: administration.ActSelf, Handler: a.keysPage},
		{Method: "POST", Pattern: "/my/keys/{no}/revoke", Act: administration.ActSelf, Handler: a.revokeKey},
	}}
}

// offered lists what keys can be limited to: reading, figures, what the packages offer, and moves.
func (a *API) offered() (out []form.Option) {
	add := func(act, zh, en string) {
		if !slices.ContainsFunc(out, func(o form.Option) bool { return o.Value == act }) {
			out = append(out, form.Option{Value: act, Label: web.Text{zh, en}})
		}
	}
	add(casework.ActSee, "查看案件、期限与经过", "See cases, terms and history")
	add(casework.ActName, "查看名称（保密）", "See titles (confidential)")
	add(casework.ActForm, "查看请求书信息与文书", "See request forms and papers")
	add(casework.ActText, "查看申请文件全文（保密）", "See the whole text (confidential)")
	add(casework.ActFigures, "查看统计指标", "See figures")
	for _, p := range a.d.Parts {
		add(p.Act, p.Title, p.English)
	}
	for _, d := range a.d.Desks {
		for _, x := range d.Acts {
			add(x.Code, x.Title[0], x.Title[1])
		}
	}
	for _, ch := range a.office.Charts() {
		for i := range ch.Moves {
			m := &ch.Moves[i]
			add(ch.Act(m.Code), ch.Title+"："+m.Title, ch.English+": "+m.English)
		}
	}
	return out
}

// Acts lists the acts to which keys can be limited.
func (a *API) Acts() (out []string) {
	for _, o := range a.offered() {
		out = append(out, o.Value)
	}
	return out
}

// acts are those of the offered that the account may ever do.
func (a *API) acts(actor casework.Actor) []form.Option {
	return slices.DeleteFunc(a.offered(), func(o form.Option) bool { return !a.office.Policy.Ever(actor.Subject, o.Value) })
}

// keysPage lists the keys and makes a new one, which is shown this once.
func (a *API) keysPage(c *web.Ctx) error {
	actor, _ := web.As[casework.Actor](c)
	c.Page = web.Page{Title: c.T("接口密钥", "API keys")}
	acts := a.acts(actor)
	f := form.New(c, a.keys).Options("acts", acts).Fill(keyForm{Days: 90})
	f.Submit = c.T("新建密钥", "Create a key")
	f.Intro = c.T("供本单位的业务系统调用接口使用；网页办理不需要密钥。", "For a system of yours that works through the interface; on these pages nobody needs a key.")
	var in keyForm
	good, err := f.Read(&in)
	if err != nil {
		return err
	}
	v := keysView{Form: f, None: len(acts) == 0}
	if v.None {
		v.Form = nil
	}
	if good {
		// Shown in the answer itself: it stands in no address and no cookie.
		v.Secret, err = a.newKey(c, actor, in)
		if err != nil && !f.Refused(err) {
			return err
		}
		if err == nil {
			v.Form = nil
		}
	}
	if v.Keys, err = a.rows(c, actor); err != nil {
		return err
	}
	return c.Render("keys", v)
}

// newKey makes a key. Whoever makes a move must see the case, so that comes with every key.
func (a *API) newKey(c *web.Ctx, actor casework.Actor, in keyForm) (secret string, err error) {
	acts := in.Acts
	if !slices.Contains(acts, casework.ActSee) && a.office.Policy.Ever(actor.Subject, casework.ActSee) {
		acts = append([]string{casework.ActSee}, acts...)
	}
	err = a.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		// Two windows must not both make the last key.
		if err := tx.Lock(c.Context(), "api/keys/"+id(actor.Account)); err != nil {
			return err
		}
		have, err := a.d.Book.Keys(c.Context(), tx, actor.Account)
		if err != nil {
			return err
		}
		if n := len(slices.DeleteFunc(have, func(k identity.APIKey) bool { return k.Revoked || c.Now().After(k.Ends) })); n >= maxKeys {
			return fault.New(fault.Conflict, "api.keys", "有效密钥已有 %d 个，请先停用不再使用的", n)
		}
		secret, err = a.d.Book.MakeKey(c.Context(), tx, by(c, actor),
			identity.NewKey{Account: actor.Account, Name: in.Name, Acts: acts, Life: time.Duration(in.Days) * 24 * time.Hour})
		return err
	})
	return secret, err
}

// by is who acts, as the audit names it.
func by(c *web.Ctx, actor casework.Actor) identity.Who {
	return identity.Who{Account: actor.Account, Center: actor.Center, Name: actor.Name, IP: c.IP().String()}
}

// rows lists the keys of the person.
func (a *API) rows(c *web.Ctx, actor casework.Actor) (out []keyRow, err error) {
	err = a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		keys, err := a.d.Book.Keys(c.Context(), tx, actor.Account)
		for _, k := range keys {
			r := keyRow{No: k.No, Name: k.Name, Acts: fmt.Sprintf(c.T("%d 项", "%d acts"), len(k.Acts)), Created: day(k.Created), Ends: day(k.Ends), From: k.From}
			if !k.Used.IsZero() {
				r.Used = web.When(k.Used)
			}
			switch {
			case k.Revoked:
				r.State = web.Tag{Tone: web.Grey, Text: c.T("已停用", "Revoked")}
			case c.Now().After(k.Ends):
				r.State = web.Tag{Tone: web.Grey, Text: c.T("已到期", "Ended")}
			default:
				r.State, r.Active = web.Tag{Tone: web.Green, Text: c.T("有效", "Active")}, true
			}
			out = append(out, r)
		}
		return err
	})
	return out, err
}

// day writes a time as the civil day in China.
func day(t time.Time) string { return t.In(calendar.Shanghai()).Format(time.DateOnly) }

// revokeKey ends a key at once.
func (a *API) revokeKey(c *web.Ctx) error {
	actor, _ := web.As[casework.Actor](c)
	no, err := strconv.ParseInt(c.Path("no"), 10, 64)
	if err != nil {
		return fault.New(fault.Missing, "api.key_missing", "没有这个密钥，可能已停用；请刷新“接口密钥”页面查看")
	}
	err = a.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return a.d.Book.RevokeKey(c.Context(), tx, by(c, actor), actor.Account, no)
	})
	if err != nil {
		return err
	}
	c.Flash(web.Green, c.T("密钥已停用", "The key is revoked"))
	return c.Redirect("/my/keys")
}
