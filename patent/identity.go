package patent

import (
	"strings"

	"zhibao/law/ident"
)

// Identities counts the numbers of identity papers in the request form: those of inventors, and of applicants who are
// natural persons.
func (a *Application) Identities() (n int) {
	t := a.Text(RequestForm)
	for _, b := range t.Blocks {
		if strings.HasSuffix(b.ID, "身份证号") {
			n++
		}
	}
	if a.Request == nil {
		return n
	}
	seen := n
	for _, v := range a.Request.Inventors {
		// A reader that makes no blocks of the form tells of the number alone.
		if v.ID != "" && seen == 0 {
			n++
		}
	}
	for _, p := range a.Request.Applicants {
		if _, err := ident.ParseIDNumber(p.Code); err == nil {
			n++
		}
	}
	return n
}
