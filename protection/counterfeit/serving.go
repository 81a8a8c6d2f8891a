package counterfeit

import (
	"slices"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
)

// channel is how the person gets papers: into the account where it agreed in writing, otherwise in
// person until somebody serves it another way.
func channel(k *casework.Case) string {
	if k.Attrs[attrOnline] != "" {
		return document.Account
	}
	return document.Person
}

// acts names under which act of an entrustment a paper is issued; what is not here is the center's own.
var acts = map[string]string{"filing": ActFile, "refusal": ActFile, "inspection": ActInspect, "interview": ActInspect, "copying": ActInspect, "sample": ActInspect, "testing": ActInspect, "suspension": ActInspect,
	"preserve": ActPreserve, "dispose": ActPreserve, "seize": ActSeize, "prolong": ActSeize, "release": ActSeize, "advance": ActNotify, "hearing_notice": ActNotify, "hearing": ActNotify,
	"penalty": ActDecide, "correct": ActDecide, "stop": ActDecide, "exempt": ActDecide, "withdraw": ActDecide, "police": ActDecide, "defer": ActEnforce, "urge": ActEnforce, "enforce": ActEnforce}

// served reports whether a paper goes to the person investigated.
func served(template string) bool {
	return acts[template] != "" && !slices.Contains([]string{"filing", "refusal", "inspection", "interview", "copying", "police", "enforce"}, template)
}

// The papers whose service begins a term.
var (
	notices   = []string{Code + ".advance", Code + ".hearing_notice"}
	decisions = []string{Code + ".penalty", Code + ".correct", Code + ".stop", Code + ".exempt", Code + ".withdraw"}
	urgings   = []string{Code + ".urge"}
)

// answers reports whether the person can do something about the paper, so that it carries a code for
// somebody without an account.
func answers(template string) bool {
	return slices.Contains([]string{"advance", "hearing_notice", "hearing", "penalty", "correct", "stop", "urge"}, template)
}

// code gives the person a code with which the case can be seen and answered without an account.
func (d *Desk) code(s *casework.Step) (paper.Block, error) {
	days, err := number(s, "counterfeit.code")
	if err != nil {
		return nil, err
	}
	until := s.Today + calendar.Day(days)
	code, err := answer.Give(s, s.Case.Owner, until)
	return answer.Block(code, until), err
}

// latest returns the last paper of one of the templates, 0 where there is none.
func latest(s *casework.Step, templates []string) (id int64, err error) {
	papers, err := document.Of(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	for _, p := range papers {
		if slices.Contains(templates, p.Template) && p.Revoked.IsZero() {
			id = p.ID
		}
	}
	return id, err
}

// deliver writes down how a paper that waited reached the person, so that nobody serves it again and
// the person may read it.
func (d *Desk) deliver(s *casework.Step, in *Served, paper int64) error {
	sent, err := document.Deliveries(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	if err != nil {
		return err
	}
	ways := map[string]string{"left": document.Leave, "post": document.Post, "account": document.Account, "notice": document.Notice}
	for i := range sent {
		x := &sent[i]
		if x.Paper != paper || x.Party != s.Case.Owner || !x.Waits() {
			continue
		}
		if x.Channel = ways[in.Way]; x.Channel == "" {
			x.Channel = document.Person
		}
		x.State, x.Delivered, x.Deemed = document.Delivered, in.Day.Begin(), in.Way == "left" || in.Way == "notice"
		if x.Sent.IsZero() {
			x.Sent = x.Delivered
		}
		if err := document.PutDelivery(s, x, document.Detail{Receiver: in.Who, Note: in.Proof}); err != nil {
			return err
		}
	}
	return nil
}

// serving says how the papers of the procedure are served from the queue of the counter.
func (d *Desk) serving() delivery.Procedure {
	return delivery.Procedure{Chart: Code, From: open, By: []casework.Role{casework.Enforcer, casework.Clerk}, Basis: penalty("第六十一条"), Served: d.wasServed}
}

// wasServed begins the terms of a paper that the counter served. A decision waits for its officer, who
// leads the case on with the same day.
func (d *Desk) wasServed(s *casework.Step, p *document.Paper, party int64, day calendar.Day) error {
	switch {
	case party != s.Case.Owner:
	case slices.Contains(notices, p.Template) && s.Case.Attrs[attrNoticed] == "":
		s.Case.SetAttr(attrNoticed, day.String())
		s.StartClock("ask", day)
	case slices.Contains(decisions, p.Template) && s.Case.Attrs[attrServed] == "":
		s.Case.SetAttr(attrServed, day.String())
	}
	return nil
}

// sameDay refuses a day of service that differs from the one which the counter recorded.
func sameDay(s *casework.Step, in *Served) error {
	if was := s.Case.Attrs[attrServed]; was != "" && was != in.Day.String() {
		return fault.New(fault.Invalid, "counterfeit.served_day", "决定书已登记于 %s 送达，请填写同一日期", was).At("day")
	}
	return nil
}
