package field

import (
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestKnowsNothing holds the package to what makes its figures worth something: it imports nothing
// of the project, so it shares no code, no list of words and no expression with what finds a fault.
// Even an expression of its own would tempt somebody to copy one.
func TestKnowsNothing(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range files {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range f.Imports {
			if path, err := strconv.Unquote(imp.Path.Value); err != nil || strings.HasPrefix(path, "zhibao/") || path == "regexp" {
				t.Errorf("%s imports %s", e.Name(), imp.Path.Value)
			}
		}
	}
}

// stand is a text with a place for every fault that a text without signs of its own can have.
func stand() *Document {
	return &Document{
		ID: "stand", Title: "一种折叠支架", Abstract: "本发明公开了一种折叠支架，包括底座（1）和立杆（2），立杆（2）与底座（1）转动连接，解决了现有支架体积大的问题，便于携带和收纳，适合野外照明。",
		Claims: []string{
			"1. 一种折叠支架，其特征在于，包括底座（1）和立杆（2），所述立杆（2）与所述底座（1）转动连接，所述底座（1）的下端设有防滑垫（3）。",
			"2. 根据权利要求1所述的折叠支架，其特征在于，所述立杆（2）为管状。",
			"3. 根据权利要求1所述的折叠支架，其特征在于，所述底座（1）为板状。",
			"4. 根据权利要求3所述的折叠支架，其特征在于，所述防滑垫（3）由橡胶制成。",
		},
		Sections: []Section{
			{"技术领域", []string{"本发明涉及支撑装置技术领域，尤其涉及一种能够折叠、便于携带并且用于野外照明的支架。"}},
			{"背景技术", []string{"现有的支架通常不能折叠，它在运输的时候体积大，野外携带的时候很不方便，安装也费时费力。", "因此需要改进。"}},
			{"发明内容", []string{"本发明要解决的技术问题是现有的支架体积大。", "一种折叠支架，包括底座和立杆，立杆与底座转动连接，底座的下端设有防滑垫，立杆能够转到底座之上。", "体积小。"}},
			{"附图说明", []string{"图1为支架的立体图；", "图2为底座的剖视图；", "图3为立杆的主视图。"}},
			{"具体实施方式", []string{"如图1、图2和图3所示，折叠支架包括底座1和立杆2，底座1为板状，立杆2为管状，防滑垫3由橡胶制成。", "一", "二", "三", "四", "五"}},
		},
	}
}

// TestSow puts every fault into a text. Each changes it, names words that then stand in it, leaves
// the text itself alone, and does the same again in the same round.
func TestSow(t *testing.T) {
	for _, f := range Faults() {
		d := stand()
		if f.Rule == "UM-007" && strings.Contains(f.How, "称“本发明”") {
			d.Abstract = strings.Replace(d.Abstract, "本发明", "本实用新型", 1)
		}
		before := d.Text()
		s, ok := f.Sow(d, 0)
		if !ok {
			t.Errorf("%s %s: no place", f.Rule, f.How)
			continue
		}
		if d.Text() != before {
			t.Errorf("%s %s: the text itself was changed", f.Rule, f.How)
		}
		if s.Text() == before {
			t.Errorf("%s %s: nothing was changed", f.Rule, f.How)
		}
		if s.Words != Anywhere && !strings.Contains(s.Text(), s.Words) {
			t.Errorf("%s %s: %q is not in the text", f.Rule, f.How, s.Words)
		}
		if again, _ := f.Sow(d, 0); again.Text() != s.Text() {
			t.Errorf("%s %s: the same round has another text", f.Rule, f.How)
		}
	}
}

// TestClean cuts what a page leaves behind a claim, and nothing else.
func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"1. 一种支架。CN 102890692 A\n说明书1/4页[0001]": "1. 一种支架。",
		"1. 一种支架。CN113914863A说明书1/4页":           "1. 一种支架。",
		"1. 一种CN102890692A公开的支架。":               "1. 一种CN102890692A公开的支架。",
		"1. 一种CN 支架。":                           "1. 一种CN 支架。",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q", in, got)
		}
	}
	if got := printed("存入\n33\n权 利 要 求 书\nCN 102890692 A 2/2页\n数据库。"); got != "存入数据库。" {
		t.Errorf("printed: %q", got)
	}
	if got := bare("[0001] 本发明"); got != "本发明" {
		t.Errorf("bare: %q", got)
	}
}
