// Package staffing (分案) chooses who examines a case and who reads it second.
package staffing

import (
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
)

// Staff is one person who can be given work.
type Staff struct {
	Account int64
	Login   string
	Name    string
	Roles   []casework.Role
	Fields  []string // IPC sections or subclasses, or Locarno classes, that the person examines
	Away    bool     // on leave: not chosen, work goes to the cover
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
	for i := range p.Staff {
		one := &p.Staff[i]
		// A conflict of interest is not overruled by choosing the person by name.
		if !Has(one.Roles, role) || one.Account == not || p.Step.Case.Conflicted(one.Account) {
			continue
		}
		if chosen != "" {
			if strconv.FormatInt(one.Account, 10) == chosen {
				return one.Account, nil
			}
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
		// Equal loads: the first of the list, so that the choice can be explained afterwards.
		if best == nil || n < load {
			best, load = one, n
		}
	}
	if best == nil {
		return 0, fault.New(fault.Conflict, "preexam.no_staff", "没有可承办本案的%s：请检查人员的角色、领域、请假与回避情况，复核员不能与预审员为同一人",
			role.Info().Words()).At(string(role))
	}
	return best.Account, nil
}

// elsewhere is added to the load of somebody who does not examine the class.
// More than anybody's open cases, so whoever knows the field comes first whatever the load.
const elsewhere = 1000

// load is the number of open cases, with elsewhere added where the field is another.
func (p *Picker) load(one *Staff) (n int, err error) {
	n, err = p.Step.Office.Load(p.Step.Ctx, p.Step.Tx, one.Account)
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
