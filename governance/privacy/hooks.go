package privacy

import (
	"cmp"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// Hooks returns what the procedures add to the shared pages, by chart.
func (d *Desk) Hooks() map[string]worklist.Hooks {
	return map[string]worklist.Hooks{d.rights.Code: {Extra: d.extra, Options: d.choices, Prefill: d.prefill, Review: d.review}, d.breach.Code: d.incidentHooks()}
}

// prefill offers what is known.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	switch move {
	case "enter":
		return Enter{Day: d.office.Today(), How: "邮寄"}, nil
	case "identify":
		if r, err := d.get(c.Context(), tx, k.Center, k.ID); err != nil || r.Account != 0 {
			return Identify{How: "account"}, err
		}
	}
	return nil, nil
}

// extra shows the request to those who may read it.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	x.Main, err = d.review(c, tx, k, "")
	return x, err
}

// review shows the request above the form in which it is decided on.
func (d *Desk) review(c *web.Ctx, tx *store.Tx, k *casework.Case, _ string) ([]web.Block, error) {
	// An examiner sees that there is a request, and not a word of it.
	if k == nil || !d.office.Policy.May(worklist.Actor(c).Subject, casework.ActForm, k.Object()) {
		return nil, nil
	}
	r, err := d.get(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	return []web.Block{d.summary(c, r)}, nil
}

// summary is a request in lines.
func (d *Desk) summary(c *web.Ctx, r *Request) web.KV {
	kv := web.KV{Title: c.T("请求", "Request")}
	kv.Add(c.T("请求", "Request"), c.Say(rightOf(r.Kind).words())).Add(c.T("请求人", "Who asks"), r.Name).Add(c.T("提出", "Made"), calendar.DayOf(r.At).String()+"  "+c.Word(r.How))
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("内容", "What"), Text: r.What, Lines: true})
	kv.Add(c.T("答复寄往", "Answer goes to"), cmp.Or(r.Contact, c.T("本人账号“我的个人信息”", "The person's own page")))
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("依据", "Basis"), Text: law(rightOf(r.Kind).article).String(), Law: true})
	if len(r.Done) > 0 {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("平台已执行", "Done by the program"), Text: strings.Join(r.Done, "\n"), Lines: true})
	}
	if r.Answer != "" {
		kv.Rows = append(kv.Rows, answerRow(c, r))
	}
	return kv
}

// answerRow is what the center answered.
func answerRow(c *web.Ctx, r *Request) web.KVRow {
	text := r.Answer
	if g, ok := grounds[r.Ground]; ok {
		text = c.Say(g) + c.T("。", ". ") + text
	}
	return web.KVRow{Label: c.T("答复", "Answer"), Text: text, Lines: true}
}
