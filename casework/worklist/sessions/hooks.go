package sessions

import (
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/hearing"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// codes are the moves on sessions, after which the person is led back to them.
func codes() []string {
	return []string{hearing.MovePlan, hearing.MoveMove, hearing.MoveCancel, hearing.MoveAttend, hearing.MoveAbsent, hearing.MoveRecord, hearing.MoveSign, hearing.MoveStaff, hearing.MoveClose}
}

// Hooks are what the hearings add to the pages of a case: the way to them and what their moves offer.
// Procedures join them with their own.
func (p *Pages) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: p.extra, Options: p.options, Prefill: p.prefill,
		After: func(k *casework.Case, move string) string {
			if slices.Contains(codes(), move) {
				return address(k)
			}
			return ""
		}}
}

// extra is the button that leads to the hearings, and a line with the next one.
func (p *Pages) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (out worklist.Extra, err error) {
	a := worklist.Actor(c)
	xs, err := p.Book.Of(c.Context(), tx, p.office(), a, k)
	if err != nil {
		return out, err
	}
	// Whoever sees nothing and can do nothing is not led to an empty page.
	may := len(xs) > 0 || slices.ContainsFunc(p.office().Allowed(a, k), func(m *casework.Move) bool { return slices.Contains(codes(), m.Code) })
	if may {
		out.Links = []web.Link{{Href: address(k), Label: fmt.Sprintf(c.T("审理（%d）", "Hearings (%d)"), len(xs))}}
	}
	for i := range xs {
		// What is still to come stands among the particulars, where a party looks first.
		if x := &xs[i]; x.State == hearing.Planned {
			out.Planned = append(out.Planned, web.Entry{Time: web.When(x.Begins), Day: calendar.DayOf(x.Begins).String(), Title: c.T(x.Kind, hearing.KindEnglish(x.Kind)), Text: where(c, x), To: true})
			out.Facts = append(out.Facts, web.KVRow{Label: c.T(x.Kind, hearing.KindEnglish(x.Kind)), Text: web.When(x.Begins) + " " + where(c, x), Href: fmt.Sprintf("%s/%d", address(k), x.No)})
		}
	}
	return out, nil
}

// possible are the states of the sessions that a move can be about.
func possible(move string) []hearing.State {
	switch move {
	case hearing.MoveMove, hearing.MoveCancel:
		return []hearing.State{hearing.Planned}
	case hearing.MoveSign, hearing.MoveStaff, hearing.MoveClose:
		return []hearing.State{hearing.Recorded}
	}
	return []hearing.State{hearing.Planned, hearing.Recorded}
}

// options offers the sessions that the move can be about, the people and the sides.
func (p *Pages) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	if k == nil || !slices.Contains(codes(), move) {
		return nil
	}
	chart := p.office().ChartOf(k.Chart)
	var sides []form.Option
	for _, s := range chart.Sides {
		sides = append(sides, form.Option{Value: s.Code, Label: web.Text{s.Title, s.English}})
	}
	// There is no session to choose while one is planned.
	if move == hearing.MovePlan {
		seats, err := p.Seats(c.Context(), tx, k)
		if err != nil {
			return err
		}
		var kinds []form.Option
		for _, x := range p.Book.KindsOf(k.Chart) {
			kinds = append(kinds, form.Option{Value: x, Label: web.Text{x, hearing.KindEnglish(x)}})
		}
		f.Options("kind", kinds)
		f.Options("chair", seats)
		f.Options("panel", seats)
		f.Options("recorder", seats)
		f.Options("sides", sides)
		return nil
	}
	xs, err := p.Book.Of(c.Context(), tx, p.office(), worklist.Actor(c), k)
	if err != nil {
		return err
	}
	var choices []form.Option
	for i := range xs {
		if x := &xs[i]; slices.Contains(possible(move), x.State) {
			choices = append(choices, form.Option{Value: strconv.FormatInt(x.No, 10), Label: web.Text{fmt.Sprintf("第 %d 次%s（%s）", x.No, x.Kind, web.When(x.Begins)),
				fmt.Sprintf("%s no. %d (%s)", hearing.KindEnglish(x.Kind), x.No, web.When(x.Begins))}})
		}
	}
	f.Options("session", choices)
	switch move {
	case hearing.MoveAttend:
		f.Options("who.side", sides)
	case hearing.MoveAbsent:
		f.Options("side", sides)
	}
	return nil
}

// Orders is the usual order of a session of a kind, which whoever plans it may change.
func Orders(kind string) string {
	switch kind {
	case hearing.Formal:
		return "核对身份、宣布听证纪律\n告知权利义务、询问是否申请回避\n案件调查人员提出事实、证据、依据和处理建议\n当事人陈述、申辩和质证\n相互辩论\n最后陈述\n核对笔录并签名"
	case hearing.Exchange:
		return "核对身份\n各方出示证据并说明证明目的\n各方质证\n归纳争议焦点\n核对笔录并签名"
	}
	return "核对身份、宣布纪律\n告知权利义务、询问是否申请回避\n请求人陈述请求、事实和理由\n被请求人答辩\n归纳争议焦点\n举证和质证\n技术特征比对\n辩论\n最后陈述\n询问是否同意调解\n核对笔录并签名"
}

// prefill chooses the session from whose page the form was opened, and goes on with its record.
func (p *Pages) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	if k == nil || !slices.Contains(codes(), move) {
		return nil, nil
	}
	no := c.Query("session")
	switch move {
	case hearing.MovePlan:
		usual := p.Book.KindsOf(k.Chart)[0]
		in := hearing.Arrange{Kind: usual, Order: Orders(usual), Public: usual == hearing.Formal}
		if p.Bench == nil {
			return in, nil
		}
		panel, recorder, err := p.Bench(c.Context(), tx, k)
		for _, account := range panel {
			in.Panel = append(in.Panel, strconv.FormatInt(account, 10))
		}
		if len(panel) > 0 {
			in.Chair = in.Panel[0]
		}
		if recorder != 0 {
			in.Recorder = strconv.FormatInt(recorder, 10)
		}
		return in, err
	case hearing.MoveMove:
		return hearing.Postpone{Session: no}, nil
	case hearing.MoveAttend:
		// Two rows to begin with, one for each side of the usual case.
		return hearing.Present{Session: no, Who: make([]hearing.Attendance, 2)}, nil
	case hearing.MoveAbsent:
		return hearing.Away{Session: no}, nil
	case hearing.MoveSign:
		return hearing.SignRecord{Session: no}, nil
	case hearing.MoveStaff:
		return hearing.StaffSign{Session: no}, nil
	case hearing.MoveClose, hearing.MoveCancel:
		return hearing.Finish{Session: no}, nil
	}
	// The recorder goes on where the record was saved last; a draft that is newer comes before it.
	in := hearing.Minutes{Session: no}
	if n, err := strconv.ParseInt(no, 10, 64); err == nil {
		x, err := p.Book.Find(c.Context(), tx, p.office(), worklist.Actor(c), k, n)
		if err != nil {
			return nil, err
		}
		in.Text = hearing.Typed(x.Record)
	}
	return in, nil
}
