package gazette

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"zhibao/patent"
	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// blocks are the elements that begin and end a paragraph, by their plain names.
var blocks = map[string]bool{"p": true, "paragraph": true, "paragraphs": true, "para": true, "heading": true, "h": true, "li": true, "row": true, "inventiontitle": true, "claim": true, "clm": true, "claimtext": true, "clmstep": true,
	"clmsteps": true, "br": true, "designdescriptiontext": true, "dd": true, "dt": true, "headingtext": true}

// prose gathers the words of mixed content: a line for each paragraph, white space as one blank, and none
// where a line was only broken between two Chinese characters.
type prose struct {
	sb    strings.Builder
	last  rune // of the line; 0 at its beginning
	space bool // white space is waiting
	line  bool // so is the end of a paragraph
}

// text adds characters as they come; white space waits until something follows.
func (w *prose) text(s string) {
	for len(s) > 0 {
		// Long stretches without white space go at once.
		n, size := blank(s)
		if n == 0 {
			w.space = true
			s = s[size:]
			continue
		}
		// Words of ASCII with single blanks between them go at once as well.
		n = plainRun(s, n)
		word := s[:n]
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case w.line && w.sb.Len() > 0:
			w.sb.WriteByte('\n')
		case w.space && w.last != 0 && !(w.last >= 0x2e80 && first >= 0x2e80):
			w.sb.WriteByte(' ')
		}
		w.line, w.space = false, false
		w.sb.WriteString(word)
		w.last, _ = utf8.DecodeLastRuneInString(word)
		s = s[min(n, len(s)):]
	}
}

// plainRun is how far words of ASCII reach behind the first, which ends at n, with single blanks between them.
func plainRun(s string, n int) int {
	for n+1 < len(s) && s[n] == ' ' && s[n-1] < 0x80 && s[n+1] > ' ' && s[n+1] < 0x80 {
		for n++; n < len(s) && s[n] > ' ' && s[n] < 0x80; {
			n++
		}
		// A word that goes on in other characters ends where they do.
		if n < len(s) && s[n] >= 0x80 {
			more, _ := blank(s[n:])
			n += more
		}
	}
	return n
}

// blank finds the first white space: where it is and how long it is. The wide ones are those that occur.
func blank(s string) (at, size int) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ':
			return i, 1
		case c == 0xc2 && i+1 < len(s) && s[i+1] == 0xa0: // the blank that does not break
			return i, 2
		case c == 0xe3 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x80: // the blank of Chinese text
			return i, 3
		}
	}
	return len(s), 0
}

// node adds what stands below a node, in order.
func (w *prose) node(n *xmltree.Node) {
	for _, k := range n.Kids {
		if k.Name == "" {
			w.text(k.Text)
			continue
		}
		name := k.Plain()
		if name == "number" { // of a paragraph, in the first applications of the United States
			continue
		}
		if blocks[name] {
			w.line = true
			w.node(k)
			w.line = true
			continue
		}
		// Cells of a table are words of their own.
		if name == "entry" || name == "td" {
			w.space = true
		}
		w.node(k)
	}
}

// words are the paragraphs of a node.
func words(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	var w prose
	w.sb.Grow(size(n))
	w.node(n)
	return w.sb.String()
}

// size is how long the text below a node is at most, nearly.
func size(n *xmltree.Node) (sum int) {
	for _, k := range n.Kids {
		sum += len(k.Text) + 1
		if len(k.Kids) > 0 {
			sum += size(k)
		}
	}
	return sum
}

// oneLine is the text of a node as one line.
func oneLine(n *xmltree.Node) string { return strings.ReplaceAll(words(n), "\n", " ") }

// claims are the claims of a node, a line each.
func claims(n *xmltree.Node) string {
	var lines []string
	// Some offices put sets of claims into one element more.
	var gather func(*xmltree.Node)
	gather = func(n *xmltree.Node) {
		for _, k := range n.Kids {
			switch k.Plain() {
			case "":
			case "claim", "clm":
				lines = append(lines, claim(k)...)
			default:
				gather(k)
			}
		}
	}
	gather(n)
	return strings.Join(lines, "\n")
}

// claim is a claim as a line. The European service puts all claims into one element, each in a text of
// its own that begins with its number.
func claim(n *xmltree.Node) []string {
	// Only if the numbers count up from one are the texts claims: steps of a claim have none.
	texts := n.All("claimtext")
	if len(texts) > 1 {
		var lines []string
		for i, t := range texts {
			line := oneLine(t)
			if number := leading(line); number != i+1 {
				lines = nil
				break
			}
			lines = append(lines, line)
		}
		if lines != nil {
			return lines
		}
	}
	if line := oneLine(n); line != "" {
		return []string{line}
	}
	return nil
}

// leading is the number before a point at the front of a line.
func leading(line string) int {
	n := 0
	for i, c := range line {
		if c < '0' || c > '9' {
			if i > 0 && (c == '.' || c == '．' || c == '、') {
				return n
			}
			return 0
		}
		n = n*10 + int(c-'0')
		if n > 100_000 {
			return 0
		}
	}
	return 0
}

// parts gathers abstract, claims, description and pictures wherever they stand.
func parts(d *literature.Document, n *xmltree.Node, language string) {
	for _, k := range n.Kids {
		if k.Name == "" {
			continue
		}
		// A part says its own language where a document has several.
		lang := language
		for _, name := range []string{"lang", "languagecode"} {
			if l := k.Attr(name); l != "" {
				lang = literature.Language(l)
			}
		}
		switch k.Plain() {
		case "abstract", "cnabstract", "sdoab", "subdocabstract":
			d.Abstracts = add(d.Abstracts, lang, heading(k, words(k)))
		case "claims", "cnclaims", "sdocl", "subdocclaims":
			d.Claims = add(d.Claims, lang, claims(k))
		case "description", "sdode", "subdocdescription":
			d.Description = add(d.Description, lang, words(k))
		case "drawings", "cndrawings", "sdodr", "subdocdrawings":
			if n := pictures(k); n > 0 {
				d.Pictures = n
			}
		case "parties", "cnparties", "referencescited", "usreferencescited", "referencecitationbag", "searchreportdata":
		default:
			parts(d, k, lang)
		}
	}
}

// heading drops the heading of an abstract, which says nothing of it.
func heading(n *xmltree.Node, text string) string {
	if h := n.First("heading", "h"); h != nil {
		if rest, ok := strings.CutPrefix(text, words(&xmltree.Node{Kids: []*xmltree.Node{h}})+"\n"); ok {
			return rest
		}
	}
	return text
}

// add adds a text of a language, where there is one; the first of a language stays.
func add(list []literature.Text, language, words string) []literature.Text {
	if words == "" {
		return list
	}
	for _, t := range list {
		if t.Language == language {
			return list
		}
	}
	return append(list, literature.Text{Language: language, Words: words})
}

// mostViews bounds the pictures of one design: all views of ten variants are fewer.
const mostViews = 100

// shown lists the pictures that go with a document: the views of a design, the drawings of another one. What
// stands in the text, as formulas and tables do, is no picture of its own.
func shown(d *literature.Document, root *xmltree.Node) []literature.View {
	if d.Kind != patent.Design {
		root = within(root, "drawings", "说明书附图")
	}
	return views(root)
}

// views lists the pictures of a design that stand in files. The elements are those that pictures counts,
// with the file in an element below or in themselves.
func views(n *xmltree.Node) (out []literature.View) {
	for _, k := range n.Elements() {
		img := k
		switch k.Plain() {
		case "figure", "emi", "pageimage", "view", "designpicture", "img", "image":
			if f := within(k, "img", "image", "emi"); f != nil && k.Attr("file") == "" {
				img = f
			}
			file := cmp.Or(img.Attr("file"), within(k, "filename", "imagefilename", "文件名称", "文件名", "图片文件").Words())
			name := cmp.Or(k.Attr("figurelabels"), within(k, "figurelabels", "viewtitletext", "视图名称", "名称").Words(), img.Attr("alt"), k.Attr("num"))
			if file != "" && len(out) < mostViews {
				out = append(out, literature.View{Name: name, File: file})
			}
		default:
			out = append(out, views(k)...)
		}
	}
	return out[:min(len(out), mostViews)]
}

// within finds the first element below a node that has one of the names, nil where none has.
func within(n *xmltree.Node, names ...string) *xmltree.Node {
	for _, name := range names {
		if f := n.Find(name); f != nil {
			return f
		}
	}
	return nil
}

// pictures counts the figures below a node.
func pictures(n *xmltree.Node) (count int) {
	for _, k := range n.Kids {
		switch k.Plain() {
		case "":
		case "figure", "emi", "pageimage", "view", "designpicture":
			count++
		default:
			count += pictures(k)
		}
	}
	return count
}
