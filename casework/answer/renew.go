package answer

import (
	"strconv"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// MoveGive is the code of the move that gives a party another code.
const MoveGive = "give_code"

// Another gives a party another code, in place of one that was lost, used up or is too old.
type Another struct {
	Party string       `json:"party" label:"当事人" en:"Party" widget:"select" required:"true" options:"*"`
	Until calendar.Day `json:"until" label:"有效至" en:"Valid until" widget:"date" required:"true"`
	Known string       `json:"known" label:"身份核对" en:"How the party was recognised" required:"true" max:"200" help:"当事人以何种方式提出、如何核对身份" helpen:"How it asked and how it was recognised"`
}

// Renew returns the move with which the counter gives a party of a case another code (补发答复码). The
// code stands on a paper that is issued for it.
func Renew(from []string, by []casework.Role, basis []rule.Cite) casework.Move {
	return casework.Move{Code: MoveGive, Title: "补发答复码", English: "Give another code", From: from, To: []string{casework.Stay}, By: by, Inside: true, Basis: basis,
		Do: casework.Input(func(s *casework.Step, in *Another) error {
			id, err := strconv.ParseInt(in.Party, 10, 64)
			if err != nil {
				return fault.New(fault.Invalid, "answer.party", "只能给本案当事人发放答复码，请核对当事人").At("party")
			}
			code, err := Give(s, id, in.Until)
			if err != nil {
				return err
			}
			names, err := party.Names(s.Ctx, s.Tx, s.Case.Center, []int64{id})
			if err != nil {
				return err
			}
			_, err = document.Issue(s, document.Draft{Template: "answer.code", Version: "2026-11-28", Name: "答复码通知", Series: "码", To: names[id], Party: id,
				Body: []paper.Block{paper.P("您是本案（" + s.Case.Number + "）的当事人。没有业务平台账号的，可以凭下列答复码查看和答复本案。此前发给您的答复码同时失效。"), Block(code, in.Until)}})
			return err
		})}
}
