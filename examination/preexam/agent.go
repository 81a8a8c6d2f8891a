package preexam

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/notice"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/patent"
)

// attrSwitched says that another agency acts than when the case began.
const attrSwitched = "switched"

// ChangeAgent lets another agency act in the case, or none.
type ChangeAgent struct {
	Agency string `json:"agency" label:"今后的代理机构" en:"Agency from now on" widget:"select" options:"*" help:"只列出已委托且在委托期内的机构；不选则由本单位自行办理" helpen:"Agencies entrusted today; none: the applicant acts itself"`
	Reason string `json:"reason" label:"原因" en:"Reason" required:"true" max:"200"`
}

// pending are the states in which somebody may still act for the applicant.
func pending() []string {
	return append(open(), Draft, Suspended, Passed, Identity, Marking, Marked, Answering, Objecting)
}

// agentMoves change who acts for the applicant in the middle of a case.
func (d *Desk) agentMoves() []casework.Move {
	mandate := centerRule("代理机构的委托")
	return []casework.Move{
		{Code: "change_agent", Title: "变更代理机构", English: "Change the agency", From: pending(), To: []string{casework.Stay},
			By: []casework.Role{casework.Entity, casework.Clerk}, Basis: mandate, Do: casework.Input(d.changeAgent)},
		{Code: "release_agent", Title: "委托已终止", English: "The mandate has ended", From: pending(), To: []string{casework.Stay},
			By: []casework.Role{casework.System}, Basis: mandate, Do: casework.Input(d.releaseAgent)},
	}
}

// changeAgent hands the case over. The one who acted before does not see it any more.
func (d *Desk) changeAgent(s *casework.Step, in *ChangeAgent) error {
	var id int64
	if in.Agency != "" {
		var err error
		if id, err = strconv.ParseInt(in.Agency, 10, 64); err != nil {
			return fault.New(fault.Invalid, "preexam.agent", "请选择已委托的代理机构").At("agency")
		}
		ok, err := party.Entrusted(s.Ctx, s.Tx, s.Case.Owner, id, s.Today)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.Forbidden, "preexam.mandate", "该代理机构未受申请主体委托，或委托已到期；请先在备案页面“委托代理机构”").At("agency")
		}
	}
	if id == s.Case.Agent {
		return fault.New(fault.Invalid, "preexam.agent", "本案现在就由所选一方办理，请另选一方").At("agency")
	}
	s.Note("what", "原因："+in.Reason)
	return d.handAgent(s, id)
}

// handAgent sets who acts.
func (d *Desk) handAgent(s *casework.Step, id int64) error {
	s.Case.Agent = id
	s.Case.SetAttr(attrSwitched, s.Today.String())
	name := ""
	if id != 0 {
		p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, id)
		if err != nil {
			return err
		}
		name = p.Name
	}
	return d.issue(s, notice.Agent(name))
}

// releaseAgent takes the case from an agency whose mandate has ended. It is believed only when no
// mandate is in force.
func (d *Desk) releaseAgent(s *casework.Step, _ *Overdue) error {
	ok, err := party.Entrusted(s.Ctx, s.Tx, s.Case.Owner, s.Case.Agent, s.Today)
	if err != nil {
		return err
	}
	if ok || s.Case.Agent == 0 {
		return fault.New(fault.Conflict, "preexam.entrusted", "委托仍然有效，不能终止代理；请先由申请主体在备案页面终止委托")
	}
	return d.handAgent(s, 0)
}

// Release takes the open cases of a center from agencies whose mandate has ended. It may be done at
// any time and again; a case that is refused holds up no other.
func (d *Desk) Release(ctx context.Context, center int64) (refused []error, err error) {
	robot := casework.Robot(center)
	var cases []*casework.Case
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		ended, err := party.Ended(ctx, tx, center, d.office.Today())
		if err != nil {
			return err
		}
		for _, m := range ended {
			l, err := d.office.List(ctx, tx, robot, casework.Filter{Chart: d.chart.Code, Owner: m.Entity, Agent: m.Agency, Open: true, PerPage: 1000, NoTitles: true})
			if err != nil {
				return err
			}
			cases = append(cases, l.Cases...)
		}
		return nil
	})
	for _, k := range cases {
		_, err := d.office.Move(ctx, casework.Request{Actor: robot, Case: k.ID, Move: "release_agent", Input: &Overdue{}, Expected: k.Version})
		if err != nil {
			refused = append(refused, err)
		}
	}
	return refused, err
}

// settled sorts out the differences that are none: the applicant was renamed, or the agency was
// changed, by a decision of this center between the pass and the filing.
func (d *Desk) settled(ctx context.Context, tx *store.Tx, c *casework.Case, f *check.FilingFacts) error {
	owner, err := party.Get(ctx, tx, c.Center, c.Owner)
	if err != nil {
		return err
	}
	renamed := func(s string) string {
		for _, old := range owner.Former {
			s = strings.ReplaceAll(s, old, owner.Name)
		}
		return s
	}
	for i, name := range f.PassedNames {
		f.PassedNames[i] = renamed(name)
	}
	f.Differences = slices.DeleteFunc(f.Differences, func(x check.Difference) bool {
		if x.Part != string(patent.RequestForm) {
			return false
		}
		return x.Passed != "" && x.Filed != "" && renamed(x.Passed) == x.Filed ||
			c.Attrs[attrSwitched] != "" && strings.HasPrefix(x.Place, "专利代理机构")
	})
	return nil
}
