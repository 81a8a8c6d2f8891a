package memory

import (
	"context"
	"errors"
	"slices"

	"zhibao/casework"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/similarity"
)

// A Filing is a remembered case as a look at many of them needs it: no word of its text.
type Filing struct {
	Case, Owner, Agent         int64
	Number, Kind, Class, State string
	Day                        calendar.Day
	Abnormal                   bool     // it ended as abnormal
	Text                       bool     // its text can be compared
	Rules                      []string // indicators (QUA) that nobody has dismissed
	Marks                      []Mark   // what it shares with cases of others
}

// The kinds of marks.
const (
	MarkPerson = "person" // inventor by identity number
	MarkName   = "name"   // inventor of one applicant by name
	MarkWay    = "way"    // address, phone or mail of an applicant or a contact
	MarkMember = "member" // applicant of the case
)

// A Mark is a person or a way of contact. What and Name are as the form of one case states them.
type Mark struct {
	Token            int64
	Kind, What, Name string
	Applicant        bool // it is stated for an applicant, not for who writes for it
}

// Filings lists the cases of a center that were handed in from the day on, by day, and what of persons
// and ways of contact they have in common with others. Cases whose text was destroyed are left out.
func Filings(ctx context.Context, tx *store.Tx, o *casework.Office, center int64, from calendar.Day) (_ []*Filing, err error) {
	defer fault.Wrap(&err, "filings of center %d", center)
	b := &batch{o: o, center: center, from: from, by: map[int64]*Filing{}, named: map[int64]Mark{}}
	if b.key.Key, err = o.Keys.Center(ctx, tx, center); err != nil {
		return nil, err
	}
	if err := b.filings(ctx, tx); err != nil {
		return nil, err
	}
	if err := b.rules(ctx, tx); err != nil {
		return nil, err
	}
	return b.all, b.marks(ctx, tx)
}

// A batch is the cases of a center while they are gathered.
type batch struct {
	o      *casework.Office
	center int64
	from   calendar.Day
	key    keyed
	all    []*Filing
	by     map[int64]*Filing
	plain  map[int64]*casework.Case
	named  map[int64]Mark // what a token stands for
}

func (b *batch) filings(ctx context.Context, tx *store.Tx) error {
	// The texts that can be compared in one pass: the table of their tokens has no index by case.
	rows, err := tx.Query(ctx, `SELECT m.case_id, m.party_id, m.day, m.field, CASE WHEN p.case_id IS NULL THEN 0 ELSE 1 END
		FROM preexam_memory m LEFT JOIN (SELECT DISTINCT case_id FROM preexam_print WHERE center_id = $1) p ON p.case_id = m.case_id
		WHERE m.center_id = $1 AND m.day >= $2 ORDER BY m.day, m.case_id`, b.center, int64(b.from))
	if err != nil {
		return err
	}
	var ids []int64
	for rows.Next() {
		f := &Filing{}
		var day, text int64
		if err := rows.Scan(&f.Case, &f.Owner, &day, &f.Class, &text); err != nil {
			return errors.Join(err, rows.Close())
		}
		f.Day, f.Text = calendar.Day(day), text != 0
		b.all, b.by[f.Case], ids = append(b.all, f), f, append(ids, f.Case)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	b.plain, err = casework.Plain(ctx, tx, b.center, ids)
	for _, f := range b.all {
		if k := b.plain[f.Case]; k != nil {
			f.Number, f.Kind, f.State, f.Agent = k.Number, k.Kind, k.State, k.Agent
			f.Abnormal = wasAbnormal(k)
		}
	}
	// What was never accepted is no filing of anybody.
	b.all = slices.DeleteFunc(b.all, func(f *Filing) bool { return f.Number == "" })
	return err
}

// wasAbnormal reports whether a case ended as abnormal, here or at the national office.
func wasAbnormal(k *casework.Case) bool {
	return k.State == "abnormal" || k.Attrs["ground"] == "非正常申请"
}

func (b *batch) rules(ctx context.Context, tx *store.Tx) error {
	rows, err := tx.Query(ctx, `SELECT DISTINCT f.case_id, f.rule FROM preexam_finding f JOIN preexam_memory m ON m.case_id = f.case_id AND m.version_no = f.version_no
		WHERE m.center_id = $1 AND m.day >= $2 AND f.rule LIKE 'QUA-%' AND f.status <> 'dismissed' ORDER BY f.case_id, f.rule`, b.center, int64(b.from))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var rule string
		if err := rows.Scan(&id, &rule); err != nil {
			return err
		}
		if f := b.by[id]; f != nil {
			f.Rules = append(f.Rules, rule)
		}
	}
	return rows.Err()
}

// marks reads the tokens that several cases have, and asks the form of one case for what each stands
// for: the tokens themselves do not tell.
func (b *batch) marks(ctx context.Context, tx *store.Tx) error {
	rows, err := tx.Query(ctx, `SELECT token, case_id FROM preexam_trait WHERE center_id = $1 AND day >= $2 AND token IN (
		SELECT token FROM preexam_trait WHERE center_id = $1 AND day >= $2 GROUP BY token HAVING COUNT(DISTINCT case_id) > 1) ORDER BY token, case_id`, b.center, int64(b.from))
	if err != nil {
		return err
	}
	type pair struct{ token, id int64 }
	var all []pair
	for rows.Next() {
		var p pair
		if err := rows.Scan(&p.token, &p.id); err != nil {
			return errors.Join(err, rows.Close())
		}
		all = append(all, p)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	read := map[int64]bool{}
	for _, p := range all {
		f := b.by[p.id]
		if f == nil {
			continue
		}
		if _, known := b.named[p.token]; !known && !read[p.id] {
			read[p.id] = true
			if err := b.read(ctx, tx, p.id); err != nil {
				return err
			}
		}
		// A token that no form of these cases explains is a contact of the register: no mark.
		if m, known := b.named[p.token]; known && m.Kind != "" {
			f.Marks = append(f.Marks, m)
		}
	}
	return nil
}

// read learns from the form of a case what its tokens stand for.
func (b *batch) read(ctx context.Context, tx *store.Tx, id int64) error {
	k := b.plain[id]
	key, err := b.o.Keys.CaseKey(ctx, tx, id)
	if err != nil || k == nil {
		return nil // destroyed since
	}
	v, err := record.Find(ctx, tx, key, id, 0, record.ForExam)
	if err != nil || v == nil || v.App == nil {
		return err
	}
	c := &comparing{s: &casework.Step{Case: k}, app: v.App, key: b.key, now: row{id: id, center: b.center, party: k.Owner}}
	kinds := map[string]string{byNumber: MarkPerson, byOwner: MarkName, byWay: MarkWay, byCode: MarkMember}
	for _, t := range c.traitsOf() {
		b.named[t.token] = Mark{Token: t.token, Kind: kinds[t.kind], What: t.what, Name: t.name, Applicant: t.side == check.OfApplicant}
	}
	return nil
}

// A Near is a case whose text is alike to that of another.
type Near struct {
	Case       int64
	Score      float64 // share of the text that both have in common, 0 to 1
	Paragraphs similarity.Shared
}

// Alike lists the earlier and later cases of the center whose text has at least the share in common with
// that of a case, those most alike first.
func Alike(ctx context.Context, tx *store.Tx, o *casework.Office, caseID int64, least float64) (out []Near, err error) {
	defer fault.Wrap(&err, "cases alike to %d", caseID)
	own, sig, err := signatureOf(ctx, tx, o, caseID)
	if err != nil || sig == nil {
		return nil, err
	}
	c := &comparing{s: &casework.Step{Ctx: ctx, Tx: tx, Office: o}, now: *own, text: sig}
	if c.key.Key, err = o.Keys.Center(ctx, tx, own.center); err != nil {
		return nil, err
	}
	prints := c.key.prints(sig)
	if len(prints) == 0 {
		return nil, nil
	}
	ids, err := c.candidates(prints)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		other, its, err := signatureOf(ctx, tx, o, id)
		if err != nil {
			return nil, err
		}
		if other == nil || its == nil || other.center != own.center {
			continue
		}
		if score := similarity.Alike(sig, its); score >= least {
			out = append(out, Near{id, score, similarity.Paragraphs(sig, its)})
		}
	}
	sorting.Stable(out, func(a, b Near) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return out, nil
}

// signatureOf is what is remembered of a case with the signature of its text; nil where nothing is, or
// the case was destroyed.
func signatureOf(ctx context.Context, tx *store.Tx, o *casework.Office, id int64) (*row, *similarity.Signature, error) {
	key, err := o.Keys.CaseKey(ctx, tx, id)
	if err != nil {
		return nil, nil, nil // without its key it is not compared
	}
	r, err := find(ctx, tx, key, id)
	if err != nil || r == nil {
		return nil, nil, err
	}
	sig, err := r.signature()
	return r, sig, err
}

// Passages are the paragraphs of claims and description of an application.
func Passages(app *patent.Application) []string { return paragraphs(app) }
