package e2e

import (
	"fmt"
	"strconv"
	"testing"

	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
)

// letters are the addresses of a paper that an official wrote whole and that was served by post, each
// with who reads it: its draft, its delivery with the proof, and the certificate of its seal.
func (w *world) letters(t testing.TB) map[string][2]string {
	t.Helper()
	id := w.find(t, "infringement", "trying")
	if id == 0 {
		t.Fatal("nothing is on trial in the demo")
	}
	d := w.letter(t, id)
	served, signer := w.posted(t, id, d.Paper)
	w.move(t, "zhifa1", id, delivery.MoveSend, &delivery.Send{Delivery: served, Channel: document.Post, Day: w.Office.Today(), Mail: "EMS 1234"})
	w.move(t, "zhifa1", id, delivery.MoveRecord, &delivery.Record{Delivery: served, Channel: document.Post, Result: "served", Day: w.Office.Today(), Receiver: "王某",
		Proof: []form.File{form.Bytes("送达回证.pdf", []byte("%PDF-1.4"))}})
	drafts, deliveries := fmt.Sprintf("/cases/%d/drafts", id), fmt.Sprintf("/cases/%d/delivery/%s", id, served)
	return map[string][2]string{
		"/verify/certificate/{signer}":                {"", "/verify/certificate/" + signer},
		"/cases/{case}/drafts":                        {"fuzeren", drafts},
		"/cases/{case}/drafts/{draft}":                {"zhifa1", fmt.Sprintf("%s/%d", drafts, d.ID)},
		"/cases/{case}/drafts/{draft}/{format}":       {"zhifa1", fmt.Sprintf("%s/%d/docx", drafts, d.ID)},
		"/cases/{case}/delivery/{delivery}":           {"zhifa1", deliveries},
		"/cases/{case}/delivery/{delivery}/proof/{n}": {"zhifa1", deliveries + "/proof/0"},
	}
}

// letter drafts and signs a notice to one party of a case, and returns its draft.
func (w *world) letter(t testing.TB, id int64) *draft.Draft {
	t.Helper()
	latest := func() (d *draft.Draft, of draft.Of) {
		err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
			all, err := draft.In(t.Context(), tx, id)
			if err == nil {
				d = all[0]
				of = draft.Of{Draft: strconv.FormatInt(d.ID, 10), Version: d.Version}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return d, of
	}
	to := []string{fmt.Sprintf("%d:%s", w.read(t, id).Owner, document.Post)}
	w.move(t, "zhifa1", id, draft.MoveDraft, &draft.Begin{Template: "notice", Recipients: to})
	_, of := latest()
	w.move(t, "zhifa1", id, draft.MoveEdit, &draft.Edit{Of: of, Blocks: []draft.Text{{Name: "正文", Text: "请于三日内到本中心核对证据原件。"}}, Recipients: to, Submit: true})
	_, of = latest()
	w.move(t, "fuzeren", id, draft.MoveIssue, &draft.Sign{Of: of})
	d, _ := latest()
	return d
}

// posted is the delivery of a paper that waits, and the key that sealed the paper.
func (w *world) posted(t testing.TB, id, paper int64) (served, signer string) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		key, err := w.Office.Keys.CaseKey(t.Context(), tx, id)
		if err != nil {
			return err
		}
		p, err := document.Open(t.Context(), tx, key, id, paper)
		if err != nil {
			return err
		}
		g, err := document.SignatureOf(t.Context(), tx, p)
		if err != nil || g == nil {
			return fmt.Errorf("seal of %s: %v %w", p.Number, g, err)
		}
		signer = g.Signer
		all, err := document.Deliveries(t.Context(), tx, w.Center.Center.ID, id)
		for _, x := range all {
			if x.Paper == paper && x.Waits() {
				served = strconv.FormatInt(x.ID, 10)
			}
		}
		return err
	})
	if err != nil || served == "" {
		t.Fatalf("paper %d of case %d: delivery %q, %v", paper, id, served, err)
	}
	return served, signer
}
