package infringement_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/casework/hearing"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/infringement"
)

// do makes a step on a day, and returns the case as it stands then.
func (w *world) do(t *testing.T, on, who string, k *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	after, err := w.try(t, on, w.actor(who), k, move, in)
	if err != nil {
		t.Fatalf("%s %s %s: %v", on, who, move, err)
	}
	return after
}

func (w *world) try(t *testing.T, on string, by casework.Actor, k *casework.Case, move string, in any) (*casework.Case, error) {
	t.Helper()
	w.clock.SetDay(calendar.MustDay(on))
	m := w.desk.Chart().Move(move)
	if in == nil {
		in = m.Do.New()
	}
	if err := w.fill(map[string]bool{})(m, in); err != nil {
		return nil, err
	}
	r := casework.Request{Actor: by, Chart: infringement.Code, Move: move, Input: in}
	if k != nil {
		r.Case, r.Expected = k.ID, k.Version
	}
	out, err := w.office.Move(t.Context(), r)
	return out.Case, err
}

// outside leads a case against somebody without an account to where the copies are on their way.
func (w *world) outside(t *testing.T, name string) *casework.Case {
	t.Helper()
	w.before(t, "")
	k := w.do(t, "2026-03-24", "请求人", nil, "file", &infringement.File{Claim: infringement.Claim{Opponents: []infringement.Opponent{{Name: name}}}})
	k = w.do(t, "2026-03-25", "受理员", k, "examine", &infringement.Examine{Met: []string{"standing", "respondent", "request", "jurisdiction", "nosuit", "undecided"}, Opinion: "材料齐全"})
	k = w.do(t, "2026-03-26", "负责人", k, "accept", &infringement.Accept{Track: "ordinary"})
	k = w.do(t, "2026-03-26", "负责人", k, "panel", nil)
	return w.do(t, "2026-03-26", "承办人", k, "send", nil)
}

// last opens the latest paper of a case made from a template, and returns its body as text as well.
func (w *world) last(t *testing.T, k *casework.Case, code string) (found *document.Paper, text string) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(t.Context(), tx, k.Center, k.ID)
		if err != nil {
			return err
		}
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		for _, p := range all {
			if p.Template == infringement.Code+"."+code {
				found, err = document.Open(t.Context(), tx, key, k.ID, p.ID)
			}
		}
		return err
	})
	if err != nil || found == nil {
		t.Fatalf("no paper %s: %v", code, err)
	}
	body, err := paper.Marshal(paper.Paper{Title: "正文", Body: found.Content.Body})
	if err != nil {
		t.Fatal(err)
	}
	return found, string(body)
}

// printed is the code on a paper, "" where there is none.
func printed(text string) string {
	return regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]`).FindString(text)
}

// TestTheCodeAnswersOnce: the respondent answers with the code on its notice, once, after the notice was served;
// it sees its case and the papers served on it, and nothing else.
func TestTheCodeAnswersOnce(t *testing.T) {
	w := newWorld(t)
	other := w.outside(t, "另一五金店")
	k := w.outside(t, "街角五金店")
	_, text := w.last(t, k, "answer")
	code := printed(text)
	if code == "" {
		t.Fatalf("the notice has no code:\n%s", text)
	}
	if _, online := w.last(t, k, "panel"); printed(online) != "" {
		t.Error("a paper for somebody with an account has a code")
	}
	visits := &answer.Desk{Office: w.office}
	enter := func() casework.Actor {
		t.Helper()
		v, err := visits.Find(t.Context(), mustToken(t, visits, code))
		if err != nil || v == nil {
			t.Fatalf("no visit: %v", err)
		}
		return visits.Actor(v, "")
	}
	sees := func(by casework.Actor, k *casework.Case) (papers []string, err error) {
		err = w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			c, err := w.office.Get(t.Context(), tx, by, k.ID)
			if err != nil {
				return err
			}
			all, _, err := document.Visible(t.Context(), tx, w.office, by, c)
			for _, p := range all {
				papers = append(papers, strings.TrimPrefix(p.Template, infringement.Code+"."))
			}
			return err
		})
		return papers, err
	}
	if _, err := sees(enter(), k); fault.KindOf(err) != fault.Missing {
		t.Errorf("before the notice was served the code shows the case: %v", err)
	}
	k = w.do(t, "2026-03-30", "承办人", k, "serve", &infringement.Serve{ServeParty: infringement.ServeParty{Party: "街角五金店"}, Channel: "person", Day: day("2026-03-30")})
	by := enter()
	papers, err := sees(by, k)
	if err != nil || !slices.Equal(papers, []string{"answer"}) {
		t.Errorf("the respondent reads %v, %v", papers, err)
	}
	if _, err := sees(by, other); fault.KindOf(err) != fault.Missing {
		t.Errorf("the code shows another case: %v", err)
	}
	for _, move := range []string{"forward", "withdraw", "serve"} {
		if _, err := w.try(t, "2026-03-31", by, k, move, nil); err == nil {
			t.Errorf("the code makes %s", move)
		}
	}
	k, err = w.try(t, "2026-03-31", by, k, "answer", &infringement.Answer{Text: "不侵权"})
	if err != nil {
		t.Fatal(err)
	}
	if k.State != infringement.Trying {
		t.Errorf("after the answer the case is %s", k.State)
	}
	if _, _, err := visits.Enter(t.Context(), code, ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the code was used and opens again: %v", err)
	}
}

// mustToken enters with a code and returns the token of the visit.
func mustToken(t *testing.T, visits *answer.Desk, code string) string {
	t.Helper()
	token, _, err := visits.Enter(t.Context(), code, "")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestEachSummonsHasItsOwnCode: nobody learns the code of another from a paper for both.
func TestEachSummonsHasItsOwnCode(t *testing.T) {
	w := newWorld(t)
	k := w.outside(t, "街角五金店")
	k = w.do(t, "2026-03-30", "承办人", k, "serve", &infringement.Serve{ServeParty: infringement.ServeParty{Party: "街角五金店"}, Channel: "person", Day: day("2026-03-30")})
	in := &hearing.Arrange{}
	in.Day = day("2026-04-20")
	k = w.do(t, "2026-04-02", "承办人", k, hearing.MovePlan, in)
	codes := map[string]int64{}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		all, err := document.Of(t.Context(), tx, k.Center, k.ID)
		for _, p := range all {
			if p.Template != infringement.Code+".summons" {
				continue
			}
			x, err := document.Open(t.Context(), tx, key, k.ID, p.ID)
			if err != nil {
				return err
			}
			body, err := paper.Marshal(paper.Paper{Title: "正文", Body: x.Content.Body})
			if err != nil {
				return err
			}
			codes[x.Content.To+printed(string(body))]++
			if has := printed(string(body)) != ""; has != (x.Content.To == "街角五金店") {
				t.Errorf("the summons to %s has a code: %v", x.Content.To, has)
			}
		}
		return err
	})
	if err != nil || len(codes) != 2 {
		t.Errorf("%v %v", codes, err)
	}
}

// executing leads a case against two shops without an account to where the order binds them.
func (w *world) executing(t *testing.T) *casework.Case {
	t.Helper()
	w.before(t, "")
	shops := []string{"街角五金店", "桥头五金店"}
	k := w.do(t, "2026-03-02", "请求人", nil, "file", &infringement.File{Claim: infringement.Claim{Opponents: []infringement.Opponent{{Name: shops[0]}, {Name: shops[1]}}}})
	k = w.do(t, "2026-03-03", "受理员", k, "examine", &infringement.Examine{Met: []string{"standing", "respondent", "request", "jurisdiction", "nosuit", "undecided"}, Opinion: "材料齐全"})
	k = w.do(t, "2026-03-04", "负责人", k, "accept", &infringement.Accept{Track: "ordinary"})
	k = w.do(t, "2026-03-04", "负责人", k, "panel", nil)
	k = w.do(t, "2026-03-05", "承办人", k, "send", nil)
	for _, shop := range shops {
		k = w.do(t, "2026-03-06", "承办人", k, "serve", &infringement.Serve{ServeParty: infringement.ServeParty{Party: shop}, Channel: "person", Day: day("2026-03-06")})
	}
	for _, shop := range shops {
		k = w.do(t, "2026-03-10", "受理员", k, "answer", &infringement.Answer{Behalf: casework.Behalf{For: shop}, Text: "有合法来源"})
	}
	k = w.do(t, "2026-03-11", "承办人", k, "forward", nil)
	k = w.do(t, "2026-03-12", "承办人", k, "written", &infringement.Reasoned{Reason: "事实清楚"})
	k = w.do(t, "2026-03-13", "承办人", k, "finish", nil)
	for _, who := range []string{"承办人", "组员甲", "组员乙"} {
		k = w.do(t, "2026-03-13", who, k, "vote", &infringement.Vote{Outcome: "upheld", Reason: "评议"})
	}
	k = w.do(t, "2026-03-13", "承办人", k, "reason", nil)
	k = w.do(t, "2026-03-13", "承办人", k, "submit", nil)
	k = w.do(t, "2026-03-16", "法审", k, "approve", nil)
	k = w.do(t, "2026-03-17", "主任", k, "sign", nil)
	for _, shop := range shops {
		k = w.do(t, "2026-03-18", "承办人", k, "serve_decision", &infringement.Serve{ServeParty: infringement.ServeParty{Party: shop}, Channel: "person", Day: day("2026-03-18")})
	}
	robot := casework.Robot(k.Center)
	k, err := w.try(t, "2026-04-03", robot, k, "no_suit", nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestEachUrgingHasItsOwnCode: of several who do not perform each is urged by a paper of its own with a code
// of its own, all of them in the words of the one draft that was made ahead. Who drafts it for both learns at
// once that there is one for each.
func TestEachUrgingHasItsOwnCode(t *testing.T) {
	w := newWorld(t)
	k := w.executing(t)
	both := []string{w.named("街角五金店"), w.named("桥头五金店")}
	if _, err := w.try(t, "2026-04-07", w.actor("承办人"), k, draft.MoveDraft, &draft.Begin{Template: "urge", Recipients: both}); fault.CodeOf(err) != "draft.one_by_one" {
		t.Errorf("one draft for both: %v", err)
	}
	k = w.do(t, "2026-04-07", "承办人", k, draft.MoveDraft, &draft.Begin{Template: "urge"})
	k = w.do(t, "2026-04-07", "承办人", k, draft.MoveEdit, &draft.Edit{Blocks: []draft.Text{{Name: "未履行情况", Text: "复查发现货架上仍有被控产品。"}}, Submit: true})
	k = w.do(t, "2026-04-08", "法审", k, draft.MoveReview, &draft.Review{Opinion: "同意"})
	k = w.do(t, "2026-04-09", "承办人", k, "demand", &infringement.Urge{Facts: "库存未销毁", Day: day("2026-04-09")})
	got := map[string]string{}
	for _, p := range w.made(t, k, "urge") {
		if !strings.Contains(p.text, "货架上仍有被控产品") {
			t.Errorf("the urging of %s is not in the words of the draft:\n%s", p.to, p.text)
		}
		got[p.to] = printed(p.text)
	}
	if len(got) != 2 || got["街角五金店"] == "" || got["桥头五金店"] == "" || got["街角五金店"] == got["桥头五金店"] {
		t.Errorf("urged are %v", got)
	}
}

// A madePaper is a paper of a case, to whom it is addressed and its words.
type madePaper struct{ to, text string }

// made opens the papers of a case made from a template.
func (w *world) made(t *testing.T, k *casework.Case, code string) (out []madePaper) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		all, err := document.Of(t.Context(), tx, k.Center, k.ID)
		for _, p := range all {
			if p.Template != infringement.Code+"."+code {
				continue
			}
			x, err := document.Open(t.Context(), tx, key, k.ID, p.ID)
			if err != nil {
				return err
			}
			body, err := paper.Marshal(paper.Paper{Title: "正文", Body: x.Content.Body})
			if err != nil {
				return err
			}
			out = append(out, madePaper{x.Content.To, string(body)})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
