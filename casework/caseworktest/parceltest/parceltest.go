// Package parceltest (包裹) is a small procedure for tests in which several sides stand against each
// other: who sent a parcel complains, those who received it answer, evidence is handed in and heard,
// and somebody decides.
package parceltest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/exhibits"
	"zhibao/casework/worklist/sessions"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/rule"
)

// The parties of a case: who sent, two who received, and an agency that acts for the first of those.
const (
	Sender   = 100
	Receiver = 200
	Other    = 201
	Agency   = 300
)

// Nothing is an input that asks for nothing.
type Nothing struct {
	Remark string `json:"remark" label:"说明" en:"Remark" max:"100"`
}

// Reply is the answer of a receiver.
type Reply struct {
	Text string `json:"text" label:"答复" en:"Answer" required:"true" max:"1000"`
	casework.Behalf
}

// Release ends a measure.
type Release struct {
	Measure int64  `json:"measure" label:"措施" en:"Measure"`
	Reason  string `json:"reason" label:"理由" en:"Why" max:"100"`
}

// Chart is the procedure.
func Chart(d *evidence.Desk, b *hearing.Book) *casework.Chart {
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	nothing := casework.Input(func(*casework.Step, *Nothing) error { return nil })
	open := []string{"open"}
	all := []string{"sender", "receiver"}
	moves := []casework.Move{
		{Code: "send", Title: "投诉", English: "Complain", To: open, By: []casework.Role{casework.Entity}, Basis: cite, Do: casework.Input(func(s *casework.Step, _ *Nothing) error {
			s.Case.Owner, s.Case.Kind = s.Actor.Party, "发明"
			s.SetTitle("包裹纠纷")
			for _, p := range []casework.Part{{Party: Receiver, Side: "receiver"}, {Party: Other, Side: "receiver"}, {Party: Agency, For: Receiver, Side: "receiver"}} {
				if err := s.AddPart(p); err != nil {
					return err
				}
			}
			return s.Issue()
		})},
		{Code: "assign", Title: "分案", English: "Assign", From: open, To: []string{casework.Stay}, By: []casework.Role{casework.Clerk}, Basis: cite, Do: casework.Input(func(s *casework.Step, _ *Nothing) error {
			s.Case.Handler, s.Case.Second = 31, 33
			return nil
		})},
		answer.Spends(casework.Move{Code: "reply", Title: "答复", English: "Answer", From: open, To: []string{casework.Stay}, By: []casework.Role{casework.Entity, casework.AgencyRole}, Sides: []string{"receiver"}, Counter: []casework.Role{casework.Clerk}, Basis: cite,
			Do: casework.Input(func(s *casework.Step, in *Reply) error {
				_, err := in.Party(s)
				return err
			})}),
		answer.Renew(open, []casework.Role{casework.Clerk}, cite),
		{Code: "panel", Title: "评议", English: "Deliberate", From: open, To: []string{casework.Stay}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Inside: true, Basis: cite, Do: nothing},
		{Code: "keep", Title: "登记保存", English: "Keep", From: open, To: []string{casework.Stay}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: casework.Input(func(s *casework.Step, in *evidence.Keeping) error {
			_, err := d.Preserve(s, in.Measure("先行登记保存", "7工作日"))
			return err
		})},
		{Code: "release", Title: "解除", English: "Release", From: open, To: []string{casework.Stay}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: casework.Input(func(s *casework.Step, in *Release) error {
			return d.Lift(s, evidence.Lift{Measure: in.Measure, How: "解除", Reason: in.Reason})
		})},
		{Code: "decide", Title: "决定", English: "Decide", From: open, To: []string{"done"}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: casework.Input(func(s *casework.Step, _ *Nothing) error {
			body, err := d.Admission(s.Ctx, s.Tx, s.Office, s.Case)
			for _, to := range []int64{Sender, Receiver, Other} {
				if err == nil {
					_, err = document.Issue(s, document.Draft{Template: "parcel.decision", Version: "1", Name: "决定书", Series: "包", To: "当事人", Party: to, Body: body})
				}
			}
			return err
		})},
	}
	moves = append(moves, d.Moves(evidence.Setup{Submit: open, Answer: open, Weigh: open, Sides: all, Staff: []casework.Role{casework.Examiner}, Rel: access.Handler, Counter: []casework.Role{casework.Clerk}, Basis: cite})...)
	moves = append(moves, b.Moves(hearing.Setup{Plan: open, Sides: all, Staff: []casework.Role{casework.Examiner}, Rel: access.Handler, Counter: []casework.Role{casework.Clerk}, Basis: cite,
		Seats: func(_ context.Context, _ *store.Tx, ids []int64) (map[int64]string, error) { return names(ids), nil }})...)
	return &casework.Chart{Code: "parcel", Prefix: "BG", Title: "包裹", English: "Parcel", Secret: true,
		Sides: []casework.Side{{Code: "sender", Title: "寄件人", English: "Sender"}, {Code: "receiver", Title: "收件人", English: "Receiver"}},
		States: []casework.State{{Code: "open", Title: "办理中", English: "In work", Party: true, Sides: []string{"receiver"}},
			{Code: "done", Title: "已办结", English: "Done", Final: true}}, Moves: moves}
}

// People are the actors by account.
func People(account int64) casework.Actor {
	roles := map[int64]casework.Role{10: casework.Entity, 11: casework.Entity, 12: casework.Entity, 13: casework.AgencyRole, 14: casework.Entity, 20: casework.Clerk, 31: casework.Examiner, 32: casework.Examiner,
		33: casework.Reviewer, 40: casework.Head, 41: casework.Head, 50: casework.ProvRole}
	parties := map[int64]int64{10: Sender, 11: Receiver, 12: Other, 13: Agency, 14: 999}
	a := casework.Actor{Name: name(account), Via: "test", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Party: parties[account], Roles: []string{string(roles[account])}}}
	if account == 50 {
		a.Province = "32"
	}
	return a
}

func name(account int64) string { return fmt.Sprintf("某%d", account) }

func names(ids []int64) map[int64]string {
	out := map[int64]string{}
	for _, id := range ids {
		if id != 0 {
			out[id] = name(id)
		}
	}
	return out
}

// A World is an office with the procedure and its pages.
type World struct {
	T        testing.TB
	Office   *casework.Office
	Clock    *caseworktest.Clock
	Evidence *evidence.Desk
	Hearings *hearing.Book
	Work     *worklist.Pages
	Exhibits *exhibits.Pages
	Sessions *sessions.Pages
}

// New returns a world. More are tables and grants beside those of the kernel.
func New(t testing.TB, more caseworktest.Setup) *World {
	t.Helper()
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	w := &World{T: t, Evidence: &evidence.Desk{Blobs: blobs}, Hearings: &hearing.Book{Blobs: blobs}}
	more.Charts = append(more.Charts, Chart(w.Evidence, w.Hearings))
	more.Schemas = append(more.Schemas, worklist.Schema(), evidence.Schema(), hearing.Schema(), answer.Schema())
	more.Settings = append(more.Settings, slices.Concat(hearing.Settings(), answer.Settings())...)
	more.Grants = append(more.Grants, worklist.Grants()...)
	w.Office, w.Clock = caseworktest.NewOffice(t, more)
	w.Office.Proofs = append(w.Office.Proofs, evidence.Verify, hearing.Verify)
	w.write(func(tx *store.Tx) error {
		for id, kind := range map[int64]party.Kind{Sender: party.Entity, Receiver: party.Entity, Other: party.Entity, Agency: party.Agency} {
			p := &party.Party{ID: id, Center: caseworktest.CenterID, Kind: kind, Name: fmt.Sprintf("公司%d", id), Code: fmt.Sprint("code", id), At: w.Clock.Now()}
			if err := party.Put(t.Context(), tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	pages := func() *worklist.Pages { return w.Work }
	w.Exhibits = &exhibits.Pages{Desk: w.Evidence, Work: pages}
	w.Sessions = &sessions.Pages{Book: w.Hearings, Work: pages, Seats: func(context.Context, *store.Tx, *casework.Case) (out []form.Option, _ error) {
		for _, id := range []int64{31, 32, 33} {
			out = append(out, form.Option{Value: strconv.FormatInt(id, 10), Label: web.Text{name(id), name(id)}})
		}
		return out, nil
	}}
	w.Work = worklist.New(worklist.Pages{Office: w.Office, Parties: party.Names, Hooks: map[string]worklist.Hooks{"parcel": worklist.Join(w.Exhibits.Hooks(), w.Sessions.Hooks(), worklist.Codes(pages))},
		Accounts: func(_ context.Context, _ *store.Tx, _ int64, ids []int64) (map[int64]string, error) {
			return names(ids), nil
		},
		Staff: func(context.Context, *store.Tx, int64) ([]form.Option, error) { return nil, nil },
		Write: func(_ *web.Ctx, _ *casework.Case, _ string, out io.Writer, pp paper.Paper) (string, error) {
			return "application/octet-stream", docx.Write(out, pp)
		}})
	return w
}

func (w *World) write(f func(tx *store.Tx) error) {
	w.T.Helper()
	if err := w.Office.DB.Write(w.T.Context(), f); err != nil {
		w.T.Fatal(err)
	}
}

// Open opens a case of the sender, assigned to 31 with 33 as second.
func (w *World) Open() *casework.Case {
	w.T.Helper()
	return w.Do(20, w.Do(10, nil, "send", &Nothing{}), "assign", &Nothing{})
}

// Try makes a move on the case as it stands.
func (w *World) Try(who int64, k *casework.Case, move string, in any) (*casework.Case, error) {
	r := casework.Request{Actor: People(who), Chart: "parcel", Move: move, Input: in}
	if k != nil {
		now := w.Get(k.ID)
		r.Case, r.Expected = now.ID, now.Version
	}
	out, err := w.Office.Move(w.T.Context(), r)
	return out.Case, err
}

// Do makes a move that must succeed.
func (w *World) Do(who int64, k *casework.Case, move string, in any) *casework.Case {
	w.T.Helper()
	out, err := w.Try(who, k, move, in)
	if err != nil {
		w.T.Fatalf("%s by %d: %v", move, who, err)
	}
	return out
}

// Get returns a case as it stands.
func (w *World) Get(id int64) (k *casework.Case) {
	w.T.Helper()
	w.Read(func(tx *store.Tx) (err error) {
		k, err = w.Office.Get(w.T.Context(), tx, casework.Robot(caseworktest.CenterID), id)
		return err
	})
	return k
}

// Read reads what must be there.
func (w *World) Read(f func(tx *store.Tx) error) {
	w.T.Helper()
	if err := w.Office.DB.Read(w.T.Context(), f); err != nil {
		w.T.Fatal(err)
	}
}

// Of lists the exhibits that somebody may know of.
func (w *World) Of(who int64, k *casework.Case) (out []evidence.Exhibit) {
	w.T.Helper()
	now := w.Get(k.ID)
	w.Read(func(tx *store.Tx) (err error) {
		out, err = w.Evidence.Of(w.T.Context(), tx, w.Office, People(who), now)
		return err
	})
	return out
}

// noDrafts keeps nothing of what is typed.
type noDrafts struct{}

func (noDrafts) Save(*web.Ctx, string, int, url.Values) (web.Draft, error) { return web.Draft{}, nil }
func (noDrafts) Load(*web.Ctx, string) (web.Draft, bool, error)            { return web.Draft{}, false, nil }
func (noDrafts) Drop(*web.Ctx, string) error                               { return nil }

// Modules are the pages of the world.
func (w *World) Modules() []web.Module {
	return []web.Module{{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true,
		Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}, w.Work.Module(), w.Exhibits.Module(), w.Sessions.Module()}
}

// Site shows the pages to one person.
func (w *World) Site(account int64) *webtest.Site {
	cfg := webtest.Config(People(account))
	cfg.Now, cfg.Drafts = w.Clock.Now, noDrafts{}
	return webtest.Start(w.T, cfg, w.Modules()...)
}

// PDF is a file that begins as a PDF does and holds the words.
func PDF(name, words string) form.File {
	return form.Bytes(name, []byte("%PDF-1.7\n"+words+"\n%%EOF"))
}

// Holds reports whether an answer holds the words, also within a DOCX.
func Holds(body []byte, words string) bool {
	if bytes.Contains(body, []byte(words)) {
		return true
	}
	return bytes.Contains(unzipped(body), []byte(words))
}
