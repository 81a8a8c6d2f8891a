package designs

import (
	"cmp"
	"path"
	"regexp"
	"sort"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
)

// standard is the customary names of views, in the customary order, which Folder follows.
var standard = []string{
	"主视图", "后视图", "左视图", "右视图", "俯视图", "仰视图", "立体图", "剖视图", "剖面图", "断面图", "局部放大图", "放大图", "展开图",
	"分解图", "爆炸图", "使用状态参考图", "使用状态图", "变化状态图", "参考图", "界面视图", "界面图", "省略图", "透视图", "组合状态图", "侧视图", "界面变化状态图",
}

// named takes a file name apart: "设计1" or "套件2" before the name, the name with words before it
// ("A组件主视图"), a number behind it. Digits may be full-width.
var named = regexp.MustCompile(`^((?:设计|套件|组件)\s*[0-9０-９]+)?[-_ ]*([\p{Han}A-Za-z0-9-]*?(?:` + strings.Join(standard, "|") + `))\s*[-_ (（]*([0-9０-９]*)[)）]*$`)

// serial is a number that only orders the files in a folder: "01-主视图.jpg".
var serial = regexp.MustCompile(`^[0-9０-９]{1,3}[-_.、 ]+`)

// ViewName returns the name of the view that a file name states, "设计1主视图", and whether it
// states one. A serial number before it is ignored.
func ViewName(file string) (string, bool) {
	base := strings.TrimSuffix(path.Base(file), path.Ext(file))
	base = serial.ReplaceAllString(strings.TrimSpace(base), "")
	m := named.FindStringSubmatch(base)
	if m == nil {
		return "", false
	}
	prefix := canon.Squeeze(canon.Narrow(m[1]))
	// The designs of an application may lie in a folder each instead: "设计1/主视图.jpg".
	if dir := canon.Squeeze(canon.Narrow(path.Base(path.Dir(file)))); prefix == "" && group.MatchString(dir) {
		prefix = dir
	}
	return prefix + m[2] + canon.Narrow(m[3]), true
}

// group is a folder of one of several designs or of one piece of a set.
var group = regexp.MustCompile(`^(?:设计|套件|组件)[0-9]+$`)

// Folder makes views of the pictures whose files are named after views, in the customary order
// of views: front, back, left, right, top, bottom, perspective, the rest.
func Folder(a *patent.Application, files []string) {
	type view struct {
		file, label, group string
		rank, at           int
	}
	var list []view
	for i, f := range files {
		label, ok := ViewName(f)
		if !ok {
			continue
		}
		v := view{file: f, label: label, rank: len(standard), at: i}
		for k, name := range standard {
			if strings.Contains(label, name) {
				v.rank = k
				v.group, _, _ = strings.Cut(label, name)
				break
			}
		}
		list = append(list, v)
	}
	// One design after the other; by the length first, so that 设计2 stands before 设计10.
	sort.SliceStable(list, func(i, j int) bool {
		x, y := list[i], list[j]
		return cmp.Or(cmp.Compare(len(x.group), len(y.group)), cmp.Compare(x.group, y.group), cmp.Compare(x.rank, y.rank), cmp.Compare(x.at, y.at)) < 0
	})
	b := canon.New(patent.Pictures)
	for _, v := range list {
		f := patent.Figure{Label: v.label, File: v.file, Present: true}
		a.Views = append(a.Views, f)
		add(b, f, "")
	}
	if t := b.Text(); t != nil {
		if a.Texts == nil {
			a.Texts = map[patent.Part]*patent.Text{}
		}
		a.Texts[patent.Pictures] = t
	}
}
