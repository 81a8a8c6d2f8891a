package draft_test

import (
	"maps"
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// TestComing: what can be made in a state or after it, along loops too, and nothing that lies behind.
func TestComing(t *testing.T) {
	move := func(code string, from []string, to ...string) casework.Move {
		return casework.Move{Code: code, From: from, To: to}
	}
	c := &casework.Chart{Moves: []casework.Move{move("file", []string{"lead"}, "open"), move("note", []string{"open"}, casework.Stay), move("decide", []string{"open"}, "decided"),
		move("back", []string{"decided"}, "open"), move("close", []string{"decided"}, "closed")}}
	for state, want := range map[string][]string{"lead": {"back", "close", "decide", "file", "note"}, "open": {"back", "close", "decide", "note"}, "decided": {"back", "close", "decide", "note"}, "closed": nil} {
		if got := slices.Sorted(maps.Keys(draft.Coming(c, state))); !slices.Equal(got, want) {
			t.Errorf("from %s: %v, want %v", state, got, want)
		}
	}
}

// TestEndOfTheCase: a draft whose step cannot come any more ends with the case and says why; the event names
// it. A letter can still be signed.
func TestEndOfTheCase(t *testing.T) {
	w := newWorld(t)
	w.o.Closing = append(w.o.Closing, w.desk.End)
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "short"})
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "final"})
	w.do(author, "end", &none{})
	if left := w.open(); len(left) != 1 || left[0].Template != "short" {
		t.Errorf("open are %+v", left)
	}
	d, _, why := w.draft()
	if d.Template != "final" || d.State != draft.Ended || d.State.Words()[0] != "已作废" || why != "案件已转为“已办结”，“办结”不会再办理，草稿随案作废" {
		t.Errorf("the draft of %s is %s: %s", d.Template, d.State, why)
	}
	err := w.o.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.o.Events(t.Context(), tx, w.k.Center, w.k.ID)
		if got := events[len(events)-1].Meta.Notes["void"]; got != "随案作废的文书草稿：办结通知" {
			t.Errorf("the event says %q", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRecipientsAtOnce: whoever chooses recipients for whom the step will not issue the paper learns it when
// the draft is saved.
func TestRecipientsAtOnce(t *testing.T) {
	w := newWorld(t)
	w.refuse("draft.others", author, draft.MoveDraft, &draft.Begin{Template: "final", Recipients: []string{"100", "200"}})
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "final", Recipients: []string{"100"}})
	w.refuse("draft.others", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Recipients: []string{"200"}})
	w.usual = func() [][]int64 { return [][]int64{{100}, {200}} }
	w.refuse("draft.one_by_one", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Recipients: []string{"100", "200"}})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Recipients: []string{"200"}})
	w.usual = func() [][]int64 { return nil }
	err := w.try(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Recipients: []string{"200"}})
	if fault.CodeOf(err) != "draft.unserved" || fault.Of(err).Field != "recipients" {
		t.Errorf("a paper for the file: %v", err)
	}
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of()})
}
