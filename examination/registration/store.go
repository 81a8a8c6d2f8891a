package registration

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
	"zhibao/casework/party"
	"zhibao/examination/registration/ladder"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/secrecy"
)

// An Entry is what the register holds of one party, with the case in which it came about. The
// particulars are sealed under the key of that case.
type Entry struct {
	Party, Center, Case int64
	Kind                string // KindEntity or KindAgency
	Registered          calendar.Day
	Until               calendar.Day // last day of a suspension, or of the bar after a cancellation
	Ground              string       // of the suspension or cancellation
	Assured             bool         // an agency on the list of assured agencies
	Particulars         Particulars
}

// entryAAD binds particulars to their party.
func entryAAD(party int64) string { return fmt.Sprintf("registration/entry/%d", party) }

// putEntry writes the entry of a party under the key of its case.
func putEntry(ctx context.Context, tx *store.Tx, key seal.Key, e *Entry) (err error) {
	defer fault.Wrap(&err, "put entry")
	body, err := json.Marshal(e.Particulars)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO registration_entry (party_id, center_id, case_id, kind, registered_day, until_day, ground, assured, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (party_id) DO UPDATE SET case_id = excluded.case_id, registered_day = excluded.registered_day,
		until_day = excluded.until_day, ground = excluded.ground, assured = excluded.assured, body = excluded.body`,
		e.Party, e.Center, e.Case, e.Kind, int64(e.Registered), int64(e.Until), e.Ground, e.Assured, key.Seal(entryAAD(e.Party), body))
	return err
}

// plainEntry reads the entry of a party without the sealed part; nil if there is none.
func plainEntry(ctx context.Context, tx *store.Tx, center, party int64) (*Entry, []byte, error) {
	e := &Entry{Party: party}
	var registered, until int64
	var body []byte
	err := tx.Row(ctx, `SELECT center_id, case_id, kind, registered_day, until_day, ground, assured, body FROM registration_entry
		WHERE party_id = $1 AND center_id = $2`, party, center).Scan(&e.Center, &e.Case, &e.Kind, &registered, &until, &e.Ground, &e.Assured, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, nil
	} else if err != nil {
		return nil, nil, err
	}
	e.Registered, e.Until = calendar.Day(registered), calendar.Day(until)
	return e, body, nil
}

// entry reads the entry of a party with its particulars; nil if there is none.
func (d *Desk) entry(ctx context.Context, tx *store.Tx, center, party int64) (_ *Entry, err error) {
	defer fault.Wrap(&err, "entry of party %d", party)
	e, body, err := plainEntry(ctx, tx, center, party)
	if err != nil || e == nil {
		return nil, err
	}
	key, err := d.office.Keys.CaseKey(ctx, tx, e.Case)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(entryAAD(party), body)
	if err != nil {
		return nil, err
	}
	return e, json.Unmarshal(plain, &e.Particulars)
}

// Contacts returns the contacts that a party stated.
func (d *Desk) Contacts(ctx context.Context, tx *store.Tx, center, party int64) ([]Contact, error) {
	e, err := d.entry(ctx, tx, center, party)
	if err != nil || e == nil {
		return nil, err
	}
	return e.Particulars.Contacts, nil
}

// entrants are the parties whose registration is in force, or the one that is asked for, with what
// they brought along.
func entrants(ctx context.Context, tx *store.Tx, center, of int64) (out []ladder.Entrant, err error) {
	defer fault.Wrap(&err, "entrants")
	parties, err := standingParties(ctx, tx, center, of)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT e.party_id, e.case_id, e.kind, COALESCE(c.year, 0), COALESCE(c.passed, 0), COALESCE(c.failed, 0) FROM registration_entry e
		LEFT JOIN registration_carried c ON c.party_id = e.party_id AND c.center_id = e.center_id WHERE e.center_id = $1 AND (e.party_id = $2 OR CAST($2 AS BIGINT) = 0) ORDER BY e.party_id`, center, of)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e ladder.Entrant
		var c ladder.Carried
		if err := rows.Scan(&e.Party, &e.Case, &e.Kind, &c.Year, &c.Passed, &c.Failed); err != nil {
			return nil, err
		}
		p := parties[e.Party]
		if p == nil {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Party != e.Party {
			e.Name, e.Agency = p.Name, p.Kind == party.Agency
			out = append(out, e)
		}
		if c.Passed+c.Failed > 0 {
			last := &out[len(out)-1]
			last.Carried = append(last.Carried, c)
		}
	}
	return out, rows.Err()
}

// standingParties are the parties that may use the fast lane or are suspended, or the one asked for.
func standingParties(ctx context.Context, tx *store.Tx, center, of int64) (map[int64]*party.Party, error) {
	var all []*party.Party
	if of != 0 {
		p, err := party.Get(ctx, tx, center, of)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	} else {
		for _, kind := range []party.Kind{party.Entity, party.Agency} {
			ps, err := party.Search(ctx, tx, center, kind, "", maxListed)
			if err != nil {
				return nil, err
			}
			all = append(all, ps...)
		}
	}
	out := map[int64]*party.Party{}
	for _, p := range all {
		if p.Status == party.Active || p.Status == party.Suspended {
			out[p.ID] = p
		}
	}
	return out, nil
}

// own returns the entry that the step's case is about.
func (d *Desk) own(s *casework.Step) (*Entry, error) {
	e, err := d.entry(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	// A party that applied again has a newer case; the old one must not change its standing.
	if err == nil && (e == nil || e.Case != s.Case.ID) {
		return nil, fault.New(fault.Conflict, "registration.superseded", "该主体已有更新的备案，本案不再办理；请打开其现行备案")
	}
	return e, err
}

// A File is one document of a case in the encrypted store.
type File struct {
	ID      int64     `json:"-"`
	Move    string    `json:"-"` // in which it was handed in
	At      time.Time `json:"-"`
	Account int64     `json:"-"`
	Name    string    `json:"name"`
	Size    int64     `json:"size"`
	SHA256  string    `json:"sha256"`
	SM3     string    `json:"sm3,omitempty"`
	Blob    string    `json:"blob"` // address in the encrypted store
}

// fileAAD binds the description of a document to its row.
func fileAAD(id int64) string { return fmt.Sprintf("registration/file/%d", id) }

// blobPlace is the place of the documents of a case in the encrypted store.
func blobPlace(caseID int64) string { return fmt.Sprintf("registration/%d/file", caseID) }

// takeoverPlace is the place of the proof of a take-over.
func takeoverPlace(id int64) string { return fmt.Sprintf("registration/takeover/%d/file", id) }

// ref is the address of the file at its place.
func (f *File) ref(p string) blob.Ref {
	return blob.Ref{Address: f.Blob, Place: p, SHA256: f.SHA256, Size: f.Size}
}

// maxFile bounds one stored document, whatever its form allows.
const maxFile = 20 << 20

// keep stores files at a place in the encrypted store. Empty ones are passed over.
func (d *Desk) keep(ctx context.Context, key seal.Key, place string, declared secrecy.Declared, files ...form.File) (out []File, err error) {
	defer fault.Wrap(&err, "keep files")
	if err := unmarked(ctx, declared, files); err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.IsZero() {
			continue
		}
		one, err := d.keepOne(ctx, key, place, f)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// keepOne stores one file unaltered.
func (d *Desk) keepOne(ctx context.Context, key seal.Key, place string, f form.File) (File, error) {
	r, err := f.Open()
	if err != nil {
		return File{}, err
	}
	defer r.Close()
	digest := sm3.New()
	ref, err := d.Blobs.Put(ctx, key, place, io.TeeReader(r, digest), maxFile)
	return File{Name: f.Name, Size: ref.Size, SHA256: ref.SHA256, SM3: fmt.Sprintf("%x", digest.Sum(nil)), Blob: ref.Address}, err
}

// unmarked refuses files with a mark of state secrets before anything is stored, and forgets what
// was sent of them before the form. Files that cannot be searched need the word of their sender.
func unmarked(ctx context.Context, declared secrecy.Declared, files []form.File) error {
	var in []bundle.File
	for _, f := range files {
		if !f.IsZero() {
			in = append(in, bundle.File{Name: f.Name, Size: f.Size, Open: f.Open})
		}
	}
	m, unread, err := secrecy.Find(ctx, in)
	if err != nil {
		return err
	}
	if m == nil {
		return declared.Missing(unread)
	}
	for _, f := range files {
		if err := f.Drop(); err != nil {
			return err
		}
	}
	return m.Refusal()
}

// attach records stored files in the case.
func (d *Desk) attach(s *casework.Step, files []File) (err error) {
	defer fault.Wrap(&err, "attach files")
	for _, f := range files {
		body, err := json.Marshal(f)
		if err != nil {
			return err
		}
		id := s.Office.DB.NewID()
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO registration_file (id, center_id, case_id, at, account_id, move, body) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
			id, s.Case.Center, s.Case.ID, s.Now.UnixMicro(), s.Actor.Account, s.Move.Code, s.Key().Seal(fileAAD(id), body)); err != nil {
			return err
		}
		if err := casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, f.Blob); err != nil {
			return err
		}
	}
	return nil
}

// Filed lists the documents that came to a case from a time on.
func (d *Desk) Filed(ctx context.Context, tx *store.Tx, caseID int64, since time.Time) (out []blob.Kept, err error) {
	all, err := d.files(ctx, tx, caseID)
	for _, f := range all {
		if !f.At.Before(since) {
			out = append(out, blob.Kept{Ref: f.ref(blobPlace(caseID)), Name: f.Name, At: f.At})
		}
	}
	return out, err
}

// files lists the documents of a case, oldest first.
func (d *Desk) files(ctx context.Context, tx *store.Tx, caseID int64) (_ []File, err error) {
	defer fault.Wrap(&err, "files of case %d", caseID)
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT id, at, account_id, move, body FROM registration_file WHERE case_id = $1 ORDER BY id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []File
	for rows.Next() {
		var f File
		var at int64
		var body []byte
		if err := rows.Scan(&f.ID, &at, &f.Account, &f.Move, &body); err != nil {
			return nil, err
		}
		plain, err := key.Open(fileAAD(f.ID), body)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &f); err != nil {
			return nil, err
		}
		f.At = time.UnixMicro(at)
		out = append(out, f)
	}
	return out, rows.Err()
}

// An Answer is how the check answered one criterion.
type Answer struct {
	Title string
	Met   bool
}

// answers returns the answers of the latest check of a case.
func answers(ctx context.Context, tx *store.Tx, caseID int64) (_ []Answer, err error) {
	defer fault.Wrap(&err, "criteria of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT title, met FROM registration_criterion WHERE case_id = $1 AND
		round = (SELECT MAX(round) FROM registration_criterion WHERE case_id = $1) ORDER BY id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Answer
	for rows.Next() {
		var a Answer
		if err := rows.Scan(&a.Title, &a.Met); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}
