package paper

import (
	"fmt"
	"slices"
)

// A place is where a text stands in a paper, for messages and for texts that are treated
// differently.
type place struct {
	name  string
	quote bool
}

// mapTexts returns a deep copy of the paper in which every text went through f.
func (p Paper) mapTexts(f func(at place, s string) string) Paper {
	field := func(name string, s *string) { *s = f(place{name: name}, *s) }
	field("标记", &p.Mark)
	field("发文机关", &p.Authority)
	field("文号", &p.Number)
	field("标题", &p.Title)
	field("主送", &p.To)
	field("署名", &p.Signed)
	field("日期", &p.Date)
	field("附注", &p.Contact)
	field("抄送", &p.CopyTo)
	field("印发", &p.Printed)
	field("摘要值", &p.Hash)
	p.Attachments = mapAll(p.Attachments, "附件", f)
	if p.Verify != nil {
		v := *p.Verify
		field("核验网址", &v.URL)
		field("核验码", &v.Code)
		p.Verify = &v
	}
	if p.Front != nil {
		c := *p.Front
		field("封面", &c.Above)
		field("封面", &c.Title)
		field("封面", &c.Below)
		c.Rows = mapRows(c.Rows, place{name: "封面"}, f)
		p.Front = &c
	}
	p.Body = slices.Clone(p.Body)
	for i, b := range p.Body {
		p.Body[i] = mapBlock(b, fmt.Sprintf("正文第 %d 段", i+1), f)
	}
	return p
}

func mapAll(texts []string, name string, f func(place, string) string) []string {
	texts = slices.Clone(texts)
	for i := range texts {
		texts[i] = f(place{name: fmt.Sprintf("%s %d", name, i+1)}, texts[i])
	}
	return texts
}

func mapRows(rows []KeyValue, at place, f func(place, string) string) []KeyValue {
	rows = slices.Clone(rows)
	for i, r := range rows {
		rows[i] = KeyValue{f(place{name: at.name}, r.Key), f(place{at.name + "“" + r.Key + "”", at.quote}, r.Value)}
	}
	return rows
}

func mapBlock(b Block, name string, f func(place, string) string) Block {
	switch b := b.(type) {
	case Para:
		b.Runs = slices.Clone(b.Runs)
		for i := range b.Runs {
			b.Runs[i].Text = f(place{name, b.Runs[i].Quote}, b.Runs[i].Text)
		}
		return b
	case Heading:
		b.Text = f(place{name: name}, b.Text)
		return b
	case KeyValues:
		b.Rows = mapRows(b.Rows, place{name, b.Quoted}, f)
		return b
	case Table:
		b.Caption = f(place{name: name}, b.Caption)
		b.Head = mapAll(b.Head, name+"表头", f)
		b.Rows = slices.Clone(b.Rows)
		for i := range b.Rows {
			b.Rows[i] = slices.Clone(b.Rows[i])
			for j := range b.Rows[i] {
				b.Rows[i][j] = f(place{fmt.Sprintf("%s表格第 %d 行第 %d 格", name, i+1, j+1), b.Quoted}, b.Rows[i][j])
			}
		}
		return b
	case List:
		b.Items = mapAll(b.Items, name+"第", f)
		return b
	case Pictures:
		b.Caption = f(place{name, b.Quoted}, b.Caption)
		b.Items = slices.Clone(b.Items)
		for i := range b.Items {
			b.Items[i].Text = f(place{fmt.Sprintf("%s第 %d 幅图片", name, i+1), b.Quoted}, b.Items[i].Text)
		}
		return b
	case Signatures:
		b.Parties = slices.Clone(b.Parties)
		for i, s := range b.Parties {
			b.Parties[i] = Signer{f(place{name: name}, s.Role), f(place{name: name}, s.Name)}
		}
		return b
	}
	return b
}
