package draft_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

type none struct{}

const letter = `标题：关于{事项}的答复
主送：{来信人}
附件：材料清单

{来信人}：你方关于**{事项}**的来信收悉。
# 一、事实
{事实}
# 二、答复
{答复}
{材料表}
= 联系 | {电话}`

// world is an office whose one procedure drafts letters.
type world struct {
	t       *testing.T
	o       *casework.Office
	clock   *caseworktest.Clock
	desk    *draft.Desk
	k       *casework.Case
	values  draft.Values
	refused error    // of the mandate
	final   bool     // the end issues a paper that can be drafted ahead
	issued  []string // numbers that the procedure was told of
	usual   func() (groups [][]int64)
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, desk: draft.New()}
	w.values = draft.Values{Text: map[string]string{"来信人": "示范公司", "事项": "查询", "电话": "12330"}, Suggest: map[string]string{"事实": "经查，来信属实。"},
		Blocks: map[string][]paper.Block{"材料表": {paper.Table{Head: []string{"序号", "材料"}, Rows: [][]string{{"1", "来信"}}, Quoted: true}}}}
	basis := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	day := calendar.MustDay
	c := &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter", Sides: []casework.Side{{Code: "asker", Title: "来信人", English: "Asker"}, {Code: "other", Title: "对方", English: "Other"}},
		States: []casework.State{{Code: "open", Title: "办理中", English: "Open", Queue: casework.Clerk}, {Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "write", Title: "来信", English: "Write", To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: basis, Do: casework.Input(func(s *casework.Step, _ *none) error {
				if s.Case.Owner = s.Actor.Party; true {
					if err := s.AddPart(casework.Part{Party: 200, Side: "other"}); err != nil {
						return err
					}
				}
				return s.Issue()
			})},
			{Code: "end", Title: "办结", English: "End", From: []string{"open"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: basis,
				Do: casework.Input(func(s *casework.Step, _ *none) error {
					if w.final {
						_, err := w.desk.Issue(s, "final", draft.Values{Text: map[string]string{"结果": "同意"}, Suggest: map[string]string{"理由": "经查属实。", "附言": "无。"}})
						return err
					}
					_, err := w.desk.Issue(s, "reply", draft.Values{Text: map[string]string{"事项": "办结"}, Suggest: map[string]string{"事实": "已办结。", "答复": "办结。"}})
					return err
				})},
		}}
	c.Moves = append(c.Moves, draft.Moves(w.desk, draft.Procedure{Chart: "letter", From: []string{"open"}, Basis: basis, Authors: []casework.Role{casework.Clerk}, Reviewers: []casework.Role{casework.Reviewer},
		Signers: []casework.Role{casework.Reviewer, casework.Director, casework.Clerk},
		Templates: []draft.Template{
			{Code: "reply", Version: "2026-01-01", From: day("2026-01-01"), To: day("2026-06-30"), Name: "答复函", English: "Reply", Series: "答字", Text: letter, Edit: []string{"事实", "答复"}},
			{Code: "reply", Version: "2026-07-01", From: day("2026-07-01"), Name: "答复函", English: "Reply", Series: "答字", Text: letter + "\n第二版。", Edit: []string{"事实", "答复"}},
			{Code: "final", Version: "2026-01-01", From: day("2026-01-01"), Name: "办结通知", English: "Result", Series: "结字", Text: "标题：办结通知\n主送：{来信人}\n\n{理由}\n{附言}\n= 结果 | {结果}", Edit: []string{"理由", "附言"},
				By: fault.Pair{"办结", "End"}},
			{Code: "short", Version: "2026-01-01", From: day("2026-01-01"), Name: "便函", English: "Note", Series: "便字", Text: "标题：便函\n主送：{来信人}\n\n{内容}", Edit: []string{"内容"}, Lone: true}},
		Fill: func(_ context.Context, _ *store.Tx, k *casework.Case, t *draft.Template) (draft.Values, error) {
			v := w.values
			v.Recipients = []document.Recipient{{Party: k.Owner}}
			return v, nil
		},
		Usual: func(_ context.Context, _ *store.Tx, k *casework.Case, _ *draft.Template) ([][]int64, error) {
			if w.usual != nil {
				return w.usual(), nil
			}
			return [][]int64{{k.Owner}}, nil
		},
		Mandate: func(*casework.Step, *draft.Template) (draft.Mandate, error) {
			return draft.Mandate{Authority: "示范市知识产权局", Mark: "示知法", Chain: []string{"受示范市知识产权局委托"}}, w.refused
		},
		Issued: func(_ *casework.Step, t *draft.Template, p *document.Paper) error {
			w.issued = append(w.issued, t.Code+" "+p.Number)
			return nil
		}})...)
	w.o, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{c}, Schemas: []store.Schema{draft.Schema()}})
	w.do(who(10, 100, casework.Entity), "write", &none{})
	return w
}

func who(account, party int64, r casework.Role) casework.Actor {
	return casework.Actor{Name: strconv.FormatInt(account, 10), Via: "test", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Party: party, Roles: []string{string(r)}}}
}

// try makes a move on the case of the world.
func (w *world) try(a casework.Actor, move string, in any) error {
	r := casework.Request{Actor: a, Chart: "letter", Move: move, Input: in}
	if w.k != nil {
		r.Case, r.Expected = w.k.ID, w.k.Version
	}
	out, err := w.o.Move(w.t.Context(), r)
	if err == nil {
		w.k = out.Case
	}
	return err
}

func (w *world) do(a casework.Actor, move string, in any) {
	w.t.Helper()
	if err := w.try(a, move, in); err != nil {
		w.t.Fatalf("%s: %v", move, err)
	}
}

func (w *world) refuse(code string, a casework.Actor, move string, in any) {
	w.t.Helper()
	if err := w.try(a, move, in); fault.CodeOf(err) != code {
		w.t.Errorf("%s: %v, want %s", move, err, code)
	}
}

// draft returns the latest draft with what it says.
func (w *world) draft() (d *draft.Draft, vs []draft.Version, note string) {
	w.t.Helper()
	err := w.o.DB.Read(w.t.Context(), func(tx *store.Tx) error {
		all, err := draft.In(w.t.Context(), tx, w.k.ID)
		if err != nil || len(all) == 0 {
			return err
		}
		key, err := w.o.Keys.CaseKey(w.t.Context(), tx, w.k.ID)
		if err != nil {
			return err
		}
		d = all[0]
		if vs, err = draft.Versions(w.t.Context(), tx, key, d.ID); err != nil {
			return err
		}
		note, err = d.Note(key)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return d, vs, note
}

// open lists the drafts that can still become papers.
func (w *world) open() (out []*draft.Draft) {
	w.t.Helper()
	err := w.o.DB.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		out, err = draft.In(w.t.Context(), tx, w.k.ID)
		out = slices.DeleteFunc(out, func(d *draft.Draft) bool { return !d.Open() })
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// written is what the open draft of a template says.
func (w *world) written(code string) (out map[string]string) {
	w.t.Helper()
	err := w.o.DB.Read(w.t.Context(), func(tx *store.Tx) error {
		key, err := w.o.Keys.CaseKey(w.t.Context(), tx, w.k.ID)
		if err != nil {
			return err
		}
		out, err = draft.Written(w.t.Context(), tx, key, w.k.ID, code)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// of names the latest draft as it now is.
func (w *world) of() draft.Of {
	d, _, _ := w.draft()
	return draft.Of{Draft: strconv.FormatInt(d.ID, 10), Version: d.Version}
}

func (w *world) papers() (out []*document.Paper) {
	w.t.Helper()
	err := w.o.DB.Read(w.t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(w.t.Context(), tx, w.k.Center, w.k.ID)
		if err != nil {
			return err
		}
		key, err := w.o.Keys.CaseKey(w.t.Context(), tx, w.k.ID)
		for _, p := range all {
			x, err := document.Open(w.t.Context(), tx, key, w.k.ID, p.ID)
			if err != nil {
				return err
			}
			out = append(out, x)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

var (
	author, second     = who(1, 0, casework.Clerk), who(2, 0, casework.Clerk)
	reviewer, director = who(3, 0, casework.Reviewer), who(4, 0, casework.Director)
)

// TestFromDraftToPaper: written, sent back, changed, reviewed and signed by different people; the number
// comes with the signature.
func TestFromDraftToPaper(t *testing.T) {
	w := newWorld(t)
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "reply"})
	d, vs, _ := w.draft()
	if d.State != draft.Drafting || len(vs) != 1 || vs[0].Content.Blocks["事实"] != "经查，来信属实。" || len(w.papers()) != 0 {
		t.Fatalf("%+v %+v", d, vs)
	}
	w.refuse("paper.variable", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Submit: true})
	w.refuse("draft.fixed", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "来信人", Text: "别人"}}})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "答复", Text: "同意。\r\n- 第一项\n- 第二项"}}, Submit: true})
	w.refuse("draft.version", reviewer, draft.MoveReview, &draft.Review{Of: draft.Of{Draft: w.of().Draft, Version: 1}})
	w.refuse("draft.unreviewed", director, draft.MoveIssue, &draft.Sign{Of: w.of()})
	w.do(reviewer, draft.MoveReturn, &draft.Return{Of: w.of(), Reason: "请写明理由"})
	if d, _, note := w.draft(); d.State != draft.Drafting || note != "请写明理由" {
		t.Errorf("%+v %q", d, note)
	}
	w.refuse("draft.state", reviewer, draft.MoveReview, &draft.Review{Of: w.of()})
	w.do(second, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "答复", Text: "依法同意。"}}, Recipients: []string{"100", "200:person"}, Submit: true})
	w.refuse("draft.recipient", second, draft.MoveEdit, &draft.Edit{Of: w.of(), Recipients: []string{"300"}})
	w.do(reviewer, draft.MoveReview, &draft.Review{Of: w.of(), Opinion: "同意"})
	for _, a := range []casework.Actor{author, second, reviewer} {
		w.refuse("draft.four_eyes", a, draft.MoveIssue, &draft.Sign{Of: w.of()})
	}
	w.do(director, draft.MoveIssue, &draft.Sign{Of: w.of()})
	d, vs, _ = w.draft()
	papers := w.papers()
	if len(papers) != 1 || d.State != draft.Issued || d.Paper != papers[0].ID || len(vs) != 3 {
		t.Fatalf("%+v %d versions %+v", d, len(vs), papers)
	}
	if got := draft.Changed(vs[1].Content, vs[2].Content, []string{"事实", "答复"}); !slices.Equal(got, []string{"答复"}) || vs[2].Account != 2 {
		t.Errorf("who changed what: %q by %d", got, vs[2].Account)
	}
	c := papers[0].Content
	if c.Number != "示知法答字〔2026〕1号" || c.Title != "关于查询的答复" || c.To != "示范公司" || c.Authority != "示范市知识产权局" || len(c.Attachments) != 1 || papers[0].Template != "letter.reply" {
		t.Errorf("%+v", c)
	}
	if !slices.Equal(w.issued, []string{"reply 示知法答字〔2026〕1号"}) {
		t.Errorf("told the procedure %q", w.issued)
	}
	w.refuse("draft.state", second, draft.MoveEdit, &draft.Edit{Of: w.of()})
}

// TestBackToAVersion: what a draft said can be brought back, and that is a version too.
func TestBackToAVersion(t *testing.T) {
	w := newWorld(t)
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "reply", Recipients: []string{"200"}})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "事实", Text: "改错了。"}}})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Back: 1})
	w.refuse("draft.back", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Back: 9})
	d, vs, _ := w.draft()
	if last := vs[len(vs)-1].Content; d.Version != 3 || last.Blocks["事实"] != "经查，来信属实。" || last.Back != 1 || last.Recipients[0].Party != 200 {
		t.Errorf("%+v", vs)
	}
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Drop: true})
	if d, _, _ := w.draft(); d.State != draft.Dropped {
		t.Errorf("%+v", d)
	}
}

// TestNothingUnresolved: no paper is issued in which a variable has no value, whatever way it goes, and
// what a party is called is never read as a template.
func TestNothingUnresolved(t *testing.T) {
	for name, x := range map[string]struct{ variable, value, code string }{
		"empty": {"电话", " ", "paper.variable"}, "variable": {"来信人", "{事项}", "paper.template"}, "to be filled in": {"事项", "【待填】", "paper.template"},
	} {
		w := newWorld(t)
		w.do(author, draft.MoveDraft, &draft.Begin{Template: "reply"})
		w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "答复", Text: "同意。"}}, Submit: true})
		w.do(reviewer, draft.MoveReview, &draft.Review{Of: w.of()})
		w.values.Text[x.variable] = x.value // after the review, so that only the signature can notice
		if w.refuse(x.code, director, draft.MoveIssue, &draft.Sign{Of: w.of()}); len(w.papers()) > 0 {
			t.Errorf("%s: issued", name)
		}
	}
	w := newWorld(t)
	w.values.Text["来信人"] = "# 标题\n| 甲 | 乙 |<script>**粗**"
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "short"})
	w.refuse("paper.unresolved", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "内容", Text: "尚缺{理由}。"}}, Submit: true, Recipients: []string{"100"}})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "内容", Text: "内容。"}}, Submit: true})
	w.do(director, draft.MoveIssue, &draft.Sign{Of: w.of()})
	if p := w.papers()[0]; p.Content.To != w.values.Text["来信人"] || len(p.Content.Body) != 2 {
		t.Errorf("a name became a part of the paper: %+v", p.Content)
	}
}

// TestMandateIsAsked: without an entrustment nothing is issued.
func TestMandateIsAsked(t *testing.T) {
	w := newWorld(t)
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "short"})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "内容", Text: "内容。"}}, Submit: true})
	w.refused = fault.New(fault.Forbidden, "test.mandate", "没有委托")
	w.refuse("test.mandate", director, draft.MoveIssue, &draft.Sign{Of: w.of()})
}

// TestVersionsOfATemplate: a draft of an old version of its template is not issued unseen.
func TestVersionsOfATemplate(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-06-30"))
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "reply"})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "答复", Text: "同意。"}}, Submit: true})
	w.do(reviewer, draft.MoveReview, &draft.Review{Of: w.of()})
	w.clock.SetDay(calendar.MustDay("2026-07-01"))
	w.refuse("draft.form", director, draft.MoveIssue, &draft.Sign{Of: w.of()})
	w.do(reviewer, draft.MoveReturn, &draft.Return{Of: w.of(), Reason: "模板已更新"})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Submit: true})
	w.do(reviewer, draft.MoveReview, &draft.Review{Of: w.of()})
	w.do(director, draft.MoveIssue, &draft.Sign{Of: w.of()})
	p := w.papers()[0]
	if text := p.Content.Body[len(p.Content.Body)-2].(paper.Para).Runs[0].Text; p.Version != "2026-07-01" || text != "第二版。" {
		t.Errorf("%s %s", p.Version, text)
	}
}

// TestWithoutDrafting: a move of the procedure issues a paper from a template at once.
func TestWithoutDrafting(t *testing.T) {
	w := newWorld(t)
	w.do(author, "end", &none{})
	if p := w.papers(); len(p) != 1 || p[0].Content.Title != "关于办结的答复" || len(w.issued) != 1 {
		t.Errorf("%+v", p)
	}
}

// TestAhead: a paper that a move issues is drafted ahead within its blocks, reviewed by somebody else than
// who wrote it, and issued with the move alone; unfinished or unreviewed it stops the move.
func TestAhead(t *testing.T) {
	w := newWorld(t)
	w.final = true
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "final"})
	w.refuse("draft.twice", second, draft.MoveDraft, &draft.Begin{Template: "final"})
	w.refuse("draft.unfinished", author, "end", &none{})
	w.refuse("draft.fixed", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "结果", Text: "不同意"}}})
	w.refuse("paper.unresolved", author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "理由", Text: "尚缺{理由}。"}}, Submit: true})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "理由", Text: "经复核，来信属实。"}}, Submit: true})
	w.refuse("draft.unreviewed_ahead", author, "end", &none{})
	for code, want := range map[string]string{"final": "经复核，来信属实。", "reply": ""} {
		if got := w.written(code)["理由"]; got != want {
			t.Errorf("the form of the move begins with %q, want %q", got, want)
		}
	}
	both := who(1, 0, casework.Reviewer)
	w.refuse("draft.four_eyes", both, draft.MoveReview, &draft.Review{Of: w.of()})
	w.do(reviewer, draft.MoveReview, &draft.Review{Of: w.of(), Opinion: "同意"})
	w.refuse("draft.by_move", director, draft.MoveIssue, &draft.Sign{Of: w.of()})
	w.do(author, "end", &none{})
	d, _, _ := w.draft()
	papers := w.papers()
	if len(papers) != 1 || d.State != draft.Issued || d.Paper != papers[0].ID || d.Signer != 1 {
		t.Fatalf("%+v %+v", d, papers)
	}
	said := func(i int) string { return papers[0].Content.Body[i].(paper.Para).Runs[0].Text }
	// What nobody drafted is what the move says.
	if said(0) != "经复核，来信属实。" || said(1) != "无。" || papers[0].Content.Body[2].(paper.KeyValues).Rows[0].Value != "同意" {
		t.Errorf("%+v", papers[0].Content.Body)
	}
}

// TestAheadForOthers: a draft for somebody on whom the paper is not served is another paper; one that names
// more than the paper does stops the move rather than getting lost, and a dropped one is none.
func TestAheadForOthers(t *testing.T) {
	w := newWorld(t)
	w.final = true
	w.usual = func() [][]int64 { return [][]int64{{100, 200}, {200}} } // when it was saved; the case is further by then
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "final", Recipients: []string{"100", "200"}})
	w.refuse("draft.recipients", author, "end", &none{})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Drop: true})
	w.do(author, draft.MoveDraft, &draft.Begin{Template: "final", Recipients: []string{"200"}})
	w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "理由", Text: "甲。"}}, Recipients: []string{"200"}, Submit: true})
	w.do(author, "end", &none{})
	if left := w.open(); len(left) != 1 || w.papers()[0].Content.Body[0].(paper.Para).Runs[0].Text != "经查属实。" {
		t.Errorf("%+v", left)
	}
}

// TestVoid: a void paper keeps its number, says that it is void, and is declared so once.
func TestVoid(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		w.do(author, draft.MoveDraft, &draft.Begin{Template: "short"})
		w.do(author, draft.MoveEdit, &draft.Edit{Of: w.of(), Blocks: []draft.Text{{Name: "内容", Text: "内容。"}}, Submit: true})
		w.do(director, draft.MoveIssue, &draft.Sign{Of: w.of()})
		if p := w.papers()[0]; p.Revoked.IsZero() {
			in := &draft.Void{Paper: strconv.FormatInt(p.ID, 10), Reason: "对象有误"}
			w.do(director, draft.MoveVoid, in)
			w.refuse("document.void", director, draft.MoveVoid, in)
		}
	}
	papers := w.papers()
	if papers[0].Number != "示知法便字〔2026〕1号" || papers[0].Revoked.IsZero() || papers[1].Number != "示知法便字〔2026〕2号" || !papers[1].Revoked.IsZero() {
		t.Errorf("%+v %+v", papers[0], papers[1])
	}
	err := w.o.DB.Read(t.Context(), func(tx *store.Tx) error {
		key, err := w.o.Keys.CaseKey(t.Context(), tx, w.k.ID)
		if err != nil {
			return err
		}
		why, err := document.WhyVoid(t.Context(), tx, key, w.k.ID)
		if why[papers[0].ID] != "对象有误" {
			t.Errorf("%v", why)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTemplatesHoldTogether: a template that sets what every paper is given, or names a block that it
// does not have, is a mistake of the program.
func TestTemplatesHoldTogether(t *testing.T) {
	good := draft.Template{Code: "a", Version: "1", From: 1, Name: "甲", English: "A", Series: "甲", Text: "标题：甲\n\n{内容}", Edit: []string{"内容"}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*draft.Template){
		"no title": func(x *draft.Template) { x.Text = "甲" }, "number": func(x *draft.Template) { x.Text = "文号：1\n" + x.Text },
		"no such block": func(x *draft.Template) { x.Edit = []string{"理由"} }, "not alone": func(x *draft.Template) { x.Text = "标题：甲\n\n见{内容}" },
		"no series": func(x *draft.Template) { x.Series = "" }, "no first day": func(x *draft.Template) { x.From = 0 },
	} {
		x := good
		if change(&x); x.Check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if d, err := draft.Sketch(&good, draft.Values{}, nil); err != nil || !strings.Contains(d.Body[0].(paper.Para).Runs[0].Text, "待填") {
		t.Errorf("%+v %v", d, err)
	}
}
