package demo

import (
	"strings"
	"testing"
	"time"

	"zhibao/law/calendar"
	"zhibao/patent/reader/export"
	"zhibao/patent/reader/gazette"
)

// The published documents of the demo are read as those of an office and a service are, none is refused, and
// none shares its number with another.
func TestPublications(t *testing.T) {
	b := &builder{end: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)}
	ps, err := b.publications()
	if err != nil || len(ps) < 300 {
		t.Fatal(len(ps), err)
	}
	titles := map[string]bool{}
	for _, p := range ps {
		var w strings.Builder
		p.document(&w, "A", p.published)
		s, err := gazette.Open("demo.xml", strings.NewReader(w.String()))
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Next()
		if err != nil {
			t.Fatal(err)
		}
		ds, err := r.Read(t.Context())
		if err != nil || ds[0].Number != p.number+"A" || ds[0].ClaimCount() != 3 || len(ds[0].Description) != 1 || len(ds[0].IPC) != 1 || ds[0].Published >= calendar.DayOf(b.end) {
			t.Fatalf("%+v %v", ds, err)
		}
		if want := len(p.figures()); len(ds[0].Views) != want || want > 0 && ds[0].Views[0].File != p.sheet("A", 1) {
			t.Fatalf("%s has the drawings %v, want %d", p.number, ds[0].Views, want)
		}
		titles[p.title()] = true
	}
	if len(titles) != len(ps) {
		t.Errorf("%d titles of %d documents", len(titles), len(ps))
	}
	list := happened(ps, calendar.DayOf(b.end))
	for _, c := range list[0] {
		if !recognised(c) {
			t.Errorf("the column %s is not recognised", c)
		}
	}
}

// recognised reports whether a heading means something.
func recognised(heading string) bool {
	cols, err := export.Headings("list.csv", strings.NewReader(heading+"\n"), nil)
	return err == nil && len(cols) == 1 && cols[0].Field != export.Skip
}
