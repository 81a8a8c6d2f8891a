package dsg

import (
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Claims to colour are worded in two ways, protection first or colour first; a sentence that
// denies it is none.
var (
	colourClaimed = regexp.MustCompile(`(?:请求|要求)?保护[^。；\n]{0,16}(?:包含|包括|含有?)[^。；\n]{0,6}色彩|(?:请求|要求)保护[^。；\n]{0,8}色彩|色彩[^。；\n]{0,6}(?:请求|要求)?保护`)
	colourDenied  = regexp.MustCompile(`不(?:请求|要求)?(?:保护|包含|包括)[^。；\n]{0,6}色彩|色彩不`)
)

// dsg014 speaks of one direction only. Colour pictures without a claim to colour are common
// and right: photographs have colours.
func dsg014() check.Rule {
	return explained(rule.Meta{
		ID: "DSG-014", Title: "请求保护色彩的，提交彩色图片或照片并在简要说明中写明",
		English: "Where colour is claimed, the pictures are in colour and the explanation says so",
		Basis:   []rule.Cite{cite.Rules("第三十条第三款"), cite.Rules("第三十一条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		for _, s := range sentences(p) {
			if !colourClaimed.MatchString(s.words) || colourDenied.MatchString(s.words) {
				continue
			}
			decoded := 0
			for _, v := range p.App.Views {
				if v.Colour {
					return
				}
				if v.Width > 0 && v.Problem == "" {
					decoded++
				}
			}
			if decoded > 0 {
				p.At(patent.Brief, s.start, s.end, "简要说明请求保护色彩，提交的图片全部是黑白的", "提交彩色的图片或照片；不请求保护色彩的，删去该句")
			}
			return
		}
	})
}
