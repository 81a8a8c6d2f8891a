package infringement

import (
	"context"
	"maps"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// issue issues a paper of the case and serves it on the parties.
func (d *Desk) issue(s *casework.Step, f *matter.File, p wording.Paper, to ...*matter.Party) error {
	_, err := d.issued(s, f, p, to...)
	return err
}

// issued is issue for a paper whose number is needed: made from its draft where one was made ahead,
// otherwise from what the step says.
func (d *Desk) issued(s *casework.Step, f *matter.File, p wording.Paper, to ...*matter.Party) (number string, err error) {
	v := wording.Known(s.Case.Number, f)
	var names []string
	for _, x := range to {
		names = append(names, x.Name)
		v.Recipients = append(v.Recipients, document.Recipient{Party: x.ID})
	}
	if v.Text["受送达人"] = strings.Join(names, "、"); len(names) == 0 {
		v.Text["受送达人"] = "卷宗"
	}
	maps.Copy(v.Text, p.Text)
	maps.Copy(v.Blocks, p.Blocks)
	v.Attached = p.Attached
	if v.Blocks["答复码"], err = d.code(s, p.Code, to); err != nil {
		return "", err
	}
	made, err := d.Drafts.Issue(s, p.Code, v)
	if err != nil {
		return "", err
	}
	return made.Number, nil
}

// each issues a paper to everybody: to those without an account one by one, so that each has a code of its own.
func (d *Desk) each(s *casework.Step, f *matter.File, p wording.Paper, to ...*matter.Party) error {
	for _, some := range apart(to) {
		if err := d.issue(s, f, p, some...); err != nil {
			return err
		}
	}
	return nil
}

// asking are the papers that ask a party for something. Made for somebody without an account, they carry a code
// with which it can be done.
var asking = []string{"correction", "answer", "summons", "urge"}

// code is what such a paper says of the code: nothing where it goes to more than one, who would learn each other's.
func (d *Desk) code(s *casework.Step, paperCode string, to []*matter.Party) ([]paper.Block, error) {
	if len(to) != 1 || !to[0].Outside || !slices.Contains(asking, paperCode) {
		return nil, nil
	}
	days, err := s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting("infringement.code"))
	if err != nil {
		return nil, err
	}
	until := s.Today + calendar.Day(days)
	if paperCode != "answer" {
		code, err := answer.Give(s, to[0].ID, until)
		return []paper.Block{answer.Block(code, until)}, err
	}
	// The respondent comes into the case by the service of this paper.
	code, err := answer.Ahead(s, to[0].ID, until)
	return []paper.Block{answer.Block(code, until), paper.P("本中心登记本通知送达后，即可使用答复码；仍不能使用的，请联系承办人。")}, err
}

// acts are those of an entrustment in whose course a paper is issued. The others are the center's own.
var acts = map[string]string{"received": "infringement.docket", "correction": "infringement.docket", "accepted": "infringement.docket", "refused": "infringement.docket",
	"panel": "infringement.try", "suspend": "infringement.try", "resume": "infringement.try", "appraise": "infringement.try", "ruling": "infringement.try", "summons": "infringement.try",
	"answer": "infringement.serve", "forward": "infringement.serve", "site": "infringement.inspect",
	"decision": "infringement.decide", "end": "infringement.decide", "mediation": "infringement.decide", "urge": "infringement.enforce", "apply": "infringement.enforce"}

// drafting is how the papers of the procedure are made. Its letters are those of every procedure.
func (d *Desk) drafting() draft.Procedure {
	var all []string // a paper of an ended case, such as a refusal, has to be served too
	for _, s := range states() {
		all = append(all, s.Code)
	}
	return draft.Procedure{Chart: Code, Templates: append(wording.Templates(), draft.Letters(calendar.MustDay("2012-01-01"))...), Fill: d.fill, Usual: d.usual, Mandate: d.mandate, From: all,
		Authors: []casework.Role{casework.Enforcer, casework.Clerk}, Reviewers: []casework.Role{casework.Reviewer}, Signers: []casework.Role{casework.Head, casework.Director},
		Basis: []rule.Cite{{Text: "本中心规定", Article: "文书的拟稿、审核与签发", Sure: rule.Ours}}}
}

// mandate is in whose name a paper is issued: that of the authority which entrusted the center, with the
// chain of the entrustment.
func (d *Desk) mandate(s *casework.Step, t *draft.Template) (draft.Mandate, error) {
	act := acts[t.Code]
	switch {
	case !t.Ahead():
		act = draft.ActLetter
	case t.Code == "transfer" && s.Move.Code == "hand_over":
		act = "infringement.docket"
	case t.Code == "transfer":
		act = "infringement.decide"
	case act == "":
		return draft.Mandate{}, nil
	}
	m, err := d.gate(s, act)
	return draft.Mandate{Authority: m.Body, Mark: m.Mark, Chain: m.Lines}, err
}

// fill is what the case knows of a paper that is drafted. The draft of a decision begins with the reasons
// that the panel wrote.
func (d *Desk) fill(ctx context.Context, tx *store.Tx, k *casework.Case, t *draft.Template) (v draft.Values, err error) {
	f, _, err := d.get(ctx, tx, k.ID)
	if err != nil {
		return v, err
	}
	if !t.Ahead() {
		// Whoever was not served with the request does not learn of the case by a letter.
		for _, p := range d.served(f) {
			v.Recipients = append(v.Recipients, document.Recipient{Party: p.ID})
		}
		if k.Number == "" {
			v.Text = map[string]string{"案号": "（立案后编号）"}
		}
		return v, nil
	}
	v = wording.Known(k.Number, f)
	if t.Code != "decision" {
		return v, nil
	}
	r := &f.Ruling
	v.Suggest = map[string]string{"查明的事实": r.ActsWhy, "保护范围": r.Scope, "比对": r.Comparison, "判断主体": r.Viewer, "裁决理由": r.Conclusion}
	for name := range v.Suggest {
		delete(v.Blocks, name)
	}
	return v, nil
}
