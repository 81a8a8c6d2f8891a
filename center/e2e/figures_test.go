package e2e

import (
	"regexp"
	"strings"
	"testing"

	"zhibao/internal/web/webtest"
)

var casesHref = regexp.MustCompile(`^/figures/cases\?`)

// TestFiguresOpenToTheirCases follows every number of the figures of the lived-in center, in the
// month, the quarter and the year: the list behind it has as many cases, on the page and in the file.
func TestFiguresOpenToTheirCases(t *testing.T) {
	w := lived(t)
	s := w.person(t, "fuzeren")
	numbers := 0
	for _, period := range []string{"", "?period=2026-10", "?period=2026-Q3", "?period=2026"} {
		p := s.Get("/figures" + period)
		p.Check()
		for _, a := range webtest.All(p.Root, "a") {
			href := webtest.Attr(a, "href")
			if !casesHref.MatchString(href) {
				continue
			}
			numbers++
			want := strings.TrimSpace(webtest.Text(a))
			list := s.Get(href)
			if !strings.Contains(webtest.Text(list.Root), "共 "+want+" 件") {
				t.Errorf("%s counts %s, the list says otherwise", href, want)
			}
			file := s.Get(strings.Replace(href, "/figures/cases?", "/figures/cases/export?_as=csv&", 1))
			if lines := strings.Count(file.Body, "-HZ-"); file.Status != 200 || lines < 1 {
				t.Errorf("%s: the file has status %d and %d numbered cases", href, file.Status, lines)
			}
		}
	}
	if numbers < 50 {
		t.Errorf("only %d numbers open to cases", numbers)
	}
	p := s.Get("/figures/preexam.pass_rate?period=2026-11")
	p.Check()
	p.Contains("近 12 期", "各期数值", "2026 年 11 月", "2025 年 12 月")
	if got := s.Get("/figures?period=2026-13"); got.Status != 400 && got.Status != 422 {
		t.Errorf("a period that does not exist: %d", got.Status)
	}
	if got := s.Get("/figures/export?_as=xlsx&period=2026-Q4"); got.Status != 200 || !strings.HasPrefix(got.Body, "PK") {
		t.Errorf("the file of the figures: %d", got.Status)
	}
}
