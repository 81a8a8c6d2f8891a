package bench

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"zhibao/center/bench/sow"
	"zhibao/examination/preexam/check"
	"zhibao/internal/fault"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// A tally is what became of the faults that were sown for one rule.
type tally struct {
	sown, found int
	missed      []string // texts and faulty words of the first few that were not found
	ways        []string // what was done to the texts, for real ones
}

// A harvest is the outcome of sowing every fault in some texts.
type harvest struct {
	what  string // the texts, in Chinese
	kinds int    // of faults
	rules map[string]*tally
	check []check.Rule
	clean map[string]map[string]int // what is found in a text without a fault, how often
	grave map[string]int            // findings F and E in those, by rule
}

func newHarvest(what string, kinds int, rules []check.Rule) *harvest {
	return &harvest{what: what, kinds: kinds, rules: map[string]*tally{}, check: rules, clean: map[string]map[string]int{}, grave: map[string]int{}}
}

// A crop is a text in which a fault was sown, beside the same text without it.
type crop struct {
	rule  string
	text  string // names the text without the fault
	sown  *sow.Sheet
	clean func() (*sow.Sheet, error)
}

// stride leads from one text to the next that a fault is sown in, past neighbours of the same field.
const stride = 37

// reap sows every fault in n texts of all and counts what the rules find. Each fault begins with
// another text and passes over those that have no place for it, so that rare kinds of text are
// found. A fault is found when its rule reports something that it does not report in the clean
// text, at the faulty words where there are any.
func reap(ctx context.Context, rules []check.Rule, all, n int) (*harvest, error) {
	faults := sow.Faults()
	h := newHarvest("示范文本", len(faults), rules)
	for j := range faults {
		for k, sown := 0, 0; k < all && sown < n; k++ {
			i := (j%24 + k*stride) % all
			s, err := faults[j].Sow(i)
			if err != nil {
				return nil, err
			}
			if s == nil {
				continue
			}
			sown++
			c := crop{faults[j].Rule, fmt.Sprint(i), s, func() (*sow.Sheet, error) { return sow.Clean(i) }}
			if err := h.one(ctx, c); err != nil {
				return nil, err
			}
		}
	}
	return h, nil
}

// tally returns the tally of a rule.
func (h *harvest) tally(id string) *tally {
	t := h.rules[id]
	if t == nil {
		t = &tally{}
		h.rules[id] = t
	}
	return t
}

// one checks a text in which a fault of the rule was sown.
func (h *harvest) one(ctx context.Context, c crop) error {
	known, err := h.known(ctx, c)
	if err != nil {
		return err
	}
	t := h.tally(c.rule)
	t.sown++
	got, err := examine(ctx, c.sown, h.check)
	// A package that the reader refuses never becomes an application: that is PKG-001 at work.
	if refused := fault.Of(err); refused != nil && c.rule == "PKG-001" {
		t.found++
		return nil
	} else if err != nil {
		return fmt.Errorf("%s in text %s: %w", c.rule, c.text, err)
	}
	now := map[string]int{}
	for _, f := range got {
		if f.Rule != c.rule {
			continue
		}
		m := mark(f)
		if now[m]++; now[m] > known[m] && at(f, c.sown.Words) {
			t.found++
			return nil
		}
	}
	t.missed = append(t.missed, fmt.Sprintf("%s“%s”", c.text, c.sown.Words))
	return nil
}

// known returns what is found in a text without a fault.
func (h *harvest) known(ctx context.Context, c crop) (map[string]int, error) {
	if got, ok := h.clean[c.text]; ok {
		return got, nil
	}
	s, err := c.clean()
	if err != nil {
		return nil, err
	}
	found, err := examine(ctx, s, h.check)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, f := range found {
		out[mark(f)]++
		if grave(f) {
			h.grave[f.Rule]++
		}
	}
	h.clean[c.text] = out
	return out, nil
}

// grave reports whether a finding forbids passing; a question does not.
func grave(f check.Finding) bool {
	return f.Question == "" && (f.Severity == rule.Fatal || f.Severity == rule.Error)
}

// at reports whether a finding is about the words: its quote shares three characters with them, or
// all of the shorter one, or the message names them.
func at(f check.Finding, words string) bool {
	quote, want := []rune(f.Quote), []rune(words)
	if words == sow.Anywhere || strings.Contains(f.Message, words) {
		return true
	}
	n := min(3, len(quote), len(want))
	for i := 0; n > 0 && i+n <= len(want); i++ {
		if strings.Contains(f.Quote, string(want[i:i+n])) {
			return true
		}
	}
	return false
}

func mark(f check.Finding) string {
	return strings.Join([]string{f.Rule, string(f.Part), f.Quote, f.Message}, "\x00")
}

// examine reads and checks a sheet.
func examine(ctx context.Context, s *sow.Sheet, rules []check.Rule) ([]check.Finding, error) {
	app, err := taken(ctx, s)
	if err != nil {
		return nil, err
	}
	rep := check.Run(check.Input{App: app, On: s.On, Facts: s.Facts}, rules)
	return places(append(rep.Findings, rep.Questions...)), nil // a fault that is asked about is found
}

// places are the findings, and each further place of one as a finding of its own: a fault may be told as
// one more place of what is found already.
func places(all []check.Finding) (out []check.Finding) {
	for _, f := range all {
		out = append(out, f)
		for _, x := range f.Passages {
			if f.Question == "" || x.Quote != f.Quote {
				one := f
				one.Part, one.Claim, one.Paragraph, one.Quote, one.Start, one.End = x.Part, x.Claim, x.Paragraph, x.Quote, x.Start, x.End
				out = append(out, one)
			}
		}
	}
	return out
}

// taken reads a sheet.
func taken(ctx context.Context, s *sow.Sheet) (*patent.Application, error) {
	return reader.Read(ctx, s.Name, bytes.NewReader(s.Data), int64(len(s.Data)), reader.Options{Kind: s.Kind})
}

// rate is the share that was found.
func (t *tally) rate() float64 { return float64(t.found) / float64(t.sown) }

// ids returns the rules of which at least one fault had a place.
func (h *harvest) ids() (out []string) {
	for _, id := range slices.Sorted(maps.Keys(h.rules)) {
		if h.rules[id].sown > 0 {
			out = append(out, id)
		}
	}
	return out
}

// A total is the sum over the rules of one degree of automation.
type total struct {
	tally
	rules int
	worst string // the rule with the lowest share, with that
}

// sum adds up the rules of a degree of automation.
func (h *harvest) sum(a rule.Auto) (out total) {
	worst := 2.0
	for i := range h.check {
		r := h.rules[h.check[i].ID]
		if r == nil || r.sown == 0 || h.check[i].Auto != a {
			continue
		}
		out.rules, out.sown, out.found = out.rules+1, out.sown+r.sown, out.found+r.found
		if r.rate() < worst {
			worst, out.worst = r.rate(), fmt.Sprintf("%s %.3f", h.check[i].ID, r.rate())
		}
	}
	return out
}

// print shows the recall by degree of automation, then every rule that missed a fault.
func (h *harvest) print(w io.Writer) error {
	fmt.Fprintf(w, "缺陷播种：%d 件%s，%d 种缺陷，%d 条规则；未播种的文本中 F/E：%v\n", len(h.clean), h.what, h.kinds, len(h.ids()), h.grave)
	t := newTable(w, "方式", "规则", "播种", "找到", "查全率", "最低的规则")
	for _, a := range []rule.Auto{rule.Deterministic, rule.Heuristic, rule.Manual} {
		if s := h.sum(a); s.rules > 0 {
			t.row([]string{string(a), fmt.Sprint(s.rules), fmt.Sprint(s.sown), fmt.Sprint(s.found), fmt.Sprintf("%.4f", s.rate()), s.worst})
		}
	}
	if err := t.end(); err != nil {
		return err
	}
	short := slices.DeleteFunc(slices.Collect(maps.Keys(h.rules)), func(id string) bool { return len(h.rules[id].missed) == 0 })
	slices.SortFunc(short, func(a, b string) int {
		return cmp.Or(cmp.Compare(h.rules[a].rate(), h.rules[b].rate()), strings.Compare(a, b))
	})
	for _, id := range short {
		r := h.rules[id]
		fmt.Fprintf(w, "%s 漏 %d/%d：%s\n", id, len(r.missed), r.sown, strings.Join(r.missed[:min(6, len(r.missed))], " "))
	}
	return nil
}
