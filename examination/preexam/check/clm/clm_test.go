package clm

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/checktest"
	"zhibao/examination/preexam/check/sample"
	"zhibao/patent"
)

func TestRules(t *testing.T) { checktest.Run(t, Rules(), Samples()) }

// corpus is the acceptance corpus: claims 1 to 3 are in order, the others are not.
const corpus = `1. 一种折叠支架，其特征在于，包括底座（1）、立杆（2）和连接件（3），所述立杆（2）通过所述连接件（3）与所述底座（1）转动连接。
2. 根据权利要求1所述的折叠支架，其特征在于，所述连接件（3）为铰链。
3. 根据权利要求1或2所述的折叠支架，其特征在于，所述底座（1）设有防滑垫（4）。
4. 根据权利要求1至3中任一项所述的折叠支架，其特征在于，所述防滑垫（4）由橡胶制成。
5. 根据权利要求2和3所述的支架，其特征在于，所述弹簧（5）套设于所述立杆（2）。如图2所示。
6. 根据权利要求8所述的折叠支架，其特征在于，所述立杆（2）的直径约为20mm等。
8. 一种使用权利要求1所述的折叠支架的方法，其特征在于，步骤如下：展开所述立杆`

// input makes an application of claims alone, one text for the reader to cut.
func input(claims string) check.Input {
	t := &patent.Text{Part: patent.Claims, Text: claims, Blocks: []patent.Block{{Kind: patent.Paragraph, End: len(claims)}}}
	return check.Input{On: sample.On(), App: &patent.Application{Kind: patent.Invention,
		Texts: map[patent.Part]*patent.Text{patent.Claims: t}}}
}

func TestCorpus(t *testing.T) {
	want := []string{
		"4 CLM-010 权利要求1至3", "4 CLM-022 所述防滑垫",
		"5 CLM-004 。", "5 CLM-009 权利要求2和3", "5 CLM-010 权利要求2和3", "5 CLM-011 支架", "5 CLM-015 如图2所示", "5 CLM-022 所述弹簧",
		"6 CLM-008 权利要求8", "6 CLM-024 等", "6 CLM-024 约",
		"8 CLM-002 8.", "8 CLM-004 下：展开所述立杆", "8 CLM-012 权利要求1所述的",
	}
	rep := check.Run(input(corpus), Rules())
	got := map[string]check.Finding{}
	for _, f := range rep.Findings {
		got[fmt.Sprintf("%d %s %s", f.Claim, f.Rule, f.Quote)] = f
	}
	for _, w := range want {
		if _, ok := got[w]; !ok {
			t.Errorf("not found: %s", w)
		}
		delete(got, w)
	}
	for k, f := range got {
		t.Errorf("false: %s: %s", k, f.Message)
	}
	for _, f := range rep.Findings {
		if f.Rule == "CLM-022" && f.Claim == 4 && !(strings.Contains(f.Message, "权利要求4→1") && strings.Contains(f.Message, "权利要求4→2→1")) {
			t.Errorf("paths: %s", f.Message)
		}
	}
}

// TestTraps runs the whole list over words that look like defects and are none.
func TestTraps(t *testing.T) {
	for _, claims := range []string{
		`1. 一种等离子体装置，其特征在于，包括底座（1）和等离子体腔（2），所述等离子体腔（2）的温度等于所述底座（1）的温度，所述底座（1）的左右两侧各设3个孔，通过以太网和可以太网接口连接，取最接近的值。
2. 根据权利要求1所述的等离子体装置，其特征在于，步骤S101中，所述底座（1）的长度为20mm。
3. 根据权利要求1至2中任一项所述的等离子体装置，其特征在于，所述底座（1）均等分布。`,
		`１．一种折叠支架，其特征在于，包括底座和立杆，所述立杆的长度为２０mm。
２．根据权利要求１所述的折叠支架，其特征在于，所述底座为板状，
其上设有３个孔。`,
		`1. 一种数据处理方法，其特征在于，包括：
1、读取地图1和流程图2；
2、按照最接近的节点更新所述地图。
2. 根据权利要求1所述的数据处理方法，其特征在于，所述节点受时间约束。`,
	} {
		for _, f := range check.Run(input(claims), Rules()).Findings {
			t.Errorf("%s on %q: %s", f.Rule, f.Quote, f.Message)
		}
	}
}

func TestWideSet(t *testing.T) {
	var b strings.Builder
	b.WriteString("1. 一种支架，其特征在于，包括底座（1）。")
	for i := 2; i <= 500; i++ {
		fmt.Fprintf(&b, "\n%d. 根据权利要求%d至%d中任一项所述的支架，其特征在于，所述底座（1）设有第%d凸台，所述凸轮转动。", i, max(1, i-20), i-1, i)
	}
	begin := time.Now()
	check.Run(input(b.String()), Rules())
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("500 claims with 20 alternatives took %v", d)
	}
}

func FuzzRules(f *testing.F) {
	f.Add(corpus)
	f.Add("1.根据权利要求1所述的，其特征=a+b（例如\n2.所述第一和该")
	f.Fuzz(func(t *testing.T, claims string) {
		if len(claims) > 2000 {
			return
		}
		in := input(claims)
		in.App.Texts[patent.Description] = &patent.Text{Part: patent.Description, Text: claims}
		for _, g := range check.Run(in, Rules()).Findings {
			if text := in.App.Text(g.Part).Text; text[g.Start:g.End] != g.Quote || g.Message == "" {
				t.Fatalf("%+v", g)
			}
		}
	})
}
