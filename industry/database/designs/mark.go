package designs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/patent/likeness"
)

// whole stands for the design as a whole beside its views.
const whole = "whole"

// A mark is what somebody says of one picture that is asked for beside a candidate, or of the whole design.
type mark struct {
	Number  string `json:"-"`
	View    string `json:"-"` // Shot.code, or whole
	Verdict likeness.Verdict
	Note    string
	Name    string    // who
	Asked   string    // what the picture was called
	At      time.Time `json:"-"`
}

func markAAD(of int64, number, view string) string {
	return fmt.Sprintf("designs/mark/%d/%s/%s", of, number, view)
}

// marks reads the judgements of a search or a case, in the order of candidates and time.
func marks(ctx context.Context, tx *store.Tx, key seal.Key, of int64) (out []mark, err error) {
	rows, err := tx.Query(ctx, `SELECT number, view, at, body FROM designs_mark WHERE of_id = $1 ORDER BY number, at, view`, of)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var m mark
		var at int64
		var body []byte
		if err := rows.Scan(&m.Number, &m.View, &at, &body); err != nil {
			return nil, err
		}
		plain, err := key.Open(markAAD(of, m.Number, m.View), body)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &m); err != nil {
			return nil, err
		}
		m.At = time.UnixMicro(at)
		out = append(out, m)
	}
	return out, rows.Err()
}

// markOf returns what was said of a picture beside a candidate; nil where nothing was.
func (s *inquiry) markOf(number, view string) *mark {
	if i := slices.IndexFunc(s.marks, func(m mark) bool { return m.Number == number && m.View == view }); i >= 0 {
		return &s.marks[i]
	}
	return nil
}

// judging is the form of a judgement.
type judging struct {
	Seen    string `json:"seen" label:"所见的判定时间" en:"Time of the judgement that was seen" widget:"hidden" max:"30"`
	Verdict string `json:"verdict" label:"判定" en:"Verdict" widget:"radio" options:"same=相同=Identical,substance=实质相同=Substantially identical,similar=近似=Similar,not=不近似=Not similar,unseen=无法比对=Cannot be compared"`
	Note    string `json:"note" label:"相同点、区别点及其对整体视觉效果的影响" en:"What is alike, what differs and how it affects the whole" widget:"textarea" max:"3000" secret:"true"`
}

// stamp is the moment of a judgement as a form carries it.
func (m *mark) stamp() string {
	if m == nil {
		return ""
	}
	return m.At.UTC().Format(time.RFC3339Nano)
}

// judge writes down what somebody says; without a verdict what was said is taken back. Who has not seen the
// present judgement does not replace it.
func (d *Desk) judge(ctx context.Context, s *inquiry, number, view, asked string, in judging) error {
	m := mark{Verdict: likeness.Verdict(in.Verdict), Note: strings.TrimSpace(in.Note), Name: s.by.Name, Asked: asked}
	switch {
	case m.Verdict == "" && m.Note != "":
		return fault.New(fault.Invalid, "designs.verdict", "请选择相同、实质相同、近似、不近似或无法比对").At("verdict")
	case m.Verdict != "" && m.Verdict != likeness.Unseen && !m.Verdict.Judged():
		return fault.New(fault.Invalid, "designs.verdict", "请选择相同、实质相同、近似、不近似或无法比对").At("verdict")
	case m.Verdict != "" && m.Verdict != likeness.Same && m.Note == "":
		return fault.New(fault.Invalid, "designs.note", "请写明相同点、区别点及其对整体视觉效果的影响").At("note")
	}
	if s.matter != nil && !s.matter.Case.Open() {
		return fault.New(fault.Conflict, "designs.closed", "案件已结案，判定不能再修改；请在本案的检索结果中查看已有的判定")
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		now, err := marks(ctx, tx, s.key, s.id)
		if err != nil {
			return err
		}
		fresh := *s
		fresh.marks = now
		if was := fresh.markOf(number, view); was.stamp() != in.Seen {
			return fault.New(fault.Conflict, "designs.changed", "“%s”刚刚作出了另一判定，您的判定没有保存；请核对后再保存", whoOf(was))
		}
		if _, err := tx.Exec(ctx, `DELETE FROM designs_mark WHERE of_id = $1 AND number = $2 AND view = $3`, s.id, number, view); err != nil || m.Verdict == "" {
			return err
		}
		body, err := json.Marshal(m)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO designs_mark (of_id, center_id, number, view, at, body) VALUES ($1,$2,$3,$4,$5,$6)`,
			s.id, s.by.Center, number, view, d.office.Now().UnixMicro(), s.key.Seal(markAAD(s.id, number, view), body))
		return err
	})
}

// whoOf names who judged; somebody who took a judgement back left no name.
func whoOf(m *mark) string {
	if m == nil {
		return "他人"
	}
	return m.Name
}
