package holding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"zhibao/internal/sorting"
	"zhibao/patent/literature"
)

// rows are what a batch writes, gathered so that many go with one statement.
type rows struct {
	documents, texts, events, citations [][]any
}

// document adds the row of a document with the next number of a change.
func (p *putting) document(id int64, b *body) {
	p.change++
	src := b.doc.Source
	p.rows.documents = append(p.rows.documents, []any{id, p.center, b.doc.Number, literature.Root(b.doc.Number), b.doc.Application, b.doc.Family, p.change, src.Name, src.Format, src.File, int64(src.At), int64(src.AsOf),
		p.h.Now().UnixMicro(), b.stamp, b.head})
}

// records adds the rows of the events and citations that a source told of; those that are there stay as they
// were learned, with the source that told of them first.
func (p *putting) records(id int64, d *literature.Document) {
	at := p.h.Now().UnixMicro()
	for _, e := range d.Events {
		p.rows.events = append(p.rows.events, []any{p.center, id, digest(e), string(e.Kind), int64(e.Day), e.From, e.To, e.Detail, d.Source.Name, int64(d.Source.AsOf), at})
	}
	// One statement must not meet a row twice, and two publications of what is cited are one.
	seen := map[string]bool{}
	for _, c := range d.Cites {
		if key := CitedKey(c); !seen[key] {
			seen[key] = true
			p.rows.citations = append(p.rows.citations, []any{p.center, key, id, c.Category, c.By, d.Source.Name, int64(d.Source.AsOf), at})
		}
	}
}

// CitedKey names what is cited: a patent by its number without kind, articles and books by their words, in a
// form that is no number.
func CitedKey(c literature.Citation) string {
	if c.Number != "" {
		return literature.Root(c.Number)
	}
	sum := sha256.Sum256([]byte(c.Words))
	return "~" + hex.EncodeToString(sum[:12])
}

// digest tells events of a document apart.
func digest(e literature.Event) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s\x00%s\x00%s", e.Kind, e.Day, e.From, e.To, e.Detail))
	return hex.EncodeToString(sum[:12])
}

// A table is one that a batch writes into, with the texts of its statements.
type table struct {
	one, some, many string
	rows            func(*rows) *[][]any
}

// Rows go many with one statement as long as there are so many: three texts of a table are compiled once each, one
// for every number of rows would not be.
const (
	someRows = 8
	manyRows = 64
)

// tables are those that a batch writes into, in this order.
var tables = []table{
	newTable("holding_document", "id, center_id, number, root, application, family, change, source, format, file, place, as_of, at, stamp, head", `ON CONFLICT (id) DO UPDATE SET application = excluded.application,
		family = excluded.family, change = excluded.change, source = excluded.source, format = excluded.format, file = excluded.file, place = excluded.place, as_of = excluded.as_of, at = excluded.at,
		stamp = excluded.stamp, head = excluded.head`, func(r *rows) *[][]any { return &r.documents }),
	newTable("holding_text", "document_id, center_id, body", "", func(r *rows) *[][]any { return &r.texts }),
	newTable("holding_event", "center_id, document_id, digest, kind, day, transferor, transferee, detail, source, as_of, at", "ON CONFLICT (document_id, digest) DO NOTHING", func(r *rows) *[][]any { return &r.events }),
	// A citation from before the source was kept gets it when a source tells of it again.
	newTable("holding_citation", "center_id, cited, document_id, category, cited_by, source, as_of, at", `ON CONFLICT (center_id, cited, document_id) DO UPDATE SET source = excluded.source, as_of = excluded.as_of, at = excluded.at
		WHERE holding_citation.source = ''`, func(r *rows) *[][]any { return &r.citations }),
}

// newTable writes the statements of a table.
func newTable(into, columns, after string, rows func(*rows) *[][]any) table {
	width := 1 + strings.Count(columns, ",")
	text := func(n int) string {
		var out strings.Builder
		out.WriteString("INSERT INTO " + into + " (" + columns + ") VALUES ")
		for i := range n * width {
			switch {
			case i == 0:
				out.WriteByte('(')
			case i%width == 0:
				out.WriteString("),(")
			default:
				out.WriteByte(',')
			}
			fmt.Fprintf(&out, "$%d", i+1)
		}
		out.WriteString(") " + after)
		return out.String()
	}
	return table{one: text(1), some: text(someRows), many: text(manyRows), rows: rows}
}

// flush writes what was gathered.
func (p *putting) flush() error {
	// Documents cite here and there. In the order of what is cited neighbours fall into the same pages of the
	// database, which are otherwise read, and kept for undoing, once for each citation.
	sorting.By(p.rows.citations, func(a, b []any) int {
		return cmp.Or(strings.Compare(a[1].(string), b[1].(string)), cmp.Compare(a[2].(int64), b[2].(int64)))
	})
	for _, t := range tables {
		list := t.rows(&p.rows)
		if err := p.insert(t, *list); err != nil {
			return err
		}
		*list = (*list)[:0]
	}
	return nil
}

// insert writes rows.
func (p *putting) insert(t table, rows [][]any) error {
	var args []any
	for len(rows) > 0 {
		n, text := 1, t.one
		switch {
		case len(rows) >= manyRows:
			n, text = manyRows, t.many
		case len(rows) >= someRows:
			n, text = someRows, t.some
		}
		args = args[:0]
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if _, err := p.tx.Exec(p.ctx, text, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
