package delegation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/secrecy"
)

// A file is a signed document of an entrustment in the encrypted store.
type file struct {
	ID     int64     `json:"-"`
	Move   string    `json:"-"` // in which it was handed in
	At     time.Time `json:"-"`
	Name   string    `json:"name"`
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
	SM3    string    `json:"sm3"`
	Blob   string    `json:"blob"` // address in the encrypted store
}

const maxFile = 20 << 20

func fileAAD(id int64) string { return fmt.Sprintf("delegation/file/%d", id) }

// place is where the documents of a case lie in the encrypted store.
func (f *file) place(caseID int64) blob.Ref {
	return blob.Ref{Address: f.Blob, Place: blobPlace(caseID), SHA256: f.SHA256, Size: f.Size}
}

func blobPlace(caseID int64) string { return fmt.Sprintf("delegation/%d/file", caseID) }

// A signed form brings a document, which is stored before the transaction begins.
type signed interface {
	document() (form.File, secrecy.Declared, *file)
}

// before stores the document of a form, which a form may do without where it is not signed.
func before[T any, P interface {
	*T
	signed
}](d *Desk) func(context.Context, *casework.Case, seal.Key, *T) error {
	return func(ctx context.Context, k *casework.Case, key seal.Key, in *T) error {
		f, declared, to := P(in).document()
		if f.IsZero() {
			return nil
		}
		return d.store(ctx, key, k.ID, declared, f, to)
	}
}

// store stores a document unaltered. One with a mark of state secrets is refused before anything is stored, and
// what was sent of it before the form is forgotten.
func (d *Desk) store(ctx context.Context, key seal.Key, caseID int64, declared secrecy.Declared, f form.File, to *file) (err error) {
	defer fault.Wrap(&err, "store document")
	mark, unread, err := secrecy.Find(ctx, []bundle.File{{Name: f.Name, Size: f.Size, Open: f.Open}})
	if err != nil {
		return err
	}
	if mark != nil {
		return errors.Join(mark.Refusal(), f.Drop())
	}
	if err := declared.Missing(unread); err != nil {
		return err
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	digest := sm3.New()
	ref, err := d.Blobs.Put(ctx, key, blobPlace(caseID), io.TeeReader(r, digest), maxFile)
	*to = file{Name: f.Name, Size: ref.Size, SHA256: ref.SHA256, SM3: fmt.Sprintf("%x", digest.Sum(nil)), Blob: ref.Address}
	return err
}

// keep records a stored document in the case.
func (d *Desk) keep(s *casework.Step, in signed) (err error) {
	defer fault.Wrap(&err, "keep document")
	_, _, f := in.document()
	if f.Blob == "" {
		return fault.New(fault.Invalid, "delegation.document", "请上传文件").At("file")
	}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	id := s.Office.DB.NewID()
	if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO delegation_file (id, center_id, case_id, at, account_id, move, body) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		id, s.Case.Center, s.Case.ID, s.Now.UnixMicro(), s.Actor.Account, s.Move.Code, s.Key().Seal(fileAAD(id), body)); err != nil {
		return err
	}
	return casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, f.Blob)
}

// files lists the documents of a case, oldest first.
func (d *Desk) files(ctx context.Context, tx *store.Tx, caseID int64) (out []file, err error) {
	defer fault.Wrap(&err, "documents of case %d", caseID)
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT id, at, move, body FROM delegation_file WHERE case_id = $1 ORDER BY id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var f file
		var at int64
		var body []byte
		if err := rows.Scan(&f.ID, &at, &f.Move, &body); err != nil {
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

// filePage sends one document to whoever may read the papers of the case.
func (d *Desk) filePage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	var found *file
	var in *blob.File
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.office.Get(c.Context(), tx, a, id)
		if err != nil {
			return err
		}
		if k.Chart != d.chart.Code || !d.office.Policy.May(a.Subject, casework.ActForm, k.Object()) {
			return gone()
		}
		fs, err := d.files(c.Context(), tx, id)
		for i := range fs {
			if strconv.FormatInt(fs[i].ID, 10) == c.Path("file") {
				found = &fs[i]
			}
		}
		if err != nil || found == nil {
			return err
		}
		key, err := d.office.Keys.CaseKey(c.Context(), tx, id)
		if err != nil {
			return err
		}
		in, err = d.Blobs.Open(c.Context(), key, found.place(id))
		return err
	})
	if err != nil {
		return err
	}
	if found == nil {
		return gone()
	}
	defer in.Close()
	return original.Send(c, found.Name, in)
}

func gone() error {
	return fault.New(fault.Missing, "delegation.file", "没有这份材料，或您无权查看；请从案件页面打开")
}
