package ident

import (
	"regexp"
	"strings"
)

// A PublicationNo is the number of a Chinese patent document (公开号, 公告号), canonical as
// CN102890692A.
type PublicationNo string

var (
	publicationNo     = name{"公开（公告）号", "Publication number"}
	publicationFormat = regexp.MustCompile(`^(?:CN)?(\d{7,9})([ABCDSUY]\d?)$`)
)

// publicationKinds are the kinds of document of each type of patent. [K]
const publicationKinds = " 1A 1B 1C 2U 2Y 3S 3D "

// ParsePublicationNo reads the number of a document: type digit and six or, since 2007, eight
// digits, then the kind; and the eight digits of the years before 1989.
func ParsePublicationNo(s string) (PublicationNo, error) {
	text, err := publicationNo.read(s)
	if err != nil {
		return "", err
	}
	text = strings.NewReplacer("-", "", ".", "").Replace(text)
	m := publicationFormat.FindStringSubmatch(text)
	if m == nil {
		return "", publicationNo.fail(Form, 0, "应写作 CN 加7至9位数字加种类代码，例如 CN102890692A",
			"must be CN, 7 to 9 digits and a kind code, for example CN102890692A")
	}
	at := 0
	if len(m[1]) == 8 {
		at = 2
	}
	if !strings.Contains(publicationKinds, " "+m[1][at:at+1]+m[2][:1]+" ") {
		return "", publicationNo.fail(Range, at+1, "的种类数字与末尾字母不符：1 对应 A、B、C，2 对应 U、Y，3 对应 S、D，请核对",
			"has a type digit that does not go with its letter: 1 with A, B, C, 2 with U, Y, 3 with S, D; please compare")
	}
	return PublicationNo("CN" + m[1] + m[2]), nil
}

// Type returns Invention, UtilityModel or Design, 0 for an empty number.
func (p PublicationNo) Type() PatentType {
	switch {
	case strings.ContainsAny(p.Kind(), "ABC"):
		return Invention
	case strings.ContainsAny(p.Kind(), "UY"):
		return UtilityModel
	case strings.ContainsAny(p.Kind(), "SD"):
		return Design
	}
	return 0
}

// Kind returns the kind code: A (发明公布), B (发明授权), U (实用新型), S (外观设计), and C, Y
// and D on older documents.
func (p PublicationNo) Kind() string {
	if len(p) < 3 {
		return ""
	}
	return strings.TrimLeft(string(p[2:]), digits)
}
