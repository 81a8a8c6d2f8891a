package delivery_test

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

type none struct{}

// world is an office with one case in which one paper was issued to two parties: 100 has an account, 200
// has none.
type world struct {
	t     *testing.T
	o     *casework.Office
	clock *caseworktest.Clock
	desk  *delivery.Desk
	k     *casework.Case
	told  []string
	all   bool // whether the paper was served on all, when the procedure was told last
}

func newWorld(t *testing.T) *world {
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, desk: delivery.New(delivery.Desk{Blobs: blobs})}
	basis := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	c := &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter", Sides: []casework.Side{{Code: "asker", Title: "来信人", English: "Asker"}, {Code: "other", Title: "对方", English: "Other"}},
		States: []casework.State{{Code: "open", Title: "办理中", English: "Open", Queue: casework.Clerk}, {Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "write", Title: "来信", English: "Write", To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: basis, Do: casework.Input(func(s *casework.Step, _ *none) error {
				s.Case.Owner = s.Actor.Party
				if err := s.AddPart(casework.Part{Party: 200, Side: "other"}); err != nil {
					return err
				}
				if err := s.Issue(); err != nil {
					return err
				}
				p, err := document.Issue(s, document.Draft{Template: "letter", Version: "1", Name: "告知书", Series: "告", To: "双方", Body: []paper.Block{paper.P("告知。")},
					Recipients: []document.Recipient{{Party: 100}, {Party: 200}}})
				if err != nil {
					return err
				}
				return w.desk.AtOnce(s, p)
			})},
			{Code: "end", Title: "办结", English: "End", From: []string{"open"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: basis, Do: casework.Input(func(*casework.Step, *none) error { return nil })},
		}}
	c.Moves = append(c.Moves, delivery.Moves(w.desk, delivery.Procedure{Chart: "letter", From: []string{"open"}, By: []casework.Role{casework.Clerk}, Basis: basis,
		Served: func(s *casework.Step, p *document.Paper, party int64, day calendar.Day) error {
			w.told = append(w.told, strconv.FormatInt(party, 10)+" "+day.String())
			if on, ok, err := delivery.Served(s, p.ID, party); err != nil || !ok || on != day {
				t.Errorf("served on %v, %v, %v; told %s", on, ok, err, day)
			}
			last, all, err := delivery.ServedOnAll(s, p.ID)
			if w.all = all; last < day {
				t.Errorf("last day %s before %s", last, day)
			}
			return err
		}})...)
	w.o, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{c}, Settings: delivery.Settings()})
	w.o.Reached = func(_ context.Context, _ *store.Tx, _, party int64) (bool, error) { return party == 100, nil }
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	w.do(who(10, 100, casework.Entity), "write", &none{})
	return w
}

func who(account, party int64, r casework.Role) casework.Actor {
	return casework.Actor{Name: strconv.FormatInt(account, 10), Via: "test", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Party: party, Roles: []string{string(r)}}}
}

var clerk = who(1, 0, casework.Clerk)

func (w *world) try(a casework.Actor, move string, in any) error {
	r := casework.Request{Actor: a, Chart: "letter", Move: move, Input: in}
	if w.k != nil {
		r.Case, r.Expected = w.k.ID, w.k.Version
	}
	out, err := w.o.Move(w.t.Context(), r)
	if err == nil {
		w.k = out.Case
	}
	return err
}

func (w *world) do(a casework.Actor, move string, in any) {
	w.t.Helper()
	if err := w.try(a, move, in); err != nil {
		w.t.Fatalf("%s: %v", move, err)
	}
}

func (w *world) refuse(code, move string, in any) {
	w.t.Helper()
	if err := w.try(clerk, move, in); fault.CodeOf(err) != code {
		w.t.Errorf("%s: %v, want %s", move, err, code)
	}
}

// waits returns the delivery that waits, nil where none does.
func (w *world) waits() *document.Delivery {
	w.t.Helper()
	var all []document.Delivery
	err := w.o.DB.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		all, err = document.Waiting(w.t.Context(), tx, caseworktest.CenterID)
		return err
	})
	if err != nil || len(all) > 1 {
		w.t.Fatalf("%d wait, %v", len(all), err)
	}
	if len(all) == 0 {
		return nil
	}
	return &all[0]
}

// id names the delivery that waits.
func (w *world) id() string {
	w.t.Helper()
	x := w.waits()
	if x == nil {
		w.t.Fatal("nothing waits")
	}
	return strconv.FormatInt(x.ID, 10)
}

func (w *world) history() (out []document.Delivery) {
	w.t.Helper()
	err := w.o.DB.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		out, err = document.Deliveries(w.t.Context(), tx, w.k.Center, w.k.ID)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

var proof = []form.File{form.Bytes("回证.pdf", []byte("%PDF-1.4 proof"))}

func on(s string) calendar.Day { return calendar.MustDay(s) }

// TestFromPostToNotice: a letter that comes back is brought in person, then the notice runs; each way is
// proposed by why the one before failed, and the last day of the notice is the day of service.
func TestFromPostToNotice(t *testing.T) {
	w := newWorld(t)
	if x := w.waits(); x == nil || x.Party != 200 || x.Channel != document.Post || x.State != document.Pending || !slices.Equal(w.told, []string{"100 2026-03-02"}) || w.all {
		t.Fatalf("%+v, told %q", x, w.told)
	}
	w.refuse("delivery.unsent", delivery.MoveRecord, &delivery.Record{Delivery: w.id(), Channel: "post", Result: "served", Day: on("2026-03-02"), Receiver: "甲", Proof: proof})
	w.refuse("delivery.day", delivery.MoveSend, &delivery.Send{Delivery: w.id(), Channel: "post", Day: on("2026-03-03"), Mail: "EMS1"})
	w.do(clerk, delivery.MoveSend, &delivery.Send{Delivery: w.id(), Channel: "post", Day: on("2026-03-02"), Mail: "EMS1"})
	w.clock.SetDay(on("2026-03-09"))
	w.refuse("delivery.day", delivery.MoveRecord, &delivery.Record{Delivery: w.id(), Channel: "post", Result: "failed", Day: on("2026-03-01"), Reason: "unknown"})
	w.refuse("delivery.reason", delivery.MoveRecord, &delivery.Record{Delivery: w.id(), Channel: "post", Result: "failed", Day: on("2026-03-06")})
	w.do(clerk, delivery.MoveRecord, &delivery.Record{Delivery: w.id(), Channel: "post", Result: "failed", Day: on("2026-03-06"), Reason: "unknown"})
	if x := w.waits(); x.Channel != document.Person || x.State != document.Pending {
		t.Fatalf("after the letter: %+v", x)
	}
	w.do(clerk, delivery.MoveRecord, &delivery.Record{Delivery: w.id(), Channel: "person", Result: "failed", Day: on("2026-03-09"), Reason: "gone"})
	if x := w.waits(); x.Channel != document.Notice {
		t.Fatalf("after the visit: %+v", x)
	}
	w.refuse("delivery.why", delivery.MoveSend, &delivery.Send{Delivery: w.id(), Channel: "notice", Day: on("2026-03-09"), Mail: "本中心网站", Proof: proof})
	w.refuse("delivery.proof_notice", delivery.MoveSend, &delivery.Send{Delivery: w.id(), Channel: "notice", Day: on("2026-03-09"), Mail: "本中心网站", Note: "邮寄退回，现场无人"})
	w.do(clerk, delivery.MoveSend, &delivery.Send{Delivery: w.id(), Channel: "notice", Day: on("2026-03-09"), Mail: "本中心网站", Note: "邮寄退回，现场无人", Proof: proof})
	if x := w.waits(); x.Due != on("2026-04-08") || x.Done() {
		t.Fatalf("thirty days from 2026-03-09: %+v", x)
	}
	w.clock.SetDay(on("2026-04-08"))
	if n, err := w.desk.Tend(t.Context(), w.o); n != 0 || err != nil {
		t.Errorf("on the last day %d, %v", n, err)
	}
	w.clock.SetDay(on("2026-04-09"))
	if n, err := w.desk.Tend(t.Context(), w.o); n != 1 || err != nil {
		t.Fatalf("after the last day %d, %v", n, err)
	}
	if !slices.Equal(w.told, []string{"100 2026-03-02", "200 2026-04-08"}) || !w.all || w.waits() != nil {
		t.Errorf("told %q, all %v", w.told, w.all)
	}
	var states []string
	for _, x := range w.history() {
		states = append(states, x.Channel+" "+x.State)
	}
	if want := []string{"account delivered", "post failed", "person failed", "notice delivered"}; !slices.Equal(states, want) {
		t.Errorf("history %q, want %q", states, want)
	}
}

// TestNeverTwice: a paper that was served on a party is not served again, and the refusal tells the day
// of the first.
func TestNeverTwice(t *testing.T) {
	w := newWorld(t)
	first := w.history()[0]
	err := w.try(clerk, delivery.MoveSend, &delivery.Send{Delivery: strconv.FormatInt(first.ID, 10), Channel: "post", Day: on("2026-03-02"), Mail: "EMS1"})
	if e := fault.Of(err); e == nil || e.Code != "delivery.twice" || !slices.Contains(e.Args, any(on("2026-03-02"))) {
		t.Errorf("%v", err)
	}
	id := w.id()
	in := &delivery.Record{Delivery: id, Channel: "person", Result: "served", Day: on("2026-03-02"), Receiver: "收发室", Proof: proof}
	w.do(clerk, delivery.MoveRecord, in)
	w.refuse("delivery.twice", delivery.MoveRecord, in)
}

// TestLeft: a paper that is refused is left with a witness or a recording, and counts from that day.
func TestLeft(t *testing.T) {
	w := newWorld(t)
	w.do(clerk, delivery.MoveRecord, &delivery.Record{Delivery: w.id(), Channel: "person", Result: "failed", Day: on("2026-03-02"), Reason: "refused"})
	if x := w.waits(); x.Channel != document.Leave {
		t.Fatalf("after a refusal: %+v", x)
	}
	in := delivery.Record{Delivery: w.id(), Channel: "leave", Result: "served", Day: on("2026-03-02")}
	w.refuse("delivery.unproven", delivery.MoveRecord, &in)
	in.Proof = proof
	w.refuse("delivery.unproven", delivery.MoveRecord, &in)
	in.Result = "failed"
	w.refuse("delivery.left", delivery.MoveRecord, &in)
	in.Result, in.Witness = "served", "居委会代表"
	w.do(clerk, delivery.MoveRecord, &in)
	last := w.history()
	x := last[len(last)-1]
	if !x.Deemed || x.Day() != on("2026-03-02") || x.State != document.Delivered {
		t.Errorf("%+v", x)
	}
	err := w.o.DB.Read(t.Context(), func(tx *store.Tx) error {
		key, err := w.o.Keys.CaseKey(t.Context(), tx, w.k.ID)
		if err != nil {
			return err
		}
		detail, err := x.Detail(key)
		if err != nil {
			return err
		}
		f, r, err := w.desk.Open(t.Context(), tx, w.o.Keys, &x, 0)
		if err != nil {
			return err
		}
		defer r.Close()
		body, err := io.ReadAll(r)
		if string(body) != "%PDF-1.4 proof" || f.Name != "回证.pdf" || detail.Witness != "居委会代表" {
			t.Errorf("%q %+v %+v", body, f, detail)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestNoticeOfAnEndedCase holds up nothing, and a void paper is not served any more.
func TestNoticeOfAnEndedCase(t *testing.T) {
	w := newWorld(t)
	w.do(clerk, delivery.MoveSend, &delivery.Send{Delivery: w.id(), Channel: "notice", Day: on("2026-03-02"), Mail: "本中心网站", Note: "下落不明", Proof: proof})
	w.do(clerk, "end", &none{})
	w.clock.At = w.clock.At.Add(60 * 24 * time.Hour)
	if _, err := w.desk.Tend(t.Context(), w.o); err != nil || len(w.told) != 1 {
		t.Errorf("%v, told %q", err, w.told)
	}
}
