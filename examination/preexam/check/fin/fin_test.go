package fin

import (
	"testing"

	"zhibao/examination/preexam/check/checktest"
	"zhibao/law/calendar"
	"zhibao/patent"
)

func TestSamples(t *testing.T) { checktest.Run(t, Rules(), Samples()) }

// TestOf: what the papers say, and nothing where they cannot be understood.
func TestOf(t *testing.T) {
	day := calendar.MustDay("2026-11-23")
	request := &patent.Request{ClaimCount: 12, FeeReduction: true, Applicants: make([]patent.Applicant, 2), Priorities: make([]patent.Priority, 1)}
	for _, c := range []struct {
		name   string
		app    patent.Application
		claims int
		want   int
	}{
		{"no form", patent.Application{Kind: patent.Invention}, 10, 900 + 50 + 2500},
		{"the claims of the text count", patent.Application{Kind: patent.Invention, Request: request}, 11, 270 + 50 + 750 + 150 + 80},
		{"those of the form without a text", patent.Application{Kind: patent.UtilityModel, Request: request}, 0, 150 + 300 + 80},
		{"a design has no claims", patent.Application{Kind: patent.Design, Request: request}, 3, 150 + 80},
		{"unknown kind", patent.Application{Request: request}, 3, 0},
		{"beyond all bounds", patent.Application{Kind: patent.Invention}, 200_000, 0},
	} {
		if got := Bill(&c.app, c.claims, day); got.Payable != c.want {
			t.Errorf("%s: %d yuan (%s), want %d", c.name, got.Payable, got, c.want)
		}
	}
}
