// Package copied (副本追查) numbers the copies of unpublished texts that leave the program, writes down whose they are,
// and finds that again from a number, a picture or a PDF.
//
// A copy is numbered where somebody of the center takes it out of a case that holds unpublished text: papers, lists and
// reports as PDF or DOCX, the whole file, pictures, copies with comments, originals. What an applicant takes of its own
// case is its own and carries nothing. Originals stay byte for byte what was sent, because their digests prove that; their number stands in
// the name of the file. 专利法第二十一条第三款.
package copied

import (
	"bytes"
	"context"
	"embed"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/imprint"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdf"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "copied", Files: sub}
}

// together is how long the pictures of a case that one person looks at are one copy: a page shows many at once.
const together = time.Hour

// Picture is the kind of a copy of the pictures of a page.
const Picture = "picture"

// A Desk writes papers and numbers copies. Office is set when the program is put together.
type Desk struct {
	Office *casework.Office
	Fonts  *pdf.Fonts
	search *form.Schema
}

// New returns a desk that writes with the fonts.
func New(fonts *pdf.Fonts) *Desk {
	return &Desk{Fonts: fonts, search: form.Describe(searchForm{}, nil)}
}

// A Copy is one copy that was made.
type Copy struct {
	Number  string
	Case    int64
	Account int64
	Name    string
	StaffNo string
	IP      string
	At      time.Time
	Kind    string
	What    string
}

// Line says whose copy it is.
func (x *Copy) Line() string {
	var parts []string
	for _, s := range []string{strings.TrimSpace(x.Name + " " + x.StaffNo), x.IP, x.At.In(calendar.Shanghai()).Format("2006-01-02 15:04")} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// Plain writes a paper that is nobody's copy in a format, docx or else PDF, and returns its media type. Both have the
// same words; only the PDF needs the fonts of the operator.
func (d *Desk) Plain(format string, w io.Writer, p paper.Paper) (string, error) {
	if format == "docx" {
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.Write(w, p)
	}
	_, err := pdf.Write(w, p, d.Fonts)
	return "application/pdf", err
}

// Missing returns the characters of a paper that the fonts of the PDF lack. It is found by writing
// the paper, because only that asks for every glyph as the page will.
func (d *Desk) Missing(p paper.Paper) ([]rune, error) {
	report, err := pdf.Write(io.Discard, p, d.Fonts)
	return report.Missing, err
}

// Write writes a paper of a case, or of many where the case is nil, as the copy of who asks for it. A paper that has a
// copy's number already is part of that copy. A letter carries the mark at its foot alone: it is printed and sent.
func (d *Desk) Write(c *web.Ctx, k *casework.Case, format string, w io.Writer, p paper.Paper) (string, error) {
	p, err := veiled(c, p)
	if err != nil {
		return "", err
	}
	if p.Copy.ID == "" {
		m, err := d.Mark(c, k, format, strings.TrimSpace(p.Title+" "+p.Number))
		if err != nil {
			return "", err
		}
		p.Copy = paper.Copy{ID: m.ID, Text: m.Text(), Over: p.Style == paper.Report}
	}
	return d.Plain(format, w, p)
}

// veiled masks the numbers of persons in what is printed, unless the route is one that shows them: an issued paper is
// printed as it is.
func veiled(c *web.Ctx, p paper.Paper) (paper.Paper, error) {
	body, err := paper.Marshal(p)
	if err != nil {
		return p, err
	}
	masked := c.VeilJSON(slices.Clone(body))
	if bytes.Equal(masked, body) {
		return p, nil
	}
	out, err := paper.Unmarshal(masked)
	out.Copy = p.Copy
	return out, err
}

// Of numbers a copy that is no paper: what says its kind.
func (d *Desk) Of(c *web.Ctx, k *casework.Case, what string) (imprint.Mark, error) {
	kind, what, _ := strings.Cut(what, " ")
	return d.Mark(c, k, kind, what)
}

// Mark numbers a copy and writes it down before it is made. The mark of what needs none is none: the case holds no unpublished
// text, or it is the applicant's own.
func (d *Desk) Mark(c *web.Ctx, k *casework.Case, kind, what string) (m imprint.Mark, err error) {
	a := worklist.Actor(c)
	if a.Party != 0 || a.Account <= 0 || k != nil && !d.Office.ChartOf(k.Chart).Secret {
		return imprint.Mark{}, nil
	}
	x := Copy{Number: imprint.New(), Account: a.Account, Name: a.Name, StaffNo: a.StaffNo, IP: a.IP, At: c.Now(), Kind: kind, What: what}
	if k != nil {
		x.Case = k.ID
	}
	if kind == Picture {
		if old, err := d.recent(c.Context(), a.Center, &x); err != nil || old != nil {
			if err != nil {
				return m, err
			}
			return imprint.Mark{ID: old.Number, Line: old.Line()}, nil
		}
	}
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error { return insert(c.Context(), tx, a.Center, &x) })
	return imprint.Mark{ID: x.Number, Line: x.Line()}, err
}

// insert writes a copy down.
func insert(ctx context.Context, tx *store.Tx, center int64, x *Copy) error {
	_, err := tx.Exec(ctx, `INSERT INTO copied_copy (center_id, number, case_id, account, name, staff_no, ip, at, kind, what) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		center, x.Number, x.Case, x.Account, x.Name, x.StaffNo, x.IP, x.At.UnixMicro(), x.Kind, x.What)
	return err
}

// columns are those of a copy, in the order of scan.
const columns = `number, case_id, account, name, staff_no, ip, at, kind, what`

// recent is the copy of the same pictures that the same person at the same address looked at not long ago; nil if there is none.
func (d *Desk) recent(ctx context.Context, center int64, x *Copy) (*Copy, error) {
	var all []Copy
	err := d.Office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = query(ctx, tx, `SELECT `+columns+` FROM copied_copy WHERE center_id = $1 AND account = $2 AND case_id = $3 AND kind = $4 AND at > $5 AND ip = $6 ORDER BY at DESC LIMIT 1`,
			center, x.Account, x.Case, x.Kind, x.At.Add(-together).UnixMicro(), x.IP)
		return err
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// find returns the copies with these numbers, in their order.
func find(ctx context.Context, tx *store.Tx, center int64, numbers []string) (out []Copy, err error) {
	for _, n := range numbers[:min(len(numbers), maxFound)] {
		xs, err := query(ctx, tx, `SELECT `+columns+` FROM copied_copy WHERE center_id = $1 AND number = $2`, center, n)
		if err != nil {
			return nil, err
		}
		out = append(out, xs...)
	}
	return out, nil
}

// latest returns the copies made last.
func latest(ctx context.Context, tx *store.Tx, center int64) ([]Copy, error) {
	return query(ctx, tx, `SELECT `+columns+` FROM copied_copy WHERE center_id = $1 ORDER BY at DESC, number LIMIT `+strconv.Itoa(maxLatest), center)
}

func query(ctx context.Context, tx *store.Tx, statement string, args ...any) (out []Copy, err error) {
	rows, err := tx.Query(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x Copy
		var at int64
		if err := rows.Scan(&x.Number, &x.Case, &x.Account, &x.Name, &x.StaffNo, &x.IP, &at, &x.Kind, &x.What); err != nil {
			return nil, err
		}
		x.At = time.UnixMicro(at)
		out = append(out, x)
	}
	return out, rows.Err()
}
