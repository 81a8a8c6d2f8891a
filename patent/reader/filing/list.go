package filing

import (
	"path"
	"strconv"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/xmltree"
)

// listed is what List.xml says of one file.
type listed struct {
	code, name   string
	pages, items int // as stated, 0 where the list says nothing
}

// readList reads List.xml, if there is one. Its paths are relative to its own folder and have
// backslashes.
func (r *reader) readList() {
	// The one nearest to the top counts, should an attachment have its own.
	var e *bundle.Entry
	for _, x := range r.set.Entries {
		if strings.EqualFold(path.Base(x.Name), "list.xml") && (e == nil || len(x.Name) < len(e.Name)) {
			e = x
		}
	}
	if e == nil {
		return
	}
	r.list.Use(e.Name, "list")
	root := r.tree(e, patent.Whole)
	if root == nil {
		return
	}
	// Element names are pinyin, partly abbreviated: QINGQIUXX 请求信息, FAMINGMC 发明名称, WENJIANBYSXX 文件包要素信息,
	// XIANGDUILJ 相对路径, BIAOGEDM 表格代码. They are compared in lower case.
	info := root.First("qingqiuxx")
	if title := info.First("famingmc").Words(); title != "" {
		r.a.Title = title
		r.a.Titles = append(r.a.Titles, patent.Titled{Part: patent.Whole, Title: title})
	}
	for _, n := range root.First("wenjianbysxx").All("baoneiwjxx") {
		rel := strings.ReplaceAll(n.First("xiangduilj").Words(), `\`, "/")
		if rel == "" {
			// Old clients state only the file's name.
			rel = n.First("wenjianbz").Words()
		}
		if rel == "" {
			continue
		}
		l := listed{code: n.First("biaogedm").Words(), name: n.First("wenjianmc").Words(),
			pages: count(n.First("pages")), items: count(n.First("counts"))}
		// Cleaned at the root: a path with ".." cannot name anything outside.
		name := path.Join(path.Dir(e.Name), path.Clean("/" + rel)[1:])
		r.declared[strings.ToLower(name)] = l
		// What the list promises and the package lacks is the commonest defect of packages made by hand.
		if r.set.Find(name) == nil {
			r.a.Losses = append(r.a.Losses, patent.Loss{Part: patent.Whole, Entry: name,
				What: "文件清单（List.xml）列有“" + rel + "”，但案卷包内没有该文件，请补充或重新导出"})
		}
	}
}

// count reads a number that may be empty.
func count(n *xmltree.Node) int {
	v, err := strconv.Atoi(n.Words())
	if err != nil || v < 0 {
		return 0
	}
	return v
}

// code returns the form code of an entry: as listed, or else as the path says.
func (r *reader) code(name string) string {
	if l, ok := r.declared[strings.ToLower(name)]; ok && codeFolder.MatchString(l.code) {
		return l.code
	}
	return codeOf(name)
}
