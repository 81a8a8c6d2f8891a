package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/hearing"
	"zhibao/internal/office/pdftext"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit"
	"zhibao/protection/infringement"
)

// TestStoppedAndExtended stops the clocks of a dispute and of a case of counterfeiting, lets them run again
// and lengthens them (J8), and looks at everything that the page of a case tells of its terms and its
// course (T1 to T8).
func TestStoppedAndExtended(t *testing.T) {
	slow(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			b := sit(t, w, v)
			other := w.find(t, "infringement", infringement.Suable)
			id := w.unhurried(t)
			b.stops(id, picked("grounds", "dependent"), typed("number", w.read(t, other).Number), typed("reason", "须以另案的审理结果为依据。"))
			b.related(id, other)
			b.resumes(id)
			b.extends(id, typed("by", "1个月"), typed("reason", "案情复杂，需要补充鉴定。"))
			b.tells(id)
			b.summons(id)

			id = w.investigated(t)
			b.stops(id, chosen("ground", "ownership"), typed("reason", "专利权属纠纷正在审理，结果影响定性。"))
			b.resumes(id)
			b.as(w.officerOf(t, w.read(t, id).Handler))
			b.step(id, "ask_extend", picked("clock", "month"), typed("days", "15"), typed("reason", "涉案网店较多，需要逐一核查。"))
			b.extends(id, picked("clock", "month"), typed("days", "15"), typed("reason", "案情复杂，同意延长。"))
			b.tells(id)
			b.clean()
		})
	}
}

// unhurried is the dispute on trial whose next term ends last: a term that has run out is not stopped any
// more.
func (w *world) unhurried(t testing.TB) int64 {
	t.Helper()
	var last *casework.Case
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.Office.List(t.Context(), tx, casework.Robot(1), casework.Filter{Chart: "infringement", States: []string{infringement.Trying}, PerPage: 100, NoTitles: true})
		for _, k := range l.Cases {
			if last == nil || k.Due > last.Due {
				last = k
			}
		}
		return err
	})
	if err != nil || last == nil || last.Due <= w.Office.Today() {
		t.Fatalf("no dispute on trial has time left: %v", err)
	}
	return last.ID
}

// investigated is a case of counterfeiting that was filed today.
func (w *world) investigated(t testing.TB) int64 {
	t.Helper()
	today := w.Office.Today()
	in := &counterfeit.NewLead{Source: "12330", From: "群众来电", Arrived: today}
	in.Reported = counterfeit.Reported{Suspect: "示范市老街灯具店", Address: "示范市老街20号", Product: "台灯", Label: "ZL" + patentNumber(2015, 2, 12345), Last: today - 1, Reply: "code", Text: "包装标注专利号，查询不到有效专利。"}
	out, err := w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, "shouli1"), Chart: "counterfeit", Move: "lead", Input: in})
	if err != nil {
		t.Fatal(err)
	}
	id, account := out.Case.ID, func(login string) string { return itoa(w.account(t, login)) }
	w.move(t, "fuzeren", id, "assign", &counterfeit.Assign{Handler: account("zhifa1"), Other: account("zhifa2")})
	w.move(t, "zhifa1", id, "verify", &counterfeit.Verify{Day: today, Way: "record", Text: "经查询专利登记，所标专利号不能证明标注时有效。", Marked: in.Label})
	w.move(t, "zhifa1", id, "propose", &counterfeit.Propose{Conducts: []string{"lapsed"}, Facts: "在产品包装标注专利标识，核验结果与所标不符。", Division: "330108", Within: true})
	w.move(t, "fuzeren", id, "file", &counterfeit.File{Remark: "同意立案。"})
	return id
}

// weighed goes to the form of a step that touches terms and sends it: what it would do to them is shown, and
// nothing is done yet. It returns the table of the effect.
func (b *seat) weighed(id int64, move string, fields ...entry) string {
	b.t.Helper()
	before := b.read(b.t, id)
	b.open(fmt.Sprintf("/case/%d", id))
	b.press(fmt.Sprintf(`a[href="/case/%d/move/%s"]`, id, move))
	b.send(fields...)
	b.has("对期限的影响（尚未办理）", "现在", "办理后")
	if now := b.read(b.t, id); now.Version != before.Version || now.State != before.State || now.Due != before.Due {
		b.t.Fatalf("%s was made before it was confirmed", move)
	}
	effect := b.text("main table")
	b.press(`main button[value="confirm"]`)
	if now := b.read(b.t, id); now.Version == before.Version {
		b.t.Fatalf("%s was not made: %s", move, b.text("main"))
	}
	return effect
}

// stops suspends a case: the terms that stand still have no last day any more.
func (b *seat) stops(id int64, fields ...entry) {
	b.t.Helper()
	b.as("fuzeren")
	if effect := b.weighed(id, "suspend", fields...); !strings.Contains(effect, "中止，恢复后计算") {
		b.t.Errorf("the effect of a suspension is shown as %s", effect)
	}
	b.has("已中止", "恢复后计算")
}

// resumes lets the terms run again after some days, which they do not count.
func (b *seat) resumes(id int64) {
	b.t.Helper()
	b.wait(b.t, b.Office.Today()+7)
	b.as("fuzeren")
	b.weighed(id, "resume", typed("reason", "中止的事由已经消除。"))
	b.has("中止扣除", b.read(b.t, id).Due.String())
}

// extends lengthens a term: the day before and the day after stand beside each other.
func (b *seat) extends(id int64, fields ...entry) {
	b.t.Helper()
	b.as("fuzeren")
	before := b.dues(id)
	effect := b.weighed(id, "extend", fields...)
	moved := 0
	for code, due := range b.dues(id) {
		if due == before[code] {
			continue
		}
		moved++
		if due < before[code] || !strings.Contains(effect, before[code].String()) || !strings.Contains(effect, due.String()) {
			b.t.Errorf("%s went from %s to %s, but shown was %s", code, before[code], due, effect)
		}
		b.has(due.String())
	}
	if moved != 1 {
		b.t.Errorf("%d terms were lengthened", moved)
	}
	b.has("期限延长")
}

// dues are the last days of the terms of a case that run.
func (b *seat) dues(id int64) map[string]calendar.Day {
	b.t.Helper()
	out := map[string]calendar.Day{}
	now := b.read(b.t, id)
	err := b.DB.Read(b.t.Context(), func(tx *store.Tx) error {
		all, err := b.Office.Clocks(b.t.Context(), tx, now)
		for i := range all {
			if all[i].Running() {
				out[all[i].Rule.Code] = all[i].Result.Due
			}
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// tells looks at what the page of a case says of its terms and its course.
func (b *seat) tells(id int64) {
	b.t.Helper()
	b.open(fmt.Sprintf("/case/%d", id))
	n := eval[int](b, `document.querySelectorAll('.clock').length`)
	if n < 2 {
		b.t.Fatalf("%d clocks run: %s", n, b.text("main"))
	}
	whole := regexp.MustCompile(`(\d{4}-\d\d-\d\d)（[日一二三四五六]）24:00.* (\d+) / (\d+).*依据：`)
	for i := range n {
		bar := fmt.Sprintf(`[...document.querySelectorAll('.clock')][%d]`, i)
		eval[bool](b, `(`+bar+`.querySelector('details') && (`+bar+`.querySelector('details').open = true), true)`)
		said := strings.Join(strings.Fields(eval[string](b, bar+`.innerText`)), " ")
		m := whole.FindStringSubmatch(said)
		if m == nil {
			b.t.Errorf("a clock says %q", said)
			continue
		}
		// The explanation leads to the same day: counted are as many days as the term has, and the last row is its end.
		rows := eval[[]string](b, `[...`+bar+`.querySelectorAll('details tbody tr')].map(r => [...r.cells].map(c => c.innerText).join('|'))`)
		s := &sum{total: m[3]}
		if why := s.follow(rows); why != "" || s.day.String() != m[1] {
			b.t.Errorf("the rows lead to %s and not to %s: %s\n%s", s.day, m[1], why, strings.Join(rows, "\n"))
		}
		if s.law && eval[int](b, bar+`.querySelectorAll('a[href^="/law/"]').length`) == 0 {
			b.t.Errorf("the basis of a clock leads nowhere: %s", said)
		}
	}
	b.course(id)
}

// A sum adds up the rows of an explanation as somebody would on paper, from what is written in them alone
// (T2): each day after the first is counted, not counted with a reason, suspended or jumped over in months,
// none is left out, and what was suspended is made up for.
type sum struct {
	total   string // how long the term is, as the clock says
	law     bool   // it has rows, so that it has a basis
	day     calendar.Day
	n, owed int
	months  bool
	counted int
}

// What the rows say.
var (
	countedRow = regexp.MustCompile(`计第 (\d+) 日$`)
	skippedRow = regexp.MustCompile(`，不计$`)
	spanRow    = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?:至(\d{4}-\d\d-\d\d))? (中止，扣除|中止，应补|补计中止的|中止，届满日顺延)(?: (\d+) 日)?`)
	monthsRow  = regexp.MustCompile(`^(\d{4}-\d\d-\d\d) 起 \d+个月，至 (\d{4}-\d\d-\d\d)$`)
)

// follow goes through the rows and says what is wrong with the first that does not follow; "" where all do.
func (s *sum) follow(rows []string) string {
	s.law = true
	for i, row := range rows {
		cells := strings.SplitN(row, "|", 3)
		day, err := calendar.ParseDay(cells[0])
		if err != nil || len(cells) != 3 || !strings.HasPrefix(cells[1], cells[0]) {
			return "no day: " + row
		}
		switch {
		case i == 0:
			s.day = day
			if !strings.HasSuffix(cells[1], "起算日，当日不计") {
				return "begins with " + row
			}
		case i == len(rows)-1:
			return s.ends(day, cells[1])
		case !s.step(day, cells):
			return fmt.Sprintf("after %s, of which %d are counted: %s", s.day, s.n, row)
		}
	}
	return "no rows"
}

// ends looks at the last row.
func (s *sum) ends(day calendar.Day, what string) string {
	switch {
	case !strings.HasSuffix(what, "24:00 届满") || day != s.day:
		return "ends with " + what
	case s.owed != 0:
		return fmt.Sprintf("%d suspended days are not made up for", s.owed)
	case !s.months && fmt.Sprint(s.counted) != s.total:
		return fmt.Sprintf("%d days are counted, the term has %s", s.counted, s.total)
	}
	return ""
}

// step takes one row and reports whether it follows from those before.
func (s *sum) step(day calendar.Day, cells []string) bool {
	what := cells[1]
	if m := countedRow.FindStringSubmatch(what); m != nil {
		next := fmt.Sprint(s.n + 1)
		if m[1] == "1" {
			s.n = 0 // an extension in another unit is counted anew
		}
		if day != s.day+1 || m[1] != next && m[1] != "1" || cells[2] != m[1] {
			return false
		}
		s.day, s.n, s.counted = day, s.n+1, s.counted+1
		return true
	}
	if m := monthsRow.FindStringSubmatch(what); m != nil {
		to, err := calendar.ParseDay(m[2])
		if err != nil || day != s.day || to <= day {
			return false
		}
		s.day, s.months = to, true
		return true
	}
	if m := spanRow.FindStringSubmatch(what); m != nil {
		return s.span(day, m)
	}
	switch {
	case skippedRow.MatchString(what): // with its reason
		s.day++
		return day == s.day
	case strings.Contains(what, " 起延长 "):
		return day == s.day
	case strings.HasSuffix(what, "，届满日顺延"):
		s.day++
		return day == s.day-1
	}
	return false
}

// span takes a row about several days.
func (s *sum) span(day calendar.Day, m []string) bool {
	to := day
	if m[2] != "" {
		to, _ = calendar.ParseDay(m[2]) // the expression found a day
	}
	days := int(to-day) + 1
	switch m[3] {
	case "中止，扣除":
		if day != s.day+1 {
			return false
		}
		s.day = to
		return true
	case "中止，应补":
		s.owed += days
		return m[4] == fmt.Sprint(days) && to <= s.day
	case "补计中止的":
		if day != s.day+1 || m[4] != fmt.Sprint(days) {
			return false
		}
		s.day, s.owed = to, s.owed-days
		return true
	}
	if day != s.day { // 中止，届满日顺延
		return false
	}
	s.day = to + 1
	return true
}

// course looks at the history of a case, its papers and what is printed of it.
func (b *seat) course(id int64) {
	b.t.Helper()
	bare := eval[[]string](b, `[...document.querySelectorAll('.tl li.done')].filter(l => !l.querySelector('time') || !l.querySelector('h3') || !l.querySelector('code') && !l.innerText.includes('当日不计入期限')).map(l => l.innerText)`)
	if len(bare) > 0 {
		b.t.Errorf("entries without time, title or hash: %q", bare)
	}
	if n := eval[int](b, `document.querySelectorAll('.tl form, .tl input, .tl button').length`); n > 0 {
		b.t.Errorf("the history can be changed: %d controls", n)
	}
	planned := eval[[]string](b, `[...document.querySelectorAll('.tl li.todo')].map(l => l.innerText)`)
	for code, due := range b.dues(id) {
		if !slices.ContainsFunc(planned, func(p string) bool { return strings.Contains(p, due.String()) && strings.Contains(p, "（计划）") }) {
			b.t.Errorf("the end of %s on %s is not among what is to come: %q", code, due, planned)
		}
	}
	all := eval[int](b, `document.querySelectorAll('.tl li.done').length`)
	b.press(`.chips a[href$="show=terms"]`)
	if n := eval[int](b, `document.querySelectorAll('.tl li.done').length`); n == 0 || n >= all {
		b.t.Errorf("%d of %d entries are about terms", n, all)
	}
	b.has("中止", "恢复", "期限延长")
	s := b.person(b.t, "fuzeren")
	for path, words := range map[string][]string{"flow/pdf": {"案件流程表", "中止", "恢复", "期限延长", "校验值"}, "contents/docx": nil} {
		p := s.Get(fmt.Sprintf("/case/%d/dossier/%s", id, path))
		text := strings.Join(strings.Fields(pdftext.Read([]byte(p.Body)).Words), "")
		if p.Status != http.StatusOK || words == nil && !strings.HasPrefix(p.Body, "PK") {
			b.t.Errorf("%s: %d", path, p.Status)
		}
		for _, w := range words {
			if !strings.Contains(text, w) {
				b.t.Errorf("%s does not say %q: %s", path, w, text)
			}
		}
	}
	if n := eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
		b.t.Errorf("%s is %d px too wide", b.path(), n)
	}
}

// related looks at the other case on which one waits: a link with its state and its term.
func (b *seat) related(id, other int64) {
	b.t.Helper()
	b.open(fmt.Sprintf("/case/%d", id))
	b.has("关联案件", "中止所等待的案件", b.read(b.t, other).Number, "起诉期内")
	b.press(fmt.Sprintf(`.flow a[href="/case/%d"]`, other))
	b.has("起诉期限")
}

// summons plans a hearing, which stands among what is to come.
func (b *seat) summons(id int64) {
	b.t.Helper()
	login := b.officerOf(b.t, b.read(b.t, id).Handler)
	b.as(login)
	j := &suit{seat: b, id: id}
	day := b.Office.Today() + 14
	j.quiet("hearings", hearing.MovePlan, chosen("kind", hearing.Oral), typed("day", day.String()), typed("from", "15:30"), typed("until", "16:30"), typed("room", "第九审理室"), typed("order", "核对当事人"))
	b.open(fmt.Sprintf("/case/%d", id))
	planned := eval[[]string](b, `[...document.querySelectorAll('.tl li.todo')].map(l => l.innerText)`)
	if !slices.ContainsFunc(planned, func(p string) bool { return strings.Contains(p, "口头审理") && strings.Contains(p, day.String()) }) {
		b.t.Errorf("the hearing is not among what is to come: %q", planned)
	}
	b.press(`.tl a[href*="/paper/"]`) // each step leads to the papers that were issued with it
	b.has("口头审理通知书")
}
