package center

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/status"
	"zhibao/casework/worklist"
	"zhibao/center/masks"
	"zhibao/examination/preexam/selfcheck"
	"zhibao/governance/administration"
	"zhibao/industry/database"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/protection/counterfeit"
)

// plumbing grants what every signed-in person may do, whatever the role: be led to their work, and
// keep what they have typed.
func plumbing() []access.Grant {
	var gs []access.Grant
	for _, r := range casework.Roles() {
		for _, act := range []string{"draft.save", "home"} {
			gs = append(gs, access.Grant{Act: act, Role: string(r.Role), Rel: access.Center})
		}
	}
	return gs
}

// matters are the procedures of the guide.
func matters() []status.Matter {
	return []status.Matter{
		{Chart: "registration", Conditions: "registration.criteria", Materials: "status.registration", Ask: "/open/registration/apply", AskText: web.Text{"登录后在“申请备案”中填写并上传材料", "sign in, then “Apply for registration”"}},
		infringementMatter(),
		{Chart: counterfeit.Code, Conditions: "counterfeit.guide.conditions", Materials: "counterfeit.guide.materials", Ask: "/report", AskText: web.Text{"填写“假冒专利举报”，不需要账号", "fill in the public report; no account is needed"}},
		{Chart: "preexam", Conditions: "status.conditions", Materials: "status.materials", Ask: "/open/preexam/create", AskText: web.Text{"登录后在“新建预审请求”中上传案卷包", "sign in, then “New request”"}},
	}
}

// pages puts the modules together, in the order of the notice.
func (c *Center) pages(secret []byte) *web.Mux {
	footer := c.Footer
	if footer.Guide == "" {
		footer.Guide = "/guide"
	}
	if footer.Owner.IsZero() {
		footer.Owner = web.Text{c.Center.Name, c.Center.English}
	}
	c.heavy = c.newHeavy()
	return web.New(web.Config{
		System: web.Text{"知保业务平台", "Zhibao"}, Brand: web.Text{c.Center.Name, c.Center.English}, Footer: footer,
		SignIn: "/sign-in", Home: "/", Key: secret, Plain: c.Plain, Proxies: c.Proxies, Now: c.Now, Log: c.Log, Recorder: c.Recorder,
		Guard: c.API.Guard(c.public.Guard(c.Admin.Guard(c.Office.Policy))), Uploads: c.uploads, Heavy: c.heavy, Checks: fieldRules(), Session: c.public.Session(c.Admin.Session), Menu: c.menu, Watermark: watermark, Banner: c.Outage.Banner, Veil: masks.Veil, Drafts: (*drafts)(c), English: c.english(), Laws: c.laws.Links,
	}, web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Act: "home", Handler: c.home}}},
		c.Pages.Module(), c.Board.Module(), c.copies.Module(), c.exhibits.Module(), c.sessions.Module(), c.drafted.Module(), c.served.Module(), c.Registration.Module(), c.Fields.Module(), c.Preexam.Module(), c.Quality.Module(), c.Abnormal.Module(), c.Delegation.Module(), c.Patents.Module(), c.Intake.Module(), c.Searching.Module(), c.InCase.Module(), c.Designs.Module(), c.Watches.Module(), c.Navigation.Module(), c.Value.Module(), c.Outage.Module(), c.Privacy.Module(), c.Masks.Module(),
		c.Infringement.Module(), c.Comparison.Module(), c.Counterfeit.Module(), c.Admin.Module(), c.notify.Module(), c.public.Module(), c.laws.Module(), selfcheck.New(rules(), c.limits).Module(), c.API.Module(), c.API.Keys())
}

// home leads everybody to where their work is: the first of these pages that they may see. An
// administrator sees no case, so theirs is the page of their office.
func (c *Center) home(x *web.Ctx) error {
	a := worklist.Actor(x)
	if a.Only != 0 {
		return x.Redirect("/case/" + strconv.FormatInt(a.Only, 10))
	}
	for _, h := range []struct{ act, path string }{{casework.ActSee, "/work?view=todo"}, {administration.ActAccounts, "/admin/accounts"},
		{administration.ActRoles, "/admin/roles"}, {administration.ActAudit, "/admin/audit"}, {database.ActRead, "/patents"}} {
		if c.Office.Policy.Ever(a.Subject, h.act) {
			return x.Redirect(h.path)
		}
	}
	return fault.New(fault.Missing, "web.home", "您的账号还没有任何角色，请联系安全管理员授权")
}

// watermark is who looks at a page, repeated over it: name, number, address and minute, so that a
// photograph of the screen says whose screen it was. Public pages have none.
func watermark(x *web.Ctx) string {
	a := worklist.Actor(x)
	if a.Account == 0 {
		return ""
	}
	return strings.Join([]string{a.Name, a.StaffNo, a.IP, x.Now().In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04")}, " · ")
}

// drafts keeps unfinished forms in the kernel's drafts, which encrypt them for the account that types.
// The version of a draft is the moment when it was saved, in microseconds.
type drafts Center

// Save stores a draft; another window's later version is a conflict.
func (d *drafts) Save(x *web.Ctx, key string, version int, values url.Values) (web.Draft, error) {
	draft, err := d.place(key)
	if err != nil {
		return web.Draft{}, err
	}
	have, ok, err := d.Load(x, key)
	if err != nil {
		return web.Draft{}, err
	}
	if ok && have.Version != version {
		return web.Draft{}, fault.New(fault.Conflict, "draft.window", "此表单已在另一个窗口中于 %s 修改，请刷新后再填写", have.Saved.In(time.FixedZone("", 8*3600)).Format(time.TimeOnly))
	}
	draft.Values = values
	at, err := d.Office.SaveDraft(x.Context(), worklist.Actor(x), draft)
	return web.Draft{Version: int(at.UnixMicro()), Saved: at, Values: values}, err
}

// Load returns a draft of the person.
func (d *drafts) Load(x *web.Ctx, key string) (out web.Draft, ok bool, err error) {
	place, err := d.place(key)
	if err != nil {
		return out, false, err
	}
	err = d.Office.DB.Read(x.Context(), func(tx *store.Tx) error {
		have, err := d.Office.LoadDraft(x.Context(), tx, worklist.Actor(x), place.Case, place.Chart, place.Move)
		if err == nil && have != nil {
			out, ok = web.Draft{Version: int(have.At.UnixMicro()), Saved: have.At, Values: have.Values}, true
		}
		return err
	})
	return out, ok, err
}

// Drop forgets a draft.
func (d *drafts) Drop(x *web.Ctx, key string) error {
	place, err := d.place(key)
	if err != nil {
		return err
	}
	return d.Office.DropDraft(x.Context(), worklist.Actor(x), place.Case, place.Chart, place.Move)
}

// place reads a key as worklist.DraftKey writes it: chart, move and case with dots between. The key
// comes from the browser, so chart and move must exist, and whose draft it is the kernel decides.
func (d *drafts) place(key string) (casework.Draft, error) {
	parts := strings.Split(key, ".")
	if len(parts) != 3 || d.Office.Chart(parts[0]) == nil || d.Office.Chart(parts[0]).Move(parts[1]) == nil {
		return casework.Draft{}, fault.New(fault.Missing, "draft.key", "没有这个表单，草稿未保存；请从案件页面重新打开该步骤")
	}
	id, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return casework.Draft{}, errors.Join(fault.New(fault.Missing, "draft.key", "没有这个表单，草稿未保存；请从案件页面重新打开该步骤"), err)
	}
	return casework.Draft{Chart: parts[0], Move: parts[1], Case: id}, nil
}
