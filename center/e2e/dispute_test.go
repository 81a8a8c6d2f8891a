package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhibao/casework/party"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/infringement"
)

// A suit is one infringement dispute that is driven through the browser (J7).
type suit struct {
	*seat
	id     int64
	patent string // number without a prefix
	title  string
	holder string
	design bool
	shop   string       // name of the respondent
	opened calendar.Day // day of the request
}

// shop is a respondent without an account, invented like everything here.
const shop = "示范市老街五金工具商行"

// wait puts the clock of the world forward to ten in the morning of a day, and does what falls due
// meanwhile.
func (w *world) wait(t testing.TB, day calendar.Day) {
	t.Helper()
	if by := day.Begin().Add(10 * time.Hour).Sub(w.now()); by > 0 {
		w.ahead.Add(int64(by))
	}
	if err := w.Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestInventionDispute takes an invention from the request of an agency to the decision that the court
// enforces (J7): the ordinary procedure, against a shop without an account that is reached by hand and
// acts through the counter.
func TestInventionDispute(t *testing.T) {
	slow(t)
	if !newer() {
		whole(t) // the journey of a design runs every time
	}
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, lived(t), v)
			j := &suit{seat: b, patent: patentNumber(2021, 1, 305417), title: "一种可折叠工位支架", holder: b.nameOf("qiye08"), shop: shop, opened: b.Office.Today()}
			j.requested()
			j.completed()
			j.accepted("ordinary")
			j.empanelled("zhifa1", "zhifa2", "zhuanjia1")
			j.servedByHand()
			j.answeredAtCounter()
			j.evidenced()
			j.heard("徐正平", "罗岚", "方启明", "何晓东")
			j.charted()
			j.deliberated("zhifa1", "zhifa2", "zhuanjia1")
			j.signed()
			j.decisionServed()
			j.printed()
			j.published()
			j.urged()
			j.enforced()
			j.archived()
			j.clean()
		})
	}
}

// in fails the test unless the case is in a state.
func (j *suit) in(state string) {
	j.t.Helper()
	if k := j.read(j.t, j.id); k.State != state {
		j.t.Fatalf("the case is in %s, not in %s:\n%s", k.State, state, j.text("main"))
	}
}

// quiet makes a step that stands on a page beside the case: its evidence or its hearings.
func (j *suit) quiet(page, move string, fields ...entry) {
	j.t.Helper()
	j.open(fmt.Sprintf("/case/%d/%s", j.id, page))
	j.press(fmt.Sprintf(`a[href^="/case/%d/move/%s"]`, j.id, move))
	j.send(fields...)
	if n := eval[int](j.seat, `document.querySelectorAll('main .err').length`); n > 0 || strings.Contains(j.path(), "/move/"+move) {
		j.t.Fatalf("%s is refused: %s", move, j.text("main"))
	}
}

// behalf are the answers with which the counter acts for the respondent.
func (j *suit) behalf(told string) []entry {
	party := j.read(j.t, j.id).Side("respondent")
	if len(party) != 1 {
		j.t.Fatalf("%d respondents stand in the case", len(party))
	}
	return []entry{chosen("behalf", itoa(party[0])), chosen("behalf_how", "到场"), typed("behalf_told", told)}
}

// requested files the request as the agency of the patentee; the first try lacks the declaration.
func (j *suit) requested() {
	j.as("daili01")
	j.open("/open/infringement/file")
	j.send(append(j.claim(), chosen("client", itoa(j.actor(j.t, "qiye08").Party)), typed("claims", "权利要求1"), typed("product", "型号 ZD-120 的折叠工位支架"), filed("proxy", j.file("授权委托书.pdf", pdf("proxy"))))...)
	j.has("有 1 处需要改正", "没有就该纠纷向人民法院起诉")
	j.send(append(j.papers("授权委托书.pdf"), ticked("no_suit"))...)
	j.confirm()
	j.id = j.seat.id()
	j.in(infringement.Filed)
	j.has("材料审查中", j.title)
}

// nameOf is what the party of an account is called.
func (b *seat) nameOf(login string) string {
	b.t.Helper()
	id := b.actor(b.t, login).Party
	var names map[int64]string
	err := b.DB.Read(b.t.Context(), func(tx *store.Tx) (err error) {
		names, err = b.Pages.Parties(b.t.Context(), tx, b.Center.Center.ID, []int64{id})
		return err
	})
	if err != nil || names[id] == "" {
		b.t.Fatalf("%s acts for nobody: %v", login, err)
	}
	return names[id]
}

// confirm goes on from the page that shows the answers once more.
func (j *suit) confirm() {
	j.t.Helper()
	j.has("核对所填内容")
	j.press(`main button[value="confirm"]`)
}

// claim are the answers about patent, act and respondent that every request needs.
func (j *suit) claim() []entry {
	return append([]entry{typed("number", "ZL"+j.patent), typed("title", j.title), typed("holder", j.holder), typed("granted", "2023-05-16"), chosen("status", "valid"), chosen("standing", "holder"),
		typed("facts", "请求人在公证处监督下购得被控产品，其结构与请求人专利一一对应。"), typed("venue", "被请求人所在地"), typed("opponents.0.name", j.shop),
		typed("opponents.0.address", "示范市老街12号"), picked("opponents.0.acts", "make"), picked("opponents.0.acts", "sell"), picked("remedies", "stop_make"), picked("remedies", "stop_sell")}, j.papers("")...)
}

// papers are the files of a request. What was sent once is not sent again while scripts keep it.
func (j *suit) papers(again string) (out []entry) {
	if again != "" && j.scripts {
		return nil
	}
	for _, x := range [][2]string{{"sheet", "处理请求书.pdf"}, {"identity", "营业执照.pdf"}, {"register", "专利登记簿副本.pdf"}} {
		out = append(out, filed(x[0], j.file(x[1], pdf(x[1]))))
	}
	if again != "" {
		out = append(out, filed("proxy", j.file(again, pdf(again))))
	}
	return out
}

// completed is the check of completeness: the clerk finds something missing, the agency corrects it, and
// the clerk reports.
func (j *suit) completed() {
	j.as("shouli1")
	j.step(j.id, "return", picked("points", "claims"), typed("text", "请写明主张的权利要求及其与被控产品的对应关系。"))
	j.in(infringement.Correcting)
	j.as("daili01")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.has("补正通知书", "补正期限")
	j.step(j.id, "supplement", typed("facts", "被控产品具备权利要求1的全部特征。"))
	j.examined()
}

// examined is the clerk's report that every condition is met.
func (j *suit) examined() {
	j.as("shouli1")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.press(fmt.Sprintf(`a[href="/case/%d/move/examine"]`, j.id))
	eval[bool](j.seat, `(document.querySelectorAll('input[name=met]').forEach(x => { x.checked = true }), true)`)
	j.send(typed("opinion", "请求书和证明材料齐全，符合立案条件。"))
	j.in(infringement.Docketing)
}

// accepted is the decision of the head, who is another person than the clerk.
func (j *suit) accepted(track string) {
	j.as("fuzeren")
	j.step(j.id, "accept", picked("track", track))
	j.in(infringement.Accepted)
	j.has("快速维权办结目标", "法定办案期限", j.read(j.t, j.id).Number)
}

// empanelled appoints who tries the case; each of them finds it on the own list.
func (j *suit) empanelled(leader string, members ...string) {
	fields := []entry{chosen("leader", itoa(j.account(j.t, leader))), chosen("recorder", itoa(j.account(j.t, "shouli2"))), chosen("reviewer", itoa(j.account(j.t, "fuhe1")))}
	for _, m := range members {
		fields = append(fields, picked("members", itoa(j.account(j.t, m))))
	}
	j.step(j.id, "panel", fields...)
	j.in(infringement.Serving)
	j.as(leader)
	j.open("/work")
	j.has(j.read(j.t, j.id).Number)
}

// servedByHand sends the copies, and records that the shop took them on the next day.
func (j *suit) servedByHand() {
	j.step(j.id, "send")
	j.in(infringement.Serving)
	j.wait(j.t, j.opened+1)
	j.as("zhifa1")
	j.step(j.id, "serve", j.toShop("party"), chosen("channel", "person"), filed("proof", j.file("送达回证.pdf", pdf("回证"))))
	j.in(infringement.Answering)
}

// toShop names the shop as whom a step is about.
func (j *suit) toShop(field string) entry {
	j.t.Helper()
	var id int64
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		p, err := party.ByName(j.t.Context(), tx, 1, party.Outside, j.shop)
		if err == nil {
			id = p.ID
		}
		return err
	})
	if err != nil {
		j.t.Fatal(err)
	}
	return chosen(field, itoa(id))
}
