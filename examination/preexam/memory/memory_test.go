package memory_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/party"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/examination/preexam/memory"
	"zhibao/examination/preexam/record"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// The parties: three firms that have nothing to do with each other at first.
const first, second, third = 100, 101, 102

func codeOf(p int64) string { return fmt.Sprintf("91320500MA0000%03dX", p) }

// hand is the input of a move that hands a version in.
type hand struct {
	app   *patent.Application
	facts check.Facts
	class string
	out   *check.Report
	err   error
}

type nothing struct{}

// world is an office whose only procedure hands papers in and remembers them.
type world struct {
	office *casework.Office
	clock  *caseworktest.Clock
}

func chart() *casework.Chart {
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	take := casework.Input(func(s *casework.Step, in *hand) error {
		if s.Case.Owner == 0 {
			s.Case.Owner = s.Actor.Party
		}
		s.Case.SetAttr("class", in.class)
		if err := s.Issue(); err != nil {
			return err
		}
		no := int64(1)
		if in.facts.Class != "" {
			no = 2
		}
		v := &record.Version{Case: s.Case.ID, No: no, App: in.app, Report: check.Run(check.Input{App: in.app, On: s.Today, Facts: in.facts}, catalogue.Rules())}
		in.out, in.err = memory.Take(s, v, in.facts, catalogue.Rules())
		if in.err != nil {
			return in.err
		}
		return record.Insert(s.Ctx, s.Tx, s.Key(), s.Case.Center, &record.Version{ID: s.Office.DB.NewID(), Case: s.Case.ID, At: s.Now, Purpose: record.ForExam, App: v.App, Report: v.Report})
	})
	none := casework.Input(func(*casework.Step, *nothing) error { return nil })
	forget := casework.Input(func(s *casework.Step, _ *nothing) error {
		if err := memory.Forget(s); err != nil {
			return err
		}
		s.ShredAfter()
		return nil
	})
	move := func(code string, from, to []string, h casework.Handler) casework.Move {
		return casework.Move{Code: code, Title: code, English: code, From: from, To: to, By: []casework.Role{casework.Entity}, Basis: cite, Do: h}
	}
	return &casework.Chart{Code: "preexam", Prefix: "YS", Title: "预审", English: "Pre-examination", Secret: true,
		States: []casework.State{{Code: "open", Title: "预审中", English: "Open", Party: true}, {Code: "abnormal", Title: "列为非正常申请", English: "Abnormal", Final: true},
			{Code: "gone", Title: "已销毁", English: "Gone", Final: true}},
		Moves: []casework.Move{move("hand", nil, []string{"open"}, take), move("again", []string{"open"}, []string{casework.Stay}, take),
			move("abnormal", []string{"open"}, []string{"abnormal"}, none), move("destroy", []string{"open"}, []string{"gone"}, forget)}}
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{chart()}, Settings: memory.Settings(), Schemas: []store.Schema{preexam.Schema()}})
	w.clock.SetDay(calendar.MustDay("2026-11-20"))
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, id := range []int64{first, second, third} {
			p := party.Party{ID: id, Center: caseworktest.CenterID, Kind: party.Entity, Name: fmt.Sprintf("第%d公司", id), Code: codeOf(id), At: w.clock.Now()}
			if err := party.Put(t.Context(), tx, &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) move(t testing.TB, owner int64, k *casework.Case, code string, in any) *casework.Case {
	t.Helper()
	a := casework.Actor{Name: "企业", Via: "test", Subject: access.Subject{Account: owner, Center: caseworktest.CenterID, Party: owner, Roles: []string{string(casework.Entity)}}}
	r := casework.Request{Actor: a, Chart: "preexam", Move: code, Input: in}
	if k != nil {
		r.Case, r.Expected = k.ID, k.Version
	}
	out, err := w.office.Move(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return out.Case
}

// hand hands an application in and returns what the comparison found.
func (w *world) hand(t testing.TB, owner int64, app *patent.Application) (*casework.Case, *check.Report) {
	t.Helper()
	in := &hand{app: app, class: "H01M"}
	k := w.move(t, owner, nil, "hand", in)
	return k, in.out
}

// paper is an application of a firm whose description has the paragraphs.
func paper(owner int64, paragraphs ...string) *patent.Application {
	a := &patent.Application{Kind: patent.Invention, Title: "一种装置", Texts: map[patent.Part]*patent.Text{}}
	d := &patent.Text{Part: patent.Description}
	for _, p := range paragraphs {
		d.Append(patent.Paragraph, "", p)
	}
	a.Texts[patent.Description] = d
	a.Request = &patent.Request{Applicants: []patent.Applicant{{Name: fmt.Sprintf("第%d公司", owner), Code: codeOf(owner)}}}
	return a
}

// essay is a text of many different paragraphs; the same seed makes the same text.
func essay(seed, n int) (out []string) {
	rng := rand.New(rand.NewPCG(uint64(seed), 1))
	for range n {
		var b strings.Builder
		for range 60 {
			b.WriteRune('一' + rune(rng.IntN(2000)))
		}
		out = append(out, b.String())
	}
	return out
}

// swapped is the text with other words in each paragraph.
func swapped(paragraphs []string, with string) (out []string) {
	for _, p := range paragraphs {
		r := []rune(p)
		out = append(out, string(r[:20])+with+string(r[24:]))
	}
	return out
}

func found(rep *check.Report, id string) []check.Finding {
	return slices.DeleteFunc(slices.Clone(rep.Findings), func(f check.Finding) bool { return f.Rule != id })
}

// says demands one finding of the rule with the words in the message, and returns what the center reads.
func says(t *testing.T, rep *check.Report, id, words string) string {
	t.Helper()
	fs := found(rep, id)
	if len(fs) != 1 || !strings.Contains(fs[0].Message, words) {
		t.Fatalf("%s: %+v, want one with %q", id, fs, words)
	}
	return fs[0].Inside
}

func silent(t *testing.T, rep *check.Report, ids ...string) {
	t.Helper()
	for _, f := range rep.Findings {
		if slices.Contains(ids, f.Rule) {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
}

// texts are the rules that compare texts.
func texts() []string { return []string{"SUB-018", "QUA-001", "QUA-002", "QUA-003", "QUA-012"} }

func TestSameText(t *testing.T) {
	w := newWorld(t)
	k, rep := w.hand(t, first, paper(first, essay(1, 30)...))
	silent(t, rep, texts()...)
	_, rep = w.hand(t, second, paper(second, essay(2, 30)...))
	silent(t, rep, texts()...)
	_, rep = w.hand(t, second, paper(second, essay(1, 30)...))
	inside := says(t, rep, "SUB-018", "相似度为100%")
	if !strings.Contains(inside, k.Number) || !strings.Contains(inside, "第100公司") || !strings.Contains(inside, "预审中") {
		t.Errorf("the center does not learn which case: %q", inside)
	}
	for _, f := range rep.Findings {
		if strings.Contains(f.Message+f.Suggestion, k.Number) || strings.Contains(f.Message+f.Suggestion, "第100公司") {
			t.Errorf("the applicant learns of another case: %s", f.Message)
		}
	}
	silent(t, rep, "QUA-001", "QUA-012")
	if !slices.ContainsFunc(rep.Skipped, func(s check.Skipped) bool { return s.Rule == "QUA-003" && s.Why == check.Public.Title() }) {
		t.Errorf("QUA-003 was not skipped: %v", rep.Skipped)
	}
}

func TestAlikeByOneHand(t *testing.T) {
	w := newWorld(t)
	long := essay(1, 30)
	w.hand(t, first, paper(first, long...))
	// Two thirds of it with another third: a stranger's is SUB-018, the own QUA-001.
	mixed := append(slices.Clone(long[:24]), essay(5, 6)...)
	_, rep := w.hand(t, first, paper(first, mixed...))
	says(t, rep, "QUA-001", "另外1件预审申请内容相似")
	silent(t, rep, "SUB-018", "QUA-002")
	_, rep = w.hand(t, third, paper(third, mixed...))
	if n := len(found(rep, "SUB-018")); n != 2 {
		t.Errorf("%d cases of a stranger are told, want 2", n)
	}
	silent(t, rep, "QUA-001")
}

// A text is one of a batch where its paragraphs return with other words.
func TestBatch(t *testing.T) {
	w := newWorld(t)
	long := essay(1, 20)
	w.hand(t, first, paper(first, long...))
	_, rep := w.hand(t, first, paper(first, swapped(long, "甲乙丙丁")...))
	silent(t, rep, "QUA-002")
	_, rep = w.hand(t, first, paper(first, swapped(long, "戊己庚辛")...))
	if inside := says(t, rep, "QUA-002", "另外2件预审申请"); !strings.Contains(inside, "20段中") {
		t.Errorf("paragraphs are not counted: %q", inside)
	}
	silent(t, rep, "QUA-001")
	_, rep = w.hand(t, second, paper(second, swapped(long, "子丑寅卯")...))
	silent(t, rep, "QUA-002")
}

// Whoever filed together, or has the same phone, is one hand.
func TestLinked(t *testing.T) {
	w := newWorld(t)
	together := paper(first, essay(1, 20)...)
	together.Request.Applicants = append(together.Request.Applicants, patent.Applicant{Name: "第101公司", Code: codeOf(second)})
	w.hand(t, first, together)
	mixed := append(essay(1, 16), essay(5, 4)...)
	_, rep := w.hand(t, second, paper(second, mixed...))
	says(t, rep, "QUA-001", "同一或者关联申请人")
	silent(t, rep, "SUB-018")
	phone := paper(third, append(essay(1, 17), essay(6, 3)...)...)
	phone.Request.Applicants[0].Phone = "0512-6688 7799"
	_, rep = w.hand(t, third, phone)
	if len(found(rep, "SUB-018")) == 0 {
		t.Error("a stranger is linked")
	}
	same := paper(first, append(essay(1, 15), essay(7, 5)...)...)
	same.Request.Applicants[0].Phone = "051266887799"
	_, rep = w.hand(t, first, same)
	silent(t, rep, "SUB-018", "QUA-009")
	says(t, rep, "QUA-001", "另外3件")
}

func TestAbnormalAgain(t *testing.T) {
	w := newWorld(t)
	k, _ := w.hand(t, first, paper(first, essay(1, 30)...))
	w.move(t, first, k, "abnormal", &nothing{})
	_, rep := w.hand(t, second, paper(second, essay(1, 30)...))
	if f := found(rep, "QUA-012"); len(f) != 1 || f[0].Severity != rule.Fatal || !strings.Contains(f[0].Inside, "列为非正常申请") {
		t.Errorf("QUA-012: %+v", f)
	}
	silent(t, rep, "SUB-018")
}

// The versions of one case are not compared with each other, and what is destroyed is forgotten.
func TestForgotten(t *testing.T) {
	w := newWorld(t)
	k, _ := w.hand(t, first, paper(first, essay(1, 30)...))
	again := &hand{app: paper(first, essay(1, 30)...), class: "H01M", facts: check.Facts{Class: "H01M"}}
	k = w.move(t, first, k, "again", again)
	silent(t, again.out, texts()...)
	if n := w.rows(t, k.ID); n[0] != 1 || n[1] == 0 || n[2] == 0 {
		t.Errorf("rows of memory, prints and traits: %v", n)
	}
	w.move(t, first, k, "destroy", &nothing{})
	if n := w.rows(t, k.ID); n != [3]int{} {
		t.Errorf("left of a destroyed case: %v", n)
	}
	_, rep := w.hand(t, second, paper(second, essay(1, 30)...))
	silent(t, rep, texts()...)
}

func (w *world) rows(t *testing.T, id int64) (n [3]int) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		for i, table := range []string{"preexam_memory", "preexam_print", "preexam_trait"} {
			if err := tx.Row(t.Context(), `SELECT COUNT(*) FROM `+table+` WHERE case_id = $1`, id).Scan(&n[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func people(a *patent.Application, names ...string) *patent.Application {
	for _, n := range names {
		name, id, _ := strings.Cut(n, " ")
		a.Request.Inventors = append(a.Request.Inventors, patent.Inventor{Name: name, ID: id})
	}
	return a
}

func TestPeople(t *testing.T) {
	w := newWorld(t)
	in := &hand{app: people(paper(first, "短"), "林一舟 320503198001011234", "周澜"), class: "H01M",
		facts: check.Facts{Registry: &check.RegistryFacts{Staff: []string{"赵一"}}}}
	w.move(t, first, nil, "hand", in)
	_, rep := w.hand(t, second, people(paper(second, "短"), "周澜", "钱二"))
	silent(t, rep, "XD-006") // one namesake
	_, rep = w.hand(t, second, people(paper(second, "短"), "周澜", "赵一"))
	if inside := says(t, rep, "XD-006", "2名发明人与另外1家"); inside != "第100公司：周澜、赵一" {
		t.Errorf("inside %q", inside)
	}
	_, rep = w.hand(t, third, people(paper(third, "短"), "林一舟 320503198001011234"))
	says(t, rep, "XD-006", "证件号码相同")
	// Who filed together is not unrelated.
	both := people(paper(third, "短"), "林一舟 320503198001011234")
	both.Request.Applicants = append(both.Request.Applicants, patent.Applicant{Name: "第100公司", Code: codeOf(first)})
	_, rep = w.hand(t, third, both)
	silent(t, rep, "XD-006")
}

func TestProlific(t *testing.T) {
	w := newWorld(t)
	var rep *check.Report
	for i := range 10 {
		in := &hand{app: people(paper(first, "短"), "林一舟"), class: []string{"H01M", "A01D", "G06F"}[i%3]}
		w.move(t, first, nil, "hand", in)
		if rep = in.out; i == 8 {
			silent(t, rep, "QUA-008")
		}
	}
	says(t, rep, "QUA-008", "申请有10件，涉及3个技术领域")
	w.clock.SetDay(calendar.MustDay("2027-06-01"))
	_, rep = w.hand(t, first, people(paper(first, "短"), "林一舟"))
	silent(t, rep, "QUA-008")
	// Filings of a year against five people and nine months of age.
	in := &hand{app: paper(first, "短"), class: "H01M", facts: check.Facts{Registry: &check.RegistryFacts{Insured: 5, Established: calendar.MustDay("2026-08-15")}}}
	w.move(t, first, nil, "hand", in)
	if f := found(in.out, "QUA-007"); len(f) != 2 || !strings.Contains(f[0].Message, "12件") || !strings.Contains(f[1].Message, "成立9个月") {
		t.Errorf("QUA-007: %+v", f)
	}
}

func TestContacts(t *testing.T) {
	w := newWorld(t)
	with := func(owner int64, mail, contact string) *check.Report {
		a := paper(owner, "短")
		a.Request.Applicants[0].Mail, a.Request.Contact.Phone = mail, contact
		_, rep := w.hand(t, owner, a)
		return rep
	}
	with(first, "a@example.com", "13800000001")
	rep := with(second, "A@EXAMPLE.COM", "13800000001")
	silent(t, rep, "QUA-009", "XD-007") // one other is less than two
	rep = with(third, "a@example.com", "13800000001")
	if inside := says(t, rep, "QUA-009", "与另外2家没有共同申请关系的申请人相同"); !strings.Contains(inside, "第100公司") {
		t.Errorf("inside %q", inside)
	}
	silent(t, rep, "XD-007") // three others are needed
}

func TestInventorsChange(t *testing.T) {
	w := newWorld(t)
	k, rep := w.hand(t, first, people(paper(first, "短"), "林一舟", "周澜"))
	silent(t, rep, "QUA-010")
	in := &hand{app: people(paper(first, "短"), "林一舟", "钱二"), class: "H01M", facts: check.Facts{Class: "H01M"}}
	k = w.move(t, first, k, "again", in)
	says(t, in.out, "QUA-010", "增加了“钱二”，去掉了“周澜”")
	// The same version once more is no other.
	in = &hand{app: in.app, class: "H01M", facts: in.facts}
	w.move(t, first, k, "again", in)
	says(t, in.out, "QUA-010", "增加了“钱二”，去掉了“周澜”")
}

// BenchmarkTake measures one comparison among many cases of one applicant.
func BenchmarkTake(b *testing.B) {
	w := newWorld(b)
	for i := range 300 {
		w.hand(b, []int64{first, second, third}[i%3], people(paper(first, essay(i+10, 60)...), fmt.Sprintf("发明人%d", i%40)))
	}
	for i := 0; b.Loop(); i++ {
		w.hand(b, first, people(paper(first, essay(i+1000, 60)...), "发明人1"))
	}
}

func TestPublished(t *testing.T) {
	w := newWorld(t)
	by := casework.Actor{Subject: access.Subject{Account: 1, Center: caseworktest.CenterID}}
	load := func(number string, app *patent.Application) error {
		return w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
			return memory.Publish(t.Context(), tx, w.office, by, number, app)
		})
	}
	for range 2 { // the second copy takes the place of the first
		if err := load("CN114000001A", paper(first, essay(1, 30)...)); err != nil {
			t.Fatal(err)
		}
	}
	if err := load("CN114000002A", paper(first, "只有一句话。")); fault.CodeOf(err) != "preexam.published_short" {
		t.Errorf("a text of one sentence was loaded: %v", err)
	}
	_, rep := w.hand(t, first, paper(first, append(essay(1, 25), essay(9, 5)...)...))
	says(t, rep, "QUA-003", "与已公布的专利文献CN114000001A内容相似度为")
	_, rep = w.hand(t, first, paper(first, essay(3, 30)...))
	silent(t, rep, "QUA-003")
	if !slices.Contains(rep.Passed, "QUA-003") {
		t.Error("QUA-003 was not decided")
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, total, err := memory.Publications(t.Context(), tx, caseworktest.CenterID, 10)
		if len(all) != 1 || total != 1 || all[0].Number != "CN114000001A" {
			t.Errorf("%d of %d: %v", len(all), total, all)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// filings are the cases as a look at many of them sees them.
func (w *world) filings(t testing.TB) (out []*memory.Filing) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = memory.Filings(t.Context(), tx, w.office, caseworktest.CenterID, calendar.MustDay("2026-01-01"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What cases share is named by the form of one of them; what only one has is no mark, and neither is what
// only the name of a person says.
func TestFilings(t *testing.T) {
	w := newWorld(t)
	for i, owner := range []int64{first, second, third} {
		app := paper(owner, essay(i+1, 30)...)
		app.Request.Inventors = []patent.Inventor{{Name: "张三", ID: "110101199003070118"}}
		if i < 2 {
			app.Request.Applicants[0].Phone = "0512-66887799"
		}
		w.hand(t, owner, app)
	}
	k, _ := w.hand(t, third, paper(third, essay(3, 30)...)) // the text of the third again, without an inventor
	w.move(t, third, k, "abnormal", &nothing{})
	all := w.filings(t)
	if len(all) != 4 || !all[0].Text || all[0].Owner != first || all[0].Class != "H01M" || all[0].Number == "" || all[0].Abnormal || !all[3].Abnormal {
		t.Fatalf("filings: %+v", all)
	}
	kinds := func(f *memory.Filing) (out []string) {
		for _, m := range f.Marks {
			out = append(out, m.Kind+" "+m.Name)
		}
		slices.Sort(out)
		return out
	}
	if got := kinds(all[0]); !slices.Equal(got, []string{"person 张三", "way 0512-66887799"}) {
		t.Errorf("marks of the first: %q", got)
	}
	if got := kinds(all[2]); !slices.Equal(got, []string{"member ", "person 张三"}) {
		t.Errorf("marks of the third: %q", got)
	}
	if got := kinds(all[3]); !slices.Equal(got, []string{"member "}) {
		t.Errorf("marks of the last: %q", got)
	}
	if m := all[0].Marks[slices.IndexFunc(all[0].Marks, func(m memory.Mark) bool { return m.Kind == memory.MarkWay })]; !m.Applicant || m.What != "电话" {
		t.Errorf("the phone: %+v", m)
	}
	near := func(id int64, least float64) (out []memory.Near) {
		err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
			out, err = memory.Alike(t.Context(), tx, w.office, id, least)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := near(all[3].Case, 0.5); len(got) != 1 || got[0].Case != all[2].Case || got[0].Score < 0.99 || got[0].Paragraphs.Share() < 0.99 {
		t.Errorf("alike to the last: %+v", got)
	}
	if got := near(all[0].Case, 0.5); len(got) != 0 {
		t.Errorf("alike to the first: %+v", got)
	}
}

// A finding about which the examiner has said that it is none does not count, and neither does one of
// another rule or of an earlier version.
func TestFilingsCountRules(t *testing.T) {
	w := newWorld(t)
	k, _ := w.hand(t, first, paper(first, essay(1, 30)...))
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for i, f := range []struct {
			rule, status string
			version      int64
		}{{"QUA-004", "open", 1}, {"QUA-005", "dismissed", 1}, {"QUA-006", "adopted", 1}, {"SUB-018", "open", 1}, {"QUA-011", "open", 2}} {
			if _, err := tx.Exec(t.Context(), `INSERT INTO preexam_finding (id, center_id, case_id, version_no, ord, rule, rule_version, severity, status, manual, notified, account_id, at, body)
				VALUES ($1,$2,$3,$4,$5,$6,1,'warning',$7,$8,0,0,0,$9)`, int64(9000+i), int64(caseworktest.CenterID), k.ID, f.version, int64(100+i), f.rule, f.status, false, []byte{1}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.filings(t)[0].Rules; !slices.Equal(got, []string{"QUA-004", "QUA-006"}) {
		t.Errorf("rules that count: %v", got)
	}
}
