package privacy

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// A Text is what the center tells persons of how it handles their data. Its version follows from its words:
// whatever is changed is another version, and is agreed to anew.
type Text struct {
	Version string
	Words   web.Text
}

// How a text was agreed to.
const (
	bySignIn  = "signin" // asked after signing in
	bySignUp  = "signup" // with the first account of an organisation
	byReading = "read"   // staff were told and confirm it; they are not asked, PIPL art. 13 (1) no. 2
)

// notices are the texts of the program, which a center replaces by its own.
var notices = web.Text{
	`一、处理者：本中心（名称见页面上方）。联系方式见页面下方；有关个人信息的请求在“我的个人信息”中提出，也可以书面提出。
二、处理哪些信息、为什么：（1）账号的姓名、登录名、手机、邮箱、单位：识别办理人、送达文书和通知；（2）申请文件、备案和维权材料中申请人、发明人、联系人、当事人的姓名、证件号码、地址、联系方式：办理您提出的事项，属于履行法定职责或者办理您的请求所必需；（3）登录与操作的时间、地址：安全与审计。
三、证件号码属于敏感个人信息：只在国家知识产权局的表格或者法律要求时填写，密文保存，默认遮蔽显示，查看全文须写明理由并留下记录。
四、提供给谁：依法报送国家知识产权局、委托执法的机关和有权机关；不用于其他目的，不向境外提供，不作自动化决策。
五、保存多久：与所在案件的保存期限相同；期满后由本中心销毁案件密钥。审计记录按网络安全的规定另行保存。
六、您的权利：查阅、复制、更正、补充、删除、撤回同意，要求说明；本中心不予办理的，书面说明理由，您可以向人民法院起诉或者向有关部门投诉。
七、不提供必需的信息，有关事项不能办理；不影响您使用公开页面。`,
	`1. Who: this center, named above; how to reach it stands below. Requests about your data are made under “My personal data” or in writing.
2. What and why: (1) name, login, phone, mail and organisation of an account: to know who acts and to serve papers; (2) names, numbers of identity papers, addresses and contacts of applicants, inventors, contacts and parties in filings: to handle what you ask for, which the law requires or which cannot be done without them; (3) times and addresses of sign-ins and acts: security and audit.
3. Numbers of identity papers are sensitive: asked for only where a form of the CNIPA or the law wants them, kept encrypted, masked by default; who looks at one in full gives a reason, which is recorded.
4. To whom: the CNIPA, the authorities for which the center acts, and those the law names; for nothing else, not abroad, and no automated decisions.
5. How long: as long as the case they belong to; then the center destroys its key. Audit records are kept apart as the rules of network security want.
6. Your rights: to see, copy, correct, complete, delete, take a consent back, and to an explanation; a refusal gives its reasons in writing, and the courts and authorities are open to you.
7. Without what is necessary a matter cannot be handled; the public pages stay open to you.`,
}

// text is the text in force in a center.
func (d *Desk) text(ctx context.Context, tx *store.Tx, center int64) (t Text, err error) {
	for i, key := range []string{"privacy.notice", "privacy.notice_en"} {
		if t.Words[i], err = d.office.Settings.Raw(ctx, tx, setting.Query{Center: center, Key: key, On: d.office.Today()}); err != nil {
			return t, err
		}
	}
	t.Version = fmt.Sprintf("%x", sha256.Sum256([]byte(t.Words[0]+"\x00"+t.Words[1])))[:8]
	return t, nil
}

// Asks reports whether an account has to agree to the text in force.
func (d *Desk) Asks(ctx context.Context, center, account int64) (asks bool, err error) {
	defer fault.Wrap(&err, "agreement of account %d", account)
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		t, err := d.text(ctx, tx, center)
		if err != nil {
			return err
		}
		var n int64
		err = tx.Row(ctx, `SELECT at FROM privacy_agreement WHERE center_id = $1 AND account_id = $2 AND version = $3`, center, account, t.Version).Scan(&n)
		if asks = errors.Is(err, sql.ErrNoRows); asks {
			return nil
		}
		return err
	})
	return asks, err
}

// Bars says why somebody may use their own data and the public pages alone; nil: everything is open. People of the
// center work under a contract and rules of labour, which need no consent. Who agreed to an earlier version goes on under it until they
// answer the new one, so that no term of a procedure is missed over a changed text; a program with a key is stopped by a
// plain no alone.
func (d *Desk) Bars(ctx context.Context, a casework.Actor) (why error, err error) {
	if a.Party == 0 {
		return nil, nil
	}
	var agreed, declined int
	err = d.office.DB.Ask(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT (SELECT COUNT(*) FROM privacy_agreement WHERE center_id = $1 AND account_id = $2), (SELECT COUNT(*) FROM privacy_refusal WHERE center_id = $1 AND account_id = $2 AND ended_at = 0)`,
			a.Center, a.Account).Scan(&agreed, &declined)
	})
	switch {
	case err != nil:
		return nil, err
	case declined > 0:
		return fault.New(fault.Forbidden, "web.declined", "您没有同意个人信息处理规则，只能使用公开页面和“我的个人信息”（/my/privacy）；要继续办理，请在“我的个人信息”中打开并同意。不同意而事项有期限的，请在期限内向本中心书面递交，联系方式见页面下方").On("个人信息保护法（2021）第十六条"), nil
	case agreed == 0 && a.Via != "api":
		return fault.New(fault.Forbidden, "web.unread", "请先打开“我的个人信息”（/my/privacy），阅读个人信息处理规则并选择是否同意，再继续办理。您填写的内容没有提交；事项有期限的，请在期限内完成").On("个人信息保护法（2021）第十七条"), nil
	}
	return nil, nil
}

// Answers records what somebody says to the text in force, and tells the audit.
func (d *Desk) Answers(ctx context.Context, a casework.Actor, agrees bool) (err error) {
	defer fault.Wrap(&err, "answer to the notice")
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		t, err := d.text(ctx, tx, a.Center)
		if err != nil {
			return err
		}
		act, way, now := "privacy.declined", bySignIn, d.office.Now().UnixMicro()
		if a.Party == 0 {
			way = byReading
		}
		// A plain no stands until it is answered otherwise; the agreements before it stay what they were.
		if agrees {
			act = map[string]string{bySignIn: "privacy.agreed", byReading: "privacy.read"}[way]
			if err := d.agree(ctx, tx, a.Center, a.Account, way); err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `UPDATE privacy_refusal SET ended_at = $3 WHERE center_id = $1 AND account_id = $2 AND ended_at = 0`, a.Center, a.Account, now)
		} else {
			_, err = tx.Exec(ctx, `INSERT INTO privacy_refusal (center_id, account_id, version, at, ended_at) VALUES ($1,$2,$3,$4,0) ON CONFLICT DO NOTHING`, a.Center, a.Account, t.Version, now)
		}
		if err != nil || d.office.Watch == nil {
			return err
		}
		return d.office.Watch(ctx, tx, a, act, t.Version)
	})
}

// SignedUp records that the first account of an organisation agreed when it was made.
func (d *Desk) SignedUp(ctx context.Context, tx *store.Tx, center, account int64) error {
	return d.agree(ctx, tx, center, account, bySignUp)
}

// Agreed records that an account agrees to the text in force.
func (d *Desk) Agreed(ctx context.Context, tx *store.Tx, center, account int64) error {
	return d.agree(ctx, tx, center, account, bySignIn)
}

// agree keeps the text beside the agreement, so that what was agreed to can be read for ever.
func (d *Desk) agree(ctx context.Context, tx *store.Tx, center, account int64, way string) (err error) {
	defer fault.Wrap(&err, "agree to the notice")
	t, err := d.text(ctx, tx, center)
	if err != nil {
		return err
	}
	now := d.office.Now().UnixMicro()
	// A version has the same words for ever, so whoever comes second finds the row there.
	if _, err := tx.Exec(ctx, `INSERT INTO privacy_notice (center_id, version, at, zh, en) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`, center, t.Version, now, t.Words[0], t.Words[1]); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO privacy_agreement (center_id, account_id, version, at, way) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`, center, account, t.Version, now, way)
	return err
}

// An Agreement is a text to which an account agreed.
type Agreement struct {
	Text
	At  time.Time
	Way string
}

// agreements lists what an account agreed to, the latest first.
func (d *Desk) agreements(ctx context.Context, tx *store.Tx, center, account int64) (out []Agreement, err error) {
	defer fault.Wrap(&err, "read agreements")
	rows, err := tx.Query(ctx, `SELECT a.version, a.at, a.way, n.zh, n.en FROM privacy_agreement a JOIN privacy_notice n ON n.center_id = a.center_id AND n.version = a.version
		WHERE a.center_id = $1 AND a.account_id = $2 ORDER BY a.at DESC`, center, account)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Agreement
		var at int64
		if err := rows.Scan(&a.Version, &at, &a.Way, &a.Words[0], &a.Words[1]); err != nil {
			return nil, err
		}
		a.At = time.UnixMicro(at)
		out = append(out, a)
	}
	return out, rows.Err()
}

// noticeRoutes are the pages of the text.
func (d *Desk) noticeRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/personal-data", Public: true, Handler: d.publicPage},
		{Method: "GET", Pattern: "/personal-data/consent", Public: true, Handler: d.consentTexts},
		{Method: "GET", Pattern: "/my/agreement", Act: ActOwn, Handler: d.agreePage},
		{Method: "POST", Pattern: "/my/agreement", Act: ActOwn, Handler: d.agreePage},
	}
}

// AgreeForm is the agreement of a party; a plain no is a button of its own.
type AgreeForm struct {
	Agree bool `json:"agree" label:"我已阅读并同意" en:"I have read this and agree"`
}

// ReadForm is what the people of the center confirm.
type ReadForm struct {
	Agree bool `json:"agree" label:"我已阅读（本中心依劳动人事管理处理工作人员的个人信息，不以同意为前提）" en:"I have read this (the center handles data of its people under the rules of labour, not by consent)"`
}

// card shows a text as lines.
func card(c *web.Ctx, t Text) web.KV {
	kv := web.KV{Title: fmt.Sprintf(c.T("个人信息处理规则（版本 %s）", "How personal data are handled (version %s)"), t.Version)}
	for _, l := range strings.Split(c.Say(t.Words), "\n") {
		head, rest, ok := strings.Cut(l, c.T("：", ": "))
		if !ok {
			head, rest = "", l
		}
		kv.Rows = append(kv.Rows, web.KVRow{Label: head, Text: rest, Lines: true})
	}
	return kv
}

// current reads the text of the center whose site this is, or of the person's.
func (d *Desk) current(ctx context.Context, center int64) (t Text, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		// A visitor is nobody of a center yet: the site is that of the first.
		if center == 0 {
			all, err := d.office.Centers(ctx, tx)
			if err != nil || len(all) == 0 {
				return err
			}
			center = all[0].ID
		}
		t, err = d.text(ctx, tx, center)
		return err
	})
	return t, err
}

// publicPage shows everybody the text in force.
func (d *Desk) publicPage(c *web.Ctx) error {
	t, err := d.current(c.Context(), worklist.Actor(c).Center)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("个人信息处理规则", "How personal data are handled"), NoMark: true}
	return c.Render("page-blocks", []web.Block{card(c, t)})
}

// agreePage asks for the agreement after a sign-in, and goes on to where the person wanted. Whoever does not agree keeps
// the public pages and the own data.
func (d *Desk) agreePage(c *web.Ctx) error {
	a := worklist.Actor(c)
	t, err := d.current(c.Context(), a.Center)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("请阅读个人信息处理规则", "Please read how personal data are handled"), At: "/my/privacy"}
	f := form.New(c, d.agreement)
	f.Submit, f.Action = c.T("同意并继续", "Agree and go on"), "/my/agreement?return="+url.QueryEscape(c.ReturnTo())
	f.Intro = c.T("不同意的，只能使用公开页面和“我的个人信息”（查阅、复制、删除等请求）；以后可以随时改为同意。事项有期限又不同意的，请在期限内书面递交。", "Without it the public pages and “My personal data” stay open to you; you may agree later at any time. Where a term runs, hand in on paper in time.")
	f.Buttons = []form.Button{{Value: "decline", Label: c.T("不同意", "I do not agree")}}
	in := AgreeForm{}
	read := func() (bool, error) { return f.Read(&in) }
	if a.Party == 0 {
		f = form.New(c, d.confirm)
		f.Submit, f.Action = c.T("已阅读，继续", "I have read it"), "/my/agreement?return="+url.QueryEscape(c.ReturnTo())
		read = func() (bool, error) { var x ReadForm; ok, err := f.Read(&x); in.Agree = x.Agree; return ok, err }
	}
	ok, err := read()
	if err != nil {
		return err
	}
	switch decline := a.Party != 0 && f.Pressed() == "decline"; {
	case ok && decline:
		if err := d.Answers(c.Context(), a, false); err != nil {
			return err
		}
		c.Flash(web.Amber, c.T("已记录您不同意", "It is recorded that you do not agree"))
		return c.Redirect("/my/privacy")
	case ok && in.Agree:
		if err := d.Answers(c.Context(), a, true); err != nil {
			return err
		}
		return c.Redirect(c.ReturnTo())
	case ok:
		f.Reject("agree", web.Text{"请阅读后勾选；不同意的，请按“不同意”", "Tick it once you have read it, or press “I do not agree”"})
	}
	return c.Render("page-blocks", []web.Block{card(c, t), f})
}

// agreedTable lists what the person agreed to.
func agreedTable(c *web.Ctx, all []Agreement) web.Table {
	t := web.Table{Title: c.T("我同意过的规则", "What I agreed to"), Head: []string{c.T("版本", "Version"), c.T("时间", "Time"), c.T("方式", "How"), c.T("全文", "Text")}, Empty: c.T("还没有。", "Nothing yet.")}
	for _, a := range all {
		how := c.T("登录后阅读并同意", "Read after signing in")
		switch a.Way {
		case bySignUp:
			how = c.T("注册账号时同意", "With the account")
		case byReading:
			how = c.T("已告知，确认已阅读", "Told, and read")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: a.Version}, {Text: written(a.At)}, {Text: how}, {More: c.T("全文", "Text"), Why: strings.Split(c.Say(a.Words), "\n")}})
	}
	return t
}
