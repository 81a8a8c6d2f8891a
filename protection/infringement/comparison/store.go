package comparison

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/protection/infringement/comparison/table"
)

// body is what is sealed of a version.
type body struct {
	Table  table.Table
	Name   string // who made it
	Detail string // of what was done: the label of a feature, the name of a view
}

// A Version is one version without its content, for the history.
type Version struct {
	No, Back int64 // Back is the version to which an undo leads, -1 where nothing is left to be undone
	At       time.Time
	Account  int64
	What     string // a word of whats
	Name     string
	Detail   string // of what was done
	center   int64
}

// A sheet is a comparison as somebody opened it.
type sheet struct {
	k      *casework.Case
	by     casework.Actor
	latest int64 // number of the latest version
	table  table.Table
	Version
	edit     bool               // the person may change it now
	exhibits map[string]Exhibit // those that the person may see, by number
	lacks    []any              // what is to be done before a decision
	earlier  bool               // not the latest version, and the person may bring it back
}

// aad binds a version to its case and number.
func aad(caseID, no int64) string { return fmt.Sprintf("comparison/%d/%d", caseID, no) }

// maxBody bounds a version when it is read back.
const maxBody = 32 << 20

// pack and unpack write a version: its text repeats itself, so it is compressed before it is sealed.
func pack(b *body) ([]byte, error) {
	plain, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	err = w.Close() // before the bytes are taken
	return out.Bytes(), err
}

// unpack reads a version back. It is bounded, though only this package writes what it reads.
func unpack(packed []byte) (*body, error) {
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxBody))
	if err != nil {
		return nil, err
	}
	b := &body{}
	return b, json.Unmarshal(plain, b)
}

// versions lists the versions of a case, the latest first.
func (d *Desk) versions(ctx context.Context, caseID int64) (out []Version, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, _, err = d.rows(ctx, tx, caseID, -1)
		return err
	})
	return out, err
}

const columns = `center_id, no, back, at, account_id, what, body`

// load reads one version of a case, the latest where no is 0. A case without any has an empty table.
func (d *Desk) load(ctx context.Context, tx *store.Tx, caseID, no int64) (_ table.Table, v Version, err error) {
	defer fault.Wrap(&err, "load comparison of case %d", caseID)
	all, last, err := d.rows(ctx, tx, caseID, no)
	if err != nil || len(all) == 0 {
		if err == nil && no != 0 {
			err = fault.New(fault.Missing, "comparison.version", "没有这一版，请从比对经过中打开")
		}
		return table.Table{}, v, err
	}
	return last.Table, all[0], nil
}

// rows reads the versions of a case, the latest first; of the number alone where it is not 0, and otherwise
// all of them. The content is that of the first.
func (d *Desk) rows(ctx context.Context, tx *store.Tx, caseID, no int64) (out []Version, first *body, err error) {
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, nil, err
	}
	q, args := `SELECT `+columns+` FROM comparison_version WHERE case_id = $1 ORDER BY no DESC LIMIT 1`, []any{caseID}
	switch {
	case no > 0:
		q, args = `SELECT `+columns+` FROM comparison_version WHERE case_id = $1 AND no = $2`, append(args, no)
	case no < 0:
		q = `SELECT ` + columns + ` FROM comparison_version WHERE case_id = $1 ORDER BY no DESC`
	}
	rows, err := tx.Query(ctx, q, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v Version
		var at int64
		var box []byte
		if err := rows.Scan(&v.center, &v.No, &v.Back, &at, &v.Account, &v.What, &box); err != nil {
			return nil, nil, err
		}
		packed, err := key.Open(aad(caseID, v.No), box)
		if err != nil {
			return nil, nil, err
		}
		b, err := unpack(packed)
		if err != nil {
			return nil, nil, err
		}
		v.At, v.Name, v.Detail = time.UnixMicro(at), b.Name, b.Detail
		if first == nil {
			first = b
		}
		out = append(out, v)
	}
	return out, first, rows.Err()
}

// insert writes a version.
func (d *Desk) insert(ctx context.Context, tx *store.Tx, k *casework.Case, v Version, t *table.Table) error {
	key, err := d.office.Keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return err
	}
	packed, err := pack(&body{Table: *t, Name: v.Name, Detail: v.Detail})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO comparison_version (id, center_id, case_id, no, back, at, account_id, what, body) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		d.office.DB.NewID(), k.Center, k.ID, v.No, v.Back, v.At.UnixMicro(), v.Account, v.What, key.Seal(aad(k.ID, v.No), packed))
	return err
}

// see loads the case for somebody who may read its comparison. To whom it is not open it is missing.
func (d *Desk) see(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) (*casework.Case, error) {
	k, err := d.office.Get(ctx, tx, by, id)
	if err != nil {
		return nil, err
	}
	admitted := d.serves(k.Chart) && d.office.Policy.May(by.Subject, ActRead, k.Object())
	if admitted && d.Admits != nil {
		if admitted, err = d.Admits(ctx, tx, by, k); err != nil {
			return nil, err
		}
	}
	if !admitted {
		return nil, fault.New(fault.Missing, "comparison.missing", "没有这个案件的侵权比对，或您无权查看；请从案件页面进入")
	}
	return k, nil
}

// frozen says why a comparison cannot be changed by somebody, nil where it can.
func (d *Desk) frozen(by casework.Actor, k *casework.Case) error {
	switch {
	case !d.office.Policy.May(by.Subject, ActEdit, k.Object()):
		return fault.New(fault.Forbidden, "comparison.edit", "侵权比对由本案承办人填写，您可以查看；需要修改的，请告知承办人")
	// What the file of a closed case says stays as it was when it was closed.
	case !k.Open():
		return fault.New(fault.Conflict, "comparison.closed", "案件已结案，侵权比对不能再修改；确有错误的，请按更正程序处理")
	case d.Closed != nil && d.Closed(k):
		return fault.New(fault.Conflict, "comparison.fixed", "决定已提交审核或者作出，侵权比对不能再修改；需要修改的，请先由审核人退回")
	}
	return nil
}

// open loads a comparison for somebody who may read it; the latest version where no is 0.
func (d *Desk) open(ctx context.Context, by casework.Actor, id, no int64) (s *sheet, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		s, err = d.laid(ctx, tx, by, asked{id, no})
		return err
	})
	return s, err
}

// asked is which version of which comparison somebody opens.
type asked struct{ id, no int64 }

// laid is open within a reading.
func (d *Desk) laid(ctx context.Context, tx *store.Tx, by casework.Actor, of asked) (s *sheet, err error) {
	s = &sheet{by: by}
	if s.k, err = d.see(ctx, tx, by, of.id); err != nil {
		return s, err
	}
	if s.table, s.Version, err = d.load(ctx, tx, of.id, of.no); err != nil {
		return s, err
	}
	latest := s.Version
	if of.no != 0 {
		if _, latest, err = d.load(ctx, tx, of.id, 0); err != nil {
			return s, err
		}
	}
	s.latest = latest.No
	may := d.frozen(by, s.k) == nil
	s.edit, s.earlier = may && of.no == 0, may && of.no != 0 && of.no != latest.No
	if err := d.showExhibits(ctx, tx, s); err != nil {
		return s, err
	}
	if err := d.named(ctx, tx, s.k, &s.table); err != nil {
		return s, err
	}
	s.lacks, err = d.lacks(ctx, tx, s.k, &s.table)
	return s, err
}

// showExhibits lists the exhibits that the person may see. What is sealed against the person stays hidden in
// the comparison too.
func (d *Desk) showExhibits(ctx context.Context, tx *store.Tx, s *sheet) error {
	s.exhibits = map[string]Exhibit{}
	if d.Exhibits == nil {
		return nil
	}
	all, err := d.Exhibits(ctx, tx, s.by, s.k)
	for _, e := range all {
		s.exhibits[e.Number] = e
	}
	return err
}

// hidden reports whether a reference points to an exhibit that the person may not see.
func (s *sheet) hidden(r *table.Ref) bool {
	_, known := s.exhibits[r.Number]
	return r.Exhibit != 0 && !known
}

// named fills in what the case says of the patent, as long as nobody entered it here.
func (d *Desk) named(ctx context.Context, tx *store.Tx, k *casework.Case, t *table.Table) error {
	if t.Patent.Number != "" || d.Patent == nil {
		return nil
	}
	p, err := d.Patent(ctx, tx, k)
	if err == nil && p.Number != "" {
		t.Patent = p
	}
	return err
}

// A change is one thing that somebody does to a comparison.
type change struct {
	what, detail string   // a word of whats, and what it was done to
	files        []string // addresses of files to which it refers from now on
	do           func(t *table.Table, m table.Mark) error
}

// Edit makes one change as the actor, under the same conditions as on a page: for the demo, and for what
// brings comparisons in from elsewhere. What is a word of the history.
func (d *Desk) Edit(ctx context.Context, by casework.Actor, caseID int64, what string, do func(t *table.Table, m table.Mark) error) error {
	_, err := d.change(ctx, by, caseID, change{what: what, do: do})
	return err
}

// tries is how often a change is made anew when somebody else wrote a version at the same moment.
const tries = 4

// change makes a version out of the latest one.
func (d *Desk) change(ctx context.Context, by casework.Actor, id int64, ch change) (no int64, err error) {
	defer fault.Wrap(&err, "change comparison of case %d", id)
	for range tries {
		err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
			no, err = d.write(ctx, tx, by, id, ch)
			return err
		})
		// The number of the version was taken a moment ago: the change is made anew on top of that version.
		if !store.IsUnique(err) {
			return no, err
		}
	}
	return 0, fault.New(fault.Conflict, "comparison.busy", "他人正在同时修改这份比对，您的修改没有保存；请再提交一次").Because(err)
}

// write makes the next version within a transaction. What a change refers to is held in the same transaction,
// so that the collection of files never takes it for left over.
func (d *Desk) write(ctx context.Context, tx *store.Tx, by casework.Actor, id int64, ch change) (int64, error) {
	k, err := d.see(ctx, tx, by, id)
	if err != nil {
		return 0, err
	}
	t, v, err := d.load(ctx, tx, id, 0)
	if err != nil {
		return 0, err
	}
	if err := d.frozen(by, k); err != nil {
		return 0, err
	}
	if err := d.named(ctx, tx, k, &t); err != nil {
		return 0, err
	}
	now := d.office.Now()
	next := Version{No: v.No + 1, Back: v.No, At: now, Account: by.Account, What: ch.what, Name: by.Name, Detail: ch.detail}
	if err := ch.do(&t, table.Mark{By: by.Account, Name: by.Name, At: now, Rev: next.No}); err != nil {
		return 0, err
	}
	if err := casework.HoldFiles(ctx, tx, k.Center, now, ch.files...); err != nil {
		return 0, err
	}
	return next.No, d.insert(ctx, tx, k, next, &t)
}

// back makes the version to which an undo leads the latest one, or the one that is named. The person has
// seen the version seen; what somebody changed since is not taken back unseen.
func (d *Desk) back(ctx context.Context, by casework.Actor, id, seen, to int64) (no int64, err error) {
	defer fault.Wrap(&err, "take back in comparison of case %d", id)
	err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
		k, err := d.see(ctx, tx, by, id)
		if err != nil {
			return err
		}
		now, v, err := d.load(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		if err := d.frozen(by, k); err != nil {
			return err
		}
		next := Version{No: v.No + 1, At: d.office.Now(), Account: by.Account, Name: by.Name, What: "restore"}
		if next.Back = v.No; to == 0 {
			to, next.What = v.Back, "undo"
		}
		switch {
		case v.No != seen:
			return fault.New(fault.Conflict, "comparison.moved", "%s 于 %s 又作了修改（第 %d 版）；请查看后再决定是否撤销", v.Name, stamp(v.At), v.No)
		case to == 0 && (v.No == 0 || v.Back < 0):
			return fault.New(fault.Conflict, "comparison.first", "没有可以撤销的修改")
		}
		var was table.Table
		if to == 0 && next.What == "undo" {
			next.Back = -1 // nothing is left to be taken back
		}
		if to != 0 {
			var then Version
			if was, then, err = d.load(ctx, tx, id, to); err != nil {
				return err
			}
			if next.What == "undo" {
				next.Back = then.Back // so that the next undo leads further back
			}
		}
		was.Last = max(was.Last, now.Last) // a number that was given once means nothing else later
		next.Detail = fmt.Sprint(to)
		no = next.No
		return d.insert(ctx, tx, k, next, &was)
	})
	if store.IsUnique(err) {
		err = fault.New(fault.Conflict, "comparison.busy", "他人正在同时修改这份比对，您的修改没有保存；请再提交一次").Because(err)
	}
	return no, err
}
