package patent

// A Publication is what a published document (公开文本, 授权文本) says of itself. Dates are as
// stated, YYYYMMDD.
type Publication struct {
	Country, Number, KindCode, Date string
	Gazette                         string // 公报卷期号, "30-52"
	ApplicationNo, FilingDate       string
	Priorities                      []Priority
	IPC                             []string // "C07D 251/18", blanks reduced to one, without the version
	Locarno                         string
	Applicants                      []Applicant
	Inventors                       []Inventor
	Agency                          Agency
	Divisional                      string // number of the original application
	PCT                             string // number of the international application
	Deposits                        []Deposit
}
