package dsc

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/prose"
)

// range017 finds a range of a quantity. Without a unit it may be one of claims, figures or atoms.
var range017 = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?)\s*(` + unit017 + `)?\s*[-~～–—－至到]\s*([0-9]+(?:\.[0-9]+)?)\s*(` + unit017 + `)`)

const unit017 = `[A-Za-zμΩ℃°%％²³·/]{1,10}|小时|分钟|重量份|质量份|份|毫米|厘米|微米|纳米|度`

// wide017 is how many times its beginning the end of a range must be for one example to be too few.
const wide017 = 5

// dsc017: a claimed range has examples in it, a wide one more than one. Any value of the same unit in
// the embodiments counts, whatever it is the value of, and a table may hold what cannot be read here.
// That embodiments are there at all is DSC-002 and DSC-004.
func dsc017() check.Rule {
	return about(rule.Meta{
		ID: "DSC-017", Title: "权利要求中的数值范围有端值或者中间值的实施例",
		English: "Claimed ranges are shown by embodiments with end or middle values",
		Basis:   []rule.Cite{cite.Act("第二十六条第三款"), cite.Guide("第二部分第二章2.2.6", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		t, d := p.Text(patent.Description), p.Prose()
		s := d.Section(prose.Embodiments)
		table := func(b patent.Block) bool { return b.Kind == patent.Table || b.Kind == patent.Picture }
		if s == nil || s.Empty || slices.ContainsFunc(t.Blocks, table) {
			return
		}
		claimed := ranges017(p.Claims())
		if len(claimed) == 0 {
			return
		}
		values := values017(d.Body(prose.Embodiments))
		var lacking []string
		for _, r := range claimed {
			if !r.shown(values[r.unit]) && !slices.Contains(lacking, r.words) {
				lacking = append(lacking, r.words)
			}
		}
		if len(lacking) > 0 {
			p.At(patent.Description, s.Title.Start, s.Title.End, fmt.Sprintf("权利要求中的数值范围%s在实施方式中没有足够的具体数值", quoted017(lacking)),
				"给出端值附近（最好是端值）的实施例；范围较宽的，再给出至少一个中间值的实施例")
		}
	})
}

// A span017 is a claimed range.
type span017 struct {
	words    string
	unit     string
	from, to float64
}

// shown reports whether enough of the values lie in the range.
func (r span017) shown(values []float64) bool {
	n := 0
	for _, v := range values {
		if v >= r.from && v <= r.to {
			n++
		}
	}
	return n > 1 || n == 1 && r.to < wide017*r.from
}

// ranges017 returns the ranges of all claims.
func ranges017(s *claim.Set) (out []span017) {
	for i := range s.Claims {
		body := s.Body(&s.Claims[i])
		for _, m := range range017.FindAllStringSubmatch(body, -1) {
			if m[2] != "" && !strings.EqualFold(m[2], m[4]) {
				continue
			}
			from, _ := strconv.ParseFloat(m[1], 64)
			to, _ := strconv.ParseFloat(m[3], 64)
			if from < to {
				out = append(out, span017{m[0], folded017(m[4]), from, to})
			}
		}
	}
	return out
}

// value017 finds one value; a dash of dashes017 in front or behind makes it the end of a range.
var (
	value017  = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?)\s*(` + unit017 + `)`)
	dashes017 = words.New(words.List(`- ~ ～ – — － 至 到`), nil)
	units017  = strings.NewReplacer("％", "%", "重量份", "份", "质量份", "份", "小时", "h", "分钟", "min", "°C", "℃", "毫米", "mm", "度", "°")
)

// values017 returns the different single values of the text by unit.
func values017(text string) map[string][]float64 {
	out := map[string][]float64{}
	for _, m := range value017.FindAllStringSubmatchIndex(text, -1) {
		before, after := text[max(0, m[0]-3):m[0]], text[m[1]:min(len(text), m[1]+3)]
		v, err := strconv.ParseFloat(text[m[2]:m[3]], 64)
		if unit := folded017(text[m[4]:m[5]]); err == nil && !dashes017.Any(before) && !dashes017.Any(after) && !slices.Contains(out[unit], v) {
			out[unit] = append(out[unit], v)
		}
	}
	return out
}

// folded017 writes a unit in one way.
func folded017(unit string) string {
	return strings.ToLower(units017.Replace(unit))
}

// quoted017 names the ranges, at most three.
func quoted017(list []string) string {
	more := ""
	if len(list) > 3 {
		list, more = list[:3], fmt.Sprintf("等%d处", len(list))
	}
	return "“" + strings.Join(list, "”“") + "”" + more
}
