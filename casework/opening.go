package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// Acts around openings.
const (
	ActAsk      = "case.ask"      // ask for, decide on and see openings of the center
	ActInspect  = "case.inspect"  // open a case to an inspector of an office above
	moveAsk     = "opening.ask"   // events of the case, outside its chart
	moveAllow   = "opening.allow" //
	moveRefuse  = "opening.refuse"
	moveInspect = "opening.inspect"
	moveSample  = "opening.sample"
	moveEnd     = "opening.end"
)

// The kinds of openings.
const (
	Emergency  = "emergency"  // a head needs the text of a case that is not the head's (紧急查阅)
	Inspection = "inspection" // a sample inspection from above (抽查)
)

// An Opening lets one person read the text of one case for a time, though the case is not that person's. It never
// overrides a declared conflict of interest. Asking, deciding and ending are events of the case, as every reading is.
type Opening struct {
	ID, Center, Case int64
	Account          int64  // who may read
	Reader           string // that person's name
	Kind             string
	Number           string // of the case
	Asker            int64
	Asked            time.Time
	Decider          int64
	DeciderName      string
	Decided          time.Time // zero while nobody has decided
	Refused          bool
	Until            time.Time // end of the reading; zero where it never began
	event            int64     // holds the reason, under the key of the case
}

// Live reports whether the text is open now.
func (p *Opening) Live(now time.Time) bool { return p.Until.After(now) }

// Waiting reports whether nobody has decided yet.
func (p *Opening) Waiting() bool { return p.Decided.IsZero() }

// Settings declares what a center decides about openings.
func Settings() []setting.Def {
	def := func(key, title, english, value string) setting.Def {
		return setting.Def{Key: key, Title: title, English: english, Type: setting.Int, Default: map[string]string{"": value}, Sure: rule.Unsure,
			Level: rule.Center, Group: "casework", Grave: true, Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}}
	}
	return []setting.Def{def("casework.emergency_minutes", "紧急查阅的时长（分钟）", "Minutes of an emergency reading", "60"),
		def("casework.inspection_days", "抽查查阅的最长天数", "Longest inspection, in days", "30")}
}

// openingGrants say to whom a case can be opened, and who asks and decides (专利法第二十一条第三款, notice 3.3).
func openingGrants() []access.Grant {
	var gs []access.Grant
	for _, r := range []Role{Reviewer, Head, Director, ProvRole, NationRole} {
		for _, act := range []string{ActText, ActForm, ActName} {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Opened})
		}
	}
	return append(gs, access.Grant{Act: ActAsk, Role: string(Head), Rel: access.Center}, access.Grant{Act: ActAsk, Role: string(Director), Rel: access.Center},
		access.Grant{Act: ActInspect, Role: string(Director), Rel: access.Center})
}

// An act is one event of an opening: which, why, and about whom.
type act struct{ move, reason, reader string }

// reasoned is the secret part of the events of an opening.
type reasoned struct {
	Reason string `json:"reason"`
}

// AskOpening asks that a case be opened to the actor, who has to name a reason that is worth it. Somebody else decides.
func (o *Office) AskOpening(ctx context.Context, by Actor, caseID int64, reason string) (p Opening, err error) {
	defer fault.Wrap(&err, "ask for an opening")
	err = o.onCase(ctx, by, caseID, ActAsk, func(tx *store.Tx, c *Case) error {
		if o.Policy.May(by.Subject, ActText, c.Object()) {
			return fault.New(fault.Conflict, "opening.needless", "您现在就可以查阅案件 %s 的正文，不必另行申请", c.name())
		}
		if n, err := o.asked(ctx, tx, c, by.Account); err != nil || n > 0 {
			if err != nil {
				return err
			}
			return fault.New(fault.Conflict, "opening.waiting", "您对案件 %s 的查阅申请还在等待批准，请联系另一位负责人办理", c.name())
		}
		p = Opening{ID: o.DB.NewID(), Center: c.Center, Case: c.ID, Account: by.Account, Reader: by.Name, Kind: Emergency, Asker: by.Account, Asked: o.Now()}
		if p.event, err = o.mark(ctx, tx, c, by, act{moveAsk, reason, p.Reader}); err != nil {
			return err
		}
		return insertOpening(ctx, tx, &p)
	})
	return p, err
}

// DecideOpening lets the asker read from now on for the time that the center has set, or refuses.
// Whoever asked never decides.
func (o *Office) DecideOpening(ctx context.Context, by Actor, id int64, agree bool, reason string) (err error) {
	defer fault.Wrap(&err, "decide on an opening")
	p, err := o.openingOf(ctx, by, id)
	if err != nil {
		return err
	}
	return o.onCase(ctx, by, p.Case, ActAsk, func(tx *store.Tx, c *Case) error {
		// Read again under the lock of the case: somebody may have been faster.
		if p, err = oneOpening(ctx, tx, by.Center, id); err != nil {
			return err
		}
		switch {
		case p.Asker == by.Account:
			return fault.New(fault.Forbidden, "opening.own", "查阅申请须由另一位负责人批准，不能由申请人本人办理")
		case !p.Waiting():
			return fault.New(fault.Conflict, "opening.decided", "这份申请已由 %s 办理，请刷新页面", p.DeciderName)
		case c.Conflicted(p.Account):
			return fault.New(fault.Forbidden, "opening.conflict", "%s 已申明与案件 %s 有利害关系，不得查阅；请不予批准", p.Reader, c.name())
		}
		p.Decider, p.DeciderName, p.Decided, p.Refused = by.Account, by.Name, o.Now(), !agree
		move := moveRefuse
		if agree {
			minutes, err := o.Settings.Int(ctx, tx, setting.Query{Center: c.Center, Key: "casework.emergency_minutes", On: o.Today()})
			if err != nil {
				return err
			}
			move, p.Until = moveAllow, o.Now().Add(time.Duration(minutes)*time.Minute)
		}
		if _, err := o.mark(ctx, tx, c, by, act{move, reason, p.Reader}); err != nil {
			return err
		}
		return updateOpening(ctx, tx, &p)
	})
}

// Inspect opens a case to an inspector of the province or the nation until the end of a day.
func (o *Office) Inspect(ctx context.Context, by Actor, caseID int64, reader Actor, reason string, until calendar.Day) (p Opening, err error) {
	defer fault.Wrap(&err, "open to an inspector")
	err = o.onCase(ctx, by, caseID, ActInspect, func(tx *store.Tx, c *Case) error {
		days, err := o.Settings.Int(ctx, tx, setting.Query{Center: c.Center, Key: "casework.inspection_days", On: o.Today()})
		if err != nil {
			return err
		}
		switch {
		case !reader.Is(ProvRole) && !reader.Is(NationRole), !o.Policy.May(reader.Subject, ActSee, c.Object()):
			return fault.New(fault.Invalid, "opening.reader", "抽查只能授权给本省或国家知识产权局的联络员，请重新选择").At("reader")
		case until < o.Today() || until > o.Today()+calendar.Day(days):
			return fault.New(fault.Invalid, "opening.until", "截止日须在今天至 %s 之间", o.Today()+calendar.Day(days)).At("until")
		}
		p = Opening{ID: o.DB.NewID(), Center: c.Center, Case: c.ID, Account: reader.Account, Reader: reader.Name, Kind: Inspection, Asker: by.Account, Asked: o.Now(),
			Decider: by.Account, DeciderName: by.Name, Decided: o.Now(), Until: until.End()}
		if p.event, err = o.mark(ctx, tx, c, by, act{moveInspect, reason, p.Reader}); err != nil {
			return err
		}
		return insertOpening(ctx, tx, &p)
	})
	return p, err
}

// EndOpening ends a reading before its time.
func (o *Office) EndOpening(ctx context.Context, by Actor, id int64) (err error) {
	defer fault.Wrap(&err, "end an opening")
	p, err := o.openingOf(ctx, by, id)
	if err != nil {
		return err
	}
	return o.onCase(ctx, by, p.Case, ActAsk, func(tx *store.Tx, c *Case) error {
		if p, err = oneOpening(ctx, tx, by.Center, id); err != nil {
			return err
		}
		if !p.Live(o.Now()) {
			return fault.New(fault.Conflict, "opening.over", "这项查阅授权已经结束，无须再办理")
		}
		p.Until = o.Now()
		if _, err := o.mark(ctx, tx, c, by, act{moveEnd, "", p.Reader}); err != nil {
			return err
		}
		return updateOpening(ctx, tx, &p)
	})
}

// onCase runs f in a transaction that holds the case, if the actor may do the act on it.
func (o *Office) onCase(ctx context.Context, by Actor, caseID int64, act string, f func(tx *store.Tx, c *Case) error) error {
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := o.held(ctx, tx, o.Policy.Reach(by.Subject, ActSee), caseID)
		if err != nil {
			return err
		}
		if !o.Policy.May(by.Subject, ActSee, c.Object()) || !o.Policy.May(by.Subject, act, c.Object()) || !o.ChartOf(c.Chart).Secret {
			return missing()
		}
		return f(tx, c)
	})
}

// mark appends an event that is outside the chart: neither state nor version of the case change,
// so nobody's form grows stale. The reason is sealed; the auditor is told that it happened.
func (o *Office) mark(ctx context.Context, tx *store.Tx, c *Case, by Actor, a act) (int64, error) {
	reason := strings.TrimSpace(a.reason)
	if n := utf8.RuneCountInString(reason); a.move != moveEnd && n < 5 || n > 500 {
		return 0, fault.New(fault.Invalid, "opening.reason", "请写明事由（5 至 500 字），写明为何需要查阅").At("reason")
	}
	plain, err := json.Marshal(reasoned{reason})
	if err != nil {
		return 0, err
	}
	e := Event{Actor: by.Account, Name: by.Name, Move: a.move, From: c.State, To: c.State,
		Meta: Meta{Via: by.Via, Version: c.Version, Notes: map[string]string{"reader": a.reader, "ip": by.IP}}}
	if err := o.aside(ctx, tx, c, &e, plain); err != nil {
		return 0, err
	}
	if o.Watch != nil {
		err = o.Watch(ctx, tx, by, a.move, fmt.Sprintf("%s %s", c.name(), a.reader))
	}
	return e.ID, err
}

// Reason returns why an opening was asked for, empty where the case has been shredded.
func (o *Office) Reason(ctx context.Context, tx *store.Tx, p Opening) string {
	var r reasoned
	if err := o.InputOf(ctx, tx, Event{ID: p.event, Center: p.Center, Case: p.Case, Seq: p.seq(ctx, tx)}, &r); err != nil {
		return ""
	}
	return r.Reason
}

// Reading names an event that is about reading unpublished text and is no step of the case, in both languages.
func (e *Event) Reading() (title, english string, ok bool) {
	switch e.Move {
	case ReadMove:
		return "查阅未公开文本", "Unpublished text opened", true
	case moveAsk:
		return "申请紧急查阅", "Emergency reading asked for", true
	case moveAllow:
		return "批准紧急查阅", "Emergency reading allowed", true
	case moveRefuse:
		return "不予批准查阅", "Emergency reading refused", true
	case moveInspect:
		return "授权抽查查阅", "Opened to an inspector", true
	case moveSample:
		return "质量抽检查阅", "Opened for a sample of quality", true
	case moveEnd:
		return "结束查阅授权", "Opening ended", true
	}
	return "", "", false
}
