// Package drawn (抽查) draws findings of one rule at random, to be read and judged by a person.
package drawn

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// A Place is where a finding stands, in numbers alone: labels can be kept without the texts.
type Place struct {
	document string
	claim    int // 0: elsewhere than in a claim
	offset   int // characters behind the number of the claim, or the beginning of the part
}

// A Finding is one finding with what is needed to judge it.
type Finding struct {
	Place
	order string // by which the sample is drawn
	shown string
}

// A Draw takes a random sample of the findings of one rule, to be read and judged by a person. The
// order of the findings depends on the seed and their places alone, so that anyone draws the same
// ones, and a changed rule keeps those that it still makes.
type Draw struct {
	Rule   string
	Size   int
	Seed   uint64
	Labels map[Place]string // judgement of a place
	Found  []Finding
}

// ReadLabels reads the judgements of one rule's findings. A line is a document, a claim, an offset and
// a judgement: right, damaged (the text was hurt before it came here) or wrong.
func (d *Draw) ReadLabels(path string) error {
	d.Labels = map[Place]string{}
	if path == "" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	for in.Scan() {
		words := strings.Fields(in.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if len(words) != 4 {
			return fmt.Errorf("%s: %q is no label", path, in.Text())
		}
		number, err := strconv.Atoi(words[1])
		if err != nil {
			return err
		}
		offset, err := strconv.Atoi(words[2])
		if err != nil {
			return err
		}
		d.Labels[Place{words[0], number, offset}] = words[3]
	}
	return in.Err()
}

// Add takes the findings of the rule in one document.
func (d *Draw) Add(document string, app *patent.Application, findings []check.Finding) {
	if d.Rule == "" {
		return
	}
	var claims *claim.Set
	for _, f := range findings {
		if f.Rule != d.Rule {
			continue
		}
		text, from := app.Text(f.Part).Text, 0
		var c *claim.Claim
		if f.Part == patent.Claims {
			if claims == nil {
				claims = claim.Parse(app.Text(patent.Claims))
			}
			if c = claims.At(f.Start); c != nil {
				// Behind the number, which files write in many ways.
				from = min(c.Body.Start, f.Start)
			}
		}
		p := Place{document, f.Claim, utf8.RuneCountInString(text[from:f.Start])}
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %d", d.Seed, p.document, p.claim, p.offset))
		d.Found = append(d.Found, Finding{p, string(sum[:]), d.show(claims, c, text, &f)})
	}
}

// around is how many characters of context are shown on either side.
const around = 60

// show writes a finding so that it can be judged: its words with their context, what the rule says, and
// the claims that it builds on.
func (d *Draw) show(s *claim.Set, c *claim.Claim, text string, f *check.Finding) string {
	var b strings.Builder
	front, back := []rune(text[:f.Start]), []rune(text[f.End:])
	flat := strings.NewReplacer("\n", "⏎", "\r", "")
	fmt.Fprintf(&b, "  %s【%s】%s\n  %s\n", flat.Replace(string(front[max(0, len(front)-around):])), f.Quote,
		flat.Replace(string(back[:min(len(back), around)])), f.Message)
	if c == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "  本项前文：%s\n", flat.Replace(text[c.Start:f.Start]))
	seen := map[int]bool{c.Number: true}
	for next := c.Parents(); len(next) > 0; next = next[1:] {
		if p := s.Claim(next[0]); p != nil && !seen[p.Number] {
			seen[p.Number] = true
			next = append(next, p.Parents()...)
			fmt.Fprintf(&b, "  权利要求%d：%s\n", p.Number, flat.Replace(s.Body(p)))
		}
	}
	return b.String()
}

// Print shows the sample, and what the judgements say about it and about all findings.
func (d *Draw) Print(w io.Writer) error {
	if d.Rule == "" {
		return nil
	}
	slices.SortFunc(d.Found, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.order, b.order), strings.Compare(a.document, b.document), cmp.Compare(a.offset, b.offset))
	})
	all := map[string]int{}
	for i := range d.Found {
		all[d.Labels[d.Found[i].Place]]++
	}
	n := min(d.Size, len(d.Found))
	of := map[string]int{}
	for i := range d.Found[:n] {
		x := &d.Found[i]
		said := d.Labels[x.Place]
		of[said]++
		if said == "" {
			said = "未核对"
		}
		if _, err := fmt.Fprintf(w, "%s %d %d %s\n%s", x.document, x.claim, x.offset, said, x.shown); err != nil {
			return err
		}
	}
	if n > 0 {
		fmt.Fprintf(w, "抽样 %s（种子 %d）：%d 处中的 %d 处；%s\n", d.Rule, d.Seed, len(d.Found), n, Precision(of))
	}
	_, err := fmt.Fprintf(w, "全部 %s：%d 处；%s；已核对而不再报告的 %d 处\n", d.Rule, len(d.Found), Precision(all), d.gone())
	return err
}

// gone counts the places that were judged right and are no longer reported.
func (d *Draw) gone() int {
	kept := map[Place]bool{}
	for i := range d.Found {
		kept[d.Found[i].Place] = true
	}
	n := 0
	for p, said := range d.Labels {
		if said == "right" && !kept[p] {
			n++
		}
	}
	return n
}

// Precision says how findings were judged. One in a damaged text counts as neither.
func Precision(of map[string]int) string {
	return fmt.Sprintf("正确 %d 处，原文受损 %d 处，错误 %d 处，未核对 %d 处；查准率 %.3f（受损的算作错误 %.3f）",
		of["right"], of["damaged"], of["wrong"], of[""], Ratio(of["right"], of["right"]+of["wrong"]), Ratio(of["right"], of["right"]+of["wrong"]+of["damaged"]))
}

// Ratio returns a share, 0 of nothing.
func Ratio(part, whole int) float64 { return float64(part) / float64(max(1, whole)) }
