package casework

import (
	"context"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// ActRemind is reminding a party of a step that is its own (催办).
const ActRemind = "case.remind"

// RemindMove is the move code of the event that records a reminder. It belongs to no chart: it can
// be made in every state in which the party has to act, and changes neither state nor version, so
// whoever works on the case meanwhile is not disturbed.
const RemindMove = "urge"

// MayRemind tells why the actor cannot remind the party of the case now, as far as the case itself
// says: nil when nothing speaks against it but a reminder of today.
func (o *Office) MayRemind(by Actor, c *Case) error {
	s := o.ChartOf(c.Chart).State(c.State)
	switch {
	case !o.Policy.May(by.Subject, ActRemind, c.Object()):
		return fault.New(fault.Forbidden, "case.remind_role", "您的账号不能就此案催办，请由承办人或业务负责人催办")
	// What was not handed in yet is nobody's business but its author's.
	case !c.Open() || !s.Party || c.State == "draft":
		return fault.New(fault.Conflict, "case.remind_state", "案件处于“%s”，没有等待当事人办理的事项，无需催办；请打开案件查看由谁办理", s.Words())
	}
	return nil
}

// Reminded reports whether the party of the case was reminded today.
func (o *Office) Reminded(ctx context.Context, tx *store.Tx, c *Case) (n bool, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) > 0 FROM casework_event WHERE case_id = $1 AND +center_id = $4 AND move = $2 AND at >= $3`, c.ID, RemindMove,
		o.Today().Begin().UnixMicro(), c.Center).Scan(&n)
	return n, err
}

// Remind tells the party that acts in the case that something waits for it — the number and a link,
// never a word of the matter — and records that as an event. It does so once a day at most, so that
// sending the same form twice sends one notice. It moves no clock: a reminder has no effect in law.
func (o *Office) Remind(ctx context.Context, by Actor, caseID int64) (err error) {
	defer fault.Wrap(&err, "remind")
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := o.hold(ctx, tx, o.Policy.Reach(by.Subject, ActSee), caseID); err != nil {
			return err
		}
		// Read anew here: the party may have answered since it was decided to remind it.
		c, err := o.Get(ctx, tx, by, caseID)
		if err != nil {
			return err
		}
		if err := o.MayRemind(by, c); err != nil {
			return err
		}
		if again, err := o.Reminded(ctx, tx, c); err != nil || again {
			if again {
				err = RemindedToday()
			}
			return err
		}
		e := Event{Actor: by.Account, Name: by.Name, Role: o.remindRole(by), Move: RemindMove, From: c.State, To: c.State,
			Meta: Meta{Via: by.Via, Version: c.Version, Notes: map[string]string{"what": o.ChartOf(c.Chart).State(c.State).Title}}}
		if !c.Due.IsZero() && c.DueParty {
			e.Meta.Notes["day"] = "期限 " + c.Due.String()
		}
		// An empty input, so that whoever reads the inputs of a case finds one here too.
		if err := o.aside(ctx, tx, c, &e, []byte("{}")); err != nil {
			return err
		}
		return o.tellParty(ctx, tx, c)
	})
}

// aside appends an event that is no move of the chart, with its input where it has one.
func (o *Office) aside(ctx context.Context, tx *store.Tx, c *Case, e *Event, plain []byte) error {
	key, err := o.Keys.CaseKey(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	now, err := o.Receipts.Ordered(ctx, tx, o.Now())
	if err != nil {
		return err
	}
	if err := o.append(ctx, tx, c, e, sealed{key, plain, now}); err != nil {
		return err
	}
	return updateHead(ctx, tx, c)
}

// tellParty sends word that the case holds something new: to the agency where one acts.
func (o *Office) tellParty(ctx context.Context, tx *store.Tx, c *Case) error {
	to := c.Agent
	if to == 0 {
		to = c.Owner
	}
	if o.Tell == nil {
		return nil
	}
	return o.Tell(ctx, tx, Notification{Center: c.Center, Party: to, Case: c.ID, Number: c.Number, Kind: NoticeReminder})
}

// RemindedToday is the answer to the second reminder of a day.
func RemindedToday() error {
	return fault.New(fault.Conflict, "case.remind_twice", "今天已经催办过，同一案件每天至多催办一次；请改用电话联系")
}

// remindRole is the role in which the actor reminds: that of the counter or the head before that of
// an examiner, because theirs reaches every case.
func (o *Office) remindRole(a Actor) string {
	for _, r := range []Role{Clerk, Head, Director, Examiner} {
		if a.Is(r) {
			return string(r)
		}
	}
	return ""
}

// isMove reports whether the event is a move of a chart, and not one that the kernel adds by itself.
func (e *Event) isMove() bool {
	_, _, reading := e.Reading()
	return !reading && e.Move != RemindMove
}
