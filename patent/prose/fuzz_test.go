package prose

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"zhibao/patent"
)

// sound fails unless every span of d lies in the text, cuts no character and stands in order.
func sound(t interface{ Fatalf(string, ...any) }, d *Description) {
	text := d.Text.Text
	valid := utf8.ValidString(text)
	in := func(what string, s Span) {
		if s.Start < 0 || s.End < s.Start || s.End > len(text) {
			t.Fatalf("%s at [%d, %d) of %d", what, s.Start, s.End, len(text))
		}
		if valid && !utf8.ValidString(s.Of(text)) {
			t.Fatalf("%s cuts a character: %q", what, s.Of(text))
		}
	}
	in("title", d.Title)
	last := 0
	for _, s := range d.Sections {
		in("section title", s.Title)
		in("section body", s.Body)
		if s.Title.Start < last || s.Body.Start < s.Title.End {
			t.Fatalf("section %s out of order", s.Kind)
		}
		last = s.Title.End
	}
	for _, e := range d.Figures {
		in("entry", e.Span)
		in("label", e.Label)
		in("words", e.Words)
	}
	last = 0
	for _, c := range d.Citations {
		if in("citation", c.Span); c.Start < last || len(c.Figures) == 0 || c.End == c.Start {
			t.Fatalf("citation %q", c.Of(text))
		}
		last = c.End
	}
	for _, e := range d.Table {
		in("table entry", e.Span)
		in("table name", e.NameSpan)
	}
	last = 0
	for _, s := range d.Signs {
		in("sign", s.Span)
		if in("name", s.NameSpan); s.Start < last || s.Name == "" || s.Sign == "" {
			t.Fatalf("sign %q of %q", s.Sign, s.Name)
		}
		last = s.End
	}
	for _, n := range d.Numbers {
		in("number", n.Span)
	}
	for s := range Sentences(text, Span{0, len(text)}) {
		in("sentence", s)
	}
}

var pieces = []string{"图", "1", "２", "a", "（", "）", "(", ")", "-", "至", "、", "和", "中", "为", "是", "。", "；", "\n", " ", "技术领域",
	"附图说明", "具体实施方式", "附图标记：", "图中：", "底座", "所述", "第", "mm", "[0001]", "[", "【", "】", "A", "'", "十", "位", "：", "一", ".", "\xe5"}

func TestReadIsSound(t *testing.T) {
	piece := rapid.SampledFrom(pieces)
	rapid.Check(t, func(t *rapid.T) {
		d := Read(textOf(strings.Join(rapid.SliceOfN(piece, 0, 80).Draw(t, "text"), "")))
		sound(t, d)
	})
}

// TestBlocksCannotHurt reads texts whose blocks lie anywhere.
func TestBlocksCannotHurt(t *testing.T) {
	piece := rapid.SampledFrom(pieces)
	rapid.Check(t, func(t *rapid.T) {
		tx := &patent.Text{Text: strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "text"), "")}
		for range rapid.IntRange(0, 5).Draw(t, "blocks") {
			tx.Blocks = append(tx.Blocks, patent.Block{
				Kind:  rapid.SampledFrom([]patent.BlockKind{patent.Heading, patent.Paragraph, patent.Table, patent.Picture, patent.TitleLine}).Draw(t, "kind"),
				Start: rapid.IntRange(0, 100).Draw(t, "start"), End: rapid.IntRange(0, 100).Draw(t, "end"), Number: "0001",
			})
		}
		sound(t, Read(tx))
	})
}

func FuzzRead(f *testing.F) {
	f.Add("技术领域\n本实用新型涉及支架。\n附图说明\n图1为立体图；图中：1-底座；2-立杆。\n具体实施方式\n如图1所示，底座1设有立杆2。")
	f.Add("[0001] 图1-3、图4A和4B\n附图标记说明\n10：基材   20：草坪层")
	f.Add("【技术领域】\xff图\xe5\x9b")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<14 {
			return
		}
		sound(t, Read(textOf(s)))
		SignsOf(textOf(s), nil)
		ParseFigure(s)
	})
}

// TestReadStaysLinear reads large texts made of what could lead a reader astray. One that were
// not linear in them would not end within the time of a test run.
func TestReadStaysLinear(t *testing.T) {
	for _, unit := range append(pieces, "图1", "图2a ", "图1是，", "图1、", "底座1、", "图1至", "附图标记：1、", "1-底座 ", "其中，", "图中：", "所述", "[00", "底座1和", "技术领域\n", "底座1\n") {
		tx := &patent.Text{Text: "附图说明\n" + strings.Repeat(unit, 1<<20/len(unit))}
		sound(t, Read(tx))
		SignsOf(tx, nil)
	}
}

func BenchmarkRead(b *testing.B) {
	tx := textOf("技术领域\n本实用新型涉及支架。\n附图说明\n图1为立体图；\n附图标记说明：1-底座；2-立杆。\n具体实施方式\n" +
		strings.Repeat("如图1所示，所述底座1通过连接件3与立杆2转动连接，立杆2的长度为200mm，底座1上设有4个防滑垫5。\n", 800))
	b.SetBytes(int64(len(tx.Text)))
	for b.Loop() {
		Read(tx)
	}
}
