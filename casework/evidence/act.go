package evidence

import (
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

// The kinds of acts on exhibits, as stored.
const (
	actOpinion = "opinion"
	actCustody = "custody"
	actSecrecy = "secrecy"
	actAdmit   = "admit"
	actStamp   = "stamp"
	actMeasure = "measure"
	actLift    = "lift"
)

// An Opinion is what one side says of an exhibit of another (质证意见).
type Opinion struct {
	ID        int64     `json:"-"`
	Exhibit   int64     `json:"-"`
	Side      string    `json:"-"`
	Party     int64     `json:"-"`
	At        time.Time `json:"-"`
	Authentic string    `json:"authentic"` // 真实性: 认可, 不认可 or 无法确认
	Legal     string    `json:"legal"`     // 合法性
	Relevant  string    `json:"relevant"`  // 关联性
	Text      string    `json:"text"`
}

// Custody is one step of the way of a thing: who gave it to whom, where, in what state.
type Custody struct {
	ID      int64     `json:"-"`
	Exhibit int64     `json:"-"`
	At      time.Time `json:"-"`
	Account int64     `json:"-"`
	What    string    `json:"what"` // 接收, 移交, 启封 …
	From    string    `json:"from"`
	To      string    `json:"to"`
	Place   string    `json:"place"`
	State   string    `json:"state"` // 封条完好 …
	Note    string    `json:"note,omitempty"`
}

// An Admission says whether the decision rests on an exhibit, and why (证据采信).
type Admission struct {
	At      time.Time `json:"-"`
	Account int64     `json:"-"`
	Result  string    `json:"result"` // 采信, 部分采信 or 不予采信
	Reason  string    `json:"reason"`
}

// Results are what an Admission can say.
func Results() []string { return []string{"采信", "部分采信", "不予采信"} }

// secrecyAct is a step of the question whether an exhibit is sealed.
type secrecyAct struct {
	State  Secrecy `json:"state"`
	Reason string  `json:"reason"`
}

// A Thing is one line of the list of a measure.
type Thing struct {
	Name   string `json:"name" label:"名称" en:"Thing" required:"true" max:"100"`
	Spec   string `json:"spec" label:"规格、型号、批号" en:"Model, batch" max:"100"`
	Amount string `json:"amount" label:"数量及单位" en:"Amount" required:"true" max:"40"`
	State  string `json:"state" label:"状况" en:"State" max:"100"`
}

// A Measure preserves evidence: 先行登记保存, 抽样取证, 查封, 扣押. Which of them a center may take, and
// for how long, is for the procedure to say; this is the record of what was done.
type Measure struct {
	ID      int64        `json:"-"`
	At      time.Time    `json:"-"`
	Account int64        `json:"-"`
	Kind    string       `json:"kind"`
	List    []Thing      `json:"list"`
	Place   string       `json:"place"`
	Keeper  string       `json:"keeper"`
	Holder  string       `json:"holder"` // with whom the things were found
	From    calendar.Day `json:"from"`
	Days    string       `json:"days"` // length as term.ParseLength reads it; empty where it has none
	Lifted  *Lift        `json:"-"`
}

// A Lift ends a measure: 解除, 退还, 送检, 没收 …
type Lift struct {
	Measure int64        `json:"measure,string"`
	How     string       `json:"how"`
	On      calendar.Day `json:"on"`
	Reason  string       `json:"reason"`
}

// Add enters an exhibit in the course of a move: it takes the next number of its side, is sealed under
// the key of the case, and is received. Party 0 is the center. A reason in Secret keeps it from the
// other sides until the center decides.
func (d *Desk) Add(s *casework.Step, x Exhibit) (_ Exhibit, err error) {
	defer fault.Wrap(&err, "add exhibit")
	if strings.TrimSpace(x.Name) == "" || x.Kind == "" || strings.TrimSpace(x.Purpose) == "" {
		return x, fault.New(fault.Invalid, "evidence.empty", "请填写证据的名称、种类和证明目的").At("name")
	}
	x.ID, x.Case, x.At, x.Account = s.Office.DB.NewID(), s.Case.ID, s.Now, s.Actor.Account
	if x.Side = Center; x.Party != 0 {
		x.Side = sideOf(s.Chart, s.Case, x.Party)
	}
	if x.Side == "" {
		return x, fault.New(fault.Invalid, "evidence.side", "提交证据的不是本案当事人，请核对").At("behalf")
	}
	if x.Secrecy = Open; x.Secret != "" {
		x.Secrecy = Asked
	}
	if err := d.number(s, &x); err != nil {
		return x, err
	}
	if err := insert(s, &x); err != nil {
		return x, err
	}
	if x.Sealed() {
		d.quiet(s, &x)
		if _, err := act(s, row{exhibit: x.ID, kind: actSecrecy, side: x.Side, party: x.Party}, secrecyAct{Asked, x.Secret}); err != nil {
			return x, err
		}
	}
	to := s.Actor.Name
	if s.Actor.Party != 0 {
		to = "本中心业务平台"
	}
	return x, d.Move(s, Custody{Exhibit: x.ID, What: "接收", From: d.whose(s, &x), To: to, State: x.Form})
}

// whose is the side of an exhibit in a word.
func (d *Desk) whose(s *casework.Step, x *Exhibit) string {
	switch x.Side {
	case Center:
		return "依职权调取"
	case Owner:
		return "当事人"
	}
	return s.Chart.Side(x.Side).Title
}

// quiet keeps the event of an act on a sealed exhibit from the other parties. Of what the center
// itself sealed no party learns.
func (d *Desk) quiet(s *casework.Step, x *Exhibit) {
	if x.Party != 0 {
		s.Only(x.Party)
		return
	}
	s.Only(-1)
}

// touched returns an exhibit of the step's case that its actor may know of, and keeps the event quiet
// where the exhibit is sealed.
func (d *Desk) touched(s *casework.Step, id int64) (Exhibit, error) {
	x, err := d.Find(s.Ctx, s.Tx, s.Office, s.Actor, s.Case, id)
	if err == nil && x.Sealed() {
		d.quiet(s, &x)
	}
	return x, err
}

// Opinion records what a party says of an exhibit of another side.
func (d *Desk) Opinion(s *casework.Step, party int64, in Opinion) error {
	x, err := d.touched(s, in.Exhibit)
	if err != nil {
		return err
	}
	in.Side, in.Party = sideOf(s.Chart, s.Case, party), party
	if in.Side == "" || in.Side == x.Side && in.Side != Owner {
		return fault.New(fault.Invalid, "evidence.own", "质证意见只能针对其他方提交的证据，证据 %s 由您这一方提交，请改选", x.Number).At("exhibits")
	}
	_, err = act(s, row{exhibit: x.ID, kind: actOpinion, side: in.Side, party: party}, in)
	return err
}

// Move records a step of the way of a thing (移交, 启封, 封存, 抽样 …).
func (d *Desk) Move(s *casework.Step, in Custody) error {
	x, err := d.touched(s, in.Exhibit)
	if err != nil {
		return err
	}
	_, err = act(s, row{exhibit: x.ID, kind: actCustody, side: x.Side, party: x.Party}, in)
	return err
}

// Ask asks that an exhibit be sealed. From then on it is kept from the other sides, until Seal or
// Unseal decides. What they have seen before cannot be taken back; it is shown to them no more.
func (d *Desk) Ask(s *casework.Step, id int64, reason string) error {
	x, err := d.touched(s, id)
	if err != nil {
		return err
	}
	stands := s.Case.Stands(s.Actor.Party)
	switch {
	case s.Actor.Party != 0 && !slices.Contains(stands, x.Party):
		return fault.New(fault.Forbidden, "evidence.not_own", "只能为自己提交的证据申请保密，证据 %s 不是您提交的，请改选", x.Number)
	case x.Secrecy != Open:
		return fault.New(fault.Conflict, "evidence.secrecy", "证据 %s 已经申请过保密，请刷新页面查看结果", x.Number)
	}
	d.quiet(s, &x)
	_, err = act(s, row{exhibit: x.ID, kind: actSecrecy, side: x.Side, party: x.Party}, secrecyAct{Asked, reason})
	return err
}

// Seal decides that an exhibit stays sealed.
func (d *Desk) Seal(s *casework.Step, id int64, reason string) error {
	return d.decide(s, id, secrecyAct{Granted, reason})
}

// Unseal decides that an exhibit is shown to the other sides.
func (d *Desk) Unseal(s *casework.Step, id int64, reason string) error {
	return d.decide(s, id, secrecyAct{Refused, reason})
}

func (d *Desk) decide(s *casework.Step, id int64, in secrecyAct) error {
	x, err := d.touched(s, id)
	if err != nil {
		return err
	}
	if x.Secrecy == Open || x.Secrecy == in.State {
		return fault.New(fault.Conflict, "evidence.undecided", "证据 %s 没有待决定的保密申请，请刷新页面", x.Number)
	}
	_, err = act(s, row{exhibit: x.ID, kind: actSecrecy, side: x.Side, party: x.Party}, in)
	return err
}

// Admit says whether the decision rests on an exhibit. The latest word counts.
func (d *Desk) Admit(s *casework.Step, id int64, in Admission) error {
	x, err := d.touched(s, id)
	if err != nil {
		return err
	}
	if !slices.Contains(Results(), in.Result) || strings.TrimSpace(in.Reason) == "" {
		return fault.New(fault.Invalid, "evidence.admission", "请写明证据 %s 是否采信及理由", x.Number).At("reason")
	}
	_, err = act(s, row{exhibit: x.ID, kind: actAdmit, side: x.Side, party: x.Party}, in)
	return err
}

// Preserve records a measure and returns it with its id.
func (d *Desk) Preserve(s *casework.Step, in Measure) (Measure, error) {
	if len(in.List) == 0 || in.Kind == "" || in.Place == "" || in.Keeper == "" {
		return in, fault.New(fault.Invalid, "evidence.measure", "请写明措施种类、物品清单、存放地点和保管人").At("list")
	}
	if in.From.IsZero() {
		in.From = s.Today
	}
	id, err := act(s, row{kind: actMeasure}, in)
	in.ID, in.At, in.Account = id, s.Now, s.Actor.Account
	return in, err
}

// Lift ends a measure.
func (d *Desk) Lift(s *casework.Step, in Lift) error {
	_, measures, err := load(s.Ctx, s.Tx, s.Office, s.Case.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(measures, func(m Measure) bool { return m.ID == in.Measure })
	switch {
	case i < 0:
		return fault.New(fault.Missing, "evidence.no_measure", "没有这项保全措施，请从案件的证据页面选择").At("measure")
	case measures[i].Lifted != nil:
		return fault.New(fault.Conflict, "evidence.lifted", "这项措施已于 %s 处理（%s），请刷新页面", measures[i].Lifted.On, measures[i].Lifted.How)
	}
	if in.On.IsZero() {
		in.On = s.Today
	}
	_, err = act(s, row{kind: actLift}, in)
	return err
}
