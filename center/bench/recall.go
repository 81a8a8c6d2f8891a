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
	"zhibao/patent/reader"
)

// A tally is what became of the faults that were sown for one rule.
type tally struct {
	sown, found int
	missed      []string // texts and faulty words of the first few that were not found
}

// A harvest is the outcome of sowing every fault in some texts.
type harvest struct {
	rules map[string]*tally
	check []check.Rule
	clean map[int]map[string]bool // what is found in a text without a fault, by index
	grave map[string]int          // findings F and E in those, by rule
}

// stride leads from one text to the next that a fault is sown in, past neighbours of the same field.
const stride = 37

// reap sows every fault in n texts of all and counts what the rules find. Each fault begins with
// another text and passes over those that have no place for it, so that rare kinds of text are
// found. A fault is found when its rule reports something that it does not report in the clean
// text, at the faulty words where there are any.
func reap(ctx context.Context, rules []check.Rule, all, n int) (*harvest, error) {
	h := &harvest{rules: map[string]*tally{}, check: rules, clean: map[int]map[string]bool{}, grave: map[string]int{}}
	faults := sow.Faults()
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
			if err := h.one(ctx, faults[j].Rule, i, s); err != nil {
				return nil, err
			}
		}
	}
	return h, nil
}

// one checks a text in which a fault of the rule was sown.
func (h *harvest) one(ctx context.Context, id string, i int, s *sow.Sheet) error {
	known, err := h.known(ctx, i)
	if err != nil {
		return err
	}
	t := h.rules[id]
	if t == nil {
		t = &tally{}
		h.rules[id] = t
	}
	t.sown++
	got, err := examine(ctx, s, h.check)
	// A package that the reader refuses never becomes an application: that is PKG-001 at work.
	if refused := fault.Of(err); refused != nil && id == "PKG-001" {
		t.found++
		return nil
	} else if err != nil {
		return fmt.Errorf("%s in text %d: %w", id, i, err)
	}
	if slices.ContainsFunc(got, func(x check.Finding) bool { return x.Rule == id && !known[mark(x)] && at(x, s.Words) }) {
		t.found++
		return nil
	}
	t.missed = append(t.missed, fmt.Sprintf("%d“%s”", i, s.Words))
	return nil
}

// known returns what is found in a text without a fault.
func (h *harvest) known(ctx context.Context, i int) (map[string]bool, error) {
	if got, ok := h.clean[i]; ok {
		return got, nil
	}
	s, err := sow.Clean(i)
	if err != nil {
		return nil, err
	}
	found, err := examine(ctx, s, h.check)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, f := range found {
		out[mark(f)] = true
		if grave(f) {
			h.grave[f.Rule]++
		}
	}
	h.clean[i] = out
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
	app, err := reader.Read(ctx, s.Name, bytes.NewReader(s.Data), int64(len(s.Data)), reader.Options{Kind: s.Kind})
	if err != nil {
		return nil, err
	}
	rep := check.Run(check.Input{App: app, On: s.On, Facts: s.Facts}, rules)
	return append(rep.Findings, rep.Questions...), nil // a fault that is asked about is found
}

// rate is the share that was found.
func (t *tally) rate() float64 { return float64(t.found) / float64(t.sown) }

// print shows the recall by degree of automation, then every rule that missed a fault.
func (h *harvest) print(w io.Writer) error {
	auto := map[string]rule.Auto{}
	for i := range h.check {
		auto[h.check[i].ID] = h.check[i].Auto
	}
	fmt.Fprintf(w, "缺陷播种：%d 件示范文本，%d 种缺陷，%d 条规则；无缺陷的文本中 F/E：%v\n", len(h.clean), len(sow.Faults()), len(h.rules), h.grave)
	t := newTable(w, "方式", "规则", "播种", "找到", "查全率", "最低的规则")
	for _, a := range []rule.Auto{rule.Deterministic, rule.Heuristic, rule.Manual} {
		sum, n, worst := tally{}, 0, ""
		for _, id := range slices.Sorted(maps.Keys(h.rules)) {
			r := h.rules[id]
			if auto[id] != a {
				continue
			}
			n, sum.sown, sum.found = n+1, sum.sown+r.sown, sum.found+r.found
			if worst == "" || r.rate() < h.rules[worst].rate() {
				worst = id
			}
		}
		if n > 0 {
			t.row([]string{string(a), fmt.Sprint(n), fmt.Sprint(sum.sown), fmt.Sprint(sum.found), fmt.Sprintf("%.4f", sum.rate()),
				fmt.Sprintf("%s %.3f", worst, h.rules[worst].rate())})
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
		fmt.Fprintf(w, "%s（%s）漏 %d/%d：%s\n", id, auto[id], len(r.missed), r.sown, strings.Join(r.missed[:min(6, len(r.missed))], " "))
	}
	return nil
}
