package memory

import (
	"cmp"
	"slices"
	"strings"

	"zhibao/casework/party"
	"zhibao/examination/preexam/check"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/patent/similarity"
)

// Bounds of what one comparison looks at, so that it ends soon however much is remembered.
const (
	maxMet     = 60   // cases that share a token of the text, those with most first
	maxOwn     = 100  // latest cases of the same applicant
	maxTold    = 5    // cases or parties that a finding names
	maxParties = 50   // others with the same trait; more are not counted
	maxShared  = 2000 // filings of one inventor

	unlike = 0.1 // of texts that have less in common no paragraphs are compared
)

// earlier gathers what the rules want to know.
func (c *comparing) earlier() (_ *check.EarlierFacts, err error) {
	e := &check.EarlierFacts{Limits: c.limits, IsOutside: c.outside()}
	if !c.now.First {
		e.Changed = check.Changed{Added: without(c.now.Inventors, c.now.Before), Removed: without(c.now.Before, c.now.Inventors)}
	}
	sharing, err := c.sharing()
	if err != nil {
		return nil, err
	}
	if e.Contacts, e.People, err = c.shared(sharing); err != nil {
		return nil, err
	}
	if e.Inventors, err = c.prolific(); err != nil {
		return nil, err
	}
	if err := c.filings(e); err != nil {
		return nil, err
	}
	e.Duplicates, e.Recombined, err = c.texts(sharing)
	return e, err
}

// without returns the names that are not among the others.
func without(names, others []string) (out []string) {
	for _, n := range names {
		if !slices.ContainsFunc(others, func(o string) bool { return evened(o) == evened(n) }) {
			out = append(out, n)
		}
	}
	return out
}

// sharing are the other parties by the tokens of this case that theirs have too.
type sharing map[int64][]int64

// among reports whether a party shares a trait of one of the kinds.
func (c *comparing) among(s sharing, party int64, kinds ...string) bool {
	return slices.ContainsFunc(c.traits, func(t trait) bool { return slices.Contains(kinds, t.kind) && slices.Contains(s[t.token], party) })
}

// sharing asks for each trait by itself, so that one that very many have hides no other.
func (c *comparing) sharing() (sharing, error) {
	out := sharing{}
	for _, t := range c.traits {
		if t.kind == byStaff || t.kind == byOwner {
			continue
		}
		rows, err := c.s.Tx.Query(c.s.Ctx, `SELECT DISTINCT party_id FROM preexam_trait WHERE center_id = $1 AND token = $2 AND party_id <> $3 LIMIT $4`,
			c.now.center, t.token, t.party, maxParties)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var p int64
			if err := rows.Scan(&p); err != nil {
				rows.Close()
				return nil, err
			}
			out[t.token] = append(out[t.token], p)
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// related reports whether the applicant and another party ever filed together: either was among the
// applicants of a case of the other.
func (c *comparing) related(other int64, s sharing) (bool, error) {
	if c.among(s, other, byCode) {
		return true, nil
	}
	p, err := party.Get(c.s.Ctx, c.s.Tx, c.s.Case.Center, other)
	if fault.KindOf(err) == fault.Missing {
		return false, nil
	} else if err != nil {
		return false, err
	}
	var n int
	err = c.s.Tx.Row(c.s.Ctx, `SELECT COUNT(*) FROM preexam_trait WHERE center_id = $1 AND token = $2 AND party_id = $3`,
		c.now.center, c.key.token(byCode, evened(p.Code)), c.now.party).Scan(&n)
	return n > 0, err
}

// shared returns the ways of contact and the people that this case has in common with others.
func (c *comparing) shared(s sharing) (contacts []check.Contact, people []check.Elsewhere, err error) {
	strangers, names, err := c.strangers(s)
	if err != nil {
		return nil, nil, err
	}
	by := map[int64]*check.Elsewhere{}
	for _, t := range c.traits {
		var here []int64
		for _, p := range s[t.token] {
			if t.kind == byAgent && names[p] != "" || strangers[p] {
				here = append(here, p)
			}
		}
		if len(here) == 0 {
			continue
		}
		switch t.kind {
		case byWay, byAgent:
			x := check.Contact{Side: t.side, What: t.what, Value: t.name, More: max(0, len(here)-maxTold)}
			for _, p := range here[:min(len(here), maxTold)] {
				x.Parties = append(x.Parties, names[p])
			}
			contacts = append(contacts, x)
		case byNumber, byName:
			for _, p := range here {
				if by[p] == nil {
					by[p] = &check.Elsewhere{Party: names[p]}
				}
				if t.kind == byNumber {
					by[p].Sure = append(by[p].Sure, t.name)
				} else {
					by[p].Names = append(by[p].Names, t.name)
				}
			}
		}
	}
	for _, x := range by {
		people = append(people, *x)
	}
	sorting.By(people, func(a, b check.Elsewhere) int {
		return cmp.Or(cmp.Compare(len(b.Sure), len(a.Sure)), cmp.Compare(len(b.Names), len(a.Names)), strings.Compare(a.Party, b.Party))
	})
	return contacts, people[:min(len(people), maxTold)], nil
}

// strangers are the parties that share more than the name of one person and never filed together with
// this applicant, and the names of all that share so much.
func (c *comparing) strangers(s sharing) (strangers map[int64]bool, names map[int64]string, err error) {
	weight := map[int64]int{}
	var ids []int64
	for _, t := range c.traits {
		for _, p := range s[t.token] {
			weight[p]++
			if t.kind != byName {
				weight[p]++
			}
			if weight[p] >= 2 && len(ids) < maxParties && !slices.Contains(ids, p) {
				ids = append(ids, p)
			}
		}
	}
	strangers = map[int64]bool{}
	for _, p := range ids {
		related, err := c.related(p, s)
		if err != nil {
			return nil, nil, err
		}
		strangers[p] = !related
	}
	names, err = party.Names(c.s.Ctx, c.s.Tx, c.s.Case.Center, ids)
	return strangers, names, err
}

// prolific counts the filings of each inventor within 90 days.
func (c *comparing) prolific() (out []check.Prolific, err error) {
	for _, name := range c.now.Inventors {
		args := []any{c.now.center, c.now.id, int64(c.s.Today) - quarter}
		for _, t := range c.traits {
			if t.name == name && (t.kind == byOwner || t.kind == byNumber) {
				args = append(args, t.token)
			}
		}
		if len(args) == 3 {
			continue
		}
		fields := map[string]bool{c.now.field: true}
		cases := map[int64]bool{c.now.id: true}
		rows, err := c.s.Tx.Query(c.s.Ctx, `SELECT DISTINCT case_id, field FROM preexam_trait WHERE center_id = $1 AND case_id <> $2 AND day > $3
			AND token IN (`+places(4, len(args)-3)+`) LIMIT `+places(len(args)+1, 1), append(args, maxShared)...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id int64
			var field string
			if err := rows.Scan(&id, &field); err != nil {
				rows.Close()
				return nil, err
			}
			fields[field], cases[id] = true, true
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return nil, err
		}
		delete(fields, "")
		out = append(out, check.Prolific{Name: name, Filings: len(cases), Fields: len(fields)})
	}
	return out, nil
}

// filings counts those of the applicant within a year, and which lie outside its business.
func (c *comparing) filings(e *check.EarlierFacts) error {
	since := int64(c.s.Today) - year
	err := c.s.Tx.Row(c.s.Ctx, `SELECT COUNT(*) FROM preexam_memory WHERE party_id = $1 AND day > $2 AND case_id <> $3`, c.now.party, since, c.now.id).Scan(&e.Filings)
	if err != nil {
		return err
	}
	e.Filings++
	if !e.IsOutside {
		return nil
	}
	// What an examiner has dismissed is not held against the applicant.
	err = c.s.Tx.Row(c.s.Ctx, `SELECT COUNT(*) FROM preexam_memory m WHERE m.party_id = $1 AND m.day > $2 AND m.case_id <> $3 AND EXISTS (
		SELECT 1 FROM preexam_finding f WHERE f.case_id = m.case_id AND f.version_no = m.version_no AND f.rule = $4 AND f.status <> 'dismissed')`,
		c.now.party, since, c.now.id, businessRule).Scan(&e.Outside)
	e.Outside++
	return err
}

// texts compares with the cases that share tokens of the text and with the latest of the applicant.
func (c *comparing) texts(s sharing) (alike []check.Duplicate, mixed []check.Recombined, err error) {
	prints := c.key.prints(c.text)
	if len(prints) == 0 {
		return nil, nil, nil
	}
	ids, err := c.candidates(prints)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		// A case whose text was destroyed, or one of another key, is not compared.
		key, err := c.s.Office.Keys.CaseKey(c.s.Ctx, c.s.Tx, id)
		if err != nil {
			continue
		}
		r, err := find(c.s.Ctx, c.s.Tx, key, id)
		if err != nil {
			return nil, nil, err
		}
		if r == nil || r.center != c.now.center {
			continue
		}
		sig, err := r.signature()
		if err != nil {
			return nil, nil, err
		}
		if sig == nil {
			continue
		}
		if err := c.against(r, sig, s, &alike, &mixed); err != nil {
			return nil, nil, err
		}
	}
	sorting.By(alike, func(a, b check.Duplicate) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return alike[:min(len(alike), 2*maxTold)], mixed[:min(len(mixed), 2*maxTold)], nil
}

// against compares with one case and adds what is worth telling.
func (c *comparing) against(r *row, sig *similarity.Signature, s sharing, alike *[]check.Duplicate, mixed *[]check.Recombined) error {
	how := similarity.Alike(c.text, sig)
	var parts similarity.Shared
	if how >= unlike {
		parts = similarity.Paragraphs(c.text, sig)
	}
	batch := parts.Near > 0 && c.limits.Paragraphs > 0 && parts.Share() >= c.limits.Paragraphs && r.day > c.s.Today-year
	if how < c.limits.Similar && !batch {
		return nil
	}
	k, err := c.s.Office.StandingOf(c.s.Ctx, c.s.Tx, c.s.Case.Center, r.id)
	if err != nil {
		return err
	}
	abnormal := k.State == "abnormal" || k.Attrs["ground"] == "非正常申请"
	if k.Number == "" && (k.State == "refused" || k.State == "withdrawn") {
		return nil // it never became a case that is examined
	}
	linked := r.party == c.now.party || c.among(s, r.party, byWay, byNumber)
	if !linked {
		if linked, err = c.related(r.party, s); err != nil {
			return err
		}
	}
	names, err := party.Names(c.s.Ctx, c.s.Tx, c.s.Case.Center, []int64{r.party})
	if err != nil {
		return err
	}
	d := check.Duplicate{CaseNo: cmp.Or(k.Number, "尚无案号的预审请求"), Party: names[r.party], State: c.state(k.State), Linked: linked, Abnormal: abnormal, Similarity: how}
	if how >= c.limits.Similar {
		*alike = append(*alike, d)
	}
	if batch && linked && !c.limits.Same(d) {
		*mixed = append(*mixed, check.Recombined{CaseNo: d.CaseNo, Party: d.Party, Of: parts.Of, Same: parts.Same, Near: parts.Near})
	}
	return nil
}

// state is the title of a state.
func (c *comparing) state(code string) string {
	return c.s.Chart.State(code).Title
}

// candidates are the cases that share most tokens of the text, and the latest of the applicant.
func (c *comparing) candidates(prints []int64) (ids []int64, err error) {
	args := []any{c.now.center, c.now.id}
	for _, t := range prints {
		args = append(args, t)
	}
	met := `SELECT case_id FROM preexam_print WHERE center_id = $1 AND case_id <> $2 AND token IN (` + places(3, len(prints)) + `)
		GROUP BY case_id ORDER BY COUNT(*) DESC, case_id DESC LIMIT ` + places(len(args)+1, 1)
	own := `SELECT case_id FROM preexam_memory WHERE party_id = $1 AND case_id <> $2 ORDER BY day DESC, case_id DESC LIMIT $3`
	for _, q := range []struct {
		text string
		args []any
	}{{met, append(args, maxMet)}, {own, []any{c.now.party, c.now.id, maxOwn}}} {
		rows, err := c.s.Tx.Query(c.s.Ctx, q.text, q.args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				rows.Close()
				return nil, err
			}
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
