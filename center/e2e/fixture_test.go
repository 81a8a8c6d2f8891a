package e2e

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/casework"
	separate "zhibao/casework/consent"
	"zhibao/casework/document"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/examination/registration/ladder"
	"zhibao/governance/administration"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/patent/filing"
	"zhibao/patent/secrecy"
)

// actor is somebody of the demo, as the kernel sees them.
func (w *world) actor(t testing.TB, login string) (a casework.Actor) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		x, err := w.Book.ByLogin(t.Context(), tx, login)
		if err == nil {
			a = administration.ActorOf(x, "", "127.0.0.1")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// move makes a move on a case as it stands; id 0 opens one.
func (w *world) move(t testing.TB, login string, id int64, move string, in any) int64 {
	t.Helper()
	r := casework.Request{Actor: w.actor(t, login), Chart: "preexam", Case: id, Move: move, Input: in}
	if id != 0 {
		r.Expected = w.read(t, id).Version
	}
	out, err := w.Office.Move(t.Context(), r)
	if err != nil {
		t.Fatalf("%s by %s: %v", move, login, err)
	}
	return out.Case.ID
}

// submitted brings a package of the demo's texts to the counter.
func (w *world) submitted(t testing.TB, login, client string, a text.Application) int64 {
	t.Helper()
	in := &preexam.Create{Ref: "E2E"}
	if client != "" {
		in.Client = fmt.Sprint(w.actor(t, client).Party)
	}
	id := w.move(t, login, 0, "create", in)
	w.move(t, login, id, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Files: []form.File{form.Bytes("案卷包.zip", pack(t, a.Filing(), filing.Options{}))}})
	w.move(t, login, id, "submit", &preexam.Submit{Undertaking: true})
	return id
}

// examined brings a case to the desk of an examiner and a second reader.
func (w *world) examined(t testing.TB, id int64, examiner, second string) int64 {
	t.Helper()
	return w.begun(t, id, examiner, second, preexam.Accept{})
}

// begun is examined with what the counter says.
func (w *world) begun(t testing.TB, id int64, examiner, second string, in preexam.Accept) int64 {
	t.Helper()
	w.move(t, "shouli1", id, "accept", &in)
	w.move(t, "fuzeren", id, "assign", &preexam.Assign{Handler: fmt.Sprint(w.actor(t, examiner).Account), Second: fmt.Sprint(w.actor(t, second).Account)})
	w.move(t, examiner, id, "start", &preexam.Start{})
	return id
}

// The invented applicants behind the demo's logins: five for each field in order.
func applicant(n int) filing.Applicant { return text.Company(text.Fields()[n/5], n%5) }

// defective is an application with faults for applicant n, with or without an agency.
func defective(n, i int, agency *filing.Agency) text.Application {
	in := text.IndexOf(filing.Invention, text.Fields()[n/5])
	return text.With(text.New(in[i%len(in)]).For(applicant(n), agency), "claim-about", "claim-preferred", "text-promise")
}

// quartet are four cases under examination: of qiye01 and of qiye04 who act themselves, of
// daili01 and of daili02 who act for clients. The first and third are yushen1's and fuhe1's.
func (w *world) quartet(t testing.TB) (entity, otherEntity, agency, otherAgency int64) {
	t.Helper()
	entity = w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	otherEntity = w.examined(t, w.submitted(t, "qiye04", "", defective(3, 1, nil)), "yushen2", "fuhe2")
	agency = w.examined(t, w.submitted(t, "daili01", "qiye08", defective(7, 0, text.Office(0))), "yushen1", "fuhe1")
	otherAgency = w.examined(t, w.submitted(t, "daili02", "qiye02", defective(1, 2, text.Office(1))), "yushen2", "fuhe2")
	return entity, otherEntity, agency, otherAgency
}

// paper is the first paper of a case.
func (w *world) paper(t testing.TB, id int64) (n int64) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		ps, err := document.Of(t.Context(), tx, w.Center.Center.ID, id)
		if err == nil && len(ps) > 0 {
			n = ps[0].ID
		}
		return err
	})
	if err != nil || n == 0 {
		t.Fatalf("no paper of case %d: %v", id, err)
	}
	return n
}

// registrationOf is the registration of a party of the demo and the first document in it.
func (w *world) registrationOf(t testing.TB, login string) (id, file int64) {
	t.Helper()
	party := w.actor(t, login).Party
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.Office.List(t.Context(), tx, casework.Robot(1), casework.Filter{Chart: "registration", Owner: party, PerPage: 1, NoTitles: true})
		if err != nil {
			return err
		}
		id = l.Cases[0].ID
		return tx.Row(t.Context(), `SELECT id FROM registration_file WHERE case_id = $1 ORDER BY id LIMIT 1`, id).Scan(&file)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, file
}

// rates are the rates of failures of everybody in the demo.
func (w *world) rates(t testing.TB) (out []*ladder.Rate) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = w.Registration.Ladder.Rates(t.Context(), tx, 1, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// shorten cuts what a failure prints.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return s[:min(len(s), 600)]
}

func uploaded(zip []byte) *preexam.Upload {
	return &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Files: []form.File{form.Bytes("案卷包.zip", zip)}}
}

func undertaken() *preexam.Submit { return &preexam.Submit{Undertaking: true} }

// settle dismisses every finding, proposes a pass and has it approved.
func (w *world) settle(t testing.TB, id int64) {
	t.Helper()
	var ids []string
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		fs, err := w.Preexam.Findings(t.Context(), tx, id)
		for _, f := range fs {
			ids = append(ids, fmt.Sprint(f.ID))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) > 0 {
		w.move(t, "yushen1", id, "judge", &preexam.Judge{Finding: strings.Join(ids, ","), Decision: "dismiss", Reason: "不影响保护范围的清楚。"})
	}
	w.move(t, "yushen1", id, "search", &preexam.Search{Database: "中国专利文摘", Query: "H01M", Hits: 12})
	w.move(t, "yushen1", id, "propose", &preexam.Propose{Outcome: "pass", Reason: "未发现不予通过的缺陷。"})
	w.move(t, "fuhe1", id, "approve", &preexam.Approve{})
}
