package sub

import (
	"strings"
	"testing"

	"zhibao/examination/preexam/check/checktest"
	"zhibao/law/ident"
)

func TestSamples(t *testing.T) { checktest.Run(t, Rules(), Samples()) }

func TestInIPC(t *testing.T) {
	for _, c := range []struct {
		class, list string
		want        answerTo
	}{
		{"H01M 10/613", "B25J、H01M", inside},
		{"H01M 10/613", "H01M 10/00", inside},
		{"H01M 10/613", "H01M 10/613", inside},
		{"H01M", "H01M", inside},
		{"H01M", "H01M 10/00", perhaps},
		{"H01M 10/613", "H01M 10/60", perhaps}, // 10/613 is below 10/60, which the symbols do not show
		{"H01M 50/20", "H01M 10/00", outside},
		{"H01M 50/20", "H01M 10/00、H01M", inside},
		{"A47B", "H01M", outside},
		{"A47B", "动力电池、A47", outside},
		{"A47B", "", outside},
	} {
		class, err := ident.ParseIPC(c.class)
		if err != nil {
			t.Fatal(err)
		}
		if got := inIPC(class, strings.Split(c.list, "、")); got != c.want {
			t.Errorf("%s in %q: %d, want %d", c.class, c.list, got, c.want)
		}
	}
}

func TestDated(t *testing.T) {
	for s, want := range map[string]bool{
		"2026年11月2日": true, "2026 年 11 月 2 日": true, "2026-11-02": true, "2026.11.2": true, "二〇二六年十一月二日": true, "２０２６年１１月２日": true,
		"年  月  日": false, "20  年  月  日": false, "2026年": false, "申请号202610123456.X": false, "": false,
	} {
		if dated.MatchString(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
