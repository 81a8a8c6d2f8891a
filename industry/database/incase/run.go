package incase

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/industry/database/query"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/lang"
)

// A Run is one search that was made for a case.
type Run struct {
	ID     int64     // also in its address
	Name   string    // of who searched
	At     time.Time // when it was asked
	Words  string    // the query, which is as secret as the case
	Total  int       // that were found then
	More   bool      // Total is where counting stopped
	Change int64     // state of the data, that the index had then
}

// address is the page of the searches of a case, or of one of them.
func address(caseID, run int64) string {
	at := fmt.Sprintf("/case/%d/search", caseID)
	if run != 0 {
		at += fmt.Sprintf("/%d", run)
	}
	return at
}

// runAAD binds the sealed words to their search.
func runAAD(id int64) string { return fmt.Sprintf("incase.run %d", id) }

// An opened is a case whose text somebody may read, with what was searched for it.
type opened struct {
	k    *casework.Case
	text *Text  // nil where it has none
	runs []*Run // the latest first
}

// open reads the case that stands at a place of the address for a search. That somebody did stands in the history of the case before a word of it
// is shown. Error: Missing, which tells nothing, for whoever may not.
func (d *Desk) open(c *web.Ctx, place, what string) (x opened, err error) {
	id, err := worklist.ID(c, place)
	if err != nil {
		return x, err
	}
	a := worklist.Actor(c)
	if err := d.Search.Inside(); err != nil {
		return x, err
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if x.k, err = d.office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if !d.may(a, x.k) {
			return fault.New(fault.Missing, "incase.text", "没有可供您查看的案内检索；未公开的案件只由能够阅读其申请文件的人检索，请从案件页面进入").On("专利法第二十一条第三款")
		}
		if x.text, err = d.Text(c.Context(), tx, x.k); err != nil {
			return err
		}
		x.runs, err = d.runs(c.Context(), tx, x.k.ID)
		return err
	})
	if err != nil {
		return x, err
	}
	return x, d.office.RecordReading(c.Context(), a, x.k.ID, what)
}

// mostRuns is how many searches of a case are listed, the latest ones.
const mostRuns = 200

// runs reads the searches of a case with their words opened.
func (d *Desk) runs(ctx context.Context, tx *store.Tx, caseID int64) (out []*Run, err error) {
	defer fault.Wrap(&err, "searches of a case")
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT id, name, at, words, total, more, change FROM incase_run WHERE case_id = $1 ORDER BY at DESC, id DESC LIMIT %d`, mostRuns), caseID)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		r := &Run{}
		var at, total int64
		var words []byte
		if err := rows.Scan(&r.ID, &r.Name, &at, &words, &total, &r.More, &r.Change); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		plain, err := key.Open(runAAD(r.ID), words)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		r.At, r.Total, r.Words = time.UnixMicro(at), int(total), string(plain)
		out = append(out, r)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// Last is the search that was made for a case last; nil where there is none.
func (d *Desk) Last(ctx context.Context, tx *store.Tx, caseID int64) (*Run, error) {
	runs, err := d.runs(ctx, tx, caseID)
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	return runs[0], nil
}

// search asks the collection for a case and keeps that in the case. Error: query.Wrong.
func (d *Desk) search(ctx context.Context, by casework.Actor, k *casework.Case, words string) (*Run, error) {
	found, err := d.Search.Look(ctx, k.Center, words, 1)
	if err != nil {
		return nil, err
	}
	r := &Run{Name: by.Name, Words: words, Total: found.Total, More: found.More, Change: found.Change}
	return r, d.office.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := d.office.Keys.CaseKey(ctx, tx, k.ID)
		if err != nil {
			return err
		}
		r.ID, r.At = d.office.DB.NewID(), d.office.Now()
		_, err = tx.Exec(ctx, `INSERT INTO incase_run (id, center_id, case_id, account_id, name, at, words, total, more, change) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
			r.ID, k.Center, k.ID, by.Account, r.Name, r.At.UnixMicro(), key.Seal(runAAD(r.ID), []byte(words)), int64(r.Total), r.More, r.Change)
		return err
	})
}

// maxTerms is how many terms are prepared for a search.
const maxTerms = 8

// filler are words that every claim has and that say nothing of an invention. Where one stood nothing
// joins what is around it.
var filler = strings.NewReplacer("权利要求书", "，", "权利要求", "，", "其特征在于", "，", "其特征是", "，", "所述的", "，", "所述", "，", "任一项", "，", "根据", "，", "如下", "，", "包括", "，", "包含", "，",
	"设置有", "，", "设置在", "，", "设置于", "，", "设有", "，", "用于", "，", "以及", "，", "其中", "，", "一种", "，", "至少", "，", "多个", "，", "若干", "，", "位于", "，", "连接", "，", "通过", "，", "的", "，", "和", "，", "与", "，", "或", "，", "在", "，", "上", "，")

// prepared is a query that the machine makes of the claims of a case, empty where they tell nothing: the
// terms that are frequent there and rare among the documents.
func (d *Desk) prepared(ctx context.Context, k *casework.Case, t *Text, l lang.Lang) (string, error) {
	if t == nil {
		return "", nil
	}
	// The abstract says the same in other words, and a query should not.
	terms, err := d.Search.Telling(ctx, k.Center, (&Text{Title: t.Title, Claims: t.Claims}).all(), maxTerms)
	if err != nil || len(terms) == 0 {
		return "", err
	}
	return query.Write([]query.Row{{Field: "TAC", Mode: query.Some, Words: strings.Join(terms, " ")}}, l), nil
}
