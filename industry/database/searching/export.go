package searching

import (
	"bytes"
	"fmt"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent/literature"
)

// maxExport is how many documents an export has; it says so where there are more.
const maxExport = 20_000

// A sheaf is documents on their way out, with what says where they come from.
type sheaf struct {
	title   string            // of the file
	words   string            // the query; empty for a collection
	numbers []string          // in their order
	notes   map[string]string // by number, of a collection
	more    bool              // there are more than are here
}

// exportRun sends what a search finds.
func (d *Desk) exportRun(c *web.Ctx) error {
	r, err := d.runOf(c)
	if err != nil {
		return err
	}
	v, err := readView(c)
	if err != nil {
		return err
	}
	s := sheaf{title: c.T("检索结果", "search result"), words: r.Words}
	for _, x := range v.chips(c, "") {
		s.words += c.T("；", "; ") + x.Text
	}
	if r.Kept() {
		s.title = r.Title
	}
	if s.numbers, s.more, err = d.found(c.Context(), r, v, maxExport); err != nil {
		return err
	}
	// What left the program can be asked how it was found.
	if err := d.used(c.Context(), r, usedExport, worklist.Actor(c).Account); err != nil {
		return err
	}
	return d.send(c, s)
}

// exportSet sends a collection.
func (d *Desk) exportSet(c *web.Ctx) error {
	set, err := d.setOf(c)
	if err != nil {
		return err
	}
	s := sheaf{title: set.Title, notes: map[string]string{}}
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		ms, err := members(c.Context(), tx, set.ID, 0, maxSet)
		for _, m := range ms {
			s.numbers = append(s.numbers, m.Number)
			s.notes[m.Number] = m.Note
		}
		return err
	}); err != nil {
		return err
	}
	return d.send(c, s)
}

// origin says where the documents come from: query, moment, state of the data, how many.
func (d *Desk) origin(c *web.Ctx, s sheaf) (out []string, err error) {
	state, err := d.Holding.State(c.Context(), worklist.Actor(c).Center)
	if err != nil {
		return nil, err
	}
	if s.words != "" {
		out = append(out, c.T("检索式：", "Query: ")+strings.Join(strings.Fields(s.words), " "))
	}
	out = append(out, fmt.Sprintf(c.T("检索时间：%s；文献库版本：第 %d 次变动（%s）；件数：%d", "Searched %s; state of the collection: change %d (%s); documents: %d"), web.When(c.Now()), state.Change, web.When(state.At), len(s.numbers)))
	if s.more {
		out = append(out, fmt.Sprintf(c.T("结果多于 %d 件，只导出前 %d 件；请缩小范围分次导出。", "There are more than %d; only the first %d are here. Narrow the search to export the rest."), maxExport, maxExport))
	}
	return out, nil
}

// send answers with the documents as a table or a paper.
func (d *Desk) send(c *web.Ctx, s sheaf) error {
	notes, err := d.origin(c, s)
	if err != nil {
		return err
	}
	if c.Query("as") == "docx" {
		return d.sendPaper(c, s, notes)
	}
	e := sheet.Export{Name: s.title, Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == web.EN, Notes: notes, Filter: s.words}
	for _, t := range []web.Text{{"公开（公告）号", "Publication"}, {"申请号", "Application"}, {"标题", "Title"}, {"类型", "Kind"}, {"申请人", "Applicants"}, {"发明人", "Inventors"}, {"申请日", "Filed"}, {"公开（公告）日", "Published"}, {"国际分类", "IPC"}, {"洛迦诺分类", "Locarno"}, {"同族号", "Family"}, {"摘要", "Abstract"}, {"数据来源", "Source"}, {"批注", "Note"}} {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(t)})
	}
	e.Rows = func(yield func([]any, error) bool) {
		if err := d.each(c, s.numbers, func(doc *literature.Document) bool {
			return yield([]any{doc.Number, doc.Application, firstText(doc.Titles, c.Lang()), string(doc.Kind), names(doc.Applicants, 50, c), names(doc.Inventors, 50, c), doc.Filed.String(), doc.Published.String(), strings.Join(doc.IPC, "; "), strings.Join(doc.Locarno, "; "), doc.Family, firstText(doc.Abstracts, c.Lang()), doc.Source.Name, s.notes[doc.Number]}, nil)
		}); err != nil {
			yield(nil, err)
		}
	}
	var buf bytes.Buffer
	if c.Query("as") == "csv" {
		if _, err := sheet.WriteCSV(&buf, e); err != nil {
			return err
		}
		return c.Download(s.title+".csv", "text/csv; charset=utf-8", &buf)
	}
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(s.title+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}

// each calls f with the documents of the numbers, in order, until it says false.
func (d *Desk) each(c *web.Ctx, numbers []string, f func(*literature.Document) bool) error {
	const atOnce = 500
	for len(numbers) > 0 {
		n := min(atOnce, len(numbers))
		docs, err := d.Holding.Many(c.Context(), worklist.Actor(c).Center, numbers[:n])
		if err != nil {
			return err
		}
		for i := range docs {
			if !f(&docs[i]) {
				return nil
			}
		}
		numbers = numbers[n:]
	}
	return nil
}

// maxPaper is how many documents a paper describes: more is a table.
const maxPaper = 500

// sendPaper answers with a report in words.
func (d *Desk) sendPaper(c *web.Ctx, s sheaf, notes []string) error {
	if len(s.numbers) > maxPaper {
		notes = append(notes, fmt.Sprintf(c.T("本报告列出前 %d 件；全部请导出表格。", "This report lists the first %d; export a table for all."), maxPaper))
		s.numbers = s.numbers[:maxPaper]
	}
	p := paper.Paper{Style: paper.Report, Title: s.title}
	for _, n := range notes {
		p.Body = append(p.Body, paper.P(n))
	}
	if err := d.each(c, s.numbers, func(doc *literature.Document) bool {
		p.Body = append(p.Body, paper.H(2, doc.Number+" "+firstText(doc.Titles, c.Lang())), paper.P(strings.Join(hitFacts(c, doc), c.T("；", "; "))))
		if abstract := firstText(doc.Abstracts, c.Lang()); abstract != "" {
			p.Body = append(p.Body, paper.P(abstract))
		}
		if note := s.notes[doc.Number]; note != "" {
			p.Body = append(p.Body, paper.P(c.T("批注：", "Note: ")+note))
		}
		return true
	}); err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := docx.Write(&buf, p); err != nil {
		return err
	}
	return c.Download(s.title+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &buf)
}
