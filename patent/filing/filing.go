// Package filing (电子申请文件包) writes the package of coded XML documents and pictures that an
// applicant files electronically: the request form, claims, description, drawings and abstract of
// an invention or utility model, the pictures and brief explanation of a design, and the forms
// that go with them. 二、(一) of the notice begins with such a package.
//
// It knows the official format and nothing of this program's readers, which are tested against
// it; the structures here are those of the format. Whatever text it is given it writes, right or
// wrong, because it also makes the packages with which checks are tried. Equal input gives equal
// bytes.
//
// The text parts follow cn-application-body-20080416.dtd, the request forms the element outlines
// of the official forms of 2022. For designs no outline is public; 130101, 130001 and 130002 are
// written with the names that the forms print, see design.go.
package filing

// Kind is the kind of patent applied for. It decides the request form and the documents.
type Kind string

// The three kinds.
const (
	Invention    Kind = "发明"
	UtilityModel Kind = "实用新型"
	Design       Kind = "外观设计"
)

// Form codes of the documents.
const (
	FormClaims       = "100001"
	FormDescription  = "100002"
	FormDrawings     = "100003"
	FormAbstract     = "100004"
	FormMandate      = "100007"
	FormInvention    = "110101"
	FormUtilityModel = "120101"
	FormDesign       = "130101"
	FormExamination  = "110401"
	FormPictures     = "130001"
	FormBrief        = "130002"
)

// FormOf returns the code of the request form of a kind.
func FormOf(k Kind) string {
	switch k {
	case UtilityModel:
		return FormUtilityModel
	case Design:
		return FormDesign
	default:
		return FormInvention
	}
}

// An Application is everything that one package says. A document is written if it has content:
// no claims, no 100001.
type Application struct {
	Kind        Kind
	Request     Request
	NoRequest   bool        // leave the request form out, as converters do
	Title       string      // title at the top of the description, usually Request.Title
	Claims      []Claim     // 权利要求书
	Sections    []Section   // 说明书
	Figures     []Figure    // 说明书附图, or the views of a design
	Abstract    []Paragraph // 说明书摘要
	AbstractArt *Figure     // figure inside the abstract document, the practice before 2023
	Brief       []Paragraph // 简要说明 of a design
	Examination *Examination
	Mandate     *Mandate
	Others      []Attachment
}

// A Claim is one claim. The words are written after "number." as the official editor does; line
// feeds cut it into several claim-text elements.
type Claim struct {
	Number int
	Prefix string // written in place of "1.", for example "１、" or "权利要求一."; empty: Number and a dot
	Text   string
}

// A Section is one headed part of the description.
type Section struct {
	Heading    string // 技术领域, 背景技术, …; written as it is given
	Paragraphs []Paragraph
}

// A Paragraph is one paragraph of running text, a picture inside the text or a formula.
type Paragraph struct {
	Text       string
	Unnumbered bool    // the official editor writes num="XXXX"
	Picture    *Figure // 插图: written after the text
	Formula    *Figure // travels as a picture in a maths element
}

// A Figure is one drawing or view and the picture that shows it.
type Figure struct {
	Label string // "图1", "主视图"
	Art   Art
	Lost  bool // named in the document, but its file is not in the package
}

// A Request is the request form (请求书). Empty fields are written as empty elements, as the form
// has them.
type Request struct {
	Title          string // 发明名称, of a design 使用外观设计的产品名称
	EnglishTitle   string
	InternalNo     string
	ApplicationNo  string
	Inventors      []Inventor // of a design 设计人
	Applicants     []Applicant
	Representative string
	Contact        *Contact
	Agency         *Agency
	Divisional     *Divisional
	Deposits       []Deposit
	Priorities     []Priority
	Grace          string // exhibition, conference or leak: which of the three boxes is ticked
	Sequence       bool
	EarlyPublish   bool
	Genetic        bool
	SameDay        bool
	Secrecy        bool // 保密请求
	AbroadRequest  bool // 向外国申请专利保密审查
	AbstractFigure string
	Locarno        string // 洛迦诺分类号, designs only
	SimilarDesigns int
	SetProducts    int
	Partial        bool
	ClaimCount     int // 项数 as stated; 0: the number of claims, negative: not stated
	Signature      string
	SignedOn       Date
}

// A Date is year, month and day as the forms ask for them. The zero Date is left empty.
type Date struct{ Year, Month, Day int }

// An Inventor is one inventor or designer.
type Inventor struct {
	Name, EnglishName string
	Country, ID       string // 国籍, 身份证号
	Withheld          bool   // 请求不公布姓名
}

// An Applicant is one applicant.
type Applicant struct {
	Name, Type, Code, Mail, Country         string
	Province, City, Street, Postcode, Phone string
	FeeFiled                                bool // 费减备案
}

// A Contact is the 联系人.
type Contact struct {
	Name, Phone, Mail, Postcode, Province, City, Street string
}

// An Agency is the 专利代理机构 with its agents.
type Agency struct {
	Name, Code string
	Declared   bool // the box that the data agree with the mandate
	Agents     []Agent
}

// An Agent is a 专利代理师.
type Agent struct{ Name, Licence, Phone string }

// A Divisional names the application that is divided.
type Divisional struct {
	Original, From string
	Filed          Date
}

// A Deposit is one sample of biological material.
type Deposit struct {
	Unit, Place, Number, Name string
	On                        Date
	Alive                     bool
}

// A Priority is one earlier application.
type Priority struct{ Country, Date, Number string }

// An Examination is the 实质审查请求书 (110401).
type Examination struct {
	Title, Applicant string
	NoAmendment      bool // 声明放弃主动修改的权利
	Delay            int  // years of 延迟审查, 0 to 3
	Signature        string
	SignedOn         Date
}

// A Mandate is the 专利代理委托书 (100007).
type Mandate struct {
	Agency, Code, Title string
	Agents              []string
	Principals          []string // 委托人签章
	AgencySeal          string
	On                  Date
	Scan                string // file name of the scanned sheet, may be empty
	SameAsScan          bool
}

// An Attachment is any further document, for example the undertaking (承诺书).
type Attachment struct {
	Code string // form code, empty for a document without one
	Name string // Chinese name in the list
	File string // file name inside its folder
	Data []byte
}
