package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent/filing"
	"zhibao/patent/secrecy"
)

// A life is one case from its draft to its end, which is chosen at the beginning.
type life struct {
	b      *builder
	end    string // how it is to end
	app    text.Application
	actor  casework.Actor // applicant or agency
	client int64          // party of the applicant, when an agency acts
	id     int64          // of the case
	rounds int            // correction notices so far; two at most
	appNo  string         // application number, from the filing on
}

// endings are how cases end, with how many of a hundred. They are chosen to show everything, not to be
// the figures of a real center. A case may end otherwise where a gate or a term decides it first.
var endings = []struct {
	name   string
	weight int
}{{"granted", 42}, {"rejected", 4}, {"deemed", 1}, {"ordinary", 2}, {"abnormal", 1}, {"failed", 6}, {"unheard", 2}, {"terminated", 3}, {"abandoned", 4}, {"withdrawn", 5},
	{"refused", 5}, {"returned", 6}, {"lapsed", 3}, {"mismatch", 4}, {"objection", 3}, {"suspended", 3}, {"draft", 2}, {"recused", 2}, {"discarded", 2}}

// ending draws one of the endings by weight.
func (b *builder) ending() string {
	n := b.rng.IntN(100)
	for _, e := range endings {
		if n -= e.weight; n < 0 {
			return e.name
		}
	}
	return "granted"
}

// plan spreads the beginnings of the cases over the time from the first weeks to today.
func (b *builder) plan() {
	first := calendar.DayOf(b.clk.Now()) + 10
	last := calendar.DayOf(b.end)
	for i := range b.cases {
		// More cases in later months, and enough in the last days that every desk has work.
		late := b.cases - b.cases/6
		share := float64(i) / float64(late)
		day := first + calendar.Day(float64(last-14-first)*(share*1.15-share*share*0.15))
		if i >= late {
			day = last - calendar.Day(b.rng.IntN(14))
		}
		day = b.cal.PrevWorking(min(day, last) + 1)
		at := day.Begin().Add(casework10(b.rng.IntN(9 * 3600)))
		b.on(at, func(ctx context.Context) error { return b.begin(ctx, i) })
	}
}

// begin opens a draft and lets the case live.
func (b *builder) begin(ctx context.Context, i int) error {
	l, err := b.draft(ctx, i, false)
	if err != nil {
		return err
	}
	return l.upload(ctx)
}

// draft chooses who brings what, and opens the draft. A planned case has an ending and defects that
// were drawn for it; one that is led by hand has neither.
func (b *builder) draft(ctx context.Context, i int, byHand bool) (*life, error) {
	app := text.New(i)
	// An entity of the field of the text, so that a battery maker does not file for looms.
	var mine []int
	for n, f := range b.entities {
		if f.field == app.Field {
			mine = append(mine, n)
		}
	}
	n := b.rng.IntN(len(b.entities))
	if len(mine) > 0 {
		n = mine[b.rng.IntN(len(mine))]
	}
	return b.draftFor(ctx, app, i, n, byHand)
}

// draftFor opens a draft of the entity with the number n.
func (b *builder) draftFor(ctx context.Context, app text.Application, i, n int, byHand bool) (*life, error) {
	f := b.entities[n]
	l := &life{b: b, actor: f.actor}
	if !byHand {
		l.end = b.ending()
	}
	var agency *filing.Agency
	if f.agent >= 0 {
		l.actor, l.client, agency = b.agencies[f.agent].actor, f.party, b.agencies[f.agent].agency
	}
	l.app = app.For(f.applicant, agency).Through(f.contact)
	if !byHand {
		l.app = text.With(l.app, b.faults()...)
	}
	in := &preexam.Create{Ref: "NB-" + strconv.Itoa(1000+i)}
	if l.client != 0 {
		in.Client = strconv.FormatInt(l.client, 10)
	}
	out, err := b.act(ctx, casework.Request{Actor: l.actor, Chart: "preexam", Move: "create", Input: in})
	l.id = out.Case.ID
	return l, err
}

// faults chooses the defects of a first version: none in a third of the cases.
func (b *builder) faults() []string {
	if b.rng.IntN(3) == 0 {
		return nil
	}
	all := text.Defects()
	var out []string
	for range 2 + b.rng.IntN(6) {
		out = append(out, all[b.rng.IntN(len(all))].Code)
	}
	return out
}

// pack writes the package of a version, as the applicant's own software would: a ZIP under the
// applicant's reference.
func pack(a text.Application, o filing.Options) ([]form.File, error) {
	var buf bytes.Buffer
	if err := filing.Write(&buf, a.Filing(), o); err != nil {
		return nil, err
	}
	return []form.File{form.Bytes(a.Request.InternalNo+".zip", buf.Bytes())}, nil
}

// do makes a move as an actor. An error names the case and its planned ending, because the same
// numbers lead there again.
func (l *life) do(ctx context.Context, a casework.Actor, move string, in any) error {
	_, err := l.b.move(ctx, a, l.id, move, in)
	if err != nil {
		return fmt.Errorf("case %d (%s): %w", l.id, l.end, err)
	}
	return nil
}

// staff returns a member of the center by login.
func (l *life) staff(login string) casework.Actor { return l.b.staff[login] }

// send sends the first version, in one of three packagings that readers meet: plain, that of the
// official client, and a ZIP with names in GBK and backslashes.
func (l *life) send(ctx context.Context) error {
	files, err := pack(l.app, []filing.Options{{}, filing.Official(), {GBKNames: true, Backslash: true}}[l.b.rng.IntN(3)])
	if err != nil {
		return err
	}
	return l.do(ctx, l.actor, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: consent.Both(), Files: files})
}

// upload sends the first version and plans what follows.
func (l *life) upload(ctx context.Context) error {
	if err := l.send(ctx); err != nil {
		return err
	}
	switch l.end {
	case "draft":
		return nil
	case "discarded":
		l.b.later(2, func(ctx context.Context) error { return l.do(ctx, l.actor, "discard", &preexam.Discard{}) })
		return nil
	}
	l.b.later(l.b.rng.IntN(2), l.submit)
	return nil
}

// submit hands the request in; one of fifteen asks for the green lane.
func (l *life) submit(ctx context.Context) error {
	err := l.do(ctx, l.actor, "submit", &preexam.Submit{Undertaking: true, Green: l.b.rng.IntN(15) == 0})
	if fault.KindOf(err) == fault.Forbidden || fault.KindOf(err) == fault.Conflict {
		return nil // a gate refused: the draft stays
	}
	if err != nil {
		return err
	}
	l.b.later(l.b.rng.IntN(3), l.counter)
	return nil
}

// counter is acceptance: accept, return once, or refuse.
func (l *life) counter(ctx context.Context) error {
	clerk := l.staff([]string{"shouli1", "shouli2"}[l.b.rng.IntN(2)])
	switch l.end {
	case "refused":
		return l.do(ctx, clerk, "refuse", &preexam.Refuse{Code: "文件不全", Reason: "缺少必要文件，经核对请求书与清单不符，请补齐后重新提交预审请求。"})
	case "returned":
		l.end = "granted"
		if err := l.do(ctx, clerk, "return", &preexam.GiveBack{Reason: "请求书中联系人电话有误，请核对。\n附加文件清单与实际文件不一致，请核对。"}); err != nil {
			return err
		}
		l.b.later(1+l.b.rng.IntN(4), l.submit)
		return nil
	}
	if err := l.do(ctx, clerk, "accept", &preexam.Accept{Class: l.class()}); err != nil {
		code := map[string]string{"field.out": "不在开通领域", "registration.quota": "额度用尽"}[fault.CodeOf(err)]
		if code == "" {
			code = "其他"
		}
		if fault.KindOf(err) == fault.Forbidden || fault.KindOf(err) == fault.Conflict {
			return l.do(ctx, clerk, "refuse", &preexam.Refuse{Code: code, Reason: fault.MessageOf(err)})
		}
		return err
	}
	l.b.later(l.b.rng.IntN(2), l.assign)
	return nil
}

// class is the class that the clerk finds in the request.
func (l *life) class() string {
	if l.app.Locarno != "" {
		return l.app.Locarno
	}
	class, _, _ := strings.Cut(l.app.IPC, " ")
	return class
}

// assign lets the head give the case to whom the program proposes. In a recusal the examiner then says
// why not they, and the case goes on with another.
func (l *life) assign(ctx context.Context) error {
	if err := l.do(ctx, l.staff("fuzeren"), "assign", &preexam.Assign{}); err != nil {
		return err
	}
	if l.end == "recused" {
		l.end = "granted"
		a, err := l.handler(ctx)
		if err != nil {
			return err
		}
		if err := l.do(ctx, a, "recuse", &preexam.Recuse{Reason: "曾任代理人"}); err != nil {
			return err
		}
	}
	l.b.later(l.b.rng.IntN(3), l.start)
	return nil
}

// handler returns the examiner of the case.
func (l *life) handler(ctx context.Context) (casework.Actor, error) {
	k, err := l.load(ctx)
	return l.person(k.Handler), err
}

// second returns the second reader of the case.
func (l *life) second(ctx context.Context) (casework.Actor, error) {
	k, err := l.load(ctx)
	return l.person(k.Second), err
}

// person returns the member of the staff with an account, or nobody: whose move is then refused.
func (l *life) person(account int64) casework.Actor {
	for _, a := range l.b.staff {
		if a.Account == account {
			return a
		}
	}
	return casework.Actor{}
}

// load returns the case as the program itself sees it.
func (l *life) load(ctx context.Context) (k *casework.Case, err error) {
	err = l.b.c.DB.Read(ctx, func(tx *store.Tx) error {
		k, err = l.b.c.Office.Get(ctx, tx, casework.Robot(1), l.id)
		return err
	})
	return k, err
}

// start begins the examination, unless the case is to be suspended or terminated on the way.
func (l *life) start(ctx context.Context) error {
	a, err := l.handler(ctx)
	if err != nil {
		return err
	}
	if err := l.do(ctx, a, "start", &preexam.Start{}); err != nil {
		return err
	}
	switch l.end {
	case "suspended":
		l.end = "granted"
		l.b.later(1, func(ctx context.Context) error {
			return l.do(ctx, l.staff("fuzeren"), "suspend", &preexam.Suspend{Reason: "权属纠纷"})
		})
		l.b.later(12+l.b.rng.IntN(20), func(ctx context.Context) error {
			l.b.later(1, l.examine)
			return l.do(ctx, l.staff("fuzeren"), "resume", &preexam.Resume{Reason: "双方已达成一致"})
		})
		return nil
	case "terminated":
		l.b.later(2, func(ctx context.Context) error {
			return l.do(ctx, l.staff("fuzeren"), "terminate", &preexam.Terminate{Code: "实质重复提交", Reason: "与申请人此前提交并已办结的请求实质相同，且未说明理由。"})
		})
		return nil
	}
	l.b.later(1+l.b.rng.IntN(3), l.examine)
	return nil
}

// examine decides on every finding, searches, and notifies or proposes.
func (l *life) examine(ctx context.Context) error {
	a, err := l.handler(ctx)
	if err != nil {
		return err
	}
	adopted, err := l.judge(ctx, a)
	if err != nil {
		return err
	}
	if l.rounds == 0 {
		if err := l.search(ctx, a); err != nil {
			return err
		}
	}
	if adopted && l.rounds < 2 && l.end != "failed" && l.end != "unheard" {
		l.rounds++
		if err := l.do(ctx, a, "notify", &preexam.Notify{}); err != nil {
			return err
		}
		return l.await()
	}
	in := &preexam.Propose{Outcome: "pass", Reason: "经检索与审查，未发现不予通过的缺陷。"}
	if l.end == "failed" || l.end == "unheard" {
		in = &preexam.Propose{Outcome: "fail", Reason: "权利要求1与检索到的最接近的现有技术相比，区别仅在于常规参数的选择，初步判断不具备创造性；经沟通，申请人未能说明其他区别。"}
	}
	if err := l.do(ctx, a, "propose", in); err != nil {
		return err
	}
	l.b.later(1, l.review)
	return nil
}

// judge adopts what must be corrected and most of what should be, dismisses the rest with a reason,
// and finds no defect where it is asked. In the last round nothing is adopted any more.
func (l *life) judge(ctx context.Context, a casework.Actor) (adopted bool, err error) {
	var fs []*preexam.DeskFinding
	err = l.b.c.DB.Read(ctx, func(tx *store.Tx) error {
		fs, err = l.b.c.Preexam.Findings(ctx, tx, l.id)
		return err
	})
	if err != nil {
		return false, err
	}
	var yes, asked, reasons []string
	no := map[string][]string{}
	for i, f := range fs {
		must := f.Finding.Severity == rule.Fatal || f.Finding.Severity == rule.Error
		switch {
		case f.Finding.Severity == rule.Info:
		case f.Asks():
			asked = append(asked, strconv.FormatInt(f.ID, 10))
		case l.rounds < 2 && f.Before != preexam.FindingDismissed && (must || i%6 != 1):
			yes = append(yes, strconv.FormatInt(f.ID, 10))
		default:
			r := why(i)
			reasons, no[r] = append(reasons, r), append(no[r], strconv.FormatInt(f.ID, 10))
		}
	}
	type decided struct {
		ids        []string
		in, reason string
	}
	all := []decided{{yes, "adopt", ""}, {asked, "dismiss", ""}}
	for _, r := range slices.Compact(slices.Sorted(slices.Values(reasons))) {
		all = append(all, decided{no[r], "dismiss", r})
	}
	for _, d := range all {
		if len(d.ids) == 0 {
			continue
		}
		if err := l.do(ctx, a, "judge", &preexam.Judge{Finding: strings.Join(d.ids, ","), Decision: d.in, Reason: d.reason}); err != nil {
			return false, err
		}
	}
	return len(yes) > 0, nil
}
