package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/evidence"
	"zhibao/casework/party"
	"zhibao/internal/office/pdftext"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/protection/infringement"
)

// stalls are respondents without an account, one for each way in which a browser is used.
var stalls = []string{"示范市东街五金店", "示范市南街五金店", "示范市西街五金店"}

// TestAnswerWithCode lets respondents without an account answer with the one-time code of the paper that
// was served on them (J7): with scripts, without, and on a telephone. Each sees its own side of the case
// alone, and the answer uses the code up.
func TestAnswerWithCode(t *testing.T) {
	slow(t)
	w := lived(t)
	j := &suit{seat: sit(t, w, variant{"clerk", true, 1366}), patent: patentNumber(2021, 1, 305431), title: "一种可折叠晾衣架", holder: "示范", opened: w.Office.Today()}
	j.againstStalls()
	for i, v := range []variant{{"scripts", true, 1366}, {"no-scripts", false, 1366}, {"390px", true, 390}} {
		t.Run(v.name, func(t *testing.T) {
			b := &suit{seat: sit(t, w, v), id: j.id, shop: stalls[i]}
			code := b.printedCode()
			b.wrongCode(code)
			b.inWith(code)
			b.answersAlone()
			b.usedUp(code)
			b.clean()
		})
	}
	if k := w.read(t, j.id); k.State != infringement.Trying {
		t.Errorf("all have answered, and the case is in %s", k.State)
	}
	j.as("zhifa1")
	j.open(fmt.Sprintf("/case/%d", j.id))
	for _, name := range stalls {
		j.has(name + "（凭答复码）")
	}
}

// againstStalls leads a case against the three to where each has its notice.
func (j *suit) againstStalls() {
	t := j.t
	t.Helper()
	in := &infringement.File{}
	in.Number, in.Title, in.Holder, in.Granted, in.Status, in.Standing = "ZL"+j.patent, j.title, j.nameOf("qiye01"), j.opened-900, "valid", "holder"
	in.Claims, in.Product, in.Facts, in.Venue, in.NoSuit = "权利要求1", "型号 LY-3 的晾衣架", "被控产品与请求人专利的技术特征一一对应。", "被请求人所在地", true
	in.Remedies = []string{"stop_sell"}
	for i, name := range stalls {
		in.Opponents = append(in.Opponents, infringement.Opponent{Name: name, Address: fmt.Sprintf("示范市集贸市场%d号", i+1), Acts: []string{"sell"}})
	}
	in.Sheet, in.Identity, in.Register, in.Clear = form.Bytes("处理请求书.pdf", pdf("sheet")), form.Bytes("营业执照.pdf", pdf("identity")), form.Bytes("专利登记簿副本.pdf", pdf("register")), true
	out, err := j.Office.Move(t.Context(), casework.Request{Actor: j.actor(t, "qiye01"), Chart: infringement.Code, Move: "file", Input: in})
	if err != nil {
		t.Fatal(err)
	}
	j.id = out.Case.ID
	account := func(login string) string { return itoa(j.account(t, login)) }
	j.made("shouli1", "examine", &infringement.Examine{Met: []string{"standing", "respondent", "request", "jurisdiction", "nosuit", "undecided"}, Opinion: "请求书和证明材料齐全，符合立案条件。"})
	j.made("fuzeren", "accept", &infringement.Accept{Track: "ordinary"})
	j.made("fuzeren", "panel", &infringement.Panel{Leader: account("zhifa1"), Members: []string{account("zhifa1"), account("zhifa2"), account("zhuanjia1")}, Recorder: account("shouli2"), Reviewer: account("fuhe1")})
	j.made("zhifa1", "send", &infringement.Finish{})
	for _, name := range stalls {
		serve := &infringement.Serve{Channel: "person", Day: j.Office.Today(), Proof: form.Bytes("送达回证.pdf", pdf(name))}
		serve.Party, serve.Clear = itoa(j.partyNamed(name)), true
		j.made("zhifa1", "serve", serve)
	}
	j.in(infringement.Answering)
}

// made makes a move on the case of the suit.
func (j *suit) made(login, move string, in any) {
	j.t.Helper()
	j.world.enforced(j.t, login, j.id, move, in)
}

// partyNamed is the party without account that is called so.
func (j *suit) partyNamed(name string) (id int64) {
	j.t.Helper()
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		p, err := party.ByName(j.t.Context(), tx, 1, party.Outside, name)
		if err == nil {
			id = p.ID
		}
		return err
	})
	if err != nil {
		j.t.Fatal(err)
	}
	return id
}

// printedCode reads the code from the PDF of the notice that was handed to the shop.
func (j *suit) printedCode() string {
	j.t.Helper()
	var paper int64
	shop := j.partyNamed(j.shop)
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(j.t.Context(), tx, j.Center.Center.ID, j.id)
		for _, p := range all {
			if p.Name == "答辩通知书" && p.Party == shop {
				paper = p.ID
			}
		}
		return err
	})
	if err != nil || paper == 0 {
		j.t.Fatalf("no notice to %s: %v", j.shop, err)
	}
	p := j.person(j.t, "zhifa1").Get(fmt.Sprintf("/case/%d/paper/%d/pdf", j.id, paper))
	text := strings.Join(strings.Fields(pdftext.Read([]byte(p.Body)).Words), "")
	_, after, _ := strings.Cut(text, "答复码")
	code := regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]`).FindString(after)
	if code == "" {
		j.t.Fatalf("the notice has no code: %s", text)
	}
	return code
}

// wrongCode types the code with one letter wrong: nothing opens, and the page says what to do.
func (j *suit) wrongCode(code string) {
	j.t.Helper()
	last := "0"
	if strings.HasSuffix(code, last) {
		last = "1"
	}
	j.open("/guide")
	way := `.top a[href="/answer"]`
	if j.width < 600 { // on a telephone the menu is folded
		j.do(click(`details.menu > summary`))
		way = `details.menu a[href="/answer"]`
	}
	j.press(way)
	j.send(typed("code", code[:len(code)-1]+last))
	j.has("答复码不对，或已使用、已换发、已过期")
}

// inWith opens the case with the code: the side of the shop, and nothing else.
func (j *suit) inWith(code string) {
	j.t.Helper()
	j.open("/answer")
	j.send(typed("code", strings.ToLower(strings.ReplaceAll(code, "-", ""))))
	if j.path() != fmt.Sprintf("/case/%d", j.id) {
		j.t.Fatalf("the code leads to %s: %s", j.path(), j.text("main"))
	}
	j.has("答辩期限", "答辩通知书", j.shop)
	if body := j.text("body"); contains(body, "合议组笔记", "文书拟稿", "我的案件（") {
		j.t.Errorf("the shop sees what is not its own: %s", body)
	}
	j.open("/work")
	if n := eval[int](j.seat, `document.querySelectorAll('main tbody a[href^="/case/"]').length`); n != 1 {
		j.t.Errorf("the code lists %d cases: %s", n, j.text("main tbody"))
	}
	for _, path := range []string{fmt.Sprintf("/case/%d/drafts", j.id), fmt.Sprintf("/case/%d", j.find(j.t, infringement.Code, infringement.Suable))} {
		j.open(path)
		if body := j.text("main"); !contains(body, "没有找到", "没有这个案件", "您不能") {
			j.t.Errorf("%s opens with a code: %s", path, body)
		}
	}
	j.open(fmt.Sprintf("/case/%d", j.id))
	if n := eval[int](j.seat, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
		j.t.Errorf("%s is %d px too wide", j.path(), n)
	}
	if j.scripts {
		found, err := webtest.Axe(j.ctx)
		if err != nil || len(found) > 0 {
			j.t.Errorf("axe: %v %v", found, err)
		}
	}
}

// answersAlone hands in a piece of evidence, and then the answer with a file.
func (j *suit) answersAlone() {
	j.t.Helper()
	j.quiet("evidence", evidence.MoveSubmit, j.exhibit("进货单和供货商营业执照")...)
	j.has("进货单和供货商营业执照")
	j.step(j.id, "answer", typed("text", "本店所售晾衣架购自批发市场，有进货单，不知道是侵权产品。"), picked("defences", "source"), filed("files", j.file("进货单.pdf", pdf("进货单"))))
	j.has("提交答辩")
	if n := eval[int](j.seat, fmt.Sprintf(`document.querySelectorAll('a[href^="/case/%d/move/"]').length`, j.id)); n > 0 {
		j.t.Errorf("the code is used up and %d steps are offered", n)
	}
}

// usedUp leaves and tries to come in again.
func (j *suit) usedUp(code string) {
	j.t.Helper()
	j.press(`form[action="/answer/leave"] button`)
	j.open(fmt.Sprintf("/case/%d", j.id))
	if strings.Contains(j.text("main"), j.shop) {
		j.t.Errorf("who left still sees the case: %s", j.text("main"))
	}
	j.open("/answer")
	j.send(typed("code", code))
	j.has("已使用")
}
