package draft

import (
	"context"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// Ahead reports whether the paper is issued in the course of a move of its procedure, so that a draft of it
// is made ahead and waits for that move.
func (t *Template) Ahead() bool { return t.By != fault.Pair{} }

// Drafted reports whether anybody can draft the paper: one that a move makes whole has nothing to write.
func (t *Template) Drafted() bool { return !t.Ahead() || len(t.Edit) > 0 }

// parties lists on whom a paper is served, in the order of their numbers.
func parties(to []document.Recipient) (ids []int64) {
	for _, r := range to {
		ids = append(ids, r.Party)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// meant reports whether a draft is meant for the recipients: it names the same, or leaves them to the
// procedure. One that names some of them, or names anybody where the paper is served on nobody, is meant
// for it too, but cannot become it.
func meant(to []document.Recipient, draft []document.Recipient) (is, fits bool) {
	have, want := parties(to), parties(draft)
	if len(want) == 0 || slices.Equal(have, want) {
		return true, true
	}
	return len(have) == 0 || slices.ContainsFunc(want, func(id int64) bool { return slices.Contains(have, id) }), false
}

// ahead returns the draft that becomes the paper which a move issues, with its latest version; nil where
// nobody drafted one. It refuses one that is not finished: what somebody wrote must not be lost, and what
// nobody else has read must not leave the center.
func (d *Desk) ahead(s *casework.Step, t *Template, v Values) (found *Draft, c Content, err error) {
	all, err := In(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return nil, c, err
	}
	for _, x := range all {
		// A step that serves a paper on several one by one makes each of the same words.
		again := x.State == Issued && x.Changed.Equal(s.Now.Truncate(time.Microsecond))
		if x.Template != t.Code || !x.Open() && !again {
			continue
		}
		versions, err := Versions(s.Ctx, s.Tx, s.Key(), x.ID)
		if err != nil {
			return nil, c, err
		}
		last := versions[len(versions)-1]
		if again && len(last.Content.Recipients) > 0 {
			continue
		}
		is, fits := meant(v.Recipients, last.Content.Recipients)
		switch {
		case !is:
			continue
		case !fits:
			return nil, c, fault.New(fault.Conflict, "draft.recipients", "“%s”草稿的受送达人与“%s”的受送达人不一致；请在“文书拟稿”页改为按通常的受送达人送达，或弃用草稿", t.Words(), s.Move.Words())
		case found != nil:
			return nil, c, fault.New(fault.Conflict, "draft.two", "“%s”有不止一份草稿；请在“文书拟稿”页保留一份，弃用其余的，再办理“%s”", t.Words(), s.Move.Words())
		case x.State == Drafting:
			return nil, c, fault.New(fault.Conflict, "draft.unfinished", "“%s”的草稿还没有写完；请先提交审核，或弃用草稿，再办理“%s”", t.Words(), s.Move.Words())
		case x.State == Submitted && !t.Lone:
			return nil, c, fault.New(fault.Conflict, "draft.unreviewed_ahead", "“%s”的草稿还没有审核；请由审核人员审核，或弃用草稿，再办理“%s”", t.Words(), s.Move.Words())
		case last.Form != t.Version:
			return nil, c, outdated(t, last.Form)
		}
		found, c = x, last.Content
	}
	return found, c, nil
}

func outdated(t *Template, form string) error {
	return fault.New(fault.Conflict, "draft.form", "“%s”的模板已更新为 %s 版，草稿仍为 %s 版；请退回拟稿人，核对后重新提交", t.Words(), t.Version, form)
}

// taken are the words of a paper that a move issues: what was drafted, and where the draft is blank what
// the move itself says.
func taken(suggested map[string]string, c Content) map[string]string {
	out := map[string]string{}
	for name, text := range suggested {
		out[name] = text
	}
	for name, text := range c.Blocks {
		if strings.TrimSpace(text) != "" {
			out[name] = text
		}
	}
	return out
}

// alone refuses a second draft of a paper that a move issues once, and one in which there is nothing to write.
func (d *Desk) alone(s *casework.Step, t *Template, to []document.Recipient) error {
	if !t.Drafted() {
		return fault.New(fault.Invalid, "draft.nothing", "“%s”由“%s”自动制作，没有可以修改的内容，不需要拟稿；请直接办理该步骤", t.Words(), t.By).At("template")
	}
	all, err := In(s.Ctx, s.Tx, s.Case.ID)
	if err != nil || !t.Ahead() {
		return err
	}
	for _, x := range all {
		if x.Template != t.Code || !x.Open() {
			continue
		}
		versions, err := Versions(s.Ctx, s.Tx, s.Key(), x.ID)
		if err != nil {
			return err
		}
		if slices.Equal(parties(to), parties(versions[len(versions)-1].Content.Recipients)) {
			return fault.New(fault.Conflict, "draft.twice", "本案已有一份“%s”的草稿；请从“文书拟稿”页打开该草稿修改", t.Words()).At("template")
		}
	}
	return nil
}

// Written returns the words of the open draft of a paper, so that the form of the move that issues it can
// begin with them; nil where nobody drafted one.
func Written(ctx context.Context, tx *store.Tx, key seal.Key, caseID int64, code string) (map[string]string, error) {
	all, err := In(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		if x.Template != code || !x.Open() {
			continue
		}
		versions, err := Versions(ctx, tx, key, x.ID)
		if err != nil {
			return nil, err
		}
		return versions[len(versions)-1].Content.Blocks, nil
	}
	return nil, nil
}
