package infringement

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/secrecy"
	"zhibao/protection/infringement/matter"
)

// fileAAD binds what is kept of a case to the case.
func fileAAD(id int64) string { return fmt.Sprintf("infringement/file/%d", id) }

// place is where the files of a case are kept.
func place(id int64) string { return fmt.Sprintf("infringement/%d", id) }

// maxFile bounds one file.
const maxFile = 200 << 20

// A row is what is plain about a case, for lists, figures and the search for repeated infringement.
type row struct {
	Case, Center    int64
	Patent, Kind    string
	Simple          bool
	Accepted, Ended calendar.Day
	Outcome         string
	Handler         int64
	Judged          string // what a court held of the decision
}

// put writes the case's matter under its key, with the row that follows from it.
func put(s *casework.Step, f *matter.File, r *row) (err error) {
	defer fault.Wrap(&err, "put matter of case %d", s.Case.ID)
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	r.Case, r.Center, r.Patent, r.Kind, r.Simple, r.Handler = s.Case.ID, s.Case.Center, f.Patent.Number, f.Patent.Kind, f.Simple, s.Case.Handler
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO infringement_case (case_id, center_id, patent, kind, simple, accepted_day, ended_day, outcome, handler, judged, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT (case_id) DO UPDATE SET patent = excluded.patent, kind = excluded.kind, simple = excluded.simple,
		accepted_day = excluded.accepted_day, ended_day = excluded.ended_day, outcome = excluded.outcome, handler = excluded.handler, judged = excluded.judged, body = excluded.body`,
		r.Case, r.Center, r.Patent, r.Kind, r.Simple, int64(r.Accepted), int64(r.Ended), r.Outcome, r.Handler, r.Judged, s.Key().Seal(fileAAD(s.Case.ID), body))
	return err
}

// get reads the matter of a case and its row.
func (d *Desk) get(ctx context.Context, tx *store.Tx, id int64) (f *matter.File, r *row, err error) {
	defer fault.Wrap(&err, "matter of case %d", id)
	f, r = &matter.File{}, &row{Case: id}
	var body []byte
	var accepted, ended int64
	err = tx.Row(ctx, `SELECT center_id, patent, kind, simple, accepted_day, ended_day, outcome, handler, judged, body FROM infringement_case WHERE case_id = $1`, id).
		Scan(&r.Center, &r.Patent, &r.Kind, &r.Simple, &accepted, &ended, &r.Outcome, &r.Handler, &r.Judged, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, fault.New(fault.Missing, "infringement.missing", "没有这个侵权案件，请从“我的案件”中打开")
	} else if err != nil {
		return nil, nil, err
	}
	r.Accepted, r.Ended = calendar.Day(accepted), calendar.Day(ended)
	key, err := d.office.Keys.CaseKey(ctx, tx, id)
	if err != nil {
		return nil, nil, err
	}
	plain, err := key.Open(fileAAD(id), body)
	if err != nil {
		return nil, nil, err
	}
	return f, r, json.Unmarshal(plain, f)
}

// change reads the matter, lets act change it, and writes it back.
func (d *Desk) change(s *casework.Step, act func(f *matter.File, r *row) error) error {
	f, r, err := d.get(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if err := act(f, r); err != nil {
		return err
	}
	return put(s, f, r)
}

// beside lists the other open cases about a patent.
func beside(ctx context.Context, tx *store.Tx, center, self int64, patent string) (out []int64, err error) {
	defer fault.Wrap(&err, "cases about a patent")
	return ids(tx.Query(ctx, `SELECT case_id FROM infringement_case WHERE center_id = $1 AND patent = $2 AND case_id <> $3 AND ended_day = 0 AND accepted_day > 0 ORDER BY case_id`, center, patent, self))
}

// ids reads the numbers of cases.
func ids(rows *sql.Rows, err error) (out []int64, _ error) {
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, id)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// Patent is the patent of a case, as its number is written without a prefix.
func Patent(ctx context.Context, tx *store.Tx, caseID int64) (number string, err error) {
	err = tx.Row(ctx, `SELECT patent FROM infringement_case WHERE case_id = $1`, caseID).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return number, err
}

// Concerned are the cases of a center about a patent.
func Concerned(ctx context.Context, tx *store.Tx, center int64, patent string) (out []int64, err error) {
	defer fault.Wrap(&err, "cases about a patent")
	return ids(tx.Query(ctx, `SELECT case_id FROM infringement_case WHERE center_id = $1 AND patent = $2 ORDER BY case_id`, center, patent))
}

// effective records that an order to stop binds a party, and returns the case in which it was bound before for the
// same patent, 0 for none.
func effective(s *casework.Step, party int64, patent string) (earlier int64, err error) {
	defer fault.Wrap(&err, "effect of case %d", s.Case.ID)
	err = s.Tx.Row(s.Ctx, `SELECT case_id FROM infringement_effect WHERE center_id = $1 AND party_id = $2 AND patent = $3 AND case_id <> $4 ORDER BY day DESC, case_id DESC LIMIT 1`,
		s.Case.Center, party, patent, s.Case.ID).Scan(&earlier)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO infringement_effect (case_id, center_id, party_id, patent, day) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`,
		s.Case.ID, s.Case.Center, party, patent, int64(s.Today))
	return earlier, err
}

// keep stores files before a move, once it is known that none bears a mark of a state secret.
func (d *Desk) keep(ctx context.Context, key seal.Key, caseID int64, declared secrecy.Declared, what string, files ...form.File) (out []matter.Doc, err error) {
	defer fault.Wrap(&err, "keep files")
	if err := screen(ctx, declared, files); err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.IsZero() {
			continue
		}
		doc, err := d.keepOne(ctx, key, caseID, f)
		if err != nil {
			return nil, err
		}
		doc.What = what
		out = append(out, doc)
	}
	return out, nil
}

// screen refuses files that bear a mark of a state secret, and drops them; where some cannot be read, somebody
// has to declare that they bear none.
func screen(ctx context.Context, declared secrecy.Declared, files []form.File) error {
	var in []bundle.File
	for _, f := range files {
		if !f.IsZero() {
			in = append(in, bundle.File{Name: f.Name, Size: f.Size, Open: f.Open})
		}
	}
	if len(in) == 0 {
		return nil
	}
	mark, unread, err := secrecy.Find(ctx, in)
	if err != nil {
		return err
	}
	if mark == nil {
		return declared.Missing(unread)
	}
	for _, f := range files {
		if err := f.Drop(); err != nil {
			return err
		}
	}
	return mark.Refusal()
}

// keepOne stores one file unaltered, with both digests.
func (d *Desk) keepOne(ctx context.Context, key seal.Key, caseID int64, f form.File) (doc matter.Doc, err error) {
	r, err := f.Open()
	if err != nil {
		return doc, err
	}
	defer r.Close()
	digest := sm3.New()
	ref, err := d.Blobs.Put(ctx, key, place(caseID), io.TeeReader(r, digest), maxFile)
	return matter.Doc{Name: f.Name, Size: ref.Size, SHA256: ref.SHA256, SM3: fmt.Sprintf("%x", digest.Sum(nil)), Blob: ref.Address}, err
}

// attach adds stored files to the case, to be read by the sides that are named and by the staff.
func attach(s *casework.Step, f *matter.File, docs []matter.Doc, sides ...string) error {
	for _, doc := range docs {
		doc.ID, doc.On, doc.At, doc.Account, doc.Sides = s.Office.DB.NewID(), s.Today, s.Received, s.Actor.Account, sides
		f.Docs = append(f.Docs, doc)
		if err := casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, doc.Blob); err != nil {
			return err
		}
	}
	return nil
}

// open opens a stored file.
func (d *Desk) open(ctx context.Context, tx *store.Tx, caseID int64, doc *matter.Doc) (*blob.File, error) {
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	return d.Blobs.Open(ctx, key, blob.Ref{Address: doc.Blob, Place: place(caseID), Size: doc.Size, SHA256: doc.SHA256})
}

// Filed lists the files that came to a case at a time or later. Of what came before the hour was kept, all of that
// day count as later.
func (d *Desk) Filed(ctx context.Context, tx *store.Tx, caseID int64, since time.Time) (out []blob.Kept, err error) {
	f, _, err := d.get(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	for _, doc := range f.Docs {
		at, late := doc.At, !doc.At.Before(since)
		if at.IsZero() {
			at, late = doc.On.Begin(), doc.On >= calendar.DayOf(since)
		}
		if late {
			out = append(out, blob.Kept{Ref: blob.Ref{Address: doc.Blob, Place: place(caseID), Size: doc.Size, SHA256: doc.SHA256}, Name: doc.Name, At: at})
		}
	}
	return out, nil
}
