package infringement

import (
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/office/paper"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// issue issues a paper of the case and serves it on the parties.
func (d *Desk) issue(s *casework.Step, f *matter.File, m Mandate, p document.Draft, to ...*matter.Party) error {
	_, err := d.issued(s, f, m, p, to...)
	return err
}

// issued is issue for a paper whose number is needed. It carries the name of the authority that entrusted the
// center, with the chain; the particulars of the case stand on top.
func (d *Desk) issued(s *casework.Step, f *matter.File, m Mandate, p document.Draft, to ...*matter.Party) (number string, err error) {
	var names []string
	for _, x := range to {
		names = append(names, x.Name)
		p.Recipients = append(p.Recipients, document.Recipient{Party: x.ID})
	}
	if p.To == "" {
		if p.To = strings.Join(names, "、"); p.To == "" {
			p.To = "卷宗"
		}
	}
	p.Version, p.Authority, p.Mark, p.Chain = wording.Version, m.Body, m.Mark, m.Lines
	p.Body = append([]paper.Block{wording.Head(s.Case.Number, f)}, p.Body...)
	made, err := document.Issue(s, p)
	if err != nil {
		return "", err
	}
	return made.Number, nil
}
