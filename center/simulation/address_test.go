package simulation

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/store"
)

// address is what the address of a form names where it is reached from a draft, a paper or a delivery: one
// of the case with which the move can be made. Needed reports whether it is; then there may be none.
func (in *inputs) address(ctx context.Context, tx *store.Tx, m *casework.Move, k *casework.Case) (named url.Values, needed bool, err error) {
	if k == nil {
		return nil, false, nil
	}
	var ids []int64
	switch m.Code {
	case draft.MoveEdit, draft.MoveReview, draft.MoveReturn, draft.MoveIssue:
		named, err = in.aDraft(ctx, tx, m, k)
		return named, true, err
	case "judge":
		if k.Chart != "preexam" {
			return nil, false, nil
		}
		ids, err = listed(ctx, tx, waiting, k.ID)
		return in.one("finding", ids), true, err
	case draft.MoveVoid:
		ids, err = listed(ctx, tx, `SELECT id FROM document_paper WHERE case_id = $1 AND revoked_at = 0 ORDER BY id`, k.ID)
		return in.one("paper", ids), true, err
	case delivery.MoveSend, delivery.MoveRecord:
		q := `SELECT id FROM document_delivery WHERE case_id = $1 AND state = $2 ORDER BY id`
		ids, err = listed(ctx, tx, q, k.ID, document.Pending)
		if err == nil && m.Code == delivery.MoveRecord {
			var sent []int64
			sent, err = listed(ctx, tx, q, k.ID, document.Sent)
			ids = append(ids, sent...)
		}
		return in.one("delivery", ids), true, err
	}
	return nil, false, nil
}

// waiting are the findings in the latest papers of a filing on which nobody has decided.
const waiting = `SELECT id FROM preexam_finding WHERE case_id = $1 AND status = 'open' AND severity <> 'info'
	AND version_no = (SELECT MAX(no) FROM preexam_version v WHERE v.case_id = preexam_finding.case_id) ORDER BY ord, id`

// aDraft names a draft of the case with its version, in a state in which the move can be made.
func (in *inputs) aDraft(ctx context.Context, tx *store.Tx, m *casework.Move, k *casework.Case) (url.Values, error) {
	all, err := draft.In(ctx, tx, k.ID)
	all = slices.DeleteFunc(all, func(d *draft.Draft) bool {
		return !d.Open() || m.Code == draft.MoveReview && d.State != draft.Submitted || m.Code == draft.MoveIssue && (d.State == draft.Drafting || !in.alone(k.Chart, d.Template))
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	d := all[in.w.rng.IntN(len(all))]
	in.draft = d.Template
	return url.Values{"draft": {strconv.FormatInt(d.ID, 10)}, "version": {strconv.FormatInt(d.Version, 10)}}, nil
}

// alone reports whether a paper is signed by itself, and not in the course of a move.
func (in *inputs) alone(chart, template string) bool {
	p := in.w.Drafts.Of(chart)
	if p == nil {
		return false
	}
	t, err := p.Template(template, in.w.Office.Today())
	return err == nil && !t.Ahead()
}

// aLone is a hint of a paper that is signed by itself.
func aLone(o *offer) []string {
	var all []string
	for _, c := range o.fields["template"].Choices {
		if o.in.alone(o.chart(), c.Value) {
			all = append(all, c.Value)
		}
	}
	if len(all) == 0 || o.in.w.rng.IntN(3) == 0 {
		return nil
	}
	return []string{all[o.in.w.rng.IntN(len(all))]}
}

// one is an address that names one of some things.
func (in *inputs) one(name string, ids []int64) url.Values {
	if len(ids) == 0 {
		return nil
	}
	return url.Values{name: {strconv.FormatInt(ids[in.w.rng.IntN(len(ids))], 10)}}
}

// listed are the ids that a query finds.
func listed(ctx context.Context, tx *store.Tx, query string, args ...any) (ids []int64, err error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// block is the name of a block of the draft that may be edited.
func block(o *offer) []string {
	p := o.in.w.Drafts.Of(o.chart())
	if p == nil {
		return nil
	}
	t, err := p.Template(o.in.draft, o.in.w.Office.Today())
	if err != nil || len(t.Edit) == 0 {
		return nil
	}
	return []string{t.Edit[o.in.w.rng.IntN(len(t.Edit))]}
}

// chart is the code of the procedure.
func (o *offer) chart() string {
	code, _, _ := strings.Cut(o.name, ".")
	return code
}
