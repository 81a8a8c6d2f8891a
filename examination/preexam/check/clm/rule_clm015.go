package clm

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// The three expressions by which claims point outside. figureRef also takes lists and ranges, so
// that 如图1至图3所示 is one finding; refers then drops what is no reference.
var (
	figureRef      = regexp.MustCompile(`(?:正?如|参?见|参照|参考|按照?|依照?|根据|详见|同|由|与)?\s*(?:(?:本申请|本发明|本实用新型)?(?:的)?说明书\s*)?(?:附图|图)\s*[0-9０-９]+\s*[a-zA-Z]?(?:[(（][a-zA-Z0-9][)）])?(?:\s*(?:[-~～—至、和或及]|以及)\s*图?\s*[0-9０-９]+[a-zA-Z]?)*\s*中?(?:所示|所述|所描述|示出)?`)
	descriptionRef = regexp.MustCompile(`(?:如|按照?|详见|参?见|参照|参考|根据|依照)\s*(?:本申请|本发明|本实用新型|本)?的?(?:说明书(?:附图)?(?:第[^，。；]{1,12}[段页行])?|附图)(?:部分|中)?(?:所述|所示|所记载|记载)?|(?:本申请|本发明|本实用新型|本)?(?:的)?(?:说明书(?:及其|和)?(?:附图|部分|中|所述|所示|所记载|记载|第|的?实施例)|附图(?:所示|中所示|说明))|(?:正?如|见)(?:上|下|附)?图(?:中)?所示`)
	exampleRef     = regexp.MustCompile(`(?:如|按|参?见|参照|根据|依照|按照)(?:本申请|本发明|本实用新型)?的?(?:具体)?实施例\s*[0-9０-９一二三四五六七八九十]*\s*(?:所述|所示|中所述)?`)
	seeFigure      = []string{"如", "见", "照", "考", "按", "依", "据", "同", "由", "与"}
)

// pointed says by a look at the words whether an expression can match at all.
var pointed = map[*regexp.Regexp]func(string) bool{
	figureRef: func(body string) bool {
		for at := 0; ; {
			k := strings.Index(body[at:], "图")
			if k < 0 {
				return false
			}
			at += k + len("图")
			if rest := strings.TrimLeftFunc(body[at:], unicode.IsSpace); figures(rest, 0) > 0 {
				return true
			}
		}
	},
	descriptionRef: func(body string) bool {
		return strings.Contains(body, "说明书") || strings.Contains(body, "附图") || strings.Contains(body, "图所示") || strings.Contains(body, "图中所示")
	},
	exampleRef: func(body string) bool { return strings.Contains(body, "实施例") },
}

// outside015 are the words without which a claim points to nothing outside.
var outside015 = words.New(words.List("图 说明书 实施例"), nil)

// clm015: claims speak for themselves and do not point to the description or the figures. A
// figure is meant only where the words point to it: 如图1所示, 见附图. 流程图1, 地图3 and
// 药品说明书 are things of the invention. The longest expression is reported once.
func clm015() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-015", Title: "权利要求中不得使用“如说明书……所述”“如图……所示”等用语", English: "Claims do not refer to the description or the figures",
			Basis: []rule.Cite{cite.Rules("第二十二条第三款")},
			Level: rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				if !outside015.Any(body) {
					continue
				}
				taken := -1
				for _, re := range []*regexp.Regexp{figureRef, descriptionRef, exampleRef} {
					if !pointed[re](body) {
						continue
					}
					for _, m := range re.FindAllStringIndex(body, -1) {
						if m[0] < taken || !refers(body, m, re == figureRef) {
							continue
						}
						taken = m[1]
						outside(p, s, c, claim.Span{Start: c.Body.Start + m[0], End: c.Body.Start + m[1]})
					}
				}
			}
		},
	}
}

// refers reports whether a match is a reference and not a thing of that name, as 流程图1 or 药品说明书.
func refers(body string, m []int, figure bool) bool {
	words := strings.TrimSpace(body[m[0]:m[1]])
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(body[:m[0]], " "))
	led := false
	for _, w := range append([]string{"正如", "参", "详", "根"}, seeFigure...) {
		led = led || strings.HasPrefix(words, w)
	}
	switch {
	case led, strings.HasPrefix(words, "本"):
		return !figure || !strings.HasPrefix(words, "与") && !strings.HasPrefix(words, "由") || strings.HasSuffix(words, "示") || strings.HasSuffix(words, "述")
	case figure && (strings.HasSuffix(words, "所示") || strings.HasSuffix(words, "示出") || strings.HasPrefix(words, "附图")):
		return !unicode.Is(unicode.Han, r) || !strings.ContainsRune("程意构视截地草拼征热框理果剖线像贴谱影矩", r)
	case figure:
		return false
	default:
		return !unicode.Is(unicode.Han, r) || strings.ContainsRune("在于以为是的", r)
	}
}

// outside reports one expression; the quote is the whole of it, so that deleting the quote mends the
// claim.
func outside(p *check.Pass, s *claim.Set, c *claim.Claim, where claim.Span) {
	f := at(p, where, fmt.Sprintf("%s中出现“%s”，引用了说明书或附图", number(c), strings.TrimSpace(s.Words(where))),
		"删去该引用，用技术特征的文字直接表述；附图标记可以置于括号内")
	// A spectrum or a sequence can often be stated in no other way, which the rule allows.
	near := s.Words(clause(s.Source, c.Body, where.Start, where.End))
	for _, w := range []string{"衍射", "光谱", "图谱", "曲线", "晶型", "序列", "谱图", "DSC", "XRD", "XRPD"} {
		if strings.Contains(near, w) {
			f.Severity = rule.Warning
		}
	}
}
