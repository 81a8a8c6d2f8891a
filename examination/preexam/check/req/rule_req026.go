package req

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req026 finds the listing by its name, Chinese or English; whether it is good ST.26 is for
// another program. The other direction, sequences in the text without a listing, is DSC-020.
func req026() check.Rule {
	return paired(rule.Meta{
		ID: "REQ-026", Title: "勾选序列表的，附有符合 WIPO ST.26 的序列表文件，反之亦然",
		English: "The box for a sequence listing and the ST.26 file go together",
		Basis:   []rule.Cite{cite.Rules("第二十条第四款"), {Text: "WIPO ST.26", Version: "2022", Sure: rule.Known}},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, pair{
		ticked: func(r *patent.Request) bool { return r.Sequence },
		box:    form.Box("序列表", "Sequence"), words: []string{"序列表", "st26", "st.26", "sequence", "seqlist"}, box1: "涉及核苷酸或氨基酸序列表", paper: "序列表文件（ST.26 XML）",
	})
}
