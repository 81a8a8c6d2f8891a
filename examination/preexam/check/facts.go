package check

import "zhibao/law/calendar"

// Facts is what is known beyond the files. A nil part is not known, and the rules that need it
// are listed as not evaluated.
type Facts struct {
	Registry *RegistryFacts
	Filing   *FilingFacts
	Settings *SettingsFacts
	Earlier  *EarlierFacts
	Gallery  *GalleryFacts
	// Applications that were published, compared with this one, the most alike first. Nil where the
	// center has loaded none.
	Published *PublishedFacts
	Class     string // main IPC or Locarno class that the center's classifier set, empty: not yet
}

// RegistryFacts is what the center's registers say on the day of the check, about the
// applicants in the order of the request form and about the agency.
type RegistryFacts struct {
	Applicants []Registrant
	Owner      string       // the party in whose name the request is made, empty: not known
	Agency     *AgencyFacts // nil when no agency is named
	QuotaLeft  int
	QuotaYear  int
	Staff      []string // persons whom the owner registered as contacts
	Scope      string   // business scope of the owner
	// Of the owner, 0 where it did not say.
	Insured     int // people for whom it pays social insurance
	Established calendar.Day
}

// A Registrant is one applicant as registered (备案).
type Registrant struct {
	Found   bool
	Name    string
	Code    string // 统一社会信用代码
	Status  string // 备案成功, 暂停, 取消 …
	Active  bool
	Banned  string // why the fast lane is closed to it, empty if it is open
	InArea  bool
	Natural bool // natural person
	Owner   bool // the party in whose name the request is made
}

// AgencyFacts is the agency as registered (登记) with the center.
type AgencyFacts struct {
	Found, Active, Assured bool // Assured: on the 精准服务保障名单
	AssuredNeeded          bool // the center demands that
	Name, Code             string
	Agents                 []string // licence numbers of its agents
}

// SettingsFacts is the center's own configuration in force on the day.
type SettingsFacts struct {
	Area             string   // division code prefix of the center's area
	IPC              []string // opened subclasses (or groups), empty: unknown
	Locarno          []string
	ListOfficial     bool   // an unofficial list never refuses
	CoApplicants     string // "first": only the first must be registered, "all": all
	DomesticPriority string // "accept", "warn", "refuse"
	ForeignPriority  string
	MaxFile          int64
	EarlyPublish     bool // 提前公开 demanded
	NoAmendment      bool // 放弃主动修改 declaration demanded
	MaxInventors     int  // more of them are a reason to ask for proof, 0: any number
	PlannedFiling    calendar.Day
}

// FilingFacts is what the applicant reported after filing, and what the papers prove.
type FilingFacts struct {
	ApplicationNo string
	FilingDate    calendar.Day
	PassedOn      calendar.Day // day on which pre-examination was passed, no day: not known
	ValidUntil    calendar.Day // last day on which the pass can be used
	Differences   []Difference // between the text that passed and the text that was filed
	Compared      bool
	Title         string   // on the 受理通知书
	Applicants    []string // on the 受理通知书
	PaidOn        calendar.Day
	UsedElsewhere string   // number of the other case that has the same 申请号
	Breaches      []string // later events that break the undertaking
	PassedTitle   string
	PassedNames   []string
}

// A Difference is one place where the filed text is not the passed text.
type Difference struct {
	Part          string
	Place         string
	Passed, Filed string
	Start, End    int
}

// GalleryFacts is what a comparison of the pictures with those of earlier cases found.
type GalleryFacts struct {
	Alike []Alike
}

// An Alike is a view that another case has too, scaled or saved anew. That somebody
// else's unpublished design is like this one is for the center alone to know.
type Alike struct {
	View   string // label of the view here
	CaseNo string
	Own    bool // a case of the same party
}
