// Package gallery (图片比对) knows again the views of designs that were handed in before. Of each case it
// keeps the numbers by which its pictures are known, never a picture: a few hundred bits that tell where a
// view gets darker, sealed under the center's key and deleted when the text of the case is destroyed.
//
// A design that nobody has published is secret (专利法第二十一条第三款), and so is that another party has
// handed in the same. A party is told of its own earlier cases alone; about those of others only the
// center's people are told, with the number, once the case has been handed in.
package gallery

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/patent"
)

// prints are the numbers of the views of a case, without what has a print like many others.
func prints(app *patent.Application) (out []imagery.Print) {
	for _, v := range app.Views {
		p := imagery.Print{Perceptual: v.Perceptual, Rough: v.Marks.Rough}
		if v.Present && v.Problem == "" && !v.Blank && !p.Plain() && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// aad binds the sealed prints to their case.
func aad(caseID int64) string { return fmt.Sprintf("preexam/%d/pictures", caseID) }

// size of a print as it is stored.
const size = 5 * 8

// pack and unpack turn prints into bytes and back.
func pack(all []imagery.Print) []byte {
	out := make([]byte, 0, size*len(all))
	for _, p := range all {
		out = binary.BigEndian.AppendUint64(out, p.Perceptual)
		for _, w := range p.Rough {
			out = binary.BigEndian.AppendUint64(out, w)
		}
	}
	return out
}

func unpack(b []byte) (out []imagery.Print) {
	for ; len(b) >= size; b = b[size:] {
		p := imagery.Print{Perceptual: binary.BigEndian.Uint64(b)}
		for i := range p.Rough {
			p.Rough[i] = binary.BigEndian.Uint64(b[8*(i+1):])
		}
		out = append(out, p)
	}
	return out
}

// Put keeps the prints of a case that was handed in, in place of those of its version before.
func Put(s *casework.Step, app *patent.Application) (err error) {
	defer fault.Wrap(&err, "keep prints")
	all := prints(app)
	if len(all) == 0 {
		return Drop(s.Ctx, s.Tx, s.Case.ID)
	}
	key, err := s.Office.Keys.Center(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO preexam_picture (case_id, center_id, owner_id, body) VALUES ($1,$2,$3,$4)
		ON CONFLICT (case_id) DO UPDATE SET owner_id = excluded.owner_id, body = excluded.body`,
		s.Case.ID, s.Case.Center, s.Case.Owner, key.Seal(aad(s.Case.ID), pack(all)))
	return err
}

// Drop deletes the prints of a case.
func Drop(ctx context.Context, tx *store.Tx, caseID int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM preexam_picture WHERE case_id = $1`, caseID)
	return err
}

// Forget deletes the prints of a case whose text is destroyed with the move.
func Forget(s *casework.Step) error {
	s.ShredAfter()
	return Drop(s.Ctx, s.Tx, s.Case.ID)
}

// Own compares the views with those of earlier cases of the same party.
func Own(ctx context.Context, o *casework.Office, tx *store.Tx, c *casework.Case, app *patent.Application) (*check.GalleryFacts, error) {
	return facts(ctx, o, tx, c, app, true)
}

// facts finds the cases of the center that have a view of these, those of the party or those of others.
func facts(ctx context.Context, o *casework.Office, tx *store.Tx, c *casework.Case, app *patent.Application, own bool) (_ *check.GalleryFacts, err error) {
	defer fault.Wrap(&err, "compare pictures")
	out := &check.GalleryFacts{}
	if len(prints(app)) == 0 {
		return out, nil
	}
	key, err := o.Keys.Center(ctx, tx, c.Center)
	if err != nil {
		return nil, err
	}
	found, err := alike(ctx, tx, key, c, app, own)
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		no, err := o.NumberOf(ctx, tx, c.Center, x.caseID)
		if err != nil {
			return nil, err
		}
		out.Alike = append(out.Alike, check.Alike{View: x.view, CaseNo: no, Own: own})
	}
	return out, nil
}

// match is a view that another case has too.
type match struct {
	view   string
	caseID int64
}

// alike goes over the prints of the center. A scan of a hundred thousand cases takes less time than
// reading one package.
func alike(ctx context.Context, tx *store.Tx, key seal.Key, c *casework.Case, app *patent.Application, own bool) (out []match, err error) {
	q := `SELECT case_id, body FROM preexam_picture WHERE center_id = $1 AND case_id <> $2 AND owner_id <> $3 ORDER BY case_id`
	if own {
		q = `SELECT case_id, body FROM preexam_picture WHERE center_id = $1 AND case_id <> $2 AND owner_id = $3 ORDER BY case_id`
	}
	rows, err := tx.Query(ctx, q, c.Center, c.ID, c.Owner)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() && len(out) < mostAlike {
		var id int64
		var body []byte
		if err := rows.Scan(&id, &body); err != nil {
			return nil, err
		}
		plain, err := key.Open(aad(id), body)
		if err != nil {
			return nil, err
		}
		theirs := unpack(plain)
		for _, v := range app.Views {
			p := imagery.Print{Perceptual: v.Perceptual, Rough: v.Marks.Rough}
			if !v.Blank && v.Problem == "" && !p.Plain() && slices.ContainsFunc(theirs, p.Same) {
				out = append(out, match{v.Label, id})
			}
		}
	}
	return out, rows.Err()
}

// mostAlike bounds what one case can be told.
const mostAlike = 50

// Take adds to a report what the rules say about the pictures of other parties, for the desk alone, and
// keeps the prints for the cases to come. The stored report, which the party reads too, stays as it was.
func Take(s *casework.Step, v *record.Version, rules []check.Rule) error {
	found, err := facts(s.Ctx, s.Office, s.Tx, s.Case, v.App, false)
	if err != nil {
		return err
	}
	if len(found.Alike) > 0 {
		here := slices.DeleteFunc(slices.Clone(rules), func(r check.Rule) bool { return !slices.Contains(r.Needs, check.Gallery) })
		rep := check.Run(check.Input{App: v.App, On: s.Today, Facts: check.Facts{Gallery: found}}, here)
		v.Report.Findings = append(v.Report.Findings, rep.Findings...)
	}
	return Put(s, v.App)
}
