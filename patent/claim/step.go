package claim

import (
	"regexp"
	"strings"
)

// A Step is one label of a step, as S101 or 步骤2.
type Step struct {
	Span
	Label string // "S101", "2", half-width and without 步骤
}

var stepLabel = regexp.MustCompile(`步骤\s*[(（]?\s*([sS]?[0-9０-９]{1,4}(?:[-.．][0-9]{1,3})*|[一二三四五六七八九十]{1,3}|[a-zA-Z])\s*[)）]?|\b([sS][0-9]{1,4}(?:[-.][0-9]{1,3})*)\s*[、:：,，.．；;)）]`)

// steps finds the labels of steps in a body.
func steps(text string, body Span) (out []Step) {
	s := text[body.Start:body.End]
	if !strings.Contains(s, "步骤") && !strings.ContainsAny(s, "Ss") {
		return nil
	}
	for _, m := range stepLabel.FindAllStringSubmatchIndex(s, -1) {
		i, j := m[2], m[3]
		if i < 0 {
			i, j = m[4], m[5]
		}
		out = append(out, Step{Span{body.Start + i, body.Start + j}, strings.ToUpper(narrow(s[i:j]))})
	}
	return out
}

// narrow turns full-width digits and letters into ASCII.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		return r
	}, s)
}
