// Package delivery (送达) brings papers to those on whom they are served: into their account, by post, in
// person, left with a witness, by public notice, each with its proof and its legal day. A paper is served
// on a party once. What comes back is tried again on the next way, and what waits stands in a queue.
package delivery

import (
	"context"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// noticeTerm is the setting of how long a public notice runs before it counts as served.
const noticeTerm = "delivery.notice"

// Settings declares what a center decides about service.
func Settings() []setting.Def {
	return []setting.Def{{Key: noticeTerm, Title: "公告送达的公告期", English: "How long a public notice runs", Type: setting.Length,
		Help: "期满之日视为送达", HelpEN: "It counts as served on its last day",
		Default: map[string]string{"": "30日"}, Sure: rule.Unsure, Level: rule.Law, Basis: []rule.Cite{document.ChannelOf(document.Notice).Basis}, Group: "document"}}
}

// A Procedure is how the papers of one chart are served.
type Procedure struct {
	Chart string
	From  []string        // states in which papers are served
	By    []casework.Role // who serves them and records it
	Basis []rule.Cite
	// Served, if set, runs when a paper was served on a party, with the legal day, so that the procedure
	// can start clocks. For a public notice it runs when the notice is over.
	Served func(s *casework.Step, p *document.Paper, party int64, day calendar.Day) error
	// Steps are those of the procedure that record the service of a paper by Enter. Such a paper stands in
	// the queue, but while the case is open its service is recorded by the step alone.
	Steps []Step
}

// A Step is the move that records the service of the papers of a template.
type Step struct{ Template, Move string }

// Desk serves the papers of all procedures that say how.
type Desk struct {
	Blobs *blob.Store
	// Screen, if set, refuses files that must not be kept here.
	Screen func(ctx context.Context, files []form.File) error

	procedures map[string]*Procedure
}

// New returns a desk without procedures.
func New(d Desk) *Desk {
	d.procedures = map[string]*Procedure{}
	return &d
}

// Of returns how papers of a chart are served, nil where they are served into accounts alone.
func (d *Desk) Of(chart string) *Procedure { return d.procedures[chart] }

// ActServe is to see what waits to be served, and the proofs of service.
const ActServe = "delivery.see"

// Charts lists the charts whose papers are served by hand.
func (d *Desk) Charts() (out []string) {
	for code := range d.procedures {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// Grants lets those see the queue and the proofs of a procedure who serve its papers, and who answer for
// the terms that begin with it.
func (d *Desk) Grants() (gs []access.Grant) {
	for _, code := range d.Charts() {
		roles := []casework.Role{casework.Head, casework.Director}
		for _, r := range d.procedures[code].By {
			if !slices.Contains(roles, r) {
				roles = append(roles, r)
			}
		}
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: ActServe, Role: string(r), Rel: access.Center, Charts: []string{code}})
		}
	}
	return gs
}

// Served returns the legal day on which a paper was served on a party, and whether it was.
func Served(s *casework.Step, paper, party int64) (calendar.Day, bool, error) {
	x, err := document.ServedOn(s.Ctx, s.Tx, paper, party)
	if err != nil || x == nil {
		return 0, false, err
	}
	return x.Day(), true, nil
}

// ServedOnAll returns the last of the legal days on which a paper was served on its recipients, and
// whether it was served on all.
func ServedOnAll(s *casework.Step, paper int64) (last calendar.Day, all bool, err error) {
	sent, err := document.Deliveries(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	if err != nil {
		return 0, false, err
	}
	open := map[int64]bool{}
	for i := range sent {
		if x := &sent[i]; x.Paper == paper {
			if open[x.Party] = open[x.Party] || !x.Done(); x.Done() {
				last = max(last, x.Day())
			}
		}
	}
	for _, x := range sent {
		if x.Paper == paper && x.Done() {
			delete(open, x.Party)
		}
	}
	return last, len(open) == 0 && last > 0, nil
}

// AtOnce tells the procedure of the parties into whose account a paper went as it was issued.
func (d *Desk) AtOnce(s *casework.Step, p *document.Paper) error {
	h := d.procedures[s.Chart.Code]
	if h == nil || h.Served == nil {
		return nil
	}
	sent, err := document.Deliveries(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	if err != nil {
		return err
	}
	for i := range sent {
		if x := &sent[i]; x.Paper == p.ID && x.Done() {
			if err := h.Served(s, p, x.Party, x.Day()); err != nil {
				return err
			}
		}
	}
	return nil
}

// A Reason is why a paper came back, and the way on which it is tried next.
type Reason struct {
	Code, Title, English string
	next                 func(channel string) string
}

// Words returns the title for a message.
func (r Reason) Words() fault.Pair { return fault.Pair{r.Title, r.English} }

func always(channel string) func(string) string { return func(string) string { return channel } }

// Reasons lists why papers come back. What is proposed next is a proposal: who serves chooses.
func Reasons() []Reason {
	return []Reason{
		{"refused", "收件人拒收", "Refused", always(document.Leave)},
		{"absent", "无人签收", "Nobody there", func(channel string) string {
			if channel == document.Post {
				return document.Person
			}
			return document.Post
		}},
		{"unknown", "地址不详或查无此人", "Address unknown", func(channel string) string {
			if channel == document.Post {
				return document.Person
			}
			return document.Notice
		}},
		{"gone", "下落不明", "Whereabouts unknown", always(document.Notice)},
	}
}

// reasonOf returns the reason with the code, or one that shows the code itself.
func reasonOf(code string) Reason {
	all := Reasons()
	if i := slices.IndexFunc(all, func(r Reason) bool { return r.Code == code }); i >= 0 {
		return all[i]
	}
	return Reason{code, code, code, always(document.Person)}
}

// ReasonWords returns why a paper came back.
func ReasonWords(code string) fault.Pair { return reasonOf(code).Words() }

// Due is when a public notice that is published on the day counts as served, and how that comes about.
func Due(s *casework.Step, published calendar.Day) (term.Result, error) {
	length, err := s.Office.Settings.Length(s.Ctx, s.Tx, setting.Query{Center: s.Case.Center, Key: noticeTerm, Variant: s.Case.Kind, On: published})
	if err != nil {
		return term.Result{}, err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return term.Result{}, err
	}
	return term.Compute(cal, term.Input{Start: published, Length: length, Regime: term.CivilProcedure}), nil
}

// maxProof bounds one proof: a recording of how the paper was left.
const maxProof = 200 << 20

// Place is where the proofs of a case lie in the encrypted store.
func Place(caseID int64) string { return fmt.Sprintf("delivery/%d/proof", caseID) }

// Open opens a proof of a delivery.
func (d *Desk) Open(ctx context.Context, tx *store.Tx, keys *seal.Ring, x *document.Delivery, i int) (f document.File, r *blob.File, err error) {
	key, err := keys.CaseKey(ctx, tx, x.Case)
	if err != nil {
		return f, nil, err
	}
	detail, err := x.Detail(key)
	if err != nil {
		return f, nil, err
	}
	if i < 0 || i >= len(detail.Proofs) {
		return f, nil, fault.New(fault.Missing, "delivery.proof", "没有这份送达证明，请从送达记录打开")
	}
	f = detail.Proofs[i]
	r, err = d.Blobs.Open(ctx, key, blob.Ref{Address: f.Blob, Place: Place(x.Case), SHA256: f.SHA256, Size: f.Size})
	return f, r, err
}
