package inspection

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// PlanHooks is what the shared pages show of a plan.
func (d *Desk) PlanHooks() worklist.Hooks {
	return worklist.Hooks{Options: d.planOptions, Prefill: d.planPrefill,
		After: func(k *casework.Case, move string) string {
			if move == "draw" {
				return fmt.Sprintf("/quality/plans/%d", k.ID)
			}
			return ""
		},
		Extra: func(c *web.Ctx, _ *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
			if d.Office().Policy.Ever(worklist.Actor(c).Subject, ActPlans) {
				x.Links = []web.Link{{Href: fmt.Sprintf("/quality/plans/%d", k.ID), Label: c.T("样本与结果", "Sample and results")}}
			}
			return x, nil
		}}
}

// SampleHooks is what the shared pages show of an inspection.
func (d *Desk) SampleHooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, Review: d.review}
}

// planOptions offers the inspectors.
func (d *Desk) planOptions(c *web.Ctx, tx *store.Tx, _ *casework.Case, move string, f *form.Form) error {
	if move != "draw" {
		return nil
	}
	staff, err := d.inspectors(c.Context(), tx, worklist.Actor(c).Center)
	f.Options("inspectors", people(staff))
	return err
}

// people are choices; a name is the same in both languages.
func people(staff []Person) (out []form.Option) {
	for _, p := range staff {
		label := web.Text{p.Name, p.Name}
		if p.Away {
			label = web.Text{p.Name + "（请假）", p.Name + " (away)"}
		}
		out = append(out, form.Option{Value: strconv.FormatInt(p.Account, 10), Label: label})
	}
	return out
}

// planPrefill offers the quarter before today, a tenth of it, and everybody who is present.
func (d *Desk) planPrefill(c *web.Ctx, tx *store.Tx, _ *casework.Case, move string) (any, error) {
	if move != "draw" {
		return nil, nil
	}
	today := d.Office().Today()
	in := Draw{From: today - 90, To: today - 1, Outcome: "all", Share: 10, Strata: []string{"examiner"}}
	staff, err := d.inspectors(c.Context(), tx, worklist.Actor(c).Center)
	for _, p := range staff {
		if !p.Away {
			in.Inspectors = append(in.Inspectors, strconv.FormatInt(p.Account, 10))
		}
	}
	return in, err
}

// options offers classes of errors, and inspectors who did not work on the case.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	switch {
	case move == "score":
		text, err := d.classText(c, tx, worklist.Actor(c).Center)
		var out []form.Option
		for _, x := range readClasses(text) {
			veto := [2]string{}
			if x.Veto {
				veto = [2]string{"，一票否决", ", veto"}
			}
			out = append(out, form.Option{Value: x.Code, Label: web.Text{fmt.Sprintf("%s（每处 −%d%s）", x.Title, x.Points, veto[0]), fmt.Sprintf("%s (−%d each%s)", cmp.Or(x.English, x.Title), x.Points, veto[1])}})
		}
		f.Options("errors.class", out)
		return err
	case move == "appoint" && k != nil:
		row, err := sampleOf(c.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		staff, err := d.inspectors(c.Context(), tx, k.Center)
		if err != nil {
			return err
		}
		no, err := d.barred(c.Context(), tx, k.Center, row.Ended.Case)
		if err != nil {
			return err
		}
		f.Options("inspector", people(slices.DeleteFunc(staff, func(p Person) bool { return p.Account == k.Handler || no(p.Account) != nil })))
	}
	return nil
}

// classText reads the classes of errors in force.
func (d *Desk) classText(c *web.Ctx, tx *store.Tx, center int64) (string, error) {
	return d.Office().Settings.Raw(c.Context(), tx, setting.Query{Center: center, Key: "quality.inspection.classes", On: d.Office().Today()})
}

// prefill offers the head what follows from the sheet.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	if move != "settle" || k == nil || !d.mayRead(c, k) {
		return nil, nil
	}
	s, err := d.read(c.Context(), tx, k)
	if err != nil || s.sheet == nil {
		return nil, err
	}
	pass, err := d.Office().Settings.Int(c.Context(), tx, setting.Query{Center: k.Center, Key: "quality.inspection.pass", On: d.Office().Today()})
	in := Settle{Score: s.score, Result: "passed", Consequence: s.sheet.Proposal}
	if s.veto || s.score < pass {
		in.Result = "failed"
	}
	return in, err
}

// A said is what the inspector, the examiner and the head said about one case.
type said struct {
	sheet   *Score
	score   int
	veto    bool
	classes []Class
	reply   *Reply
	late    bool
	settle  *Settle
	back    string // why it was sent back last
}

// read reads the words of an inspection from its events.
func (d *Desk) read(ctx context.Context, tx *store.Tx, k *casework.Case) (out said, err error) {
	events, err := d.Office().Events(ctx, tx, k.Center, k.ID)
	if err != nil {
		return out, err
	}
	for _, e := range events {
		var in any
		switch e.Move {
		case "score":
			// A new sheet wants a new answer.
			out.sheet, out.reply, out.late = &Score{}, nil, false
			in = out.sheet
		case "reply":
			out.reply = &Reply{}
			in = out.reply
		case "settle":
			out.settle = &Settle{}
			in = out.settle
		case "return":
			back := &Reasoned{}
			if err := d.Office().InputOf(ctx, tx, e, back); err != nil {
				return out, err
			}
			out.back = back.Reason
		case "lapse":
			out.late = true
		}
		if in != nil {
			if err := d.Office().InputOf(ctx, tx, e, in); err != nil {
				return out, err
			}
		}
	}
	text, err := d.Office().Settings.Raw(ctx, tx, setting.Query{Center: k.Center, Key: "quality.inspection.classes", On: d.Office().Today()})
	out.classes = readClasses(text)
	if out.sheet != nil {
		out.score, out.veto = judge(out.classes, out.sheet.Errors)
	}
	return out, err
}

// mayRead reports whether the person may read the sheet of an inspection.
func (d *Desk) mayRead(c *web.Ctx, k *casework.Case) bool {
	return d.Office().Policy.May(worklist.Actor(c).Subject, ActRead, k.Object())
}

// extra shows which case is judged, and to those who may read it the sheet, the answer and the result.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	row, err := sampleOf(c.Context(), tx, k.ID)
	if err != nil {
		return x, err
	}
	x.Facts = []web.KVRow{{Label: c.T("被抽检案件", "Case inspected"), Text: row.Number, Href: fmt.Sprintf("/case/%d", row.Ended.Case)}}
	if d.Office().Policy.Ever(worklist.Actor(c).Subject, ActPlans) {
		number, err := d.Office().NumberOf(c.Context(), tx, k.Center, row.Plan)
		if err != nil {
			return x, err
		}
		x.Facts = append(x.Facts, web.KVRow{Label: c.T("抽检计划", "Plan"), Text: number, Href: fmt.Sprintf("/quality/plans/%d", row.Plan)})
	}
	if !d.mayRead(c, k) {
		return x, nil
	}
	// The text is open to the inspector alone, and only as long as there is something to judge.
	if k.State == Inspecting && k.Handler == worklist.Actor(c).Account {
		x.Links = []web.Link{{Href: fmt.Sprintf("/case/%d", row.Ended.Case), Label: c.T("查阅被抽检案件", "Read the case inspected")}}
	}
	x.Main, err = d.words(c, tx, k, &row)
	return x, err
}

// review shows the sheet and the answer above the form of who answers or decides.
func (d *Desk) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if !slices.Contains([]string{"reply", "settle", "return"}, move) || !d.mayRead(c, k) {
		return nil, nil
	}
	row, err := sampleOf(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	return d.words(c, tx, k, &row)
}

// words puts what was said into blocks.
func (d *Desk) words(c *web.Ctx, tx *store.Tx, k *casework.Case, row *sampleRow) (out []web.Block, err error) {
	s, err := d.read(c.Context(), tx, k)
	if err != nil {
		return nil, err
	}
	// Once it is settled nobody has to know that it went round.
	if s.back != "" && s.settle == nil {
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("退回重评", "Sent back"), Text: s.back})
	}
	if s.sheet == nil {
		return out, nil
	}
	out = append(out, s.errors(c))
	kv := web.KV{Title: c.T("评查意见", "Sheet")}
	kv.Add(c.T("评查得分", "Score of the sheet"), s.points(c))
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("总体评价", "Opinion"), Text: s.sheet.Opinion, Lines: true})
	kv.Add(c.T("奖惩建议", "Proposed"), consequenceWord(c, s.sheet.Proposal, 0))
	out = append(out, kv)
	if s.reply != nil || s.late {
		answer := web.KV{Title: c.T("陈述申辩", "Statement of the examiner")}
		if s.reply == nil {
			answer.Add(c.T("陈述", "Statement"), c.T("逾期未陈述", "None in time"))
		} else {
			stand := map[string]string{"accept": c.T("无异议", "Accepted"), "object": c.T("有异议", "Objected to")}[s.reply.Stand]
			answer.Add(c.T("对评查意见", "The sheet"), stand)
			answer.Rows = append(answer.Rows, web.KVRow{Label: c.T("陈述", "Statement"), Text: s.reply.Statement, Lines: true})
		}
		out = append(out, answer)
	}
	if s.settle != nil {
		end := web.KV{Title: c.T("审定", "Settled")}
		cell := result(c, row)
		end.Rows = append(end.Rows, web.KVRow{Label: c.T("结果", "Result"), Tag: cell.Tag})
		end.Add(c.T("最终得分", "Final score"), strconv.Itoa(s.settle.Score)).Add(c.T("奖惩决定", "What follows"), consequenceWord(c, s.settle.Consequence, s.settle.Hours))
		end.Rows = append(end.Rows, web.KVRow{Label: c.T("审定意见", "Reasons"), Text: s.settle.Reason, Lines: true})
		out = append(out, end)
	}
	return out, nil
}

// points writes the score of a sheet.
func (s *said) points(c *web.Ctx) string {
	out := fmt.Sprintf("%d / %d", s.score, full)
	if s.veto {
		out += c.T("（有一票否决的差错）", " (an error with a veto)")
	}
	return out
}

// errors lists the errors of the sheet.
func (s *said) errors(c *web.Ctx) web.Table {
	t := web.Table{Title: c.T("差错", "Errors"), Head: []string{c.T("类别", "Class"), c.T("处数", "How many"), c.T("位置与说明", "Place and remark")}, Empty: c.T("没有差错。", "None.")}
	for _, e := range s.sheet.Errors {
		t.Rows = append(t.Rows, []web.Cell{{Text: className(c, s.classes, e.Class)}, {Text: strconv.Itoa(e.Count)}, {Text: strings.TrimSpace(e.Text)}})
	}
	return t
}
