package value

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/patent/literature"
)

// batch is how many documents are looked at in one transaction.
const batch = 300

// Feed brings the register up to the holding, so many batches at most, and says how many changes are left.
func (d *Desk) Feed(ctx context.Context, center int64, batches int) (left int64, err error) {
	defer fault.Wrap(&err, "feed the register of high value")
	for range batches {
		more, err := d.step(ctx, center)
		if err != nil {
			return 0, err
		}
		if !more {
			break
		}
	}
	state, err := d.Holding.State(ctx, center)
	if err != nil {
		return 0, err
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		at, err := fedUpTo(ctx, tx, center)
		left = max(state.Change-at, 0)
		return err
	})
	return left, err
}

// fedUpTo is the change of the holding up to which the register goes.
func fedUpTo(ctx context.Context, tx *store.Tx, center int64) (at int64, err error) {
	err = tx.Row(ctx, `SELECT change FROM value_state WHERE center_id = $1`, center).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return at, err
}

// step takes one batch.
func (d *Desk) step(ctx context.Context, center int64) (more bool, err error) {
	var after int64
	if err := d.office.DB.Read(ctx, func(tx *store.Tx) error {
		after, err = fedUpTo(ctx, tx, center)
		return err
	}); err != nil {
		return false, err
	}
	docs, upTo, err := d.Holding.Changes(ctx, center, after, batch)
	if err != nil || len(docs) == 0 {
		return false, err
	}
	// Only of these the origins of events are asked for.
	var numbers []string
	for i := range docs {
		if wanted(&docs[i]) {
			numbers = append(numbers, docs[i].Number)
		}
	}
	origins, err := d.Holding.Origins(ctx, center, numbers)
	if err != nil {
		return false, err
	}
	return true, d.office.DB.Write(ctx, func(tx *store.Tx) error {
		// Another process may have taken the same batch in the meantime.
		if err := tx.Lock(ctx, "value.feed"); err != nil {
			return err
		}
		if now, err := fedUpTo(ctx, tx, center); err != nil || now != after {
			return err
		}
		for i := range docs {
			if !wanted(&docs[i]) {
				continue
			}
			p := taken(&docs[i], origins[docs[i].Number].Events)
			body, err := json.Marshal(p)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO value_document (center_id, number, root, family, body) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (center_id, number) DO UPDATE SET family = excluded.family, body = excluded.body`,
				center, p.Number, p.Root, p.Family, body); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO value_state (center_id, change) VALUES ($1,$2) ON CONFLICT (center_id) DO UPDATE SET change = excluded.change`, center, upTo)
		return err
	})
}

// loaded is the register of a center in memory. It is never changed, only put in the place of an older one.
type loaded struct {
	stamp   string // of what it was made
	change  int64  // of the holding
	patents []*Patent
	by      map[string]*Patent // by number without its kind
}

// load reads the register, or takes what was read when nothing has changed since.
func (d *Desk) load(ctx context.Context, center int64) (l *loaded, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		l, err = d.loadIn(ctx, tx, center)
		return err
	})
	return l, err
}

// loadIn is load within a transaction.
func (d *Desk) loadIn(ctx context.Context, tx *store.Tx, center int64) (l *loaded, err error) {
	defer fault.Wrap(&err, "read the register of high value")
	change, err := fedUpTo(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	evidence, err := d.Holding.EvidenceState(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	// Two processes may each have one of their own; the numbers in the database say whether it is old.
	stamp := fmt.Sprint(change, " ", evidence)
	if l = d.kept(center); l != nil && l.stamp == stamp {
		return l, nil
	}
	l = &loaded{stamp: stamp, change: change, by: map[string]*Patent{}}
	if err := l.read(ctx, tx, center); err != nil {
		return nil, err
	}
	// All at once: a question for each patent would take minutes.
	es, err := d.Holding.Evidences(ctx, tx, center, "")
	if err != nil {
		return nil, err
	}
	for _, e := range es {
		if p := l.by[e.Root]; p != nil && e.Struck.IsZero() {
			p.Evidence = append(p.Evidence, e)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.of[center] = l
	return l, nil
}

// kept is what was read last.
func (d *Desk) kept(center int64) *loaded {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.of[center]
}

// publications reads what is kept of documents, by a condition.
func publications(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []publication, err error) {
	rows, err := tx.Query(ctx, `SELECT body FROM value_document WHERE center_id = $1 AND `+where+` ORDER BY number`, append([]any{center}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		var p publication
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &p); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// read makes the patents of the publications.
func (l *loaded) read(ctx context.Context, tx *store.Tx, center int64) error {
	all, err := publications(ctx, tx, center, `1 = 1`)
	if err != nil {
		return err
	}
	home, abroad := map[string][]publication{}, map[string][]publication{}
	for _, p := range all {
		if p.Office == "CN" {
			home[p.Root] = append(home[p.Root], p)
		} else {
			abroad[p.Family] = append(abroad[p.Family], p)
		}
	}
	for root, ps := range home {
		p := join(ps)
		if p == nil {
			continue
		}
		if p.Family != "" {
			p.Abroad = abroad[p.Family]
		}
		l.patents, l.by[root] = append(l.patents, p), p
	}
	sorting.By(l.patents, func(a, b *Patent) int { return strings.Compare(a.Number, b.Number) })
	return nil
}

// patent reads one patent by any writing of its number, without the rest of the register. Error: Missing.
func (d *Desk) patent(ctx context.Context, tx *store.Tx, center int64, number string) (p *Patent, err error) {
	defer fault.Wrap(&err, "read patent of the register")
	root := literature.Root(literature.Canonical(number))
	ps, err := publications(ctx, tx, center, `root = $2`, root)
	if err != nil {
		return nil, err
	}
	if len(ps) > 0 && ps[0].Office == "CN" {
		p = join(ps)
	}
	if p == nil {
		return nil, fault.New(fault.Missing, "value.none", "文献库中没有 %s 的中国发明专利授权公告；请核对号码，或先导入", strings.TrimSpace(number))
	}
	if p.Family != "" {
		if p.Abroad, err = publications(ctx, tx, center, `family = $2`, p.Family); err != nil {
			return nil, err
		}
		p.Abroad = slices.DeleteFunc(p.Abroad, func(m publication) bool { return m.Office == "CN" })
	}
	es, err := d.Holding.Evidences(ctx, tx, center, root)
	for _, e := range es {
		if e.Struck.IsZero() {
			p.Evidence = append(p.Evidence, e)
		}
	}
	return p, err
}
