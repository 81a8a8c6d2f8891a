package ladder

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// note is under what name an event says which proposal it answers.
const note = "proposal"

// Occasion is the part of an input that says which proposal it answers; empty where none.
type Occasion struct {
	Proposal string `json:"proposal" label:"惩戒提示" en:"Proposal" widget:"hidden" max:"20"`
}

// Waive takes no measure.
type Waive struct {
	Occasion
	Reason string `json:"reason" label:"不采取惩戒措施的理由" en:"Why no measure is taken" widget:"textarea" required:"true" max:"2000"`
}

// Waive records that no measure is taken; the reason stays in the event.
func (d *Desk) Waive(s *casework.Step, in *Waive) error {
	if in.Proposal == "" {
		return fault.New(fault.Invalid, "registration.proposal", "没有指明对应哪一条惩戒提示，请从“惩戒提示”中打开后办理")
	}
	return d.Answer(s, in.Occasion)
}

// Answer notes in the event which proposal it answers. One that was answered already, or does not
// stand any more because results have changed, is refused.
func (d *Desk) Answer(s *casework.Step, o Occasion) error {
	if o.Proposal == "" {
		return nil
	}
	rates, err := d.Rates(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	for _, r := range rates {
		if r.Open() && r.Case == s.Case.ID && r.Code() == o.Proposal {
			s.Note(note, o.Proposal)
			return nil
		}
	}
	return fault.New(fault.Conflict, "registration.proposal", "这条惩戒提示已经处理，或结论变化后已不再成立；请回到“惩戒提示”查看现状")
}

// A Filled is what the forms of the measures begin with.
type Filled struct {
	Occasion
	Measure, Facts, Evidence string
}

// Fill returns the words for the proposal with the code, or, without a code, for the first that is
// open; nil where there is none.
func (d *Desk) Fill(ctx context.Context, tx *store.Tx, k *casework.Case, code string) (*Filled, error) {
	rates, err := d.Rates(ctx, tx, k.Center, k.Owner)
	for _, r := range rates {
		if r.Open() && r.Case == k.ID && (code == "" || code == r.Code()) {
			return &Filled{Occasion{r.Code()}, r.Level(), r.facts(d.Office().Today()), r.evidence()}, nil
		}
	}
	return nil, err
}

// basis is the rule by which a rate is counted.
const basis = "计算口径：不合格率＝不合格件数÷该年度有最终结论的已受理预审案件数；终止计为不合格，撤回的不计，异议审查中或已撤销原结论的暂不计。"

// period names the days of the year that are counted.
func (r *Rate) period(today calendar.Day) string {
	if r.Over {
		return fmt.Sprintf("%d年度（1月1日至12月31日）", r.Year)
	}
	return fmt.Sprintf("%d年度（1月1日至%s，年度尚未结束）", r.Year, today.Chinese())
}

// facts states the rate, its cases and how it is counted.
func (r *Rate) facts(today calendar.Day) string {
	if r.Level() != r.byRate() {
		return fmt.Sprintf("%d年度内生效且未被撤销的非正常申请认定 %d 次，达到本中心规定的 %d 次。", r.Year, len(r.Abnormal), r.Most[r.Level()])
	}
	text := r.period(today) + fmt.Sprintf("，有最终结论的已受理预审案件 %d 件，其中合格 %d 件，不合格 %d 件，不合格率 %.1f%%，超过本中心规定的 %d%%。", r.Seen(), r.Passed, r.Failed, r.Percent(), r.Limits[r.Level()])
	if n := r.Before.Passed + r.Before.Failed; n > 0 {
		text += fmt.Sprintf("其中 %d 件（合格 %d 件，不合格 %d 件）为转入本系统前的结论。", n, r.Before.Passed, r.Before.Failed)
	}
	return text + "\n" + basis
}

// most is how many case numbers a paper names; the rest stands on the page of the proposal.
const most = 60

// evidence names the cases that failed.
func (r *Rate) evidence() string {
	if r.Level() != r.byRate() {
		return "下列案件中生效的非正常申请认定：" + strings.Join(r.abnormal(), "、") + "。"
	}
	var numbers []string
	for _, c := range r.Cases {
		if !c.Passed && !c.Open {
			numbers = append(numbers, c.Number)
		}
	}
	slices.Sort(numbers)
	text := "下列案件的预审不合格通知书或终止通知书：" + strings.Join(numbers[:min(most, len(numbers))], "、")
	if len(numbers) > most {
		text += fmt.Sprintf("等 %d 件", len(numbers))
	}
	if len(numbers) == 0 {
		return "转入本系统前的备案台账"
	}
	return text + "。"
}
