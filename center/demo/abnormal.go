package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/examination/abnormal"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// A doubt is one lead of the demo about an entity's own filings.
type doubt struct {
	n       int
	firm    *firm
	id      int64
	cases   []int64 // filings of the entity
	numbers []string
	dropped bool         // the entity had no filings yet
	day     calendar.Day // of the step that is made
}

// A pacing is one step of a lead: how many working days after the one before, by whom, and what. The
// party is "party".
type pacing struct {
	days      int
	who, move string
	in        func(j *doubt) any
}

// ids are the filings of a lead as a form has them.
func (j *doubt) ids(n int) (out []string) {
	for _, id := range j.cases[:min(n, len(j.cases))] {
		out = append(out, strconv.FormatInt(id, 10))
	}
	return out
}

// The steps from which the courses of leads are made.
var (
	entered = pacing{0, "shouli1", "enter", func(j *doubt) any {
		return &abnormal.Enter{Source: []string{"examiner", "patrol", "tip", "above"}[j.n%4], Indicator: []string{"QUA-003", "QUA-005", "QUA-006", "QUA-011", "QUA-004"}[j.n%5], Subject: j.firm.applicant.Name, Cases: strings.Join(j.numbers, "\n"),
			Reason: []string{"预审中发现几件申请的技术方案只更换了材料名称，其余文字基本相同。", "一年内提交的几件申请分属不同技术领域，与企业主营产品关系不明。", "说明书中的实验数据多处相同，需要核实试验记录。"}[j.n%3]}
	}}
	graded = pacing{1, "shouli1", "grade", func(j *doubt) any {
		return &abnormal.Grade{Grade: []string{"usual", "high", "low"}[j.n%3], Reason: "按件数和相似程度分级。"}
	}}
	noticedOf = pacing{1, "shouli1", "notice", func(j *doubt) any {
		return &abnormal.Notice{Cases: j.ids(3), Facts: "上述申请的说明书有较多相同段落，请逐件说明研发过程和区别技术特征。", Wants: []string{"project", "notebook", "report", "staff"}}
	}}
	asked = pacing{2, "party", "ask_time", func(*doubt) any {
		return &abnormal.AskTime{Days: 5, Reason: "实验记录存放在外地试验场，需要时间整理。"}
	}}
	granted   = pacing{1, "fuzeren", "extend", func(*doubt) any { return &abnormal.Extend{Days: 5, Reason: "情况属实，同意延期。"} }}
	explained = pacing{4, "party", "explain", func(*doubt) any {
		return &abnormal.Explain{Statement: "上述申请来自同一平台产品的三个研发项目，分别解决散热、减重和装配问题；项目均有立项文件和试验报告，已随附目录。", Proofs: []string{"project", "report"}}
	}}
	retracted = pacing{4, "party", "withdraw", func(j *doubt) any {
		return &abnormal.Withdraw{Cases: j.ids(1), Day: j.day, Paper: "2026-CH-000" + strconv.Itoa(j.n), Note: "该件申请市场前景不明，已主动撤回。"}
	}}
	visited = pacing{2, "fuhe1", "visit", func(j *doubt) any {
		return &abnormal.Visit{Day: j.day, Place: "企业研发中心", People: "核查人员两名、企业研发负责人", Text: "有独立试验室和三名研发人员，立项文件与试验报告原件一致。"}
	}}
	furthered = pacing{2, "fuhe1", "more", func(*doubt) any {
		return &abnormal.More{Facts: "请补充第二件申请的试验原始记录，并说明与第一件的区别。"}
	}}
	opinion = func(result string, types ...string) pacing {
		return pacing{3, "fuhe1", "check", func(j *doubt) any {
			in := &abnormal.Check{Proposal: result, Types: types, Proof: "立项文件真实；试验报告只覆盖其中一件。", Reason: "对照权利要求和说明，逐件核对后提出。"}
			if result != abnormal.VerdictClear {
				in.Cases = j.ids(1)
			}
			return in
		}}
	}
	endedWith = func(result string, types ...string) pacing {
		return pacing{2, "fuzeren", "conclude", func(j *doubt) any {
			in := &abnormal.Conclude{Result: result, Types: types, Facts: "经核对申请文件、立项文件和试验报告查明。", Reason: "当事人的说明已逐项核对，结论与证据相符。"}
			if result != abnormal.VerdictClear {
				in.Cases = j.ids(1)
			}
			return in
		}}
	}
	objected = pacing{2, "party", "object", func(*doubt) any {
		return &abnormal.Object{Statement: "该件申请与在先申请解决的技术问题不同，补充说明见附表。"}
	}}
	accepted = pacing{2, "party", "accept", func(*doubt) any { return &abnormal.Accept{Confirm: true} }}
	told     = pacing{2, "baosong", "report", func(j *doubt) any { return &abnormal.Report{To: "省知识产权局", Day: j.day, Way: "网上报送"} }}
	said     = func(result string) pacing {
		return pacing{8, "baosong", "answer", func(j *doubt) any {
			return &abnormal.Answer{Body: "示范省知识产权局", Number: "示知函〔2026〕" + strconv.Itoa(40+j.n) + "号", Day: j.day, Result: result, Text: "（示范文件，非真实文件）"}
		}}
	}
	unlikely = pacing{2, "shouli1", "propose", func(*doubt) any {
		return &abnormal.Reasoned{Reason: "系列产品的改进，逐件技术问题不同，有立项文件。"}
	}}
	dismissed = pacing{1, "fuzeren", "dismiss", func(*doubt) any { return &abnormal.Reasoned{Reason: "同意排除。"} }}
)

// doubtful are the courses of leads with how many working days before the end each of them stands: at
// least one in every state.
func doubtful() (out []struct {
	steps []pacing
	ago   int
}) {
	add := func(ago int, steps ...pacing) {
		out = append(out, struct {
			steps []pacing
			ago   int
		}{steps, ago})
	}
	bad, none, gone := abnormal.VerdictAbnormal, abnormal.VerdictClear, abnormal.VerdictWithdrawn
	add(1, entered, graded)
	add(1, entered, graded, unlikely)
	add(20, entered, graded, unlikely, dismissed)
	add(3, entered, graded, noticedOf)
	add(2, entered, graded, noticedOf, asked)
	add(2, entered, graded, noticedOf, asked, granted)
	add(3, entered, graded, noticedOf, explained)
	add(2, entered, noticedOf, explained, furthered)
	add(15, entered, noticedOf) // the term runs out and the check begins without a word of the party
	add(1, entered, graded, noticedOf, explained, visited, opinion(bad, "1"))
	add(2, entered, graded, noticedOf, explained, visited, opinion(bad, "1", "5"), endedWith(bad, "1"))
	add(2, entered, graded, noticedOf, explained, opinion(bad, "1"), endedWith(bad, "1"), objected)
	add(2, entered, graded, noticedOf, retracted, opinion(gone), endedWith(gone))
	add(4, entered, graded, noticedOf, explained, opinion(bad, "4"), endedWith(bad, "4"), accepted, told)
	add(25, entered, graded, noticedOf, explained, opinion(none), endedWith(none)) // from a tip: one from above would be answered
	add(30, entered, graded, noticedOf, explained, visited, opinion(bad, "2"), endedWith(bad, "2"), accepted, told, said("agreed"))
	add(40, entered, graded, noticedOf, explained, opinion(bad, "1"), endedWith(bad, "1"), accepted, told, said("refused"))
	add(60, entered, graded, noticedOf, retracted, opinion(gone), endedWith(gone), told, said("agreed"))
	return out
}

// doubts plans the leads, and when the monitor looks.
func (b *builder) doubts() {
	for n, x := range doubtful() {
		j := &doubt{n: n}
		at := b.before(0)
		day := calendar.DayOf(at)
		for range x.ago {
			day = b.cal.PrevWorking(day)
		}
		days := make([]calendar.Day, len(x.steps))
		for i := len(x.steps) - 1; i >= 0; i-- {
			days[i] = day
			for range x.steps[i].days {
				day = b.cal.PrevWorking(day)
			}
		}
		for i, s := range x.steps {
			b.on(days[i].Begin().Add(9*time.Hour+time.Duration(n*7+i*13)*time.Minute), func(ctx context.Context) error { return b.pacing(ctx, j, s) })
		}
	}
}

// filed finds an entity that answers for itself and has filed something, as the clerk does who enters a
// lead: each in its turn, and one with several filings before one with one.
func (b *builder) filed(ctx context.Context, j *doubt) error {
	return b.c.DB.Read(ctx, func(tx *store.Tx) error {
		for i := range b.entities {
			f := &b.entities[(j.n*3+i)%len(b.entities)]
			if f.agent >= 0 {
				continue
			}
			l, err := b.c.Office.List(ctx, tx, b.staff["shouli1"], casework.Filter{Chart: "preexam", Owner: f.party, Sort: "-opened", NoTitles: true, PerPage: 100})
			if err != nil {
				return err
			}
			var cases []int64
			var numbers []string
			for _, k := range l.Cases {
				if k.Number != "" && len(cases) < 3 {
					cases, numbers = append(cases, k.ID), append(numbers, k.Number)
				}
			}
			if len(cases) > len(j.cases) {
				j.firm, j.cases, j.numbers = f, cases, numbers
			}
			if len(j.cases) > 1 {
				break
			}
		}
		return nil
	})
}

// pacing makes one step of a lead.
func (b *builder) pacing(ctx context.Context, j *doubt, s pacing) (err error) {
	defer fault.Wrap(&err, "lead %d, %s", j.n, s.move)
	if j.day = calendar.DayOf(b.clk.Now()); j.dropped {
		return nil
	}
	if j.id != 0 {
		who := b.staff[s.who]
		if s.who == "party" {
			who = j.firm.actor
		}
		_, err := b.move(ctx, who, j.id, s.move, s.in(j))
		return err
	}
	if err := b.filed(ctx, j); err != nil {
		return err
	}
	// A small demo has entities that filed nothing yet.
	if j.dropped = len(j.cases) == 0; j.dropped {
		b.say("      nobody has filed anything to look into")
		return nil
	}
	j.id, err = b.open(ctx, s.who, abnormal.Code, s.move, s.in(j))
	return err
}

// watch has the monitor look at what the demo has filed, after a list of the national office came in with
// two of its applications and one of nobody's.
func (b *builder) watch(ctx context.Context) error {
	var numbers []string
	err := b.c.DB.Read(ctx, func(tx *store.Tx) error {
		l, err := b.c.Office.List(ctx, tx, b.staff["shouli1"], casework.Filter{Chart: "preexam", States: []string{preexam.Abnormal, preexam.Granted}, Sort: "-opened", NoTitles: true, PerPage: 20})
		for _, k := range l.Cases {
			if no := k.Attrs["app"]; no != "" && len(numbers) < 2 {
				numbers = append(numbers, no)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	day := calendar.DayOf(b.clk.Now())
	for i, no := range append(numbers, patentOf('1', 4100)) {
		n, err := ident.ParseApplicationNo(no)
		if err != nil {
			return err
		}
		row := abnormal.Listed{Number: n, Kind: "发明", Applicant: "（见名单）", Batch: "示范批次 1", Result: "列入排查", Source: "示范通报〔3〕号，非真实文件", DataVersion: (day - calendar.Day(3+i)).String()}
		if err := b.c.Abnormal.TakeListed(ctx, b.staff["shouli1"], row); err != nil {
			return err
		}
	}
	r, err := b.c.Abnormal.Watch(ctx, 1, 0)
	b.say(fmt.Sprintf("      the monitor made %d leads of %d filings", r.Opened, r.Filings))
	return err
}
