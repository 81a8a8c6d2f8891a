package center

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/status"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/board"
	"zhibao/center/notify"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/selfcheck"
	"zhibao/examination/quality"
	"zhibao/examination/quality/decision"
	"zhibao/examination/quality/inspection"
	"zhibao/examination/quality/training"
	"zhibao/examination/registration"
	"zhibao/examination/registration/ladder"
	"zhibao/governance/administration"
	"zhibao/industry/database"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/protection/counterfeit"
	"zhibao/protection/delegation"
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
	return web.New(web.Config{
		System: web.Text{"知保业务平台", "Zhibao"}, Brand: web.Text{c.Center.Name, c.Center.English}, Footer: footer,
		SignIn: "/sign-in", Home: "/", Key: secret, Plain: c.Plain, Proxies: c.Proxies, Now: c.Now, Log: c.Log,
		Guard: c.API.Guard(c.public.Guard(c.Admin.Guard(c.Office.Policy))), Uploads: c.uploads, Checks: fieldRules(), Session: c.public.Session(c.Admin.Session), Menu: c.menu, Watermark: watermark, Drafts: (*drafts)(c), English: c.english(),
	}, web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Act: "home", Handler: c.home}}},
		c.Pages.Module(), c.Board.Module(), c.exhibits.Module(), c.sessions.Module(), c.drafted.Module(), c.served.Module(), c.Registration.Module(), c.Fields.Module(), c.Preexam.Module(), c.Quality.Module(), c.Delegation.Module(), c.Patents.Module(), c.Infringement.Module(), c.Comparison.Module(), c.Counterfeit.Module(), c.Admin.Module(), c.notify.Module(), c.public.Module(), selfcheck.New(rules(), c.limits).Module(), c.API.Module(), c.API.Keys())
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

// menu is what the person may do, and how much of it waits. An entry is left out where it could only
// lead to a refusal; the guard refuses all the same who types the address.
func (c *Center) menu(x *web.Ctx) web.Menu {
	a := worklist.Actor(x)
	if m, ok := status.VisitMenu(x, a); ok {
		return m
	}
	if a.Account == 0 {
		return web.Menu{Top: []web.Link{{Href: "/guide", Label: x.T("办事指南", "Guide")}, {Href: "/status", Label: x.T("进度查询", "Status")}, {Href: "/answer", Label: x.T("凭码办理", "Answer with a code")}, {Href: "/announced", Label: x.T("备案公示", "Announcements")}, {Href: "/entrustments", Label: x.T("执法委托", "Entrustments")}, {Href: "/report", Label: x.T("假冒专利举报", "Report counterfeits")}, {Href: "/counterfeit/published", Label: x.T("处罚公开", "Penalties")},
			{Href: "/check", Label: x.T("申请文件自检", "Check papers")}, {Href: "/rules", Label: x.T("预审规则", "Rules")}, {Href: "/fees", Label: x.T("费用计算", "Fees")},
			{Href: "/sign-in", Label: x.T("登录", "Sign in")}}}
	}
	ever := func(act string) bool { return c.Office.Policy.Ever(a.Subject, act) }
	m := web.Menu{Who: a.Name, Out: "/sign-out"}
	if ever(casework.ActInbox) {
		m.Box = "/messages"
		if n, err := c.Pages.Unread(x); err == nil {
			m.Mail = n
		}
	}
	var work, more, admin []web.Item
	if ever(casework.ActSee) {
		// A count that fails is left out: a menu must not take the page down with it.
		n, err := c.Pages.Todo(x)
		if err != nil {
			n = -1
		}
		enforcement := map[bool]string{true: "/board", false: "/work?view=open&chart=infringement"}[ever(board.ActBoard)]
		m.Top = append(m.Top, web.Link{Href: "/work", Label: x.T("快速预审", "Pre-examination")}, web.Link{Href: enforcement, Label: x.T("快速维权", "Enforcement")})
		work = []web.Item{{Href: "/work?view=todo", Label: x.T("我的案件", "My cases"), Count: n}, {Href: "/drafts", Label: x.T("草稿", "Drafts"), Count: -1}}
	}
	if ever(board.ActBoard) {
		work = append(work, web.Item{Href: "/board", Label: x.T("在办期限总览", "Terms of open cases"), Count: -1})
	}
	if ever(casework.ActAsk) {
		work = append(work, web.Item{Href: "/openings", Label: x.T("查阅授权", "Openings"), Count: c.openingsWaiting(x)})
	}
	items := []struct{ act, path, zh, en string }{
		{"preexam.create", "/open/preexam/create", "新建预审请求", "New request"},
		{"preexam.create", "/preexam/batch", "批量上传", "Upload many"}, {preexam.ActMarks, "/preexam/marks", "报送清单", "Marks"}, {preexam.ActPublished, "/preexam/published", "已公布专利", "Published texts"}, {"registration.apply", "/open/registration/apply", "申请备案", "Apply for registration"},
		{registration.ActList, "/registration", "备案主体", "Registered entities"}, {ladder.Act, "/registration/ladder", "惩戒提示", "Proposed measures"}, {registration.ActTakeover, "/registration/takeovers", "账号接管", "Take-overs"},
		{registration.ActBringIn, "/registration/import", "批量转入", "Bring in"}, {"registration.accounts", "/my/accounts", "本单位账号", "Accounts of my party"}, {notify.ActLetters, "/letters", "未送达的通知", "Undelivered notices"},
		{draft.ActSee, "/drafting", "文书拟稿", "Drafts of papers"}, {delivery.ActServe, "/deliveries", "文书送达", "Service of papers"},
		{decision.ActSee, "/quality", "缺陷处理统计", "Findings decided"}, {inspection.ActPlans, "/quality/plans", "质量抽检", "Quality sampling"},
		{training.ActStaff, "/quality/staff", "上岗资格与培训", "Qualification"}, {quality.ActMine, "/quality/mine", "我的质量与资格", "My quality"},
		{"home", "/check", "公开自检", "Check papers"}, {"home", "/rules", "预审规则", "Rules"}, {"home", "/fees", "费用计算", "Fees"}, {"home", "/fields", "服务领域", "Fields"}, {casework.ActFigures, "/figures", "统计报表", "Figures"}, {casework.ActFigures, "/ratings", "好差评", "Ratings"}}
	protect := protection(x, ever)
	for _, i := range items {
		if ever(i.act) {
			more = append(more, web.Item{Href: i.path, Label: x.T(i.zh, i.en), Count: c.waiting(x, i.act)})
		}
	}
	admin = append(admin, web.Item{Href: "/my/keys", Label: x.T("接口密钥", "API keys"), Count: -1}, web.Item{Href: "/my/sessions", Label: x.T("登录会话", "Sessions"), Count: -1})
	for _, i := range []struct{ act, path, zh, en string }{{administration.ActAccounts, "/admin/accounts", "账号管理", "Accounts"},
		{administration.ActRoles, "/admin/roles", "角色授权", "Roles"}, {administration.ActResets, "/admin/resets", "重设申请", "Resets"},
		{administration.ActKeys, "/admin/keys", "密钥管理", "Keys of the center"}, {administration.ActAudit, "/admin/audit", "审计", "Audit"},
		{administration.ActConfig, "/admin/settings", "中心配置", "Configuration"}, {notify.ActWays, "/admin/messages", "消息发送", "Sending messages"},
		{notify.ActWishes, "/my/notices", "通知设置", "Notifications"}} {
		if ever(i.act) {
			admin = append(admin, web.Item{Href: i.path, Label: x.T(i.zh, i.en), Count: -1})
		}
	}
	for _, g := range []web.Group{{Title: x.T("我的工作", "My work"), Items: work}, {Title: x.T("快速维权", "Protection"), Items: protect}, {Title: x.T("业务", "Business"), Items: more}, {Title: x.T("管理", "Administration"), Items: admin}} {
		if len(g.Items) > 0 {
			m.Side = append(m.Side, g)
		}
	}
	m.Top = append(m.Top, web.Link{Href: "/guide", Label: x.T("办事指南", "Guide")})
	return m
}

// protection are the entries of fast enforcement that the person may use.
func protection(x *web.Ctx, ever func(act string) bool) (out []web.Item) {
	for _, i := range []struct{ act, path, zh, en string }{
		{"infringement.file", "/open/infringement/file", "请求侵权裁决", "Ask for a decision"}, {"infringement.intake", "/open/infringement/intake", "窗口登记侵权请求", "Infringement at the counter"},
		{"infringement.receive", "/open/infringement/receive", "接收移送案件", "Transferred cases"}, {"infringement.figures", "/infringement/figures", "侵权案件统计", "Infringement figures"},
		{delegation.ActList, "/delegation", "执法委托", "Entrustments"}, {database.ActRead, "/patents", "专利台账", "Ledger of patents"}, {"counterfeit.lead", "/open/counterfeit/lead", "登记假冒专利线索", "Enter a lead"},
		{counterfeit.ActVerifier, "/counterfeit/verify", "专利标识核验", "Check markings"}, {counterfeit.ActFigures, "/counterfeit/figures", "假冒专利统计", "Figures of counterfeiting"}} {
		if ever(i.act) {
			out = append(out, web.Item{Href: i.path, Label: x.T(i.zh, i.en), Count: -1})
		}
	}
	return out
}

// waiting counts what waits for the person behind an entry of the menu; -1 where nothing is counted
// or the count fails.
func (c *Center) waiting(x *web.Ctx, act string) int {
	count := map[string]func(*web.Ctx) (int, error){notify.ActLetters: c.notify.Failures, ladder.Act: c.Registration.Ladder.Waiting, decision.ActSee: c.Quality.Decisions.Waiting,
		training.ActStaff: c.Quality.Training.Waiting, draft.ActSee: c.drafted.Waiting, delivery.ActServe: c.served.Waiting}[act]
	if count == nil {
		return -1
	}
	n, err := count(x)
	if err != nil {
		return -1
	}
	return n
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
