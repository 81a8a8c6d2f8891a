// Package access decides who may do what. One policy, a list of grants, yields both the check
// under a single object and the SQL condition under lists, search, counts, exports and the
// API, so that the two can never differ. What is not granted is denied; what is not visible
// is treated as not existing.
package access

import (
	"fmt"
	"slices"
	"strings"
)

// A Relation ties a subject to an object. The zero Relation grants nothing.
type Relation uint8

// The relations, from the widest to the narrowest.
const (
	None     Relation = iota
	Nation            // any object of the nation
	Province          // object of a center in the subject's province
	Center            // object of the subject's own center
	Assigned          // object assigned to the subject: handler or second reader
	Handler           // object handled by the subject
	Second            // object whose second reader is the subject
	Owner             // object of the party for which the subject acts
	Agent             // object in which that party acts as agent for another
	Opened            // object that was opened to the subject for a time, though it is not the subject's
	Part              // object in which that party takes part beside its owner
)

// Title returns the Chinese name of the relation, as the permission matrix prints it.
func (r Relation) Title() string {
	names := []string{"—", "全国", "本省", "本中心", "经办或复核", "经办", "复核", "本单位", "代理", "经批准查阅", "参加"}
	if int(r) < len(names) {
		return names[r]
	}
	return "—"
}

// A Grant lets a role do an act on objects in a relation, in the given states, sides and charts or
// in all.
type Grant struct {
	Act    string
	Role   string
	Rel    Relation
	States []string
	Sides  []string // of the part that the party has, where Rel is Part
	Charts []string // procedures to whose objects it is limited
}

// A Subject is who asks.
type Subject struct {
	Account  int64
	Center   int64  // center to which the account belongs, 0 for none
	Party    int64  // entity or agency for which the account acts, 0 for none
	Province string // division prefix of a provincial office
	Roles    []string
	Acts     []string // acts to which an API key is limited, nil for no limit
	Only     int64    // the one object to which whoever came with a code is limited, 0 for no limit
}

// LogAccount is what the log of the program says about who asks: a number, never a name.
func (s Subject) LogAccount() int64 { return s.Account }

// An Object is what is asked for.
type Object struct {
	ID         int64 // 0 for one that does not exist yet
	Center     int64
	Province   string
	Owner      int64
	Agent      int64
	Handler    int64
	Second     int64
	State      string
	Chart      string
	Parts      []Side
	Conflicted []int64 // accounts that declared a conflict of interest: denied whatever is granted
	Opened     []int64 // accounts to which the object is open at this moment
}

// A Side is the part that a party has in an object.
type Side struct {
	Party int64
	Code  string // 被请求人, 第三人 …, as the procedure calls its sides
}

// A Policy is a list of grants, by act.
type Policy struct{ grants map[string][]Grant }

// New returns the policy of the grants.
func New(grants ...Grant) *Policy {
	p := &Policy{grants: map[string][]Grant{}}
	for _, g := range grants {
		p.grants[g.Act] = append(p.grants[g.Act], g)
	}
	return p
}

// Acts lists all acts in order.
func (p *Policy) Acts() []string {
	acts := make([]string, 0, len(p.grants))
	for a := range p.grants {
		acts = append(acts, a)
	}
	slices.Sort(acts)
	return acts
}

// Grants returns the grants of an act.
func (p *Policy) Grants(act string) []Grant { return slices.Clone(p.grants[act]) }

// May reports whether the subject may do the act on the object.
func (p *Policy) May(s Subject, act string, o Object) bool {
	if !s.scoped(act) || (s.Account != 0 && slices.Contains(o.Conflicted, s.Account)) || s.Only != 0 && s.Only != o.ID {
		return false
	}
	return slices.ContainsFunc(p.grants[act], func(g Grant) bool {
		return slices.Contains(s.Roles, g.Role) && g.holds(s, o) &&
			(len(g.States) == 0 || slices.Contains(g.States, o.State)) && (len(g.Charts) == 0 || slices.Contains(g.Charts, o.Chart))
	})
}

// Ever reports whether the subject may do the act on some object, for menus and buttons.
func (p *Policy) Ever(s Subject, act string) bool {
	return s.scoped(act) && slices.ContainsFunc(p.grants[act], func(g Grant) bool {
		return slices.Contains(s.Roles, g.Role) && g.Rel != None
	})
}

// Reach returns the center in which everything lies on which the subject may do the act, 0 where that may be
// more than one: a party has cases in several centers, and so may those to whom cases are opened.
func (p *Policy) Reach(s Subject, act string) int64 {
	if slices.ContainsFunc(p.grants[act], func(g Grant) bool { return slices.Contains(s.Roles, g.Role) && g.wide() }) {
		return 0
	}
	return s.Center
}

// Within reports whether everything on which the subject may do the act lies in the subject's own center
// and follows from the row itself and from conflicts of interest.
func (p *Policy) Within(s Subject, act string) bool {
	return s.Center != 0 && !slices.ContainsFunc(p.grants[act], func(g Grant) bool {
		return slices.Contains(s.Roles, g.Role) && !slices.Contains([]Relation{None, Center, Assigned, Handler, Second}, g.Rel)
	})
}

// wide reports whether the grant can reach beyond the subject's own center.
func (g Grant) wide() bool {
	return slices.Contains([]Relation{Nation, Province, Owner, Agent, Part, Opened}, g.Rel)
}

func (s Subject) scoped(act string) bool { return s.Acts == nil || slices.Contains(s.Acts, act) }

func (g Grant) holds(s Subject, o Object) bool {
	if g.Rel == Part {
		return s.Party != 0 && slices.ContainsFunc(o.Parts, func(p Side) bool {
			return p.Party == s.Party && (len(g.Sides) == 0 || slices.Contains(g.Sides, p.Code))
		})
	}
	return g.Rel.holds(s, o)
}

func (r Relation) holds(s Subject, o Object) bool {
	switch r {
	case Nation:
		return true
	case Province:
		return s.Province != "" && o.Province == s.Province
	case Center:
		return s.Center != 0 && o.Center == s.Center
	case Assigned:
		return s.Account != 0 && (o.Handler == s.Account || o.Second == s.Account) && o.Center == s.Center
	case Handler:
		return s.Account != 0 && o.Handler == s.Account && o.Center == s.Center
	case Second:
		return s.Account != 0 && o.Second == s.Account && o.Center == s.Center
	case Owner:
		return s.Party != 0 && o.Owner == s.Party
	case Agent:
		return s.Party != 0 && o.Agent == s.Party
	case Opened:
		return s.Account != 0 && slices.Contains(o.Opened, s.Account)
	default:
		return false
	}
}

// Columns names the columns of the listed table that hold what Object holds. Conflict is a
// table with the columns case_id and account_id; CenterTable has id and province; Opening has
// case_id, account_id and until, and Now is the moment of the question in the unit of until; Parts
// has case_id, party_id, side and until, which is 0 while the part lasts.
type Columns struct {
	ID, Center, Owner, Agent, Handler, Second, State, Chart string
	Conflict, CenterTable, Opening, Parts                   string
	Arrays                                                  bool // PostgreSQL: its indexes serve "one of many" beside an OR as an array alone
	Now                                                     int64
}

// Where returns the SQL condition that holds exactly for the rows on which May is true, with
// its arguments; the first placeholder is $n. It is "1=0" when nothing is granted.
func (p *Policy) Where(s Subject, act string, c Columns, n int) (string, []any) {
	if !s.scoped(act) {
		return "1=0", nil
	}
	w := &where{n: n}
	var ors []string
	grants := slices.DeleteFunc(slices.Clone(p.grants[act]), func(g Grant) bool { return !slices.Contains(s.Roles, g.Role) })
	for _, g := range grants {
		if slices.ContainsFunc(grants, g.within) {
			continue // a term that adds nothing still keeps an index from answering alone
		}
		cond := w.relation(g.Rel, s, c)
		if g.Rel == Part {
			cond = w.part(g, s, c)
		}
		if cond == "" {
			continue
		}
		if len(g.Charts) > 0 {
			cond += " AND " + c.Chart + " IN (" + w.list(g.Charts) + ")"
		}
		if len(g.States) > 0 {
			cond += " AND " + c.State + " IN (" + w.list(g.States) + ")"
		}
		ors = append(ors, "("+cond+")")
	}
	if len(ors) == 0 {
		return "1=0", nil
	}
	slices.Sort(ors)
	cond := "(" + strings.Join(slices.Compact(ors), " OR ") + ")"
	if s.Only != 0 {
		cond = c.ID + " = " + w.arg(s.Only) + " AND " + cond
	}
	if s.Account != 0 && c.Conflict != "" {
		// Asked once for the whole statement: an account has few conflicts, mostly none, and a list many
		// rows, each of which is then not looked for among none.
		of := " FROM " + c.Conflict + " cf WHERE cf.account_id = " + w.arg(s.Account) + ")"
		cond += " AND (NOT EXISTS (SELECT 1" + of + " OR " + c.ID + " NOT IN (SELECT cf.case_id" + of + ")"
	}
	return cond, w.args
}

// within reports whether everything that the grant gives is given by another one, of which it is a
// part: the same relation or, for the person of a case, the whole center.
func (g Grant) within(whole Grant) bool {
	if len(whole.States)+len(whole.Charts)+len(whole.Sides) > 0 {
		return false
	}
	switch g.Rel {
	case Assigned, Handler, Second:
		if whole.Rel == Center {
			return true
		}
	}
	return g.Rel == whole.Rel && len(g.States)+len(g.Charts)+len(g.Sides) > 0
}

type where struct {
	n    int
	args []any
}

func (w *where) arg(v any) string {
	if i := slices.Index(w.args, v); i >= 0 {
		return fmt.Sprintf("$%d", w.n+i)
	}
	w.args = append(w.args, v)
	return fmt.Sprintf("$%d", w.n+len(w.args)-1)
}

func (w *where) list(vs []string) string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = w.arg(v)
	}
	return strings.Join(out, ",")
}

// part leads from the party to its cases, so that an index can serve it beside that of the owner.
func (w *where) part(g Grant, s Subject, c Columns) string {
	if s.Party == 0 || c.Parts == "" {
		return ""
	}
	in, end := " IN (", ")"
	if c.Arrays {
		in, end = " = ANY (ARRAY(", "))"
	}
	cond := c.ID + in + "SELECT pt.case_id FROM " + c.Parts + " pt WHERE pt.party_id = " + w.arg(s.Party) + " AND pt.until = 0"
	if len(g.Sides) > 0 {
		cond += " AND pt.side IN (" + w.list(g.Sides) + ")"
	}
	return cond + end
}

func (w *where) relation(r Relation, s Subject, c Columns) string {
	switch {
	case r == Nation:
		return "1=1"
	case r == Province && s.Province != "":
		return c.Center + " IN (SELECT ct.id FROM " + c.CenterTable + " ct WHERE ct.province = " + w.arg(s.Province) + ")"
	case r == Center && s.Center != 0:
		return c.Center + " = " + w.arg(s.Center)
	case r == Assigned && s.Account != 0:
		a := w.arg(s.Account)
		return c.Center + " = " + w.arg(s.Center) + " AND (" + c.Handler + " = " + a + " OR " + c.Second + " = " + a + ")"
	case r == Handler && s.Account != 0:
		return c.Center + " = " + w.arg(s.Center) + " AND " + c.Handler + " = " + w.arg(s.Account)
	case r == Second && s.Account != 0:
		return c.Center + " = " + w.arg(s.Center) + " AND " + c.Second + " = " + w.arg(s.Account)
	case r == Owner && s.Party != 0:
		return c.Owner + " = " + w.arg(s.Party)
	case r == Agent && s.Party != 0:
		return c.Agent + " = " + w.arg(s.Party)
	case r == Opened && s.Account != 0 && c.Opening != "":
		return "EXISTS (SELECT 1 FROM " + c.Opening + " op WHERE op.case_id = " + c.ID + " AND op.account_id = " + w.arg(s.Account) +
			" AND op.until > " + w.arg(c.Now) + ")"
	default:
		return ""
	}
}
