package form

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/filing"
	"zhibao/patent/reader"
)

// packed is an application whose form says the same words in several places.
func packed(t *testing.T) *patent.Application {
	t.Helper()
	firm := filing.Applicant{Name: "杭州示例电池有限公司", Type: "企业", Code: "91330100MA00000ABQ", Country: "中国", Province: "浙江省", City: "杭州市",
		Street: "滨江区江南大道100号", Postcode: "310052", Phone: "0571-86000001", Mail: "ip@example.com"}
	twin := firm
	twin.Name, twin.FeeFiled = "浙江示例大学", true
	f := &filing.Application{Kind: filing.Invention, Request: filing.Request{
		Title: "一种液冷板", InternalNo: "NB-7",
		Inventors:  []filing.Inventor{{Name: "李示范", Country: "中国", ID: "11010519491231002X"}, {Name: "李示范", Country: "中国", ID: "33010819850601002X"}, {Name: "王样本", Country: "中国"}},
		Applicants: []filing.Applicant{firm, twin},
		Contact:    &filing.Contact{Name: "李示范", Phone: "0571-86000001", Mail: "ip@example.com", Postcode: "310052"},
		Agency: &filing.Agency{Name: "杭州示例专利代理事务所", Code: "33901", Declared: true,
			Agents: []filing.Agent{{Name: "周代理", Licence: "3390101234.5", Phone: "0571-86000001"}, {Name: "吴代理", Licence: "3390101235.6"}}},
		Priorities: []filing.Priority{{Country: "中国", Date: "2026-03-02", Number: "202610123456.X"}, {Country: "中国", Date: "2026-03-02", Number: "202610000009.5"}},
		Deposits:   []filing.Deposit{{Unit: "甲中心", Number: "CGMCC No.1"}, {Unit: "甲中心", Number: "CGMCC No.2"}},
		SameDay:    true, Grace: "conference", AbstractFigure: "图1", Signature: "杭州示例电池有限公司",
	}}
	var b bytes.Buffer
	if err := filing.Write(&b, f, filing.Options{}); err != nil {
		t.Fatal(err)
	}
	a, err := reader.Read(context.Background(), "案卷包.zip", bytes.NewReader(b.Bytes()), int64(b.Len()), reader.Options{})
	if err != nil || a.Request == nil {
		t.Fatal(err)
	}
	return a
}

// TestLocate asks for fields whose words stand at several places of the form and expects the
// block of the right one, by its path.
func TestLocate(t *testing.T) {
	a := packed(t)
	r, text := a.Request, a.Text(patent.RequestForm)
	for _, c := range []struct {
		name string
		f    Field
		id   string
	}{
		{"title", Title(r), "发明名称"},
		{"first applicant", Applicant(r, 0, Name, r.Applicants[0].Name), "申请人/第一申请人/姓名或名称"},
		{"postcode of the second applicant", Applicant(r, 1, Postcode, "310052"), "申请人/其他申请人[1]/邮政编码"},
		{"code of the second applicant", Applicant(r, 1, Code, "91330100MA00000ABQ"), "申请人/其他申请人[1]/个人身份证号或组织机构代码"},
		{"telephone of the first applicant", Applicant(r, 0, Phone, "0571-86000001"), "申请人/第一申请人/电话"},
		{"first of two equal names", Inventor(r, 0, Name, "李示范"), "发明人/第一发明人/姓名"},
		{"second of two equal names", Inventor(r, 1, Name, "李示范"), "发明人/其他发明人[1]/姓名"},
		{"country of the third inventor", Inventor(r, 2, Country, "中国"), "发明人/其他发明人[2]/国籍"},
		{"contact of the same name", Contact(r, Name, "李示范"), "联系人/姓名"},
		{"contact's telephone", Contact(r, Phone, "0571-86000001"), "联系人/电话"},
		{"agency", Agency(r, Name, r.Agency.Name), "专利代理机构/名称"},
		{"agency's code", Agency(r, Code, "33901"), "专利代理机构/代码"},
		{"agent's telephone", Agent(r, 0, Phone, "0571-86000001"), "专利代理机构/代理人[1]/电话"},
		{"second agent", Agent(r, 1, Licence, "3390101235.6"), "专利代理机构/代理人[2]/工作证号"},
		{"date of the second priority", Priority(r, 1, Date, "2026-03-02"), "要求优先权声明/在先申请[2]/在先申请日"},
		{"unit of the second deposit", Deposit(r, 1, Unit, "甲中心"), "生物材料样品信息/生物材料样品[2]/保藏单位"},
		{"box", Box("同日申请", "SameDay"), "同日申请/声明本发明在同日申请实用新型专利/附加"},
		{"declaration of grace", Box(r.Grace[0]), "不丧失新颖性申明颖性申明/已在规定的学术会议或技术会议上首次发表/附加"},
		{"figure of the abstract", Plain("图1", "摘要附图"), "摘要附图/图号"},
		{"seal", Plain(r.Signature, "签章"), "申请人或代理机构签章/签章"},
	} {
		start, end, ok := c.f.Locate(text)
		if !ok {
			t.Errorf("%s: not found", c.name)
			continue
		}
		b := text.Blocks[text.At(start)]
		if b.ID != c.id {
			t.Errorf("%s: found at %s, want %s", c.name, b.ID, c.id)
		}
		if want := c.f.value; want != "" && text.Text[start:end] != want {
			t.Errorf("%s: quotes %q, want %q", c.name, text.Text[start:end], want)
		}
	}
}

// TestAtFallsBack points at what is there when the field itself is empty.
func TestAtFallsBack(t *testing.T) {
	a := packed(t)
	r := a.Request
	for _, c := range []struct {
		f     Field
		quote string
	}{
		{Inventor(r, 2, ID, ""), "王样本"},
		{Agent(r, 1, Phone, ""), "吴代理"},
		{Deposit(r, 1, Date, ""), "CGMCC No.2"},
		{Contact(r, Street, ""), "李示范"},
		{Applicant(r, 1, Type, ""), "浙江示例大学"},
		{Plain("没有这个值", "备注"), ""},
	} {
		probe := check.Rule{Meta: rule.Meta{ID: "T-1", Version: 1}, Run: func(p *check.Pass) { At(p, c.f, "缺", "补") }}
		rep := check.Run(check.Input{App: a, On: calendar.MustDay("2026-11-23")}, []check.Rule{probe})
		if f := rep.Findings[0]; f.Quote != c.quote || f.Part != patent.RequestForm {
			t.Errorf("quotes %q of %s, want %q", f.Quote, f.Part, c.quote)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"杭州示例（滨江）有限公司", "杭州示例(滨江) 有限公司", true},
		{"阿依古丽·买买提", "阿依古丽•买买提", true},
		{"ＡＢＣ公司", "ABC公司", true},
		{"杭州示例公司", "杭州示例有限公司", false},
		{"", "　", true},
	} {
		if Same(c.a, c.b) != c.same {
			t.Errorf("Same(%q, %q) is %v", c.a, c.b, !c.same)
		}
	}
}

func TestParseDay(t *testing.T) {
	want := calendar.MustDay("2026-01-05")
	for _, s := range []string{"2026-01-05", "2026-1-5", "2026.01.05", "2026/1/5", "2026年1月5日", " 2026 年 01 月 05 日 ", "20260105", "２０２６－０１－０５"} {
		if d, ok := ParseDay(s); !ok || d != want {
			t.Errorf("%q: %v %v", s, d, ok)
		}
	}
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "20261301", "1月5日", "2026", "0026-01-05", strings.Repeat("2", 400)} {
		if d, ok := ParseDay(s); ok {
			t.Errorf("%q is no day, but reads as %v", s, d)
		}
	}
}

// TestPriorityEnd holds the computed end against dates counted by hand.
func TestPriorityEnd(t *testing.T) {
	for _, c := range []struct {
		start  string
		months int
		want   string
	}{
		{"2025-03-02", 12, "2026-03-02"}, // a Monday
		{"2025-11-22", 12, "2026-11-23"}, // ends on a Sunday
		{"2025-10-01", 12, "2026-10-08"}, // ends in the holidays
		{"2025-02-17", 12, "2026-02-24"}, // ends in the Spring Festival
		{"2026-05-23", 6, "2026-11-23"},
		{"2025-08-31", 6, "2026-02-28"}, // no 31 February; the Saturday is a make-up working day
		{"2024-02-29", 12, "2025-02-28"},
	} {
		if got := PriorityEnd(calendar.MustDay(c.start), c.months).Due; got != calendar.MustDay(c.want) {
			t.Errorf("%s plus %d months: %s, want %s", c.start, c.months, got, c.want)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("2026-01-05")
	f.Add("2026年13月40日")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := ParseDay(s); ok {
			if again, ok := ParseDay(d.String()); !ok || again != d {
				t.Errorf("%q reads as %s, which reads as %v", s, d, again)
			}
		}
	})
}
