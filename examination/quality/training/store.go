package training

import (
	"context"
	"errors"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// split reads a list that is stored with blanks between.
func split(s string) []string { return strings.Fields(s) }

// certificates lists the certificates of a center, or of one account where it is not 0, those that
// begin last first.
func certificates(ctx context.Context, tx *store.Tx, center, account int64) (out []Certificate, err error) {
	defer fault.Wrap(&err, "certificates")
	rows, err := tx.Query(ctx, `SELECT id, account_id, number, issuer, kinds, fields, from_day, to_day, ended_day, ended_why, at, by_name FROM quality_certificate
		WHERE center_id = $1 AND ($2 = CAST(0 AS BIGINT) OR account_id = $2) ORDER BY from_day DESC, id DESC`, center, account)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		x := Certificate{Center: center}
		var kinds, fields string
		var from, to, ended int64
		if err := rows.Scan(&x.ID, &x.Account, &x.Number, &x.Issuer, &kinds, &fields, &from, &to, &ended, &x.Why, &x.At, &x.ByName); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		x.Kinds, x.Fields = split(kinds), split(fields)
		x.From, x.To, x.Ended = calendar.Day(from), calendar.Day(to), calendar.Day(ended)
		out = append(out, x)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// insertCertificate records one.
func insertCertificate(ctx context.Context, tx *store.Tx, by int64, x Certificate) error {
	_, err := tx.Exec(ctx, `INSERT INTO quality_certificate (id, center_id, account_id, number, issuer, kinds, fields, from_day, to_day, ended_day, ended_why, at, by_id, by_name)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,0,'',$10,$11,$12)`, x.ID, x.Center, x.Account, x.Number, x.Issuer, strings.Join(x.Kinds, " "), strings.Join(x.Fields, " "),
		int64(x.From), int64(x.To), x.At, by, x.ByName)
	return err
}

// endCertificate takes one back from a day on; it reports whether there was one that held.
func endCertificate(ctx context.Context, tx *store.Tx, x Certificate) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE quality_certificate SET ended_day = $3, ended_why = $4 WHERE id = $1 AND center_id = $2 AND account_id = $5 AND ended_day = 0`,
		x.ID, x.Center, int64(x.Ended), x.Why, x.Account)
	return n == 1, err
}

// trainings lists the courses of a center between two days, or of one account where it is not 0, the
// latest first.
func trainings(ctx context.Context, tx *store.Tx, center, account int64, from, to calendar.Day) (out []Training, err error) {
	defer fault.Wrap(&err, "trainings")
	rows, err := tx.Query(ctx, `SELECT id, account_id, day, topic, organiser, tenths, proof, at, by_name FROM quality_training
		WHERE center_id = $1 AND ($2 = CAST(0 AS BIGINT) OR account_id = $2) AND day >= $3 AND day <= $4 AND gone = 0 ORDER BY day DESC, id DESC LIMIT 20000`,
		center, account, int64(from), int64(to))
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		x := Training{Center: center}
		var day int64
		if err := rows.Scan(&x.ID, &x.Account, &day, &x.Topic, &x.Organiser, &x.Tenths, &x.Proof, &x.At, &x.ByName); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		x.Day = calendar.Day(day)
		out = append(out, x)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// sums adds up the hours of each account between two days, in tenths.
func sums(ctx context.Context, tx *store.Tx, center int64, from, to calendar.Day) (map[int64]int64, error) {
	return byAccount(ctx, tx, `SELECT account_id, CAST(SUM(tenths) AS BIGINT) FROM quality_training WHERE center_id = $1 AND day >= $2 AND day <= $3 AND gone = 0 GROUP BY account_id`,
		center, int64(from), int64(to))
}

// remedial adds up the hours that inspections demanded of each account since a day.
func remedial(ctx context.Context, tx *store.Tx, center int64, from calendar.Day) (map[int64]int64, error) {
	return byAccount(ctx, tx, `SELECT examiner, CAST(SUM(hours) AS BIGINT) FROM quality_sample WHERE center_id = $1 AND settled_day >= $2 AND hours > 0 GROUP BY examiner`, center, int64(from))
}

// byAccount reads a sum for each account.
func byAccount(ctx context.Context, tx *store.Tx, query string, args ...any) (_ map[int64]int64, err error) {
	defer fault.Wrap(&err, "hours")
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	out := map[int64]int64{}
	for rows.Next() {
		var account, n int64
		if err := rows.Scan(&account, &n); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out[account] = n
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// insertTraining records a course. The same person, day and topic is a conflict: it is there already.
func insertTraining(ctx context.Context, tx *store.Tx, by int64, x Training) error {
	_, err := tx.Exec(ctx, `INSERT INTO quality_training (id, center_id, account_id, day, topic, organiser, tenths, proof, gone, at, by_id, by_name)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,0,$9,$10,$11)`, x.ID, x.Center, x.Account, int64(x.Day), x.Topic, x.Organiser, x.Tenths, x.Proof, x.At, by, x.ByName)
	if store.IsUnique(err) {
		return already(x)
	}
	return err
}

// already is the refusal of a course that was entered before.
func already(x Training) error {
	return fault.New(fault.Conflict, "quality.training_twice", "该人员 %s 的培训“%s”已经登记过，请勿重复登记", x.Day, x.Topic).At("topic")
}

// known reports whether the course was entered before.
func known(ctx context.Context, tx *store.Tx, x Training) (yes bool, err error) {
	err = tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM quality_training WHERE center_id = $1 AND account_id = $2 AND day = $3 AND topic = $4 AND gone = 0)`,
		x.Center, x.Account, int64(x.Day), x.Topic).Scan(&yes)
	return yes, err
}

// removeTraining takes out a course that was entered by mistake; the row stays. It reports whether there
// was one.
func removeTraining(ctx context.Context, tx *store.Tx, center, account, id int64) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE quality_training SET gone = id WHERE id = $1 AND center_id = $2 AND account_id = $3 AND gone = 0`, id, center, account)
	return n == 1, err
}
