package counterfeit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/hearing"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// hearings says how hearings are held (行政处罚法第六十四条): who did not investigate presides, and may be one
// of the legal review. When the record is signed and the hearing ends, the statement is weighed.
func (d *Desk) hearings() hearing.Setup {
	return hearing.Setup{Chart: Code, Kinds: []string{hearing.Formal}, Plan: []string{Hearing}, Then: []string{Weighing}, Sides: []string{Side},
		Staff: append([]casework.Role{casework.Enforcer, casework.Reviewer}, head...), Counter: []casework.Role{casework.Enforcer, casework.Clerk}, Basis: penalty("第六十四条、第六十五条"),
		Done: d.onHearing, Seats: d.seats}
}

// seats names those who sit in a hearing.
func (d *Desk) seats(ctx context.Context, tx *store.Tx, ids []int64) (map[int64]string, error) {
	out := map[int64]string{}
	centers, err := d.office.Centers(ctx, tx)
	for _, c := range centers {
		staff, err := d.Staff(ctx, tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range staff {
			if slices.Contains(ids, p.Account) {
				out[p.Account] = p.Name
			}
		}
	}
	return out, err
}

// onHearing tells the person of a hearing that was arranged or moved.
func (d *Desk) onHearing(s *casework.Step, move string, x hearing.Session) error {
	if move != hearing.MovePlan && move != hearing.MoveMove {
		return nil
	}
	open, err := d.planned(s)
	switch {
	case err != nil:
		return err
	case len(open) > 1:
		return fault.New(fault.Conflict, "counterfeit.planned", "已安排听证，需要改期的请办理“审理改期”").At("day")
	case slices.ContainsFunc(x.Panel, func(p hearing.Seat) bool {
		return p.Account == s.Case.Handler || fmt.Sprint(p.Account) == s.Case.Attrs[attrOther]
	}):
		return fault.New(fault.Invalid, "counterfeit.chair", "本案调查人员不能主持听证，请另选他人").At("panel").On("行政处罚法（2021修订）第六十四条")
	case !x.Public && strings.TrimSpace(x.Note) == "":
		return fault.New(fault.Invalid, "counterfeit.closed", "听证不公开举行的，请写明理由").At("note").On("行政处罚法（2021修订）第六十四条")
	}
	place, way := x.Where(), "公开举行"
	if x.Room == "" {
		place = "线上（入口见本案“审理”页面）"
	}
	if !x.Public {
		way = "不公开举行（" + strings.TrimSpace(x.Note) + "）"
	}
	return d.issue(s, issue{template: "hearing", text: map[string]string{"时间": x.When(), "地点": place, "主持人": x.Panel[0].Name, "方式": way}})
}

// planned lists the hearings that are still to be held or to end.
func (d *Desk) planned(s *casework.Step) ([]hearing.Session, error) {
	all, err := d.Hearings.Of(s.Ctx, s.Tx, s.Office, casework.Robot(s.Case.Center), s.Case)
	return slices.DeleteFunc(all, func(x hearing.Session) bool { return x.State == hearing.Closed || x.State == hearing.Cancelled }), err
}

// dropHearing calls off what was arranged when the person gives the hearing up.
func (d *Desk) dropHearing(s *casework.Step, _ *Reasoned) error {
	open, err := d.planned(s)
	for _, x := range open {
		if err := d.Hearings.Cancel(s, x.No, "当事人放弃听证"); err != nil {
			return err
		}
	}
	return err
}

// inWords says in the decision that a hearing was held, or that the person stayed away.
func inWords(m Made) string {
	switch in := m.Input.(type) {
	case *hearing.Away:
		if in.Just == "no" {
			return m.Day().Chinese() + "的听证，当事人无正当理由拒不出席或者未经许可中途退出，视为放弃听证权利。"
		}
	case *hearing.Finish:
		if m.Event.Move == hearing.MoveClose {
			return m.Day().Chinese() + "听证结束。主持人意见：" + in.Note
		}
	}
	return ""
}

// placeOf is where an arranged hearing is held.
func placeOf(in *hearing.Arrange) string {
	return fmt.Sprintf("%s %s %s", in.Day, in.From, or(in.Room, "线上"))
}
