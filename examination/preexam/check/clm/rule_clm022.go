package clm

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/noun"
)

// clm022: what a claim calls 所述X was introduced before, whichever alternative is chosen. The
// search follows every alternative: 权利要求1至3中任一项 is three ways up. The message names
// those on which the thing is missing. The first place of each name in a claim is reported.
func clm022() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-022", Title: "“所述……”应当在本项前文或者每一条引用路径上有出处",
			English: "What “said …” refers to is introduced before, on every alternative path",
			Basis:   []rule.Cite{cite.Act("第二十六条第四款")},
			Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 4},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			f := &finder{s: s, texts: make([]*noun.Text, len(s.Claims)), backings: map[string]*claim.Backing{}}
			for i := range s.Claims {
				c := &s.Claims[i]
				if astray(s, c) {
					continue
				}
				told := map[string]bool{}
				for _, m := range mentions(s, c) {
					if told[m.Name] {
						p.Once(name022(c, m)).At(patent.Claims, m.Start, m.End, "", "")
						continue
					}
					f.claim, f.before = i, noun.TextOf(s.Body(c)[:m.Start-c.Body.Start])
					if missing := f.missing(&m); len(missing) > 0 {
						told[m.Name] = true
						unbacked(p, s, c, m, missing)
					}
				}
			}
		},
	}
}

// A finder looks for what introduces a name: in the claim before the place, or on every path.
type finder struct {
	s        *claim.Set
	texts    []*noun.Text // of the claims, made when they are asked
	claim    int
	before   *noun.Text
	backings map[string]*claim.Backing
}

// paths returns the paths on which the name is not introduced, where has says whether a text does so.
func (f *finder) paths(key string, has func(*noun.Text) bool) [][]int {
	if has(f.before) {
		return nil
	}
	b := f.backings[key]
	if b == nil {
		b = f.s.Backing(func(k int) bool {
			if f.texts[k] == nil {
				f.texts[k] = noun.TextOf(f.s.Body(&f.s.Claims[k]))
			}
			return has(f.texts[k])
		})
		f.backings[key] = b
	}
	return b.Missing(f.claim)
}

// missing returns the paths on which what m names is not introduced. Where its name says something of
// a shorter thing, that thing is enough; and where it names a part of a thing, both are.
func (f *finder) missing(m *noun.Mention) [][]int {
	missing := f.paths(m.Name, func(t *noun.Text) bool { return t.Names(m.Name) })
	if len(missing) == 0 {
		return nil
	}
	for _, shorter := range m.Shorter() {
		if len(f.paths(fmt.Sprintf("%v", shorter), shorter.In)) == 0 {
			return nil
		}
	}
	if len(f.paths("\x02"+m.Name, func(t *noun.Text) bool { return t.Abridged(m.Name) })) == 0 {
		return nil
	}
	for _, half := range m.Halves() {
		if len(f.paths("\x00"+half[0], func(t *noun.Text) bool { return t.Ends(half[0]) })) == 0 &&
			len(f.paths("\x01"+half[1], func(t *noun.Text) bool { return t.Stands(half[1]) })) == 0 {
			return nil
		}
	}
	return missing
}

// name022 joins the places of one name in one claim.
func name022(c *claim.Claim, m noun.Mention) string { return fmt.Sprint(c.Start, m.Name) }

// unbacked reports one name. Where the claim has parents the message shows at most three of the ways
// on which the name is missing, each from the claim up to an independent one.
func unbacked(p *check.Pass, s *claim.Set, c *claim.Claim, m noun.Mention, missing [][]int) {
	quote := s.Words(claim.Span{Start: m.Start, End: m.End})
	at := func(message, suggestion string) {
		p.Once(name022(c, m)).At(patent.Claims, m.Start, m.End, message, suggestion)
	}
	if len(c.Alternatives) == 0 {
		at(fmt.Sprintf("%s的“%s”缺乏引用基础：本项前文没有“%s”", number(c), quote, m.Name), fmt.Sprintf("在前文先写明“%s”，或者删去“所述”", m.Name))
		return
	}
	var ways []string
	for _, w := range missing[:min(len(missing), 3)] {
		ways = append(ways, way(w))
	}
	more := ""
	if len(missing) > 3 {
		more = fmt.Sprintf("等%d条", len(missing))
	}
	at(fmt.Sprintf("%s的“%s”缺乏引用基础：%s%s上没有“%s”", number(c), quote, strings.Join(ways, "、"), more, m.Name),
		fmt.Sprintf("删去没有“%s”的引用，或者在被引用的权利要求中先写明“%s”", m.Name, m.Name))
}

// maxWay is how many claims of one way are written out; of a longer one the middle is left out.
const maxWay = 10

// way writes a path, from the claim up to the independent one.
func way(list []int) string {
	if len(list) <= maxWay {
		return path(list)
	}
	return fmt.Sprintf("%s→…→%d", path(list[:maxWay-1]), list[len(list)-1])
}
