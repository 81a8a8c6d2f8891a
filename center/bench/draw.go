package bench

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

// A place is where a finding stands, in numbers alone: labels can be kept without the texts.
type place struct {
	document string
	claim    int // 0: elsewhere than in a claim
	offset   int // characters behind the number of the claim, or the beginning of the part
}

// A drawn is one finding with what is needed to judge it.
type drawn struct {
	place
	order string // by which the sample is drawn
	shown string
}

// A draw takes a random sample of the findings of one rule, to be read and judged by a person. The
// order of the findings depends on the seed and their places alone, so that anyone draws the same
// ones, and a changed rule keeps those that it still makes.
type draw struct {
	rule   string
	size   int
	seed   uint64
	labels map[place]string // judgement of a place
	found  []drawn
}

// readLabels reads the judgements of one rule's findings. A line is a document, a claim, an offset and
// a judgement: right, damaged (the text was hurt before it came here) or wrong.
func (d *draw) readLabels(path string) error {
	d.labels = map[place]string{}
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
		d.labels[place{words[0], number, offset}] = words[3]
	}
	return in.Err()
}

// add takes the findings of the rule in one document.
func (d *draw) add(document string, app *patent.Application, findings []check.Finding) {
	if d.rule == "" {
		return
	}
	var claims *claim.Set
	for _, f := range findings {
		if f.Rule != d.rule {
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
		p := place{document, f.Claim, utf8.RuneCountInString(text[from:f.Start])}
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %d", d.seed, p.document, p.claim, p.offset))
		d.found = append(d.found, drawn{p, string(sum[:]), d.show(claims, c, text, &f)})
	}
}

// around is how many characters of context are shown on either side.
const around = 60

// show writes a finding so that it can be judged: its words with their context, what the rule says, and
// the claims that it builds on.
func (d *draw) show(s *claim.Set, c *claim.Claim, text string, f *check.Finding) string {
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

// print shows the sample, and what the judgements say about it and about all findings.
func (d *draw) print(w io.Writer) error {
	if d.rule == "" {
		return nil
	}
	slices.SortFunc(d.found, func(a, b drawn) int {
		return cmp.Or(strings.Compare(a.order, b.order), strings.Compare(a.document, b.document), cmp.Compare(a.offset, b.offset))
	})
	all := map[string]int{}
	for i := range d.found {
		all[d.labels[d.found[i].place]]++
	}
	n := min(d.size, len(d.found))
	of := map[string]int{}
	for i := range d.found[:n] {
		x := &d.found[i]
		said := d.labels[x.place]
		of[said]++
		if said == "" {
			said = "未核对"
		}
		if _, err := fmt.Fprintf(w, "%s %d %d %s\n%s", x.document, x.claim, x.offset, said, x.shown); err != nil {
			return err
		}
	}
	if n > 0 {
		fmt.Fprintf(w, "抽样 %s（种子 %d）：%d 处中的 %d 处；%s\n", d.rule, d.seed, len(d.found), n, precision(of))
	}
	_, err := fmt.Fprintf(w, "全部 %s：%d 处；%s；已核对而不再报告的 %d 处\n", d.rule, len(d.found), precision(all), d.gone())
	return err
}

// gone counts the places that were judged right and are no longer reported.
func (d *draw) gone() int {
	kept := map[place]bool{}
	for i := range d.found {
		kept[d.found[i].place] = true
	}
	n := 0
	for p, said := range d.labels {
		if said == "right" && !kept[p] {
			n++
		}
	}
	return n
}

// precision says how findings were judged. One in a damaged text counts as neither.
func precision(of map[string]int) string {
	return fmt.Sprintf("正确 %d 处，原文受损 %d 处，错误 %d 处，未核对 %d 处；查准率 %.3f（受损的算作错误 %.3f）",
		of["right"], of["damaged"], of["wrong"], of[""], ratio(of["right"], of["right"]+of["wrong"]), ratio(of["right"], of["right"]+of["wrong"]+of["damaged"]))
}

// ratio returns a share, 0 of nothing.
func ratio(part, whole int) float64 { return float64(part) / float64(max(1, whole)) }
