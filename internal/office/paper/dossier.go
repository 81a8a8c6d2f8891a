package paper

import "strconv"

// A Dossier is the cover and the index of a case file (卷宗封面与卷内目录).
type Dossier struct {
	Authority string // whose file it is
	Title     string // 专利侵权纠纷行政裁决案卷; 案卷 when empty
	Number    string // case number
	Facts     []KeyValue
	Kept      string // 保管期限
	Entries   []Entry
	Made      string // when the index was made: 2026年11月22日
	Verify    *Verify
	Hash      string // digest over the entries, for whoever checks the file
}

// An Entry is one document of the file.
type Entry struct {
	Number string // 文号, if it has one
	From   string // 责任者
	Title  string
	Date   string // 2026-11-22
	Pages  string // 1–3, or a count
	Digest string // of the file, hexadecimal
	Note   string
}

// Paper returns the cover page and the index as a report, to be written like any paper.
func (d Dossier) Paper() Paper {
	title := d.Title
	if title == "" {
		title = "案卷"
	}
	facts := append([]KeyValue{{"案件编号", d.Number}}, d.Facts...)
	if d.Kept != "" {
		facts = append(facts, KeyValue{"保管期限", d.Kept})
	}
	facts = append(facts, KeyValue{"文件数", strconv.Itoa(len(d.Entries)) + " 件"})
	t := Table{
		Head:   []string{"序号", "文号", "责任者", "题名", "日期", "页", "备注"},
		Align:  []Align{Center, Left, Left, Left, Center, Center, Left},
		Quoted: true,
	}
	sums := Table{
		Caption: "文件摘要值",
		Head:    []string{"序号", "摘要值（十六进制）"},
		Align:   []Align{Center, Left},
	}
	for i, e := range d.Entries {
		no := strconv.Itoa(i + 1)
		t.Rows = append(t.Rows, []string{no, e.Number, e.From, e.Title, e.Date, e.Pages, e.Note})
		if e.Digest != "" {
			sums.Rows = append(sums.Rows, []string{no, e.Digest})
		}
	}
	p := Paper{
		Style: Report, Title: "卷内目录", Number: d.Number, Verify: d.Verify, Hash: d.Hash,
		Body: []Block{t},
	}
	if len(sums.Rows) > 0 {
		p.Body = append(p.Body, sums)
	}
	if d.Made != "" {
		p.Signed, p.Date = d.Authority, d.Made
	}
	p.Front = &Cover{Above: d.Authority, Title: title, Rows: facts, Below: d.Made}
	return p
}
