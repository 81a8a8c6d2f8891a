package memory

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/internal/seal"
	"zhibao/patent/similarity"
)

// Nobody is an inventor with thirty others; a form that says so is not followed to its end.
const maxPeople = 30

// The kinds of traits. They are part of the tokens, so they are never changed.
const (
	byNumber = "id"     // identity number of an inventor
	byName   = "name"   // inventor or contact of an applicant
	byOwner  = "own"    // inventor of one applicant
	byWay    = "way"    // address, phone, mail of applicants and contacts
	byAgent  = "agent"  // phone of an attorney
	byCode   = "member" // applicant of a case
)

// A trait is something by which cases belong together.
type trait struct {
	kind  string
	token int64
	party int64 // applicant, or agency of an attorney
	// Of people and ways of contact, as the form states them.
	name       string
	side, what string
}

// keyed makes tokens with the key of a center.
type keyed struct{ seal.Key }

// token is 63 bits of a keyed digest: equal traits have equal tokens, and without the key nobody can
// try out numbers.
func (k keyed) token(kind, value string) int64 {
	return int64(binary.BigEndian.Uint64(k.MAC("preexam/trait", []byte(kind+"\x00"+value))) >> 1)
}

// fewRuns is how long a text must be to be compared.
const fewRuns = 100

// prints are the tokens of a text, none where it is too short or there is none.
func (k keyed) prints(s *similarity.Signature) (out []int64) {
	if s == nil || s.Runs() < fewRuns {
		return nil
	}
	for _, t := range s.Tokens() {
		out = append(out, k.token("print", strconv.FormatUint(t, 16)))
	}
	return out
}

// evened returns a name, number or address without what makes no difference.
func evened(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("@.", r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// traitsOf gathers what the request form says of people and ways of contact.
func (c *comparing) traitsOf() (out []trait) {
	r := c.app.Request
	if r == nil {
		return nil
	}
	seen := map[int64]bool{}
	add := func(kind, value string, t trait) {
		if value = evened(value); value == "" {
			return
		}
		if kind == byOwner {
			value = fmt.Sprintf("%d/%s", c.now.party, value)
		}
		t.kind, t.token = kind, c.key.token(kind, value)
		if t.party == 0 {
			t.party = c.now.party
		}
		if !seen[t.token] {
			seen[t.token] = true
			out = append(out, t)
		}
	}
	for i, v := range r.Inventors {
		if i == maxPeople {
			break
		}
		person := trait{name: v.Name}
		if number := evened(v.ID); len(number) >= 15 {
			add(byNumber, number, person)
		}
		add(byName, v.Name, person)
		add(byOwner, v.Name, person)
	}
	way := func(side, what, value string) {
		if len([]rune(evened(value))) >= 6 {
			add(byWay, value, trait{side: side, what: what, name: value})
		}
	}
	for i, a := range r.Applicants {
		if i == maxPeople {
			break
		}
		add(byCode, a.Code, trait{})
		way(check.OfApplicant, "电话", a.Phone)
		way(check.OfApplicant, "邮箱", a.Mail)
		if a.Street != "" {
			way(check.OfApplicant, "地址", a.Province+a.City+a.Street)
		}
	}
	if r.Agency.Name == "" {
		way(check.OfContact, "电话", r.Contact.Phone)
		way(check.OfContact, "邮箱", r.Contact.Mail)
	}
	for _, g := range r.Agency.Agents {
		if c.s.Case.Agent != 0 && len(g.Phone) >= 6 {
			add(byAgent, g.Phone, trait{party: c.s.Case.Agent, side: check.OfAgent, what: "电话", name: g.Phone})
		}
	}
	return out
}

// staff are the people whom the applicant registered: they are remembered for others to be compared with.
func (c *comparing) staff(names []string) {
	for _, n := range names {
		if n = evened(n); n != "" {
			c.traits = append(c.traits, trait{kind: byStaff, token: c.key.token(byName, n), party: c.now.party})
		}
	}
}

// byStaff marks a trait that is remembered and not looked up: an applicant's contact is nobody's inventor.
const byStaff = "staff"
