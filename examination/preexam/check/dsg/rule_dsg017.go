package dsg

import (
	"fmt"
	"strings"
	"sync"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Wordings of performance and of the inside. Words of use, such as 用于散热, are not among them:
// the use has to be stated.
const (
	performance = `提高工作效率 提升工作效率 工作效率 降低能耗 能耗低 节能环保 性能提升 性能优 性能好 性能稳定 性能强 高性能 效率高 提高效率 效率提高 功效 使用寿命 寿命长 强度高 散热效果 散热好 防水性能 防水效果 节能效果 舒适度 耐用 耐磨 耐腐蚀 成本低 降低成本 ` +
		`操作简单 操作方便 使用方便 携带方便 结构简单 结构合理 设计合理 安全可靠 稳定性好 效果好 音质 续航`
	innerWords = `内部结构 内部构造 工作原理 技术方案 电路板 控制电路 内部设有 内部安装 内置`
)

// Both lists only warn, because a feature can be described in the same words.
var (
	performs = sync.OnceValue(func() *words.Matcher { return words.New(words.List(performance), nil) })
	inside   = sync.OnceValue(func() *words.Matcher { return words.New(words.List(innerWords), nil) })
)

// dsg017 leaves words alone that are part of the product's name.
func dsg017() check.Rule {
	return explained(rule.Meta{
		ID: "DSG-017", Title: "简要说明不得使用商业性宣传用语，不得说明产品的性能和内部结构",
		English: "The brief explanation has no advertising and does not speak of performance or inner structure",
		Basis:   []rule.Cite{cite.Rules("第三十一条第四款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass) {
		text, name := p.Text(patent.Brief).Text, form.TitleOf(p).Text
		for _, m := range words.Commercial().Find(text) {
			if !strings.Contains(name, m.Word) {
				p.At(patent.Brief, m.Start, m.End, fmt.Sprintf("使用了商业性宣传用语“%s”", m.Word), "删去该用语")
			}
		}
		for _, x := range []struct {
			list *words.Matcher
			what string
		}{{performs(), "说明了产品的性能"}, {inside(), "说明了产品的内部结构或者原理"}} {
			for _, m := range x.list.Find(text) {
				if !strings.Contains(name, m.Word) {
					p.At(patent.Brief, m.Start, m.End, fmt.Sprintf("“%s”像是%s", m.Word, x.what), "简要说明只说明名称、用途、设计要点和图片，删去该内容").Severity = rule.Warning
				}
			}
		}
	})
}
