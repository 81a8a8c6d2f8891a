package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/evidence"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/protection/infringement"
)

// Words of a sealed exhibit: whoever searches knows the first, and has found it where the second stands.
const (
	hinted    = "金丝雀枳棘配方"
	concealed = "canaryQZX7391"
)

// aDispute is a dispute on trial of which both sides have an account, with their logins.
func (w *world) aDispute(t *testing.T) (k *casework.Case, requester, respondent string) {
	t.Helper()
	var ids []int64
	var accounts []*identity.Account
	err := w.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		if accounts, err = w.Book.List(t.Context(), tx, 1, 0); err != nil {
			return err
		}
		rows, err := tx.Query(t.Context(), `SELECT id FROM casework_case WHERE chart = $1 AND state = $2 ORDER BY id`, infringement.Code, infringement.Trying)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	login := func(party int64) string {
		for _, a := range accounts {
			if a.Party == party && a.Status == "active" {
				return a.Login
			}
		}
		return ""
	}
	for _, id := range ids {
		k = w.read(t, id)
		if requester, respondent = login(k.Owner), login(k.Side("respondent")[0]); requester != "" && respondent != "" && requester != respondent {
			return k, requester, respondent
		}
	}
	t.Fatalf("of %d disputes on trial none has two sides with an account", len(ids))
	return nil, "", ""
}

// seals has the requester hand in an exhibit that is sealed against the other side, and the officer work with it.
func (w *world) seals(t *testing.T, k *casework.Case, requester string) (exhibit int64) {
	t.Helper()
	in := &evidence.Submit{Secret: true, Why: "技术秘密：" + concealed}
	in.Name, in.Kind, in.Purpose, in.Source, in.Form = hinted+concealed, "书证", hinted+concealed, hinted+concealed, "原件"
	in.Files = []form.File{form.Bytes(concealed+".png", dot(t))}
	w.enforced(t, requester, k.ID, evidence.MoveSubmit, in)
	officer := w.login(k.Handler)
	reader, now := w.actor(t, officer), w.read(t, k.ID)
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := w.Evidence.Of(t.Context(), tx, w.Office, reader, now)
		for _, x := range all {
			if strings.Contains(x.Name, concealed) {
				exhibit = x.ID
			}
		}
		return err
	})
	if err != nil || exhibit == 0 {
		t.Fatal(exhibit, err)
	}
	id := itoa(exhibit)
	w.enforced(t, officer, k.ID, "decide_secret", &evidence.DecideSecret{Exhibit: id, Decision: "seal", Why: concealed})
	w.enforced(t, officer, k.ID, "hand_exhibit", &evidence.Hand{Exhibits: []string{id}, What: "移交", From: concealed, To: concealed, Place: concealed, State: concealed})
	return exhibit
}

// dot is the smallest picture.
func dot(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var inAddress = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// meanings are all addresses that a pattern can mean with the values.
func meanings(pattern string, values map[string][]string) []string {
	out := []string{strings.ReplaceAll(pattern, "{$}", "")}
	for _, m := range inAddress.FindAllStringSubmatch(pattern, -1) {
		of := values[m[1]]
		if len(of) == 0 {
			of = values[""]
		}
		var next []string
		for _, a := range out {
			for _, v := range of {
				next = append(next, strings.Replace(a, m[0], url.PathEscape(v), 1))
			}
		}
		out = next
	}
	return out
}

// TestSealedIsUnreachable reads every route that the center has, of pages and of the interface, as the other side of
// a dispute and as somebody beside it, with everything that can stand in its address, once as it is and once as a
// search for a word of the sealed exhibit: no page, list, count, search, export, paper, proof or table of related
// cases says what it is, or that it is there. The same walk as the party whose secret it is finds it.
// What is written is walked in center/api, on a case of its own.
func TestSealedIsUnreachable(t *testing.T) {
	slow(t)
	w := lived(t)
	k, requester, respondent := w.aDispute(t)
	exhibit := w.seals(t, k, requester)
	values := w.meant(t, k, exhibit)
	walk := func(login string) (found []string, asked int) {
		site, p := w.person(t, login), w.program(t, login)
		for _, r := range w.Mux.Routes() {
			if r.Method != http.MethodGet || strings.HasPrefix(r.Pattern, "/-/") || strings.Contains(r.Pattern, "/static/") {
				continue
			}
			for _, a := range meanings(r.Pattern, values) {
				for _, query := range []string{"", "?q=" + url.QueryEscape(hinted) + "&title=" + url.QueryEscape(hinted) + "&words=" + url.QueryEscape(hinted)} {
					if query != "" && inAddress.MatchString(strings.ReplaceAll(r.Pattern, "{$}", "")) { // no list and no search
						continue
					}
					asked++
					body, status := w.fetched(site, p, a+query)
					if status == http.StatusTooManyRequests { // so many are answered in a minute
						w.ahead.Add(int64(time.Minute))
						body, status = w.fetched(site, p, a+query)
					}
					if status >= 500 || status == http.StatusTooManyRequests {
						t.Errorf("%s as %s: %d", a+query, login, status)
					}
					if parceltest.Holds(body, concealed) || !strings.Contains(a, itoa(exhibit)) && parceltest.Holds(body, itoa(exhibit)) {
						found = append(found, a+query)
					}
				}
			}
		}
		return found, asked
	}
	for _, login := range []string{respondent, w.beside(t, k)} {
		if found, asked := walk(login); len(found) > 0 || asked < 300 {
			t.Errorf("of %d addresses %s finds what is sealed at\n%s", asked, login, strings.Join(found, "\n"))
		}
	}
	found, asked := walk(requester)
	t.Logf("of %d addresses its own party finds it at %d", asked, len(found))
	at := "/case/" + itoa(k.ID)
	for _, want := range []string{at + "/evidence", at + "/evidence/" + itoa(exhibit), at + "/evidence/list/docx", "/api/v1/cases/" + itoa(k.ID) + "/exhibits"} {
		if !slices.Contains(found, want) {
			t.Errorf("the walk does not find it at %s for whom it belongs to", want)
		}
	}
}

// meant is what the names in an address are filled in with; the empty name stands for every other.
func (w *world) meant(t *testing.T, k *casework.Case, exhibit int64) map[string][]string {
	t.Helper()
	out := map[string][]string{"": {itoa(k.ID)}, "id": {itoa(k.ID)}, "case": {itoa(k.ID)}, "exhibit": {itoa(exhibit)}, "no": {"1", k.Number}, "picture": {itoa(exhibit)}, "n": {itoa(exhibit)},
		"file": {"0", itoa(exhibit)}, "format": {"docx", "pdf", "json"}, "table": {"flow", "contents"}, "chart": {infringement.Code}, "place": {"1"}, "feature": {"1"}}
	for _, m := range w.Office.Chart(infringement.Code).Moves {
		out["move"] = append(out["move"], m.Code)
	}
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT id FROM document_paper WHERE case_id = $1`, k.ID)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				return err
			}
			out["paper"] = append(out["paper"], itoa(id))
		}
		return rows.Err()
	})
	if err != nil || len(out["paper"]) == 0 {
		t.Fatal("the case has no paper", err)
	}
	return out
}

// fetched reads an address of the pages with the session, of the interface with the key.
func (w *world) fetched(site *webtest.Site, p *program, address string) (body []byte, status int) {
	if rest, ok := strings.CutPrefix(address, "/api/v1"); ok {
		r := p.call(http.MethodGet, rest, nil)
		return fmt.Append(r.raw, r.header), r.status
	}
	r := site.Get(address)
	return fmt.Append([]byte(r.Body), r.Header), r.Status
}

// beside is the login of a registered entity that has no part in a case.
func (w *world) beside(t *testing.T, k *casework.Case) string {
	t.Helper()
	for _, login := range []string{"qiye01", "qiye02", "qiye03", "qiye04"} {
		if len(k.Stands(w.actor(t, login).Party)) == 0 {
			return login
		}
	}
	t.Fatal("everybody stands in the case")
	return ""
}
