package counterfeit

import (
	"strings"

	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

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
		in := Propose{Facts: lead.Text, Conducts: r.Accused()}
		// The code of an organisation holds the division where it is registered.
		if len(lead.Code) == 18 {
			in.Division = lead.Code[2:8]
		}
		return in
	case "identify":
		if was, _ := Last[Identify](r); was != nil {
			return was.Masked()
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

// Masked is what the form shows of the person who was named before: the numbers masked. What comes back masked was left
// as it is.
func (in Identify) Masked() Identify {
	in.Phone = ident.MaskContact(in.Phone)
	if _, err := ident.ParseUSCC(in.Code); err != nil {
		in.Code = ident.MaskID(in.Code)
	}
	return in
}

// unmask puts the numbers back that came back masked.
func (in *Identify) unmask(r Record) error {
	if was, _ := Last[Identify](r); was != nil {
		shown := was.Masked()
		if in.Phone == shown.Phone {
			in.Phone = was.Phone
		}
		if in.Code == strings.ToUpper(shown.Code) {
			in.Code = was.Code
		}
	}
	for field, v := range map[string]string{"phone": in.Phone, "code": in.Code} {
		if strings.Contains(v, "*") {
			return fault.New(fault.Invalid, "counterfeit.masked", "号码中含有遮蔽符号 *；不修改的请保持原样，修改的请填写完整号码").At(field)
		}
	}
	return nil
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
