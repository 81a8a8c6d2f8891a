package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest/parceltest"
	separate "zhibao/casework/consent"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/patent/filing"
	"zhibao/patent/secrecy"
)

// readings counts how often an account has opened text of a case, as its chain says.
func (w *world) readings(t *testing.T, id, account int64) (n int) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.Office.Events(t.Context(), tx, w.Center.Center.ID, id)
		for _, e := range events {
			if e.Move == casework.ReadMove && e.Actor == account {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTextIsNeverReadUnseen asks every route, of pages and of the interface, for everything that can stand in its
// address, in the name of everybody who works with an application: whenever an answer holds words of the text that
// is not published, in whatever format, the chain of the case has one more reading by that account. Those who may
// not read it find it nowhere. That the walk finds text at all is counted.
func TestTextIsNeverReadUnseen(t *testing.T) {
	slow(t)
	w := lived(t)
	const words = "琥珀鹪鹩QZX"
	f := defective(0, 0, nil).Filing()
	f.Claims[0].Text += words
	f.Sections[0].Paragraphs[0].Text += words
	f.Abstract[0].Text += words
	id := w.move(t, "qiye01", 0, "create", &preexam.Create{Ref: "E2E"})
	w.move(t, "qiye01", id, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Files: []form.File{form.Bytes("案卷包.zip", pack(t, f, filing.Options{}))}})
	w.move(t, "qiye01", id, "submit", &preexam.Submit{Undertaking: true})
	w.examined(t, id, "yushen1", "fuhe1")
	values := map[string][]string{"": {itoa(id)}, "id": {itoa(id)}, "case": {itoa(id)}, "version": {"1"}, "file": {"0", "1"}, "figure": {"0", "1"}, "format": {"docx", "pdf", "json"}, "table": {"flow", "contents"},
		"paper": {itoa(w.paper(t, id))}, "chart": {"preexam"}, "side": {"0"}, "difference": {"0"}, "proof": {"1"}}
	for _, m := range w.Office.Chart("preexam").Moves {
		values["move"] = append(values["move"], m.Code)
	}
	for _, x := range []struct {
		login      string
		reads, own bool
	}{{"yushen1", true, false}, {"fuhe1", true, false}, {"qiye01", true, true}, {"yushen2", false, false}, {"zhuren", false, false}} {
		site, p, account := w.person(t, x.login), w.program(t, x.login), w.actor(t, x.login).Account
		asked, found, unseen := 0, 0, 0
		for _, r := range w.Mux.Routes() {
			if r.Method != http.MethodGet || strings.HasPrefix(r.Pattern, "/-/") || strings.Contains(r.Pattern, "/static/") {
				continue
			}
			for _, address := range meanings(r.Pattern, values) {
				before := w.readings(t, id, account)
				body, status := w.fetched(site, p, address)
				if status == http.StatusTooManyRequests {
					w.ahead.Add(int64(time.Minute))
					body, _ = w.fetched(site, p, address)
				}
				asked++
				if !parceltest.Holds(body, words) {
					continue
				}
				found++
				if after := w.readings(t, id, account); after > before {
					continue
				}
				if unseen++; !x.own {
					t.Errorf("%s read the text at %s, and nothing says so", x.login, address)
				}
			}
		}
		t.Logf("%s: %d addresses, text at %d", x.login, asked, found)
		if asked < 300 || x.reads != (found > 0) || x.reads && found < 5 || x.own != (unseen > 0) {
			t.Errorf("%s finds the text at %d of %d addresses, %d unseen", x.login, found, asked, unseen)
		}
	}
}
