package infringement_test

import (
	"strconv"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/internal/store"
	"zhibao/protection/infringement"
)

// record is the service of the notice to answer, with the number of its proofs.
func (w *world) record(t *testing.T, k *casework.Case) (found *document.Delivery, proofs int) {
	t.Helper()
	notice, _ := w.last(t, k, "answer")
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := document.Deliveries(t.Context(), tx, k.Center, k.ID)
		if err != nil {
			return err
		}
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		for i := range all {
			if x := &all[i]; x.Paper == notice.ID {
				if found != nil {
					t.Error("the notice has two records of service")
				}
				detail, err := x.Detail(key)
				if err != nil {
					return err
				}
				found, proofs = x, len(detail.Proofs)
			}
		}
		return nil
	})
	if err != nil || found == nil {
		t.Fatalf("no record: %v", err)
	}
	return found, proofs
}

// TestServiceIsRecordedOnce: what a step of the case records is the record of service, with way, day and proof;
// neither the step nor the queue can record another.
func TestServiceIsRecordedOnce(t *testing.T) {
	w := newWorld(t)
	k := w.outside(t, "街角五金店")
	waits, _ := w.record(t, k)
	if !waits.Waits() {
		t.Fatalf("before it was served the notice is %+v", waits)
	}
	queue := &delivery.Record{Delivery: strconv.FormatInt(waits.ID, 10), Channel: document.Person, Result: "served", Day: day("2026-03-28"), Receiver: "店主"}
	if _, err := w.try(t, "2026-03-30", w.actor("受理员"), k, delivery.MoveRecord, queue); err == nil || !strings.Contains(err.Error(), "登记副本送达") {
		t.Errorf("the queue records what the step records: %v", err)
	}
	in := func(channel string) *infringement.Serve {
		return &infringement.Serve{ServeParty: infringement.ServeParty{Party: "街角五金店"}, Channel: channel, Day: day("2026-03-28")}
	}
	k = w.do(t, "2026-03-30", "承办人", k, "serve", in(document.Post))
	x, proofs := w.record(t, k)
	if x.Channel != document.Post || x.Day() != day("2026-03-28") || !x.Done() || x.Deemed || proofs != 1 {
		t.Errorf("the record is %+v with %d proofs", x, proofs)
	}
	if _, err := w.try(t, "2026-03-30", w.actor("受理员"), k, delivery.MoveRecord, queue); err == nil || !strings.Contains(err.Error(), "不能再次送达") {
		t.Errorf("a second record: %v", err)
	}
}

// TestAPublicNoticeIsRecordedWhenItIsOver: it is on its way until then, whatever the queue thinks, and serves on
// its last day.
func TestAPublicNoticeIsRecordedWhenItIsOver(t *testing.T) {
	w := newWorld(t)
	k := w.outside(t, "查无此店")
	k = w.do(t, "2026-03-30", "承办人", k, "serve", &infringement.Serve{ServeParty: infringement.ServeParty{Party: "查无此店"}, Channel: document.Notice, Day: day("2026-03-30")})
	if x, _ := w.record(t, k); x.Done() || x.Channel != document.Notice || !x.Due.IsZero() {
		t.Errorf("while it runs: %+v", x)
	}
	k = w.do(t, "2026-04-30", "系统", k, "deemed", nil)
	if x, proofs := w.record(t, k); !x.Done() || !x.Deemed || x.Day() != day("2026-04-29") || proofs != 1 {
		t.Errorf("when it is over: %+v with %d proofs", x, proofs)
	}
}
