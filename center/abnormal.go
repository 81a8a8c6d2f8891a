package center

import (
	"cmp"
	"context"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal"
	"zhibao/examination/abnormal/indicator"
	cases "zhibao/examination/preexam/measure"
	"zhibao/examination/preexam/memory"
	"zhibao/examination/registration"
	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/patent/similarity"
)

// newAbnormal makes the desk that watches the filings. What it looks at comes from pre-examination, the
// register and the ledger of patents, which it does not know.
func (c *Center) newAbnormal() *abnormal.Desk {
	return abnormal.New(abnormal.Deps{Filings: c.filings, Similar: c.similar, Passages: c.passages, Firms: c.firms, Transfers: c.transfers, Filed: cases.Filed,
		Drafts: c.Drafts, Deliveries: c.Deliveries, Evidence: c.Evidence, Staff: c.abnormalStaff})
}

// filings are the cases of pre-examination as the monitor sees them.
func (c *Center) filings(ctx context.Context, tx *store.Tx, center int64, from calendar.Day) (out []*indicator.Filing, err error) {
	all, err := memory.Filings(ctx, tx, c.Office, center, from)
	for _, f := range all {
		x := &indicator.Filing{Case: f.Case, Owner: f.Owner, Agent: f.Agent, Number: f.Number, Kind: f.Kind, Class: f.Class, State: f.State, Day: f.Day, Abnormal: f.Abnormal, Text: f.Text, Rules: f.Rules}
		for _, m := range f.Marks {
			x.Marks = append(x.Marks, indicator.Mark(m))
		}
		out = append(out, x)
	}
	return out, err
}

// similar are the filings whose text is alike to that of one.
func (c *Center) similar(ctx context.Context, tx *store.Tx, filing int64, least float64) (out []indicator.Near, err error) {
	all, err := memory.Alike(ctx, tx, c.Office, filing, least)
	for _, n := range all {
		out = append(out, indicator.Near{Case: n.Case, Score: n.Score, Share: n.Paragraphs.Share(), Near: n.Paragraphs.Near})
	}
	return out, err
}

const (
	fewest      = 0.3 // of which paragraphs have less in common are not set beside each other
	mostPassage = 30  // passages that one page shows
)

// passages sets the paragraphs of two filings beside each other, those most alike first.
func (c *Center) passages(ctx context.Context, tx *store.Tx, a, b int64) (out []abnormal.Passage, err error) {
	text := func(id int64) (ps []string, sigs []*similarity.Signature, err error) {
		app, err := c.Preexam.Application(ctx, tx, id)
		if err != nil || app == nil {
			return nil, nil, err
		}
		for _, p := range memory.Passages(app) {
			ps, sigs = append(ps, p), append(sigs, similarity.Of([]string{p}))
		}
		return ps, sigs, nil
	}
	first, sigs, err := text(a)
	if err != nil {
		return nil, err
	}
	second, others, err := text(b)
	if err != nil {
		return nil, err
	}
	for i := range first {
		best := abnormal.Passage{A: first[i]}
		for k := range second {
			if s := similarity.Alike(sigs[i], others[k]); s > best.Score {
				best.B, best.Score = second[k], s
			}
		}
		if best.Score >= fewest {
			out = append(out, best)
		}
	}
	sorting.Stable(out, func(x, y abnormal.Passage) int { return cmp.Compare(y.Score, x.Score) })
	return out[:min(len(out), mostPassage)], nil
}

// firms is what the register knows of the size and the age of applicants.
func (c *Center) firms(ctx context.Context, tx *store.Tx, center int64, parties []int64) (map[int64]indicator.Firm, error) {
	out := map[int64]indicator.Firm{}
	for _, id := range parties {
		r, err := c.Registration.Lookup(ctx, tx, registration.Query{Center: center, Owner: id})
		if err != nil {
			return nil, err
		}
		out[id] = indicator.Firm{Insured: r.Insured, Established: r.Established}
	}
	return out, nil
}

// transfers are the granted patents of the ledger that changed hands, by the party whose they were.
func (c *Center) transfers(ctx context.Context, tx *store.Tx, center int64, from calendar.Day) (out []indicator.Transfer, a abnormal.Age, err error) {
	all, count, newest, err := c.Patents.Transfers(ctx, tx, center, from)
	if err != nil {
		return nil, a, err
	}
	a.Count = count
	if day, err := calendar.ParseDay(newest); err == nil {
		a.Newest = day.Begin()
	}
	for _, t := range all {
		p, err := party.ByName(ctx, tx, center, party.Entity, t.From)
		if fault.KindOf(err) == fault.Missing {
			continue // nobody who is registered here
		} else if err != nil {
			return nil, a, err
		}
		out = append(out, indicator.Transfer{Party: p.ID, Number: t.Number, To: t.To, Granted: t.Granted, Day: t.Day})
	}
	return out, a, nil
}

// abnormalStaff are the people of a center as the desk knows them.
func (c *Center) abnormalStaff(ctx context.Context, tx *store.Tx, center int64) (out []abnormal.Staff, err error) {
	staff, err := c.staff(ctx, tx, center)
	for _, s := range staff {
		out = append(out, abnormal.Staff{Account: s.Account, Name: s.Name, Roles: s.Roles, Away: s.Away})
	}
	return out, err
}

// abnormalHooks are what the pages of a lead show.
func (c *Center) abnormalHooks() worklist.Hooks {
	return worklist.Join(c.Abnormal.Hooks(), c.exhibits.Hooks())
}

// filingHooks tell on the page of a filing to which leads it belongs, and whether its technology is core.
func (c *Center) filingHooks() worklist.Hooks {
	return worklist.Join(worklist.Hooks{Extra: c.designExtra}, worklist.Hooks{Extra: c.coreExtra}, worklist.Hooks{Extra: c.searchExtra}, worklist.Hooks{Extra: func(x *web.Ctx, tx *store.Tx, k *casework.Case) (worklist.Extra, error) {
		return c.Abnormal.FilingExtra(x, tx, k)
	}})
}

// watchFilings is the job that has the monitor look at every center.
func (c *Center) watchFilings(ctx context.Context, _ job.Job) (job.Effect, error) {
	var centers []casework.Center
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		centers, err = c.Office.Centers(ctx, tx)
		return err
	})
	for _, ct := range centers {
		r, err := c.Abnormal.Watch(ctx, ct.ID, 0)
		if err != nil {
			return nil, err
		}
		c.Log.Info("filings watched", "center", ct.ID, "filings", r.Filings, "leads", r.Opened)
	}
	return nil, err
}
