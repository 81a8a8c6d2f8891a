package designs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/likeness"
	"zhibao/patent/literature"
	"zhibao/patent/reader/figure"
)

// mostAsked bounds the pictures of one search: the customary views.
const mostAsked = 8

// A search is pictures that somebody sent, or a document whose pictures are asked for. It is sealed under
// the key of the center and seen by who made it alone.
type search struct {
	ID       int64     `json:"-"`
	At       time.Time `json:"-"`
	Title    string
	Document string `json:",omitempty"`
	Shots    []Shot `json:",omitempty"` // copies of their pixels
}

func searchAAD(id int64) string { return fmt.Sprintf("designs/search/%d", id) }

// inCase is how the address of a search from a case begins.
const inCase = "case-"

// An inquiry is what is asked for, as somebody sees it.
type inquiry struct {
	by     casework.Actor
	of     string // in the address
	id     int64  // of the search or the case
	key    seal.Key
	search *search // nil for one from a case
	matter *Matter // nil for any other
	shots  []Shot
	marks  []mark
}

// path is the page of what is found.
func (s *inquiry) path() string { return home + "/" + s.of }

// title is what the search is called. That of a case is its number: what it is about is secret.
func (s *inquiry) title() string {
	if s.matter != nil {
		return s.matter.Case.Number
	}
	return s.search.Title
}

// code names a picture that is asked for by what it shows, so that a judgement is never taken for one on
// another picture of the same name.
func (s *Shot) code() string {
	sum := sha256.Sum256(s.Data)
	return hex.EncodeToString(sum[:8])
}

// open reads what is asked for. Of a case only who may read its pictures gets an answer, and that they were
// searched with stands in its history before anything is shown.
func (d *Desk) open(ctx context.Context, by casework.Actor, of string) (*inquiry, error) {
	s, err := d.see(ctx, by, of)
	if err == nil && s.matter != nil {
		err = d.office.RecordReading(ctx, by, s.id, "外观近似检索")
	}
	return s, err
}

// see is open for what a page shows that was opened before.
func (d *Desk) see(ctx context.Context, by casework.Actor, of string) (s *inquiry, err error) {
	s = &inquiry{by: by, of: of}
	number, isCase := strings.CutPrefix(of, inCase)
	if s.id, err = strconv.ParseInt(number, 10, 64); err != nil {
		return nil, gone()
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		if isCase {
			return d.openCase(ctx, tx, s)
		}
		return d.openSearch(ctx, tx, s)
	})
	if err != nil {
		return nil, err
	}
	if isCase || s.search.Document == "" {
		return s, nil
	}
	ks, err := d.Of(ctx, by.Center, s.search.Document)
	for i := 0; i < len(ks) && len(s.shots) < mostAsked && err == nil; i++ {
		var data []byte
		data, err = d.content(ctx, by.Center, ks[i].ref)
		s.shots = append(s.shots, Shot{ks[i].Title, data})
	}
	return s, err
}

func (d *Desk) openCase(ctx context.Context, tx *store.Tx, s *inquiry) (err error) {
	if s.matter, err = d.Matter(ctx, tx, s.by, s.id); err != nil {
		return err
	}
	s.shots = s.matter.Shots[:min(len(s.matter.Shots), mostAsked)]
	if s.key, err = d.office.Keys.CaseKey(ctx, tx, s.id); err != nil {
		return err
	}
	s.marks, err = marks(ctx, tx, s.key, s.id)
	return err
}

func (d *Desk) openSearch(ctx context.Context, tx *store.Tx, s *inquiry) (err error) {
	if s.key, err = d.office.Keys.Center(ctx, tx, s.by.Center); err != nil {
		return err
	}
	all, err := searches(ctx, tx, s.key, `id = $1 AND account_id = $2 AND center_id = $3`, s.id, s.by.Account, s.by.Center)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return gone()
	}
	s.search, s.shots = all[0], all[0].Shots
	s.marks, err = marks(ctx, tx, s.key, s.id)
	return err
}

// gone is the answer to an address that names nothing for the person.
func gone() error {
	return fault.New(fault.Missing, "designs.none", "没有这次图片检索，或它属于他人、已经到期删除；请从“外观近似检索”重新检索")
}

// searches reads searches by a condition.
func searches(ctx context.Context, tx *store.Tx, key seal.Key, where string, args ...any) (out []*search, err error) {
	rows, err := tx.Query(ctx, `SELECT id, at, body FROM designs_search WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		x := &search{}
		var at int64
		var body []byte
		if err := rows.Scan(&x.ID, &at, &body); err != nil {
			return nil, err
		}
		plain, err := key.Open(searchAAD(x.ID), body)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, x); err != nil {
			return nil, err
		}
		x.At = time.UnixMicro(at)
		out = append(out, x)
	}
	return out, rows.Err()
}

// mine lists the searches of a person, the latest first.
func (d *Desk) mine(ctx context.Context, by casework.Actor) (out []*search, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		key, err := d.office.Keys.Center(ctx, tx, by.Center)
		if err == nil {
			out, err = searches(ctx, tx, key, `account_id = $1 AND center_id = $2 ORDER BY at DESC, id DESC LIMIT 30`, by.Account, by.Center)
		}
		return err
	})
	return out, err
}

// begin keeps what somebody asks for. What is older than the center keeps such searches goes with it.
func (d *Desk) begin(ctx context.Context, by casework.Actor, x *search) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := d.office.Keys.Center(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		if err := d.expire(ctx, tx, by.Center); err != nil {
			return err
		}
		x.ID, x.At = d.office.DB.NewID(), d.office.Now()
		body, err := json.Marshal(x)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO designs_search (id, center_id, account_id, at, body) VALUES ($1,$2,$3,$4,$5)`, x.ID, by.Center, by.Account, x.At.UnixMicro(), key.Seal(searchAAD(x.ID), body))
		return err
	})
}

// Expire deletes the searches of a center that are older than it keeps them.
func (d *Desk) Expire(ctx context.Context, center int64) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error { return d.expire(ctx, tx, center) })
}

func (d *Desk) expire(ctx context.Context, tx *store.Tx, center int64) error {
	days, err := d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "designs.keep", On: d.office.Today()})
	if err != nil || days <= 0 {
		return err
	}
	before := d.office.Now().AddDate(0, 0, -days).UnixMicro()
	for _, q := range []string{`DELETE FROM designs_mark WHERE of_id IN (SELECT id FROM designs_search WHERE center_id = $1 AND at < $2)`, `DELETE FROM designs_search WHERE center_id = $1 AND at < $2`} {
		if _, err := tx.Exec(ctx, q, center, before); err != nil {
			return err
		}
	}
	return nil
}

// drop deletes a search of one's own with its pictures and judgements.
func (d *Desk) drop(ctx context.Context, s *inquiry) error {
	if s.search == nil {
		return fault.New(fault.Conflict, "designs.drop_case", "从案件发起的检索不另行保存，无须删除")
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		for _, q := range []string{`DELETE FROM designs_mark WHERE of_id = $1`, `DELETE FROM designs_search WHERE id = $1`} {
			if _, err := tx.Exec(ctx, q, s.id); err != nil {
				return err
			}
		}
		return nil
	})
}

// narrowing is how what is found is looked at.
type narrowing struct {
	Locarno string       `json:"locarno" label:"洛迦诺分类" en:"Locarno class" max:"10" help:"大类如 09，小类如 09-01；留空不限" helpen:"A class, 09, or a subclass, 09-01; empty for all"`
	From    calendar.Day `json:"from" label:"公开日自" en:"Published from" widget:"date"`
	To      calendar.Day `json:"to" label:"公开日至" en:"Published to" widget:"date"`
	Turned  bool         `json:"turned" label:"图片可以旋转、镜像" en:"Pictures may be turned and mirrored"`
}

// mostFound is how many candidates are listed.
const mostFound = 50

// A Found is a candidate with what is known of it.
type Found struct {
	likeness.Candidate
	Doc  literature.Document
	Kept []Kept
}

// find asks the collection. The document that is asked for itself is left out.
func (d *Desk) find(ctx context.Context, s *inquiry, n narrowing) (out []Found, left int64, err error) {
	c, left, err := d.Feed(ctx, s.by.Center, quick)
	if err != nil {
		return nil, 0, err
	}
	asked, err := s.asked(n.Turned)
	if err != nil {
		return nil, 0, err
	}
	for _, one := range c.Query(asked, likeness.Filter{Locarno: n.Locarno, From: n.From, To: n.To}, mostFound+1) {
		out = append(out, Found{Candidate: one})
	}
	if out, err = d.known(ctx, s, out); err != nil {
		return nil, 0, err
	}
	return out[:min(len(out), mostFound)], left, nil
}

// asked looks at the pictures that are asked for.
func (s *inquiry) asked(turned bool) (out []likeness.Asked, err error) {
	for i := range s.shots {
		img, err := figure.Decode(s.shots[i].Name, s.shots[i].Data)
		if err != nil {
			return nil, err
		}
		out = append(out, likeness.Ask(s.shots[i].Name, img, turned))
	}
	return out, nil
}

// known adds documents and pictures to candidates.
func (d *Desk) known(ctx context.Context, s *inquiry, found []Found) ([]Found, error) {
	var numbers []string
	err := d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		for i := range found {
			if found[i].Kept, err = kept(ctx, tx, `document_id = $1 AND center_id = $2 ORDER BY ordinal`, found[i].ID, s.by.Center); err != nil {
				return err
			}
			if len(found[i].Kept) > 0 {
				numbers = append(numbers, found[i].Kept[0].Number)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	docs, err := d.Holding.Many(ctx, s.by.Center, numbers)
	by := map[string]*literature.Document{}
	for i := range docs {
		by[docs[i].Number] = &docs[i]
	}
	found = slices.DeleteFunc(found, func(f Found) bool {
		return len(f.Kept) == 0 || by[f.Kept[0].Number] == nil || s.search != nil && f.Kept[0].Number == s.search.Document
	})
	for i := range found {
		found[i].Doc = *by[found[i].Kept[0].Number]
	}
	return found, err
}

// pictureOf returns the picture of a candidate by its name in the collection.
func (f *Found) pictureOf(name string) *Kept {
	for i := range f.Kept {
		if f.Kept[i].name() == name {
			return &f.Kept[i]
		}
	}
	return &f.Kept[0]
}
