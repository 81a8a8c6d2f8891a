package counterfeit_test

import (
	"context"
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/template"
)

// latest notes which draft is worked on.
func (w *world) latest() (err error) {
	w.of, err = caseworktest.Drafted(context.Background(), w.office)
	return err
}

// last opens the latest paper of a case made from a template.
func (w *world) last(t *testing.T, k *casework.Case, code string) (found *document.Paper) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(t.Context(), tx, k.Center, k.ID)
		if err != nil {
			return err
		}
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		for _, p := range all {
			if p.Template == counterfeit.Code+"."+code {
				found, err = document.Open(t.Context(), tx, key, k.ID, p.ID)
			}
		}
		return err
	}))
	if found == nil {
		t.Fatalf("no paper %s", code)
	}
	return found
}

// words are the paragraphs of a paper.
func words(p *document.Paper) (out []string) {
	for _, b := range p.Content.Body {
		if x, ok := b.(paper.Para); ok && len(x.Runs) > 0 {
			out = append(out, x.Runs[0].Text)
		}
	}
	return out
}

// TestADraftBecomesThePaper: what was edited and reviewed stands in the decision; what nobody edited, and
// every amount, is what the step says.
func TestADraftBecomesThePaper(t *testing.T) {
	w := newWorld(t)
	k := w.noticed(t, "2026-03-06", w.filed(t, "2026-03-03"))
	k = w.do(t, "2026-03-10", "承办人", k, "waive", nil)
	k = w.do(t, "2026-03-10", "承办人", k, draft.MoveDraft, &draft.Begin{Template: "penalty"})
	k = w.do(t, "2026-03-10", "承办人", k, draft.MoveEdit, &draft.Edit{Blocks: []draft.Text{{Name: "理由", Text: "当事人主动消除标识，从轻处罚。"}, {Name: "证据", Text: "- 现场检查笔录\n- 登记簿副本"}}, Submit: true})
	k = w.do(t, "2026-03-10", "法制", k, draft.MoveReview, &draft.Review{Opinion: "同意"})
	k = w.do(t, "2026-03-11", "负责人", k, "discuss", nil)
	in := &counterfeit.Decide{Reason: "表单中的理由"}
	in.Fine = 100
	k = w.do(t, "2026-03-12", "主任", k, "decide", in)
	p := w.last(t, k, "penalty")
	text := words(p)
	if !slices.Contains(text, "当事人主动消除标识，从轻处罚。") || slices.Contains(text, "表单中的理由") {
		t.Errorf("the decision says %q", text)
	}
	if !slices.ContainsFunc(p.Content.Body, func(b paper.Block) bool {
		l, ok := b.(paper.List)
		return ok && slices.Contains(l.Items, "罚款 1 元")
	}) {
		t.Errorf("the fine is not that of the step: %+v", p.Content.Body)
	}
	if p.Content.Authority != "示范市知识产权局" || p.Content.To != "示范电器有限公司" {
		t.Errorf("%s to %s", p.Content.Authority, p.Content.To)
	}
}

// TestEachPaperNamesItsStep: what a template says of the step that issues it is what the chart calls it.
func TestEachPaperNamesItsStep(t *testing.T) {
	w := newWorld(t)
	for _, x := range template.All() {
		if !slices.ContainsFunc(w.desk.Chart().Moves, func(m casework.Move) bool { return m.Title == x.By[0] && m.English == x.By[1] }) {
			t.Errorf("%s is issued with %q, which the chart does not have", x.Code, x.By)
		}
	}
}

// TestEveryPaperCanBePreviewed: a draft of any paper can be looked at as soon as there is a case.
func TestEveryPaperCanBePreviewed(t *testing.T) {
	w := newWorld(t)
	k := w.filed(t, "2026-03-03")
	for _, x := range w.desk.Drafts.Of(counterfeit.Code).Templates {
		if !x.Drafted() {
			continue
		}
		k = w.do(t, "2026-03-04", "承办人", k, draft.MoveDraft, &draft.Begin{Template: x.Code})
		must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			all, err := draft.In(t.Context(), tx, k.ID)
			if err != nil {
				return err
			}
			s := &casework.Step{Ctx: t.Context(), Tx: tx, Office: w.office, Chart: w.desk.Chart(), Move: w.desk.Chart().Move(draft.MoveIssue), Case: k, Actor: actor("主任"), Now: w.office.Now(), Today: w.office.Today()}
			for _, d := range all {
				if d.Template != x.Code {
					continue
				}
				p, why, err := w.desk.Drafts.Preview(s, d, draft.Content{})
				if err != nil || p.Title == "" || x.Ahead() && why != nil {
					t.Errorf("%s: %+v %v %v", x.Code, p, why, err)
				}
			}
			return nil
		}))
	}
}
