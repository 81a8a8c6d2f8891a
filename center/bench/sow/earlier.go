package sow

import (
	"fmt"
	"strings"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam/check"
)

// limits are those of a center that wants to be told of everything.
var limits = check.Limits{Similar: 0.5, Duplicate: 0.9, Paragraphs: 0.6, Batch: 2, PerHead: 1, Young: 24, Burst: 5, Prolific: 10, Fields: 3,
	Shared: 2, Agents: 3, Outside: 3, Published: 0.5}

// remembers puts what the center remembers into the facts.
func remembers(edit func(*paper, *check.EarlierFacts)) func(*paper) string {
	return func(p *paper) string {
		edit(p, p.facts.Earlier)
		return Anywhere
	}
}

func (p *paper) caseNo() string { return fmt.Sprintf("YS-3301-2026-%06d-1", p.Index+1) }

// earlier are signs of abnormal filing. What only the memory of a center shows is given as a fact; how
// the memory finds it is tested where it is kept.
func earlier() []Fault {
	return []Fault{
		// 国家知识产权局公告第411号（三）（六）.
		{"XD-006", "iud", remembers(func(p *paper, e *check.EarlierFacts) {
			e.People = []check.Elsewhere{{Party: "杭州另一家有限公司", Sure: []string{text.Person(p.Index).Name}}}
		})},
		{"XD-006", "iud", remembers(func(p *paper, e *check.EarlierFacts) {
			e.People = []check.Elsewhere{{Party: "杭州另一家有限公司", Names: []string{text.Person(p.Index).Name, text.Person(p.Index + 1).Name}}}
		})},
		// 国家知识产权局公告第411号（六）.
		{"XD-007", "iud", remembers(func(_ *paper, e *check.EarlierFacts) {
			e.Contacts = []check.Contact{{Side: check.OfContact, What: "电话", Value: "13800000000", Parties: []string{"甲", "乙"}, More: 2}}
		})},
		// 局令第77号第三条（一）.
		{"QUA-001", "iu", remembers(func(p *paper, e *check.EarlierFacts) {
			e.Duplicates = []check.Duplicate{{CaseNo: p.caseNo(), Linked: true, Similarity: 0.6}}
		})},
		{"QUA-002", "iu", remembers(func(p *paper, e *check.EarlierFacts) {
			e.Recombined = []check.Recombined{{CaseNo: p.caseNo(), Of: 20, Same: 9, Near: 6}, {CaseNo: p.caseNo() + "0", Of: 20, Same: 4, Near: 12}}
		})},
		// 局令第77号第三条（二）.
		{"QUA-003", "iu", func(p *paper) string {
			p.facts.Published = &check.PublishedFacts{Alike: []check.PublishedText{{Number: "CN114000001A", Similarity: 0.8}}}
			return Anywhere
		}},
		{"QUA-004", "iu", func(p *paper) string {
			w := p.pick("98.7654321%", "12.3456789mm", "35.2718281℃")
			return p.saying(text.Embodiment, "经检测，该指标的平均值为"+w+"。", w)
		}},
		{"QUA-004", "iu", func(p *paper) string {
			w := p.pick("去除率达到112%", "合格率为103.5%", "利用率高达120%")
			return p.saying(text.Embodiment, "试验表明，"+w+"。", w)
		}},
		{"QUA-004", "iu", func(p *paper) string {
			s := &p.Sections[text.Embodiment]
			same := "经测定，强度为35.27MPa，损耗为0.873%，含量为12.35%。"
			s.Paragraphs = append(s.Paragraphs, "实施例91：处理温度为80℃。"+same, "实施例92：处理温度为130℃。"+same)
			return "35.27"
		}},
		// 局令第77号第三条（三）.
		{"QUA-005", "iu", func(p *paper) string {
			var list []string
			for i := range 44 {
				list = append(list, fmt.Sprintf("%s%s粉%d份", string(rune('一'+i)), p.pick("石", "骨", "草"), p.rng.IntN(30)+1))
			}
			return p.saying(text.Embodiment, "其原料为"+strings.Join(list, "、")+"。", list[0])
		}},
		// 局令第77号第三条（五）.
		{"QUA-007", "iud", remembers(func(p *paper, e *check.EarlierFacts) { p.facts.Registry.Insured, e.Filings = 6, 30 })},
		{"QUA-007", "iud", remembers(func(p *paper, e *check.EarlierFacts) { p.facts.Registry.Established, e.Filings = On()-200, 9 })},
		{"QUA-008", "iud", func(p *paper) string {
			w := p.Request.Inventors[0].Name
			p.facts.Earlier.Inventors = []check.Prolific{{Name: w, Filings: 14, Fields: 5}}
			return w
		}},
		// 局令第77号第三条（六）.
		{"QUA-009", "iud", remembers(func(_ *paper, e *check.EarlierFacts) {
			e.Contacts = []check.Contact{{Side: check.OfApplicant, What: "地址", Value: "浙江省杭州市示例路1号", Parties: []string{"甲", "乙", "丙"}}}
		})},
		// 局令第77号第三条（七）.
		{"QUA-010", "iud", remembers(func(p *paper, e *check.EarlierFacts) { e.Changed.Removed = []string{text.Person(p.Index + 9).Name} })},
		// 局令第77号第三条（五）.
		{"QUA-011", "iud", remembers(func(_ *paper, e *check.EarlierFacts) { e.IsOutside, e.Filings, e.Outside = true, 8, 4 })},
		// 本中心规定.
		{"QUA-012", "iu", remembers(func(p *paper, e *check.EarlierFacts) {
			e.Duplicates = []check.Duplicate{{CaseNo: p.caseNo(), Abnormal: true, Similarity: 0.95}}
		})},
	}
}
