// Package annotate (批注) writes notes into a copy of the applicant's DOCX, as comments at the exact
// words, and proves that nothing else changed. The original is never touched: everything works on
// bytes, and what is not inserted is copied.
//
// Notice 1.2.3. A comment is what an author's word processor shows beside the words; the applicant
// corrects where it stands, and nobody has to look a place up.
package annotate

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent"
)

// A Note is what is said about bytes [Start, End) of a part's text; both are 0 where it concerns the
// part as a whole, and the comment then stands at the part's first words.
type Note struct {
	Part       patent.Part
	Start, End int
	Lines      []string // paragraphs of the comment
}

// An Author signs the comments.
type Author struct {
	Name, Initials string
	Date           string // xsd:dateTime, for example 2026-03-02T09:00:00Z; empty for none
}

// A Result is the copy with its comments.
type Result struct {
	DOCX   []byte
	Placed int // notes at their words
	Near   int // notes whose words were not found and which stand at the beginning of their part or of the text
}

// Limits of one document: bytes of a part that is changed, and notes.
const (
	maxPart  = 64 << 20
	maxNotes = 2000
)

// Names of the parts that are changed.
const (
	bodyPart     = "word/document.xml"
	commentsPart = "word/comments.xml"
	relsPart     = "word/_rels/document.xml.rels"
	typesPart    = "[Content_Types].xml"
)

// DOCX returns a copy of the document with the notes as comments. The application is what the reader
// made of that same document, perhaps together with other files: notes about parts that stand
// elsewhere are put at the beginning.
//
// It fails with a fault of kind Invalid for a file that is no DOCX or whose encoding is not UTF-8, and
// of kind TooLarge beyond the limits. The copy is checked by Same before it is returned.
func DOCX(original []byte, app *patent.Application, notes []Note, by Author) (r Result, err error) {
	defer fault.Wrap(&err, "annotate")
	if len(notes) > maxNotes {
		return r, fault.New(fault.TooLarge, "annotate.notes", "批注有 %d 条，超过 %d 条的上限，请先处理一部分", len(notes), maxNotes)
	}
	parts, err := open(original)
	if err != nil {
		return r, err
	}
	body, err := scan(parts.data[bodyPart])
	if err != nil {
		return r, err
	}
	if len(body.chars) == 0 {
		return r, fault.New(fault.Invalid, "annotate.empty", "文档中没有可以加批注的文字，请下载检查报告查看")
	}
	places := body.find(app)
	first := commentIDs(parts.data[commentsPart], parts.data[bodyPart])
	var marks []mark
	var comments strings.Builder
	for i, n := range notes {
		from, to, ok := places.of(n)
		if ok {
			r.Placed++
		} else {
			r.Near++
		}
		marks = append(marks, mark{id: first + i, from: from, to: to})
		writeComment(&comments, body.space, first+i, n.Lines, by)
	}
	parts.changed = map[string][]byte{bodyPart: body.insert(marks)}
	if err := parts.addComments(comments.String(), body.space); err != nil {
		return r, err
	}
	if r.DOCX, err = parts.write(); err != nil {
		return r, err
	}
	return r, Same(original, r.DOCX)
}

// parts is an open document: the parts that are changed are read, all others copied as they are.
type parts struct {
	zip     *zip.Reader
	data    map[string][]byte
	changed map[string][]byte
}

func open(b []byte) (*parts, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fault.New(fault.Invalid, "annotate.zip", "文件不是有效的 DOCX，无法加批注，请用 Word 另存为 .docx").Because(err)
	}
	p := &parts{zip: z, data: map[string][]byte{}}
	for _, f := range z.File {
		switch f.Name {
		case bodyPart, commentsPart, relsPart, typesPart:
			if p.data[f.Name], err = bytesOf(f); err != nil {
				return nil, err
			}
		}
	}
	if p.data[bodyPart] == nil || p.data[typesPart] == nil {
		return nil, fault.New(fault.Invalid, "annotate.docx", "文件不是有效的 DOCX，无法加批注，请用 Word 另存为 .docx")
	}
	return p, nil
}

func bytesOf(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxPart {
		return nil, fault.New(fault.TooLarge, "annotate.part", "文档的 %s 超过 %d MB，无法加批注，请改为打印检查报告", f.Name, maxPart>>20)
	}
	return b, nil
}

// write packs the document again, in the old order and with the compressed bytes of everything that
// did not change.
func (p *parts) write() ([]byte, error) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	done := map[string]bool{}
	for _, f := range p.zip.File {
		b, ok := p.changed[f.Name]
		if !ok {
			if err := w.Copy(f); err != nil {
				return nil, err
			}
			continue
		}
		done[f.Name] = true
		if err := put(w, f.Name, b); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{relsPart, commentsPart} { // those that were not there
		if b, ok := p.changed[name]; ok && !done[name] {
			if err := put(w, name, b); err != nil {
				return nil, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func put(w *zip.Writer, name string, b []byte) error {
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = f.Write(b)
	}
	return err
}

// addComments puts the comments into their part, which is made and registered if there is none.
func (p *parts) addComments(comments, space string) error {
	const end = "</"
	old := p.data[commentsPart]
	if old != nil {
		at := bytes.LastIndex(old, []byte(end))
		if at < 0 {
			return fault.New(fault.Invalid, "annotate.comments", "文档原有的批注部分无法识别，请在 Word 中删除批注后另存再上传")
		}
		p.changed[commentsPart] = splice(old, at, comments)
		return nil
	}
	p.changed[commentsPart] = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<zb:comments xmlns:zb="` + space + `">` + comments + `</zb:comments>`)
	types := p.data[typesPart]
	at := bytes.LastIndex(types, []byte(end))
	if at < 0 {
		return fault.New(fault.Invalid, "annotate.docx", "文件不是有效的 DOCX，无法加批注，请用 Word 另存为 .docx")
	}
	p.changed[typesPart] = splice(types, at, `<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>`)
	rels := p.data[relsPart]
	kind := "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
	if strings.Contains(space, "purl.oclc.org") { // the strict form of the format has names of its own
		kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
	}
	rel := fmt.Sprintf(`<Relationship xmlns=%q Id="%s" Type="%s" Target="comments.xml"/>`, relsSpace, relID, kind)
	if rels == nil {
		p.changed[relsPart] = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Relationships xmlns="` + relsSpace + `">` + rel + `</Relationships>`)
		return nil
	}
	if at = bytes.LastIndex(rels, []byte(end)); at < 0 {
		// An empty element, as some programs write it.
		p.changed[relsPart] = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Relationships xmlns="` + relsSpace + `">` + rel + `</Relationships>`)
		return nil
	}
	p.changed[relsPart] = splice(rels, at, rel)
	return nil
}

const (
	relsSpace = "http://schemas.openxmlformats.org/package/2006/relationships"
	relID     = "zhibaoComments"
)

func splice(b []byte, at int, s string) []byte {
	out := make([]byte, 0, len(b)+len(s))
	return append(append(append(out, b[:at]...), s...), b[at:]...)
}
