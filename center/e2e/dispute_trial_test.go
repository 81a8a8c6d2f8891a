package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/internal/store"
	"zhibao/protection/infringement"
)

// answeredAtCounter is the answer that somebody of the shop gives at the counter, forwarded to the agency.
func (j *suit) answeredAtCounter() {
	j.as("shouli1")
	j.step(j.id, "answer", append(j.behalf("11月24日10时，店主王某到场提交"), typed("text", "被控产品没有锁止件，且所用结构早已公开。"), picked("defences", "prior"))...)
	j.in(infringement.Trying)
	j.as("zhifa1")
	j.step(j.id, "forward")
	j.as("daili01")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.has("答辩书转送通知书")
}

// exhibit are the answers about a piece of evidence with a picture.
func (j *suit) exhibit(name string) []entry {
	return []entry{typed("name", name), chosen("kind", "电子数据"), typed("purpose", "证明被控产品的结构和外观"), typed("source", "公证购买时拍摄"), chosen("form", "原件"), filed("files", j.file(name+".png", sketch(len(name))))}
}

// evidenced is the evidence of the agency, and what the shop says of it at the counter. An exhibit that is
// to be kept secret is not seen there until that is decided.
func (j *suit) evidenced() {
	j.as("daili01")
	j.quiet("evidence", evidence.MoveSubmit, j.exhibit("公证购买的被控产品照片")...)
	j.as("shouli1")
	j.open(fmt.Sprintf("/case/%d/evidence", j.id))
	j.has("申1", "公证购买的被控产品照片")
	j.quiet("evidence", evidence.MoveAnswer, append(j.behalf("11月24日11时，店主王某到场陈述"), picked("exhibits", j.exhibits()[0]), picked("authentic", "认可"), picked("legal", "认可"), picked("relevant", "不认可"), typed("text", "照片上的产品不是本店销售的。"))...)
}

// exhibits lists the evidence of the case by its ids.
func (j *suit) exhibits() (out []string) {
	j.t.Helper()
	now := j.read(j.t, j.id)
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		all, err := j.Evidence.Of(j.t.Context(), tx, j.Office, casework.Robot(1), now)
		for i := range all {
			out = append(out, itoa(all[i].ID))
		}
		return err
	})
	if err != nil || len(out) == 0 {
		j.t.Fatalf("no evidence in the case: %v", err)
	}
	return out
}

// heard is the oral hearing six days later: planned, attended, recorded, signed by both sides and closed.
func (j *suit) heard(panel ...string) {
	j.t.Helper()
	day := j.opened + 7
	j.as("zhifa1")
	fields := []entry{chosen("kind", hearing.Oral), typed("day", day.String()), typed("from", "9:30"), typed("until", "11:30"), typed("room", "第一审理室"), ticked("public"), typed("order", "核对当事人\n举证质证\n比对与辩论")}
	j.quiet("hearings", hearing.MovePlan, fields...)
	j.has("第一审理室")
	j.open(fmt.Sprintf("/case/%d/hearings/1", j.id))
	j.has(panel...) // those who try the case need not be chosen again
	j.wait(j.t, day)
	j.as("zhifa1")
	j.session(hearing.MoveAttend, chosen("who.0.side", "requester"), typed("who.0.name", "林代理"), typed("who.0.as", "委托代理人"), typed("who.0.proof", "执业证 0321"))
	j.session(hearing.MoveAttend, chosen("who.0.side", "respondent"), typed("who.0.name", "王某"), typed("who.0.as", "经营者"), typed("who.0.proof", "身份证 5512"))
	j.session(hearing.MoveRecord, typed("text", "主：现在进行口头审理，核对当事人身份。\n申：请求责令停止制造、销售。\n被：被控产品没有锁止件。\n主：请双方对证据发表意见。"))
	j.as("daili01")
	j.session(hearing.MoveSign, typed("name", "林代理"), typed("as", "委托代理人"), picked("read", "right"))
	j.as("shouli1")
	j.session(hearing.MoveSign, append(j.behalf("11月30日11时，王某当场手写签名"), typed("name", "王某"), typed("as", "经营者"), picked("read", "right"), filed("scan", j.file("签名页.pdf", pdf("签名页"))))...)
	j.as("zhifa1")
	j.session(hearing.MoveStaff, typed("as", "主持人"))
	j.session(hearing.MoveClose, typed("note", "双方完成陈述、质证和比对。"))
	j.open(fmt.Sprintf("/case/%d/hearings/1", j.id))
	j.has("林代理", "王某", "现在进行口头审理")
}

// session makes a step about the first hearing, from its page.
func (j *suit) session(move string, fields ...entry) {
	j.t.Helper()
	j.quiet("hearings/1", move, fields...)
}

// charted compares the claim with the product feature by feature; one feature is an equivalent.
func (j *suit) charted() {
	home := fmt.Sprintf("/case/%d/comparison", j.id)
	j.open(home + "/claims")
	j.send(typed("text", "1. 一种可折叠工位支架，包括底座和立杆，其特征在于，所述底座与立杆之间设有锁止件，所述锁止件为弹簧销。\n2. 根据权利要求1所述的可折叠工位支架，其特征在于，所述底座设有防滑垫。"), typed("asserted", "1"))
	const next = `([...document.querySelectorAll('main a[href*="/comparison/feature/"]')].find(a => a.innerText.startsWith('判定')) || {pathname: ''}).pathname`
	n := 0
	for ; n < 12; n++ {
		at := eval[string](j.seat, next)
		if at == "" {
			break
		}
		j.open(at)
		answers := []entry{typed("product", "被控产品的对应部件"), typed("evidence.0.number", "申1"), typed("evidence.0.caption", "照片中部")}
		if j.text(".claim-words mark") != "" && n == 1 {
			answers = append(answers, picked("verdict", "equivalent"), typed("means", "以卡簧代替弹簧销，均为弹性卡接"), typed("function", "均为锁止立杆"), typed("effect", "均防止立杆转动"), typed("obvious", "二者为常用的替换手段"))
		} else {
			answers = append(answers, picked("verdict", "same"))
		}
		j.send(answers...)
		j.open(home)
	}
	if n < 2 {
		j.t.Fatalf("%d features were proposed from the claim: %s", n, j.text("main"))
	}
	j.has("等同", "相同")
}

// sketch draws a thing of two shapes.
func sketch(side int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 360, 300))
	for y := range 300 {
		for x := range 360 {
			img.Set(x, y, color.White)
			if x > 60 && x < 300 && y > 200 && y < 240 || (x-180)*(x-180)/2+(y-130)*(y-130) < (70-4*side)*(70-4*side) {
				img.Set(x, y, color.RGBA{70, 90, uint8(120 + 40*side), 255})
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory
	return b.Bytes()
}

// contains reports whether any of the words stands in the text.
func contains(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}
