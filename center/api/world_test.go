package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/center/api"
	"zhibao/center/english"
	"zhibao/center/upload"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/measure"
	"zhibao/governance/administration"
	"zhibao/internal/blob"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/internal/web/rest"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// papers holds a defect that the one rule of these tests finds, and a canary.
const papers = "发明名称\n一种折叠支架\n权利要求书\n1. 一种折叠支架，其特征在于，包括底座和长度约为20mm的立杆。\n说明书\n一种折叠支架\n技术领域\n本发明涉及支架技术领域。\n说明书摘要\n一种折叠支架。\n"

func about() check.Rule {
	return check.Rule{Meta: rule.Meta{ID: "TST-001", Title: "用语不清楚", English: "Unclear", Basis: []rule.Cite{{Text: "专利法", Article: "第二十六条第四款"}},
		Level: rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1}, Run: func(p *check.Pass) {
		t := p.Text(patent.Claims)
		if i := strings.Index(t.Text, "约"); i >= 0 {
			p.At(patent.Claims, i, i+len("约"), "“约”使保护范围不清楚", "删除“约”")
		}
	}}
}

const owner, otherOwner = 100, 101

type world struct {
	t      testing.TB
	office *casework.Office
	clock  *caseworktest.Clock
	desk   *preexam.Desk
	book   *identity.Book
	api    *api.API
	log    *bytes.Buffer
	site   *webtest.Site
	people map[string]*identity.Account
	rate   limit.Rule
	desks  []rest.Module
	schema func(act string) *form.Schema
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newWorld(t testing.TB) *world { return newWorldAt(t, limit.Rule{}) }

func newWorldAt(t testing.TB, rate limit.Rule, desks ...rest.Module) *world {
	t.Helper()
	w := &world{t: t, log: &bytes.Buffer{}, people: map[string]*identity.Account{}, rate: rate, desks: desks}
	dir := t.TempDir()
	blobs, err := blob.NewStore(filepath.Join(dir, "files"))
	must(t, err)
	w.desk = preexam.New(preexam.Deps{Blobs: blobs, Rules: []check.Rule{about()},
		Registry: func(context.Context, *store.Tx, preexam.RegistryQuery) (*check.RegistryFacts, error) {
			return &check.RegistryFacts{}, nil
		},
		Fields: func(context.Context, *store.Tx, int64, *check.SettingsFacts) error { return nil },
		Staff:  w.staff, Missing: func(paper.Paper) ([]rune, error) { return nil, nil }})
	grants := append(preexam.Grants(), append(administration.Grants(), append(api.Grants(), upload.Grants([]string{string(casework.Entity), string(casework.AgencyRole)})...)...)...)
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{w.desk.Chart()}, Settings: preexam.Settings(),
		Schemas: []store.Schema{preexam.Schema(), identity.Schema(), limit.Schema(), upload.Schema(), worklist.Schema(), api.Schema()}, Grants: grants})
	w.desk.Use(w.office)
	w.book = identity.New(w.office.DB, w.office.Keys, w.office.Now, identity.Policy{Failures: 5, Lock: time.Hour, Idle: time.Hour, Absolute: 9 * time.Hour, Admin: []string{"sysadmin", "secadmin", "auditor"}})
	w.fill()
	w.assemble(dir)
	return w
}

func (w *world) staff(context.Context, *store.Tx, int64) (out []preexam.Staff, err error) {
	for name, role := range map[string]casework.Role{"预审员": casework.Examiner, "复核员": casework.Reviewer} {
		out = append(out, preexam.Staff{Account: w.people[name].ID, Name: name, Roles: []casework.Role{role}})
	}
	return out, nil
}

// fill makes parties and accounts.
func (w *world) fill() {
	w.t.Helper()
	accounts := []struct {
		name  string
		party int64
		role  casework.Role
	}{{"企业", owner, casework.Entity}, {"别的企业", otherOwner, casework.Entity}, {"受理员", 0, casework.Clerk}, {"预审员", 0, casework.Examiner},
		{"复核员", 0, casework.Reviewer}, {"负责人", 0, casework.Head}, {"省局", 0, casework.ProvRole}, {"系统管理员", 0, casework.SysAdmin}}
	ctx := w.t.Context()
	must(w.t, w.office.DB.Write(ctx, func(tx *store.Tx) error {
		for id, name := range map[int64]string{owner: "示范电器有限公司", otherOwner: "另一公司"} {
			p := party.Party{ID: id, Kind: party.Entity, Name: name, Center: caseworktest.CenterID, At: w.clock.Now(), Code: map[int64]string{owner: "91330100MA00000ABQ", otherOwner: "91440300000000001H"}[id]}
			if err := party.Put(ctx, tx, &p); err != nil {
				return err
			}
		}
		by := identity.Who{Center: caseworktest.CenterID, Name: "测试"}
		for i, x := range accounts {
			a := &identity.Account{Center: caseworktest.CenterID, Party: x.party, Login: fmt.Sprintf("user%d", i), Name: x.name}
			if x.role == casework.ProvRole {
				a.Province = "32"
			}
			if _, err := w.book.Create(ctx, tx, by, a); err != nil {
				return err
			}
			if err := w.book.Grant(ctx, tx, by, a.ID, string(x.role)); err != nil {
				return err
			}
			if err := w.book.SetStatus(ctx, tx, by, a.ID, identity.Active); err != nil {
				return err
			}
			w.people[x.name] = a
		}
		return nil
	}))
}

// nothingOutside judges every class to lie within the lists.
func nothingOutside(context.Context, *store.Tx, int64, calendar.Day) (func(kind, class string) bool, error) {
	return func(string, string) bool { return false }, nil
}

// assemble puts pages and interface together as the program does.
func (w *world) assemble(dir string) {
	w.t.Helper()
	spare, err := blob.NewStore(filepath.Join(dir, "uploads"))
	must(w.t, err)
	keeper := upload.New(upload.Deps{DB: w.office.DB, Keys: w.office.Keys, Blobs: spare, Now: w.office.Now})
	pages := worklist.New(worklist.Pages{Office: w.office, Rules: rules(), Accounts: w.book.Names, Parties: party.Names,
		Hooks: map[string]worklist.Hooks{"preexam": w.desk.Hooks()}, Measures: measure.All(measure.Sources{Calendar: w.office.Calendar, Opened: nothingOutside}),
		Write: func(_ *web.Ctx, _ *casework.Case, format string, out io.Writer, p paper.Paper) (string, error) {
			_, err := io.WriteString(out, "%"+format+" "+p.Number)
			return "application/pdf", err
		}})
	w.schema = pages.Schema
	limits := limit.New(w.office.DB, limit.Options{Now: w.office.Now, Secret: []byte("secret")})
	log := slog.New(slog.NewTextHandler(w.log, nil))
	w.api = api.New(api.Deps{Pages: pages, Book: w.book, Limits: limits, Uploads: keeper, Rate: w.rate, Log: log, Desks: w.desks, Title: "知保",
		Parts: []api.Part{{Chart: "preexam", Name: "findings", Title: "缺陷", English: "Findings", Act: casework.ActText, What: "接口：缺陷",
			Load: func(ctx context.Context, _ casework.Actor, k *casework.Case) (v any, err error) {
				err = w.office.DB.Read(ctx, func(tx *store.Tx) error { v, err = w.desk.Findings(ctx, tx, k.ID); return err })
				return v, err
			}}},
		Check: func(_ context.Context, q api.CheckQuery) (any, error) {
			sizes := map[string]int64{}
			for _, f := range q.Files {
				r, err := f.Open()
				if err != nil {
					return nil, err
				}
				n, err := io.Copy(io.Discard, r)
				if err = closed(r, err); err != nil {
					return nil, err
				}
				sizes[f.Name] = n
			}
			return map[string]any{"kind": q.Kind, "files": sizes}, nil
		}})
	admin := administration.New(administration.Desk{Office: w.office, Book: w.book, Limits: limits, Rules: form.Rules{"uscc": lax, "phone": lax}})
	cfg := web.Config{Guard: w.api.Guard(admin.Guard(w.office.Policy)), Session: admin.Session, Uploads: keeper, SignIn: "/sign-in",
		Key: bytes.Repeat([]byte{7}, 32), Plain: true, Now: w.office.Now, Log: log, English: english.Catalogue()}
	w.site = webtest.Start(w.t, cfg, pages.Module(), w.desk.Module(), admin.Module(), w.api.Module(), w.api.Keys())
}

func closed(r io.Closer, err error) error {
	if e := r.Close(); err == nil {
		return e
	}
	return err
}

// key makes a key of somebody.
func (w *world) key(name string, acts ...string) (secret string) {
	w.t.Helper()
	a := w.people[name]
	must(w.t, w.office.DB.Write(w.t.Context(), func(tx *store.Tx) (err error) {
		secret, err = w.book.MakeKey(w.t.Context(), tx, identity.Who{Center: a.Center, Account: a.ID, Name: name}, identity.NewKey{Account: a.ID, Name: "测试", Acts: acts, Life: 24 * time.Hour})
		return err
	}))
	return secret
}

// full makes a key with every act that the account may do.
func (w *world) full(name string) string {
	a := w.people[name]
	var acts []string
	must(w.t, w.office.DB.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		a, err = w.book.Get(w.t.Context(), tx, a.ID)
		return err
	}))
	actor := administration.ActorOf(a, "", "")
	for _, act := range w.office.Policy.Acts() {
		if w.office.Policy.Ever(actor.Subject, act) {
			acts = append(acts, act)
		}
	}
	return w.key(name, acts...)
}

// A call is one request; headers are pairs.
type call struct {
	method, path, key string
	body              any // []byte as it is, else JSON; nil for none
	header            []string
}

// A reply is the answer, decoded where it is JSON.
type reply struct {
	status int
	header http.Header
	raw    []byte
	v      map[string]any
	t      testing.TB
}

func (w *world) do(c call) reply {
	w.t.Helper()
	var body io.Reader
	kind := "application/json"
	switch b := c.body.(type) {
	case nil:
		kind = ""
	case []byte:
		body = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		must(w.t, err)
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), c.method, w.site.URL+c.path, body)
	must(w.t, err)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	for i := 0; i+1 < len(c.header); i += 2 {
		req.Header.Set(c.header[i], c.header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	must(w.t, err)
	defer res.Body.Close()
	r := reply{status: res.StatusCode, header: res.Header, t: w.t}
	r.raw, err = io.ReadAll(res.Body)
	must(w.t, err)
	if strings.Contains(res.Header.Get("Content-Type"), "json") && bytes.HasPrefix(bytes.TrimSpace(r.raw), []byte("{")) {
		must(w.t, json.Unmarshal(r.raw, &r.v))
	}
	return r
}

func (w *world) get(key, path string) reply { return w.do(call{method: "GET", path: path, key: key}) }

// idem returns a fresh idempotency key.
func (w *world) idem() string { return fmt.Sprintf("test-key-%019d", w.office.DB.NewID()) }

// move makes a move; version 0 leaves If-Match out.
func (w *world) move(key, path string, version int64, body any) reply {
	w.t.Helper()
	h := []string{"Idempotency-Key", w.idem()}
	if version > 0 {
		h = append(h, "If-Match", fmt.Sprintf("%q", fmt.Sprint(version)))
	}
	return w.do(call{method: "POST", path: path, key: key, body: body, header: h})
}

// want fails unless the answer has the status, and for refusals the code.
func (r reply) want(status int, code string) reply {
	r.t.Helper()
	if r.status != status || code != "" && r.v["code"] != code {
		r.t.Fatalf("got %d %s\nwant %d %s", r.status, r.raw, status, code)
	}
	if status >= 400 && r.header.Get("Content-Type") != "application/problem+json; charset=utf-8" {
		r.t.Fatalf("a refusal as %s: %s", r.header.Get("Content-Type"), r.raw)
	}
	return r
}

// at reads a value in the answer by its path.
func (r reply) at(path ...string) any {
	r.t.Helper()
	var v any = r.v
	for _, p := range path {
		m, ok := v.(map[string]any)
		if !ok {
			r.t.Fatalf("no %v in %s", path, r.raw)
		}
		v = m[p]
	}
	return v
}

// upload sends a file and returns its id.
func (w *world) upload(key, name string, b []byte) string {
	w.t.Helper()
	id := w.do(call{method: "POST", path: "/api/v1/uploads", key: key, body: map[string]any{"name": name, "size": len(b)}}).want(201, "").at("id").(string)
	r := w.do(call{method: "POST", path: "/api/v1/uploads/" + id + "?offset=0", key: key, body: b, header: []string{"Content-Type", "application/octet-stream"}}).want(200, "")
	if r.at("received") != float64(len(b)) {
		w.t.Fatalf("received %s", r.raw)
	}
	return id
}

// rules are the checks of identifiers, as the program offers them to forms.
func rules() form.Rules {
	wrap := func(check func(string) error) form.Rule {
		return func(v string) web.Text {
			if err := check(v); err != nil {
				return web.Text{err.Error(), err.Error()}
			}
			return web.Text{}
		}
	}
	return form.Rules{
		"uscc":   wrap(func(v string) error { _, err := ident.ParseUSCC(v); return err }),
		"idcard": wrap(func(v string) error { _, err := ident.ParseIDNumber(v); return err }),
		"appno":  wrap(func(v string) error { _, err := ident.ParseApplicationNo(v); return err }),
		"agency": wrap(func(v string) error { _, err := ident.ParseAgencyCode(v); return err }),
		"post":   wrap(func(v string) error { _, err := ident.ParsePostcode(v); return err }),
	}
}

// lax lets every value of a field through: what is right is the matter of the center's tests.
func lax(string) lang.Text { return lang.Text{} }
