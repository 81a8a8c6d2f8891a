package table_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/patent/feature"
	"zhibao/protection/infringement/comparison/table"
)

const claims = `1. 一种折叠支架，其特征在于，包括底座、立杆和连接件，所述立杆通过所述连接件与所述底座转动连接。
2. 根据权利要求1所述的折叠支架，其特征在于，所述连接件为铰链。
3. 根据权利要求1或2所述的折叠支架，其特征在于，所述底座设有防滑垫。
4. 一种折叠支架，包括杆。`

func load(t interface{ Fatal(...any) }, asserted ...int) *table.Table {
	x := &table.Table{}
	if err := x.Load(table.Words(claims), asserted); err != nil {
		t.Fatal(err)
	}
	return x
}

// words are the words of a claim as its features have them.
func words(c *table.Claim) string {
	var b strings.Builder
	for _, f := range c.Features {
		b.WriteString(f.Text)
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	x := load(t, 3)
	var got []string
	for i := range x.Claims {
		c := &x.Claims[i]
		if words(c) != c.Text {
			t.Errorf("claim %d lost words", c.Number)
		}
		for j := range c.Features {
			got = append(got, fmt.Sprintf("%d %t %s", c.Number, c.Asserted, c.Label(j)))
		}
	}
	want := []string{"1 false 1A", "1 false 1B", "1 false 1C", "2 false ", "2 false 2A", "3 true ", "3 true 3A"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for _, c := range []struct {
		text     string
		asserted []int
		code     string
	}{{"", []int{1}, "comparison.claims"}, {claims, []int{9}, "comparison.claim"}, {claims, nil, "comparison.asserted"}} {
		if err := new(table.Table).Load(table.Words(c.text), c.asserted); fault.CodeOf(err) != c.code {
			t.Errorf("%v, want %s", err, c.code)
		}
	}
	// Loaded again, what was done by hand stays as long as the claim has the same words.
	if err := x.Judge(x.Claims[0].Features[0].ID, table.Feature{Product: "有", Verdict: table.Same}); err != nil {
		t.Fatal(err)
	}
	if err := x.Load(table.Words(strings.Replace(claims, "铰链", "销轴", 1)), []int{2}); err != nil {
		t.Fatal(err)
	}
	if len(x.Claims) != 2 || x.Claims[0].Features[0].Verdict != table.Same || !strings.Contains(x.Claims[1].Text, "销轴") {
		t.Errorf("%+v", x.Claims)
	}
}

// TestCovers is the truth table of 全面覆盖.
func TestCovers(t *testing.T) {
	const S, E, D, O = table.Same, table.Equivalent, table.Different, table.Verdict("")
	for _, c := range []struct {
		one  [3]table.Verdict // features of claim 1
		two  table.Verdict    // of claim 2, on 1
		tri  table.Verdict    // of claim 3, on 1 or 2
		want [3]table.Outcome
	}{
		{[3]table.Verdict{S, S, S}, S, S, [3]table.Outcome{table.In, table.In, table.In}},
		{[3]table.Verdict{S, E, S}, E, E, [3]table.Outcome{table.In, table.In, table.In}},
		{[3]table.Verdict{S, D, S}, S, S, [3]table.Outcome{table.Out, table.Out, table.Out}},
		{[3]table.Verdict{O, D, O}, O, O, [3]table.Outcome{table.Out, table.Out, table.Out}},
		{[3]table.Verdict{S, O, S}, S, S, [3]table.Outcome{table.Open, table.Open, table.Open}},
		{[3]table.Verdict{S, O, S}, D, S, [3]table.Outcome{table.Open, table.Out, table.Open}},
		// Claim 3 is met on 1 alone, though 2 is not met or not judged.
		{[3]table.Verdict{S, S, S}, D, S, [3]table.Outcome{table.In, table.Out, table.In}},
		{[3]table.Verdict{S, S, S}, O, S, [3]table.Outcome{table.In, table.Open, table.In}},
		{[3]table.Verdict{S, S, S}, S, D, [3]table.Outcome{table.In, table.In, table.Out}},
		{[3]table.Verdict{S, S, S}, S, O, [3]table.Outcome{table.In, table.In, table.Open}},
	} {
		x := load(t, 1, 2, 3)
		set := func(claim, place int, v table.Verdict) {
			f := x.Claim(claim).Features[place]
			j := table.Feature{Product: "有", Verdict: v, Reason: "不同", Means: "手段", Function: "功能", Effect: "效果", Obvious: "容易想到"}
			if err := x.Judge(f.ID, j); err != nil {
				t.Fatal(err)
			}
		}
		for i, v := range c.one {
			set(1, i, v)
		}
		set(2, 1, c.two)
		set(3, 1, c.tri)
		for i, r := range x.Results() {
			if r.Outcome != c.want[i] {
				t.Errorf("%v %q %q: claim %d is %q, want %q", c.one, c.two, c.tri, r.Claim, r.Outcome, c.want[i])
			}
		}
	}
	if x := load(t, 1); x.Covers(9) != table.Open {
		t.Error("a claim that is not there is decided")
	}
}

// TestReasons: a verdict without its reasons is refused, and names the field.
func TestReasons(t *testing.T) {
	equal := table.Feature{Product: "有", Verdict: table.Equivalent, Means: "手段", Function: "功能", Effect: "效果", Obvious: "容易想到"}
	without := func(drop func(*table.Feature)) table.Feature { f := equal; drop(&f); return f }
	for _, c := range []struct {
		j     table.Feature
		field string
	}{
		{table.Feature{Product: "有", Verdict: table.Same}, ""}, {equal, ""}, {table.Feature{}, ""},
		{table.Feature{Product: "有", Verdict: table.Different}, "reason"}, {table.Feature{Product: "有", Verdict: "alike"}, "verdict"},
		{without(func(f *table.Feature) { f.Product = "" }), "product"}, {without(func(f *table.Feature) { f.Means = " " }), "means"}, {without(func(f *table.Feature) { f.Function = "" }), "function"},
		{without(func(f *table.Feature) { f.Effect = "" }), "effect"}, {without(func(f *table.Feature) { f.Obvious = "" }), "obvious"},
		{without(func(f *table.Feature) { f.Estoppel, f.EstoppelNote = table.Applies, "答复时放弃" }), "verdict"},
		{without(func(f *table.Feature) { f.Dedication, f.DedicationNote = table.Applies, "仅在说明书中" }), "verdict"},
		{without(func(f *table.Feature) { f.Estoppel = table.Rejected }), "estoppel_note"},
		{without(func(f *table.Feature) { f.Dedication = table.Rejected }), "dedication_note"},
		{without(func(f *table.Feature) { f.Estoppel, f.EstoppelNote = table.Rejected, "未限缩" }), ""},
	} {
		x := load(t, 1)
		err := x.Judge(x.Claims[0].Features[1].ID, c.j)
		if c.field == "" && err != nil || c.field != "" && (fault.Of(err) == nil || fault.Of(err).Field != c.field) {
			t.Errorf("%+v: %v, want %q", c.j, err, c.field)
		}
	}
	x := load(t, 2)
	if err := x.Judge(x.Claim(2).Features[0].ID, table.Feature{Product: "有", Verdict: table.Same}); err == nil {
		t.Error("a reference to another claim was judged")
	}
}

// TestDivisionKeepsTheWords: however features are split and merged, a claim keeps its words, and an undo
// is the table as it was.
func TestDivisionKeepsTheWords(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		x := load(r, 1, 3)
		for range rapid.IntRange(1, 12).Draw(r, "edits") {
			c := &x.Claims[rapid.IntRange(0, len(x.Claims)-1).Draw(r, "claim")]
			at := rapid.IntRange(0, len(c.Features)-1).Draw(r, "feature")
			f := c.Features[at]
			if rapid.Bool().Draw(r, "split") {
				letters := []rune(f.Text)
				k := rapid.IntRange(0, len(letters)).Draw(r, "place")
				_ = x.Split(f.ID, string(letters[:k])+"\n"+string(letters[k:]))
			} else {
				_ = x.Merge(f.ID)
			}
			seen := map[int64]bool{}
			for i := range x.Claims {
				if words(&x.Claims[i]) != x.Claims[i].Text {
					r.Fatalf("claim %d became %q", x.Claims[i].Number, words(&x.Claims[i]))
				}
				for _, f := range x.Claims[i].Features {
					if f.Text == "" || seen[f.ID] {
						r.Fatalf("an empty feature, or one number twice: %+v", f)
					}
					seen[f.ID] = true
				}
			}
		}
	})
}

func TestSplitAndMerge(t *testing.T) {
	x := load(t, 1)
	f := x.Claims[0].Features[1] // 包括底座、立杆和连接件，
	if err := x.Judge(f.ID, table.Feature{Product: "有", Verdict: table.Same, Evidence: []table.Ref{{Number: "申1"}}}); err != nil {
		t.Fatal(err)
	}
	if err := x.Split(f.ID, "包括底座、\n立杆和连接件，"); err != nil {
		t.Fatal(err)
	}
	a, b := x.Claims[0].Features[1], x.Claims[0].Features[2]
	if a.Text != "包括底座、" || b.Text != "立杆和连接件，" || a.Verdict != "" || len(b.Evidence) != 1 || a.ID == f.ID {
		t.Errorf("%+v %+v", a, b)
	}
	for code, err := range map[string]error{"comparison.words": x.Split(a.ID, "包括\n底板、"), "comparison.uncut": x.Split(a.ID, "包括底座、"), "comparison.feature": x.Split(f.ID, "x"),
		"comparison.last": x.Merge(x.Claims[0].Features[3].ID)} {
		if fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	if err := x.Merge(a.ID); err != nil {
		t.Fatal(err)
	}
	if m := x.Claims[0].Features[1]; m.Text != f.Text || len(m.Evidence) != 1 || m.Verdict != "" {
		t.Errorf("%+v", m)
	}
	y := load(t, 2)
	if err := y.Merge(y.Claim(2).Features[0].ID); fault.CodeOf(err) != "comparison.reference" {
		t.Error(err)
	}
	// A subject that is divided names the claim with its first piece alone.
	s := x.Claims[0].Features[0]
	if err := x.Split(s.ID, "一种折叠支架，\n其特征在于，"); err != nil || x.Claims[0].Features[0].Role != feature.Subject || x.Claims[0].Features[1].Role != feature.Own {
		t.Error(err, x.Claims[0].Features[:2])
	}
}

func TestPriorArt(t *testing.T) {
	x := load(t, 2)
	x.Patent.Filed = calendar.MustDay("2022-03-01")
	id, err := x.Cite(table.Prior{Citation: "CN201234567U", Claim: 2, Published: calendar.MustDay("2020-05-01")})
	if err != nil {
		t.Fatal(err)
	}
	p := x.Prior(id)
	shown := x.Shown(p)
	if len(shown) != 4 || x.Stands(p) != table.Open {
		t.Fatalf("%v %s", shown, x.Stands(p))
	}
	for i, f := range shown {
		v := table.Same
		if i == 2 {
			v = table.Equivalent
		}
		if err := x.Show(id, table.PriorRow{Feature: f, Verdict: v}); err != nil {
			t.Fatal(err)
		}
	}
	if x.Stands(x.Prior(id)) != table.In {
		t.Error("everything is shown, and the defence does not stand")
	}
	if err := x.Show(id, table.PriorRow{Feature: shown[0], Verdict: table.Different}); fault.CodeOf(err) != "comparison.prior_note" {
		t.Error(err)
	}
	if err := x.Show(id, table.PriorRow{Feature: shown[0], Verdict: table.Different, Note: "没有底座"}); err != nil || x.Stands(x.Prior(id)) != table.Out {
		t.Error(err, x.Stands(x.Prior(id)))
	}
	// What was published on the filing day is no prior art (专利法第二十二条第五款).
	late := *x.Prior(id)
	late.Published = x.Patent.Filed
	if _, err := x.Cite(late); err != nil || x.Stands(x.Prior(id)) != table.Out || x.Before(x.Prior(id)) {
		t.Error("published on the filing day, and counted")
	}
	late.Published = 0
	if x.Stands(&late) != table.Out {
		t.Error("a reference that lacks a feature fails whenever it was published")
	}
	if _, err := x.Cite(table.Prior{Citation: " "}); fault.CodeOf(err) != "comparison.citation" {
		t.Error(err)
	}
	if _, err := x.Cite(table.Prior{Citation: "D1", Claim: 7}); fault.CodeOf(err) != "comparison.prior_claim" {
		t.Error(err)
	}
	if err := x.Drop(id); err != nil || x.Drop(id) == nil {
		t.Error("dropped never or twice")
	}
}

// TestDesignOutcome is the truth table of a design.
func TestDesignOutcome(t *testing.T) {
	for _, c := range []struct {
		class   string
		verdict table.Likeness
		want    table.Outcome
	}{
		{"same", table.LikeSame, table.In}, {"same", table.LikeSimilar, table.In}, {"same", table.LikeNot, table.Out},
		{"similar", table.LikeSame, table.In}, {"similar", table.LikeSimilar, table.In}, {"similar", table.LikeNot, table.Out},
		{"different", table.LikeSame, table.Out}, {"different", table.LikeSimilar, table.Out}, {"different", table.LikeNot, table.Out},
	} {
		x := &table.Table{Patent: table.Patent{Design: true}}
		if x.Protects() != table.Open {
			t.Error("decided by nobody")
		}
		o := table.Overall{Class: c.class, ClassNote: "用途相同", Verdict: c.verdict, Note: "整体视觉效果", Mark: table.Mark{At: time.Unix(1, 0)}}
		if err := x.Conclude(o); err != nil || x.Protects() != c.want {
			t.Errorf("%s %s: %v %s", c.class, c.verdict, err, x.Protects())
		}
	}
	for code, o := range map[string]table.Overall{"comparison.class": {}, "comparison.class_note": {Class: "same"}, "comparison.overall": {Class: "same", ClassNote: "x", Verdict: table.LikeSubstantial},
		"comparison.overall_note": {Class: "same", ClassNote: "x", Verdict: table.LikeNot}} {
		if err := new(table.Table).Conclude(o); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

func TestPairs(t *testing.T) {
	x := &table.Table{Patent: table.Patent{Design: true}}
	a, err := x.Add(table.Picture{Side: table.OfPatent, View: "front"})
	if err != nil {
		t.Fatal(err)
	}
	note := table.Pair{View: "front", Patent: a, Verdict: table.LikeSimilar, Note: "比例接近"}
	if err := x.Liken(note); fault.CodeOf(err) != "comparison.one_side" {
		t.Error(err)
	}
	b, err := x.Add(table.Picture{Side: table.OfProduct, View: "front"})
	if err != nil {
		t.Fatal(err)
	}
	if p := x.Pair("front"); p.Patent != a || p.Product != b || p.Size != 100 {
		t.Errorf("%+v", p)
	}
	note.Product = a
	if err := x.Liken(note); fault.CodeOf(err) != "comparison.picture" {
		t.Error(err)
	}
	note.Product = b
	if err := x.Liken(note); err != nil || x.Pair("front").Verdict != table.LikeSimilar {
		t.Error(err)
	}
	// Another picture is another question.
	if _, err := x.Add(table.Picture{Side: table.OfProduct, View: "front"}); err != nil || x.Pair("front").Verdict != "" || len(x.Shots(table.OfProduct, "front")) != 2 {
		t.Error(err, x.Pair("front"))
	}
	for code, err := range map[string]error{"comparison.no_view": x.Liken(table.Pair{View: "inside"}), "comparison.likeness": x.Liken(table.Pair{View: "front", Verdict: "x"}),
		"comparison.unseen": x.Liken(table.Pair{View: "back", Verdict: table.LikeUnseen}), "comparison.like_note": x.Liken(table.Pair{View: "front", Patent: a, Product: b, Verdict: table.LikeNot})} {
		if fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	if _, err := x.Add(table.Picture{Side: table.OfPatent, View: "inside"}); fault.CodeOf(err) != "comparison.view" {
		t.Error(err)
	}
	if _, err := x.Add(table.Picture{View: "front"}); fault.CodeOf(err) != "comparison.side" {
		t.Error(err)
	}
}

// TestLacks: what is still to be done is named one by one, and nothing is left when it is done.
func TestLacks(t *testing.T) {
	say := func(x *table.Table) string { return fmt.Sprint(x.Lacks()) }
	if got := say(&table.Table{}); !strings.Contains(got, "还没有确定请求人主张的权利要求") {
		t.Error(got)
	}
	x := load(t, 2)
	for _, want := range []string{"特征 1A 未判定", "特征 1C 未判定", "特征 2A 未判定"} {
		if got := say(x); !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	for i := range x.Claims {
		for _, f := range x.Claims[i].Features {
			if f.Judged() {
				if err := x.Judge(f.ID, table.Feature{Product: "有", Verdict: table.Same, Evidence: []table.Ref{{Number: "申1"}}}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if got := x.Lacks(); len(got) > 0 {
		t.Errorf("complete, and lacks %v", got)
	}
	if err := x.Judge(x.Claims[0].Features[0].ID, table.Feature{Product: "有", Verdict: table.Same}); err != nil {
		t.Fatal(err)
	}
	if got := say(x); !strings.Contains(got, "特征 1A 判定为相同，但没有指明证据") {
		t.Error(got)
	}
	id, err := x.Cite(table.Prior{Citation: "D1", Claim: 2})
	if err != nil {
		t.Fatal(err)
	}
	if got := say(x); !strings.Contains(got, "申请日") {
		t.Error(got)
	}
	x.Patent.Filed = calendar.MustDay("2022-03-01")
	if got := say(x); !strings.Contains(got, "“D1”的公开日未填写") {
		t.Error(got)
	}
	x.Prior(id).Published = calendar.MustDay("2021-03-01")
	if got := say(x); !strings.Contains(got, "还没有比对完") {
		t.Error(got)
	}
	d := &table.Table{Patent: table.Patent{Design: true}}
	if got := say(d); !strings.Contains(got, "还没有涉案专利与被控侵权产品的图片") {
		t.Error(got)
	}
	if _, err := d.Add(table.Picture{Side: table.OfPatent, View: "back"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"后视图未判定", "没有一个视图同时有双方的图片", "还没有整体观察、综合判断的结论"} {
		if got := say(d); !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}
