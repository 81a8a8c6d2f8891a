package e2e

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	separate "zhibao/casework/consent"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/patent/filing"
)

// TestNumbersNeedConsent: a package with numbers of identity papers is refused without the separate consent, on the page
// and by a program, and is taken with it; taken back, the draft cannot be handed in until it is given anew. A package
// without numbers asks nothing.
func TestNumbersNeedConsent(t *testing.T) {
	w := lived(t)
	firm := w.program(t, "qiye01")
	id := w.move(t, "qiye01", 0, "create", &create)
	path := fmt.Sprintf("/cases/%d/", id)
	try := func(move string, body map[string]any) reply {
		return firm.call("POST", path+move, body, "Idempotency-Key", rand.Text(), "If-Match", fmt.Sprintf("%q", itoa(w.read(t, id).Version)))
	}
	zip := pack(t, defective(0, 0, nil).Filing(), filing.Options{})
	try("upload", map[string]any{"files": []string{firm.upload("案卷包.zip", zip)}, "clear": true}).want(t, 422, "consent.missing")
	page := upload(t, w.person(t, "qiye01"), fmt.Sprintf("/case/%d/move/upload?lang=zh", id), "案卷包.zip", zip, map[string][]string{"sensitive": {}})
	if !strings.Contains(page.Body, "属于敏感个人信息") || !strings.Contains(page.Body, `href="/personal-data/consent"`) {
		t.Errorf("the page does not say it: %d %s", page.Status, shorten(page.Find("main")))
	}
	try("upload", map[string]any{"files": []string{firm.upload("案卷包.zip", zip)}, "clear": true, "sensitive": []string{"others"}}).want(t, 200, "")
	var given []struct{ ID, Kind, Object, Whose, Text, Ended string }
	firm.get("/my/consents", &given)
	if len(given) == 0 || given[0].Kind != separate.Filing || given[0].Object != itoa(id) || given[0].Whose != "others" || given[0].Ended != "" {
		t.Fatalf("kept: %+v", given)
	}
	w.program(t, "qiye04").refused("/my/consents/"+given[0].ID+"/withdrawal", map[string]any{"sure": true}, 404, "api.missing")
	firm.act("/my/consents/"+given[0].ID+"/withdrawal", map[string]any{"sure": true}, nil)
	try("submit", map[string]any{"undertaking": true}).want(t, 422, "consent.missing")
	try("submit", map[string]any{"undertaking": true, "sensitive": []string{"own", "others"}}).want(t, 200, "")

	bare := defective(0, 1, nil).Filing()
	for i := range bare.Request.Inventors {
		bare.Request.Inventors[i].ID = ""
	}
	other := w.move(t, "qiye01", 0, "create", &preexam.Create{Ref: "E2E"})
	in := uploaded(pack(t, bare, filing.Options{}))
	in.Sensitive = nil
	w.move(t, "qiye01", other, "upload", in)
}

// TestPersonJourney: somebody gives numbers with the consent, takes it back, asks to be deleted, and has the answer; the
// account is nobody's then.
func TestPersonJourney(t *testing.T) {
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, lived(t), v)
			b.as("qiye02")
			id := b.move(t, "qiye02", 0, "create", &create)
			b.open(fmt.Sprintf("/case/%d/move/upload", id))
			b.has("单独同意", "我已把说明告知其本人")
			b.send(filed("files", b.file("案卷包.zip", pack(t, text.Corrected(defective(1, 0, nil)).Filing(), filing.Options{}))))
			b.open("/my/privacy")
			b.has("我的单独同意", "申请文件中发明人")
			b.press(`a[href^="/my/privacy/consents/"]`)
			b.has("同意时的说明全文", "撤回前的处理不受影响")
			b.send(ticked("sure"))
			b.has("已撤回")
			b.send(chosen("kind", "delete"), typed("what", "请删除我的账号"))
			b.has("已收到请求")
			b.press(`a[href^="/my/privacy/"]:not([href*="consents"])`)
			request := b.id()
			b.as("shouli1")
			b.step(request, "identify")
			b.as("fuzeren")
			b.open(fmt.Sprintf("/case/%d/move/answer", request))
			b.has("整个账号", "不能恢复")
			b.fill(picked("items", "account.phone"), ticked("final"), typed("done", "手机已删除。"))
			b.press(`main .acts button.btn:not([name])`)
			b.has("平台已执行", "账号手机：已删除", "个人信息权利请求答复书")
			b.as("qiye02")
			b.open(fmt.Sprintf("/my/privacy/%d", request))
			b.has("已办理", "手机已删除")
			b.clean()
		})
	}
}

// TestDeclined: a party that does not agree is led to its own data from everywhere, on the page and by a program, and
// goes on when it agrees; nothing that was sent is half done.
func TestDeclined(t *testing.T) {
	b := sit(t, lived(t), variants()[0])
	b.as("qiye03")
	b.open("/my/agreement")
	b.has("不同意", "书面递交")
	b.press(`button[value="decline"]`)
	b.has("没有同意个人信息处理规则")
	b.open("/work")
	b.has("您没有同意个人信息处理规则", "书面递交")
	b.open("/personal-data")
	b.has("个人信息处理规则")
	program := b.program(t, "qiye03")
	program.call("GET", "/cases", nil).want(t, 403, "web.declined")
	program.get("/my/privacy", nil)
	b.open("/my/privacy")
	b.press(`a[href^="/my/agreement"]`)
	b.send(ticked("agree"))
	b.open("/work")
	if strings.Contains(b.text("main"), "您没有同意") {
		t.Error("still shut out")
	}
	program.call("GET", "/cases", nil).want(t, 200, "")
}
