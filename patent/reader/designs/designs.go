// Package designs (外观设计) reads the papers of a design: pictures or photographs (130001),
// brief explanation (130002), or a plain folder of files named after the views.
package designs

import (
	"regexp"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/cnxml"
	"zhibao/patent/reader/xmltree"
)

// Pictures reads the views of a 130001 document. Each is a block with its name as words.
func Pictures(a *patent.Application, root *xmltree.Node, src cnxml.Source) {
	b := canon.New(patent.Pictures)
	// A second document is a loss and not an addition: which of the two counts is for the
	// applicant to say.
	if a.Texts[patent.Pictures] != nil {
		a.Losses = append(a.Losses, patent.Loss{Part: patent.Pictures, Entry: src.Entry, What: "《图片或照片》出现了两次，只读取第一份，请删除多余的一份"})
		return
	}
	views(a, b, root, src)
	if t := b.Text(); t != nil {
		a.Texts[patent.Pictures] = t
	}
}

// views walks the document. The format of 130001 is not public: figure elements with labels,
// bare images, and groups of Chinese elements that name a file are all understood.
func views(a *patent.Application, b *canon.Builder, n *xmltree.Node, src cnxml.Source) {
	for _, k := range n.Elements() {
		file, label := "", ""
		switch {
		// First what the drawings of other applications use, then what forms with Chinese names use;
		// an element that is none of them is looked into.
		case k.Plain() == "figure":
			img := k.First("img", "image")
			label = k.Attr("figurelabels")
			if img != nil {
				file = img.Attr("file")
			}
			// Some writers put the name of the view beside the picture instead of into the attribute.
			if label == "" {
				label = k.Words()
			}
		case k.Plain() == "img" || k.Plain() == "image":
			file, label = k.Attr("file"), k.Attr("alt")
		case k.First("文件名称", "文件名", "图片文件") != nil:
			file = k.First("文件名称", "文件名", "图片文件").Words()
			label = k.First("视图名称", "名称", "说明", "图片名称").Words()
		default:
			views(a, b, k, src)
			continue
		}
		f := patent.Figure{Label: canon.Squeeze(label), Number: k.Attr("num")}
		if f.Number == "" {
			f.Number = k.Attr("顺序")
		}
		f.File, f.Present = resolve(src, file)
		// wi and he are millimetres in the documents of CNIPA; 0 where they are not stated.
		if img := k.First("img", "image"); img != nil {
			f.MMWidth, f.MMHeight = cnxml.Number(img.Attr("wi")), cnxml.Number(img.Attr("he"))
		}
		a.Views = append(a.Views, f)
		add(b, f, k.Attr("id"))
	}
}

// resolve finds the entry of a view.
func resolve(src cnxml.Source, file string) (string, bool) {
	if file == "" || src.Resolve == nil {
		return file, false
	}
	return src.Resolve(file)
}

// add makes the block of a view: its name as words, so that a finding can point at it.
func add(b *canon.Builder, f patent.Figure, id string) {
	r := canon.NewRun(false)
	r.Text(f.Label)
	// A view without a name is shown as the picture itself.
	if f.Label == "" {
		r.Mark(patent.Picture, id, f.File)
	}
	b.Add(patent.Picture, f.Number, id, r)
	b.File(f.File)
}

// Brief reads a brief explanation: paragraphs, or elements with Chinese names as fields.
func Brief(a *patent.Application, root *xmltree.Node, src cnxml.Source) {
	// cn-brief stands alone or inside cn-design-application-body; a form with Chinese element
	// names has no such element and is read from its root.
	at := root.Find("cnbrief")
	if at == nil {
		at = root
	}
	b := canon.New(patent.Brief)
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for _, k := range n.Elements() {
			switch kids := k.Elements(); {
			case k.Plain() == "p" || k.Plain() == "paragraphs" || k.Plain() == "heading":
				r := canon.NewRun(src.Wrapped)
				inline(r, k)
				b.Add(patent.Paragraph, "", k.Attr("id"), r)
			// A byte from 0x80 on begins a Chinese element name, which is the label of its field.
			case len(kids) == 0 && k.Words() != "" && k.Name[0] >= 0x80:
				b.Words(patent.Field, "", k.Name, k.Name+"："+k.Words())
			case len(kids) == 0 && k.Words() != "":
				b.Words(patent.Paragraph, "", k.Attr("id"), k.Words())
			default:
				walk(k)
			}
		}
	}
	walk(at)
	t := b.Text()
	if t == nil || a.Texts[patent.Brief] != nil {
		return
	}
	a.Texts[patent.Brief] = t
	Explain(a)
}

// inline gathers the words of a paragraph of the brief explanation.
func inline(r *canon.Run, n *xmltree.Node) {
	for _, k := range n.Kids {
		switch {
		case k.Name == "":
			r.Text(k.Text)
		case k.Plain() == "br":
			r.Break()
		default:
			inline(r, k)
		}
	}
}

// The wordings of 简要说明 that 细则第三十一条 asks for: the name of the product, and the one picture
// or photograph that shows the point of the design best. Quotation marks are optional.
var (
	productName = regexp.MustCompile(`(?:外观设计)?产品的?名称\s*(?:为|是|：|:)+\s*[“"「]?([^”"」。；;\n]+)`)
	designated  = regexp.MustCompile(`最能表明[^：:。\n]{0,30}?(?:图片或照片|图片或者照片|图片|照片|视图)\s*(?:为|是|：|:)+\s*[“"「]?([^”"」。；;\n]+)`)
)

// Explain takes the product's name and the designated picture from the brief explanation.
func Explain(a *patent.Application) {
	t := a.Text(patent.Brief)
	if m := productName.FindStringSubmatchIndex(t.Text); m != nil {
		title := strings.TrimSpace(t.Text[m[2]:m[3]])
		a.Titles = append(a.Titles, patent.Titled{Part: patent.Brief, Title: title, Start: m[2], End: m[2] + len(title)})
		if a.Title == "" {
			a.Title = title
		}
	}
	if m := designated.FindStringSubmatch(t.Text); m != nil {
		// Only one picture may be designated; how many were named is left to the rules.
		names := strings.FieldsFunc(canon.Squeeze(m[1]), func(c rune) bool { return strings.ContainsRune("和及与、，,", c) })
		if len(names) == 0 {
			return
		}
		a.Abstract.Figure, a.Abstract.Count = names[0], len(names)
	}
}
