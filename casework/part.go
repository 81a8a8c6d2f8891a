package casework

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Part is what a party has in a case beside its owner (被请求人, 第三人), or what an agent has that
// acts for such a party.
type Part struct {
	Party int64
	For   int64  // party for which it acts; 0 where it takes part itself
	Side  string // code of a side of the chart
}

// Parts lists who takes part in the case beside its owner and the owner's agent, in the order in
// which they came.
func (c *Case) Parts() []Part { return slices.Clone(c.parts) }

// Side lists the parties of a side, without those who act for them.
func (c *Case) Side(code string) (parties []int64) {
	for _, p := range c.parts {
		if p.Side == code && p.For == 0 {
			parties = append(parties, p.Party)
		}
	}
	return parties
}

// Stands lists the parties for which a party stands in the case: itself and those for which it acts;
// none where it does not take part.
func (c *Case) Stands(party int64) (parties []int64) {
	if party == 0 {
		return nil
	}
	if party == c.Owner || party == c.Agent {
		parties = append(parties, party)
	}
	if party == c.Agent {
		parties = append(parties, c.Owner)
	}
	for _, p := range c.parts {
		if p.Party != party {
			continue
		}
		parties = append(parties, party)
		if p.For != 0 {
			parties = append(parties, p.For)
		}
	}
	slices.Sort(parties)
	return slices.Compact(parties)
}

// SideOf returns the side on which a party stands in the case, itself or for another; "" when it
// does not.
func (c *Chart) SideOf(k *Case, party int64) string {
	switch {
	case party == 0 || len(c.Sides) == 0:
		return ""
	case party == k.Owner || party == k.Agent:
		return c.Sides[0].Code
	}
	for _, p := range k.parts {
		if p.Party == party {
			return p.Side
		}
	}
	return ""
}

func (c *Case) sides() (out []access.Side) {
	for _, p := range c.parts {
		out = append(out, access.Side{Party: p.Party, Code: p.Side})
	}
	return out
}

// AddPart lets a party take part in the case from now on. It sees the case and makes the moves of
// its side. A party that takes part already stays as it is. Error: Invalid where it is the owner or
// stands on another side.
func (s *Step) AddPart(p Part) (err error) {
	defer fault.Wrap(&err, "add part")
	if len(s.Chart.Sides) == 0 || !s.Chart.sidesKnown([]string{p.Side}) || p.Side == s.Chart.Sides[0].Code || p.Party == 0 {
		return fmt.Errorf("chart %s has no side %q beside its owner", s.Chart.Code, p.Side)
	}
	if have := s.Chart.SideOf(s.Case, p.Party); have != "" && have != p.Side {
		return fault.New(fault.Invalid, "case.part", "同一主体不能既是%s又是%s，请核对当事人",
			s.Chart.Side(have).Words(), s.Chart.Side(p.Side).Words())
	}
	if slices.Contains(s.Case.parts, p) {
		return nil
	}
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO casework_part (id, center_id, case_id, party_id, for_id, side, since, until) VALUES ($1,$2,$3,$4,$5,$6,$7,0)`,
		s.Office.DB.NewID(), s.Case.Center, s.Case.ID, p.Party, p.For, p.Side, s.Now.UnixMicro())
	if err != nil && !store.IsUnique(err) {
		return err
	}
	s.Case.parts = append(s.Case.parts, p)
	return nil
}

// EndPart ends the part of a party and of those who act for it. It does not see the case any more.
func (s *Step) EndPart(party int64) (err error) {
	defer fault.Wrap(&err, "end part")
	_, err = s.Tx.Exec(s.Ctx, `UPDATE casework_part SET until = $3 WHERE case_id = $1 AND center_id = $4 AND (party_id = $2 OR for_id = $2) AND until = 0`,
		s.Case.ID, party, s.Now.UnixMicro(), s.Case.Center)
	s.Case.parts = slices.DeleteFunc(s.Case.parts, func(p Part) bool { return p.Party == party || p.For == party })
	return err
}

// Words returns the title for a message.
func (s Side) Words() fault.Pair { return fault.Pair{s.Title, s.English} }

// turnOf is the condition that it is the party's turn in a case of the state.
func (c *Chart) turnOf(s State) string {
	if len(c.Sides) == 0 {
		return "1=1"
	}
	sides := s.Sides
	if len(sides) == 0 {
		sides = []string{c.Sides[0].Code}
	}
	var ors []string
	for _, code := range sides {
		turn := "k.owner_id = {party} OR k.agent_id = {party}"
		if code != c.Sides[0].Code {
			// The code is a literal of the chart and holds no quote.
			turn = "k.id IN (SELECT pt.case_id FROM casework_part pt WHERE pt.party_id = {party} AND pt.center_id = {center} AND pt.until = 0 AND pt.side = '" + code + "')"
		}
		ors = append(ors, turn)
	}
	return "(" + strings.Join(ors, " OR ") + ")"
}
