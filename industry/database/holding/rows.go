package holding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

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

// flush writes what was gathered.
func (p *putting) flush() error {
	for _, t := range []struct {
		into, columns, after string
		rows                 *[][]any
	}{
		{"holding_document", "id, center_id, number, root, application, family, change, source, format, file, place, as_of, at, stamp, head", `ON CONFLICT (id) DO UPDATE SET application = excluded.application,
			family = excluded.family, change = excluded.change, source = excluded.source, format = excluded.format, file = excluded.file, place = excluded.place, as_of = excluded.as_of, at = excluded.at,
			stamp = excluded.stamp, head = excluded.head`, &p.rows.documents},
		{"holding_text", "document_id, center_id, body", "", &p.rows.texts},
		{"holding_event", "center_id, document_id, digest, kind, day, transferor, transferee, detail, source, as_of, at", "ON CONFLICT (document_id, digest) DO NOTHING", &p.rows.events},
		// A citation from before the source was kept gets it when a source tells of it again.
		{"holding_citation", "center_id, cited, document_id, category, cited_by, source, as_of, at", `ON CONFLICT (center_id, cited, document_id) DO UPDATE SET source = excluded.source, as_of = excluded.as_of, at = excluded.at
			WHERE holding_citation.source = ''`, &p.rows.citations},
	} {
		if err := p.insert(t.into, t.columns, t.after, *t.rows); err != nil {
			return err
		}
		*t.rows = (*t.rows)[:0]
	}
	return nil
}

// insert writes rows, sixteen with one statement as long as there are so many.
func (p *putting) insert(into, columns, after string, rows [][]any) error {
	width := 1 + strings.Count(columns, ",")
	for len(rows) > 0 {
		n := 16
		// The rest goes row by row: two texts of statements are compiled once, fifteen are not.
		if len(rows) < n {
			n = 1
		}
		marks, args := make([]string, 0, n*width), make([]any, 0, n*width)
		for r := range n {
			for c := range width {
				marks = append(marks, fmt.Sprintf("$%d", r*width+c+1))
			}
			args = append(args, rows[r]...)
			marks[r*width] = "(" + marks[r*width]
			marks[len(marks)-1] += ")"
		}
		if _, err := p.tx.Exec(p.ctx, "INSERT INTO "+into+" ("+columns+") VALUES "+strings.Join(marks, ",")+" "+after, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
