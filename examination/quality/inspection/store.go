package inspection

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A sampleRow is one inspected case. Its own case is Case; the case that it judges stands in Ended.
type sampleRow struct {
	Case, Center, Plan int64
	Ord                int
	drawn
	Score       int
	Passed      bool
	Settled     calendar.Day // no day while it is not settled
	Consequence string
	Hours       int
}

// insertPlan records how a sample was drawn. It is never changed.
func insertPlan(ctx context.Context, tx *store.Tx, p *Plan) error {
	_, err := tx.Exec(ctx, `INSERT INTO quality_plan (case_id, center_id, at, from_day, to_day, outcome, share, number, strata, seed, population, digest)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`, p.Case, p.Center, p.At, int64(p.From), int64(p.To), p.Outcome, int64(p.Share), int64(p.Number),
		strings.Join(p.Strata, " "), p.Seed, int64(p.Population), p.Digest)
	return err
}

const planColumns = `case_id, center_id, at, from_day, to_day, outcome, share, number, strata, seed, population, digest`

// scanPlan reads a row of planColumns.
func scanPlan(row interface{ Scan(...any) error }) (p Plan, err error) {
	var from, to int64
	var strata string
	err = row.Scan(&p.Case, &p.Center, &p.At, &from, &to, &p.Outcome, &p.Share, &p.Number, &strata, &p.Seed, &p.Population, &p.Digest)
	p.From, p.To, p.Strata = calendar.Day(from), calendar.Day(to), strings.Fields(strata)
	return p, err
}

// planOf reads one plan of a center.
func planOf(ctx context.Context, tx *store.Tx, center, id int64) (p Plan, err error) {
	p, err = scanPlan(tx.Row(ctx, `SELECT `+planColumns+` FROM quality_plan WHERE case_id = $1 AND center_id = $2`, id, center))
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.Missing, "quality.plan", "没有这个抽检计划，请从“质量抽检”中打开")
	}
	return p, err
}

// plans lists the plans of a center, the latest first.
func plans(ctx context.Context, tx *store.Tx, center int64) (out []Plan, err error) {
	defer fault.Wrap(&err, "plans of center %d", center)
	rows, err := tx.Query(ctx, `SELECT `+planColumns+` FROM quality_plan WHERE center_id = $1 ORDER BY at DESC, case_id DESC LIMIT 200`, center)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		p, err := scanPlan(rows)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, p)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// insertSample records one drawn case, without a result.
func insertSample(ctx context.Context, tx *store.Tx, r *sampleRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO quality_sample (case_id, center_id, plan_id, ord, of_case, of_number, stratum, kind, field, examiner, agent, score, passed, settled_day, consequence, hours)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,0,FALSE,0,'',0)`, r.Case, r.Center, r.Plan, int64(r.Ord), r.Ended.Case, r.Number, r.stratum, r.Kind, r.Field, r.Examiner, r.Agent)
	return err
}

const sampleColumns = `case_id, center_id, plan_id, ord, of_case, of_number, stratum, kind, field, examiner, agent, score, passed, settled_day, consequence, hours`

// scanSample reads a row of sampleColumns.
func scanSample(row interface{ Scan(...any) error }) (r sampleRow, err error) {
	var settled int64
	err = row.Scan(&r.Case, &r.Center, &r.Plan, &r.Ord, &r.Ended.Case, &r.Number, &r.stratum, &r.Kind, &r.Field, &r.Examiner, &r.Agent, &r.Score, &r.Passed, &settled, &r.Consequence, &r.Hours)
	r.Settled = calendar.Day(settled)
	return r, err
}

// sampleOf reads the row of one inspection.
func sampleOf(ctx context.Context, tx *store.Tx, id int64) (r sampleRow, err error) {
	defer fault.Wrap(&err, "inspection %d", id)
	return scanSample(tx.Row(ctx, `SELECT `+sampleColumns+` FROM quality_sample WHERE case_id = $1`, id))
}

// samplesOf lists the inspections of a plan in the order of the draw.
func samplesOf(ctx context.Context, tx *store.Tx, plan int64) ([]sampleRow, error) {
	return samples(ctx, tx, `plan_id = $1 ORDER BY ord`, plan)
}

// settledOf lists the settled inspections of an examiner, the latest first.
func settledOf(ctx context.Context, tx *store.Tx, center, examiner int64) ([]sampleRow, error) {
	return samples(ctx, tx, `center_id = $1 AND examiner = $2 AND settled_day > 0 ORDER BY settled_day DESC, case_id DESC LIMIT 200`, center, examiner)
}

// settledIn lists the inspections of a center that were settled between two days.
func settledIn(ctx context.Context, tx *store.Tx, center int64, from, to calendar.Day) ([]sampleRow, error) {
	return samples(ctx, tx, `center_id = $1 AND settled_day >= $2 AND settled_day <= $3 AND settled_day > 0 ORDER BY settled_day, case_id`, center, int64(from), int64(to))
}

// samples reads inspections that fit a condition of this file.
func samples(ctx context.Context, tx *store.Tx, where string, args ...any) (out []sampleRow, err error) {
	defer fault.Wrap(&err, "inspections")
	rows, err := tx.Query(ctx, `SELECT `+sampleColumns+` FROM quality_sample WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		r, err := scanSample(rows)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, r)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// settleSample records a result and counts the errors of the sheet.
func settleSample(ctx context.Context, tx *store.Tx, r sampleRow, errs []ErrorLine) error {
	if _, err := tx.Exec(ctx, `UPDATE quality_sample SET score = $2, passed = $3, settled_day = $4, consequence = $5, hours = $6 WHERE case_id = $1`,
		r.Case, int64(r.Score), r.Passed, int64(r.Settled), r.Consequence, int64(r.Hours)); err != nil {
		return err
	}
	for _, e := range errs {
		if _, err := tx.Exec(ctx, `INSERT INTO quality_error (center_id, case_id, class, n) VALUES ($1,$2,$3,$4)`, r.Center, r.Case, e.Class, int64(e.Count)); err != nil {
			return err
		}
	}
	return nil
}

// An errorCount is how often errors of a class were found, and in how many cases.
type errorCount struct {
	class    string
	n, cases int
}

// errorsOf counts the errors that the settled inspections of a plan found.
func errorsOf(ctx context.Context, tx *store.Tx, plan int64) (out []errorCount, err error) {
	defer fault.Wrap(&err, "errors of plan %d", plan)
	rows, err := tx.Query(ctx, `SELECT e.class, CAST(SUM(e.n) AS BIGINT), COUNT(*) FROM quality_error e JOIN quality_sample s ON s.case_id = e.case_id WHERE s.plan_id = $1
		GROUP BY e.class ORDER BY 2 DESC, 1`, plan)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var x errorCount
		if err := rows.Scan(&x.class, &x.n, &x.cases); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, x)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// An Outside result is that of an inspection by the nation or the province.
type Outside struct {
	ID, Center      int64
	Level           string // "nation" or "province"
	From, To        calendar.Day
	Sampled, Passed int
	Source, Name    string
	At              int64
}

// insertOutside records a result from above. A mistake is corrected by the office that made it, with a new
// entry.
func insertOutside(ctx context.Context, tx *store.Tx, by int64, x Outside) error {
	_, err := tx.Exec(ctx, `INSERT INTO quality_outside (id, center_id, level, from_day, to_day, sampled, passed, source, at, account_id, name)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`, x.ID, x.Center, x.Level, int64(x.From), int64(x.To), int64(x.Sampled), int64(x.Passed), x.Source, x.At, by, x.Name)
	return err
}

// outsides lists what was found from above in periods that end between two days, the latest first.
func outsides(ctx context.Context, tx *store.Tx, center int64, from, to calendar.Day) (out []Outside, err error) {
	defer fault.Wrap(&err, "results from above")
	rows, err := tx.Query(ctx, `SELECT id, level, from_day, to_day, sampled, passed, source, at, name FROM quality_outside WHERE center_id = $1 AND to_day >= $2 AND to_day <= $3
		ORDER BY to_day DESC, id DESC LIMIT 500`, center, int64(from), int64(to))
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		x := Outside{Center: center}
		var f, t int64
		if err := rows.Scan(&x.ID, &x.Level, &f, &t, &x.Sampled, &x.Passed, &x.Source, &x.At, &x.Name); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		x.From, x.To = calendar.Day(f), calendar.Day(t)
		out = append(out, x)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
