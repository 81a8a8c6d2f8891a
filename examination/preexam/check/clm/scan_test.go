package clm

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The expressions of which the scanners are the fast form.
var (
	bracketsAsWritten = regexp.MustCompile(`[(（][^()（）\n]{1,200}[)）]|【[^【】\n]{1,200}】|〔[^〔〕\n]{1,200}〕`)
	measuresAsWritten = regexp.MustCompile(`[0-9０-９]+(?:\.[0-9０-９]+)?\s*(` + strings.ReplaceAll(strings.Join(unit033, "|"), ".", `\.`) + `)`)
)

// TestScanners compares the scanners with the expressions over texts made of what matters to both.
func TestScanners(t *testing.T) {
	pieces := append([]string{"(", ")", "（", "）", "【", "】", "〔", "〕", "\n", "甲", "长度为", "1", "23", "０", "９", ".", " ", "\t", "mm", "（1）", strings.Repeat("长", 198)}, unit033...)
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(t, "body"), "")
		if got, want := brackets(body), bracketsAsWritten.FindAllStringIndex(body, -1); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("brackets(%q) = %v, want %v", body, got, want)
		}
		var got, want []string
		for _, m := range measures(body) {
			got = append(got, fmt.Sprint(m.Start, m.End, m.unit))
		}
		for _, m := range measuresAsWritten.FindAllStringSubmatchIndex(body, -1) {
			want = append(want, fmt.Sprint(m[0], m[1], body[m[2]:m[3]]))
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("measures(%q) = %v, want %v", body, got, want)
		}
	})
}
