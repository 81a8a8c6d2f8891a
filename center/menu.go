package center

import (
	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/status"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/board"
	"zhibao/casework/worklist/copied"
	"zhibao/casework/worklist/unmask"
	"zhibao/center/notify"
	"zhibao/examination/abnormal"
	"zhibao/examination/preexam"
	"zhibao/examination/quality"
	"zhibao/examination/quality/decision"
	"zhibao/examination/quality/inspection"
	"zhibao/examination/quality/training"
	"zhibao/examination/registration"
	"zhibao/examination/registration/ladder"
	"zhibao/governance/administration"
	"zhibao/governance/administration/mutual"
	"zhibao/governance/outage"
	"zhibao/governance/privacy"
	"zhibao/industry/database"
	"zhibao/industry/database/designs"
	"zhibao/industry/database/navigation"
	"zhibao/industry/database/searching"
	"zhibao/industry/database/value"
	"zhibao/industry/database/watch"
	"zhibao/internal/web"
	"zhibao/protection/counterfeit"
	"zhibao/protection/delegation"
)

// An entry is a line of the menu: shown to whoever may ever do the act.
type entry struct{ act, path, zh, en string }

// protection are the entries of the notice's first chapter.
func protection() []entry {
	return []entry{
		{board.ActBoard, "/board", "在办期限总览", "Terms of open cases"},
		{"infringement.file", "/open/infringement/file", "请求侵权裁决", "Ask for a decision"},
		{"infringement.intake", "/open/infringement/intake", "窗口登记侵权请求", "Infringement at the counter"},
		{"infringement.receive", "/open/infringement/receive", "接收移送案件", "Transferred cases"},
		{"counterfeit.lead", "/open/counterfeit/lead", "登记假冒专利线索", "Enter a lead"},
		{counterfeit.ActVerifier, "/counterfeit/verify", "专利标识核验", "Check markings"},
		{draft.ActSee, "/drafting", "文书拟稿", "Drafts of papers"},
		{delivery.ActServe, "/deliveries", "文书送达", "Service of papers"},
		{delegation.ActList, "/delegation", "执法委托", "Entrustments"},
		{database.ActRead, "/patents", "专利台账", "Ledger of patents"},
		{searching.ActSearch, "/search", "专利检索", "Patent search"},
		{designs.ActSearch, "/designs", "外观近似检索", "Similar designs"},
		{watch.ActSee, "/warnings", "监视与预警", "Watches and warnings"},
		{navigation.ActSee, "/navigation", "专利导航", "Patent navigation"},
		{navigation.ActSee, "/branches", "产业技术树", "Tree of the industry"},
		{value.ActSee, "/value", "高价值发明专利", "Patents of high value"},
		{database.ActEnter, "/intake", "文献导入", "Import documents"},
		{"infringement.figures", "/infringement/figures", "侵权案件统计", "Infringement figures"},
		{counterfeit.ActFigures, "/counterfeit/figures", "假冒专利统计", "Figures of counterfeiting"},
	}
}

// business are the entries of fast examination and of what all procedures share.
func business() []entry {
	return []entry{
		{"preexam.create", "/open/preexam/create", "新建预审请求", "New request"},
		{"preexam.create", "/preexam/batch", "批量上传", "Upload many"},
		{preexam.ActMarks, "/preexam/marks", "报送清单", "Marks"},
		{preexam.ActPublished, "/preexam/published", "已公布专利", "Published texts"},
		{"registration.apply", "/open/registration/apply", "申请备案", "Apply for registration"},
		{registration.ActList, "/registration", "备案主体", "Registered entities"},
		{ladder.Act, "/registration/ladder", "惩戒提示", "Proposed measures"},
		{registration.ActTakeover, "/registration/takeovers", "账号接管", "Take-overs"},
		{registration.ActBringIn, "/registration/import", "批量转入", "Bring in"},
		{"registration.accounts", "/my/accounts", "本单位账号", "Accounts of my party"},
		{notify.ActLetters, "/letters", "未送达的通知", "Undelivered notices"},
		{decision.ActSee, "/quality", "缺陷处理统计", "Findings decided"},
		{inspection.ActPlans, "/quality/plans", "质量抽检", "Quality sampling"},
		{training.ActStaff, "/quality/staff", "上岗资格与培训", "Qualification"},
		{abnormal.ActSee, "/abnormal", "非正常申请监测", "Abnormal filings"},
		{quality.ActMine, "/quality/mine", "我的质量与资格", "My quality"},
		{"home", "/check", "公开自检", "Check papers"},
		{"home", "/rules", "预审规则", "Rules"},
		{"home", "/law", "法规依据", "Legal basis"},
		{"home", "/fees", "费用计算", "Fees"},
		{"home", "/fields", "服务领域", "Fields"},
		{outage.ActSee, "/outage", "系统可用性", "Availability"},
		{outage.ActTake, "/outage/arrivals", "应急件", "Contingency filings"},
		{privacy.ActSee, "/privacy", "个人信息保护", "Personal data"},
		{privacy.ActIncidents, "/incidents", "安全事件", "Incidents"},
		{casework.ActFigures, "/figures", "统计报表", "Figures"},
		{casework.ActFigures, "/ratings", "好差评", "Ratings"},
	}
}

// managing are the entries of the administrators and of one's own account.
func managing() []entry {
	return []entry{
		{privacy.ActOwn, "/my/privacy", "我的个人信息", "My personal data"},
		{"home", "/my/keys", "接口密钥", "API keys"},
		{"home", "/my/sessions", "登录会话", "Sessions"},
		{"home", "/my/ways", "登录方式", "Ways to sign in"},
		{"home", "/my/password", "修改密码", "Change my password"},
		{administration.ActAccounts, "/admin/accounts", "账号管理", "Accounts"},
		{administration.ActAccounts, "/admin/claims", "待确认账号", "Accounts to confirm"},
		{administration.ActRoles, "/admin/roles", "角色授权", "Roles"},
		{administration.ActResets, "/admin/resets", "重设申请", "Resets"},
		{mutual.ActConsent, "/admin/consents", "会同办理", "Acts of two"},
		{mutual.ActReview, "/admin/review", "复核清单", "Acts to look at"},
		{administration.ActKeys, "/admin/keys", "密钥管理", "Keys of the center"},
		{administration.ActSignIn, "/admin/signin", "登录安全", "Signing in"},
		{administration.ActAudit, "/admin/audit", "审计", "Audit"},
		{copied.ActTrace, "/copies", "副本追查", "Whose copy"},
		{privacy.ActCatalogue, "/data-catalogue", "数据分类目录", "Catalogue of data"},
		{unmask.ActLog, "/unmask", "解除遮蔽记录", "Numbers shown"},
		{administration.ActAudit, "/admin/treelog", "存证日志", "Log of records"},
		{administration.ActConfig, "/admin/settings", "中心配置", "Configuration"},
		{notify.ActWays, "/admin/messages", "消息发送", "Sending messages"},
		{notify.ActWishes, "/my/notices", "通知设置", "Notifications"},
	}
}

// open are the pages for everybody, as a visitor finds them.
func open() []entry {
	return []entry{
		{"", "/guide", "办事指南", "Guide"},
		{"", "/status", "进度查询", "Status"},
		{"", "/answer", "凭码办理", "Answer with a code"},
		{"", "/announced", "备案公示", "Announcements"},
		{"", "/entrustments", "执法委托", "Entrustments"},
		{"", "/report", "假冒专利举报", "Report counterfeits"},
		{"", "/counterfeit/published", "处罚公开", "Penalties"},
		{"", "/check", "申请文件自检", "Check papers"},
		{"", "/rules", "预审规则", "Rules"},
		{"", "/law", "法规依据", "Legal basis"},
		{"", "/personal-data", "个人信息处理规则", "Personal data"},
		{"", "/service", "服务状态", "Service status"},
		{"", "/fees", "费用计算", "Fees"},
		{"", "/sign-in", "登录", "Sign in"},
	}
}

// menu is what the person may do, and how much of it waits. An entry is left out where it could only
// lead to a refusal; the guard refuses all the same who types the address.
func (c *Center) menu(x *web.Ctx) web.Menu {
	a := worklist.Actor(x)
	if m, ok := status.VisitMenu(x, a); ok {
		return m
	}
	if a.Account <= 0 {
		m := web.Menu{}
		for _, e := range open() {
			m.Top = append(m.Top, web.Link{Href: e.path, Label: x.T(e.zh, e.en)})
		}
		return m
	}
	ever := func(act string) bool { return c.Office.Policy.Ever(a.Subject, act) }
	m := web.Menu{Who: a.Name, Out: "/sign-out"}
	if ever(casework.ActInbox) {
		m.Box = "/messages"
		if n, err := c.Pages.Unread(x); err == nil {
			m.Mail = n
		}
	}
	var work []web.Item
	if ever(casework.ActSee) {
		// A count that fails is left out: a menu must not take the page down with it.
		n, err := c.Pages.Todo(x)
		if err != nil {
			n = -1
		}
		enforcement := "/work?view=open&chart=infringement"
		if ever(board.ActBoard) {
			enforcement = "/board"
		}
		m.Top = append(m.Top, web.Link{Href: "/work", Label: x.T("快速预审", "Pre-examination")}, web.Link{Href: enforcement, Label: x.T("快速维权", "Enforcement")})
		work = []web.Item{{Href: "/work?view=todo", Label: x.T("我的案件", "My cases"), Count: n}, {Href: "/drafts", Label: x.T("草稿", "Drafts"), Count: -1}}
	}
	if ever(casework.ActAsk) {
		work = append(work, web.Item{Href: "/openings", Label: x.T("查阅授权", "Openings"), Count: c.openingsWaiting(x)})
	}
	for _, g := range []web.Group{{Title: x.T("我的工作", "My work"), Items: work}, {Title: x.T("快速维权", "Protection"), Items: c.items(x, protection())},
		{Title: x.T("业务", "Business"), Items: c.items(x, business())}, {Title: x.T("管理", "Administration"), Items: c.items(x, managing())}} {
		if len(g.Items) > 0 {
			m.Side = append(m.Side, g)
		}
	}
	m.Top = append(m.Top, web.Link{Href: "/guide", Label: x.T("办事指南", "Guide")})
	return m
}

// items are the entries that the person may ever use.
func (c *Center) items(x *web.Ctx, entries []entry) (out []web.Item) {
	a := worklist.Actor(x)
	for _, e := range entries {
		if c.Office.Policy.Ever(a.Subject, e.act) {
			out = append(out, web.Item{Href: e.path, Label: x.T(e.zh, e.en), Count: c.waiting(x, e.act)})
		}
	}
	return out
}

// waiting counts what waits for the person behind an entry of the menu; -1 where nothing is counted
// or the count fails.
func (c *Center) waiting(x *web.Ctx, act string) int {
	count := map[string]func(*web.Ctx) (int, error){notify.ActLetters: c.notify.Failures, ladder.Act: c.Registration.Ladder.Waiting, decision.ActSee: c.Quality.Decisions.Waiting,
		training.ActStaff: c.Quality.Training.Waiting, draft.ActSee: c.drafted.Waiting, delivery.ActServe: c.served.Waiting, watch.ActSee: c.Watches.Waiting, outage.ActSee: c.Outage.Waiting, outage.ActTake: c.Outage.Undone, mutual.ActReview: c.Admin.Mutual.Waiting, mutual.ActConsent: c.Admin.Mutual.ConsentsWaiting, privacy.ActIncidents: c.Privacy.Waiting}[act]
	if count == nil {
		return -1
	}
	n, err := count(x)
	if err != nil {
		return -1
	}
	return n
}
