package fin

import (
	"testing"

	"zhibao/examination/preexam/check/checktest"
	"zhibao/law/calendar"
	"zhibao/patent"
)

func TestSamples(t *testing.T) { checktest.Run(t, Rules(), Samples()) }

func TestCompute(t *testing.T) {
	day := calendar.MustDay("2026-11-23")
	for _, c := range []struct {
		name string
		f    Filing
		want int
	}{
		{"invention", Filing{Kind: patent.Invention, Claims: 10, Pages: 30}, 900 + 50 + 2500},
		{"eleventh claim", Filing{Kind: patent.Invention, Claims: 11, Pages: 30}, 3450 + 150},
		{"thirty-first page", Filing{Kind: patent.Invention, Claims: 1, Pages: 31}, 3450 + 50},
		{"three hundred pages", Filing{Kind: patent.Invention, Pages: 300}, 3450 + 270*50},
		{"three hundred and two", Filing{Kind: patent.Invention, Pages: 302}, 3450 + 270*50 + 2*100},
		{"utility model", Filing{Kind: patent.UtilityModel, Claims: 12}, 500 + 2*150},
		{"design has no surcharges", Filing{Kind: patent.Design, Claims: 12, Pages: 90}, 500},
		{"one applicant", Filing{Kind: patent.Invention, Applicants: 1, Reduced: true}, 135 + 50 + 375},
		{"several applicants", Filing{Kind: patent.Invention, Applicants: 2, Reduced: true}, 270 + 50 + 750},
		{"priorities are not reduced", Filing{Kind: patent.UtilityModel, Applicants: 1, Reduced: true, Priorities: 3}, 75 + 240},
		{"unknown kind", Filing{Claims: 99}, 0},
	} {
		s := Compute(day, c.f)
		sum := 0
		for _, x := range s.Items {
			sum += x.Sum
		}
		if s.Total != c.want || sum != s.Total {
			t.Errorf("%s: %d yuan (%s), items make %d, want %d", c.name, s.Total, s, sum, c.want)
		}
	}
}
