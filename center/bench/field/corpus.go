package field

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// ClaimFile is the file of published claims below the folder of shared texts.
const ClaimFile = "cn-patents-kppatent-zh/patents_tac_693.jsonl"

// Collect reads the texts that are known to lie below the folder of shared texts, claims first.
func Collect(dir string) (out []Document, err error) {
	sets, _, err := ClaimSets(filepath.Join(dir, filepath.FromSlash(ClaimFile)))
	if err != nil {
		return nil, err
	}
	whole, err := Full(dir)
	return append(sets, whole...), err
}

// Full reads the complete publications and drafts below the folder of shared texts.
func Full(dir string) (out []Document, err error) {
	files, err := Files(dir)
	if err != nil {
		return nil, err
	}
	for _, p := range files {
		read := map[string]func(string) (*Document, error){".xml": fromXML, ".json": fromJSON, ".docx": fromWord}[filepath.Ext(p)]
		d, err := read(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(p), err)
		}
		d.ID = filepath.Base(p)
		out = append(out, *d)
	}
	return out, nil
}

// Files are the complete publications and drafts below the folder of shared texts.
func Files(dir string) (out []string, err error) {
	for _, pattern := range []string{"patent-xml-standards/data/examples/cn_*.xml", "cn-fulltext-samples/*/*.json", "cn-drafts-one-applicant/*.docx"} {
		paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, err
		}
		out = append(out, paths...)
	}
	return out, nil
}

// ClaimSets reads a file of publications, each a line of JSON with title, abstract and claims, and
// cleans them of what their pages left. It counts the lines that are not used: they have no claims,
// or the paragraphs of the description among them.
func ClaimSets(path string) (out []Document, unused int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	// A whole publication is one line; 64 MiB bound what one of them may take.
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		var p struct {
			ID, Title, Abstract, Description string
			Claims                           []string
		}
		d := Document{}
		if err := json.Unmarshal(lines.Bytes(), &p); err == nil {
			d = Document{ID: p.ID, Title: p.Title, Abstract: p.Abstract}
		}
		for i, c := range p.Claims {
			if c = Clean(c); leading(c) == 0 {
				c = fmt.Sprintf("%d. %s", i+1, c)
			}
			d.Claims = append(d.Claims, c)
		}
		if len(d.Claims) == 0 || strings.Contains(strings.Join(d.Claims, ""), "[00") {
			unused++
			continue
		}
		if p.Description != "" {
			d.Sections = []Section{{Lines: strings.Split(p.Description, "\n")}}
		}
		if d.ID == "" {
			d.ID = fmt.Sprintf("%s:%d", filepath.Base(path), n)
		}
		out = append(out, d)
	}
	return out, unused, lines.Err()
}

// Clean cuts what a printed page has behind its last claim: the head of the next page, which is
// the number of the publication and the name of the part, and all that follows.
func Clean(claim string) string {
	for at := 0; ; {
		i := strings.Index(claim[at:], "CN")
		if i < 0 {
			return claim
		}
		at += i + 2
		rest := strings.TrimLeftFunc(claim[at:], unicode.IsSpace)
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		number, rest := rest[:n], strings.TrimLeftFunc(rest[n:], unicode.IsSpace)
		if len(number) == 9 && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' &&
			strings.HasPrefix(strings.TrimLeftFunc(rest[1:], unicode.IsSpace), "说明书") {
			return claim[:at-2]
		}
	}
}

// leading returns the length of a number with its dot at the beginning of a claim, 0 if there is none.
func leading(claim string) int {
	rest := strings.TrimLeft(claim, "0123456789")
	if len(rest) == len(claim) {
		return 0
	}
	rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
	for _, dot := range []string{".", "．", "、"} {
		if tail, ok := strings.CutPrefix(rest, dot); ok {
			return len(claim) - len(tail)
		}
	}
	return 0
}

// headings are the names of the parts of a description as they are printed.
var headings = []string{"技术领域", "背景技术", "发明内容", "实用新型内容", "附图说明", "具体实施方式"}

// line adds a line to the description: a heading of its own, or words of the last section.
func (d *Document) line(s string) {
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	n := len(d.Sections)
	switch heading := slices.Contains(headings, s); {
	case heading && n > 0 && d.Sections[n-1].Heading == s:
	case heading:
		d.Sections = append(d.Sections, Section{Heading: s})
	case n > 0:
		d.Sections[n-1].Lines = append(d.Sections[n-1].Lines, s)
	}
}

// claim adds a claim with its number, or goes on with the last one.
func (d *Document) claim(s string) {
	s = strings.TrimSpace(s)
	switch n := len(d.Claims); {
	case s == "":
	case leading(s) > 0 || n == 0:
		d.Claims = append(d.Claims, s)
	default:
		d.Claims[n-1] += s
	}
}

// parts are the elements of a publication that begin a part, in both forms of CNIPA.
var parts = map[string]string{"invention-title": "title", "InventionTitle": "title", "abstract": "abstract", "Abstract": "abstract",
	"claim": "claim", "Claim": "claim", "description": "description", "Description": "description",
	"technical-field": "技术领域", "TechnicalField": "技术领域", "background-art": "背景技术", "BackgroundArt": "背景技术",
	"disclosure": "发明内容", "Disclosure": "发明内容", "description-of-drawings": "附图说明", "DrawingsDescription": "附图说明",
	"mode-for-invention": "具体实施方式", "InventionMode": "具体实施方式"}

// printing is a publication while its elements go by.
type printing struct {
	d      *Document
	part   string // where the words belong, empty: nowhere
	around string // the part that goes on behind a title in its midst
	words  strings.Builder
}

// fromXML reads a publication as CNIPA gives them out.
func fromXML(path string) (*Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := printing{d: &Document{}}
	x := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	x.Strict = false
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return p.d, nil
		} else if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			p.open(t.Name.Local)
		case xml.EndElement:
			p.close(t.Name.Local)
		case xml.CharData:
			p.words.Write(t)
		}
	}
}

// open begins an element.
func (p *printing) open(name string) {
	switch {
	case parts[name] != "":
		p.flush()
		if p.part = parts[name]; p.part != "title" {
			p.around = ""
		}
		if p.part == "description" {
			p.around = p.part // the title stands once more at its beginning
		}
		if slices.Contains(headings, p.part) {
			p.d.line(p.part)
		}
	case name == "p" || name == "Paragraphs" || name == "tables" || name == "Table":
		p.flush()
	}
}

// close ends an element.
func (p *printing) close(name string) {
	switch parts[name] {
	case "title", "abstract", "claim", "description":
		p.flush()
		p.part = ""
		if parts[name] == "title" {
			p.part = p.around
		}
	}
	if name == "p" || name == "Paragraphs" {
		p.flush()
	}
}

// flush puts the words where they belong. Lines were broken anywhere.
func (p *printing) flush() {
	s := strings.Join(strings.Fields(p.words.String()), "")
	p.words.Reset()
	switch {
	case s == "":
	case p.part == "title":
		p.d.Title = s
	case p.part == "abstract":
		p.d.Abstract += s
	case p.part == "claim":
		p.d.claim(s)
	case p.part == "description" || slices.Contains(headings, p.part):
		p.d.line(s)
	}
}

// fromJSON reads a publication that was taken from its pages.
func fromJSON(path string) (*Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var p map[string]any
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, err
	}
	list := func(key string, add func(string)) {
		all, _ := p[key].([]any)
		for _, one := range all {
			s, _ := one.(string)
			add(bare(printed(s)))
		}
	}
	d := &Document{}
	d.Title, _ = p["发明名称"].(string)
	d.Abstract, _ = p["摘要"].(string)
	d.Abstract = strings.Join(strings.Fields(d.Abstract), "")
	list("权利要求书", d.claim)
	for _, h := range headings {
		if p[h] != nil {
			d.line(h)
			list(h, d.line)
		}
	}
	return d, nil
}

// printed joins the lines of a page that belong together. A page break leaves the number of the page
// and the head of the next one: the name of the part, and the number of the publication.
func printed(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		squeezed := strings.Join(strings.Fields(line), "")
		if strings.Trim(squeezed, "0123456789") != "" && squeezed != "说明书" && squeezed != "权利要求书" && !(strings.HasPrefix(squeezed, "CN") && strings.HasSuffix(squeezed, "页")) {
			b.WriteString(squeezed)
		}
	}
	return b.String()
}

// bare cuts the number that a printed page puts before a paragraph.
func bare(s string) string {
	if number, rest, ok := strings.Cut(s, "]"); ok && strings.HasPrefix(number, "[0") && len(number) < 8 {
		return strings.TrimSpace(rest)
	}
	return s
}

// fromWord reads the paragraphs of a draft.
func fromWord(path string) (*Document, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	data, err := fs.ReadFile(z, "word/document.xml")
	if err != nil {
		return nil, err
	}
	d, part, before := &Document{}, "", ""
	take := func(s string) {
		switch s = bare(strings.TrimSpace(s)); {
		case s == "":
			return
		case s == "权利要求书" || s == "说明书摘要" || s == "说明书附图" || s == "摘要附图":
			part = s
		case part == "权利要求书":
			d.claim(s)
		case part == "说明书摘要" && !strings.HasPrefix(s, "摘要附图"):
			d.Abstract += s
		case part == "":
			if d.line(s); len(d.Sections) == 0 && (d.Title == "" || before == "发明名称") {
				d.Title = s
			}
		}
		before = s
	}
	x, words := xml.NewDecoder(bytes.NewReader(data)), strings.Builder{}
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return d, nil
		} else if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.CharData:
			words.Write(t)
		case xml.StartElement:
			if t.Name.Local == "br" {
				words.WriteString("\n")
			}
		case xml.EndElement:
			if t.Name.Local == "p" {
				for line := range strings.Lines(words.String()) {
					take(line)
				}
				words.Reset()
			}
		}
	}
}
