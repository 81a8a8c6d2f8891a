package simulation

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// A purse is what was imposed in a case and what was paid for it, noted down when the events came. All
// amounts are whole 分.
type purse struct {
	fine, forfeit int64
	paid          []payment
	closed        calendar.Day // of the last payment
}

// A payment is what the center has confirmed.
type payment struct {
	day            calendar.Day
	amount, remits int64
	court          bool // taken by the court, which is never in time
}

// cents reads an amount of 元.
func cents(s string) (int64, error) {
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	return n, err
}

// noted writes down what an event says of money.
func (s *shadow) noted(ctx context.Context, tx *store.Tx, m *mirror, e casework.Event) error {
	if m.chart.Code != "counterfeit" || !slices.Contains([]string{"decide", "paid", "settle", "executed"}, e.Move) {
		return nil
	}
	var in struct {
		Fine, Forfeit, Amount, Remit string
		Day                          string
	}
	if err := s.w.Office.InputOf(ctx, tx, e, &in); err != nil {
		return err
	}
	var sums [4]int64
	for i, text := range []string{in.Fine, in.Forfeit, in.Amount, in.Remit} {
		var err error
		if sums[i], err = cents("0" + text); err != nil {
			return err
		}
	}
	if e.Move == "decide" {
		m.purse = &purse{fine: sums[0], forfeit: sums[1]}
		return nil
	}
	day, err := calendar.ParseDay(in.Day)
	if e.Move == "executed" {
		day, err = calendar.DayOf(e.At), nil
	}
	if err != nil || m.purse == nil {
		return fmt.Errorf("case %d was paid for on %q without a decision: %w", e.Case, in.Day, err)
	}
	m.purse.paid = append(m.purse.paid, payment{day, sums[2], sums[3], e.Move == "executed"})
	if e.Move != "paid" {
		m.purse.closed = day
	}
	return nil
}

// bill is what is owed on a day, line by line as it stands on the page of a case: the fine that was not
// paid in time grows by three hundredths a day (行政处罚法第七十二条) until it has doubled.
func (p *purse) bill(due, on calendar.Day) map[string]int64 {
	var paid, remitted, early int64
	for _, x := range p.paid {
		paid, remitted = paid+x.amount, remitted+x.remits
		if x.day <= due && !x.court {
			early += x.amount
		}
	}
	late := p.fine
	if early > p.forfeit {
		late = max(0, p.fine-(early-p.forfeit))
	}
	var grown int64
	if due != 0 && on > due {
		grown = min(late, late*3*int64(on-due)/100)
	}
	return map[string]int64{"罚款": p.fine, "没收违法所得": p.forfeit, "加处罚款": grown, "已缴纳": paid, "尚欠": max(0, p.fine+p.forfeit+grown-remitted-paid)}
}

// owed compares what the pages of all cases say is owed with what the events said when they came.
func (w *world) owed(ctx context.Context, tx *store.Tx) error {
	for _, id := range w.shadow.byChart["counterfeit"] {
		if err := w.owes(ctx, tx, w.shadow.cases[id]); err != nil {
			return fmt.Errorf("counterfeit case %d: %w", id, err)
		}
	}
	return nil
}

// owes compares one case.
func (w *world) owes(ctx context.Context, tx *store.Tx, m *mirror) error {
	if m.purse == nil {
		return nil
	}
	k, err := w.Office.Get(ctx, tx, casework.Robot(w.id()), m.id)
	if err != nil {
		return err
	}
	var owner casework.Actor // the person who owes it
	owner.Center, owner.Party, owner.Roles = w.id(), k.Owner, []string{string(casework.Entity)}
	c := &web.Ctx{R: httptest.NewRequest("GET", "/", nil).WithContext(ctx), Actor: owner}
	x, err := w.Counterfeit.Hooks().Extra(c, tx, k)
	if fault.CodeOf(err) == "seal.shredded" {
		return nil
	} else if err != nil {
		return err
	}
	shown := map[string]string{}
	for _, b := range x.Main {
		if kv, ok := b.(web.KV); ok && kv.Title == "罚没款" {
			for _, row := range kv.Rows {
				shown[row.Label] = strings.TrimSuffix(row.Text, " 元")
			}
		}
	}
	owing := m.state == "performing" || m.state == "urged" || m.state == "court"
	if len(shown) == 0 && owing && m.purse.fine+m.purse.forfeit > 0 {
		return fmt.Errorf("a penalty of %d is to be paid, and the page says nothing of it", m.purse.fine+m.purse.forfeit)
	}
	if len(shown) == 0 {
		return nil // not served yet, revoked, or a warning alone
	}
	return w.billed(ctx, tx, m, shown)
}

// billed compares what a page shows with the bill.
func (w *world) billed(ctx context.Context, tx *store.Tx, m *mirror, shown map[string]string) error {
	due, err := w.shadow.dueOf(ctx, tx, m, "pay")
	if err != nil {
		return err
	}
	if shown["缴纳截止"] != due.String() {
		return fmt.Errorf("to be paid by %s; counted anew %s", shown["缴纳截止"], due)
	}
	on := w.Office.Today()
	if m.purse.closed != 0 {
		on = m.purse.closed
	}
	for line, want := range m.purse.bill(due, on) {
		if is, err := cents(shown[line]); err != nil || is != want {
			return fmt.Errorf("the page says %s %q; the events add up to %d 分, by %s of %s", line, shown[line], want, due, on)
		}
	}
	return nil
}
