package claim

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/patent"
)

// corpus is the acceptance corpus of the claim reader.
const corpus = `1. 一种折叠支架，其特征在于，包括底座（1）、立杆（2）和连接件（3），所述立杆（2）通过所述连接件（3）与所述底座（1）转动连接。
2. 根据权利要求1所述的折叠支架，其特征在于，所述连接件（3）为铰链。
3. 根据权利要求1或2所述的折叠支架，其特征在于，所述底座（1）设有防滑垫（4）。
4. 根据权利要求1至3中任一项所述的折叠支架，其特征在于，所述防滑垫（4）由橡胶制成。
5. 根据权利要求2和3所述的支架，其特征在于，所述弹簧（5）套设于所述立杆（2）。如图2所示。
6. 根据权利要求8所述的折叠支架，其特征在于，所述立杆（2）的直径约为20mm等。
8. 一种使用权利要求1所述的折叠支架的方法，其特征在于，步骤如下：展开所述立杆`

func loose(s string) *patent.Text { return &patent.Text{Part: patent.Claims, Text: s} }

// blocks makes a text whose claims the file delimits, one per element.
func blocks(claims ...string) *patent.Text {
	t := &patent.Text{Part: patent.Claims}
	for i, c := range claims {
		t.Append(patent.ClaimText, fmt.Sprint(i+1), c)
	}
	return t
}

func TestCorpus(t *testing.T) {
	s := Parse(loose(corpus))
	want := []struct {
		number   int
		subject  string
		kind     Kind
		category Category
		alts     string
		signs    string
	}{
		{1, "折叠支架", Independent, Product, "[]", "底座1 立杆2 连接件3 立杆2 连接件3 底座1"},
		{2, "折叠支架", Dependent, Product, "[[1]]", "连接件3"},
		{3, "折叠支架", Dependent, Product, "[[1] [2]]", "底座1 防滑垫4"},
		{4, "折叠支架", Dependent, Product, "[[1] [2] [3]]", "防滑垫4"},
		{5, "支架", Dependent, Product, "[[2 3]]", "弹簧5 立杆2"},
		{6, "折叠支架", Dependent, Product, "[[8]]", "立杆2"},
		{8, "使用权利要求1所述的折叠支架的方法", Referring, Method, "[[1]]", ""},
	}
	if len(s.Claims) != len(want) {
		t.Fatalf("%d claims", len(s.Claims))
	}
	for i, w := range want {
		c := &s.Claims[i]
		var got []string
		for _, g := range c.Signs {
			got = append(got, g.Name+g.Sign)
		}
		if c.Number != w.number || c.Subject != w.subject || c.Kind != w.kind || c.Category != w.category ||
			fmt.Sprint(c.Alternatives) != w.alts || strings.Join(got, " ") != w.signs {
			t.Errorf("claim %d: %d %q %s %s %v %q", w.number, c.Number, c.Subject, c.Kind, c.Category, c.Alternatives, got)
		}
		if s.Words(c.Transition) != "其特征在于" {
			t.Errorf("claim %d: transition %q", w.number, s.Words(c.Transition))
		}
	}
	if p, ok := s.Paths(4); fmt.Sprint(p) != "[[4 1] [4 2 1] [4 3 1] [4 3 2 1]]" || !ok {
		t.Error(p, ok)
	}
	if p, _ := s.Paths(5); fmt.Sprint(p) != "[[5 2 1 3] [5 2 1 3]]" {
		t.Error(p)
	}
}

func TestReferences(t *testing.T) {
	for _, c := range []struct {
		body  string
		words string // the whole reference
		alts  string
		mode  Mode
	}{
		{"根据权利要求1所述的支架，", "根据权利要求1所述的", "[[1]]", Single},
		{"如权利要求1-3任一项所述的支架", "如权利要求1-3任一项所述的", "[[1] [2] [3]]", Alternative},
		{"按照权利要求１～３之一所述的支架", "按照权利要求１～３之一所述的", "[[1] [2] [3]]", Alternative},
		{"依照权利要求1、2或3所述的支架", "依照权利要求1、2或3所述的", "[[1] [2] [3]]", Alternative},
		{"按权利要求1，2及4所述支架", "按权利要求1，2及4所述", "[[1 2 4]]", Conjunctive},
		{"根据权利要求1和2中的任何一项所述的支架", "根据权利要求1和2中的任何一项所述的", "[[1] [2]]", Alternative},
		{"根据权利要求1到3中任意一项所述的支架", "根据权利要求1到3中任意一项所述的", "[[1] [2] [3]]", Alternative},
		{"根据权利要求1至5任一项，", "根据权利要求1至5任一项", "[[1] [2] [3] [4] [5]]", Alternative},
		{"根据权利要求1-2或4-5所述的支架", "根据权利要求1-2或4-5所述的", "[[1] [2] [4] [5]]", Alternative},
		{"根据权利要求1或2和3所述的支架", "根据权利要求1或2和3所述的", "[[1] [2 3]]", Conjunctive},
		{"根据权利要求1-3和5所述的支架", "根据权利要求1-3和5所述的", "[[1 2 3 5]]", Conjunctive},
		{"根据权利要求1-3所述的支架", "根据权利要求1-3所述的", "[[1] [2] [3]]", Bare},
		{"根据权利要求1或权利要求2所述的支架", "根据权利要求1或权利要求2所述的", "[[1] [2]]", Alternative},
		{"根据权利要求1至权利要求3中任一权利要求所述的支架", "根据权利要求1至权利要求3中任一权利要求所述的", "[[1] [2] [3]]", Alternative},
		{"根据权利要求一所述的支架", "根据权利要求一所述的", "[[1]]", Single},
		{"根据权利要求十一或十二所述的支架", "根据权利要求十一或十二所述的", "[[11] [12]]", Alternative},
		{"根据权利要求 2 所述的支架", "根据权利要求 2 所述的", "[[2]]", Single},
		{"根据权利要求3至1任一项所述的支架", "根据权利要求3至1任一项所述的", "[[1] [2] [3]]", Alternative},
		{"根据权利要求第1项所述的支架", "根据权利要求第1项所述的", "[[1]]", Single},
		{"权利要求1的方法", "权利要求1的", "[[1]]", Single},
		{"使用权利要求1所述的支架，20mm", "权利要求1所述的", "[[1]]", Single},
		{"一种系统，包括权利要求1所述的装置和权利要求2或3所述的终端", "权利要求1所述的|权利要求2或3所述的", "[[1 2] [1 3]]", Single},
		{"根据权利要求1，2个支架", "根据权利要求1", "[[1]]", Single},
		{"权利要求书中的支架", "", "[]", ""},
		{"权利要求99999999999999999999所述", "", "[]", ""},
		{"一种支架", "", "[]", ""},
	} {
		s := Parse(blocks("9. " + c.body))
		var words []string
		var mode Mode
		for _, r := range s.Claims[0].References {
			words = append(words, s.Words(r.Span))
			if mode == "" {
				mode = r.Mode
			}
		}
		if got := strings.Join(words, "|"); got != c.words || fmt.Sprint(s.Claims[0].Alternatives) != c.alts || mode != c.mode {
			t.Errorf("%s: %q %v %s", c.body, got, s.Claims[0].Alternatives, mode)
		}
	}
}

func TestPreceding(t *testing.T) {
	s := Parse(blocks("1.一种支架。", "2.根据权利要求1所述的支架。", "3.根据前述权利要求中任一项所述的支架，其特征在于A。", "4.如上述任一权利要求所述的支架，其特征在于A。"))
	for i, want := range map[int]string{2: "[[1] [2]]", 3: "[[1] [2] [3]]"} {
		c := &s.Claims[i]
		if fmt.Sprint(c.Alternatives) != want || !c.References[0].Preceding || c.Kind != Dependent || c.Subject != "支架" || !c.References[0].Opening {
			t.Errorf("%+v", c)
		}
	}
}

func TestSubjects(t *testing.T) {
	const parent = "1.一种用于锂电池的隔膜，其特征在于，包括基膜。"
	const method = "1.一种隔膜的制备方法，其特征在于，包括涂布。"
	for _, c := range []struct {
		parent, body, subject string
		kind                  Kind
		category              Category
	}{
		{parent, "根据权利要求1所述的隔膜，其特征在于", "隔膜", Dependent, Product},
		{parent, "根据权利要求1所述用于锂电池的隔膜，其中", "用于锂电池的隔膜", Dependent, Product},
		{parent, "根据权利要求1所述的隔膜（1），其特征在于", "隔膜", Dependent, Product},
		{parent, "根据权利要求1，其特征在于", "", Dependent, Product},
		{parent, "根据权利要求1所述的隔膜在制备电池中的应用，其特征在于", "隔膜在制备电池中的应用", Referring, Use},
		{parent, "一种如权利要求1所述的隔膜的制备方法，其特征在于", "隔膜的制备方法", Referring, Method},
		{method, "根据权利要求1所述的方法制备的隔膜，其特征在于", "方法制备的隔膜", Referring, Product},
		{method, "根据权利要求1所述的装置，其特征在于", "装置", Dependent, Product},
		{method, "一种电池，其特征在于，包括权利要求1所述的隔膜", "电池", Referring, Product},
		{parent, "一种计算机可读存储介质，其上存储有程序", "计算机可读存储介质", Independent, Medium},
		{parent, "一种计算机程序产品，包括程序", "计算机程序产品", Independent, Program},
		{parent, "一种监控系统包括相机", "监控系统", Independent, System},
		{parent, "一种包含聚合物的组合物，其特征在于", "包含聚合物的组合物", Independent, Product},
		{parent, "一种数据处理方法包括以下步骤", "数据处理方法", Independent, Method},
		{parent, "一个支架，", "支架", Independent, Product},
		{parent, "支架，其特征在于", "支架", Independent, Product},
		{parent, "2,4-二氨基-6-(2,5-二氯苯基)-1,3,5-三嗪的制造方法，该方法包括", "2,4-二氨基-6--1,3,5-三嗪的制造方法", Independent, Method},
		{parent, "一种装置（例如A，B），其特征在于", "装置", Independent, Product},
	} {
		s := Parse(blocks(c.parent, "2."+c.body))
		got := &s.Claims[1]
		if got.Subject != c.subject || got.Kind != c.kind || got.Category != c.category {
			t.Errorf("%s: %q %s %s", c.body, got.Subject, got.Kind, got.Category)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // numbers
	}{
		{corpus, "1 2 3 4 5 6 8"},
		{"权利要求书\n1、一种支架，包括：\n1、底座；\n2、立杆。\n2、根据权利要求1所述的支架，其特征在于A。", "1 2"},
		{"１．一种支架。\n２．根据权利要求１所述的支架。", "1 2"},
		{"一、一种支架。\n二、根据权利要求一所述的支架。", "1 2"},
		{"权利要求1：一种支架。\n权利要求2：根据权利要求1所述的支架。", "1 2"},
		{"1一种支架。\n2根据权利要求1所述的支架。", "1 2"},
		{"1. 一种支架，高度为\n3.5mm，\n其特征在于A。\n3. 一种方法。", "1 3"},
		{"1. 折叠支架，其特征在于A。\n2. 折叠椅，其特征在于B。\n2. 一种桌。", "1 2 2"},
		{"一种支架，其特征在于A。", "0"},
		{"无", ""},
		{"", ""},
	} {
		s := Parse(loose(c.text))
		var got []string
		for _, cl := range s.Claims {
			got = append(got, fmt.Sprint(cl.Number))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %v, want %s", c.text, got, c.want)
		}
	}
}

func TestSplitBlocks(t *testing.T) {
	s := Parse(blocks("一种支架，\n1、底座；\n2、立杆。", "2. 根据权利要求1所述的支架。\n3. 根据权利要求2所述的支架。", "3D打印机"))
	var got []string
	for _, c := range s.Claims {
		got = append(got, fmt.Sprintf("%d:%s", c.Number, s.Body(&c)))
	}
	want := "1:一种支架，\n1、底座；\n2、立杆。|2:根据权利要求1所述的支架。|3:根据权利要求2所述的支架。|3:3D打印机"
	if g := strings.Join(got, "|"); g != want {
		t.Errorf("%q", g)
	}
}

func TestRunningHead(t *testing.T) {
	s := Parse(blocks("1.一种支架，包括底座。CN111185648A权利要求书2/2页", "2.根据权利要求1所述的支架，CN111185648A权利要求书2/2页其特征在于A。CN 111185648 A 说 明 书 1/3 页[0001]本申请"))
	for i, want := range []string{"一种支架，包括底座。", "根据权利要求1所述的支架，CN111185648A权利要求书2/2页其特征在于A。"} {
		if got := s.Body(&s.Claims[i]); got != want {
			t.Errorf("%q", got)
		}
	}
}

func TestSigns(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"底座1、立杆2和连接件3", "底座1- 立杆2- 连接件3-"},
		{"底座(1a)与第二支架（１２）", "底座1a 第二支架12"},
		{"根据权利要求1至5所述", ""},
		{"如实施例2，步骤S101，步骤3)，图1a，图1(b)，表2，式(1)，第3个，3个孔", ""},
		{"温度为100℃，长度20mm，反应2小时，浓度5%，比例1:2，设置3层", ""},
		{"(1)将原料混合；(2)加热，所述步骤2中，函数f(1)与g(2)，高度大于5，数量为3", ""},
		{"支撑板(10)上设有滑槽(11)", "支撑板10 滑槽11"},
	} {
		s := Parse(blocks("1. " + c.body))
		var got []string
		for _, g := range s.Claims[0].Signs {
			tail := "-"
			if g.Bracketed {
				tail = ""
			}
			if narrow(g.Of(s.Source)) != g.Sign || g.NameSpan.Of(s.Source) != g.Name {
				t.Errorf("%s: offsets of %+v", c.body, g)
			}
			got = append(got, g.Name+g.Sign+tail)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q", c.body, got)
		}
	}
}

func TestSteps(t *testing.T) {
	s := Parse(blocks("1. 一种方法，包括：步骤S101：取样；S102、称重；步骤 3）加热；步骤二，冷却。USB3.0"))
	var got []string
	for _, st := range s.Claims[0].Steps {
		got = append(got, st.Label)
	}
	if strings.Join(got, " ") != "S101 S102 3 二" {
		t.Error(got)
	}
}

func TestTransitions(t *testing.T) {
	for body, want := range map[string]string{
		"一种支架，其特征在于，包括A":           "其特征在于",
		"一种支架，其特征是包括A":             "其特征是",
		"一种方法，提取图像得到其特征值为A的点":      "",
		"一种方法，提取特征，其特征在于：包括A":      "其特征在于",
		"一种支架，其改进在于，包括A":           "其改进在于",
		"一种支架，其特征还在于包括A":           "其特征还在于",
		"一种支架，特征在于，包括A":            "特征在于",
		"一种支架，包括A":                 "",
		"一种支架，包括A，本发明的主要特征在于：加强了B": "",
	} {
		s := Parse(blocks("1. " + body))
		if got := s.Words(s.Claims[0].Transition); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}
