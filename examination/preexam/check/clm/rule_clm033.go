package clm

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/prose"
)

// unit033 are units as they stand behind a number, longest first. Whether the spelling is wrong is for
// units033.
var unit033 = strings.Split(`英寸|公分|市尺|华里|英尺|英里|市斤|公斤力|斤|尺|寸|亩|马力|毫米汞柱|磅|盎司|加仑|卡路里|千卡|大卡|达因|尔格|高斯|大气压|华氏度|inch|Inch|psi|PSI|mmHg|kgf|Torr|torr|cal|kcal|atm|ppm|rpm|RPM|KG|Kg|MM|CM|KM|KW|Kw|KV|Kv|KHz|KHZ|khz|HZ|hz|MHZ|mhz|Mhz|GHZ|Ghz|MPA|Mpa|mpa|KPa|Kpa|KPA|ML|Ml|UM|um|NM|MIN|Min|Pa.s|KJ|ohm|℉`, "|")

// units033 gives for each unit what to write; an empty answer would leave it alone.
var units033 = map[string]string{"英寸": "mm（1英寸=25.4mm）", "公分": "cm", "市尺": "m", "华里": "km", "英尺": "m", "英里": "km", "市斤": "kg", "公斤力": "N", "斤": "kg", "尺": "m（1尺=1/3 m）", "寸": "m（1寸=1/30 m）", "亩": "hm²或m²", "马力": "W", "毫米汞柱": "Pa", "磅": "kg", "盎司": "g",
	"加仑": "L", "卡路里": "J", "千卡": "kJ", "大卡": "kJ", "达因": "N", "尔格": "J", "高斯": "T", "大气压": "Pa", "华氏度": "℃", "inch": "mm", "Inch": "mm", "psi": "Pa", "PSI": "Pa", "mmHg": "Pa", "kgf": "N",
	"Torr": "Pa", "torr": "Pa", "cal": "J", "kcal": "kJ", "atm": "Pa", "ppm": "mg/kg、mg/L或μL/L", "rpm": "r/min", "RPM": "r/min", "KG": "kg", "Kg": "kg", "MM": "mm", "CM": "cm", "KM": "km", "KW": "kW", "Kw": "kW",
	"KV": "kV", "Kv": "kV", "KHz": "kHz", "KHZ": "kHz", "khz": "kHz", "HZ": "Hz", "hz": "Hz", "MHZ": "MHz", "mhz": "MHz", "Mhz": "MHz", "GHZ": "GHz", "Ghz": "GHz", "MPA": "MPa", "Mpa": "MPa", "mpa": "MPa",
	"KPa": "kPa", "Kpa": "kPa", "KPA": "kPa", "ML": "mL", "Ml": "mL", "UM": "μm", "um": "μm", "NM": "nm", "MIN": "min", "Min": "min", "Pa.s": "Pa·s", "KJ": "kJ", "ohm": "Ω", "℉": "℃"}

// clm033: legal units, in their right spelling, and one width of figures. Mesh, mol/L and
// other usual units outside the legal list are accepted. Each spelling is one finding of
// the whole set, with its places.
func clm033() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-033", Title: "应当使用法定计量单位，符号书写规范，全角与半角不混用",
			English: "Legal units in correct spelling, one width of figures",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章2.2.7", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 3},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				for _, m := range measures(body) {
					u := m.unit
					right := units033[u]
					if right == "" || m.End < len(body) && ascii(rune(body[m.End])) || (u == "尺" || u == "寸") && prefixed(body[m.End:], "寸", "度", "码") {
						continue
					}
					say := fmt.Sprintf("“%s”不是法定计量单位", u)
					if strings.EqualFold(u, right) {
						say = fmt.Sprintf("单位符号“%s”书写不规范", u)
					}
					p.Once(u).At(patent.Claims, c.Body.Start+m.Start, c.Body.Start+m.End, number(c)+"中的"+say, fmt.Sprintf("改为“%s”", right))
				}
			}
			mixed(p, s)
		},
	}
}

// A measure is a number with its unit.
type measure struct {
	claim.Span
	unit string
}

// units033From are the units by their first byte, in the order of unit033: most numbers have none.
var units033From = func() (out [256][]string) {
	for _, u := range unit033 {
		out[u[0]] = append(out[u[0]], u)
	}
	return out
}()

// measures finds the numbers of a body that have one of the units behind them.
func measures(body string) (out []measure) {
	for start := 0; start < len(body); start++ {
		if start = prose.HanEnd(body, start); start == len(body) {
			break
		}
		at := figures(body, start)
		if at == start {
			continue
		}
		end := at
		if end < len(body) && body[end] == '.' {
			if far := figures(body, end+1); far > end+1 {
				end = far
			}
		}
		end += len(body[end:]) - len(strings.TrimLeft(body[end:], " \t\n\r\f"))
		if end == len(body) {
			return out
		}
		for _, u := range units033From[body[end]] {
			if strings.HasPrefix(body[end:], u) {
				at = end + len(u)
				out = append(out, measure{claim.Span{Start: start, End: at}, u})
				break
			}
		}
		start = at - 1
	}
	return out
}

// figures returns where the digits at i end, of either width: ０ to ９ are EF BC 90 to EF BC 99.
func figures(s string, i int) int {
	for i < len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
			i++
		case s[i] == 0xef && i+2 < len(s) && s[i+1] == 0xbc && s[i+2] >= 0x90 && s[i+2] <= 0x99:
			i += 3
		default:
			return i
		}
	}
	return i
}

// prefixed reports whether s goes on with one of the words: 尺寸 and 尺度 are no units.
func prefixed(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

// mixed reports full-width figures that stand among half-width ones, all in one finding.
func mixed(p *check.Pass, s *claim.Set) {
	if !strings.ContainsAny(s.Source, "0123456789") {
		return
	}
	for start := 0; start < len(s.Source); start++ {
		next := strings.IndexByte(s.Source[start:], 0xef) // the first byte of a full-width figure
		if next < 0 {
			return
		}
		start += next
		end := start
		for end < len(s.Source) && s.Source[end] == 0xef && figures(s.Source[:min(len(s.Source), end+len("０"))], end) > end {
			end += len("０")
		}
		if end > start {
			p.Once("mixed").At(patent.Claims, start, end, fmt.Sprintf("全角数字“%s”与半角数字混用", s.Source[start:end]), "统一使用半角数字")
			start = end - 1
		}
	}
}
