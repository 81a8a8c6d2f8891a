package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web/lang"
)

// A viewSet is the parsed templates of one module in one language: its own and the shared.
type viewSet struct {
	tmpl *template.Template
	own  []string // pages of the module, by file name
}

// mustViews parses view/*.html of each file system after the shared blocks. A page is called
// by its file name without .html; what a file defines inside is a block.
func mustViews(l speaker, as *assets, views []fs.FS) *viewSet {
	set := &viewSet{tmpl: template.New("").Funcs(funcs(l, as)).Option("missingkey=error")}
	draw := painter{l, set}
	set.tmpl.Funcs(template.FuncMap{"show": set.show, "boxes": draw.boxes, "cell": draw.cell, "ways": draw.ways, "options": draw.options, "lines": draw.lines, "items": draw.items})
	for i, fsys := range append(shared(), views...) {
		names, err := fs.Glob(fsys, "view/*.html")
		if err != nil || len(names) == 0 {
			panic(fmt.Sprintf("web: file system %d has no view/*.html: %v", i, err))
		}
		for _, file := range names {
			b, err := fs.ReadFile(fsys, file)
			if err != nil {
				panic("web: " + err.Error())
			}
			name := strings.TrimSuffix(file[len("view/"):], ".html")
			text := string(b)
			if i < len(shared()) {
				name = "shared " + name
			} else {
				set.own = append(set.own, name)
				set.mustBeNew(name, text)
			}
			if _, err := set.tmpl.New(name).Parse(fixed(l.Lang, text)); err != nil {
				panic("web: " + err.Error())
			}
		}
	}
	set.escape()
	return set
}

var defines = regexp.MustCompile(`{{-?\s*(?:define|block)\s+"([^"]+)"`)

// mustBeNew refuses a module's template that would silently replace another.
func (set *viewSet) mustBeNew(name, text string) {
	names := []string{name}
	for _, m := range defines.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	for _, n := range names {
		if set.tmpl.Lookup(n) != nil {
			panic(fmt.Sprintf("web: the template %q exists already", n))
		}
	}
}

// whole are the shared templates that are executed by themselves.
var whole = []string{"layout", "page-form", "page-keys", "page-detail", "page-blocks", "page-error", "page-list", "page-bulk", "error-note",
	"side-menu", "list-counts", "form", "list", "kv", "table", "cell", "ways", "items", "timeline", "notice", "clock", "steps", "tabs", "tag", "tasks", "figure"}

// escape makes html/template work out now how each page is escaped, which it otherwise does
// when the page is first shown; a template that it refuses stops the start.
func (set *viewSet) escape() {
	for _, name := range append(slices.Clone(whole), set.own...) {
		err := set.tmpl.ExecuteTemplate(io.Discard, name, nil)
		if bad, ok := errors.AsType[*template.Error](err); ok {
			panic("web: " + bad.Error())
		}
	}
}

// ofTwo is a text of a template in both languages.
var ofTwo = regexp.MustCompile(`{{t "([^"\\]*)" "([^"\\]*)"}}`)

// fixed writes the texts of a template as they stand in the pages of a language, instead of asking for
// each whenever a page is shown. What would be escaped there is left to the template.
func fixed(l Lang, text string) string {
	return ofTwo.ReplaceAllStringFunc(text, func(call string) string {
		m := ofTwo.FindStringSubmatch(call)
		if out := T(l, m[1], m[2]); !strings.ContainsAny(out, "<>&'+`{}=\x00") {
			return out
		}
		return call
	})
}

func funcs(l speaker, as *assets) template.FuncMap {
	return template.FuncMap{
		"t":       func(zh, en string) string { return T(l.Lang, zh, en) },
		"word":    l.word,
		"say":     l.say,
		"dated":   l.dated,
		"law":     l.law,
		"in":      func(t Text) string { return t.In(l.Lang) },
		"han":     l.han,
		"asset":   as.path,
		"list":    func(v ...any) []any { return v },
		"add":     func(a, b int) int { return a + b },
		"when":    When,
		"figure":  figure,
		"langtag": l.Tag,
		"english": func() bool { return l.Lang == EN },
	}
}

// A Block is data that knows the template which draws it: {{show .D.Part}}.
type Block interface{ Block() string }

func (set *viewSet) show(v any) (template.HTML, error) {
	b, ok := v.(Block)
	if !ok {
		return "", fmt.Errorf("%T is no block", v)
	}
	out, err := execute(set, b.Block(), v)
	return out, err
}

// When writes a moment as people in China read it: 2026-11-22 14:30. The zero time is empty.
func When(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(shanghai()).Format("2006-01-02 15:04")
}

// shanghai is the time zone of every time that is shown.
func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// A speaker writes data in the language of a page.
type speaker struct {
	Lang
	words fault.Catalogue
	laws  func(cite string) []Link
}

// say writes data. On an English page a fixed word is written in English; other Chinese is what
// somebody wrote or what goes into a Chinese paper, and is marked as Chinese, so that it is spoken
// and drawn as such.
func (l speaker) say(v any) template.HTML {
	s := l.word(v)
	esc := template.HTMLEscapeString(s)
	if l.Lang == EN && lang.HasHan(s) {
		return template.HTML(`<span lang="zh-CN">` + esc + `</span>`)
	}
	return template.HTML(esc)
}

// dated is say for a line with dates in it, in none of which the line may break.
func (l speaker) dated(v any) template.HTML {
	return template.HTML(dates.ReplaceAllString(string(l.say(v)), `<span class="nw">$0</span>`))
}

var dates = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// law writes the articles on which something rests, each as a link to the page that says what it is
// and what else rests on it.
func (l speaker) law(basis string) template.HTML {
	var out []string
	for cite := range strings.SplitSeq(basis, "；") {
		links := []Link{{Label: cite}}
		if l.laws != nil {
			links = l.laws(cite)
		}
		// What has English as a whole is one link, to the page of its first article.
		if en := l.words[cite]; l.Lang == EN && en != "" {
			links = []Link{{Href: links[0].Href, Label: en}}
		}
		var parts []string
		for _, x := range links {
			text := string(l.say(x.Label))
			if x.Href != "" {
				text = `<a href="` + template.HTMLEscapeString(x.Href) + `">` + text + `</a>`
			}
			parts = append(parts, text)
		}
		out = append(out, strings.Join(parts, T(l.Lang, "、", ", ")))
	}
	return template.HTML(strings.Join(out, T(l.Lang, "；", "; ")))
}

// word returns data with a fixed word in the language of the page, for an element that can hold
// no other element; han gives that element its lang attribute.
func (l speaker) word(v any) string {
	if e, ok := v.(interface{ English() string }); ok && l.Lang == EN {
		return e.English()
	}
	s, plain := v.(string)
	if !plain {
		s = fmt.Sprint(v)
	}
	if en := l.words[s]; l.Lang == EN && en != "" {
		return en
	}
	return s
}

// han is the lang attribute of an element that holds word of the same data.
func (l speaker) han(s string) template.HTMLAttr {
	if l.Lang == EN && lang.HasHan(l.word(s)) {
		return ` lang="zh-CN"`
	}
	return ""
}

// Render answers with the page of the module, or a shared page such as "form" or "detail",
// inside the layout. A request of htmx with HX-Target gets the whole page too and selects.
func (c *Ctx) Render(page string, data any) error {
	set := c.module.pages[c.lang]
	if set.tmpl.Lookup(page) == nil {
		return fmt.Errorf("web: module %s has no page %q", c.module.Name, page)
	}
	if c.mux.watch != nil {
		c.mux.watch(c.module.Name, page, data)
	}
	c.flash = c.takeFlash()
	v := View{Ctx: c, D: data}
	body, err := execute(set, page, v)
	if err != nil {
		return err
	}
	// The side menu stands in a page twice, for wide and for narrow screens, and is drawn once.
	var side template.HTML
	if !c.Page.Plain && len(v.Menu().Side) > 0 {
		if side, err = execute(set, "side-menu", v); err != nil {
			return err
		}
	}
	b, err := execute(set, "layout", layoutView{View: v, Body: body, Side: side})
	if err != nil {
		return err
	}
	return c.html(b)
}

// RenderForm answers with a page that is nothing but the form, or another shared block:
// Render("page-form", f).
func (c *Ctx) RenderForm(f any) error { return c.Render("page-form", f) }

// Fragment answers with a template alone, for htmx.
func (c *Ctx) Fragment(name string, data any) error {
	b, err := execute(c.module.pages[c.lang], name, View{Ctx: c, D: data})
	if err != nil {
		return err
	}
	return c.html(b)
}

type layoutView struct {
	View
	Body, Side template.HTML
}

// buffers are used again: one that grows to the size of a page copies it a dozen times.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxBuffer is the size above which a buffer is given up: few pages are larger.
const maxBuffer = 1 << 20

func execute(set *viewSet, name string, data any) (template.HTML, error) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= maxBuffer {
			buffers.Put(b)
		}
	}()
	if err := set.tmpl.ExecuteTemplate(b, name, data); err != nil {
		return "", fmt.Errorf("web: template %s: %w", name, err)
	}
	return template.HTML(b.String()), nil
}

// compressors are used again: making one costs more than compressing a page. A page is not sent twice,
// and what a harder look at it would save on the way costs the person more time than it takes to send.
var compressors = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // a level that exists
	return w
}}

// html writes a complete page, compressed where the browser allows it. A random number of
// extra bytes in the gzip header hides the exact length, from which an eavesdropper could
// otherwise guess what a page contains (BREACH).
func (c *Ctx) html(page template.HTML) error {
	h := c.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding, Cookie, HX-Request")
	status := c.status
	if status == 0 {
		status = http.StatusOK
	}
	b := []byte(c.veilPage(string(page)))
	if len(b) > 1024 && strings.Contains(c.R.Header.Get("Accept-Encoding"), "gzip") {
		var z bytes.Buffer
		w := compressors.Get().(*gzip.Writer)
		defer compressors.Put(w)
		w.Reset(&z)
		pad := make([]byte, 32)
		rand.Read(pad)
		w.Extra = pad[:1+int(pad[0])%31]
		if _, err := w.Write(b); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		b = z.Bytes()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(b)))
	c.W.WriteHeader(status)
	if c.R.Method == http.MethodHead {
		return nil
	}
	_, err := c.W.Write(b)
	return ignoreGone(err)
}

// ignoreGone drops the error of a write to a browser that went away: nobody is left to be
// told, and nothing else failed.
func ignoreGone(error) error { return nil }
