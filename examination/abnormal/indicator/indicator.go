// Package indicator (非正常申请指标) finds, over all filings of a center within a time, the batches and
// groups that QUA-001 to QUA-012 describe: by applicant, by applicants that hang together, by agency, by
// a way of contact, by inventor. What one application shows by itself is told by the rules of
// pre-examination; here it is only counted.
//
// Notice 3.1 and domain.md 6.6. A finding is a reason for a person to look, never a verdict. From which
// number on it is made is the center's own, dated configuration.
package indicator

import (
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// A Limit is a threshold as it is in force.
type Limit struct {
	N    int
	From calendar.Day // since when; no day for the default of the program
}

// A LimitDef declares a threshold.
type LimitDef struct {
	Key            string // within the indicator: "QUA-001.cases"
	Title, English string
	Help, HelpEN   string
	Default        string
}

// An Indicator is one row of the catalogue.
type Indicator struct {
	ID, Title, English string
	Basis              []rule.Cite
	Limits             []LimitDef
	Feeds              []string // codes of the feeds without which it sees nothing
	find               func(*Input, Indicator) []Finding
}

// The feeds.
const (
	FeedFilings   = "filings"
	FeedTexts     = "texts"
	FeedRegister  = "register"
	FeedTransfers = "transfers"
	FeedLists     = "lists"
)

// order77 cites an item of the provisions of 2023 on what abnormal filing is.
func order77(item string) rule.Cite {
	return rule.Cite{Text: "规范申请专利行为的规定", Article: "第三条" + item, Version: "局令第77号", Force: "2024-01-20", Sure: rule.Known}
}

// notice411 cites an item of the announcement of 2021.
func notice411(item string) rule.Cite {
	return rule.Cite{Text: "国家知识产权局公告第411号", Article: item, Version: "2021", Sure: rule.Known}
}

const off, offEN = "填 0 不监测", "0: not watched"

// counted are the two thresholds of an indicator that counts what the rules found.
func counted(id, applicant, agency string) []LimitDef {
	return []LimitDef{
		{id + ".applicant", "同一申请人有该提示的件数", "Filings of one applicant with the finding", off, offEN, applicant},
		{id + ".agency", "同一代理机构有该提示的件数", "Filings of one agency with the finding", "涉及两个以上申请人的才计；" + off, "Of two applicants or more; " + offEN, agency},
	}
}

// Catalogue lists the indicators in the order of their numbers.
func Catalogue() []Indicator {
	filings, texts := []string{FeedFilings}, []string{FeedFilings, FeedTexts}
	return []Indicator{
		{ID: "QUA-001", Title: "同一或关联申请人的文本成批相似", English: "Alike texts of one or linked applicants", Basis: []rule.Cite{order77("第一项"), notice411("第（一）项")}, Feeds: texts, find: alike,
			Limits: []LimitDef{{"QUA-001.score", "文本相似线（%）", "Texts alike from (%)", off, offEN, "50"}, {"QUA-001.cases", "成批的件数", "Filings of a batch", off, offEN, "3"}}},
		{ID: "QUA-002", Title: "同样段落换用不同特征的成批申请", English: "The same paragraphs with parts swapped", Basis: []rule.Cite{order77("第一项"), notice411("第（一）项")}, Feeds: texts, find: recombined,
			Limits: []LimitDef{{"QUA-002.share", "相同或近似段落的比例（%）", "Share of paragraphs (%)", off, offEN, "60"}, {"QUA-002.cases", "成批的件数", "Filings of a batch", off, offEN, "3"}}},
		{ID: "QUA-003", Title: "多件与已公布专利相似", English: "Several alike to published patents", Basis: []rule.Cite{order77("第二项"), notice411("第（二）项")}, Feeds: filings, find: repeated, Limits: counted("QUA-003", "2", "3")},
		{ID: "QUA-004", Title: "多件实验数据不合理", English: "Improbable data in several", Basis: []rule.Cite{order77("第二项"), notice411("第（二）项")}, Feeds: filings, find: repeated, Limits: counted("QUA-004", "2", "3")},
		{ID: "QUA-005", Title: "多件内容似由计算机随机生成", English: "Several seem generated at random", Basis: []rule.Cite{order77("第三项"), notice411("第（四）项")}, Feeds: filings, find: repeated, Limits: counted("QUA-005", "2", "3")},
		{ID: "QUA-006", Title: "多件写入无关的繁琐限定", English: "Needless narrowing in several", Basis: []rule.Cite{order77("第四项"), notice411("第（五）项")}, Feeds: filings, find: repeated, Limits: counted("QUA-006", "3", "5")},
		{ID: "QUA-007", Title: "申请数量与研发能力、成立时间不相称", English: "More filings than the firm's size or age explains", Basis: []rule.Cite{order77("第五项"), notice411("第（三）项")}, Feeds: []string{FeedFilings, FeedRegister}, find: capacity,
			Limits: []LimitDef{{"QUA-007.per_head", "每名参保人员一年的件数（%）", "Filings a year for each of the insured (%)", "100 为人均一件；" + off, "100: one for each; " + offEN, "100"},
				{"QUA-007.young", "成立不久（月）", "Young applicant (months)", "", "", "24"}, {"QUA-007.burst", "成立不久的申请人一年的件数", "Filings a year by a young applicant", off, offEN, "5"}}},
		{ID: "QUA-008", Title: "发明人短期内在多个领域大量申请", English: "Inventor prolific in several fields", Basis: []rule.Cite{order77("第五项"), notice411("第（三）项")}, Feeds: filings, find: prolific,
			Limits: []LimitDef{{"QUA-008.cases", "90 日内的件数", "Filings within 90 days", off, offEN, "10"}, {"QUA-008.fields", "涉及的领域数", "Fields", "以主分类号的小类计", "By subclass", "3"}}},
		{ID: "QUA-009", Title: "不同申请人共用地址、电话或邮箱", English: "Applicants share an address, phone or mail", Basis: []rule.Cite{order77("第六项"), notice411("第（六）项")}, Feeds: filings, find: shared,
			Limits: []LimitDef{{"QUA-009.applicants", "共用的申请人数（含本申请人）", "Applicants that share it, this one included", off, offEN, "3"}}},
		{ID: "QUA-010", Title: "授权后不久成批转让，或多件变更发明人", English: "Transfers soon after the grant, or inventors changed", Basis: []rule.Cite{order77("第七项"), notice411("第（七）项")}, Feeds: []string{FeedFilings, FeedTransfers}, find: traded,
			Limits: append([]LimitDef{{"QUA-010.months", "授权后多少个月内转让", "Transferred within months of the grant", "", "", "12"}, {"QUA-010.transfers", "转让的件数", "Patents transferred", off, offEN, "3"}}, counted("QUA-010", "2", "3")...)},
		{ID: "QUA-011", Title: "多件与经营范围不符", English: "Several outside the firm's business", Basis: []rule.Cite{order77("第五项"), notice411("第（三）项")}, Feeds: filings, find: repeated, Limits: counted("QUA-011", "3", "0")},
		{ID: "QUA-012", Title: "已认定或退回的非正常申请再次提交", English: "Text that was abnormal before", Basis: []rule.Cite{{Text: "本中心规定", Article: "已认定为非正常申请的文本不得再次提交", Sure: rule.Unsure}}, Feeds: []string{FeedFilings, FeedTexts, FeedLists}, find: again,
			Limits: []LimitDef{{"QUA-012.score", "与非正常申请文本的相似线（%）", "Alike to an abnormal text from (%)", off, offEN, "80"}, {"QUA-012.cases", "件数", "Filings", off, offEN, "1"}}},
	}
}

// Of returns the indicator with the id.
func Of(id string) (Indicator, bool) {
	for _, x := range Catalogue() {
		if x.ID == id {
			return x, true
		}
	}
	return Indicator{ID: id, Title: id, English: id}, false
}

// A Filing is a case as the indicators see it.
type Filing struct {
	Case, Owner, Agent         int64
	Number, Kind, Class, State string
	Day                        calendar.Day
	Abnormal                   bool // it ended as abnormal, or stands on a national list
	Text                       bool // its text can be compared
	Rules                      []string
	Marks                      []Mark
}

// The kinds of marks.
const (
	Person = "person" // inventor by identity number
	Named  = "name"   // inventor of one applicant by name
	Way    = "way"    // address, phone or mail
	Filer  = "member" // applicant of the case
)

// A Mark is a person or a way of contact that several filings have.
type Mark struct {
	Token            int64
	Kind, What, Name string
	Applicant        bool // it is stated for an applicant, not for who writes for it
}

// A Near is a filing whose text is alike to that of another.
type Near struct {
	Case  int64
	Score float64 // 0 to 1
	Share float64 // of the paragraphs that stand in the other, changed or not
	Near  int     // paragraphs that stand there with other words in them
}

// A Firm is what the register knows of an applicant, 0 where it does not say.
type Firm struct {
	Insured     int
	Established calendar.Day
}

// A Transfer is a granted patent that changed hands.
type Transfer struct {
	Party        int64 // whose it was
	Number, To   string
	Granted, Day calendar.Day
}

// Input is everything that the indicators look at.
type Input struct {
	Today     calendar.Day
	Filings   []*Filing // by day
	Near      map[int64][]Near
	Firms     map[int64]Firm
	Transfers []Transfer
	Limits    map[string]Limit
}

// The kinds of groups.
const (
	ByApplicant = "applicant"
	ByLinked    = "linked"
	ByAgency    = "agency"
	ByContact   = "contact"
	ByInventor  = "inventor"
)

// A Number is one figure behind a finding beside its threshold.
type Number struct {
	Title, English string
	Value, Limit   string       // Limit is empty for a further fact
	Key            string       // of the threshold
	From           calendar.Day // since when it is in force; no day for the default
}

// A Member is a filing of a group.
type Member struct {
	Case  int64
	Own   bool    // it is one of the subject's
	Other int64   // the filing to which it is most alike, where texts were compared
	Score float64 // how much
}

// A Finding is a group that reaches a threshold, as it concerns one party.
type Finding struct {
	Indicator string
	Group     string // kind of group
	Subject   int64  // party whom it concerns
	Value     string // the address, phone, mail or inventor; never shown to a party
	Numbers   []Number
	Members   []Member
}

// Own lists the filings of the subject.
func (f *Finding) Own() (out []int64) {
	for _, m := range f.Members {
		if m.Own {
			out = append(out, m.Case)
		}
	}
	return out
}

// Find looks for all indicators. The same input gives the same findings in the same order.
func Find(in *Input) (out []Finding) {
	for _, x := range Catalogue() {
		out = append(out, x.find(in, x)...)
	}
	return out
}

// limit is a threshold by its key.
func (in *Input) limit(key string) int { return in.Limits[key].N }

// number states a figure beside its threshold.
func (in *Input) number(d LimitDef, value string) Number {
	l := in.Limits[d.Key]
	return Number{Title: d.Title, English: d.English, Value: value, Limit: itoa(l.N), Key: d.Key, From: l.From}
}
