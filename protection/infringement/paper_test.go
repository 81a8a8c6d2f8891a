package infringement_test

import (
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/wording"
)

// TestEachPaperNamesItsStep: what a template says of the step that issues it is what the chart calls it,
// and each holds together.
func TestEachPaperNamesItsStep(t *testing.T) {
	w := newWorld(t)
	for _, x := range wording.Templates() {
		if err := x.Check(); err != nil {
			t.Error(err)
		}
		if !slices.ContainsFunc(w.desk.Chart().Moves, func(m casework.Move) bool { return m.Title == x.By[0] && m.English == x.By[1] }) {
			t.Errorf("%s is issued with %q, which the chart does not have", x.Code, x.By)
		}
	}
}

// TestTheLawOfTheDay: a decision names the article of the patent law that held on its day.
func TestTheLawOfTheDay(t *testing.T) {
	p := newWorld(t).desk.Drafts.Of(infringement.Code)
	for day, article := range map[string]string{"2021-05-31": "专利法第六十条", "2021-06-01": "专利法第六十五条"} {
		for _, code := range []string{"decision", "refused"} {
			x, err := p.Template(code, calendar.MustDay(day))
			if err != nil || !strings.Contains(x.Text, article) {
				t.Errorf("%s on %s does not name %s: %v", code, day, article, err)
			}
		}
	}
}

// TestEveryPaperCanBePreviewed: a draft of any paper can be looked at as soon as there is a case.
func TestEveryPaperCanBePreviewed(t *testing.T) {
	w := newWorld(t)
	w.before(t, "")
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	do := func(who string, k *casework.Case, move string, in any) *casework.Case {
		t.Helper()
		if in == nil {
			in = w.desk.Chart().Move(move).Do.New()
		}
		if err := w.fill(map[string]bool{})(w.desk.Chart().Move(move), in); err != nil {
			t.Fatal(err)
		}
		r := casework.Request{Actor: w.actor(who), Chart: infringement.Code, Move: move, Input: in}
		if k != nil {
			r.Case, r.Expected = k.ID, k.Version
		}
		out, err := w.office.Move(t.Context(), r)
		if err != nil {
			t.Fatalf("%s: %v", move, err)
		}
		return out.Case
	}
	k := do("请求人", nil, "file", nil)
	p := w.desk.Drafts.Of(infringement.Code)
	for _, x := range p.InForce(calendar.MustDay("2026-03-02")) {
		if x.Drafted() {
			k = do("承办人", k, draft.MoveDraft, &draft.Begin{Template: x.Code})
		}
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := draft.In(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		if len(all) < 15 {
			t.Errorf("only %d papers can be drafted", len(all))
		}
		s := &casework.Step{Ctx: t.Context(), Tx: tx, Office: w.office, Chart: w.desk.Chart(), Move: w.desk.Chart().Move(draft.MoveIssue), Case: k, Actor: w.actor("主任"), Now: w.office.Now(), Today: w.office.Today()}
		for _, d := range all {
			sheet, why, err := w.desk.Drafts.Preview(s, d, draft.Content{})
			if err != nil || sheet.Title == "" || why != nil && !strings.HasPrefix(d.Template, "not") {
				t.Errorf("%s: %+v %v %v", d.Template, sheet, why, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
