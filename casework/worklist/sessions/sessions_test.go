package sessions_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/hearing"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// TestPages: a hearing is planned, recorded and signed on its pages.
func TestPages(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	address, move := fmt.Sprintf("/case/%d/hearings", k.ID), func(code string) string { return fmt.Sprintf("/case/%d/move/%s", k.ID, code) }
	staff, party := w.Site(31), w.Site(10)
	staff.Get(address).Contains("还没有安排审理", "安排审理")
	planning := staff.Get(move(hearing.MovePlan))
	planning.Check()
	planning.Contains("核对身份、宣布纪律", "某33", "寄件人")
	fields := url.Values{"day": {"2026-01-20"}, "from": {"9:30"}, "until": {"11:30"}, "room": {"一号审理室"}, "chair": {"33"}, "panel": {"31", "33"}, "recorder": {"32"}}
	soon := url.Values{}
	for name, v := range fields {
		soon[name] = v
	}
	soon["day"] = []string{"2026-01-06"}
	refused := staff.Submit(planning, "panel", soon)
	if refused.Status != 422 {
		t.Fatalf("without notice: %d", refused.Status)
	}
	refused.Contains("应至少提前 3 个工作日通知当事人")
	if p := staff.Submit(planning, "panel", fields); p.Status != http.StatusSeeOther || p.Header.Get("Location") != address {
		t.Fatalf("planned: %d %s", p.Status, p.Header.Get("Location"))
	}
	party.Get(fmt.Sprintf("/case/%d", k.ID)).Contains("审理（1）", "2026-01-20 09:30 一号审理室")
	one := party.Get(address + "/1")
	one.Check()
	one.Contains("第 1 次口头审理", "某33、某31", "还没有保存笔录", "核对笔录并签名")
	if strings.Contains(one.Body, hearing.MoveRecord) {
		t.Error("a party is offered to write the record")
	}

	w.Clock.At = calendar.MustDay("2026-01-20").Begin().Add(10 * time.Hour)
	staff, party = w.Site(31), w.Site(10)
	w.Do(31, k, hearing.MoveAttend, &hearing.Present{Session: "1", Who: []hearing.Attendance{{Side: "sender", Name: "张三", As: "法定代表人", Proof: "身份证 1234"}}})
	w.Do(31, k, hearing.MoveAbsent, &hearing.Away{Session: "1", Side: "receiver", Just: "no", Reason: "经通知未到"})
	typing := staff.Get(move(hearing.MoveRecord) + "?session=1")
	typing.Check()
	typing.Contains("主＝主持人")
	if p := staff.Submit(typing, "text", url.Values{"text": {"主：开始。\n申：请求退款<b>。"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("saved: %d", p.Status)
	}
	if again := staff.Get(move(hearing.MoveRecord) + "?session=1"); !strings.Contains(again.Body, "请求人：请求退款") {
		t.Error("the record is not there to go on with")
	}
	signing := party.Get(move(hearing.MoveSign) + "?session=1")
	signing.Check()
	if strings.Contains(signing.Body, "代哪一方办理") {
		t.Error("a party is asked on whose behalf it signs")
	}
	if p := party.Submit(signing, "name", url.Values{"name": {"张三"}, "as": {"法定代表人"}, "read": {"right"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("signed: %d %s", p.Status, p.Body)
	}
	w.Do(31, k, hearing.MoveClose, &hearing.Finish{Session: "1", Note: "择日决定"})
	done := party.Get(address + "/1")
	done.Check()
	done.Contains("主持人：开始。", "请求退款<b>。", "缺席（无正当理由）", "张三", "账号签名", "择日决定", "已结束")
	if p := party.Get(address + "/1/record/docx"); p.Status != 200 || !parceltest.Holds([]byte(p.Body), "口头审理笔录") || !parceltest.Holds([]byte(p.Body), "请求退款") {
		t.Errorf("the printed record: %d", p.Status)
	}
	for _, path := range []string{address + "/2", address + "/1/record/odt", address + "/1/scan/1", address + "/1/scan/9"} {
		if p := party.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := w.Site(40).Get(address); p.Status != 200 || strings.Contains(p.Body, "一号审理室") {
		t.Errorf("a head who sees metadata alone sees the hearing: %d", p.Status)
	}
}

// TestScan: the page that was signed by hand can be opened by those who may know of the hearing.
func TestScan(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	in := &hearing.Arrange{Kind: hearing.Inquiry, Panel: []string{"31"}, Recorder: "32", Order: "询问", Sides: []string{"receiver"}}
	in.Day, in.From, in.Until, in.Link = calendar.MustDay("2026-01-06"), "9:30", "10:30", "会议号 778899"
	w.Do(31, k, hearing.MovePlan, in)
	w.Clock.At = calendar.MustDay("2026-01-06").Begin().Add(10 * time.Hour)
	w.Do(31, k, hearing.MoveRecord, &hearing.Minutes{Session: "1", Text: "办：问。\n当：答。"})
	sign := &hearing.SignRecord{Session: "1", Name: "李四", As: "经理", Read: "right", Scan: form.Bytes("签名页.pdf", []byte("%PDF-1.7 by hand"))}
	sign.For, sign.How, sign.Told = fmt.Sprint(parceltest.Other), "到场", "当场签名"
	w.Do(20, k, hearing.MoveSign, sign)
	path := fmt.Sprintf("/case/%d/hearings/1", k.ID)
	for who, want := range map[int64]int{11: 200, 12: 200, 31: 200, 10: 404, 14: 404} {
		s := w.Site(who)
		if p := s.Get(path + "/scan/1"); p.Status != want || want == 200 && p.Body != "%PDF-1.7 by hand" {
			t.Errorf("%d: the scan answers %d", who, p.Status)
		}
		if p := s.Get(path); p.Status != want || want == 200 && !strings.Contains(p.Body, "778899") {
			t.Errorf("%d: the session answers %d", who, p.Status)
		}
	}
}
