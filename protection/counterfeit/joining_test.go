package counterfeit_test

import (
	"context"
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/merger"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/protection/counterfeit"
)

// fillJoin completes a joining: 前案 is the case of the story that was entered before the latest, 本案 the latest.
func (w *world) fillJoin(in *counterfeit.Join, text func(*string, string)) {
	text(&in.Ground, "report")
	text(&in.Reason, "同一网店的同一标识")
	if back, ok := map[string]int{"本案": 0, "前案": 1}[in.Number]; ok {
		_ = w.office.DB.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Row(context.Background(), `SELECT number FROM casework_case WHERE number <> '' ORDER BY id DESC LIMIT 1 OFFSET $1`, back).Scan(&in.Number)
		})
	}
}

func (w *world) get(t *testing.T, id int64) (k *casework.Case) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		k, err = w.office.Get(t.Context(), tx, actor("负责人"), id)
		return err
	}))
	return k
}

// upTo leads a new case, entered on a day, to where it is investigated.
func (w *world) upTo(t *testing.T, day string) *casework.Case {
	t.Helper()
	k := w.do(t, day, "承办人", nil, "lead", nil)
	k = w.do(t, day, "负责人", k, "assign", nil)
	k = w.do(t, day, "承办人", k, "verify", &counterfeit.Verify{Way: "record"})
	k = w.do(t, day, "承办人", k, "propose", nil)
	return w.do(t, day, "负责人", k, "file", nil)
}

// TestJoined takes a lead and a filed case into one that was filed before: they end, no term of theirs runs on and
// that of the leading case stays where it was, both histories say it, and each knows the other.
func TestJoined(t *testing.T) {
	const day = "2026-03-04"
	w := newWorld(t)
	lead, filed := w.upTo(t, "2026-03-02"), w.upTo(t, "2026-03-03")
	lead, filed = w.do(t, day, "承办人", lead, "identify", nil), w.do(t, day, "承办人", filed, "identify", nil)
	report := w.do(t, day, "受理员", nil, "lead", &counterfeit.NewLead{Source: "12315"})
	due := lead.Due
	for _, k := range []*casework.Case{filed, report} {
		lead = w.do(t, day, "负责人", lead, "join", &counterfeit.Join{Number: k.Number})
	}
	if lead = w.get(t, lead.ID); lead.State != counterfeit.Investigating || lead.Due != due {
		t.Errorf("the leading case is %s and due %s, before %s", lead.State, lead.Due, due)
	}
	if got, want := merger.Numbers(lead), []string{filed.Number, report.Number}; !slices.Equal(got, want) {
		t.Errorf("the leading case names %v, not %v", got, want)
	}
	for _, was := range []*casework.Case{filed, report} {
		k := w.get(t, was.ID)
		if k.State != counterfeit.Joined || k.Open() || !k.Due.IsZero() || merger.Into(k) != lead.Number {
			t.Errorf("what was taken in is %s, due %s, in %q", k.State, k.Due, merger.Into(k))
		}
		if got := w.notes(t, k.ID); !slices.Contains(got, "并入："+lead.Number) {
			t.Errorf("its history says %v", got)
		}
		if got := w.notes(t, lead.ID); !slices.Contains(got, "并入线索或案件："+k.Number) {
			t.Errorf("the history of the leading case says %v", got)
		}
	}
}

// notes are what the events of a case say of it.
func (w *world) notes(t *testing.T, id int64) (out []string) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.office.Events(t.Context(), tx, caseworktest.CenterID, id)
		for _, e := range events {
			out = append(out, e.Meta.Notes["what"])
		}
		return err
	}))
	return out
}

// TestJoinedNot refuses what another case has to finish first, and one against somebody else.
func TestJoinedNot(t *testing.T) {
	const day = "2026-03-04"
	w := newWorld(t)
	lead, other := w.upTo(t, "2026-03-02"), w.upTo(t, "2026-03-03")
	other = w.do(t, day, "承办人", other, "identify", nil)
	refused := func(code string) {
		t.Helper()
		in := &counterfeit.Join{Number: other.Number}
		must(t, w.fill(w.desk.Chart().Move("join"), in))
		_, err := w.office.Move(t.Context(), casework.Request{Actor: actor("负责人"), Chart: counterfeit.Code, Case: lead.ID, Move: "join", Input: in, Expected: lead.Version})
		if f := fault.Of(err); f == nil || f.Code != code {
			t.Errorf("not refused by %s: %v", code, err)
		}
	}
	refused("counterfeit.join_party")
	lead = w.do(t, day, "承办人", lead, "identify", nil)
	other = w.do(t, day, "承办人", other, "preserve", &counterfeit.Preserve{Secure: counterfeit.Secure{Urgent: true}})
	refused("counterfeit.join_measure")
	other = w.do(t, day, "承办人", other, "dispose", &counterfeit.Dispose{Way: "returned", Reason: "无须保存"})
	refused("counterfeit.join_urgent")
	other = w.do(t, day, "负责人", other, "allow", &counterfeit.Allow{Measure: counterfeit.Preserving, Scope: "仓库", Reason: "可能转移"})
	other = w.do(t, day, "承办人", other, "conclude", &counterfeit.Conclude{Findings: counterfeit.Findings{Conducts: []string{"improper"}, Proposal: "correct"}})
	refused("counterfeit.join_state")
}
