package counterfeit

import "zhibao/law/calendar"

// start is what a form begins with because an earlier step said so already; nil where nothing did.
func (r Record) start(move string, today calendar.Day) any {
	lead, _, _, _ := r.Found()
	c, _ := Last[Conclude](r)
	switch move {
	case "verify":
		return Verify{Day: today, Marked: lead.Label}
	case "mark":
		return Mark{Day: lead.Last, Label: lead.Label}
	case "propose":
		return Propose{Facts: lead.Text, Conducts: r.Accused()}
	case "identify":
		if was, _ := Last[Identify](r); was != nil {
			return *was
		}
		return Identify{Name: lead.Suspect, Code: lead.Code, Address: lead.Address, Sort: "unit"}
	case "conclude":
		if c != nil {
			return *c
		}
		return Conclude{Findings: Findings{Conducts: r.Accused(), Proposal: Penalty}}
	case "notify":
		if c != nil {
			return Notify{Findings: c.Facts, Sanction: c.Sanction}
		}
	case "decide":
		if n, _ := Last[Notify](r); n != nil {
			return Decide{Sanction: n.Sanction}
		}
	case "extend":
		if a, _ := Last[AskExtend](r); a != nil {
			return Extend{Clock: a.Clock, Days: a.Days, Reason: a.Reason}
		}
	case "defer":
		if a, _ := Last[AskDefer](r); a != nil {
			return Defer{Until: a.Until}
		}
	case "settle", "paid":
		if p, _ := Last[Proof](r); p != nil {
			return Settle{Proof: *p}
		}
		return Settle{Proof: Proof{Day: today}}
	}
	return r.dated(move, today)
}

// dated are the forms of which nothing is known but that they are filled in today.
func (r Record) dated(move string, today calendar.Day) any {
	switch move {
	case "noticed", "serve":
		return Served{Day: today, Way: "direct"}
	case "exhort":
		return Urge{Served{Day: today, Way: "direct"}}
	case "record_plea":
		return RecordPlea{Day: today}
	case "record_hearing":
		return RecordHearing{Day: today}
	case "waive":
		return Waive{Day: today}
	case "discuss":
		return Discuss{Day: today}
	case "proof":
		return Proof{Day: today}
	}
	return nil
}
