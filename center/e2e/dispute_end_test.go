package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"zhibao/casework/document"
	"zhibao/casework/evidence"
	"zhibao/internal/office/pdftext"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/infringement"
)

// deliberated closes the trial: each member votes, the handler weighs the evidence and writes the reasons in
// their seven parts. A decision with a gap is refused, and says what is missing.
func (j *suit) deliberated(panel ...string) {
	j.as(panel[0])
	j.step(j.id, "finish")
	j.in(infringement.Deliberating)
	for _, m := range panel {
		j.as(m)
		j.step(j.id, "vote", picked("outcome", "upheld"), typed("reason", "逐项比对后，被控产品落入保护范围。"))
	}
	j.as(panel[0])
	for _, x := range j.exhibits() {
		j.quiet("evidence", evidence.MoveWeigh, picked("exhibits", x), picked("result", "采信"), typed("reason", "公证程序完整，与其他证据相互印证。"))
	}
	j.open(fmt.Sprintf("/case/%d/move/submit", j.id))
	j.send()
	j.has("裁决还有缺项")
	j.step(j.id, "reason", j.reasons()...)
	j.step(j.id, "submit")
	j.in(infringement.Reviewing)
}

// reasons are the seven parts of the reasoning.
func (j *suit) reasons() []entry {
	out := []entry{typed("act_from", "2026-09-01"), picked("in_force", "yes"), typed("in_force_why", "专利登记簿副本显示行为日专利权有效。"), typed("scope", "以权利要求1的内容为准。"), typed("comparison", "被控产品具备权利要求1的全部特征。"), picked("covers", "all"),
		picked("acts", "make"), picked("acts", "sell"), picked("business", "yes"), typed("acts_why", "公证书证明被请求人制造、销售被控产品。"), picked("outcome", "upheld"), typed("conclusion", "被控产品落入专利权的保护范围，侵权成立。")}
	if j.design {
		return append(out, picked("same_class", "yes"), typed("viewer", "以一般消费者整体观察、综合判断，二者无实质性差异。"))
	}
	return append(out, typed("defences.0.why", "对比文件没有公开全部特征。"))
}

// signed is the legal review, and the decision of the director, who sees once more what is signed.
func (j *suit) signed() {
	j.as("fuhe1")
	j.step(j.id, "approve", typed("remark", "事实清楚，适用依据正确。"))
	j.wait(j.t, j.Office.Today()+1)
	j.as("zhuren")
	j.step(j.id, "sign")
}

// decisionServed records that the shop took the decision.
func (j *suit) decisionServed() {
	j.in(infringement.Ordered)
	j.as("zhifa1")
	j.step(j.id, "serve_decision", j.toShop("party"), chosen("channel", "person"), filed("proof", j.file("裁决送达回证.pdf", pdf("裁决回证"))))
	j.in(infringement.Suable)
	j.has("起诉期限")
}

// printed reads the decision as a PDF: each name, number and date stands in it, and nothing was left open.
// With ZHIBAO_SHOTS its pages become pictures.
func (j *suit) printed() {
	t := j.t
	id, number := j.decision()
	p := j.person(t, "zhifa1").Get(fmt.Sprintf("/case/%d/paper/%d/pdf", j.id, id))
	if p.Status != http.StatusOK {
		t.Fatalf("the decision as PDF: %d", p.Status)
	}
	read := pdftext.Read([]byte(p.Body))
	text := strings.Join(strings.Fields(read.Words), "")
	k := j.read(t, j.id)
	if !regexp.MustCompile(`^示知法裁字〔2026〕\d+号$`).MatchString(number) {
		t.Errorf("the decision has the number %s", number)
	}
	want := []string{"专利侵权纠纷行政裁决书", number, "请求人：" + j.holder, "被请求人：" + j.shop, k.Number, "ZL" + j.patent, j.title, j.shop, "示范市老街12号", "徐正平", "一、当事人", "十、裁决", "责令立即停止侵权行为", "停止制造", "停止销售", j.Office.Today().Chinese(), "自收到本裁决之日起十五日内"}
	for _, w := range append(want, j.names()...) {
		if !strings.Contains(text, strings.ReplaceAll(w, " ", "")) {
			t.Errorf("the decision does not say %q", w)
		}
	}
	for _, bad := range []string{"{{", "}}", "%!", "<nil>", "0001年", "1970年", "□", "依法不公开质证的证据"} {
		if strings.Contains(text, bad) {
			t.Errorf("the decision says %q", bad)
		}
	}
	// The days of the entrustment are those of its register.
	text = regexp.MustCompile(`委托期限：[^至]*至\d+年\d+月\d+日`).ReplaceAllString(text, "")
	days := regexp.MustCompile(`\d{4}年\d{1,2}月\d{1,2}日`).FindAllString(text, -1)
	for _, d := range days {
		if !slices.Contains(j.days(), d) {
			t.Errorf("the decision says %s, a day on which nothing happened", d)
		}
	}
	if dir := os.Getenv("ZHIBAO_SHOTS"); dir != "" {
		j.pictures(dir, []byte(p.Body))
		t.Log(text)
	}
}

// decision is the paper with which the case was decided.
func (j *suit) decision() (id int64, number string) {
	j.t.Helper()
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(j.t.Context(), tx, j.Center.Center.ID, j.id)
		for _, p := range all {
			if p.Name == "专利侵权纠纷行政裁决书" {
				id, number = p.ID, p.Number
			}
		}
		return err
	})
	if err != nil || id == 0 {
		j.t.Fatalf("no decision in the case: %v", err)
	}
	return id, number
}

// pictures writes the pages of a PDF into a folder.
func (j *suit) pictures(dir string, body []byte) {
	name := filepath.Join(dir, "decision-"+j.name+"-"+j.patent)
	if err := os.WriteFile(name+".pdf", body, 0o600); err != nil {
		j.t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "80", "-png", name+".pdf", name).CombinedOutput(); err != nil {
		j.t.Logf("no pictures of the decision: %v %s", err, out)
	}
}

// published makes the order known to the public within its term.
func (j *suit) published() {
	j.as("zhifa1")
	j.step(j.id, "publish", typed("where", "示范市知识产权局门户网站"), ticked("clean"))
}

// effective lets the term for a suit pass: the decision binds by itself.
func (j *suit) effective() {
	j.wait(j.t, j.Office.Today()+16)
	j.in(infringement.Executing)
}

// urged is the urging of a shop that goes on selling.
func (j *suit) urged() {
	j.effective()
	j.as("zhifa1")
	j.step(j.id, "demand", typed("facts", "复查发现仍在销售被控产品。"), typed("day", j.Office.Today().String()))
	j.in(infringement.Urged)
	j.has("催告书")
}

// enforced asks the court when the urging was of no use; before that the application is refused, and also
// while its last day is provisional: the ten days of urging are working days at the end of a year, and
// the holidays of the next were not announced.
func (j *suit) enforced() {
	j.as("zhuren")
	j.open(fmt.Sprintf("/case/%d/move/apply_court", j.id))
	court := []entry{typed("court", "示范市中级人民法院"), typed("facts", "催告期满仍未履行，当事人未陈述意见。")}
	j.send(court...)
	j.has("期限尚未届满")
	j.wait(j.t, j.Office.Today()+18)
	j.as("zhuren")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.has("暂定日期：该年度放假安排尚未公布")
	j.announced()
	j.step(j.id, "apply_court", court...)
	j.in(infringement.Enforcing)
	j.as("zhifa1")
	j.step(j.id, "enforced", picked("result", "done"), typed("day", j.Office.Today().String()), typed("no", "（2027）示01执7号"))
	j.in(infringement.Closing)
}

// announced enters the holidays of the next year, as far as the case needs them. A year is known with its
// first of January and its first of October.
func (j *suit) announced() {
	j.t.Helper()
	layer, err := calendar.ImportCSV(strings.NewReader("2027-01-01,元旦,休\n2027-01-02,元旦,休\n2027-01-03,元旦,休\n2027-10-01,国庆节,休\n"))
	if err == nil {
		_, err = j.Office.AddCalendarLayer(j.t.Context(), j.actor(j.t, "sysadmin"), layer)
	}
	if err != nil {
		j.t.Fatal(err)
	}
}

// archived closes the file.
func (j *suit) archived() {
	j.as("zhifa1")
	j.step(j.id, "archive", typed("summary", "裁决责令停止侵权，已执行完毕。"), typed("pages", "96"))
	j.in(infringement.Archived)
	j.has("已归档", "结案报告")
}

// names are those of the people and parties that the decision has to name.
func (j *suit) names() (out []string) {
	j.t.Helper()
	k := j.read(j.t, j.id)
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		names, err := j.Pages.Parties(j.t.Context(), tx, k.Center, []int64{k.Owner, k.Agent})
		for _, n := range names {
			out = append(out, n)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		j.t.Fatalf("nobody stands in the case: %v", err)
	}
	return out
}

// days are those that a decision may name: of the acts, of the steps of the case, and of the entrustment.
func (j *suit) days() (out []string) {
	j.t.Helper()
	out = append(out, calendar.MustDay("2026-09-01").Chinese(), calendar.MustDay("2023-05-16").Chinese())
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		all, err := j.Office.Events(j.t.Context(), tx, j.Center.Center.ID, j.id)
		for _, e := range all {
			out = append(out, calendar.DayOf(e.At).Chinese())
		}
		return err
	})
	if err != nil {
		j.t.Fatal(err)
	}
	return out
}
