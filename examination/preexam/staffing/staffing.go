// Package staffing (分案) chooses who examines a case and who reads it second.
package staffing

import (
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// Staff is one person who can be given work.
type Staff struct {
	Account int64
	Login   string
	Name    string
	Roles   []casework.Role
	Fields  []string // IPC sections or subclasses, or Locarno classes, that the person examines
	Away    bool     // on leave: not chosen, work goes to the cover
	// Bar tells what stands against giving the person a case of a kind and a class; nil, nothing ever.
	Bar func(kind, class string) *Bar
}

// A Bar says why somebody must not, or should not, get a case: no valid certificate, too little training.
type Bar struct {
	Must bool // the case cannot be given
	Why  fault.Pair
}

// against asks what stands against giving the person, as an examiner, a case.
func (s *Staff) against(role casework.Role, kind, class string) *Bar {
	if role != casework.Examiner || s.Bar == nil {
		return nil
	}
	return s.Bar(kind, class)
}

// Options lists the people of a role as choices. Who is on leave, and what stands against somebody, is
// said beside the name: the head may know better, where the center leaves it to the head.
func Options(staff []Staff, role casework.Role, kind, class string) (out []form.Option) {
	for i := range staff {
		s := &staff[i]
		if !Has(s.Roles, role) {
			continue
		}
		zh, en := s.Name, s.Name
		if s.Away {
			zh, en = zh+"（请假）", en+" (away)"
		}
		switch b := s.against(role, kind, class); {
		case b != nil && b.Must:
			zh, en = zh+"（不可分案："+b.Why[0]+"）", en+" (cannot be chosen: "+b.Why[1]+")"
		case b != nil:
			zh, en = zh+"（"+b.Why[0]+"）", en+" ("+b.Why[1]+")"
		}
		out = append(out, form.Option{Value: strconv.FormatInt(s.Account, 10), Label: web.Text{zh, en}})
	}
	return out
}

// A Picker chooses one of the staff for the case of a step. An empty class fits everybody.
type Picker struct {
	Step  *casework.Step
	Staff []Staff
	Class string
}

// Choose returns the chosen account, or the present person of the role who examines the class
// and has the fewest open cases.
func (p *Picker) Choose(role casework.Role, chosen string, not int64) (int64, error) {
	var best *Staff
	load := 0
	var barred fault.List
	for i := range p.Staff {
		one := &p.Staff[i]
		// A conflict of interest is not overruled by choosing the person by name.
		if !Has(one.Roles, role) || one.Account == not || p.Step.Case.Conflicted(one.Account) {
			continue
		}
		bar := one.against(role, p.Step.Case.Kind, p.Class)
		if chosen != "" {
			if strconv.FormatInt(one.Account, 10) == chosen {
				return one.Account, p.chosen(one, bar)
			}
			continue
		}
		if bar != nil && bar.Must {
			barred = append(barred, fault.Say("%s：%s", one.Name, bar.Why))
			continue
		}
		// Who is on leave can be chosen by name but is not found by the system.
		if one.Away {
			continue
		}
		n, err := p.load(one)
		if err != nil {
			return 0, err
		}
		if bar != nil {
			n += 2 * elsewhere // whoever lacks nothing comes first, even from another field
		}
		// Equal loads: the first of the list, so that the choice can be explained afterwards.
		if best == nil || n < load {
			best, load = one, n
		}
	}
	if best == nil && len(barred) > 0 {
		return 0, fault.New(fault.Conflict, "preexam.no_qualified", "没有可承办本案的%s。下列人员不符合上岗资格或培训要求：%s；请先登记上岗证或培训，或由负责人调整人员",
			role.Info().Words(), barred).At(string(role)).On(quality)
	}
	if best == nil {
		return 0, fault.New(fault.Conflict, "preexam.no_staff", "没有可承办本案的%s：请检查人员的角色、领域、请假与回避情况，复核员不能与预审员为同一人",
			role.Info().Words()).At(string(role))
	}
	return best.Account, p.chosen(best, best.against(role, p.Step.Case.Kind, p.Class))
}

// quality is the clause that demands qualified staff.
const quality = "国知发管字〔2016〕92号 一（二）3；本中心规定：上岗资格与培训"

// chosen refuses somebody who must not get the case, and notes in the event what the center only warns
// of. Whoever has the case already keeps it: a certificate that ends takes no case away.
func (p *Picker) chosen(one *Staff, bar *Bar) error {
	switch {
	case bar == nil || one.Account == p.Step.Case.Handler:
		return nil
	case bar.Must:
		return fault.New(fault.Conflict, "preexam.unqualified", "不能分案给 %s：%s。请另选预审员，或先在“上岗资格与培训”中登记", one.Name, bar.Why).At("handler").On(quality)
	}
	p.Step.Note("what", "提示："+one.Name+bar.Why[0])
	return nil
}

// elsewhere is added to the load of somebody who does not examine the class.
// More than anybody's open cases, so whoever knows the field comes first whatever the load.
const elsewhere = 1000

// load is the number of open cases, with elsewhere added where the field is another.
func (p *Picker) load(one *Staff) (n int, err error) {
	n, err = p.Step.Office.Load(p.Step.Ctx, p.Step.Tx, p.Step.Case.Center, one.Account)
	if p.Class != "" && !one.examines(p.Class) {
		n += elsewhere
	}
	return n, err
}

// examines compares by prefix: "H" covers H01M. Somebody without fields examines everything.
func (s *Staff) examines(class string) bool {
	for _, f := range s.Fields {
		if f != "" && strings.HasPrefix(class, f) {
			return true
		}
	}
	return len(s.Fields) == 0
}

// Has reports whether r is among the roles.
func Has(rs []casework.Role, r casework.Role) bool {
	for _, x := range rs {
		if x == r {
			return true
		}
	}
	return false
}
