package matter

import (
	"encoding/json"
	"strings"
	"testing"

	"zhibao/law/calendar"
)

// whole is a case in which every part holds words of its own.
func whole() *File {
	day := calendar.MustDay("2026-03-02")
	return &File{Report: "报告密", Parties: []Party{{ID: 1, Side: Requester, Contact: "申电话"}, {ID: 2, Side: Respondent, Answer: "甲答", Answered: day, Contact: "甲电话"}, {ID: 3, Side: Respondent, Answer: "乙答", Answered: day, Forwarded: true, Contact: "乙电话"}},
		Docs:  []Doc{{ID: 1, Name: "请求书", Sides: []string{Requester, Respondent, Third}}, {ID: 2, Name: "送达凭证"}, {ID: 3, Name: "甲附件", Sides: []string{Requester, Respondent}, Of: 2}, {ID: 4, Name: "乙密件", Sides: []string{Respondent}, Only: 3}},
		Asks:  []Ask{{Party: 1, Reason: "申请密"}, {Party: 2, Reason: "甲申请"}},
		Votes: []Vote{{Reason: "合议密"}}, Notes: []Record{{Text: "笔记密"}}, Ruling: Ruling{Conclusion: "理由密"}, Investigators: []Investigator{{Opinion: "技术密", Issue: "问题密"}}, Raised: []string{"抗辩密"}, Records: []Record{{Text: "现场密"}}, Ending: Ending{Reason: "结案密"}}
}

// TestForHidesWhatIsNotTheReaders reads the case as everybody and looks for words that are not theirs, in whatever
// field they stand.
func TestForHidesWhatIsNotTheReaders(t *testing.T) {
	inside := []string{"合议密", "笔记密", "理由密", "技术密", "问题密", "抗辩密"}
	staff := append([]string{"报告密", "送达凭证", "现场密", "结案密"}, inside...)
	for _, c := range []struct {
		name       string
		reader     Reader
		sees, not_ []string
	}{
		{"panel", Reader{Inside: true}, append([]string{"申电话", "甲答", "乙密件"}, staff...), nil},
		{"clerk", Reader{}, []string{"报告密", "送达凭证", "现场密", "甲答"}, inside},
		{"requester", Reader{Party: 1, Stands: []int64{1}, Side: Requester}, []string{"请求书", "申请密", "乙答", "申电话"}, append([]string{"甲答", "甲附件", "乙密件", "甲申请", "甲电话", "乙电话"}, staff...)},
		{"agency", Reader{Party: 9, Stands: []int64{9, 1}, Side: Requester}, []string{"请求书", "申请密", "申电话"}, append([]string{"甲答", "乙密件"}, staff...)},
		{"first respondent", Reader{Party: 2, Stands: []int64{2}, Side: Respondent}, []string{"请求书", "甲答", "甲附件", "甲申请", "甲电话"}, append([]string{"乙答", "乙密件", "申请密", "申电话"}, staff...)},
		{"second respondent", Reader{Party: 3, Stands: []int64{3}, Side: Respondent}, []string{"乙答", "乙密件"}, append([]string{"甲答", "甲附件", "甲申请", "甲电话"}, staff...)},
	} {
		f := whole()
		seen, err := json.Marshal(f.For(c.reader))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range c.sees {
			if !strings.Contains(string(seen), w) {
				t.Errorf("%s does not see %s", c.name, w)
			}
		}
		for _, w := range c.not_ {
			if strings.Contains(string(seen), w) {
				t.Errorf("%s sees %s", c.name, w)
			}
		}
		// The filter takes nothing away from the case itself.
		if after, _ := json.Marshal(f); !strings.Contains(string(after), "笔记密") || !strings.Contains(string(after), "技术密") || !strings.Contains(string(after), "甲电话") {
			t.Errorf("%s changed the case by looking at it", c.name)
		}
	}
}

// sound is a reasoning without a gap.
func sound() Ruling {
	return Ruling{ActFrom: calendar.MustDay("2025-12-01"), InForce: true, InForceWhy: "登记簿", Scope: "权利要求1", Comparison: "相同", Covers: "all", Viewer: "一般消费者", SameClass: true, ActsFound: []string{"make"}, Business: true, ActsWhy: "公证",
		NoDefence: true, Remedies: []string{"stop_make"}, Outcome: Upheld, Conclusion: "侵权成立"}
}

// TestGaps takes each part out of a sound reasoning, or turns it round, and wants to be told of it.
func TestGaps(t *testing.T) {
	r := sound()
	for _, kind := range []string{Invention, Design} {
		if gaps := r.Gaps(kind); len(gaps) > 0 {
			t.Fatalf("%s: a sound reasoning has gaps: %v", kind, gaps)
		}
	}
	for name, c := range map[string]struct {
		kind, part string
		spoil      func(r *Ruling)
	}{
		"no day":                 {Invention, "①", func(r *Ruling) { r.ActFrom = 0 }},
		"not in force":           {Invention, "⑦", func(r *Ruling) { r.InForce = false }},
		"no scope":               {Invention, "②", func(r *Ruling) { r.Scope = " " }},
		"no comparison":          {Invention, "③", func(r *Ruling) { r.Covers = "" }},
		"does not cover":         {Invention, "⑦", func(r *Ruling) { r.Covers = "none" }},
		"design without viewer":  {Design, "④", func(r *Ruling) { r.Viewer = "" }},
		"design, other class":    {Design, "⑦", func(r *Ruling) { r.SameClass = false }},
		"use of a design":        {Design, "⑤", func(r *Ruling) { r.ActsFound = []string{"use"} }},
		"no act":                 {Invention, "⑦", func(r *Ruling) { r.ActsFound = nil }},
		"not for business":       {Invention, "⑦", func(r *Ruling) { r.Business = false }},
		"defences not answered":  {Invention, "⑥", func(r *Ruling) { r.NoDefence = false }},
		"defence without reason": {Invention, "⑥", func(r *Ruling) { r.Defences = []Defence{{Code: "prior"}} }},
		"prior art holds":        {Invention, "⑦", func(r *Ruling) { r.Defences = []Defence{{Code: "prior", Holds: true, Why: "公开"}} }},
		"no remedies":            {Invention, "⑦", func(r *Ruling) { r.Remedies = nil }},
		"rejected without cause": {Invention, "⑦", func(r *Ruling) { r.Outcome = Rejected }},
		"no outcome":             {Invention, "⑦", func(r *Ruling) { r.Outcome = "" }},
	} {
		r := sound()
		c.spoil(&r)
		found := false
		for _, g := range r.Gaps(c.kind) {
			found = found || g.Part == c.part
		}
		if !found {
			t.Errorf("%s: no gap in %s: %v", name, c.part, r.Gaps(c.kind))
		}
	}
	// A legitimate source spares damages and not the order to stop (专利法第七十七条).
	r.Defences = []Defence{{Code: "source", Holds: true, Why: "进货单"}}
	if gaps := r.Gaps(Invention); len(gaps) > 0 {
		t.Errorf("a legitimate source stands in the way of the order: %v", gaps)
	}
}

// TestTextOn: the rule text is that of the day of acceptance.
func TestTextOn(t *testing.T) {
	for day, want := range map[string]string{"2025-01-31": "2015", "2025-02-01": "82", "2026-11-28": "82"} {
		if got := TextOn(calendar.MustDay(day)).Code; got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	if len(Conditions(calendar.MustDay("2025-01-31"))) != 5 || len(Conditions(calendar.MustDay("2025-02-01"))) != 6 {
		t.Error("the condition of order 82 does not begin with it")
	}
}

// TestMajority: more than half of the panel, not of the votes.
func TestMajority(t *testing.T) {
	votes := func(outcomes ...string) (out []Vote) {
		for _, o := range outcomes {
			out = append(out, Vote{Outcome: o})
		}
		return out
	}
	for _, c := range []struct {
		votes []Vote
		panel int
		want  string
	}{{votes(Upheld, Upheld, Rejected), 3, Upheld}, {votes(Upheld), 3, ""}, {votes(Upheld, Rejected), 3, ""}, {votes(Rejected), 1, Rejected}, {nil, 1, ""}} {
		if got := Majority(c.votes, c.panel); got != c.want {
			t.Errorf("%v of %d: %q, want %q", c.votes, c.panel, got, c.want)
		}
	}
}
