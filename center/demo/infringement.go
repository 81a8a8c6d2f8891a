package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/industry/database"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/infringement"
)

// A pace is one step of a dispute: how many working days after the one before, by whom, and what.
type pace struct {
	days      int
	who, move string // of the staff by login, or a part: requester, respondent, officer, second, third, reviewer
	in        func(j *dispute) any
	evening   bool // after the working hours, for what happened during them
}

// A dispute is one infringement case of the demo.
type dispute struct {
	n          int
	id         int64
	b          *builder
	kind       byte // digit of the patent's number
	number     string
	title      string
	requester  firm
	respondent firm   // with an account
	outside    string // or a name without one
	officer    [3]string
	reviewer   string
	simple     bool
	days       []calendar.Day // of the steps
	at         int            // step that is made
	stopped    bool
}

// A passage is the way of some cases: what is special about them, their steps, and how many working days before the
// end the last of them lies.
type passage struct {
	with  func(j *dispute)
	steps []pace
	ago   []int
}

// copied are the goods in dispute, invented like everything here.
var copied = map[byte][]string{
	'1': {"一种可折叠工位支架的锁止方法", "一种保温容器的真空检测方法", "一种滤芯的在线反冲洗方法", "一种锂电池模组的均衡控制方法"},
	'2': {"一种防倾倒的登高梯", "一种快拆式软管接头", "一种带缓冲的工具箱铰链", "一种可调节的晾晒架"},
	'3': {"台灯（弧臂）", "蓝牙音箱（编织面）", "折叠椅（交叉腿）", "收纳箱（卡扣盖）"},
}

// disputes plans the infringement cases: enough in every state, some on the edge of a term.
func (b *builder) disputes() {
	n := 0
	for _, p := range passages() {
		for _, ago := range p.ago {
			j := b.dispute(n)
			if p.with != nil {
				p.with(j)
			}
			b.stroll(j, p.steps, ago)
			n++
		}
	}
	b.again(n)
}

// again is one respondent who infringes the same patent twice: the second order makes it repeated.
func (b *builder) again(n int) {
	for i, ago := range []int{150, 14} {
		j := b.dispute(n)
		j.take('2')
		j.number, j.title, j.n = patentOf('2', 901), copied['2'][0], n+i
		steps := performedSteps()
		if i == 1 {
			steps = signedSteps()
		}
		b.stroll(j, steps, ago)
	}
}

// patentOf is a number with its check character; no such patent exists outside the demo.
func patentOf(kind byte, n int) string {
	digits := fmt.Sprintf("2019%c%07d", kind, 870000+113*n)
	sum := 0
	for i, w := range []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5} {
		sum += int(digits[i]-'0') * w
	}
	return digits + "." + string("0123456789X"[sum%11])
}

// dispute invents a case.
func (b *builder) dispute(n int) *dispute {
	officers := [3]string{"zhifa1", "zhifa2", "zhifa3"}
	kind := "123"[n%3]
	j := &dispute{n: n, b: b, kind: kind, requester: b.entities[n%len(b.entities)], respondent: b.entities[(n+3)%len(b.entities)], reviewer: []string{"fuhe1", "fuhe2"}[n%2]}
	for i := range j.officer {
		j.officer[i] = officers[(n+i)%3]
	}
	j.take(kind)
	return j
}

// take makes the dispute one about a patent of a kind.
func (j *dispute) take(kind byte) {
	j.kind, j.number, j.title = kind, patentOf(kind, j.n), copied[kind][j.n%len(copied[kind])]
}

// stroll plans the steps so that the last lies so many working days before the end.
func (b *builder) stroll(j *dispute, steps []pace, ago int) {
	day := b.cal.PrevWorking(calendar.DayOf(b.end) + 1)
	for range ago {
		day = b.cal.PrevWorking(day)
	}
	j.days = make([]calendar.Day, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		j.days[i] = day
		for range steps[i].days {
			day = b.cal.PrevWorking(day)
		}
	}
	b.on(b.office(j.days[0]-20), j.granted)
	for i, s := range steps {
		at := j.days[i].Begin().Add(8*time.Hour + time.Duration(j.n%9*3+i*9)*time.Minute)
		if s.evening {
			at = at.Add(9 * time.Hour)
		}
		b.on(at, func(ctx context.Context) error {
			j.at = i
			return b.pace(ctx, j, s)
		})
	}
}

// granted enters the patent in dispute into the ledger, as somebody at the counter did when it was first asked for.
func (j *dispute) granted(ctx context.Context) error {
	err := j.b.c.Patents.Enter(ctx, j.b.staff["zhifa1"], &database.NewPatent{Entry: database.Entry{Number: j.number, Title: j.title, Holder: j.requester.applicant.Name, Filed: calendar.Date(2019, time.Month(1+j.n%12), 2+j.n%26), Granted: calendar.MustDay("2020-09-15") + calendar.Day(7*(j.n%40)), Origin: j.b.origin()},
		Proof: document("专利登记簿副本.pdf", j.number), Declared: clear})
	if fault.KindOf(err) == fault.Conflict {
		return nil // the same patent was in dispute before
	}
	return err
}

// record is the patent as the ledger has it today.
func (j *dispute) record() (r database.Record) {
	_ = j.b.c.DB.Read(context.Background(), func(tx *store.Tx) (err error) {
		r, _, err = j.b.c.Patents.Find(context.Background(), tx, 1, j.number, j.today())
		return err
	})
	return r
}

// pace makes one step. A case for whose step nobody has entrusted the center waits for the authority.
func (b *builder) pace(ctx context.Context, j *dispute, s pace) (err error) {
	defer fault.Wrap(&err, "dispute %d, %s", j.n, s.move)
	if j.stopped {
		return nil
	}
	switch {
	case s.move == "compare":
		return j.compare(ctx, s.in(j).(bool))
	case j.id != 0:
		_, err = b.move(ctx, j.actor(s.who), j.id, s.move, s.in(j))
	default:
		out, opened := b.act(ctx, casework.Request{Actor: j.actor(s.who), Chart: "infringement", Move: s.move, Input: s.in(j)})
		if err = opened; err == nil {
			j.id = out.Case.ID
		}
	}
	if f := fault.Of(err); f != nil && strings.HasPrefix(f.Code, "delegation.") {
		j.stopped = true
		b.say("      " + err.Error())
		return nil
	}
	return err
}

// actor is who makes a step.
func (j *dispute) actor(who string) casework.Actor {
	switch who {
	case "requester":
		return j.requester.actor
	case "respondent":
		return j.respondent.actor
	case "officer":
		return j.b.staff[j.officer[0]]
	case "second":
		return j.b.staff[j.officer[1]]
	case "third":
		return j.b.staff[j.officer[2]]
	case "reviewer":
		return j.b.staff[j.reviewer]
	}
	return j.b.staff[who]
}

// account is the id of one of the staff, as forms name it.
func (j *dispute) account(login string) string {
	return strconv.FormatInt(j.b.staff[login].Account, 10)
}

// party is the id of the other side.
func (j *dispute) party() string {
	if j.outside == "" {
		return strconv.FormatInt(j.respondent.party, 10)
	}
	var id int64
	_ = j.b.c.DB.Read(context.Background(), func(tx *store.Tx) error {
		p, err := party.ByName(context.Background(), tx, 1, party.Outside, j.outside)
		if err == nil {
			id = p.ID
		}
		return err
	})
	return strconv.FormatInt(id, 10)
}

// exhibits lists the evidence of the case by its ids.
func (j *dispute) exhibits() (out []string) {
	_ = j.b.c.DB.Read(context.Background(), func(tx *store.Tx) error {
		k, err := j.b.c.Office.Get(context.Background(), tx, casework.Robot(1), j.id)
		if err != nil {
			return err
		}
		all, err := j.b.c.Evidence.Of(context.Background(), tx, j.b.c.Office, casework.Robot(1), k)
		for i := range all {
			out = append(out, strconv.FormatInt(all[i].ID, 10))
		}
		return err
	})
	return out
}

// today is the day of the step that is made.
func (j *dispute) today() calendar.Day { return j.days[j.at] }

// claim is the request.
func (j *dispute) claim() infringement.Claim {
	against := infringement.Opponent{Name: j.respondent.applicant.Name, Code: j.respondent.applicant.Code, Address: "浙江省杭州市示例路" + strconv.Itoa(20+j.n) + "号", Acts: []string{"make", "sell"}}
	if j.outside != "" {
		against.Name, against.Code, against.Contact = j.outside, "", phone(3000+j.n)
	}
	r := j.record()
	return infringement.Claim{Number: r.Number, Title: r.Title, Holder: r.Holder, Granted: r.Granted, Status: string(r.Status), Standing: "holder", Claims: j.asserted(),
		Product: j.disputed(), Facts: j.facts(),
		Venue: "被请求人所在地", Opponents: []infringement.Opponent{against}, Remedies: []string{"stop_make", "stop_sell", "unlist"}, NoSuit: true, Simple: j.simple}
}

// papers are the files of a request.
func (j *dispute) papers() infringement.Papers {
	p := infringement.Papers{Sheet: document("处理请求书.pdf", j.number), Identity: document("营业执照.pdf", j.number), Register: document("专利登记簿副本.pdf", j.number)}
	if j.kind != '1' {
		p.Report = document("专利权评价报告.pdf", j.number)
	}
	p.Clear = true
	return p
}

// stranger is a name of somebody without an account.
func stranger(n int) string {
	return fmt.Sprintf("示范市%s（示例路%d号）", []string{"街角五金商行", "巷尾百货经营部", "新潮灯饰店", "顺达日用品批发部", "红日家居店"}[n%5], 60+n)
}
