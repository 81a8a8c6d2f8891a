package draft

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
)

// The moves of papers.
const (
	MoveDraft  = "draft_paper"
	MoveEdit   = "edit_paper"
	MoveReview = "review_paper"
	MoveReturn = "return_paper"
	MoveIssue  = "issue_paper"
	MoveVoid   = "void_paper"
)

// Begin is the input of 拟稿.
type Begin struct {
	Template   string   `json:"template" label:"文书" en:"Paper" widget:"select" options:"*" required:"true"`
	Recipients []string `json:"recipients" label:"受送达人" en:"Recipients" widget:"checkboxes" options:"*" help:"不选择时，按该文书通常的受送达人送达" helpen:"None: those on whom such a paper is usually served"`
}

// Of names a draft and the version that the person saw.
type Of struct {
	Draft   string `json:"draft" widget:"hidden" required:"true" max:"20"`
	Version int64  `json:"version" widget:"hidden" min:"0" max:"100000"`
}

// A Text is the words of one block.
type Text struct {
	Name string `json:"name" widget:"hidden" max:"60"`
	Text string `json:"text" label:"内容" en:"Words" widget:"textarea" max:"20000" secret:"true"`
}

// Edit is the input of 修改.
type Edit struct {
	Of
	Blocks     []Text   `json:"blocks" label:"可修改的内容" en:"Blocks" max:"40"`
	Whole      bool     `json:"whole" label:"未列出的内容一律清空" en:"Blocks that are not listed are emptied"`
	Recipients []string `json:"recipients" label:"受送达人" en:"Recipients" widget:"checkboxes" options:"*"`
	Back       int64    `json:"back" label:"恢复到第几版" en:"Bring back version" min:"0" max:"100000"`
	Submit     bool     `json:"submit" label:"改好后提交审核" en:"Submit for review"`
	Drop       bool     `json:"drop" label:"不再使用这份草稿" en:"Drop the draft"`
}

// Review is the input of 审核.
type Review struct {
	Of
	Opinion string `json:"opinion" label:"审核意见" en:"Opinion" widget:"textarea" max:"2000" secret:"true"`
}

// Return is the input of 退回修改.
type Return struct {
	Of
	Reason string `json:"reason" label:"退回理由" en:"Reason" widget:"textarea" max:"2000" required:"true" secret:"true"`
}

// Sign is the input of 签发.
type Sign struct{ Of }

// Void is the input of 作废.
type Void struct {
	Paper  string `json:"paper" widget:"hidden" required:"true" max:"20"`
	Reason string `json:"reason" label:"作废理由" en:"Reason" widget:"textarea" max:"2000" required:"true" secret:"true"`
}

// Moves returns the moves with which the papers of a procedure are made, and tells the desk about it.
// None of them changes the state of the case; what follows from a paper is the business of Issued.
func Moves(d *Desk, p Procedure) []casework.Move {
	p.check()
	d.procedures[p.Chart] = &p
	move := func(code, title, english string, by []casework.Role, do casework.Handler) casework.Move {
		return casework.Move{Code: code, Title: title, English: english, From: p.From, To: []string{casework.Stay}, By: by, Basis: p.Basis, Inside: true, Quiet: true, Do: do}
	}
	readers := slices.Compact(slices.Sorted(slices.Values(slices.Concat(p.Reviewers, p.Signers))))
	return []casework.Move{
		move(MoveDraft, "拟稿", "Draft a paper", p.Authors, casework.Input(d.begin)),
		move(MoveEdit, "修改文书草稿", "Edit a draft", p.Authors, casework.Input(d.edit)),
		move(MoveReview, "审核文书草稿", "Review a draft", p.Reviewers, casework.Input(d.review)),
		move(MoveReturn, "退回文书草稿", "Send a draft back", readers, casework.Input(d.sendBack)),
		move(MoveIssue, "签发文书", "Issue a paper", p.Signers, casework.Input(d.sign)),
		move(MoveVoid, "作废文书", "Void a paper", p.Signers, casework.Input(d.void)),
	}
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // what is no number names nothing
	return n
}

// named reads the recipients that somebody chose among those whom the case knows.
func named(s *casework.Step, chosen []string) (out []document.Recipient, err error) {
	known := Parties(s.Case)
	for _, c := range chosen {
		id, channel, _ := strings.Cut(c, ":")
		r := document.Recipient{Party: number(id), Channel: channel}
		if !slices.Contains(known, r.Party) {
			return nil, fault.New(fault.Invalid, "draft.recipient", "受送达人不是本案当事人，请从列出的当事人中选择").At("recipients")
		}
		out = append(out, r)
	}
	return out, nil
}

// Parties lists on whom papers of a case can be served: who stands in it, and who acts for them.
func Parties(k *casework.Case) (out []int64) {
	all := []int64{k.Owner, k.Agent}
	for _, p := range k.Parts() {
		all = append(all, p.Party)
	}
	for _, p := range all {
		if p != 0 && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// begin makes the first version of a draft: what the case knows, and what the template proposes.
func (d *Desk) begin(s *casework.Step, in *Begin) error {
	p := d.procedures[s.Chart.Code]
	t, err := p.Template(in.Template, s.Today)
	if err != nil {
		return err
	}
	to, err := named(s, in.Recipients)
	if err != nil {
		return err
	}
	if err := d.alone(s, t, to); err != nil {
		return err
	}
	v, err := p.values(s, t)
	if err != nil {
		return err
	}
	c := Content{Blocks: map[string]string{}, Recipients: to}
	if err := d.fits(s, t, c); err != nil {
		return err
	}
	for _, name := range t.Edit {
		c.Blocks[name] = v.Suggest[name]
	}
	x := &Draft{ID: s.Office.DB.NewID(), Center: s.Case.Center, Case: s.Case.ID, Chart: p.Chart, Template: t.Code, Form: t.Version, State: Drafting, Version: 1,
		Author: s.Actor.Account, At: s.Now}
	s.Note("what", t.Name)
	return write(s, x, c)
}

// at loads the draft that an input names, in the state that the move needs and the version that the
// person saw.
func (d *Desk) at(s *casework.Step, of Of, states ...State) (x *Draft, t *Template, versions []Version, err error) {
	if x, err = Get(s.Ctx, s.Tx, s.Case.ID, number(of.Draft)); err != nil {
		return nil, nil, nil, err
	}
	if !slices.Contains(states, x.State) {
		return nil, nil, nil, fault.New(fault.Conflict, "draft.state", "这份草稿现为“%s”，不能办理“%s”；请刷新页面查看", x.State.Words(), s.Move.Words())
	}
	if x.Version != of.Version {
		return nil, nil, nil, fault.New(fault.Conflict, "draft.version", "这份草稿现为第 %d 版，与您看到的第 %d 版不同；请刷新页面后再办理", x.Version, of.Version)
	}
	if t, err = d.procedures[s.Chart.Code].Template(x.Template, s.Today); err != nil {
		return nil, nil, nil, err
	}
	s.Note("what", t.Name)
	versions, err = Versions(s.Ctx, s.Tx, s.Key(), x.ID)
	return x, t, versions, err
}

// edit writes another version. An edited draft has to be reviewed again.
func (d *Desk) edit(s *casework.Step, in *Edit) error {
	x, t, versions, err := d.at(s, in.Of, Drafting, Submitted, Reviewed)
	if err != nil {
		return err
	}
	if in.Drop {
		x.State = Dropped
		return put(s, x)
	}
	last := versions[len(versions)-1].Content
	next := Content{Blocks: maps.Clone(last.Blocks), Back: in.Back}
	if in.Back != 0 {
		i := slices.IndexFunc(versions, func(v Version) bool { return v.N == in.Back })
		if i < 0 {
			return fault.New(fault.Invalid, "draft.back", "没有第 %d 版，请从列出的版本中选择", in.Back).At("back")
		}
		next.Blocks, next.Recipients = maps.Clone(versions[i].Content.Blocks), versions[i].Content.Recipients
	} else if err := next.take(s, t, in); err != nil {
		return err
	}
	if err := d.fits(s, t, next); err != nil {
		return err
	}
	x.Version, x.Form, x.Reviewer, x.State, x.note = x.Version+1, t.Version, 0, Drafting, nil
	if in.Submit {
		// Whoever reviews should not have to find out that something is missing.
		if err := d.ready(s, t, next); err != nil {
			return err
		}
		x.State = Submitted
	}
	return write(s, x, next)
}

// take puts what was typed into the blocks that may be edited, and refuses everything else.
func (c *Content) take(s *casework.Step, t *Template, in *Edit) (err error) {
	if in.Whole {
		c.Blocks = map[string]string{}
	}
	for _, b := range in.Blocks {
		if !slices.Contains(t.Edit, b.Name) {
			return fault.New(fault.Forbidden, "draft.fixed", "“%s”是模板的固定内容，不能修改；可以修改的内容为：%s", b.Name, fault.Listed(t.Edit)).At("blocks")
		}
		c.Blocks[b.Name] = strings.ReplaceAll(b.Text, "\r\n", "\n")
	}
	c.Recipients, err = named(s, in.Recipients)
	return err
}

// valuesOf are what the case knows for a template, with the recipients that a version names.
func (d *Desk) valuesOf(s *casework.Step, t *Template, c Content) (Values, error) {
	v, err := d.procedures[s.Chart.Code].values(s, t)
	if err != nil {
		return v, err
	}
	if len(c.Recipients) > 0 {
		v.Recipients = c.Recipients
	}
	return v, d.standard(s, &v)
}

// ready reports what keeps a version from being issued.
func (d *Desk) ready(s *casework.Step, t *Template, c Content) error {
	p := d.procedures[s.Chart.Code]
	v, err := d.valuesOf(s, t, c)
	if err != nil {
		return err
	}
	if err := d.fits(s, t, c); err != nil {
		return err
	}
	if t.Ahead() {
		// What the move will say is not known yet; what was written has to hold together all the same.
		x, err := Sketch(t, v, c.Blocks)
		if err != nil {
			return err
		}
		return document.Ready(s, x)
	}
	x, err := p.draft(anybody(s), t, v, c.Blocks)
	if err != nil {
		return err
	}
	return document.Ready(s, x)
}

func fourEyes(s *casework.Step, who []int64, did fault.Pair) error {
	if slices.Contains(who, s.Actor.Account) {
		return fault.New(fault.Forbidden, "draft.four_eyes", "“%s”不能由办理过“%s”的同一人办理，请由另一位工作人员办理", s.Move.Words(), did).On(s.Move.Cites())
	}
	return nil
}

var (
	wording   = fault.Pair{"拟稿或修改", "drafting or editing"}
	reviewing = fault.Pair{"审核", "the review"}
)

// review passes a draft on to be signed.
func (d *Desk) review(s *casework.Step, in *Review) error {
	x, t, versions, err := d.at(s, in.Of, Submitted)
	if err != nil {
		return err
	}
	if t.Lone {
		return fault.New(fault.Invalid, "draft.lone", "“%s”不需要审核，请直接签发", t.Words())
	}
	if err := fourEyes(s, wrote(versions), wording); err != nil {
		return err
	}
	x.State, x.Reviewer, x.note = Reviewed, s.Actor.Account, s.Key().Seal(aad(x.ID, 0), []byte(in.Opinion))
	return put(s, x)
}

// sendBack sends a draft back to who wrote it.
func (d *Desk) sendBack(s *casework.Step, in *Return) error {
	x, _, _, err := d.at(s, in.Of, Submitted, Reviewed)
	if err != nil {
		return err
	}
	x.State, x.Reviewer, x.note = Drafting, 0, s.Key().Seal(aad(x.ID, 0), []byte(in.Reason))
	return put(s, x)
}

// sign issues the paper: it takes its number now, is sealed and served.
func (d *Desk) sign(s *casework.Step, in *Sign) error {
	x, t, versions, err := d.at(s, in.Of, Submitted, Reviewed)
	if err != nil {
		return err
	}
	if t.Ahead() {
		return fault.New(fault.Conflict, "draft.by_move", "“%s”随“%s”一并签发，不能单独签发；请办理“%s”", t.Words(), t.By, t.By)
	}
	if x.State == Submitted && !t.Lone {
		return fault.New(fault.Conflict, "draft.unreviewed", "“%s”须先审核才能签发，请由审核人员审核", t.Words())
	}
	if err := fourEyes(s, wrote(versions), wording); err != nil {
		return err
	}
	if err := fourEyes(s, []int64{x.Reviewer}, reviewing); err != nil {
		return err
	}
	last := versions[len(versions)-1]
	if last.Form != t.Version {
		return outdated(t, last.Form)
	}
	p := d.procedures[s.Chart.Code]
	v, err := d.valuesOf(s, t, last.Content)
	if err != nil {
		return err
	}
	issued, err := d.issue(s, p, t, v, last.Content.Blocks)
	if err != nil {
		return err
	}
	x.State, x.Signer, x.Paper = Issued, s.Actor.Account, issued.ID
	return put(s, x)
}

// void declares an issued paper void. Its number stays taken and is recorded as void.
func (d *Desk) void(s *casework.Step, in *Void) error {
	return document.Void(s, number(in.Paper), in.Reason)
}
