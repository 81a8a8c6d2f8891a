package e2e

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"zhibao/center/demo/text"
	"zhibao/examination/field"
	"zhibao/internal/sharedata"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/filing"
	"zhibao/patent/reader"
)

// whole skips what is tried only when everything is.
func whole(t *testing.T) {
	t.Helper()
	if !full() {
		t.Skip("只在 ZHIBAO_E2E=full 时运行")
	}
}

// TestPolicyIsSeen breaks the security policy, so that the silence of the others means something.
func TestPolicyIsSeen(t *testing.T) {
	whole(t)
	b := sit(t, lived(t), variants()[0])
	b.open("/guide")
	eval[bool](b, `(document.querySelector('h1').setAttribute('style', 'color:red'), true)`)
	time.Sleep(200 * time.Millisecond)
	if len(b.stopped) == 0 {
		t.Error("a broken policy is not seen")
	}
}

// TestOneCharacter reports a package in which one character differs from what passed: no mark, and
// the page shows the place with both characters.
func TestOneCharacter(t *testing.T) {
	whole(t)
	w := lived(t)
	b := sit(t, w, variants()[0])
	app := text.New(text.IndexOf(filing.Invention, text.Fields()[0])[0]).For(applicant(0), nil)
	id := w.passed(t, app.Filing())
	b.as("qiye01")
	b.step(id, "file", typed("number", appNo(1, 9100001)), filed("files", b.file("正式提交.zip", pack(t, text.OneCharacter(app).Filing(), filing.Official()))))
	b.as("baosong")
	b.open(fmt.Sprintf("/preexam/%d/identity", id))
	b.has("不一致之处：1 处", "与合格文本不一致", "说明书")
	place := b.text("main section table tbody tr")
	if len(strings.Fields(place)) < 4 {
		t.Errorf("the place is not shown: %q", place)
	}
	t.Log(place)
	// Trying to go on all the same is refused, and nothing is marked.
	b.open(fmt.Sprintf("/case/%d/move/agree", id))
	b.send()
	b.has("不一致")
	if k := w.read(t, id); k.State != "identity" {
		t.Errorf("the case went on to %s", k.State)
	}
	b.step(id, "differ", typed("reason", "说明书有一字之差，见比对表。"))
	b.has("不予报送")
}

// passed brings a package from upload to a pass, by moves.
func (w *world) passed(t testing.TB, a *filing.Application) int64 {
	t.Helper()
	id := w.move(t, "qiye01", 0, "create", &create)
	w.move(t, "qiye01", id, "upload", uploaded(pack(t, a, filing.Options{})))
	w.move(t, "qiye01", id, "submit", undertaken())
	w.examined(t, id, "yushen1", "fuhe1")
	w.settle(t, id)
	return id
}

// TestRealPackage takes the text of a published application, packs it as the filing client would
// and brings it from upload to mark in the browser.
func TestRealPackage(t *testing.T) {
	whole(t)
	path := filepath.Join(sharedata.Dir(t, "patent-xml-standards", "data", "examples"), "cn_old1.xml")
	real, err := reader.ReadFile(t.Context(), path, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := lived(t)
	w.openClass(t, real)
	b := sit(t, w, variants()[0])
	a := packable(t, real)
	b.as("qiye01")
	id := requestPackage(b, pack(t, a, filing.Options{}), real.Title)
	accept(b, id)
	judge(b, id, false)
	k := w.read(t, id)
	b.step(id, "search", typed("database", "中国专利文摘"), typed("query", "C08"), typed("hits", "9"))
	b.step(id, "propose", picked("outcome", "pass"), typed("reason", "未发现不予通过的缺陷。"))
	b.as(b.login(k.Second))
	b.step(id, "approve")
	b.as("qiye01")
	b.step(id, "file", typed("number", appNo(1, 9200001)), filed("files", b.file("正式提交.zip", pack(t, a, filing.Official()))))
	mark(b, id)
}

// packable puts the words of a published application into a package of a registered applicant.
func packable(t testing.TB, real *patent.Application) *filing.Application {
	t.Helper()
	a := text.New(text.IndexOf(filing.Invention, text.Fields()[0])[0]).For(applicant(0), nil).Filing()
	a.Title, a.Request.Title, a.Examination.Title = real.Title, real.Title, real.Title
	a.Claims, a.Sections, a.Abstract, a.Figures = nil, nil, nil, nil
	a.Request.AbstractFigure = ""
	claims := real.Text(patent.Claims)
	for i, x := range claims.Blocks {
		if x.Kind == patent.ClaimText {
			a.Claims = append(a.Claims, filing.Claim{Number: i + 1, Text: strings.TrimLeft(regexp.MustCompile(`^\s*\d+\s*[.．、]`).ReplaceAllString(claims.Of(x), ""), " ")})
		}
	}
	words := real.Text(patent.Description)
	for _, x := range words.Blocks {
		switch x.Kind {
		case patent.Heading:
			a.Sections = append(a.Sections, filing.Section{Heading: words.Of(x)})
		case patent.Paragraph:
			if len(a.Sections) == 0 {
				a.Sections = append(a.Sections, filing.Section{Heading: "技术领域"})
			}
			s := &a.Sections[len(a.Sections)-1]
			s.Paragraphs = append(s.Paragraphs, filing.Paragraph{Text: words.Of(x)})
		}
	}
	for _, x := range real.Text(patent.Abstract).Blocks {
		a.Abstract = append(a.Abstract, filing.Paragraph{Text: real.Text(patent.Abstract).Of(x)})
	}
	if len(a.Claims) == 0 || len(a.Sections) == 0 {
		t.Fatal("the published text could not be taken over")
	}
	return a
}

// openClass opens the class of a published application in the center.
func (w *world) openClass(t testing.TB, real *patent.Application) {
	t.Helper()
	class := "C08L"
	if real.Publication != nil && len(real.Publication.IPC) > 0 {
		class = strings.Fields(real.Publication.IPC[0])[0]
	}
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.Fields.Set(t.Context(), tx, field.List{Center: 1, Scheme: field.IPC, Industry: "公开文本", Classes: []string{class}, From: calendar.DayOf(now()), Source: "测试"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSuspendAndExtend stops a clock and lets it run again, then lengthens it: the bar shows the
// new date (J8).
func TestSuspendAndExtend(t *testing.T) {
	whole(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			b := sit(t, w, v)
			id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
			due := w.read(t, id).Due
			b.as("fuzeren")
			b.open(fmt.Sprintf("/case/%d", id))
			b.has(due.String() + "（")
			b.step(id, "extend", chosen("clock", w.read(t, id).DueClock), typed("by", "3工作日"), chosen("reason", "案情复杂"))
			later := w.read(t, id).Due
			if later <= due {
				t.Fatalf("extended from %s to %s", due, later)
			}
			if bar := b.text(".clock"); !strings.Contains(bar, later.String()) {
				t.Errorf("the clock shows %q, not %s", bar, later)
			}
			b.step(id, "suspend", chosen("reason", "权属纠纷"))
			b.has("已中止")
			b.step(id, "resume", typed("reason", "双方已达成一致"))
			if bar := b.text(".clock"); !strings.Contains(bar, w.read(t, id).Due.String()) {
				t.Errorf("the clock shows %q", bar)
			}
			b.do(click(".clock details summary"))
			b.has("为什么是这一天")
			b.clean()
		})
	}
}

// TestStatusByCode follows a case by the code on its receipt, without signing in (J19).
func TestStatusByCode(t *testing.T) {
	whole(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			b := sit(t, w, v)
			a := defective(0, 0, nil)
			id := w.submitted(t, "qiye01", "", a)
			b.as("qiye01")
			b.open(fmt.Sprintf("/case/%d/paper/%d", id, w.paper(t, id)))
			code := regexp.MustCompile(`(?:[0-9A-Z]{4}-){4}[0-9A-Z]`).FindString(b.text("main"))
			if code == "" {
				t.Fatalf("no code on the receipt: %s", b.text("main"))
			}
			b.press(`form[action="/sign-out"] button`)
			b.open("/status")
			b.do(keys("#code", strings.ToLower(strings.ReplaceAll(code, "-", ""))))
			b.press("main .acts button")
			b.has("待受理")
			if body := b.text("body"); strings.Contains(body, a.Title) || strings.Contains(body, applicant(0).Name) {
				t.Errorf("the public page names the matter: %s", body)
			}
			b.open("/status?code=0000-0000-0000-0000-0")
			b.has("没有与此码对应的记录")
		})
	}
}

// TestThreeAdministrators starts an empty center: the three set their passwords and second
// factors, an account is made, gets its role, and the audit holds (J21).
func TestThreeAdministrators(t *testing.T) {
	whole(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w, links := empty(t)
			b := sit(t, w, v)
			secret := map[string]string{}
			enter := func(login string) {
				b.with(login, password)
				if secret[login] == "" {
					secret[login] = b.text("code.wrap")
				}
				code, err := totp.GenerateCode(secret[login], now())
				if err != nil {
					t.Fatal(err)
				}
				b.send(typed("code", code))
				b.agrees()
			}
			for _, l := range links {
				b.open(l.Path)
				b.send(typed("password", "short"), typed("again", "short"))
				b.has("需要改正")
				b.send(typed("password", password), typed("again", password))
				b.has("密码已设置")
			}
			enter("sysadmin")
			b.has("账号管理")
			b.press(`a[href="/admin/accounts/new"]`)
			b.send(typed("login", "xinren"), typed("name", "新人"), typed("staffno", "S900"))
			link := strings.TrimPrefix(b.text("code.wrap"), b.URL)
			b.open("/admin/roles")
			b.has("没有")
			b.open(link)
			b.send(typed("password", password), typed("again", password))
			enter("secadmin")
			b.has("角色授权")
			b.press(`a[href^="/admin/roles/"]:not([href="/admin/roles"])`)
			who := b.text("h1")
			for !strings.Contains(who, "新人") {
				b.open("/admin/roles")
				b.press(fmt.Sprintf(`a[href="/admin/roles/%d"]`, w.account(t, "xinren")))
				who = b.text("h1")
			}
			b.press(`tbody tr:nth-child(3) button`)
			b.has("角色已更改")
			b.with("xinren", password)
			b.has("我的案件")
			b.open("/admin/audit")
			b.has("没有")
			enter("auditor")
			b.has("授予角色", "新人")
			b.press(`a[href="/admin/audit?verify=1"]`)
			b.has("核验通过")
			b.clean()
		})
	}
}

const password = "yige-hen-chang-de-mima"

// account is the number of an account.
func (w *world) account(t testing.TB, login string) int64 { return w.actor(t, login).Account }
