// Package hearing (口头审理、听证) keeps the sessions of a case: when and where or through which line,
// before whom, in what order; who came and who stayed away; the record of what was said (笔录), its
// corrections and signatures. Each act is a row of its own that is never changed, and its digest
// stands in the chain of events of the case.
package hearing

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "hearing", Files: sub}
}

// The kinds of sessions.
const (
	Oral     = "口头审理"
	Formal   = "听证"
	Exchange = "证据交换"
	Inquiry  = "询问"
)

// Kinds lists the kinds of sessions.
func Kinds() []string { return []string{Oral, Formal, Exchange, Inquiry} }

// KindEnglish returns the English word for a kind.
func KindEnglish(kind string) string {
	return map[string]string{Oral: "Oral hearing", Formal: "Formal hearing", Exchange: "Exchange of evidence", Inquiry: "Inquiry"}[kind]
}

// noticeKey is the setting with the least notice of a kind, "" where there is none.
func noticeKey(kind string) string {
	return map[string]string{Oral: "hearing.notice_oral", Formal: "hearing.notice_formal"}[kind]
}

// Settings declares how many working days before a session the parties are told.
func Settings() []setting.Def {
	return []setting.Def{
		{Key: "hearing.notice_oral", Title: "口头审理提前通知（工作日）", English: "Notice of an oral hearing, in working days", Type: setting.Int, Default: map[string]string{"": "3"},
			Sure: rule.Known, Level: rule.Law, Group: "hearing", Basis: []rule.Cite{{Text: "专利行政执法办法", Version: "2015", Article: "口头审理的通知", Sure: rule.Known}}},
		{Key: "hearing.notice_formal", Title: "听证提前通知（工作日）", English: "Notice of a formal hearing, in working days", Type: setting.Int, Default: map[string]string{"": "7"},
			Sure: rule.Source, Level: rule.Law, Group: "hearing", Basis: []rule.Cite{{Text: "行政处罚法", Version: "2021修订", Article: "第六十四条、第八十五条", Sure: rule.Source}}},
	}
}

// State says how far a session is.
type State string

// The states of a session.
const (
	Planned   State = "planned"   // 已安排
	Recorded  State = "recorded"  // 已记录，待签名
	Closed    State = "closed"    // 已结束
	Cancelled State = "cancelled" // 已取消
)

// Title returns the Chinese word for the state.
func (s State) Title() string {
	return map[State]string{Planned: "已安排", Recorded: "待核对签名", Closed: "已结束", Cancelled: "已取消"}[s]
}

// English returns the English word for the state.
func (s State) English() string {
	return map[State]string{Planned: "Planned", Recorded: "To be signed", Closed: "Closed", Cancelled: "Cancelled"}[s]
}

// A Session is one hearing of a case.
type Session struct {
	ID, Case, No int64
	Kind         string
	State        State
	Begins, Ends time.Time
	Room         string // of the center; empty for one on line
	Plan
	Moved      []Moved
	Attendance []Attendance
	Absences   []Absence
	Record     []Para // as it was last saved
	Digest     string // of the record
	RecordedAt time.Time
	Signatures []Signature
	Closing    *Closing
}

// A Plan is what is sealed of a session under the key of the case.
type Plan struct {
	Link     string   `json:"link,omitempty"` // on line
	Panel    []Seat   `json:"panel"`          // the first presides
	Recorder Seat     `json:"recorder"`
	Order    []string `json:"order"`           // of the session, one step each
	Sides    []string `json:"sides,omitempty"` // that are heard; all where empty
	Public   bool     `json:"public"`
	Note     string   `json:"note,omitempty"`
}

// A Seat is one of the staff or an expert in the session.
type Seat struct {
	Account int64  `json:"account,string"`
	Name    string `json:"name"`
}

// Moved is a change of time or place.
type Moved struct {
	At     time.Time `json:"-"`
	Begins time.Time `json:"begins"`
	Ends   time.Time `json:"ends"`
	Room   string    `json:"room"`
	Link   string    `json:"link"`
	Reason string    `json:"reason"`
}

// Attendance is one person who came.
type Attendance struct {
	Side  string `json:"side" label:"哪一方" en:"Side" widget:"select" required:"true" options:"*"`
	Name  string `json:"name" label:"姓名" en:"Name" required:"true" max:"60" secret:"true"`
	As    string `json:"as" label:"身份" en:"As" required:"true" max:"60" help:"例如：法定代表人、委托代理人、证人" helpen:"For example: legal representative, agent, witness"`
	Proof string `json:"proof" label:"身份核对" en:"Identity checked" required:"true" max:"120" secret:"true" help:"证件种类及后四位；线上的写明核验方式" helpen:"Kind of document and its last four digits, or how it was checked on line"`
}

// Absence is that a side did not come.
type Absence struct {
	At     time.Time `json:"-"`
	Side   string    `json:"side"`
	Just   bool      `json:"just"` // with a good reason (正当理由)
	Reason string    `json:"reason"`
}

// A Para is one paragraph of a record: who said what.
type Para struct {
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
}

// A Signature is that somebody read the record and signed it, asked for a correction, or refused.
type Signature struct {
	At         time.Time `json:"-"`
	Account    int64     `json:"-"`
	Party      int64     `json:"-"` // 0 for the staff
	Side       string    `json:"side"`
	Name       string    `json:"name"`
	As         string    `json:"as"`
	How        string    `json:"how"` // 账号签名, 手写签名 or 拒绝签名
	Correction string    `json:"correction,omitempty"`
	Reason     string    `json:"reason,omitempty"` // of the refusal
	Digest     string    `json:"digest"`           // of the record that was signed
	Scan       *Scan     `json:"scan,omitempty"`
}

// A Scan is a page signed by hand, in the encrypted store.
type Scan struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Blob   string `json:"blob"`
}

// Closing ends a session.
type Closing struct {
	At     time.Time `json:"-"`
	Note   string    `json:"note"`
	Cancel bool      `json:"cancel"` // it was not held at all
}

// Book is where sessions are kept.
type Book struct {
	Blobs *blob.Store
	kinds map[string][]string // by chart, where not all are held
}

// KindsOf lists the kinds of sessions that are held in the cases of a chart, the usual one first.
func (b *Book) KindsOf(chart string) []string {
	if some := b.kinds[chart]; len(some) > 0 {
		return some
	}
	return Kinds()
}

// sees reports whether the actor may know of the session: its side is heard in it, or one of the staff
// who may see the form of the case or sits in the session.
func sees(o *casework.Office, a casework.Actor, k *casework.Case, x *Session) bool {
	obj := k.Object()
	switch {
	case a.Is(casework.System):
		return true
	case !o.Policy.May(a.Subject, casework.ActSee, obj):
		return false
	case a.Party != 0:
		return len(k.Stands(a.Party)) > 0 && (len(x.Sides) == 0 || slices.Contains(x.Sides, o.ChartOf(k.Chart).SideOf(k, a.Party)))
	case x.sits(a.Account):
		return true
	}
	return o.Policy.May(a.Subject, casework.ActForm, obj) || o.Policy.May(a.Subject, casework.ActText, obj)
}

func (x *Session) sits(account int64) bool {
	return account != 0 && (x.Recorder.Account == account || slices.ContainsFunc(x.Panel, func(s Seat) bool { return s.Account == account }))
}

// Of lists the sessions of a case that the actor may know of, in order.
func (b *Book) Of(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case) (out []Session, err error) {
	defer fault.Wrap(&err, "sessions of case %d", k.ID)
	all, err := load(ctx, tx, o, k.ID)
	for i := range all {
		if sees(o, a, k, &all[i]) {
			out = append(out, all[i])
		}
	}
	return out, err
}

// Find returns a session that the actor may know of.
func (b *Book) Find(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case, no int64) (Session, error) {
	all, err := b.Of(ctx, tx, o, a, k)
	if err != nil {
		return Session{}, err
	}
	i := slices.IndexFunc(all, func(x Session) bool { return x.No == no })
	if i < 0 {
		return Session{}, missing()
	}
	return all[i], nil
}

func missing() error {
	return fault.New(fault.Missing, "hearing.missing", "没有这次审理，或您无权查看；请从案件的审理页面打开")
}

// When is the time of a session as people write it: 2026年11月28日 9:30至11:30.
func (x *Session) When() string {
	from, to := x.Begins.In(calendar.Shanghai()), x.Ends.In(calendar.Shanghai())
	return calendar.DayOf(x.Begins).Chinese() + " " + from.Format("15:04") + "至" + to.Format("15:04")
}

// starts is when it begins, for a message.
func (x *Session) starts() string { return x.Begins.In(calendar.Shanghai()).Format("2006-01-02 15:04") }

// Where is the room, or that it is on line.
func (x *Session) Where() string {
	if x.Room == "" {
		return "线上"
	}
	return x.Room
}

// Name is what a session is called: 第1次口头审理.
func (x *Session) Name() fault.Phrase {
	return fault.Say("第 %d 次%s", x.No, fault.Pair{x.Kind, KindEnglish(x.Kind)})
}
