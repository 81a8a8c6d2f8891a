package prose

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"zhibao/patent"
)

// textOf makes a description of one paragraph a line; "# " marks the title, "!" an object
// without words.
func textOf(s string) *patent.Text {
	t := &patent.Text{Part: patent.Description}
	for l := range strings.Lines(s) {
		l = strings.TrimSuffix(l, "\n")
		switch words, ok := strings.CutPrefix(l, "# "); {
		case ok:
			t.Append(patent.TitleLine, "", words)
		case strings.HasPrefix(l, "!"):
			t.Blocks = append(t.Blocks, patent.Block{Kind: patent.BlockKind(l[1:]), Start: len(t.Text), End: len(t.Text)})
		default:
			t.Append(patent.Paragraph, "", l)
		}
	}
	return t
}

func TestSections(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "技术领域\n甲\n背景技术\n乙\n发明内容\n丙\n附图说明\n丁\n具体实施方式\n戊",
			"技术领域[甲] 背景技术[乙] 发明内容[丙] 附图说明[丁] 具体实施方式[戊]"},
		{"spaced and numbered", "一、技 术 领 域\n甲\n二、背景技术\n乙\n（三）实用新型内容：\n丙\n4. 附图说明\n丁\n五、具体实施方式\n戊",
			"技术领域[甲] 背景技术[乙] 发明内容[丙] 附图说明[丁] 具体实施方式[戊]"},
		{"brackets and inline", "【技术领域】本发明涉及支架。\n【背景技术】\n乙\n发明内容：丙", "技术领域[本发明涉及支架。] 背景技术[乙] 发明内容[丙]"},
		{"typed numbers", "[0001] 技术领域\n[0002] 甲", "技术领域[[0002] 甲]"},
		{"full-width spaces", "技　术　领　域\n甲\n背 景 技 术 \n乙", "技术领域[甲] 背景技术[乙]"},
		{"usual titles", "技术领域\n甲\n发明的概要\n丙\n附图的简单说明\n丁\n实施发明的方式\n戊",
			"技术领域[甲] *发明内容[丙] *附图说明[丁] *具体实施方式[戊]"},
		{"a usual title under a standard one is a heading inside", "背景技术\n乙\n现有技术\n丙\n具体实施方式\n丁\n实施例\n戊",
			"背景技术[乙\n现有技术\n丙] 具体实施方式[丁\n实施例\n戊]"},
		{"empty", "技术领域\n背景技术\n \n发明内容\n[0003]\n附图说明\n丁\n具体实施方式", "技术领域[]0 背景技术[]0 发明内容[[0003]]0 附图说明[丁] 具体实施方式[]0"},
		{"only a formula", "发明内容\n!formula\n附图说明\n!picture", "发明内容[] 附图说明[]"},
		{"twice", "技术领域\n甲\n技术领域\n乙", "技术领域[甲] 技术领域[乙]"},
		{"a sentence is no title", "技术领域的一般知识。\n实施例1\n图5 背景技术\n技术领域A", ""},
		{"cover page", "技术领域：数据处理\n说明书\n技术领域\n甲", "技术领域[甲]"},
		{"one line", "技术领域：甲。背景技术：乙。发明内容：丙。附图说明：丁。具体实施方式：戊。",
			"技术领域[甲。] 背景技术[乙。] 发明内容[丙。] 附图说明[丁。] 具体实施方式[戊。]"},
		{"nothing", "", ""},
	} {
		d := Read(textOf(c.text))
		var got []string
		for _, s := range d.Sections {
			w := fmt.Sprintf("%s[%s]", s.Kind, strings.TrimSpace(s.Body.Of(d.Text.Text)))
			if !s.Standard {
				w = "*" + w
			}
			if s.Empty {
				w += "0"
			}
			got = append(got, w)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, g, c.want)
		}
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# 一种折叠支架\n技术领域\n甲", "一种折叠支架"},
		{"说 明 书\n一种折叠支架\n\n技术领域\n甲", "一种折叠支架"},
		{"发明专利申请书\n发明名称：一种折叠支架 \n技术领域\n甲", "一种折叠支架"},
		{"发明名称\n一种折叠支架\n技术领域\n甲", "一种折叠支架"},
		{"技术领域\n甲", ""},
		{"本发明涉及一种支架。它能折叠。\n技术领域\n甲", ""},
		{"没有标题的文字", ""},
	} {
		d := Read(textOf(c.text))
		if got := d.Title.Of(d.Text.Text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	tx := &patent.Text{}
	tx.Append(patent.Heading, "", "技术领域")
	tx.Append(patent.Paragraph, "0001", "甲")
	tx.Append(patent.Paragraph, "n0002", "[0002] 乙")
	tx.Append(patent.Paragraph, "XXXX", "【０００６a】丙[0073] 丁，值[12]和[1]")
	var got []string
	for _, n := range Read(tx).Numbers {
		got = append(got, fmt.Sprint(n.Value, n.Suffix, n.Typed, n.Inline, n.Label, n.Of(tx.Text)))
	}
	want := "1falsefalse0001甲|2falsefalsen0002[0002] 乙|2truefalse0002[0002]|6atruefalse０００６a【０００６a】|73truetrue0073[0073]"
	if g := strings.ReplaceAll(strings.Join(got, "|"), " false", "false"); strings.ReplaceAll(g, " true", "true") != want {
		t.Errorf("got %s", g)
	}
}

func TestSentences(t *testing.T) {
	text := "甲。乙；丙 \n 丁！ 戊"
	var got []string
	for s := range Sentences(text, Span{0, len(text)}) {
		got = append(got, s.Of(text))
	}
	if g := strings.Join(got, "|"); g != "甲。|乙；|丙|丁！|戊" {
		t.Error(g)
	}
	for s := range Sentences(text, Span{0, len(text)}) {
		if s.Of(text) != "甲。" {
			t.Error(s)
		}
		break
	}
}

func TestRunes(t *testing.T) {
	if n := Runes(" 甲，a\t乙\u3000\u00a0\u200b\n1。"); n != 6 {
		t.Error(n)
	}
}

// TestHanEnd compares the look at bytes with decoding, at every place of texts that are hurt too.
func TestHanEnd(t *testing.T) {
	for _, s := range []string{"", "甲", "一丁龥鿿", "䷿一", "ꀀ一", "甲a乙", "甲，乙", "甲\xe4", "甲\xe4\xb8", "\xe4\x80\x80甲", "\xe9\xbf\xbf", "\xe5a\x80甲", "𠮷甲", "\xef\xbc\x8c甲"} {
		for i := range len(s) + 1 {
			want := i
			for want < len(s) {
				r, n := utf8.DecodeRuneInString(s[want:])
				if r < 0x4e00 || r > 0x9fff {
					break
				}
				want += n
			}
			if got := HanEnd(s, i); got != want {
				t.Errorf("%q from %d: %d, want %d", s, i, got, want)
			}
		}
	}
}

func TestIn(t *testing.T) {
	d := Read(textOf("名称\n技术领域\n甲\n背景技术\n乙"))
	for words, want := range map[string]SectionKind{"名称": Preface, "甲": Field, "背景": Background, "乙": Background} {
		if got := d.In(strings.Index(d.Text.Text, words)); got != want {
			t.Errorf("%s: %q", words, got)
		}
	}
	if d.Body(Background) != "\n乙" || d.Section(Content) != nil {
		t.Errorf("%q", d.Body(Background))
	}
}
