package patent

// A Request is what the request form (请求书) states. A field that the form lacks is empty; the
// position of each field is the block of the request form's text with that ID.
type Request struct {
	Code           string // 110101, 120101, 130101
	Title          string
	EnglishTitle   string
	InternalNo     string // 内部编号
	ApplicationNo  string // 申请号: must be empty before filing
	FilingDate     string // 申请日, as stated
	Applicants     []Applicant
	Inventors      []Inventor
	Representative string // 代表人
	Contact        Contact
	Agency         Agency
	Divisional     string // 分案申请: original number, empty if none
	DivisionalDate string
	Deposits       []Deposit // 生物材料样品
	Sequence       bool      // 序列表
	Genetic        bool      // 遗传资源
	Priorities     []Priority
	Grace          []string // 不丧失新颖性宽限期声明, each as stated
	EarlyPublish   bool     // 提前公开
	SameDay        bool     // 同日申请 of invention and utility model
	Secrecy        bool     // 保密请求
	AbroadRequest  bool     // 向外国申请专利保密审查
	FeeReduction   bool     // 费减
	AbstractFigure string   // 摘要附图 number
	Documents      []Listed // 申请文件清单
	Attachments    []Listed // 附加文件清单
	ClaimCount     int      // 权利要求项数 as stated, 0 if not
	Signature      string   // 签章 as stated
	Locarno        string   // 洛迦诺分类号, if stated
	IPC            []string // 国际专利分类, if stated
	SimilarDesigns int      // 相似外观设计 count, 0 if not claimed
	SetProducts    int      // 成套产品 count, 0 if not claimed
	Partial        bool     // 局部外观设计
	Other          []Pair   // everything else the form says
}

// An Applicant of the request form, in the order of the form.
type Applicant struct {
	Name, Type, Code, Mail, Country         string
	Province, City, Street, Postcode, Phone string
	FeeFiled                                bool // 费减备案
}

// An Inventor (or designer) of the request form.
type Inventor struct {
	Name, Country, ID string
	Withheld          bool // 请求不公布姓名
}

// A Contact is the 联系人 of a unit that files without an agency.
type Contact struct {
	Name, Phone, Mail, Postcode, Province, City, Street string
}

// An Agency is the 专利代理机构 with its agents.
type Agency struct {
	Name, Code string
	Agents     []Agent
}

// An Agent is a 专利代理师.
type Agent struct{ Name, Licence, Phone string }

// A Priority is one earlier application (在先申请).
type Priority struct{ Country, Date, Number string }

// A Deposit is one sample of biological material.
type Deposit struct{ Unit, Place, Date, Number, Name string }

// Listed is one document in a list of the request form.
type Listed struct {
	Name, Code string
	Pages      int
	Items      int
}

// A Pair is a field that the model has no name for.
type Pair struct{ Name, Value string }
