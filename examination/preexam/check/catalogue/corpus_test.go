package catalogue

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// acceptance is the corpus by which a reader of claims is accepted, with a description that
// supports it.
const acceptance = `1. 一种折叠支架，其特征在于，包括底座（1）、立杆（2）和连接件（3），所述立杆（2）通过所述连接件（3）与所述底座（1）转动连接。
2. 根据权利要求1所述的折叠支架，其特征在于，所述连接件（3）为铰链。
3. 根据权利要求1或2所述的折叠支架，其特征在于，所述底座（1）设有防滑垫（4）。
4. 根据权利要求1至3中任一项所述的折叠支架，其特征在于，所述防滑垫（4）由橡胶制成。
5. 根据权利要求2和3所述的支架，其特征在于，所述弹簧（5）套设于所述立杆（2）。如图2所示。
6. 根据权利要求8所述的折叠支架，其特征在于，所述立杆（2）的直径约为20mm等。
8. 一种使用权利要求1所述的折叠支架的方法，其特征在于，步骤如下：展开所述立杆`

// found reads papers as text and returns what is found, as "4 CLM-010 quote".
func found(t *testing.T, kind patent.Kind, papers string) []string {
	t.Helper()
	app, err := reader.Read(t.Context(), "a.txt", bytes.NewReader([]byte(papers)), int64(len(papers)), reader.Options{Kind: kind})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range Check(app, sample.On(), check.Facts{}).Findings {
		out = append(out, fmt.Sprintf("%d %s %s", f.Claim, f.Rule, f.Quote))
	}
	return out
}

func has(all []string, begin string) bool {
	return slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, begin) })
}

// TestAcceptance: every line of the corpus, by what is expected of it.
func TestAcceptance(t *testing.T) {
	papers := "权利要求书\n" + acceptance + "\n"
	for _, c := range []struct {
		name   string
		kind   patent.Kind
		papers string
		want   []string // rules found in the claim, with the quote
		claim  int
		only   bool // nothing of the chapter CLM beside them in the claim
	}{
		{"claim 1 is in order", patent.Invention, papers, nil, 1, true},
		{"claim 2 is in order", patent.Invention, papers, nil, 2, true},
		{"claim 3 is a multiple dependent claim in order", patent.Invention, papers, nil, 3, true},
		{"claim 4 is multiple on multiple, 防滑垫 has no basis on two paths", patent.Invention, papers, []string{"CLM-010 权利要求1至3", "CLM-022 所述防滑垫"}, 4, true},
		{"claim 5: and, multiple on multiple, subject, antecedent, full stops, figure", patent.Invention, papers,
			[]string{"CLM-009 权利要求2和3", "CLM-010 权利要求2和3", "CLM-011 支架", "CLM-022 所述弹簧", "CLM-004 。", "CLM-015 如图2所示"}, 5, true},
		{"claim 6: forward reference, uncertain words", patent.Invention, papers, []string{"CLM-008 权利要求8", "CLM-024 约", "CLM-024 等"}, 6, true},
		{"claim 7 is missing", patent.Invention, papers, []string{"CLM-002 8."}, 8, false},
		{"claim 8 is independent with a reference and has no full stop", patent.Invention, papers, []string{"CLM-012 权利要求1所述的", "CLM-004 "}, 8, false},
		{"claim 8 in a utility model is a method", patent.UtilityModel, papers, []string{"UM-002 "}, 8, false},
		{"title names the product alone", patent.Invention, "发明名称：一种折叠支架\n" + papers + "说明书\n一种折叠支架\n技术领域\n本发明涉及支撑装置。\n", []string{"REQ-007 "}, 0, false},
		{"a Chinese numeral in a reference is read and warned of", patent.Invention, strings.Replace(papers, "根据权利要求1所述的折叠支架", "根据权利要求一所述的折叠支架", 1),
			[]string{"CLM-007 根据权利要求一所述的"}, 2, true},
		{"a number in brackets is read and warned of", patent.Invention, strings.Replace(papers, "2. 根据", "（2）根据", 1), []string{"CLM-002 （2）"}, 2, true},
		{"a Chinese number of a claim is read and warned of", patent.Invention, strings.Replace(papers, "2. 根据", "二、根据", 1), []string{"CLM-002 二"}, 2, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := found(t, c.kind, c.papers)
			own := slices.DeleteFunc(slices.Clone(got), func(s string) bool { return !strings.HasPrefix(s, fmt.Sprintf("%d CLM", c.claim)) })
			for _, w := range c.want {
				if !has(got, fmt.Sprintf("%d %s", c.claim, w)) {
					t.Errorf("not found: %s in %v", w, got)
				}
			}
			// 约 and 等 are two words of one rule, so the number of findings is that of the wants.
			if c.only && len(own) != len(c.want) {
				t.Errorf("found %v, wanted %v", own, c.want)
			}
		})
	}
}

// claims wraps one body as the second claim of a set that is in order.
func claims(body string) string {
	return "权利要求书\n1. 一种折叠支架，其特征在于，包括底座（1）和立杆（2）。\n2. 根据权利要求1所述的折叠支架，其特征在于，" + body + "。\n"
}

// about wraps words of an embodiment in papers that are in order and have three figures.
func about(words string) string {
	return claims("所述底座（1）为板状") + "说明书\n一种折叠支架\n技术领域\n本发明涉及支撑装置。\n背景技术\n现有的支架体积大。\n发明内容\n本发明要解决体积大的问题。一种折叠支架，包括底座和立杆。有益效果：体积小。\n" +
		"附图说明\n图1为支架的立体图；\n图2为底座的剖视图；\n图3为立杆的主视图。\n附图标记：1-底座；2-立杆。\n具体实施方式\n如图1、图2和图3所示，支架包括底座1和立杆2，底座1为板状。" + words + "\n"
}

// TestTraps holds words that look like a defect and are none against the same words with the
// defect in them, so that the silence of a rule cannot come from its not looking.
func TestTraps(t *testing.T) {
	for _, c := range []struct {
		name       string
		trap, real string // papers without and with the defect
		finding    string // what must be found in the one alone
	}{
		{"等离子体 holds no vague 等", claims("所述底座（1）经等离子体处理"), claims("所述底座（1）经打磨、抛光等处理"), "2 CLM-024 等"},
		{"等于 holds no vague 等", claims("所述底座（1）的长度等于所述立杆（2）的长度"), claims("所述底座（1）的材料为钢、铜等"), "2 CLM-024 等"},
		{"可以太网 holds no 可以", claims("所述底座（1）设有万兆可以太网接口"), claims("所述底座（1）可以设有接口"), "2 CLM-026 可以"},
		{"最接近的现有技术 is a term", claims("所述底座（1）取与最接近的现有技术不同的形状"), claims("所述底座（1）的长度接近20mm"), "2 CLM-024 接近"},
		{"左右两侧 is a place", claims("所述底座（1）的左右两侧各设一孔"), claims("所述底座（1）的长度为20mm左右"), "2 CLM-024 左右"},
		{"权利要求1至5 is no sign", claims("所述底座（1）为板状") + "3. 根据权利要求1至2中任一项所述的折叠支架，其特征在于，所述立杆（2）为管状。\n", claims("所述底座1为板状"), "2 CLM-019 底座1"},
		{"实施例2 is no sign", about("该结构在实施例2中不变。"), about("支架还包括卡爪88，卡爪88抵接底座1。"), "0 DSC-011 卡爪88"},
		{"步骤S101 is no sign", about("按步骤S101先展开立杆2。"), about("支架还包括卡爪101，卡爪101抵接底座1。"), "0 DSC-011 卡爪101"},
		{"3个 is a number", about("底座1上设有3个孔。"), about("支架还包括卡爪3，卡爪3抵接底座1。"), "0 DSC-011 卡爪3"},
		{"full-width digits are read", strings.ReplaceAll(claims("所述底座（1）为板状"), "权利要求1", "权利要求１"), strings.ReplaceAll(claims("所述底座（1）为板状"), "权利要求1", "权利要求９"), "2 CLM-043 权利要求９"},
		{"图1a and 图1(b) are figures", about("其细节如图1a和图1(b)所示。"), about("其细节如图8a所示。"), "0 DSC-010 图8a"},
		{"图1-3 are three figures", about("其细节如图1-3所示。"), about("其细节如图1-7所示。"), "0 DSC-010 "},
		{"图1至图3 are three figures", about("其细节如图1至图3所示。"), about("其细节如图1至图9所示。"), "0 DSC-010 "},
		{"claims in lines are one claim", claims("所述底座（1）为板状，\n其上设有孔，\n所述孔为圆形"), claims("所述底座（1）为板状。\n其上设有孔"), "2 CLM-004 。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(t, patent.Invention, c.trap); has(got, c.finding[:strings.LastIndexByte(c.finding, ' ')+1]) {
				t.Errorf("false: %v", got)
			}
			if got := found(t, patent.Invention, c.real); !has(got, c.finding) {
				t.Errorf("not found: %s in %v", c.finding, got)
			}
		})
	}
}
