package decision

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// put counts a finding with its last decision.
func put(ctx context.Context, tx *store.Tx, x decided) error {
	var adopted, dismissed int64 = 1, 0
	if x.dismissed {
		adopted, dismissed = 0, 1
	}
	_, err := tx.Exec(ctx, `INSERT INTO quality_decision (finding_id, center_id, case_id, day, rule, rule_version, adopted, dismissed, why, examiner, agent, field)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT (finding_id) DO UPDATE SET day = excluded.day, adopted = excluded.adopted,
		dismissed = excluded.dismissed, why = excluded.why, examiner = excluded.examiner, agent = excluded.agent, field = excluded.field`,
		x.finding, x.center, x.caseID, int64(x.day), x.rule, x.version, adopted, dismissed, x.why, x.examiner, x.agent, x.field)
	return err
}

// drop forgets a finding that is undecided again.
func drop(ctx context.Context, tx *store.Tx, finding int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM quality_decision WHERE finding_id = $1`, finding)
	return err
}

// counted reports whether anything was counted in a center.
func counted(ctx context.Context, tx *store.Tx, center int64) (any bool, err error) {
	err = tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM quality_decision WHERE center_id = $1)`, center).Scan(&any)
	return any, err
}

// A span is what of a center is counted: days, both inclusive, and, unless 0, one examiner.
type span struct {
	center, examiner int64
	from, to         calendar.Day
}

// A tallied row is one rule, examiner, agency or field.
type tallied struct {
	key string
	Tally
}

// columns are what can be counted by, with the column that holds it. Nothing else reaches the query.
func column(by string) string {
	return map[string]string{"rule": "rule", "examiner": "examiner", "agency": "agent", "field": "field"}[by]
}

// tallies counts the decisions of a span by one of the columns. The database adds them up over an
// index that holds all it needs, so that no row is loaded.
func tallies(ctx context.Context, tx *store.Tx, by string, s span) (out []tallied, err error) {
	defer fault.Wrap(&err, "decisions by %s", by)
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT CAST(%[1]s AS TEXT), CAST(SUM(adopted) AS BIGINT), CAST(SUM(dismissed) AS BIGINT) FROM quality_decision WHERE center_id = $1 AND day >= $2 AND day <= $3
		AND ($4 = CAST(0 AS BIGINT) OR examiner = $4) GROUP BY %[1]s ORDER BY %[1]s`, column(by)), s.center, int64(s.from), int64(s.to), s.examiner)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t tallied
		if err := rows.Scan(&t.key, &t.Adopted, &t.Dismissed); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// since counts the decisions about one rule in a span.
func since(ctx context.Context, tx *store.Tx, rule string, s span) (t Tally, err error) {
	err = tx.Row(ctx, `SELECT CAST(COALESCE(SUM(adopted), 0) AS BIGINT), CAST(COALESCE(SUM(dismissed), 0) AS BIGINT) FROM quality_decision WHERE center_id = $1 AND rule = $2 AND day >= $3 AND day <= $4`,
		s.center, rule, int64(s.from), int64(s.to)).Scan(&t.Adopted, &t.Dismissed)
	return t, err
}

// whys counts the reasons for which the findings of a rule were dismissed.
func whys(ctx context.Context, tx *store.Tx, rule string, s span) (out []Count, err error) {
	defer fault.Wrap(&err, "reasons of %s", rule)
	rows, err := tx.Query(ctx, `SELECT why, CAST(SUM(dismissed) AS BIGINT) FROM quality_decision WHERE center_id = $1 AND rule = $2 AND day >= $3 AND day <= $4 AND dismissed = 1
		GROUP BY why ORDER BY 2 DESC, 1`, s.center, rule, int64(s.from), int64(s.to))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Why, &c.N); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// A behind is one case with how many of its findings are counted.
type behind struct {
	caseID int64
	last   calendar.Day
	Tally
	k *casework.Case
}

// cases lists, of a span, the cases in which something was decided by what a key of a column names;
// an empty decision means both. The case with the latest decision comes first.
func cases(ctx context.Context, tx *store.Tx, f casesFilter, s span, p [2]int) (out []behind, total int, err error) {
	defer fault.Wrap(&err, "cases of decisions")
	where := `center_id = $1 AND day >= $2 AND day <= $3 AND ($4 = CAST(0 AS BIGINT) OR examiner = $4)`
	args := []any{s.center, int64(s.from), int64(s.to), s.examiner}
	if col := column(f.By); col != "" {
		args = append(args, f.Key)
		where += fmt.Sprintf(` AND CAST(%s AS TEXT) = $%d`, col, len(args))
	}
	switch f.Decision {
	case "adopted":
		where += ` AND adopted = 1`
	case "dismissed":
		where += ` AND dismissed = 1`
	}
	if err := tx.Row(ctx, `SELECT COUNT(DISTINCT case_id) FROM quality_decision WHERE `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	n := len(args)
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT case_id, MAX(day), CAST(SUM(adopted) AS BIGINT), CAST(SUM(dismissed) AS BIGINT) FROM quality_decision WHERE %s GROUP BY case_id
		ORDER BY 2 DESC, 1 LIMIT $%d OFFSET $%d`, where, n+1, n+2), append(args, int64(p[0]), int64(p[1]))...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var b behind
		var day int64
		if err := rows.Scan(&b.caseID, &day, &b.Adopted, &b.Dismissed); err != nil {
			return nil, 0, err
		}
		b.last = calendar.Day(day)
		out = append(out, b)
	}
	return out, total, rows.Err()
}

// insertNote records what was done about a rule.
func insertNote(ctx context.Context, tx *store.Tx, id, center int64, by casework.Actor, n Note) error {
	_, err := tx.Exec(ctx, `INSERT INTO quality_note (id, center_id, rule, at, account_id, name, done, body) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		id, center, n.Rule, n.At, by.Account, n.Name, n.Done, n.Text)
	return err
}

// notesOf lists the notes about a rule, or about all when it is empty, the latest first.
func notesOf(ctx context.Context, tx *store.Tx, center int64, rule string) (out []Note, err error) {
	defer fault.Wrap(&err, "notes about rules")
	rows, err := tx.Query(ctx, `SELECT rule, at, name, done, body FROM quality_note WHERE center_id = $1 AND ($2 = '' OR rule = $2) ORDER BY at DESC, id DESC LIMIT 1000`, center, rule)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n Note
		if err := rows.Scan(&n.Rule, &n.At, &n.Name, &n.Done, &n.Text); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// latest returns the last note about each rule.
func latest(ctx context.Context, tx *store.Tx, center int64) (map[string]*Note, error) {
	all, err := notesOf(ctx, tx, center, "")
	out := map[string]*Note{}
	for i := range all {
		if out[all[i].Rule] == nil {
			out[all[i].Rule] = &all[i]
		}
	}
	return out, err
}

// dayOf is the day of a stored moment.
func dayOf(micro int64) calendar.Day { return calendar.DayOf(time.UnixMicro(micro)) }

// worst sorts by the number of dismissals, then by the id of the rule.
func worst(fs []Flag) {
	sorting.By(fs, func(a, b Flag) int {
		return cmp.Or(cmp.Compare(b.Dismissed, a.Dismissed), cmp.Compare(a.Rule, b.Rule))
	})
}
