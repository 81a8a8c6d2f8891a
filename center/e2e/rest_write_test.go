package e2e

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zhibao/casework/party"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// nameList is a list of parties to bring in: one that is good, one with a wrong code.
func nameList(name string) []byte {
	return []byte("类别,名称,统一社会信用代码,注册地行政区划代码,联系人,手机,备案日期\n" +
		"申请主体," + name + ",91440300000000001H,330100,张示例,13800000000,2026-01-05\n申请主体,乙示例有限公司,91440300000000001X,330100,李示例,13800000000,2026-01-05\n")
}

// takeover asks, as somebody without an account, to take over the accounts of qiye04's party.
func (w *world) takeover(t testing.TB) (id string) {
	t.Helper()
	var code string
	asker := w.actor(t, "qiye04").Party
	if err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		p, err := party.Get(t.Context(), tx, w.Center.Center.ID, asker)
		if err == nil {
			code = p.Code
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	p := attach(t, w.visitor(t), "/takeover", "proof", form.Bytes("授权书.pdf", []byte("%PDF-1.4 authority")), url.Values{"code": {code}, "login": {"qiye04neu"}, "name": {"接管人"},
		"phone": {"13800000000"}, "mail": {"new@example.cn"}, "reason": {"原管理人已离职，无法登录"}})
	if p.Status != 200 {
		t.Fatalf("take-over: %d %s", p.Status, shorten(p.Body))
	}
	var all []struct{ ID, Login, State string }
	w.program(t, "shouli1").get("/takeovers", &all)
	return all[0].ID
}

// TestRestAdministration: each administrator does by program what the pages let them do, once, and
// nothing of what belongs to another.
func TestRestAdministration(t *testing.T) {
	w := lived(t)
	sys, sec, audit, director := w.program(t, "sysadmin"), w.program(t, "secadmin"), w.program(t, "auditor"), w.program(t, "zhuren")
	var made struct{ Account, Path string }
	sys.act("/accounts", map[string]any{"login": "neu1", "name": "新人"}, &made)
	if !strings.HasPrefix(made.Path, "/password/") {
		t.Fatalf("no link: %+v", made)
	}
	sys.refused("/accounts", map[string]any{"login": "neu1", "name": "新人"}, 409, "")
	sec.act("/roles/"+made.Account, map[string]any{"role": "marker", "act": "grant"}, nil)
	sec.refused("/roles/"+made.Account, map[string]any{"role": "auditor", "act": "grant"}, 409, "identity.separate")
	sec.refused(fmt.Sprintf("/roles/%d", w.actor(t, "secadmin").Account), map[string]any{"role": "marker", "act": "grant"}, 404, "api.missing")
	sys.act("/accounts/"+made.Account+"/disable", nil, nil)
	sys.refused(fmt.Sprintf("/accounts/%d/disable", w.actor(t, "sysadmin").Account), nil, 403, "admin.own")
	for path, p := range map[string]*program{"/accounts": sec, "/roles/" + made.Account: sys, "/settings/preexam.rounds": audit, "/staff/" + made.Account: sys} {
		p.refused(path, map[string]any{}, 404, "api.missing")
	}
	var entries []struct{ Act, Object string }
	audit.get("/audit", &entries)
	times := map[string]int{}
	for _, e := range entries {
		if e.Object == "新人" {
			times[e.Act]++
		}
	}
	if times["account.create"] != 1 || times["role.grant"] != 1 || times["account.disabled"] != 1 {
		t.Errorf("each was done once, the audit has %v", times)
	}
	var v struct{ Holds bool }
	if audit.get("/audit/verification", &v); !v.Holds {
		t.Error("the chains do not hold")
	}

	director.act("/settings/preexam.rounds", map[string]any{"value": "3", "from": "2026-12-01", "reason": "试行一个月"}, nil)
	director.refused("/settings/preexam.rounds", map[string]any{"value": "drei", "from": "2026-12-01", "reason": "试行"}, 422, "")
	var s struct {
		Values  []struct{ Value string }
		History []struct{ Value, Reason string }
	}
	if director.get("/settings/preexam.rounds", &s); len(s.History) == 0 || s.History[0].Value != "3" || s.Values[0].Value == "3" {
		t.Errorf("the setting: %+v", s)
	}
	examiner := w.actor(t, "yushen2").Account
	director.act(fmt.Sprintf("/staff/%d", examiner), map[string]any{"fields": "H01M H02J", "away": "2026-12-05"}, nil)
	var staff []struct {
		ID     string
		Fields []string
		Away   calendar.Day
	}
	director.get("/staff", &staff)
	i := slices.IndexFunc(staff, func(x struct {
		ID     string
		Fields []string
		Away   calendar.Day
	}) bool {
		return x.ID == fmt.Sprint(examiner)
	})
	if i < 0 || len(staff[i].Fields) != 2 || staff[i].Away.String() != "2026-12-05" {
		t.Errorf("staff: %+v", staff)
	}
	director.act("/calendar", map[string]any{"name": "搬迁", "from": "2026-12-24", "to": "2026-12-25"}, nil)
}

// TestRestFields: lists, an answer for a class, and an extension with its approval.
func TestRestFields(t *testing.T) {
	w := lived(t)
	director, nobody := w.program(t, "zhuren"), w.program(t, "")
	verdict := func() string {
		var v struct{ Verdict string }
		nobody.get("/fields/answer?kind="+url.QueryEscape("发明")+"&class=A47B13/00", &v)
		return v.Verdict
	}
	if v := verdict(); v != "out" {
		t.Fatalf("A47B is %s before", v)
	}
	var asked struct{ ID string }
	director.act("/fields/extensions", map[string]any{"scheme": "ipc", "industry": "家具", "classes": "A47B", "reason": "与现有产业相关", "day": "2026-11-20"}, &asked)
	director.act("/fields/extensions/"+asked.ID, map[string]any{"step": "approved", "day": "2026-11-23", "reference": "国知办函〔2026〕1号"}, nil)
	director.refused("/fields/extensions/"+asked.ID, map[string]any{"step": "refused", "day": "2026-11-23", "reference": "x"}, 409, "field.decided")
	if v := verdict(); v != "in" {
		t.Errorf("A47B is %s after the approval", v)
	}
	director.act("/fields/lists", map[string]any{"scheme": "ipc", "industry": "家具", "classes": "", "from": "2026-11-23", "source": "更正"}, nil)
	if v := verdict(); v != "out" {
		t.Errorf("A47B is %s after it was closed", v)
	}
	var n struct{ Lists int }
	director.act("/fields/import", map[string]any{"file": director.upload("清单.csv", []byte("分类,产业领域,分类号\nIPC,家具,A47B\n洛迦诺,家具,06\n")), "from": "2026-11-23", "source": "试点"}, &n)
	if v := verdict(); n.Lists != 2 || v != "in" {
		t.Errorf("%d lists, A47B is %s after the import", n.Lists, v)
	}
	director.refused("/fields/lists", map[string]any{"scheme": "ipc", "industry": "家具", "classes": "XX", "from": "2026-11-23", "source": "x"}, 422, "field.class")
	w.program(t, "shouli1").refused("/fields/lists", map[string]any{}, 404, "api.missing")
	var history []struct{ Industry string }
	if nobody.get("/fields/history", &history); history[0].Industry != "家具" {
		t.Errorf("history: %+v", history)
	}
}

// TestRestRegister: a register is checked, brought in once, and reported; accounts are taken over by
// two people; a party manages its own accounts.
func TestRestRegister(t *testing.T) {
	w := lived(t)
	clerk, director, firm := w.program(t, "shouli1"), w.program(t, "zhuren"), w.program(t, "qiye01")
	type report struct {
		ID, State         string
		New, Done, Failed int
		Rows              []struct{ State, Name, Why string }
	}
	var plan, done report
	clerk.act("/registration/imports", map[string]any{"file": clerk.upload("名册.csv", nameList("丙示例有限公司"))}, &plan)
	if plan.State != "planned" || plan.New != 1 || len(plan.Rows) != 2 {
		t.Fatalf("the dry run: %+v", plan)
	}
	found := func() int {
		var r struct{ Total int }
		clerk.get("/registration?words="+url.QueryEscape("丙示例"), &r)
		return r.Total
	}
	if found() != 0 {
		t.Fatal("a dry run enters something")
	}
	clerk.refused("/registration/imports/"+plan.ID, map[string]any{}, 422, "")
	for range 2 { // the second call finds that all is done
		clerk.call("POST", "/registration/imports/"+plan.ID, map[string]any{"sure": true}, "Idempotency-Key", rand.Text()).want(t, 200, "").into(t, &done)
	}
	if done.State != "done" || done.Done != 1 || found() != 1 {
		t.Errorf("brought in: %+v, %d in the register", done, found())
	}

	id := w.takeover(t)
	body := map[string]any{"decision": "agree", "login": "qiye04neu", "words": "电话核实单位负责人"}
	director.refused("/takeovers/"+id, body, 409, "registration.takeover_state")
	clerk.act("/takeovers/"+id, body, nil)
	var step struct{ Path string }
	director.act("/takeovers/"+id, body, &step)
	if !strings.HasPrefix(step.Path, "/password/") {
		t.Errorf("no link for the successor: %+v", step)
	}

	var m struct{ Account, Path string }
	firm.act("/my/accounts", map[string]any{"login": "qiye01b", "name": "同事"}, &m)
	firm.act("/my/accounts/"+m.Account, map[string]any{"act": "disable"}, nil)
	firm.refused(fmt.Sprintf("/my/accounts/%d", w.actor(t, "qiye01").Account), map[string]any{"act": "disable"}, 404, "api.missing")
	firm.refused(fmt.Sprintf("/my/accounts/%d", w.actor(t, "qiye02").Account), map[string]any{"act": "disable"}, 404, "api.missing")
}

// TestRestOpenings: a head asks, another decides, an inspector is let in, all by program.
func TestRestOpenings(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	head, director := w.program(t, "fuzeren"), w.program(t, "zhuren")
	text := fmt.Sprintf("/cases/%d/versions/1", id)
	head.call("GET", text, nil).want(t, 404, "api.missing")
	var o struct{ ID string }
	head.act(fmt.Sprintf("/cases/%d/openings", id), map[string]any{"reason": "当事人来访，须当面核对"}, &o)
	head.refused(fmt.Sprintf("/cases/%d/openings", id), map[string]any{"reason": "当事人来访，须当面核对"}, 409, "opening.waiting")
	agree := map[string]any{"decision": "agree", "reason": "情况属实，同意"}
	head.refused("/openings/"+o.ID, agree, 403, "opening.own")
	director.act("/openings/"+o.ID, agree, nil)
	head.call("GET", text, nil).want(t, 200, "")
	head.act("/openings/"+o.ID+"/end", nil, nil)
	head.call("GET", text, nil).want(t, 404, "api.missing")
	var who []struct{ Account string }
	inspector := fmt.Sprint(w.actor(t, "shengju").Account)
	if director.get(fmt.Sprintf("/cases/%d/inspectors", id), &who); !slices.Contains(who, struct{ Account string }{inspector}) {
		t.Fatalf("the province cannot inspect: %v", who)
	}
	director.act(fmt.Sprintf("/cases/%d/inspections", id), map[string]any{"reader": inspector, "until": "2026-11-30", "reason": "省局抽查通知"}, nil)
	w.program(t, "shengju").call("GET", text, nil).want(t, 200, "")
}

// TestRestWork: the next case, many at once, many packages, and the progress at the office.
func TestRestWork(t *testing.T) {
	w := lived(t)
	firm, head := w.program(t, "qiye01"), w.program(t, "fuzeren")
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	var taken struct{ Case string }
	w.program(t, "shouli1").act("/take", nil, &taken)
	if taken.Case == "" {
		t.Error("nothing was taken although the counter has work")
	}
	w.program(t, "qiye01").refused("/take", nil, 403, "worklist.take")

	type result struct {
		Done  int
		Cases []struct {
			Case string
			OK   bool
		}
	}
	var bulk result
	number := w.read(t, id).Number
	head.act("/bulk/preexam.reassign", map[string]any{"cases": []string{number, "YS-0000-0"}, "handler": fmt.Sprint(w.actor(t, "yushen2").Account), "reason": "请假交接"}, &bulk)
	if k := w.read(t, id); bulk.Done != 1 || len(bulk.Cases) != 2 || k.Handler != w.actor(t, "yushen2").Account {
		t.Errorf("reassigned: %+v", bulk)
	}
	head.refused("/bulk/preexam.reassign", map[string]any{"handler": "1"}, 422, "api.cases")
	firm.refused("/bulk/preexam.reassign", map[string]any{"cases": []string{number}}, 404, "api.missing")
	head.act("/bulk/remind", map[string]any{"cases": []string{number}}, &bulk)
	if bulk.Done != 0 || bulk.Cases[0].OK {
		t.Errorf("a party was reminded of what is not its own: %+v", bulk)
	}

	var drafts []struct {
		OK   bool
		Case string
		Why  string
	}
	files := []string{firm.upload("甲.zip", packed(t, 3)), firm.upload("乙.zip", packed(t, 4)), firm.upload("坏.zip", []byte("no archive"))}
	key := rand.Text()
	firm.call("POST", "/preexam/batch", map[string]any{"files": files, "clear": true, "sensitive": []string{"others"}}, "Idempotency-Key", key).want(t, 200, "").into(t, &drafts)
	if len(drafts) != 3 || !drafts[0].OK || !drafts[1].OK || drafts[2].OK || drafts[2].Why == "" || drafts[0].Case == drafts[1].Case {
		t.Fatalf("the batch: %+v", drafts)
	}
	again := drafts
	drafts = nil
	firm.call("POST", "/preexam/batch", map[string]any{"files": files, "clear": true, "sensitive": []string{"others"}}, "Idempotency-Key", key).want(t, 200, "").into(t, &drafts)
	if len(drafts) != 3 || drafts[0].Case != again[0].Case || drafts[1].Case != again[1].Case {
		t.Errorf("the batch again makes other drafts: %+v", drafts)
	}

	_, no := w.marked(t)
	marker := w.program(t, "baosong")
	var rows []struct {
		OK   bool
		Text string
	}
	var marks struct {
		Official bool
		Marks    []struct {
			ApplicationNo string `json:"application_no"`
		}
	}
	if marker.get("/preexam/marks?batch=E2E", &marks); marks.Official || len(marks.Marks) != 1 || marks.Marks[0].ApplicationNo != no {
		t.Fatalf("marks: %+v", marks)
	}
	csv := "申请号,事件,日期\n" + no + ",公布,2026-11-20\n202310000001.5,公布,2026-11-20\n"
	for _, want := range []string{"已登记", "以前已导入"} {
		rows = nil
		marker.call("POST", "/preexam/progress", map[string]any{"file": marker.upload("进程.csv", []byte(csv))}, "Idempotency-Key", rand.Text()).want(t, 200, "").into(t, &rows)
		if len(rows) != 2 || !rows[0].OK || rows[0].Text != want || rows[1].OK {
			t.Errorf("want %s: %+v", want, rows)
		}
	}
}

// TestPublishedIsLoaded loads a published application by a program and sees it on the page.
func TestPublishedIsLoaded(t *testing.T) {
	w := lived(t)
	head := w.program(t, "fuzeren")
	xml := `<?xml version="1.0" encoding="UTF-8"?><cn-patent-document lang="zh" country="CN"><cn-bibliographic-data><cn-publication-reference><document-id><country>CN</country><doc-number>114000009</doc-number><kind>A</kind><date>20220201</date></document-id></cn-publication-reference><invention-title>一种散热器</invention-title></cn-bibliographic-data><application-body><description><p>` + strings.Repeat("散热器的翅片与基板之间设有导热硅脂层，翅片沿气流方向错列布置，", 20) + `</p></description></application-body></cn-patent-document>`
	var rows []struct {
		OK           bool
		Number, Text string
	}
	files := []string{head.upload("CN114000009A.xml", []byte(xml)), head.upload("坏.xml", []byte("<a/>"))}
	head.call("POST", "/preexam/published", map[string]any{"files": files}, "Idempotency-Key", rand.Text()).want(t, 200, "").into(t, &rows)
	if len(rows) != 2 || !rows[0].OK || rows[0].Number != "CN114000009A" || rows[1].OK {
		t.Fatalf("loaded: %+v", rows)
	}
	var stock struct {
		Total  int
		Latest []struct{ Number string }
	}
	if head.get("/preexam/published", &stock); stock.Total != 1 || stock.Latest[0].Number != "CN114000009A" {
		t.Errorf("the stock: %+v", stock)
	}
	w.program(t, "qiye01").call("GET", "/preexam/published", nil).want(t, 404, "api.missing")
}
