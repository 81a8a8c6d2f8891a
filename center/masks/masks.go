// Package masks (遮蔽的号码) lists the numbers that the pages of all procedures show masked, and where they are.
package masks

import (
	"slices"

	"zhibao/casework"
	"zhibao/casework/worklist/unmask"
	"zhibao/casework/worklist/unmask/numbers"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/identities"
	"zhibao/examination/registration"
	"zhibao/examination/registration/phones"
	"zhibao/governance/administration"
	"zhibao/internal/web"
)

// linked are the procedures in whose cases people are named with how they are reached.
var linked = []string{"infringement", "counterfeit", "delegation", "privacy"}

// New returns the desk that shows them.
func New(o *casework.Office, r *registration.Desk, p *preexam.Desk, a *administration.Desk) *unmask.Desk {
	d := &unmask.Desk{Office: o}
	d.Sources = []unmask.Source{
		{Kind: unmask.Contact, Chart: "registration", Title: web.Text{"显示联系电话", "Show the phones"}, Numbers: d.CaseNumbers("registration", phones.Contacts(r))},
		{Kind: unmask.Identity, Chart: "preexam", Title: web.Text{"显示证件号码", "Show the identity numbers"}, Numbers: d.CaseNumbers("preexam", identities.Of(p))},
		phones.Successor(r, func(by casework.Actor) bool { return o.Policy.Ever(by.Subject, registration.ActTakeover) }),
		a.Claimants(),
	}
	typists := &numbers.Reader{Office: o, Not: []string{"Reported.Who", "Reported.Phone"}, Sealed: []string{"Submit.Secret", "Collect.Secret"}}
	for _, c := range o.Charts() {
		d.Sources = append(d.Sources, typists.Source(c.Code, slices.Contains(linked, c.Code)))
	}
	return d
}
