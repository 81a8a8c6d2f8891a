package preexam_test

import (
	"bytes"
	"strings"
	"testing"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/party"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/filing"
)

// entrusted lets an agency act for the owner until a day.
func (w *world) entrusted(t testing.TB, agent int64, until calendar.Day) {
	t.Helper()
	w.write(t, func(tx *store.Tx) error {
		return party.AddMandate(t.Context(), tx, party.Mandate{ID: w.office.DB.NewID(), Center: caseworktest.CenterID, Entity: owner, Agency: agent,
			From: calendar.MustDay("2026-01-01"), Until: until})
	})
}

func (w *world) write(t testing.TB, do func(tx *store.Tx) error) {
	t.Helper()
	if err := w.office.DB.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// sees reports whether somebody may open the case.
func (w *world) sees(t testing.TB, who string, id int64) (yes bool) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		_, err := w.office.Get(t.Context(), tx, w.actor(who), id)
		yes = err == nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return yes
}

// byAgency is a submitted case in which the agency acts.
func (w *world) byAgency(t testing.TB) *casework.Case {
	t.Helper()
	k := w.do(t, "代理", nil, "create", &preexam.Create{Client: "100"})
	k = w.do(t, "代理", k, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Files: text(corrected), Kind: "发明"})
	return w.do(t, "代理", k, "submit", &preexam.Submit{Undertaking: true})
}

func TestAgencyChangesInTheMiddleOfACase(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	w.entrusted(t, agency, 0)
	k := w.byAgency(t)
	if _, err := w.try("代理", k, "change_agent", &preexam.ChangeAgent{Reason: "自行退出"}); fault.CodeOf(err) != "case.role" {
		t.Errorf("the agency hands the case over itself: %v", err)
	}
	if _, err := w.try("企业", k, "change_agent", &preexam.ChangeAgent{Agency: "201", Reason: "更换"}); fault.CodeOf(err) != "preexam.mandate" {
		t.Errorf("an agency that is not entrusted: %v", err)
	}
	w.write(t, func(tx *store.Tx) error {
		return party.Put(t.Context(), tx, &party.Party{ID: newAgency, Center: caseworktest.CenterID, Kind: party.Agency, Name: "新代理所", Code: "12330100MB0000002L", At: w.clock.Now()})
	})
	w.entrusted(t, newAgency, 0)
	k = w.do(t, "企业", k, "change_agent", &preexam.ChangeAgent{Agency: "201", Reason: "更换"})
	if k.Agent != newAgency || w.sees(t, "代理", k.ID) || !w.sees(t, "新代理", k.ID) {
		t.Errorf("agent %d; the old agency sees it: %v, the new one: %v", k.Agent, w.sees(t, "代理", k.ID), w.sees(t, "新代理", k.ID))
	}
}

func TestMandateEndsInTheMiddleOfACase(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	w.entrusted(t, agency, calendar.MustDay("2026-03-05"))
	k := w.byAgency(t)
	release := func(day string) {
		t.Helper()
		w.clock.SetDay(calendar.MustDay(day))
		if refused, err := w.desk.Release(t.Context(), caseworktest.CenterID); err != nil || len(refused) > 0 {
			t.Fatal(refused, err)
		}
	}
	if release("2026-03-05"); !w.sees(t, "代理", k.ID) {
		t.Error("released on the last day of the mandate")
	}
	if release("2026-03-06"); w.sees(t, "代理", k.ID) || !w.sees(t, "企业", k.ID) {
		t.Error("an agency without a mandate still acts")
	}
	// A case of another system, whose mandate this one never saw, is left alone.
	w.write(t, func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `DELETE FROM party_mandate`)
		return err
	})
	in := &preexam.BringIn{Old: "1", State: preexam.Accepted, Agency: agencyCode}
	carried(in)
	k = w.do(t, "受理员", nil, "bring_in", in)
	if release("2026-03-09"); !w.sees(t, "代理", k.ID) {
		t.Error("a case without any mandate was taken from its agency")
	}
}

// application is one of the owner under a name.
func application(t testing.TB, name string, change func(*filing.Application)) []form.File {
	t.Helper()
	a := &filing.Application{Kind: filing.Invention, Title: "一种折叠支架", Claims: []filing.Claim{{Number: 1, Text: "一种折叠支架，其特征在于，包括底座和长度为20mm的立杆。"}},
		Abstract: []filing.Paragraph{{Text: "一种折叠支架。"}}, Request: filing.Request{Title: "一种折叠支架", Applicants: []filing.Applicant{{Name: name, Code: ownerCode}}, EarlyPublish: true, Signature: name}}
	if change != nil {
		change(a)
	}
	var b bytes.Buffer
	if err := filing.Write(&b, a, filing.Options{}); err != nil {
		t.Fatal(err)
	}
	return []form.File{form.Bytes("案卷包.zip", b.Bytes())}
}

func TestRenamedBetweenPassAndFiling(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-10"))
	in := &preexam.BringIn{Old: "1", State: preexam.Passed, Passed: calendar.MustDay("2026-03-09")}
	carried(in)
	k := w.do(t, "受理员", nil, "bring_in", in)
	k = w.do(t, "受理员", k, "add_papers", &preexam.AddPapers{Declared: secrecy.Declared{Clear: true}, Files: application(t, "示范电器有限公司", nil)})
	file := func(files []form.File) string {
		t.Helper()
		move := "file"
		if k.State == preexam.Identity {
			move = "refile"
		}
		k = w.do(t, "企业", k, move, &preexam.Filed{Declared: secrecy.Declared{Clear: true}, Number: "202510123456.5", Day: w.office.Today(), Files: files})
		_, err := w.try("报送员", k, "agree", &preexam.Agree{})
		return fault.MessageOf(err)
	}
	if got := file(application(t, "示范智能电器有限公司", nil)); !strings.Contains(got, "不一致") {
		t.Errorf("another name without a decision of the center: %q", got)
	}
	w.write(t, func(tx *store.Tx) error {
		p, err := party.Get(t.Context(), tx, caseworktest.CenterID, owner)
		if err != nil {
			return err
		}
		p.Name = "示范智能电器有限公司"
		return party.Put(t.Context(), tx, p)
	})
	if got := file(application(t, "示范智能电器有限公司", func(a *filing.Application) { a.Claims[0].Text = strings.Replace(a.Claims[0].Text, "20mm", "21mm", 1) })); !strings.Contains(got, "权利要求") {
		t.Errorf("a renamed applicant changes a claim: %q", got)
	}
	k = w.do(t, "企业", k, "refile", &preexam.Filed{Declared: secrecy.Declared{Clear: true}, Number: "202510123456.5", Day: w.office.Today(), Files: application(t, "示范智能电器有限公司", nil)})
	if k = w.do(t, "报送员", k, "agree", &preexam.Agree{}); k.State != preexam.Marking {
		t.Errorf("state %s", k.State)
	}
}
