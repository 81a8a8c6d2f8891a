package simulation

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A sheet is what the events of an inspection say: the errors that were found, and what was decided.
type sheet struct {
	Errors []struct {
		Class string
		Count int
	}
	Score, Hours        int
	Result, Consequence string
}

// input reads the input of the last event of a move.
func (s *shadow) input(ctx context.Context, tx *store.Tx, m *mirror, move string, in any) (casework.Event, error) {
	for _, e := range slices.Backward(m.events) {
		if e.Move == move {
			return e, s.w.Office.InputOf(ctx, tx, e, in)
		}
	}
	return casework.Event{}, nil
}

// scored compares the results of all inspections, and the errors that are counted for their plans, with
// what their events say.
func (w *world) scored(ctx context.Context, tx *store.Tx) error {
	for _, id := range w.shadow.byChart["inspection"] {
		m := w.shadow.cases[id]
		var found, decided, kept sheet
		settled, err := w.shadow.input(ctx, tx, m, "settle", &decided)
		if err == nil && settled.ID != 0 {
			_, err = w.shadow.input(ctx, tx, m, "score", &found)
		}
		if fault.CodeOf(err) == "seal.shredded" {
			continue
		} else if err != nil {
			return err
		}
		var passed bool
		var day int64
		err = tx.Row(ctx, `SELECT score, passed, settled_day, consequence, hours FROM quality_sample WHERE case_id = $1`, id).Scan(&kept.Score, &passed, &day, &kept.Consequence, &kept.Hours)
		if err != nil {
			return err
		}
		if (day != 0) != (settled.ID != 0) || kept.Score != decided.Score || passed != (decided.Result == "passed") || kept.Consequence != decided.Consequence || kept.Hours != decided.Hours {
			return fmt.Errorf("inspection %d is kept with %d points, passed %v; decided were %d, %s", id, kept.Score, passed, decided.Score, decided.Result)
		}
		if err := w.erred(ctx, tx, id, found); err != nil {
			return err
		}
	}
	return nil
}

// erred compares the errors that are counted for an inspection with those of its sheet.
func (w *world) erred(ctx context.Context, tx *store.Tx, id int64, found sheet) error {
	left := map[string]int{}
	for _, e := range found.Errors {
		left[e.Class] += e.Count
	}
	rows, err := tx.Query(ctx, `SELECT class, n FROM quality_error WHERE case_id = $1`, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var class string
		var n int
		if err := rows.Scan(&class, &n); err != nil {
			return err
		}
		left[class] -= n
	}
	for class, n := range left {
		if n != 0 {
			return fmt.Errorf("inspection %d: errors of class %s are counted wrong by %d", id, class, n)
		}
	}
	return rows.Err()
}

// proposed compares the score that the form of a decision proposes with the errors of the sheet, each with
// what its class costs.
func (w *world) proposed(ctx context.Context, k *casework.Case, known url.Values) error {
	return w.DB.Read(ctx, func(tx *store.Tx) error {
		var found sheet
		if _, err := w.shadow.input(ctx, tx, w.shadow.cases[k.ID], "score", &found); err != nil {
			return err
		}
		text, err := w.Office.Settings.Raw(ctx, tx, setting.Query{Center: w.id(), Key: "quality.inspection.classes", On: w.Office.Today()})
		if err != nil {
			return err
		}
		sum := 100
		for _, e := range found.Errors {
			for line := range strings.Lines(text) {
				if part := strings.Split(strings.TrimSpace(line), "|"); len(part) > 3 && part[0] == e.Class {
					points, err := strconv.Atoi(strings.TrimSpace(part[3]))
					if err != nil {
						return err
					}
					sum -= points * e.Count
				}
			}
		}
		if is := known.Get("score"); is != "" && is != strconv.Itoa(max(sum, 0)) {
			return fmt.Errorf("inspection %d: %s points are proposed, the sheet adds up to %d", k.ID, is, max(sum, 0))
		}
		return nil
	})
}
