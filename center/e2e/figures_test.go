package e2e

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
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

// TestFiguresAddUp holds the figures of the lived-in center against each other: a share is of what it
// is a share of, the months of a year have the cases of the year, each once, and what is counted was
// really done.
func TestFiguresAddUp(t *testing.T) {
	w := lived(t)
	figure := func(tx *store.Tx, code string, from, to calendar.Day) casework.Figure {
		for _, m := range w.Pages.Measures {
			if m.Code == code {
				f, err := m.Compute(t.Context(), tx, w.Center.Center.ID, casework.Period{From: from, To: to})
				if err != nil {
					t.Fatal(err)
				}
				return f
			}
		}
		t.Fatalf("no figure %s", code)
		return casework.Figure{}
	}
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		for _, m := range w.Pages.Measures {
			year := figure(tx, m.Code, calendar.Date(2026, 1, 1), calendar.Date(2026, 12, 31))
			if m.Unit == "%" {
				for _, id := range year.Numerator {
					if !slices.Contains(year.Denominator, id) {
						t.Errorf("%s: case %d is above and not below the line", m.Code, id)
					}
				}
			}
			if m.Unit != "件" {
				continue
			}
			// Where the list is an approved one, the gate lets nothing through that lies outside.
			if m.Code == "preexam.outside" {
				if len(year.Numerator) > 0 {
					t.Errorf("accepted outside the fields: %v", year.Numerator)
				}
				continue
			}
			var months []int64
			for month := time.January; month <= time.December; month++ {
				months = append(months, figure(tx, m.Code, calendar.Date(2026, month, 1), calendar.Date(2026, month+1, 1)-1).Numerator...)
			}
			slices.Sort(months)
			if whole := slices.Sorted(slices.Values(year.Numerator)); !slices.Equal(months, whole) || len(whole) == 0 {
				t.Errorf("%s: the months have %d cases, the year %d", m.Code, len(months), len(whole))
			}
		}
		// A case that was passed at once never had a correction notice; one that was not, had one or failed.
		for _, id := range figure(tx, "preexam.first_time", calendar.Date(2026, 1, 1), calendar.Date(2026, 12, 31)).Numerator {
			events, err := w.Office.Events(t.Context(), tx, w.Center.Center.ID, id)
			if err != nil {
				return err
			}
			did := func(move string) bool {
				return slices.ContainsFunc(events, func(e casework.Event) bool { return e.Move == move })
			}
			if !did("accept") || !did("approve") || did("notify") {
				t.Errorf("case %d was not passed at once", id)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
