package privacy

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// incidentHooks are what incidents add to the shared pages.
func (d *Desk) incidentHooks() worklist.Hooks {
	return worklist.Hooks{Options: d.incidentOptions, Prefill: d.incidentPrefill, Review: d.incidentReview,
		Extra: func(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
			x.Main, err = d.incidentReview(c, tx, k, "")
			return x, err
		}}
}

// incidentOptions offers those to whom is reported.
func (d *Desk) incidentOptions(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	field := map[string]string{"assess": "reports", "send": "to"}[move]
	if field == "" || k == nil {
		return nil
	}
	x, err := d.oneIncident(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return err
	}
	var out []form.Option
	for _, r := range x.Reports {
		out = append(out, form.Option{Value: r.code(), Label: web.Text{fmt.Sprintf("%s（%d 小时，%s 前）", r.To, r.Hours, written(r.Due)), fmt.Sprintf("%s (%d hours, by %s)", r.To, r.Hours, written(r.Due))}})
	}
	f.Options(field, out)
	return nil
}

// incidentPrefill offers what is known.
func (d *Desk) incidentPrefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	now := written(d.office.Now())
	if move == "report" {
		return Notice{Known: now}, nil
	}
	if k == nil || move != "assess" && move != "send" && move != "inform" {
		return nil, nil
	}
	x, err := d.oneIncident(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	switch move {
	case "send":
		in := Send{At: now}
		for _, r := range x.Reports {
			if r.Waits() && in.To == "" {
				in.To = r.code()
			}
		}
		return in, nil
	case "inform":
		return Inform{Told: true, Day: d.office.Today()}, nil
	}
	in := Assess{Kinds: x.Kinds, Persons: x.Persons, Cause: x.Cause, Harm: x.Harm, Measures: x.Measures, Advice: x.Advice, Why: x.Why}
	for _, r := range x.Reports {
		if r.Needed {
			in.Reports = append(in.Reports, r.code())
		}
	}
	return in, nil
}

// incidentReview shows an incident to those who may read it.
func (d *Desk) incidentReview(c *web.Ctx, tx *store.Tx, k *casework.Case, _ string) ([]web.Block, error) {
	if k == nil || !d.office.Policy.May(worklist.Actor(c).Subject, casework.ActForm, k.Object()) {
		return nil, nil
	}
	x, err := d.oneIncident(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	kv := web.KV{Title: c.T("事件", "Incident")}
	kv.Add(c.T("发现时间", "Known since"), written(x.Known)).Add(c.T("涉及的个人信息", "Data concerned"), kindsOf(x.Kinds, c.T("、", ", "), c.Say))
	if x.Persons > 0 {
		kv.Add(c.T("涉及的人数（约）", "Persons concerned (about)"), fmt.Sprint(x.Persons))
	}
	for _, l := range []struct{ zh, en, text string }{{"经过", "What happened", x.What}, {"原因", "Cause", x.Cause}, {"可能造成的危害", "Harm that it may do", x.Harm}, {"已采取的补救措施", "Remedies taken", x.Measures}, {"个人可以采取的减轻危害的措施", "What the persons can do", x.Advice},
		{"不报告其余对象的理由", "Why not to the others", x.Why}, {"报告的记录", "Reports made", strings.Join(x.Log, "\n")}, {"告知个人", "Telling the persons", strings.TrimSpace(x.Informed.String() + " " + x.Telling)}, {"处置结果", "Result", x.Result}, {"整改与防范", "What is changed", x.Lessons}} {
		if l.text != "" {
			kv.Rows = append(kv.Rows, web.KVRow{Label: c.T(l.zh, l.en), Text: l.text, Lines: true})
		}
	}
	return []web.Block{d.hours(c, x), kv}, nil
}

// hours shows to whom an incident has to be reported, by when, and whether it was.
func (d *Desk) hours(c *web.Ctx, x *Incident) web.Table {
	t := web.Table{Title: c.T("报告时限", "Reports"), Head: []string{c.T("报告对象", "Reported to"), c.T("小时", "Hours"), c.T("不晚于", "By"), c.T("报告时间", "Reported"), c.T("状态", "State")}, Numbers: []int{1}, Empty: c.T("中心没有配置报告对象。", "The center has configured none.")}
	for _, r := range x.Reports {
		tag := web.Tag{Tone: web.Amber, Text: c.T("待报告", "To be reported")}
		switch {
		case !r.Needed:
			tag = web.Tag{Tone: web.Grey, Text: c.T("不适用", "Does not apply")}
		case !r.Sent.IsZero() && r.Sent.After(r.Due):
			tag = web.Tag{Tone: web.Red, Text: c.T("逾时报告", "Reported late")}
		case !r.Sent.IsZero():
			tag = web.Tag{Tone: web.Green, Text: c.T("已报告", "Reported")}
		case r.Due.Before(d.office.Now()):
			tag = web.Tag{Tone: web.Red, Text: c.T("已逾时", "Late")}
		}
		sent := written(r.Sent)
		if sent == "" {
			sent = "—"
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: r.To}, {Text: fmt.Sprint(r.Hours)}, {Text: written(r.Due)}, {Text: sent}, {Tag: tag}})
	}
	return t
}
