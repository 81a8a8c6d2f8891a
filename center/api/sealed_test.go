package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/document"
	"zhibao/casework/evidence"
	"zhibao/center/api"
	"zhibao/center/upload"
	"zhibao/governance/administration"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/internal/web/webtest"
)

// canary stands in every field and in the content of what is sealed, and is told by its tail, which no
// encoding of names changes; mark is in its number.
const (
	canary = "金丝雀枳棘" + tail
	tail   = "canaryQZX7391" // longer than what a random token has by chance
	mark   = "密1"
)

// sealedWorld is a case of several sides with its pages and its interface, and a key for each party.
type sealedWorld struct {
	*parceltest.World
	t     *testing.T
	site  *webtest.Site
	api   *api.API
	now   casework.Actor // who looks at the pages
	who   map[int64]casework.Actor
	keys  map[int64]string
	k     *casework.Case
	fills map[string][]string // what the names in an address can be
}

func newSealed(t *testing.T) *sealedWorld {
	t.Helper()
	var grants []access.Grant
	grants = append(grants, append(administration.Grants(), append(api.Grants(), upload.Grants([]string{string(casework.Entity)})...)...)...)
	w := &sealedWorld{t: t, who: map[int64]casework.Actor{}, keys: map[int64]string{}}
	w.World = parceltest.New(t, caseworktest.Setup{Schemas: []store.Schema{identity.Schema(), limit.Schema(), upload.Schema(), api.Schema()}, Grants: grants})
	book := identity.New(w.Office.DB, w.Office.Keys, w.Office.Now, identity.Policy{Failures: 5, Lock: time.Hour, Idle: time.Hour, Absolute: 9 * time.Hour})
	spare, err := blob.NewStore(filepath.Join(t.TempDir(), "uploads"))
	must(t, err)
	keeper := upload.New(upload.Deps{DB: w.Office.DB, Keys: w.Office.Keys, Blobs: spare, Now: w.Office.Now})
	limits := limit.New(w.Office.DB, limit.Options{Now: w.Office.Now, Secret: []byte("secret")})
	log := slog.New(slog.DiscardHandler)
	w.api = api.New(api.Deps{Pages: w.Work, Book: book, Limits: limits, Uploads: keeper, Log: log, Rate: limit.Rule{Name: "api", Max: 1 << 20, Per: time.Minute}, Title: "知保",
		Desks: []rest.Module{w.Work.Rest(), w.Exhibits.Rest(), w.Sessions.Rest()}})
	w.fill(book)
	cfg := web.Config{Guard: w.api.Guard(func(c *web.Ctx, r *web.Route) error {
		c.Actor = w.now
		if r.Public || w.Office.Policy.Ever(w.now.Subject, r.Act) {
			return nil
		}
		return fault.New(fault.Missing, "web.missing", "没有")
	}), Session: func(*web.Ctx) web.Session { return web.Session{ID: "test", Ends: time.Hour} },
		Uploads: keeper, SignIn: "/", Key: bytes.Repeat([]byte{7}, 32), Plain: true, Now: w.Office.Now, Log: log}
	w.site = webtest.Start(t, cfg, append(w.Modules(), w.api.Module(), w.api.Keys())...)
	return w
}

// fill makes an account with a key for each party.
func (w *sealedWorld) fill(book *identity.Book) {
	w.t.Helper()
	ctx := w.t.Context()
	must(w.t, w.Office.DB.Write(ctx, func(tx *store.Tx) error {
		by := identity.Who{Center: caseworktest.CenterID, Name: "测试"}
		for _, id := range []int64{parceltest.Sender, parceltest.Receiver, parceltest.Other} {
			a := &identity.Account{Center: caseworktest.CenterID, Party: id, Login: fmt.Sprintf("user%d", id), Name: fmt.Sprintf("公司%d", id)}
			if _, err := book.Create(ctx, tx, by, a); err != nil {
				return err
			}
			if err := book.Grant(ctx, tx, by, a.ID, string(casework.Entity)); err != nil {
				return err
			}
			if err := book.SetStatus(ctx, tx, by, a.ID, identity.Active); err != nil {
				return err
			}
			a, err := book.Get(ctx, tx, a.ID)
			if err != nil {
				return err
			}
			w.who[id] = administration.ActorOf(a, "", "")
			var acts []string
			for _, act := range w.Office.Policy.Acts() {
				if w.Office.Policy.Ever(w.who[id].Subject, act) {
					acts = append(acts, act)
				}
			}
			if w.keys[id], err = book.MakeKey(ctx, tx, by, identity.NewKey{Account: a.ID, Name: "测试", Acts: acts, Life: 24 * time.Hour}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// prepare opens a case with one open and one sealed exhibit of the receiver, every act on both, a
// reading of them by the staff, a session with the receiver alone, and a paper for everybody.
func (w *sealedWorld) prepare() {
	w.k = w.Open()
	plain := &evidence.Submit{}
	plain.Name, plain.Kind, plain.Purpose, plain.Source, plain.Form = "签收单", "书证", "证明签收", "本公司", "原件"
	w.Do(11, w.k, "exhibit", plain)
	in := &evidence.Submit{Secret: true, Why: canary + "是秘密"}
	in.Name, in.Kind, in.Purpose, in.Source, in.Form, in.Pages = canary+"配方", "书证", "证明"+canary, "来自"+canary, "原件", "1"
	in.Files = append(in.Files, parceltest.PDF(canary+".pdf", canary))
	w.Do(11, w.k, "exhibit", in)
	w.Do(12, w.k, "exhibit", plain)
	id := ""
	for _, x := range w.Of(31, w.k) {
		w.fills["exhibit"] = append(w.fills["exhibit"], strconv.FormatInt(x.ID, 10))
		if x.Sealed() {
			id = strconv.FormatInt(x.ID, 10)
		}
	}
	w.Do(31, w.k, "hand_exhibit", &evidence.Hand{Exhibits: []string{id}, What: "移交", From: canary, To: canary, Place: canary, State: canary})
	w.Do(31, w.k, "decide_secret", &evidence.DecideSecret{Exhibit: id, Decision: "seal", Why: canary})
	w.Do(31, w.k, "admit_exhibit", &evidence.Weigh{Exhibits: []string{id}, Result: "采信", Reason: canary})
	must(w.t, w.Office.RecordReading(w.t.Context(), parceltest.People(31), w.k.ID, "证据"))
	w.k = w.Do(11, w.k, "reply", &parceltest.Reply{Text: canary})
	w.Read(func(tx *store.Tx) error {
		papers, err := document.Of(w.t.Context(), tx, w.k.Center, w.k.ID)
		for _, p := range papers {
			w.fills["paper"] = append(w.fills["paper"], strconv.FormatInt(p.ID, 10))
		}
		return err
	})
	w.fills["id"] = []string{strconv.FormatInt(w.k.ID, 10)}
	w.fills["case"] = []string{w.fills["id"][0], w.k.Number}
	for _, m := range w.Office.Chart("parcel").Moves {
		w.fills["move"] = append(w.fills["move"], m.Code)
	}
}

var named = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// addresses are all that a pattern can mean.
func (w *sealedWorld) addresses(pattern string) []string {
	out := []string{strings.ReplaceAll(pattern, "{$}", "")}
	for _, m := range named.FindAllStringSubmatch(pattern, -1) {
		values := w.fills[m[1]]
		if len(values) == 0 {
			values = []string{"1"}
		}
		var next []string
		for _, a := range out {
			for _, v := range values {
				next = append(next, strings.Replace(a, m[0], v, 1))
			}
		}
		out = next
	}
	return out
}

// walk asks for every address of every route as one party and returns where the canary or the mark of
// the number was found. A POST carries the sealed exhibit in every field that could name one.
func (w *sealedWorld) walk(party int64) (found []string, asked int) {
	w.now = w.who[party]
	for _, r := range w.site.Mux.Routes() {
		if strings.HasPrefix(r.Pattern, "/-/") || strings.Contains(r.Pattern, "/static/") {
			continue
		}
		for _, a := range w.addresses(r.Pattern) {
			asked++
			if body := w.ask(party, r.Method, a); parceltest.Holds(body, tail) || parceltest.Holds(body, mark) {
				found = append(found, r.Method+" "+a)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), asked
}

func (w *sealedWorld) ask(party int64, method, address string) []byte {
	w.t.Helper()
	forProgram := strings.HasPrefix(address, api.Prefix)
	var body io.Reader
	kind := "application/x-www-form-urlencoded"
	if method == http.MethodPost {
		fields := map[string]any{"exhibits": w.fills["exhibit"], "exhibit": w.fills["exhibit"][1], "authentic": "认可", "legal": "认可", "relevant": "认可", "text": "看看", "why": "打听一下"}
		raw, err := json.Marshal(fields)
		must(w.t, err)
		body, kind = bytes.NewReader(raw), "application/json"
		if !forProgram {
			body, kind = strings.NewReader("exhibits="+w.fills["exhibit"][1]+"&exhibit="+w.fills["exhibit"][1]), "application/x-www-form-urlencoded"
		}
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.site.URL+address, body)
	must(w.t, err)
	req.Header.Set("Content-Type", kind)
	if forProgram {
		req.Header.Set("Authorization", "Bearer "+w.keys[party])
	}
	if forProgram && method == http.MethodPost {
		req.Header.Set("Idempotency-Key", fmt.Sprintf("walk-%d-%d", party, time.Now().UnixNano()))
		req.Header.Set("If-Match", fmt.Sprintf(`"%d"`, w.Get(w.k.ID).Version))
	}
	res, err := w.site.Client.Do(req)
	must(w.t, err)
	defer res.Body.Close()
	out, err := io.ReadAll(res.Body)
	must(w.t, err)
	if res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500 {
		w.t.Errorf("%s %s as %d: %d %s", method, address, party, res.StatusCode, out)
	}
	var headers bytes.Buffer
	_ = res.Header.Write(&headers)
	return append(out, headers.Bytes()...)
}

// TestSealedIsUnreachable walks every route of the pages and of the interface, with everything that
// can stand in its address, as the other side and as another company of the same side: nothing says
// what is sealed, or that there is something. The same walk as the party whose secret it is finds it,
// so that the walk is known to look in the right places.
func TestSealedIsUnreachable(t *testing.T) {
	w := newSealed(t)
	w.fills = map[string][]string{"file": {"0", "1"}, "format": {"docx", "pdf", "json"}, "table": {"flow", "contents"}, "chart": {"parcel"}, "no": {"1"}, "place": {"1"}}
	w.prepare()
	for _, other := range []int64{parceltest.Sender, parceltest.Other} {
		if found, asked := w.walk(other); len(found) > 0 || asked < 150 {
			t.Errorf("of %d addresses %d finds what is sealed at\n%s", asked, other, strings.Join(found, "\n"))
		}
	}
	found, _ := w.walk(parceltest.Receiver)
	id := w.fills["id"][0]
	sealed := w.fills["exhibit"][1]
	for _, want := range []string{"/case/" + id + "/evidence", "/case/" + id + "/evidence/" + sealed, "/case/" + id + "/evidence/" + sealed + "/file/0", "/case/" + id + "/evidence/list/docx",
		api.Prefix + "/cases/" + id + "/exhibits", api.Prefix + "/cases/" + id + "/exhibits/" + sealed, api.Prefix + "/cases/" + id + "/exhibits/" + sealed + "/files/0", api.Prefix + "/cases/" + id + "/events"} {
		if !slices.Contains(found, "GET "+want) {
			t.Errorf("the walk does not find it at %s for whom it belongs to; it finds\n%s", want, strings.Join(found, "\n"))
			break
		}
	}
}
