package bench

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
)

// A verdict counts the findings that forbid passing, by document, and how people judged them.
type verdict struct {
	words     map[string]string // judgement by rule, document and claim: right, damaged, wrong
	documents int
	found     map[string]int // findings by rule
	hit       map[string]int // documents by rule, all of them under ""
	said      map[string]int // findings by judgement, "" for those that nobody judged
	wrong     map[string]bool
}

// judgements reads a file of findings that were looked at. A line is a rule, a document and the
// numbers of the claims, or a dash for a finding elsewhere. It belongs to the judgement that stands
// alone on a line before it: right, damaged (the text was hurt before it came here, and the finding
// is right about what is left), or wrong.
func judgements(path string) (v verdict, err error) {
	v = verdict{words: map[string]string{}, found: map[string]int{}, hit: map[string]int{}, said: map[string]int{}, wrong: map[string]bool{}}
	if path == "" {
		return v, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	said := ""
	for in := bufio.NewScanner(f); in.Scan(); err = in.Err() {
		words := strings.Fields(in.Text())
		switch {
		case len(words) == 0 || strings.HasPrefix(words[0], "#"):
		case len(words) == 1:
			said = words[0]
		default:
			for _, claim := range words[2:] {
				v.words[words[0]+" "+words[1]+" "+claim] = said
			}
		}
	}
	return v, err
}

// add counts what was found in one document.
func (v *verdict) add(document string, findings []check.Finding) {
	v.documents++
	seen := map[string]bool{}
	for _, f := range findings {
		if !grave(f) {
			continue
		}
		v.found[f.Rule]++
		seen[f.Rule], seen[""] = true, true
		claim := "-"
		if f.Claim > 0 {
			claim = fmt.Sprint(f.Claim)
		}
		said := v.words[f.Rule+" "+document+" "+claim]
		v.said[said]++
		if said == "wrong" || said == "" {
			v.wrong[document] = true
		}
	}
	for id := range seen {
		v.hit[id]++
	}
}

// print shows how many documents have a finding that forbids passing. Where there are judgements, a
// finding that nobody judged counts as wrong.
func (v *verdict) print(w io.Writer) error {
	total := 0
	var rules []string
	for _, id := range slices.Sorted(maps.Keys(v.found)) {
		total += v.found[id]
		rules = append(rules, fmt.Sprintf("%s %d/%d", id, v.found[id], v.hit[id]))
	}
	_, err := fmt.Fprintf(w, "不予通过（F）与必须补正（E）：%d 处，%d 件中的 %d 件，平均每件 %.3f 处；规则 处/件：%s\n", total, v.documents, v.hit[""],
		float64(total)/float64(max(1, v.documents)), strings.Join(rules, "，"))
	if err != nil || len(v.words) == 0 {
		return err
	}
	_, err = fmt.Fprintf(w, "人工核对：正确 %d 处，原文在提取时受损 %d 处，错误 %d 处，未核对 %d 处；有错误或未核对的 %d 件，占 %.4f\n",
		v.said["right"], v.said["damaged"], v.said["wrong"], v.said[""], len(v.wrong), float64(len(v.wrong))/float64(max(1, v.documents)))
	return err
}
