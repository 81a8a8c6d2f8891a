package req

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/checktest"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

func TestSamples(t *testing.T) { checktest.Run(t, Rules(), Samples()) }

// TestIdentityNumbersStayOut looks for identity numbers, right, wrong and misplaced, in what the
// rules report.
func TestIdentityNumbersStayOut(t *testing.T) {
	numbers := []string{"11010519491231002X", "110105194912310021", "330108199203010053", "33010820200101004X"}
	r := &patent.Request{Title: "一种液冷板"}
	for i, n := range numbers {
		r.Inventors = append(r.Inventors, patent.Inventor{Name: []string{"", "李示范", "王样本等", "赵范例"}[i], Country: "中国", ID: n},
			patent.Inventor{Name: "钱示意", ID: n})
		r.Applicants = append(r.Applicants, patent.Applicant{Name: "孙样例", Type: []string{"个人", ""}[i%2], Code: n, Country: "中国"})
	}
	in := check.Input{App: &patent.Application{Kind: patent.Invention, Request: r, Texts: map[patent.Part]*patent.Text{}}, On: calendar.MustDay("2026-11-23")}
	text := &patent.Text{Part: patent.RequestForm}
	for i, v := range r.Inventors {
		for _, f := range [][2]string{{"姓名", v.Name}, {"国籍", v.Country}, {"身份证号", v.ID}} {
			text.Blocks[text.Append(patent.Field, "", f[0]+"："+f[1])].ID = fmt.Sprintf("发明人/其他发明人[%d]/%s", i, f[0])
		}
	}
	in.App.Texts[patent.RequestForm] = text
	found := check.Run(in, Rules()).Findings
	if len(found) < 10 {
		t.Fatalf("only %d findings", len(found))
	}
	for _, f := range found {
		for _, n := range numbers {
			if strings.Contains(f.Message+f.Suggestion+f.Quote, n) {
				t.Errorf("%s shows %s: %s | %s", f.Rule, n, f.Quote, f.Message)
			}
		}
	}
}

func TestCategories(t *testing.T) {
	for title, want := range map[string]categoryNames{
		"液冷板":             {product: true, mayProduct: true},
		"液冷板的制备方法":        {method: true},
		"液冷板及其制备方法":       {product: true, mayProduct: true, method: true},
		"基板和盖板的钎焊方法":      {mayProduct: true, method: true},
		"控制方法、装置及存储介质":    {product: true, mayProduct: true, method: true},
		"化合物在制备药物中的应用":    {method: true},
		"液冷板、其制备方法和应用":    {mayProduct: true, method: true},
		"冷却系统与电池包":        {product: true, mayProduct: true},
		"一种催化剂及其制备方法和应用":  {product: true, mayProduct: true, method: true},
		"制备工艺":            {method: true},
		"方法":              {method: true},
		"用于处理污水的装置以及处理方法": {mayProduct: true, method: true},
	} {
		if got := categories(title); got != want {
			t.Errorf("%s: %+v, want %+v", title, got, want)
		}
	}
}

// TestPriorityDays walks the planned day over the end of the period and of its restoration.
func TestPriorityDays(t *testing.T) {
	for plan, want := range map[string]rule.Severity{
		"2026-11-23": rule.Info,  // sixteen days left
		"2026-12-08": rule.Info,  // the last day
		"2026-12-09": rule.Error, // can be restored
		"2027-02-08": rule.Error, // last day of restoration, a Monday
		"2027-02-09": rule.Error, // too late
		"2026-11-07": "",         // before the day of the check: the check counts
	} {
		app := &patent.Application{Kind: patent.Invention, Request: &patent.Request{
			Priorities: []patent.Priority{{Country: "美国", Date: "2025-12-08", Number: "19/123,456"}}}}
		in := check.Input{App: app, On: calendar.MustDay("2026-11-05"), Facts: check.Facts{Settings: &check.SettingsFacts{PlannedFiling: calendar.MustDay(plan)}}}
		found := check.Run(in, []check.Rule{req021()}).Findings
		switch {
		case want == "" && len(found) == 0:
		case want != "" && len(found) == 1 && found[0].Severity == want:
			late := strings.Contains(found[0].Message, "可以请求恢复的期限也已")
			if late != (plan == "2027-02-09") {
				t.Errorf("%s: %s", plan, found[0].Message)
			}
		default:
			t.Errorf("%s: %v, want one of severity %q", plan, found, want)
		}
	}
}
