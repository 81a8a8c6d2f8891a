package e2e

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
	"zhibao/patent/filing"
)

// pack writes an application as the filing client would.
func pack(t testing.TB, a *filing.Application, o filing.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := filing.Write(&b, a, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pdf is a scan, as small as one can be.
func pdf(about string) []byte { return []byte("%PDF-1.4\n% " + about + "\n%%EOF\n") }

// appNo makes an application number with the right check character (ZC 0006-2003).
func appNo(kind, serial int) string { return patentNumber(2026, kind, serial) }

// patentNumber makes the number of an application of a year, or of the patent on it.
func patentNumber(year, kind, serial int) string {
	s := fmt.Sprintf("%d%d%07d", year, kind, serial)
	sum := 0
	for i := range s {
		sum += int(s[i]-'0') * []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5}[i]
	}
	return s + "." + string("0123456789X"[sum%11])
}

// TestLine is the whole line in the browser (J1–J5 with filing and mark): an organisation signs
// up and is registered; its package goes from upload to mark. Nothing is typed that a package
// says.
func TestLine(t *testing.T) {
	slow(t)
	for i, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, lived(t), v)
			company := text.Company(text.Fields()[9], 7) // nobody of the demo
			// The demo has the text as it is: that would be one text handed in twice.
			app := text.New(text.IndexOf(filing.Invention, text.Fields()[0])[0]).Renamed("组合").For(company, nil)
			register(b, company)
			first := text.With(app, "claim-about", "claim-preferably", "abstract-long")
			if len(first.Planted) == 0 {
				t.Fatal("no defect could be planted")
			}
			id := request(b, first)
			examine(b, id)
			answer(b, id, text.Corrected(first))
			approve(b, id)
			report(b, id, text.Corrected(first).Filing(), appNo(1, 9000001+i))
			mark(b, id)
			b.clean()
		})
	}
}

// register signs an organisation up and brings its registration to the end (J1).
func register(b *seat, c filing.Applicant) {
	b.open("/sign-in")
	b.press(`a[href="/register"]`)
	b.send(typed("name", c.Name), typed("code", "123"), typed("contact", "林一"), typed("phone", "13900001234"), typed("mail", c.Mail),
		typed("password", "yige-hen-chang-de-mima"), typed("again", "yige-hen-chang-de-mima"), ticked("agree"))
	b.has("有 1 处需要改正", "统一社会信用代码")
	b.send(typed("code", c.Code), typed("password", "yige-hen-chang-de-mima"), typed("again", "yige-hen-chang-de-mima"))
	b.has("您的登录名是")
	b.mine = eval[string](b, `document.body.innerText.match(/您的登录名是 (\w+)/)[1]`)
	if b.path() != "/open/registration/apply" {
		b.t.Fatalf("signing up leads to %s: %s", b.path(), b.text("main"))
	}
	if got := eval[string](b, `document.querySelector('#f-name').value + '/' + document.querySelector('#f-code').value`); got != c.Name+"/"+c.Code {
		b.t.Errorf("name and code must be typed again: %q", got)
	}
	b.send(typed("division", "330108"), typed("address", c.Province+c.City+c.Street), typed("legal", "林大"), typed("established", "2015-03-18"), typed("insured", "60"),
		typed("industry", text.Fields()[0]), filed("sheet", b.file("备案申请表.pdf", pdf(c.Name))), filed("proof", b.file("营业执照.pdf", pdf(c.Code))), ticked("undertaking"))
	b.has("核对所填内容", "尚未提交", "备案申请表.pdf", c.Street)
	b.press(`button[formaction="#f-legal"]`)
	b.send(typed("legal", "林长"))
	b.has("林长", "备案申请表.pdf")
	b.press(`main .acts button[value="confirm"]`)
	id := b.id()
	b.has("形式审核中", "林长")
	b.as("shouli1")
	b.step(id, "check", ticked("complete"))
	b.step(id, "assess", ticked("all"), typed("opinion", "逐条核对，均符合。"))
	b.as("zhuren")
	b.step(id, "register")
	b.has("备案成功")
}

// request opens a draft, uploads the package, looks at the self-check and submits (J2).
func request(b *seat, a text.Application) int64 {
	b.with(b.mine, "yige-hen-chang-de-mima")
	return requestPackage(b, pack(b.t, a.Filing(), filing.Options{}), a.Title)
}

func requestPackage(b *seat, zip []byte, title string) int64 {
	b.open("/open/preexam/create")
	b.send()
	b.send(filed("files", b.file("案卷包.zip", zip)))
	b.has("自检结果", title)
	id := b.id()
	b.press(fmt.Sprintf(`a[href="/case/%d/move/submit"]`, id))
	b.send()
	b.has("需要改正") // without the undertaking nothing is submitted
	b.send(ticked("undertaking"))
	b.has("待受理")
	return id
}

// accept takes a request to its examiner, who starts (first half of J3).
func accept(b *seat, id int64) (examiner, second string) {
	b.as("shouli1")
	b.step(id, "accept")
	b.as("fuzeren")
	b.step(id, "assign")
	k := b.read(b.t, id)
	examiner, second = b.login(k.Handler), b.login(k.Second)
	b.as(examiner)
	b.step(id, "start")
	return examiner, second
}

// login is the account of a person.
func (w *world) login(account int64) (name string) {
	err := w.DB.Read(w.t.Context(), func(tx *store.Tx) error {
		a, err := w.Book.Get(w.t.Context(), tx, account)
		if err == nil {
			name = a.Login
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return name
}

// examine accepts, assigns, decides on every finding and issues the notice (J3).
func examine(b *seat, id int64) {
	accept(b, id)
	judge(b, id, true)
	b.step(id, "search", typed("database", "中国专利文摘"), typed("query", "电池 AND 冷却"), typed("hits", "12"))
	b.step(id, "notify")
	b.has("待补正")
}

// judge adopts every finding that must be corrected, or dismisses all.
func judge(b *seat, id int64, adopt bool) {
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	if adopt && eval[bool](b, `!!document.querySelector('form.in button[value=adopt]')`) {
		b.press(`form.in button[value=adopt]`)
	}
	if all := `form.in button[value=dismiss]`; eval[bool](b, "!!document.querySelector('"+all+"')") {
		b.press(all) // what the examiner is asked: no defects
	}
	for range 60 {
		switch {
		case !eval[bool](b, `!!document.querySelector('.f details.inline')`):
			return
		case adopt && eval[bool](b, `!!document.querySelector('.f.e button[value=adopt]')`):
			b.press(`.f.e button[value=adopt]`)
		default:
			b.dismiss("结合说明书全文能够确定其含义。")
		}
	}
	b.t.Fatal("the findings never end")
}

// dismiss dismisses the first open finding with a reason.
func (b *seat) dismiss(reason string) {
	b.do(click(`.f details.inline summary`), keys(`.f details.inline textarea`, reason))
	b.press(`.f details.inline button[value=dismiss]`)
}

// answer sends the corrected package (J4).
func answer(b *seat, id int64, a text.Application) {
	b.with(b.mine, "yige-hen-chang-de-mima")
	b.step(id, "answer", filed("files", b.file("补正.zip", pack(b.t, a.Filing(), filing.Official()))), typed("remark", "已逐条修改。"))
	b.has("预审中")
}

// approve proposes, and the second reader agrees (J5).
func approve(b *seat, id int64) {
	k := b.read(b.t, id)
	b.as(b.login(k.Handler))
	judge(b, id, false)
	b.step(id, "propose", picked("outcome", "pass"), typed("reason", "未发现不予通过的缺陷。"))
	b.as(b.login(k.Second))
	b.step(id, "approve")
	b.has("预审合格待正式提交")
}

// report reports the application number with the package as filed.
func report(b *seat, id int64, a *filing.Application, no string) {
	b.t.Helper()
	b.with(b.mine, "yige-hen-chang-de-mima")
	b.step(id, "file", typed("number", no), filed("files", b.file("正式提交.zip", pack(b.t, a, filing.Official()))))
	b.has("待一致性审查")
}

// mark compares and reports the mark.
func mark(b *seat, id int64) {
	b.as("baosong")
	b.open(fmt.Sprintf("/case/%d", id))
	b.press(fmt.Sprintf(`a[href="/preexam/%d/identity"]`, id))
	b.has("正式提交文本与预审合格文本一致")
	b.step(id, "agree")
	b.step(id, "mark")
	b.has("快速审查中")
	if k := b.read(b.t, id); k.State != preexam.Marked || !strings.HasPrefix(k.Number, "HZ") && k.Number == "" {
		b.t.Errorf("%s %s", k.Number, k.State)
	}
}
