package filing

import (
	"path"
	"regexp"
	"strings"

	"zhibao/patent"
)

// A code's document, by the form number of CNIPA.
type known struct {
	name string
	part patent.Part
	kind patent.Kind
}

// codes are the forms that this program knows. An unknown code is a warning, never a refusal:
// new forms appear every year.
var codes = map[string]known{
	"100001": {"权利要求书", patent.Claims, ""},
	"100002": {"说明书", patent.Description, ""},
	"100003": {"说明书附图", patent.Drawings, ""},
	"100004": {"说明书摘要", patent.Abstract, ""},
	"100005": {"摘要附图", "", ""},
	"100007": {"专利代理委托书", patent.Mandate, ""},
	"100008": {"费用减缴请求书", "", ""},
	"100009": {"延长期限请求书", "", ""},
	"100012": {"意见陈述书", "", ""},
	"100015": {"更正错误请求书", "", ""},
	"100016": {"著录项目变更申报书", "", ""},
	"100021": {"专利代理委托书（中英文）", patent.Mandate, ""},
	"100108": {"其他证明文件", "", ""},
	"100601": {"放弃专利权声明", "", ""},
	"100907": {"复审程序授权委托书", "", ""},
	"110101": {"发明专利请求书", patent.RequestForm, patent.Invention},
	"110401": {"实质审查请求书", "", ""},
	"120101": {"实用新型专利请求书", patent.RequestForm, patent.UtilityModel},
	"130001": {"外观设计图片或照片", patent.Pictures, patent.Design},
	"130002": {"外观设计简要说明", patent.Brief, patent.Design},
	"130101": {"外观设计专利请求书", patent.RequestForm, patent.Design},
}

// Known returns the Chinese name of a form code, and whether this program knows it.
func Known(code string) (string, bool) {
	k, ok := codes[code]
	return k.name, ok
}

// A folder is a bare code; a file may have a serial number or its Chinese name after the code:
// 100111-1.xml, 100001权利要求书.xml.
// Converters name the files; people rename them.
var (
	codeFolder = regexp.MustCompile(`^\d{6}$`)
	codeFile   = regexp.MustCompile(`^(\d{6})(?:[-_ .(（]?[0-9]{1,3}[)）]?)?(?:[_-]?[\p{Han}]+)?\.[A-Za-z]{3,4}$`)
)

// codeOf tells the form code from a path: the folder "100001/" or the file "100001.xml".
func codeOf(name string) string {
	// The file first: an attachment may lie in the folder of another form.
	if m := codeFile.FindStringSubmatch(path.Base(name)); m != nil && plausible(m[1]) {
		return m[1]
	}
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if base := path.Base(dir); codeFolder.MatchString(base) && plausible(base) {
			return base
		}
	}
	return ""
}

// plausible keeps dates and serial numbers of six digits from being taken for form codes.
// Form codes begin with 10 to 16; a date of the 2020s ("210601") begins with 2.
func plausible(code string) bool {
	return strings.HasPrefix(code, "1") && code >= "100001" && code < "170000"
}
