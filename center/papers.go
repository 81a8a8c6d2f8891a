package center

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// papered gives every procedure in which several sides stand, where it does not bring its own, the moves
// with which papers are drafted and served: its parties need not have registered, so that papers reach
// them on other ways than an account, and not every paper has a template.
func (c *Center) papered(charts []*casework.Chart) []*casework.Chart {
	for _, k := range charts {
		if len(k.Sides) == 0 {
			continue
		}
		var all []string // a paper of an ended case, such as a refusal, has to be served too
		for _, s := range k.States {
			all = append(all, s.Code)
		}
		if c.Drafts.Of(k.Code) == nil {
			k.Moves = append(k.Moves, draft.Moves(c.Drafts, c.letters(k.Code, all))...)
		}
		if c.Deliveries.Of(k.Code) == nil {
			k.Moves = append(k.Moves, delivery.Moves(c.Deliveries, delivery.Procedure{Chart: k.Code, From: all, By: []casework.Role{casework.Clerk, casework.Enforcer},
				Basis: []rule.Cite{document.ChannelOf(document.Person).Basis, document.ChannelOf(document.Post).Basis, document.ChannelOf(document.Notice).Basis}})...)
		}
	}
	return charts
}

// letters are the papers that an official writes whole, in the name of the authority that entrusted the
// center.
func (c *Center) letters(chart string, from []string) draft.Procedure {
	return draft.Procedure{Chart: chart, Templates: draft.Letters(calendar.MustDay("2026-01-01")), From: from,
		Authors: []casework.Role{casework.Enforcer, casework.Clerk}, Reviewers: []casework.Role{casework.Reviewer}, Signers: []casework.Role{casework.Head, casework.Director},
		Basis: []rule.Cite{{Text: "本中心规定", Article: "文书的拟稿、审核与签发", Sure: rule.Ours}},
		Fill: func(_ context.Context, _ *store.Tx, k *casework.Case, _ *draft.Template) (v draft.Values, err error) {
			parties := []int64{k.Owner}
			for _, p := range k.Parts() {
				if p.For == 0 && !slices.Contains(parties, p.Party) {
					parties = append(parties, p.Party)
				}
			}
			for _, p := range parties {
				if p != 0 {
					v.Recipients = append(v.Recipients, document.Recipient{Party: p})
				}
			}
			return v, nil
		},
		Mandate: func(s *casework.Step, _ *draft.Template) (draft.Mandate, error) {
			m, err := c.entrusted(s, draft.ActLetter)
			return draft.Mandate{Authority: m.Body, Mark: m.Mark, Chain: m.Lines}, err
		}}
}
