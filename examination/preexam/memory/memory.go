// Package memory (在先案件比对) keeps what is needed of a submitted case to compare later ones with it,
// and compares: texts that are alike, the same paragraphs with other words in them, persons and ways of
// contact that several applicants share, how much an applicant and an inventor file.
//
// Notice 1.2.3 and annex. No text is kept here: of a text there is a signature, sealed under the key of
// the case, and keyed tokens by which it is found; of persons and contacts there are keyed tokens alone.
// When a case is destroyed, all of it goes.
package memory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/similarity"
)

const (
	year    = 365 // days
	quarter = 90  // days in which an inventor's filings are counted
)

// kept is what is remembered of a case beside its tokens.
type kept struct {
	Text      []byte          `json:"text,omitempty"` // similarity.Signature
	Inventors []string        `json:"inventors"`
	Before    []string        `json:"before"` // inventors of the version before
	First     bool            `json:"first"`  // there was no version before
	Skipped   []check.Skipped `json:"skipped"`
	Passed    []string        `json:"passed"`
}

// row is a remembered case.
type row struct {
	id, center, version, party int64
	day                        calendar.Day
	field                      string
	kept
}

func aad(caseID int64) string { return fmt.Sprintf("preexam/%d/memory", caseID) }

// Rules returns the rules that compare with earlier cases.
func Rules(all []check.Rule) []check.Rule {
	return slices.DeleteFunc(slices.Clone(all), func(r check.Rule) bool { return !slices.Contains(r.Needs, check.Earlier) })
}

// Take compares a version that is handed in with the earlier cases, runs the rules that need it with
// the other facts given, and remembers the version. It is called again for each later version.
func Take(s *casework.Step, v *record.Version, facts check.Facts, rules []check.Rule) (_ *check.Report, err error) {
	defer fault.Wrap(&err, "compare with earlier cases")
	c, err := open(s, v)
	if err != nil {
		return nil, err
	}
	if facts.Registry != nil {
		c.staff(facts.Registry.Staff)
	}
	if facts.Earlier, err = c.earlier(); err != nil {
		return nil, err
	}
	if facts.Published, err = c.published(); err != nil {
		return nil, err
	}
	rep := check.Run(check.Input{App: v.App, On: s.Today, Facts: facts}, Rules(rules))
	c.now.Skipped, c.now.Passed = rep.Skipped, rep.Passed
	return rep, c.put()
}

// comparing is one case while it is compared.
type comparing struct {
	s      *casework.Step
	app    *patent.Application
	key    keyed // of the center
	limits check.Limits
	text   *similarity.Signature // nil for a design
	traits []trait
	old    *row // of the version before, nil for the first
	now    row
	report *check.Report // of the version, by the rules that need nothing else
}

func open(s *casework.Step, v *record.Version) (c *comparing, err error) {
	k := s.Case
	c = &comparing{s: s, app: v.App, report: v.Report}
	if c.key.Key, err = s.Office.Keys.Center(s.Ctx, s.Tx, k.Center); err != nil {
		return nil, err
	}
	if c.limits, err = limits(s); err != nil {
		return nil, err
	}
	if c.old, err = find(s.Ctx, s.Tx, s.Key(), k.ID); err != nil {
		return nil, err
	}
	c.now = row{id: k.ID, center: k.Center, version: v.No, party: k.Owner, day: s.Today, field: k.Attrs["class"]}
	c.now.Inventors, c.now.First = inventors(v.App), true
	if o := c.old; o != nil {
		c.now.day, c.now.Before, c.now.First = o.day, o.Inventors, false
		// Handed in again unchanged.
		if o.version == v.No {
			c.now.Before, c.now.First = o.Before, o.First
		}
	}
	if v.App.Kind != patent.Design {
		c.text = similarity.Of(paragraphs(v.App))
		if c.now.Text, err = c.text.MarshalBinary(); err != nil {
			return nil, err
		}
	}
	c.traits = c.traitsOf()
	return c, nil
}

// paragraphs are the blocks of claims and description.
func paragraphs(app *patent.Application) (out []string) {
	for _, part := range []patent.Part{patent.Claims, patent.Description} {
		t := app.Text(part)
		for _, b := range t.Blocks {
			out = append(out, t.Of(b))
		}
	}
	return out
}

func inventors(app *patent.Application) (out []string) {
	if app.Request != nil {
		for _, v := range app.Request.Inventors {
			if v.Name != "" && len(out) < maxPeople {
				out = append(out, v.Name)
			}
		}
	}
	return out
}

// outside reports whether SUB-012 found that the application lies outside the applicant's business.
func (c *comparing) outside() bool {
	return c.report != nil && slices.ContainsFunc(c.report.Findings, func(f check.Finding) bool { return f.Rule == businessRule })
}

// businessRule is the rule that compares the field with the applicant's business.
const businessRule = "SUB-012"

// put writes the row with its tokens, in the place of those of the version before.
func (c *comparing) put() error {
	s, n := c.s, &c.now
	if err := Forget(s); err != nil {
		return err
	}
	body, err := json.Marshal(n.kept)
	if err != nil {
		return err
	}
	if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO preexam_memory (case_id, center_id, version_no, party_id, day, field, body) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		n.id, n.center, n.version, n.party, int64(n.day), n.field, s.Key().Seal(aad(n.id), body)); err != nil {
		return err
	}
	for _, t := range c.key.prints(c.text) {
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO preexam_print (center_id, token, case_id) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING`, n.center, t, n.id); err != nil {
			return err
		}
	}
	for _, t := range c.traits {
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO preexam_trait (center_id, token, case_id, party_id, day, field) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
			n.center, t.token, n.id, t.party, int64(n.day), n.field); err != nil {
			return err
		}
	}
	return nil
}

const columns = `case_id, center_id, version_no, party_id, day, field, body`

// find returns what is remembered of a case, nil if nothing is.
func find(ctx context.Context, tx *store.Tx, key seal.Key, caseID int64) (*row, error) {
	r := &row{}
	var day int64
	var body []byte
	err := tx.Row(ctx, `SELECT `+columns+` FROM preexam_memory WHERE case_id = $1`, caseID).Scan(&r.id, &r.center, &r.version, &r.party, &day, &r.field, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	r.day = calendar.Day(day)
	plain, err := key.Open(aad(caseID), body)
	if err != nil {
		return nil, err
	}
	return r, json.Unmarshal(plain, &r.kept)
}

// Skipped returns, of the rules that a version's own report could not decide, those that the comparison
// with earlier cases could not decide either.
func Skipped(ctx context.Context, tx *store.Tx, key seal.Key, v *record.Version) ([]check.Skipped, error) {
	r, err := find(ctx, tx, key, v.Case)
	if err != nil || r == nil || r.version != v.No {
		return v.Report.Skipped, err
	}
	out := slices.DeleteFunc(slices.Clone(v.Report.Skipped), func(x check.Skipped) bool { return x.Why == check.Earlier.Title() })
	return append(out, r.Skipped...), nil
}

// Forget takes away everything that is remembered of the case. It is called before the key of the case
// is destroyed.
func Forget(s *casework.Step) error {
	id := s.Case.ID
	r, err := find(s.Ctx, s.Tx, s.Key(), id)
	if err != nil || r == nil {
		return err
	}
	center, err := s.Office.Keys.Center(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	sig, err := r.signature()
	if err != nil {
		return err
	}
	// By their tokens, because the table has no other index.
	for _, t := range (keyed{center}).prints(sig) {
		if _, err := s.Tx.Exec(s.Ctx, `DELETE FROM preexam_print WHERE center_id = $1 AND token = $2 AND case_id = $3`, s.Case.Center, t, id); err != nil {
			return err
		}
	}
	if _, err := s.Tx.Exec(s.Ctx, `DELETE FROM preexam_trait WHERE case_id = $1`, id); err != nil {
		return err
	}
	_, err = s.Tx.Exec(s.Ctx, `DELETE FROM preexam_memory WHERE case_id = $1`, id)
	return err
}

// signature returns that of the text, nil where none is kept.
func (r *row) signature() (*similarity.Signature, error) {
	if len(r.Text) == 0 {
		return nil, nil
	}
	out := &similarity.Signature{}
	return out, out.UnmarshalBinary(r.Text)
}
