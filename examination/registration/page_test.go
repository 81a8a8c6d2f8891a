package registration_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/examination/registration"
	"zhibao/internal/access"
	"zhibao/internal/identity"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/timingtest"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/ident"
)

// rules are the checks of identifiers that the program hands to the forms.
func rules() form.Rules {
	wrap := func(check func(string) error) form.Rule {
		return func(v string) web.Text {
			if e, ok := errors.AsType[*ident.Error](check(v)); ok {
				return web.Text{e.Message, e.EN}
			}
			return web.Text{}
		}
	}
	return form.Rules{"uscc": wrap(func(v string) error { _, err := ident.ParseUSCC(v); return err }),
		"agency": wrap(func(v string) error { _, err := ident.ParseAgencyCode(v); return err })}
}

// site serves the pages of the procedure beside the shared ones. With an actor that is nil,
// whoever signs in is found by the cookie.
func (w *world) site(t testing.TB, a any) *webtest.Site {
	t.Helper()
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	if a == nil {
		cfg.Guard = func(c *web.Ctx, r *web.Route) error {
			s, err := w.desk.Book.Find(c.Context(), c.Cookie("s"), true)
			if err == nil && s != nil {
				c.Actor = casework.Actor{Name: s.Account.Name, Subject: access.Subject{Account: s.Account.ID, Center: s.Account.Center, Party: s.Account.Party, Roles: s.Account.Roles}}
			}
			return err
		}
	}
	pages := worklist.New(worklist.Pages{Office: w.office, Rules: rules(), Accounts: w.desk.Book.Names, Parties: party.Names,
		Staff: func(context.Context, *store.Tx, int64) ([]form.Option, error) { return nil, nil },
		Hooks: map[string]worklist.Hooks{"registration": w.desk.Hooks()}})
	home := web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}
	return webtest.Start(t, cfg, home, pages.Module(), w.desk.Module())
}

// upload sends the form on a page with files, as a browser without scripts would.
func upload(t testing.TB, s *webtest.Site, p *webtest.Page, path string, values url.Values, files map[string]form.File) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	hidden := url.Values{}
	for _, in := range webtest.All(p.Root, "input") {
		if name := webtest.Attr(in, "name"); name == "_csrf" || name == "_idem" {
			hidden[name] = []string{webtest.Attr(in, "value")}
		}
	}
	for _, vs := range []url.Values{hidden, values} {
		for name, list := range vs {
			for _, v := range list {
				must(t, m.WriteField(name, v))
			}
		}
	}
	for name, f := range files {
		out, err := m.CreateFormFile(name, f.Name)
		must(t, err)
		in, err := f.Open()
		must(t, err)
		_, err = io.Copy(out, in)
		must(t, err)
	}
	must(t, m.Close())
	req, err := http.NewRequest(http.MethodPost, s.URL+path, &body)
	must(t, err)
	req.Header.Set("Content-Type", m.FormDataContentType())
	return s.Do(req)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func location(t testing.TB, p *webtest.Page) string {
	t.Helper()
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", p.Path, p.Status, webtest.Text(p.Root))
	}
	return p.Header.Get("Location")
}

// TestSignUpLeadsToTheApplication walks from the public page to the receipt; nothing is typed
// twice.
func TestSignUpLeadsToTheApplication(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, nil)
	p := s.Get("/register")
	p.Check()
	in := url.Values{"kind": {"entity"}, "name": {"新来科技有限公司"}, "code": {code(9)}, "contact": {"赵六"}, "phone": {"13900000000"}, "mail": {"zhao@example.cn"},
		"password": {"short"}, "again": {"short"}, "agree": {"true"}}
	p = s.Submit(p, "password", in)
	p.Check()
	p.Contains("太短")
	in.Set("password", "一句只有我知道的长长的话呀")
	p = s.Submit(p, "password", in)
	p.Contains("两次输入的密码不同")
	in.Set("again", "一句只有我知道的长长的话呀")
	to := location(t, s.Submit(p, "password", in))
	if to != "/open/registration/apply" {
		t.Fatalf("leads to %s", to)
	}
	p = s.Get(to)
	p.Check()
	for _, typed := range []string{"新来科技有限公司", code(9), "赵六", "13900000000", "zhao@example.cn", "320500"} {
		if !strings.Contains(p.Body, `value="`+typed+`"`) {
			t.Errorf("%s has to be typed again", typed)
		}
	}
	apply := url.Values{"name": {"新来科技有限公司"}, "code": {code(9)}, "division": {"320500"}, "address": {"某路1号"}, "contacts.0.name": {"赵六"}, "contacts.0.phone": {"13900000000"}, "undertaking": {"true"}, "clear": {"true"}}
	to = location(t, upload(t, s, p, to, apply, map[string]form.File{"sheet": scan("申请表.pdf"), "proof": scan("营业执照.pdf")}))
	p = s.Get(to)
	p.Check()
	p.Contains("形式审核中", "备案申请回执", "营业执照.pdf", "赵六")
	_, href, _ := strings.Cut(p.Body, `href="/registration/file/`)
	href, _, _ = strings.Cut(href, `"`)
	if got := s.Get("/registration/file/" + href); got.Status != 200 || !strings.HasPrefix(got.Body, "%PDF-1.4") {
		t.Errorf("its own document: %d", got.Status)
	}
	if got := w.site(t, w.actor("别的企业")).Get("/registration/file/" + href); got.Status != http.StatusNotFound {
		t.Errorf("somebody else's document: %d", got.Status)
	}
	w.secondClaim(t, in, apply)
}

// ownLogin is the login that the page after the sign-up says.
var ownLogin = regexp.MustCompile(`您的登录名是 ([ea]\d{8})`)

// secondClaim signs up and applies with a code that another organisation has: every answer is what it was for the first, and
// only the clerk is told. The director cannot register it.
func (w *world) secondClaim(t *testing.T, in, apply url.Values) {
	t.Helper()
	s := w.site(t, nil)
	to := location(t, s.Submit(s.Get("/register"), "password", in))
	p := s.Get(to)
	if m := ownLogin.FindStringSubmatch(p.Body); to != "/open/registration/apply" || m == nil || !strings.Contains(p.Body, `value="`+code(9)+`"`) {
		t.Fatalf("the second sign-up leads to %s and says %v", to, m)
	}
	to = location(t, upload(t, s, p, to, apply, map[string]form.File{"sheet": scan("申请表.pdf"), "proof": scan("营业执照.pdf")}))
	p = s.Get(to)
	p.Contains("形式审核中", "备案申请回执", code(9))
	if strings.Contains(p.Body, "另一主体") {
		t.Error("the applicant is told that another has the code")
	}
	w.site(t, w.actor("兼职")).Get(to).Contains("此代码已登记在另一主体名下")
}

// TestNobodyIsFoundOut: signing up, and asking to take over, answer the same whether the center knows the organisation or not, and,
// measured with ZHIBAO_WELCH=500, after the same time.
func TestNobodyIsFoundOut(t *testing.T) {
	w := newWorld(t)
	n := 3
	if v, _ := strconv.Atoi(os.Getenv("ZHIBAO_WELCH")); v > n {
		n = v
	}
	times := map[string][]float64{}
	var answers [2]string
	for i := range 2 * n {
		known := i % 2
		s := w.site(t, nil)
		of := code([]int{8, 1}[known])
		in := url.Values{"kind": {"entity"}, "name": {"某科技有限公司"}, "code": {of}, "contact": {"赵六"}, "phone": {"13900000000"}, "mail": {"zhao@example.cn"}, "password": {"一句只有我知道的长长的话呀"}, "again": {"一句只有我知道的长长的话呀"}, "agree": {"true"}}
		page := s.Get("/register")
		began := time.Now()
		to := location(t, s.Submit(page, "password", in))
		times["register"+strconv.Itoa(known)] = append(times["register"+strconv.Itoa(known)], time.Since(began).Seconds())
		body := ownLogin.ReplaceAllString(webtest.Text(s.Get(to).Root), "您的登录名")
		ask := url.Values{"code": {of}, "login": {"successor"}, "name": {"继任"}, "phone": {"13700000000"}, "mail": {"ji@example.cn"}, "reason": {"前任离职"}, "clear": {"true"}, "sensitive": {"own"}}
		s = w.site(t, nil)
		page = s.Get("/takeover")
		began = time.Now()
		p := upload(t, s, page, "/takeover", ask, map[string]form.File{"proof": scan("授权书.pdf")})
		times["takeover"+strconv.Itoa(known)] = append(times["takeover"+strconv.Itoa(known)], time.Since(began).Seconds())
		got := to + strings.ReplaceAll(body, of, "") + strconv.Itoa(p.Status) + digits.ReplaceAllString(webtest.Text(p.Root), "")
		if answers[known] == "" {
			answers[known] = got
		}
	}
	if answers[0] != answers[1] || !strings.Contains(answers[0], "接管申请编号") {
		t.Errorf("the answers differ:\n%s\n%s", answers[0], answers[1])
	}
	for _, what := range []string{"register", "takeover"} {
		p, apart := timingtest.Welch(times[what+"0"], times[what+"1"])
		t.Logf("%s: p = %.3f, %.2f ms apart, %d tries each", what, p, 1000*apart, n)
		if n >= 20 && p < 0.01 {
			t.Errorf("the time of %s tells whether an organisation is known: p = %.4f, %.2f ms apart", what, p, 1000*apart)
		}
	}
}

// nothingToTakeOver: the clerk sees that the center knows no such organisation, and cannot agree.
func (w *world) nothingToTakeOver(t *testing.T) {
	t.Helper()
	clerk := w.site(t, w.actor("兼职"))
	list := clerk.Get("/registration/takeovers")
	list.Contains("没有登记：" + code(7))
	_, id, _ := strings.Cut(list.Body, `href="/registration/takeovers/`)
	id, _, _ = strings.Cut(id, `"`)
	page := "/registration/takeovers/" + id
	clerk.Get(page).Contains("不能同意接管")
	if got := clerk.Submit(clerk.Get(page), "words", url.Values{"decision": {"agree"}, "words": {"已电话核实"}}); got.Status != http.StatusConflict && got.Status != http.StatusUnprocessableEntity {
		t.Errorf("agreed to take over nothing: %d", got.Status)
	}
	if got := clerk.Submit(clerk.Get(page), "words", url.Values{"decision": {"refuse"}, "words": {"没有这家单位"}}); got.Status != http.StatusSeeOther {
		t.Errorf("cannot be refused: %d", got.Status)
	}
}

// TestOriginalIsKeptBack: a document that could act is not sent before its reader was told what is in it; the words of it are
// shown without it; whoever insists gets it byte for byte; and an ordinary one comes at once.
func TestOriginalIsKeptBack(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, nil)
	in := url.Values{"kind": {"entity"}, "name": {"新来科技有限公司"}, "code": {code(9)}, "contact": {"赵六"}, "phone": {"13900000000"}, "mail": {"zhao@example.cn"}, "password": {"一句只有我知道的长长的话呀"}, "again": {"一句只有我知道的长长的话呀"}, "agree": {"true"}}
	to := location(t, s.Submit(s.Get("/register"), "password", in))
	evil := "%PDF-1.7\n1 0 obj\n<</Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert)>> /AcroForm <</XFA 2 0 R>>>>\nendobj\n2 0 obj\n<</Title (Sealed licence)>>\nendobj\n%%EOF\n"
	apply := url.Values{"name": {"新来科技有限公司"}, "code": {code(9)}, "division": {"320500"}, "address": {"某路1号"}, "contacts.0.name": {"赵六"}, "contacts.0.phone": {"13900000000"}, "undertaking": {"true"}, "clear": {"true"}}
	to = location(t, upload(t, s, s.Get(to), to, apply, map[string]form.File{"sheet": scan("申请表.pdf"), "proof": form.Bytes("营业执照.pdf", []byte(evil))}))
	clerk := w.site(t, w.actor("兼职"))
	body, kept, sent := clerk.Get(to).Body, 0, 0
	for _, m := range regexp.MustCompile(`/registration/file/\d+/\d+`).FindAllString(body, -1) {
		p := clerk.Get(m)
		if strings.HasPrefix(p.Body, "%PDF") {
			sent++
			continue
		}
		kept++
		p.Check()
		p.Contains("原件已隔离", "脚本（JavaScript）", "XFA 表单", "Sealed licence")
		if strings.Contains(p.Body, "OpenAction") || p.Header.Get("Content-Disposition") != "" {
			t.Error("the file is sent with the warning")
		}
		if got := clerk.Get(m + "?anyway=1"); got.Body != evil || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("whoever insists gets %d: %.80s", got.Status, got.Body)
		}
	}
	if kept != 1 || sent != 1 {
		t.Errorf("%d kept back, %d sent at once", kept, sent)
	}
}

// digits are numbers, which differ from one request to the next.
var digits = regexp.MustCompile(`\d+`)

func TestTakeoverNeedsTwoPeople(t *testing.T) {
	w := newWorld(t)
	var old *identity.Account
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		old = &identity.Account{Center: 1, Party: owner, Login: "former", Name: "前任"}
		_, err := w.desk.Book.Create(t.Context(), tx, identity.Who{Center: 1, Name: "测试"}, old)
		return err
	}))
	public := w.site(t, nil)
	ask := url.Values{"code": {code(7)}, "login": {"successor"}, "name": {"继任"}, "phone": {"13700000000"}, "mail": {"ji@example.cn"}, "reason": {"前任离职"}, "clear": {"true"}, "sensitive": {"own"}}
	p := upload(t, public, public.Get("/takeover"), "/takeover", ask, map[string]form.File{"proof": scan("授权书.pdf")})
	p.Check()
	p.Contains("接管申请编号")
	w.nothingToTakeOver(t)
	ask.Set("code", code(1))
	p = upload(t, public, public.Get("/takeover"), "/takeover", ask, map[string]form.File{"proof": scan("授权书.pdf")})
	p.Check()
	p.Contains("接管申请编号")
	clerk := w.site(t, w.actor("兼职"))
	p = clerk.Get("/registration/takeovers")
	p.Check()
	_, id, _ := strings.Cut(p.Body, `href="/registration/takeovers/`)
	id, _, _ = strings.Cut(id, `"`)
	page := "/registration/takeovers/" + id
	p = clerk.Get(page)
	p.Check()
	p.Contains("继任", "授权书.pdf", "前任离职")
	if got := clerk.Get(page + "/file/0"); !strings.HasPrefix(got.Body, "%PDF") {
		t.Errorf("the proof cannot be read: %d", got.Status)
	}
	agree := url.Values{"decision": {"agree"}, "words": {"已电话核实"}}
	if got := clerk.Submit(clerk.Get(page), "words", agree); got.Status != http.StatusSeeOther {
		t.Fatalf("not checked: %s", got.Body)
	}
	if got := clerk.Submit(clerk.Get(page), "words", agree); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "同一人") {
		t.Errorf("decided by the one who checked: %d", got.Status)
	}
	director := w.site(t, w.actor("主任"))
	p = director.Submit(director.Get(page), "words", agree)
	p.Check()
	p.Contains("/password/")
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		a, err := w.desk.Book.Get(t.Context(), tx, old.ID)
		if err != nil {
			return err
		}
		if a.Status != identity.Disabled {
			t.Errorf("the old account is %s", a.Status)
		}
		a, err = w.desk.Book.ByLogin(t.Context(), tx, "successor")
		if err == nil && (a.Party != owner || len(a.Roles) != 1) {
			t.Errorf("the new account: %+v", a)
		}
		entries, _ := w.desk.Book.Entries(t.Context(), tx, 1, 0, 20)
		if !strings.Contains(fmt.Sprint(entries), "takeover.done") {
			t.Error("the take-over is not audited")
		}
		return err
	}))
}

func TestAccountsOfOnesOwnParty(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, w.actor("企业"))
	p := s.Submit(s.Get("/my/accounts"), "login", url.Values{"login": {"colleague"}, "name": {"同事"}})
	p.Check()
	p.Contains("/password/", "同事")
	p = s.Get("/my/accounts")
	p.Check()
	p.Contains("colleague")
	_, id, _ := strings.Cut(p.Body, `href="/my/accounts/`)
	id, _, _ = strings.Cut(id, `"`)
	s.Get("/my/accounts/" + id).Check()
	if got := s.Submit(s.Get("/my/accounts/"+id), "act", url.Values{"act": {"disable"}}); got.Status != http.StatusSeeOther {
		t.Errorf("not disabled: %d", got.Status)
	}
	s.Get("/my/accounts").Contains("停用")
	if got := w.site(t, w.actor("别的企业")).Get("/my/accounts/" + id); got.Status != http.StatusNotFound {
		t.Errorf("another party's account: %d", got.Status)
	}
}

// rows makes a spreadsheet of the lines, each with the cells by the columns of the template.
func rows(t testing.TB, lines ...map[string]string) form.File {
	t.Helper()
	titles := []string{"类别", "名称", "统一社会信用代码", "注册地行政区划代码", "联系人", "手机", "备案日期", "专利代理机构代码", "本年度已用额度"}
	var cols []sheet.Column
	for _, x := range titles {
		cols = append(cols, sheet.Column{Title: x})
	}
	var cells [][]any
	for _, l := range lines {
		usual := map[string]string{"类别": "申请主体", "注册地行政区划代码": "320500", "联系人": "李四", "手机": "13800000000", "备案日期": "2024-05-06"}
		var row []any
		for _, x := range titles {
			v, ok := l[x]
			if !ok {
				v = usual[x]
			}
			row = append(row, v)
		}
		cells = append(cells, row)
	}
	var buf bytes.Buffer
	_, err := sheet.WriteXLSX(&buf, sheet.Export{Name: "主体", Columns: cols, Rows: sheet.Slice(cells)})
	must(t, err)
	return form.Bytes("主体.xlsx", buf.Bytes())
}

func TestImport(t *testing.T) {
	w := newWorld(t)
	w.broughtIn(t)
	s := w.site(t, w.actor("受理员"))
	for _, path := range []string{"/registration/import", "/registration/import?lang=en"} {
		s.Get(path).Check()
	}
	if got := s.Get("/registration/import/template"); !strings.HasPrefix(got.Body, "PK") {
		t.Errorf("no template: %d", got.Status)
	}
	file := rows(t,
		map[string]string{"名称": "甲公司", "统一社会信用代码": code(31), "本年度已用额度": "7"},
		map[string]string{"名称": "示范电器有限公司", "统一社会信用代码": code(1)},
		map[string]string{"名称": "改了名的公司", "统一社会信用代码": code(2)},
		map[string]string{"名称": "乙公司", "统一社会信用代码": "91320500MA0000000X"},
		map[string]string{"名称": "甲公司二", "统一社会信用代码": code(31)},
		map[string]string{"名称": "丙代理所", "统一社会信用代码": code(32), "类别": "代理机构"},
		map[string]string{"名称": "丁代理所", "统一社会信用代码": code(33), "类别": "代理机构", "专利代理机构代码": "32201"},
		map[string]string{"名称": "戊公司", "统一社会信用代码": code(34), "备案日期": "去年"},
		map[string]string{"名称": "己公司", "统一社会信用代码": code(35), "注册地行政区划代码": "330100"})
	to := location(t, upload(t, s, s.Get("/registration/import?lang=zh"), "/registration/import", nil, map[string]form.File{"file": file}))
	p := s.Get(to)
	p.Check()
	p.Contains("C5（统一社会信用代码）：", "C6（统一社会信用代码）：与第 2 行的统一社会信用代码", "（专利代理机构代码）：", "G9（备案日期）：", "D10（注册地行政区划代码）：",
		"已备案，无需转入", "已登记在“另一公司”名下")
	before := w.count(t)
	if p = s.Submit(p, "sure", nil); p.Status != http.StatusUnprocessableEntity || w.count(t) != before {
		t.Errorf("brought in without a confirmation: %d", p.Status)
	}
	to = location(t, s.Submit(p, "sure", url.Values{"sure": {"true"}}))
	p = s.Get(to)
	p.Check()
	p.Contains("2 / 2", "已转入")
	if got := w.count(t); got != before+2 {
		t.Errorf("%d registrations, want %d", got, before+2)
	}
	got := w.lookup(t, registration.Query{Codes: []string{code(31)}})
	if a := got.Applicants[0]; !a.Active || a.Name != "甲公司" {
		t.Errorf("brought in as %+v", a)
	}
	failed := s.Get(to + "/failed")
	in, err := sheet.Read([]byte(failed.Body), []sheet.Column{{Key: "name", Title: "名称"}, {Key: "why", Title: "错误原因"}}, sheet.Limits{})
	if err != nil || len(in.Rows) != 6 {
		t.Errorf("%d failed rows, %v", len(in.Rows), err)
	}
	for _, r := range in.Rows {
		if r.Values["why"] == "" || r.Values["name"] == "甲公司" {
			t.Errorf("failed row %v", r.Values)
		}
	}
}

// count returns how many registrations the center has.
func (w *world) count(t testing.TB) (n int) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.office.List(t.Context(), tx, w.actor("受理员"), casework.Filter{Chart: "registration"})
		n = l.Total
		return err
	}))
	return n
}

// TestEveryPageOfACase renders the case and every form that can be reached, in both languages.
func TestEveryPageOfACase(t *testing.T) {
	w := newWorld(t)
	k := w.broughtIn(t)
	k = w.do(t, "企业", k, "entrust", &registration.Entrust{Agency: "某专利代理所", From: w.office.Today()})
	in := &registration.Change{Declared: secrecy.Declared{Clear: true}, Particulars: particulars("示范智能电器有限公司", code(1)), Reason: "更名", Files: []form.File{scan("通知.pdf")}}
	look := func(who string, k *casework.Case) {
		s := w.site(t, w.actor(who))
		paths := []string{fmt.Sprintf("/case/%d", k.ID)}
		for _, m := range w.office.Allowed(w.actor(who), k) {
			paths = append(paths, fmt.Sprintf("/case/%d/move/%s", k.ID, m.Code))
		}
		for _, path := range paths {
			for _, lang := range []string{"zh", "en"} {
				p := s.Get(path + "?lang=" + lang)
				if p.Status != 200 {
					t.Errorf("%s sees %s: %d", who, path, p.Status)
				}
				p.Check()
			}
		}
	}
	for _, who := range []string{"企业", "受理员", "主任", "负责人"} {
		look(who, k)
	}
	k = w.do(t, "企业", k, "change", in)
	look("受理员", k)
	w.site(t, w.actor("受理员")).Get(fmt.Sprintf("/case/%d", k.ID)).Contains("申请的变更", "示范智能电器有限公司", "某专利代理所")
	k = w.do(t, "受理员", k, "approve_change", &registration.Remarked{})
	k = w.do(t, "受理员", k, "warn", &registration.Warn{Measure: "cancel", Ground: "失信行为", Facts: "事实"})
	k = w.do(t, "企业", k, "plead", &registration.Plead{Statement: "我方的陈述"})
	look("主任", k)
	w.site(t, w.actor("主任")).Get(fmt.Sprintf("/case/%d", k.ID)).Contains("我方的陈述", "曾用名")
	for _, who := range []string{"受理员", "主任"} {
		s := w.site(t, w.actor(who))
		for _, path := range []string{"/registration", "/registration?words=智能&status=active", "/registration?kind=agency&lang=en", "/open/registration/bring_in", "/registration/takeovers?lang=en"} {
			p := s.Get(path)
			if p.Status != 200 {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
		}
	}
	s := w.site(t, w.actor("主任"))
	s.Get("/registration?words=智能&lang=zh").Contains("示范智能电器有限公司", "共 1 家")
	s.Get("/registration?words=示范电器有限公司&lang=zh").Contains("示范智能电器有限公司")
}

func TestEnglishPages(t *testing.T) {
	w := newWorld(t)
	for who, paths := range map[string][]string{"企业": {"/register", "/takeover", "/my/accounts", "/open/registration/apply"},
		"受理员": {"/registration/import", "/registration/takeovers", "/open/registration/bring_in", "/registration"}} {
		s := w.site(t, w.actor(who))
		for _, path := range paths {
			p := s.Get(path + "?lang=en")
			if p.Status != http.StatusOK {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
			p.NoHan()
		}
	}
}
