package dsg

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/req/naming"
	"zhibao/law/rule"
)

// misnaming lists what a name must not have, with the advice for each. Effects are unsure: 高效
// may be part of a product that is really called so.
var misnaming = []struct {
	found      *regexp.Regexp
	what, todo string
	sure       bool
}{
	{regexp.MustCompile(`(?:的)?(?:外观设计|外形设计|造型设计|外观|设计)$`), "是“设计”一类的词语，不是产品", "删去，只写产品种类", true},
	{regexp.MustCompile(`^一种`), "是发明名称的开头，产品名称不用", "删去“一种”", false},
	{regexp.MustCompile(`^[一两二三四五六七八九十0-9]+(?:个|只|双|套|副|件|把|张|台|组|对|款)`), "是数量词", "删去数量；成套产品写作“…套件”或者“成套…”", true},
	{regexp.MustCompile(`[0-9０-９.]+\s*(?:英寸|寸|厘米|毫米|cm|mm|CM|MM|升|毫升|ml|ML|L|千克|公斤|kg|KG|码|号码)|(?:特大|超大|加大|大|中|小)号`), "是规格、大小或者数量单位", "删去规格，只写产品种类", true},
	{regexp.MustCompile(`节油|节能|省电|耐磨|高性能|长寿命|人体增高|增高|高效|超静音|装有[^的]{1,10}的|带有新型|新型|改进型|升级版|智能型`), "描述技术效果或者内部构造", "删去，只写产品种类", false},
	{regexp.MustCompile(`系列$|及其附件$|及附件$|等$`), "使产品不明确", "写明具体的产品种类", true},
}

// dsg004 leaves a name alone that consists of nothing but the wording, which DSG-002 reports.
// 四件套 is how such sets are sold.
func dsg004() check.Rule {
	return design(rule.Meta{
		ID: "DSG-004", Title: "产品名称中不得有“外观设计”字样、技术效果、内部构造或者规格数量",
		English: "The product name has no \"design\", technical effects, inner structure, sizes or numbers",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		for _, x := range misnaming {
			m := x.found.FindStringIndex(w.Text)
			if m == nil || m[1]-m[0] == len(w.Text) || strings.HasPrefix(w.Text[m[1]:], "套") && strings.HasSuffix(w.Text[:m[1]], "件") {
				continue
			}
			f := w.At(p, m[0], m[1], fmt.Sprintf("产品名称中的“%s”%s", w.Text[m[0]:m[1]], x.what), x.todo)
			if !x.sure {
				f.Severity = rule.Warning
			}
		}
		for _, h := range naming.Flattering(w.Text) {
			w.At(p, h.Start, h.End, fmt.Sprintf("产品名称中的“%s”像是%s", h.Words(w.Text), h.What), "删去，只写产品种类").Severity = rule.Warning
		}
	})
}
