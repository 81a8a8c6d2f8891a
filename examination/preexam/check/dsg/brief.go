package dsg

import (
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/patent"
)

// A sentence of the brief explanation at bytes [start, end) of its text.
type sentence struct {
	start, end int
	words      string
}

// sentenceEnd leaves colons and commas alone, which stand inside statements.
var sentenceEnd = regexp.MustCompile(`[。；;\n]`)

// sentences cuts the brief explanation at full stops, semicolons and line ends.
func sentences(p *check.Pass) (out []sentence) {
	text := p.Text(patent.Brief).Text
	add := func(start, end int) {
		if s := strings.TrimSpace(text[start:end]); s != "" {
			start += strings.Index(text[start:end], s)
			out = append(out, sentence{start, start + len(s), s})
		}
	}
	last := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		add(last, m[0])
		last = m[1]
	}
	add(last, len(text))
	return out
}

// The wordings by which explanations omit views and name flat products and interfaces.
var (
	omission   = regexp.MustCompile(`省略|未提供|不提供|未提交|没有提交|不再提交`)
	restViews  = regexp.MustCompile(`(?:其余|其他|其它|剩余)(?:的|各)?(?:正投影)?(?:视图|各面|面)`)
	flat       = regexp.MustCompile(`平面产品|平面设计|平面类|二维产品|(?:产品)?为平面`)
	flatNames  = regexp.MustCompile(`(?:包装纸|墙纸|壁纸|花布|面料|布料|贴纸|不干胶贴|标贴|瓶贴|标签|贴膜|包装袋|地毯|床单|毛毯|围巾|丝巾|宣传页|卡片|邮票|明信片)$`)
	interfaces = regexp.MustCompile(`图形用户界面|用户界面|GUI|人机交互|交互界面`)
)

// omitted returns the sentence that says why a view is left out: it speaks of omission and
// names the view, or the rest of the views.
func omitted(p *check.Pass, view string) (sentence, bool) {
	for _, s := range sentences(p) {
		if omission.MatchString(s.words) && (strings.Contains(s.words, view) || restViews.MatchString(s.words)) {
			return s, true
		}
	}
	return sentence{}, false
}

// isFlat reports whether the product is flat: the brief explanation says so, or its name is
// that of a flat product.
func isFlat(p *check.Pass) bool {
	return flat.MatchString(p.Text(patent.Brief).Text) || flatNames.MatchString(form.TitleOf(p).Bare())
}

// isInterface reports whether the design is a graphical user interface or has one.
func isInterface(p *check.Pass) bool {
	if interfaces.MatchString(form.TitleOf(p).Text) || interfaces.MatchString(p.Text(patent.Brief).Text) {
		return true
	}
	for _, v := range p.App.Views {
		if strings.Contains(v.Label, "界面") {
			return true
		}
	}
	return false
}

// designatedIn opens the statement that designates a picture; its wording varies.
var designatedIn = regexp.MustCompile(`最能表明|最能体现|最能反映|指定`)

// designation returns the sentence that designates the picture for the gazette, and the name
// of the view in it.
func designation(p *check.Pass) (s sentence, view string, ok bool) {
	for _, s := range sentences(p) {
		if !designatedIn.MatchString(s.words) {
			continue
		}
		if m := viewName.FindString(form.Fold(s.words)); m != "" {
			return s, m, true
		}
	}
	return sentence{}, "", false
}

// viewName finds names of views inside a sentence, where no label ends.
var viewName = regexp.MustCompile(`(?:(?:设计|套件|组件)[0-9]+)?(?:主|后|左|右|俯|仰)视图|(?:(?:设计|套件|组件)[0-9]+)?(?:使用状态参考图|使用状态图|变化状态图|界面变化状态图|组合状态图|立体图|展开图|分解图|剖视图|剖面图|局部放大图|放大图|参考图|界面视图|界面图)[0-9]*`)
