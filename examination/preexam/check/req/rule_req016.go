package req

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/division"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// How an address ends, and what stands between city and door. Villages and industrial parks
// have no numbers, so their names count as well.
var (
	doorWords   = regexp.MustCompile(`[0-9０-９一二三四五六七八九十百]+(?:[-－—~～至、/]?[0-9０-９A-Za-z]*)*(?:号|弄|室|楼|幢|栋|座|层|村|组|院|单元|公里)|(?:大厦|大楼|广场|工业园|产业园|科技园|村|校区|园区)`)
	countyWords = regexp.MustCompile(`区|县|旗|市|镇|乡|街道|园|路|大道|街|巷|弄|道`)
)

// req016 reads the address with the table of divisions. What looks incomplete is for the
// applicant to confirm.
func req016() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-016", Title: "申请人地址写明省（自治区、直辖市）、市、区（街道）和门牌，国籍或总部所在地与代码一致",
		English: "Addresses name province, city, district and number; the country fits the code",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.7", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass, r *patent.Request) {
		for i, a := range r.Applicants {
			country(p, r, i)
			address := a.Province + a.City + a.Street
			if form.Abroad(a.Country) || form.Fold(address) == "" {
				continue
			}
			at := form.Applicant(r, i, form.Street, a.Street)
			place, rest := division.Find(address)
			lack := missingParts(a, place, rest)
			if len(lack) > 0 {
				form.At(p, at, fmt.Sprintf("第%d申请人“%s”的地址“%s”没有写明%s", i+1, a.Name, address, strings.Join(lack, "、")),
					"按“省（自治区、直辖市）—市—区（县）—街道和门牌号”写全能够邮寄到的地址")
			}
		}
	})
}

// missingParts names the levels that neither the table of divisions nor the wording shows.
// Cities under a province without districts, such as 东莞市, lack nothing.
func missingParts(a patent.Applicant, place division.Place, rest string) (lack []string) {
	if place.Province == "" {
		lack = append(lack, "省（自治区、直辖市）")
	}
	if place.Province != "" && place.City == "" && place.County == "" && !countyWords.MatchString(a.City) {
		lack = append(lack, "市（州、盟）")
	}
	if unnamed(a, place) {
		lack = append(lack, "市（州、盟）")
	}
	if place.County == "" && !countyWords.MatchString(rest) {
		lack = append(lack, "区、县或街道")
	}
	if !doorWords.MatchString(rest) {
		lack = append(lack, "门牌号")
	}
	return lack
}

// unnamed reports a city that only the table of divisions knows: the form leaves it out, and the
// district that it names lies in one. A city of the county level may stand for itself.
func unnamed(a patent.Applicant, place division.Place) bool {
	return form.Fold(a.City) == "" && place.City != "" && place.City != place.Province && place.County != "" && !strings.HasSuffix(place.County, "市") &&
		!strings.Contains(a.Province+a.Street, strings.TrimSuffix(place.City, "市"))
}

// country compares the country with the code: only units of the mainland have one.
func country(p *check.Pass, r *patent.Request, i int) {
	a := r.Applicants[i]
	_, err := ident.ParseUSCC(a.Code)
	switch at := form.Applicant(r, i, form.Country, a.Country); {
	case err == nil && form.Abroad(a.Country):
		form.At(p, at, fmt.Sprintf("第%d申请人“%s”有统一社会信用代码，国籍或总部所在地却是“%s”", i+1, a.Name, a.Country), "将国籍或总部所在地改为中国，或者核对代码")
	case form.Fold(a.Country) == "":
		form.At(p, at, fmt.Sprintf("第%d申请人“%s”没有填写国籍或总部所在地", i+1, a.Name), "填写国籍或总部所在地，例如“中国”")
	}
}
