package e2e

import (
	"fmt"
	"testing"

	"zhibao/casework/evidence"
	"zhibao/protection/infringement"
)

// TestDesignDispute takes a design from the request of the patentee to an order that is performed after
// the urging (J7): the simplified procedure before one officer, in writing; both sides have accounts.
func TestDesignDispute(t *testing.T) {
	slow(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, lived(t), v)
			j := &suit{seat: b, patent: patentNumber(2021, 3, 305418), title: "台灯（弧臂）", design: true, holder: b.nameOf("qiye01"), shop: b.nameOf("qiye04"), opened: b.Office.Today()}
			j.requestedByPatentee()
			j.examined()
			j.accepted("simple")
			j.empanelled("zhifa1")
			j.servedByAccount()
			j.answered()
			j.exchanged()
			j.laidBeside()
			j.written()
			j.deliberated("zhifa1")
			j.signed()
			j.in(infringement.Suable)
			j.printed()
			j.published()
			j.urged()
			j.performed()
			j.archived()
			j.clean()
		})
	}
}

// requestedByPatentee files the request with the own account.
func (j *suit) requestedByPatentee() {
	j.as("qiye01")
	j.open("/open/infringement/file")
	j.send(append(j.claim(), typed("opponents.0.code", applicant(3).Code), typed("claims", "授权公告的外观设计"), typed("product", "型号 TD-2 的台灯"), ticked("no_suit"), ticked("simple"))...)
	j.confirm()
	j.id = j.seat.id()
	j.in(infringement.Filed)
}

// servedByAccount sends the copies: with the account they are served at once, and the other side sees the case.
func (j *suit) servedByAccount() {
	j.step(j.id, "send")
	j.in(infringement.Answering)
	j.as("qiye04")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.has("答辩期限", "答辩通知书", "请在答辩期限内提交答辩和证据")
}

// answered is the answer of the respondent, from the own account.
func (j *suit) answered() {
	j.wait(j.t, j.opened+1)
	j.as("qiye04")
	j.step(j.id, "answer", typed("text", "被控产品的灯罩形状与专利不同，整体视觉效果不近似。"))
	j.in(infringement.Trying)
	j.as("zhifa1")
	j.step(j.id, "forward")
}

// exchanged is evidence and what the other side says of it. What its owner wants to be kept secret is not
// seen by the other side.
func (j *suit) exchanged() {
	j.as("qiye01")
	j.quiet("evidence", evidence.MoveSubmit, j.exhibit("公证购买的台灯照片")...)
	j.quiet("evidence", evidence.MoveSubmit, append(j.exhibit("模具报价"), ticked("secret"), typed("why", "报价和工艺参数是商业秘密，已采取保密措施。"))...)
	j.as("qiye04")
	j.open(fmt.Sprintf("/case/%d/evidence", j.id))
	j.has("公证购买的台灯照片")
	if body := j.text("body"); contains(body, "模具报价", "申2") {
		j.t.Errorf("the other side sees what waits for a decision on its secrecy: %s", body)
	}
	j.quiet("evidence", evidence.MoveAnswer, picked("exhibits", j.exhibits()[0]), picked("authentic", "认可"), picked("legal", "认可"), picked("relevant", "不认可"), typed("text", "照片上的台灯已停产。"))
	j.as("zhifa1")
	j.quiet("evidence", evidence.MoveDecide, chosen("exhibit", j.exhibits()[1]), picked("decision", "seal"), typed("why", "涉及商业秘密，不公开不妨碍质证。"))
}

// laidBeside compares the design with the product, view by view and as a whole.
func (j *suit) laidBeside() {
	home := fmt.Sprintf("/case/%d/comparison", j.id)
	for i, side := range []string{"patent", "product"} {
		for _, view := range []string{"front", "left"} {
			j.open(home + "/pictures")
			j.send(picked("side", side), chosen("view", view), filed("files", j.file(view+".png", sketch(i))), typed("source", []string{"授权公告", "申1"}[i]))
		}
	}
	for _, view := range []string{"front", "left"} {
		j.open(home + "/pair/" + view)
		if j.scripts {
			j.bench()
		}
		j.send(picked("verdict", "similar"), typed("note", "整体轮廓与比例近似，灯罩大小略有差异。"))
	}
	j.open(home + "/overall")
	j.send(picked("class", "same"), typed("class_note", "均为照明用台灯，用途相同。"), picked("verdict", "similar"), typed("note", "整体观察、综合判断，二者近似。"))
	j.open(home)
	j.has("近似", "整体观察、综合判断")
	j.open(home + "/print")
	j.has("主视图", "左视图")
}

// bench lays the two pictures of a view over each other in every way, with buttons and with keys.
func (j *suit) bench() {
	j.t.Helper()
	for _, how := range []string{"overlay", "blink", "difference", "edges", "side"} {
		j.do(click(fmt.Sprintf(`[data-do=%q]`, how)))
		j.until(fmt.Sprintf(`document.querySelector('[data-do=%q]').getAttribute('aria-pressed') === 'true'`, how))
	}
	j.do(click(`[data-do="in"]`), click(`[data-do="right"]`), click(`[data-do="reset"]`))
}

// written chooses the procedure without a hearing.
func (j *suit) written() {
	j.as("zhifa1")
	j.step(j.id, "written", typed("reason", "事实清楚，双方同意书面审理。"))
}

// performed is the report of the respondent after the urging, which the officer verifies on site.
func (j *suit) performed() {
	j.wait(j.t, j.Office.Today()+3)
	j.as("qiye04")
	j.step(j.id, "report", typed("text", "已停止生产，模具已销毁。"))
	j.as("zhifa1")
	j.step(j.id, "perform", chosen("party", itoa(j.actor(j.t, "qiye04").Party)), typed("day", j.Office.Today().String()), typed("text", "现场核实已停止生产，模具销毁。"))
	j.in(infringement.Closing)
}
