// Package status (公开查询) is what anybody may see without signing in: where a matter stands, by
// the code on its receipt; whether a paper is genuine, by the code on the paper; and the guide of
// the center. No page of it shows a name, a title or a content, and a code that is unknown gets
// the same answer as one that is mistyped.
package status

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/document"
	"zhibao/casework/setting"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed view/*.html
var views embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "status", Files: sub}
}

// Settings declares the texts that the center publishes.
func Settings() []setting.Def {
	// Texts of the center, one entry a line; nothing here decides anything.
	text := func(key, title, english, def string) setting.Def {
		return setting.Def{Key: key, Title: title, English: english, Type: setting.Text, Default: map[string]string{"": def}, Sure: rule.Ours,
			Level: rule.Center, Group: "status"}
	}
	return []setting.Def{
		{Key: "status.months", Title: "办结后查询码有效月数", English: "Months for which a code is valid after the case is closed", Type: setting.Int, Default: map[string]string{"": "12"},
			Sure: rule.Ours, Level: rule.Center, Group: "status"},
		text("status.notice", "公告", "Public notice", ""),
		text("status.place", "办公地址", "Address of the office", ""),
		text("status.hours", "办公时间", "Office hours", ""),
		text("status.conditions", "预审办理条件", "Conditions of pre-examination", "申请主体已在本中心备案，且未被暂停或取消\n申请属于本中心开通的技术领域\n申请文件尚未向国家知识产权局提交\n不是 PCT 国际申请、进入国家阶段的申请、分案申请、同日申请或保密申请"),
		text("status.materials", "预审提交材料", "Papers of pre-examination", "电子申请客户端导出的案卷包（ZIP），发明、实用新型、外观设计均可\n系统从案卷包读取全部著录信息，无需重复填写\n提交前可反复自检，自检规则与预审员所用规则相同"),
		text("status.registration", "备案提交材料", "Papers of registration", "经法定代表人签章并加盖公章的备案申请表\n营业执照、法人证书或执业许可证\n产业领域、研发场地与投入、社保、专利清单等证明材料"),
	}
}

// Issue makes the code with which the public can follow the case, and returns it. It is printed
// on the receipt; the database holds only its digest.
func Issue(s *casework.Step) (string, error) {
	code := document.Code()
	_, err := s.Tx.Exec(s.Ctx, `INSERT INTO status_code (code, center_id, case_id, at) VALUES ($1,$2,$3,$4)`, document.CodeHash(code), s.Case.Center,
		s.Case.ID, s.Now.UnixMicro())
	return code, err
}

// Pages are the public pages.
type Pages struct {
	Office *casework.Office
	Limits *limit.Limiter

	Matters []Matter   // of the guide, in its order
	Rules   form.Rules // checks that the forms of the matters use by name

	Answers *answer.Desk // who comes in with a code; nil where nobody can

	rating    *form.Schema
	query     *form.Schema
	answering *form.Schema
	proving   *form.Schema
}

// codeForm asks for one code; the page finds out by itself what it belongs to.
type codeForm struct {
	Code string `json:"code" label:"查询码或核验码" en:"Code" required:"true" max:"40" help:"印在回执或文书左下角二维码旁，形如 XXXX-XXXX-XXXX-XXXX-X" helpen:"Beside the QR symbol on the receipt or paper"`
}

// New returns the pages.
func New(p Pages) *Pages {
	p.rating, p.query, p.answering, p.proving = form.Describe(rating{}, nil), form.Describe(codeForm{}, nil), form.Describe(answerForm{}, nil), form.Describe(proofForm{}, nil)
	return &p
}

// Module returns the pages as a module of the program.
func (p *Pages) Module() web.Module {
	m := web.Module{Name: "status", Views: []fs.FS{views}, Routes: []web.Route{
		{Method: "GET", Pattern: "/status", Public: true, Handler: p.statusPage},
		{Method: "POST", Pattern: "/status/rate", Public: true, Handler: p.ratePosted},
		{Method: "GET", Pattern: "/ratings", Act: casework.ActFigures, Handler: p.ratingsPage},
		{Method: "GET", Pattern: "/verify", Public: true, Handler: p.verifyPage},
		{Method: "GET", Pattern: "/verify/certificate/{signer}", Public: true, Handler: p.certificateFile},
		{Method: "GET", Pattern: "/verify/entry", Public: true, Handler: p.proofFile},
		{Method: "GET", Pattern: "/verify/proof", Public: true, Handler: p.proofPage},
		{Method: "POST", Pattern: "/verify/proof", Public: true, Handler: p.proofPage, Limit: 2 << 20},
		{Method: "GET", Pattern: "/guide", Public: true, Handler: p.guidePage},
	}}
	if p.Answers != nil {
		m.Routes = append(m.Routes, web.Route{Method: "GET", Pattern: "/answer", Public: true, Handler: p.answerPage}, web.Route{Method: "POST", Pattern: "/answer", Public: true, Handler: p.answerPage},
			web.Route{Method: "POST", Pattern: "/answer/leave", Public: true, Handler: p.leavePosted})
	}
	return m
}

// Tries of one address: ten at once, and a hundred a day.
var (
	burst = limit.Rule{Name: "status.minute", Max: 10, Per: time.Minute}
	daily = limit.Rule{Name: "status.day", Max: 100, Per: 24 * time.Hour}
)

// ask reads the code of the address, after counting the try.
func (p *Pages) ask(c *web.Ctx) (code string, asked bool, err error) {
	return p.count(c, c.Query("code"))
}

// count counts a try with a code, and refuses too many.
func (p *Pages) count(c *web.Ctx, typed string) (code string, asked bool, err error) {
	code = strings.TrimSpace(typed)
	if code == "" {
		return "", false, nil
	}
	// A code has 80 random bits, so guessing is hopeless; the limit keeps the noise of trying low.
	for _, r := range []limit.Rule{burst, daily} {
		if err := p.Limits.Allow(c.Context(), r, c.IP().String()); err != nil {
			return "", false, err
		}
	}
	return code, true, nil
}

// form repeats what was typed, so that a mistyped code can be corrected.
func (p *Pages) form(c *web.Ctx, action string) codeView {
	return codeView{Action: action, Label: c.T("查询码或核验码", "Code"), Value: c.Query("code")}
}

// codeView is the question for a code, as a form that works everywhere and sends a GET.
type codeView struct {
	Action, Label, Value string
	Unknown              bool
	Blocks               []web.Block
}

// publicPage is the frame of a page that is opened from a QR symbol: small, and without scripts.
func publicPage(c *web.Ctx, title string) web.Page {
	return web.Page{Title: title, Plain: true, NoMark: true, Still: true, Crumbs: []web.Link{{Href: "/guide", Label: c.T("办事指南", "Guide")}, {Label: title}}}
}

// statusPage tells where a case stands: stage, date, next step, promised date.
func (p *Pages) statusPage(c *web.Ctx) error {
	c.Page = publicPage(c, c.T("办理进度查询", "Status"))
	v := p.form(c, "/status")
	code, asked, err := p.ask(c)
	if err != nil {
		return err
	}
	if asked {
		if err := p.find(c, code, &v); err != nil {
			return err
		}
	}
	return c.Render("status", v)
}

// find puts the progress of the case with the code into v, or marks the code as unknown.
func (p *Pages) find(c *web.Ctx, code string, v *codeView) error {
	return p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		id, k, err := p.known(c.Context(), tx, code)
		if err != nil {
			return err
		}
		if id == 0 {
			v.Unknown = true
			return nil
		}
		v.Blocks = p.progress(c, k)
		if k.Closed.IsZero() {
			return nil
		}
		normal, _ := document.NormalCode(code)
		rate, err := p.rateBlock(c, tx, normal)
		v.Blocks = append(v.Blocks, rate)
		return err
	})
}

// known returns the case of a code; 0 for a code that is unknown, mistyped or expired, between which
// nobody is told the difference.
func (p *Pages) known(ctx context.Context, tx *store.Tx, code string) (id int64, k casework.PublicCase, err error) {
	// A mistyped code is looked up like any other: the same answer after the same work.
	normal, _ := document.NormalCode(code)
	err = tx.Row(ctx, `SELECT case_id FROM status_code WHERE code = $1`, document.CodeHash(normal)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, k, nil
	} else if err != nil {
		return 0, k, err
	}
	if k, err = p.Office.Public(ctx, tx, id); err != nil || k.Closed.IsZero() {
		return id, k, err
	}
	months, err := p.Office.Settings.Int(ctx, tx, setting.Query{Center: k.Center, Key: "status.months", On: p.Office.Today()})
	if y, m, d := k.Closed.Civil(); p.Office.Today() > calendar.Date(y, m+time.Month(months), d) {
		id = 0
	}
	return id, k, err
}

// progress shows what is public of a case: phases, state, dates.
func (p *Pages) progress(c *web.Ctx, k casework.PublicCase) []web.Block {
	chart := p.Office.ChartOf(k.Chart)
	s := chart.State(k.State)
	kv := web.KV{Title: c.T(chart.Title, chart.English)}
	kv.Add(c.T("当前状态", "State"), c.T(s.Title, s.English)).Add(c.T("最近办理", "Latest step"), k.Moved.In(calendar.Shanghai()).Format("2006-01-02"))
	switch {
	case s.Final:
		kv.Add(c.T("下一步", "Next"), c.T("本中心的办理已经结束", "The center's part has ended"))
	// Anybody may hold the receipt, so it is said whose turn it is and not what is to be done.
	case s.Party:
		kv.Add(c.T("下一步", "Next"), c.T("等待申请人办理，请登录业务平台查看", "The applicant's; please sign in"))
	default:
		kv.Add(c.T("下一步", "Next"), c.T("由本中心办理", "The center's"))
	}
	due := k.Due.String()
	if k.Provisional {
		due += c.T("（暂定）", " (provisional)")
	}
	kv.Add(c.T("承诺日期", "Promised by"), due)
	steps := web.Steps{Label: c.T("办理进度", "Progress")}
	for _, ph := range chart.Progress(k.Entered) {
		steps.Items = append(steps.Items, web.Step{Title: c.Word(ph.Title), Done: ph.Done, Now: ph.Now})
	}
	return []web.Block{steps, kv}
}

// URL is the address behind the QR symbol of a receipt.
func URL(base, code string) string { return fmt.Sprintf("%s/status?code=%s", base, code) }
