package canon_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
)

func TestWrapping(t *testing.T) {
	for _, c := range []struct{ in, wrapped, plain string }{
		{"\n\t\t包括壶体\n\t\t和壶盖 \n\t", "包括壶体和壶盖", "包括壶体和壶盖"},
		{"2,4-二氨基\n\t-6-(2,5-二氯苯基)", "2,4-二氨基-6-(2,5-二氯苯基)", "2,4-二氨基-6-(2,5-二氯苯基)"},
		{"Lodderomyces\n elongisporus", "Lodderomyces elongisporus", "Lodderomyces elongisporus"},
		{"步骤1，\n\t2", "步骤1，2", "步骤1，2"},
		{"a  b\u3000c", "a  b\u3000c", "a  b\u3000c"},
		{"\u00a0\ufeff盖体\u00a0", "\ufeff盖体", "\ufeff盖体"},
		{"温度50\n℃", "温度50℃", "温度50℃"},
		{"", "", ""},
	} {
		for _, wrapped := range []bool{true, false} {
			r := canon.NewRun(wrapped)
			r.Text(c.in)
			want := c.plain
			if wrapped {
				want = c.wrapped
			}
			if r.Words() != want {
				t.Errorf("%q: %q, want %q", c.in, r.Words(), want)
			}
		}
	}
	r := canon.NewRun(false)
	r.Text("甲")
	r.Break()
	r.Break()
	r.Text(" 乙")
	if r.Words() != "甲\n乙" {
		t.Errorf("%q", r.Words())
	}
	r = canon.NewRun(true)
	r.Text("甲")
	r.Break()
	r.Text("乙")
	if r.Words() != "甲乙" {
		t.Errorf("%q", r.Words())
	}
}

func TestTable(t *testing.T) {
	r := canon.NewRun(false)
	for _, row := range [][]string{{"", "列1", "列2"}, {"甲", "", "3"}} {
		r.Line()
		for i, cell := range row {
			if i > 0 {
				r.Cell()
			}
			r.Text(cell)
		}
	}
	if got := r.Words(); got != "\t列1\t列2\n甲\t\t3" {
		t.Errorf("%q", got)
	}
}

func TestSpansAndMarks(t *testing.T) {
	r := canon.NewRun(false)
	r.Text("  [0007] 面积为3cm")
	r.Raised(true, "2")
	r.Mark(patent.Formula, "m1", "a.jpg")
	r.Text("，CaCO")
	r.Raised(false, "3")
	number, n := canon.ParaNumber(r.Words())
	r.Cut(n)
	b := canon.New(patent.Description)
	b.Words(patent.Heading, "", "", "背景技术")
	b.Add(patent.Paragraph, number, "p1", r)
	text := b.Text()
	if text.Text != "背景技术\n面积为3cm2，CaCO3" || text.Blocks[1].Number != "0007" {
		t.Errorf("%q %+v", text.Text, text.Blocks)
	}
	var spans []string
	for _, s := range text.Spans {
		spans = append(spans, text.Text[s.Start:s.End])
	}
	if d := cmp.Diff([]string{"2", "3"}, spans); d != "" {
		t.Error(d)
	}
	if m := text.Blocks[2]; m.Kind != patent.Formula || text.Text[m.Start:] != "，CaCO3" || m.Start != m.End {
		t.Errorf("%+v", m)
	}
}

// TestSplit: the lines of a run, joined again, are the run with its spans and marks.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := canon.NewRun(false)
		for range rapid.IntRange(0, 8).Draw(t, "pieces") {
			word := rapid.StringOfN(rapid.RuneFrom([]rune("甲乙a1 ")), 0, 5, -1).Draw(t, "word")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				r.Break()
			case 1:
				r.Raised(true, word)
			case 2:
				r.Mark(patent.Picture, "", word)
			default:
				r.Text(word)
			}
		}
		joined := canon.NewRun(false)
		for i, p := range r.Split() {
			if i > 0 {
				joined.Line()
			}
			joined.Append(p)
		}
		if joined.Words() != r.Words() {
			t.Fatalf("%q, want %q", joined.Words(), r.Words())
		}
		b, c := canon.New(patent.Claims), canon.New(patent.Claims)
		b.Add(patent.Paragraph, "", "", r)
		c.Add(patent.Paragraph, "", "", joined)
		if r.Words() != "" {
			if d := cmp.Diff(b.Text().Spans, c.Text().Spans); d != "" {
				t.Fatal(d)
			}
		}
	})
}

func TestHeads(t *testing.T) {
	for line, want := range map[string]canon.Head{
		"权利要求书":             {Part: patent.Claims},
		"权 利 要 求 书":         {Part: patent.Claims},
		"# 权利要求书":           {Part: patent.Claims},
		"**权利要求书**":         {Part: patent.Claims},
		"【权利要求书】":           {Part: patent.Claims},
		"一、说明书":             {Part: patent.Description},
		"说 明 书 摘 要":         {Part: patent.Abstract},
		"【摘要】":              {Part: patent.Abstract},
		"说明书附图：":            {Part: patent.Drawings},
		"## 发明名称：一种水壶":      {Title: true, Rest: "一种水壶"},
		"**发明名称**：一种水壶":     {Title: true, Rest: "一种水壶"},
		"【发明名称】一种水壶":        {Title: true, Rest: "一种水壶"},
		"实用新型名称: 一种水壶":      {Title: true, Kind: patent.UtilityModel, Rest: "一种水壶"},
		"摘要附图：图1":           {Shown: true, Rest: "图1"},
		"简要说明":              {Part: patent.Brief, Kind: patent.Design},
		"说明书摘要：本发明公开了一种水壶。": {Part: patent.Abstract, Rest: "本发明公开了一种水壶。"},
	} {
		if got, ok := canon.PartHead(line); !ok || got != want {
			t.Errorf("%q: %+v %v, want %+v", line, got, ok, want)
		}
	}
	for _, line := range []string{"根据权利要求书的记载", "权利要求1所述的水壶", "说明书中记载了一种水壶。", "名称：甲", "附图1为结构图", "见说明书：第3页", "", "说明书附图说明了"} {
		if h, ok := canon.PartHead(line); ok {
			t.Errorf("%q opens %+v", line, h)
		}
	}
}

func TestSections(t *testing.T) {
	for line, want := range map[string]string{
		"技术领域": "技术领域", "技 术 领 域": "技术领域", "【技术领域】": "技术领域", "## 技术领域": "技术领域", "一、技术领域": "技术领域", "1. 背景技术": "背景技术",
		"（一）发明内容：": "发明内容", "**附图说明**": "附图说明", "实用新型内容": "实用新型内容", "附图的简单说明": "附图的简单说明", "\u3000具体实施方式\u3000": "具体实施方式",
	} {
		if got, ok := canon.Section(line); !ok || got != want {
			t.Errorf("%q: %q %v", line, got, ok)
		}
	}
	for _, line := range []string{"本发明涉及技术领域", "技术领域：数据处理技术领域", "背景技术中的水壶", "技术方案1", ""} {
		if got, ok := canon.Section(line); ok {
			t.Errorf("%q is %q", line, got)
		}
	}
}

func TestNumbersAndLabels(t *testing.T) {
	for s, want := range map[string]string{"[0012]文": "0012", "［００１２］文": "0012", "【0003】 文": "0003", "[0006a] 文": "0006a", "[12]文": "", "[0012文": "", "图[0012]": ""} {
		if got, _ := canon.ParaNumber(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
	for s, want := range map[string]int{"1.一种": 1, "12、根据": 12, "３．一种": 3, "1)一种": 0, "0.5的": 0, "一种": 0, "1000.": 0} {
		if got := canon.ClaimNumber(s); got != want {
			t.Errorf("%q: %d", s, got)
		}
	}
	for s, want := range map[string]string{"图1 结构图": "图1", "图 ２Ａ": "图2A", "图3(b)为": "图3(b)", "附图4": "图4", "图3-1": "图3-1", "图1Block": "图1", "图表1": "", "如图1": ""} {
		if got, _, _ := canon.FigureLabel(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}

func TestSplitter(t *testing.T) {
	for name, c := range map[string]struct{ lines, want string }{
		"plain":          {"1.一种水壶，包括壶体。|2.根据权利要求1所述的水壶，其特征在于双层。|3.一种方法，包括：", "1 2 3"},
		"steps inside":   {"1.一种方法，包括：|1、取料；|2、加热；|3、冷却。|2.根据权利要求1所述的方法，其特征在于，加热。|3.根据权利要求2所述的方法。", "1 2 3"},
		"steps with 1)":  {"1.一种方法，包括：|1)取料；|2)加热。|2.根据权利要求1所述的方法。", "1 2"},
		"out of order":   {"1.一种水壶。|3.根据权利要求1所述的水壶。|2.根据权利要求1所述的水壶。|2.根据权利要求1所述的水壶。", "1 3 2 2"},
		"no 一种":          {"1.显示设备，包括：|显示面板。|2.如权利要求1所述的显示设备。|3.权利要求1所述设备的应用。", "1 2 3"},
		"chemistry":      {"1.2,4-二氨基-6-苯基三嗪的制造方法，其特征在于，包括：|(ⅰ)溶解。|2.如权利要求1所述的方法，其特征在于，|2,4-二氨基。", "1 2"},
		"decimals":       {"1.一种水壶，厚度为|1.5mm。|2.根据权利要求1所述的水壶。", "1 2"},
		"words for it":   {"权利要求1：一种水壶。|权利要求2：根据权利要求1所述的水壶。", "1 2"},
		"apparatus":      {"1.一种水壶。|2.水杯，包括权利要求1所述的水壶。|3.厨具，包括水壶。", "1 2 3"},
		"brackets":       {"(1) 一种水壶，包括：|（1）壶体；|（2）壶嘴。|（2）根据权利要求1所述的水壶。|3）如权利要求2所述的水壶。|④一种水杯。", "1 2 3 4"},
		"steps in boxes": {"1.一种方法，包括：|（1）取料。|（2）根据权利要求所限定的温度加热；|2.根据权利要求1所述的方法。", "1 2"},
		"alone":          {"权利要求1|一种水壶。|权利要求2|根据|权利要求1|所述的水壶，还有壶盖。|权利要求3|如权利要求2所述的水壶。", "1 2 3"},
		"list of things": {"1.一种系统，包括：|1.模块甲；|2.模块乙；|3.模块丙。|2.根据权利要求1所述的系统，其特征在于，还包括模块丁。", "1 2"},
	} {
		var s canon.Splitter
		var got []string
		for line := range strings.SplitSeq(c.lines, "|") {
			if n, ok := s.Begins(line); ok {
				got = append(got, string(rune('0'+n)))
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestInline(t *testing.T) {
	line := "1.一种水壶，步骤1.5。2.根据权利要求1所述的水壶，其特征在于双层。3、如权利要求2所述的水壶。4.没有引用的话。"
	if d := cmp.Diff([]string{"1.一种水壶，步骤1.5。", "2.根据权利要求1所述的水壶，其特征在于双层。", "3、如权利要求2所述的水壶。4.没有引用的话。"}, canon.Inline(line)); d != "" {
		t.Error(d)
	}
	if got := canon.Inline("本发明。2.根据权利要求1"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

func TestKindOf(t *testing.T) {
	for words, want := range map[string]patent.Kind{
		"本实用新型公开了一种水壶": patent.UtilityModel, "本发明公开了一种水壶": patent.Invention, "本申请公开了一种水壶": "",
		"本实用新型涉及；与本发明相比": patent.UtilityModel,
	} {
		b := canon.New(patent.Abstract)
		b.Words(patent.Paragraph, "", "", words)
		a := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Abstract: b.Text()}}
		if got := canon.KindOf(a); got != want {
			t.Errorf("%q: %q", words, got)
		}
	}
}

// TestNothingLost: whatever is put into a run, every character that is not white space comes out
// in order.
func TestNothingLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wrapped := rapid.Bool().Draw(t, "wrapped")
		r := canon.NewRun(wrapped)
		var all strings.Builder
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			s := rapid.String().Draw(t, "s")
			all.WriteString(s)
			if rapid.Bool().Draw(t, "raised") {
				r.Raised(true, s)
			} else {
				r.Text(s)
			}
			r.Break()
		}
		want := strings.ToValidUTF8(canon.Squeeze(all.String()), "\ufffd")
		if got := canon.Squeeze(r.Words()); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}

func FuzzSplitter(f *testing.F) {
	f.Add("1.一种\n2.根据权利要求1")
	f.Fuzz(func(t *testing.T, s string) {
		var sp canon.Splitter
		for line := range strings.SplitSeq(s, "\n") {
			if got := strings.Join(canon.Inline(line), ""); canon.Squeeze(got) != canon.Squeeze(line) {
				t.Fatalf("%q became %q", line, got)
			}
			sp.Begins(line)
			canon.PartHead(line)
			canon.Section(line)
			canon.FigureLabel(line)
		}
	})
}
