package counterfeit

import (
	"slices"

	"zhibao/casework"
	"zhibao/casework/merger"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// Join takes another lead or case into this one (并案).
type Join struct {
	Number string `json:"number" label:"并入的线索或案件编号" en:"Number of the lead or case" required:"true" max:"40" help:"编号见“关联案件”；并入后由本案一并办理，不再单独办理" helpen:"See the related matters; what is taken in is decided on in this case alone"`
	Ground string `json:"ground" label:"并案的理由" en:"Ground" widget:"radio" required:"true" options:"person=同一当事人=The same person,product=同一产品或同一专利标识=The same product or marking,report=同一行为的重复举报=Another report of the same conduct"`
	Reason string `json:"reason" label:"说明" en:"In detail" widget:"textarea" required:"true" max:"2000"`
}

// Taken is the other end of it: which case goes on with the matter, and why.
type Taken struct {
	Lead   string `json:"lead" label:"主案编号" en:"Taken into" max:"40"`
	Ground string `json:"ground" label:"并案的理由" en:"Ground" max:"40"`
}

// together is what the histories of both cases say.
const (
	tookIn  = "并入线索或案件："
	takenTo = "并入："
)

// joinMoves put leads and cases together. One act is fined once, whoever reported it and how often.
func (d *Desk) joinMoves() []casework.Move {
	basis := append(ours("并案处理"), rule.Cite{Text: "行政处罚法", Article: "第二十九条", Version: "2021修订", Sure: rule.Known})
	return []casework.Move{
		{Code: "join", Title: "并案", English: "Take another case in", From: []string{Verifying, Investigating, Testing}, To: []string{casework.Stay}, By: head, Basis: basis,
			Do: casework.Input(d.join), Inside: true},
		{Code: "joined", Title: "并入另案", English: "Taken into another case", From: []string{Lead, Verifying, Proposed, Investigating}, To: []string{Joined}, By: []casework.Role{casework.System}, Basis: basis,
			Do: casework.Input(d.joined), Quiet: true},
	}
}

// join takes another lead or case in: it ends there, with its evidence and its papers, and this case decides on
// both. Each person is decided on in a case of its own, so one against somebody else stays by itself.
func (d *Desk) join(s *casework.Step, in *Join) error {
	other, err := merger.Find(s, in.Number)
	if err != nil {
		return err
	}
	state := d.chart.State(other.State)
	switch {
	case !slices.Contains(d.chart.Move("joined").From, other.State):
		return fault.New(fault.Conflict, "counterfeit.join_state", "%s 现在是“%s”，不能并入；调查终结以前的线索和案件才能并案", other.Number, fault.Pair{state.Title, state.English}).At("number").On(s.Move.Cites())
	case other.Owner != 0 && other.Owner != s.Case.Owner:
		return fault.New(fault.Conflict, "counterfeit.join_party", "%s 已确认的当事人与本案不同，应当分别作出决定；请核对，或者先在本案确认同一当事人", other.Number).At("number").On(s.Move.Cites())
	case other.Attrs[attrPreserve] != "" || other.Attrs[attrSeize] != "":
		return fault.New(fault.Conflict, "counterfeit.join_measure", "%s 还有登记保存或者查封扣押的物品没有处理；请先在该案处理完毕，再办理并案", other.Number).At("number").On(s.Move.Cites())
	case other.Attrs["urgent_"+Preserving] != "" || other.Attrs["urgent_"+Seizing] != "":
		return fault.New(fault.Conflict, "counterfeit.join_urgent", "%s 有紧急措施尚待补办批准；请先在该案批准，再办理并案", other.Number).At("number").On(s.Move.Cites())
	}
	if err := d.noLater(s, other); err != nil {
		return err
	}
	if err := merger.With(s, other, tookIn, "joined", &Taken{Lead: s.Case.Number, Ground: in.Ground}); err != nil {
		return err
	}
	return d.issue(s, issue{template: "joining", to: "案卷", text: map[string]string{"另案": other.Number, "理由": optionTitle(in, "ground", in.Ground)}, lines: map[string]string{"说明": in.Reason}})
}

// noLater refuses a joining by which a term that runs in the other case would end later or not run any more: the
// case whose term ends first leads.
func (d *Desk) noLater(s *casework.Step, other *casework.Case) error {
	theirs, err := s.Office.Clocks(s.Ctx, s.Tx, other)
	if err != nil {
		return err
	}
	for i := range theirs {
		t := &theirs[i]
		if !t.Running() || !slices.Contains([]string{"file", "target", "month", "ninety"}, t.Rule.Code) {
			continue
		}
		mine, err := d.clock(s, t.Rule.Code)
		if err != nil {
			return err
		}
		// A lead into a case that is filed: what the term is for has been done.
		if mine != nil && (!mine.Running() || mine.Result.Due <= t.Result.Due) {
			continue
		}
		until := calendar.Day(0)
		if mine != nil {
			until = mine.Result.Due
		}
		return later(s, t, other.Number, until)
	}
	return nil
}

// later says which case leads instead.
func later(s *casework.Step, t *casework.Clock, number string, mine calendar.Day) error {
	word := fault.Pair{t.Rule.Title, t.Rule.English}
	if mine.IsZero() {
		return fault.New(fault.Conflict, "counterfeit.join_unfiled", "%s 已经立案，“%s”到 %s 届满，本案还没有立案；请在该案办理并案，把本案并入", number, word, t.Result.Due).At("number").On(s.Move.Cites())
	}
	return fault.New(fault.Conflict, "counterfeit.join_later", "%s 的“%s”到 %s 届满，早于本案的 %s，并案不得延后期限；请在该案办理并案，把本案并入", number, word, t.Result.Due, mine).At("number").On(s.Move.Cites())
}

// joined ends a lead or a case that another one goes on with.
func (d *Desk) joined(s *casework.Step, in *Taken) error {
	s.Case.SetAttr(attrOutcome, "joined")
	merger.Within(s, takenTo, in.Lead)
	return nil
}
