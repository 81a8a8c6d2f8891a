package identity

import (
	"cmp"
	"math"
	"regexp"
	"sort"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/figure"
)

// office are the top elements of a request form that the office fills, or that only say when and
// under which file number the applicant signed.
var office = map[string]bool{
	"收到日期": true, "申请号": true, "分案提交日": true, "申请日": true, "费减审批": true, "向外申请审批": true, "挂号号码": true,
	"专利局审批": true, "内部编号": true,
}

// formField is one filled field with its bytes in the text of the form.
type formField struct {
	id, value  string
	start, end int
}

var indexed = regexp.MustCompile(`\[[^\]]*\]`)

// formFields lists what the applicant states, by the path of the field.
func formFields(t *patent.Text) []formField {
	var out []formField
	for _, b := range t.Blocks {
		top, _, _ := strings.Cut(b.ID, "/")
		if office[indexed.ReplaceAllString(top, "")] || strings.HasSuffix(b.ID, "签章日期") || b.Start == b.End {
			continue
		}
		value := t.Of(b)
		if _, v, ok := strings.Cut(value, "："); ok && b.Kind == patent.Field {
			value = v
		}
		out = append(out, formField{b.ID, squeeze(value), b.Start, b.End})
	}
	sort.SliceStable(out, func(i, j int) bool {
		x, y := out[i], out[j]
		return cmp.Compare(x.id, y.id) < 0
	})
	return out
}

// form compares two request forms field by field.
func (c *comparison) form(d *Document) {
	a, b := formFields(c.passed.Text(d.Part)), formFields(c.filed.Text(d.Part))
	add := func(place string, x, y formField) {
		d.Differences = append(d.Differences, Difference{Part: d.Part, Place: place, Passed: x.value, Filed: y.value,
			PassedStart: x.start, PassedEnd: x.end, FiledStart: y.start, FiledEnd: y.end})
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].id < b[j].id:
			add(a[i].id, a[i], formField{})
			i++
		case i == len(a) || b[j].id < a[i].id:
			add(b[j].id, formField{}, b[j])
			j++
		default:
			if a[i].value != b[j].value {
				add(a[i].id, a[i], b[j])
			}
			i, j = i+1, j+1
		}
	}
}

// label is the form of a label in which labels are compared: 图 １ is 图1.
func label(s string) string { return canon.Squeeze(canon.Narrow(s)) }

// Thresholds within which two pictures are the same drawing saved again: bits of the perceptual
// hash, mean and greatest difference of cells in levels of 255. A changed numeral of 3 mm on an
// A4 page differs by 15 and more in its cell; saving as JPEG at quality 40 stays below 5 where a
// cell has hundreds of pixels, and above where it has few.
const (
	nearBits  = 16
	nearMean  = 1.0
	nearMost  = 8.0
	nearNoise = 60.0 // divided by the root of the pixels of a cell
)

// samePicture tells whether two pictures show the same, and how that is known.
func samePicture(a, b *patent.Figure) (same bool, note string) {
	switch {
	case a.SHA256 != "" && a.SHA256 == b.SHA256:
		return true, ""
	case a.Pixels != "" && a.Pixels == b.Pixels:
		return true, "重新编码，像素相同"
	}
	mean, most, ok := figure.Apart(a, b)
	pixels := float64(min(a.Width*a.Height, b.Width*b.Height)) / (figure.Side * figure.Side)
	limit := nearMost + nearNoise/math.Sqrt(max(pixels, 1))
	if !ok || figure.Distance(a.Perceptual, b.Perceptual) > nearBits || mean > nearMean || most > limit {
		return false, ""
	}
	if ratio := float64(a.Width) * float64(b.Height) / (float64(b.Width) * float64(a.Height)); ratio < 0.97 || ratio > 1.03 {
		return false, ""
	}
	return true, "有损压缩或缩放，画面相近，请人工确认"
}

// figures compares figures or views by their labels, in order.
func (c *comparison) figures(d *Document, a, b []patent.Figure) {
	used := make([]bool, len(b))
	for i := range a {
		x := &a[i]
		j := partner(x, i, a, b, used)
		if j < 0 {
			d.Differences = append(d.Differences, Difference{Part: d.Part, Place: named(x, i), Passed: describe(x)})
			continue
		}
		used[j] = true
		y := &b[j]
		switch {
		case !x.Present && !y.Present:
		case x.Present != y.Present:
			d.Differences = append(d.Differences, Difference{Part: d.Part, Place: named(x, i), Passed: describe(x), Filed: describe(y)})
		default:
			same, note := samePicture(x, y)
			if !same {
				d.Differences = append(d.Differences, Difference{Part: d.Part, Place: named(x, i), Passed: describe(x), Filed: describe(y)})
			} else if note != "" {
				d.Notes = append(d.Notes, named(x, i)+"："+note)
			}
		}
	}
	for j := range b {
		if !used[j] {
			d.Differences = append(d.Differences, Difference{Part: d.Part, Place: named(&b[j], j), Filed: describe(&b[j])})
		}
	}
}

// partner finds the figure with the same label, or without labels the one at the same place.
func partner(x *patent.Figure, i int, a, b []patent.Figure, used []bool) int {
	want := label(x.Label)
	for j := range b {
		if !used[j] && label(b[j].Label) == want && want != "" {
			return j
		}
	}
	if want == "" && i < len(b) && !used[i] && b[i].Label == "" {
		return i
	}
	return -1
}

// named says which figure is meant, also where it has no label.
func named(f *patent.Figure, i int) string {
	if f.Label != "" {
		return label(f.Label)
	}
	return "第" + itoa(i+1) + "幅图"
}

// describe shows a picture in words: its size and the beginning of its hash, by which two pictures
// of equal size are told apart in a notice.
func describe(f *patent.Figure) string {
	if !f.Present {
		return "（缺少图片）"
	}
	short := f.SHA256
	if len(short) > 8 {
		short = short[:8]
	}
	if f.Width == 0 {
		return "图片（" + short + "）"
	}
	return itoa(f.Width) + "×" + itoa(f.Height) + " 像素（" + short + "）"
}

// inside compares the pictures inside the words of a part, formulas for example, one by one.
// Where their number differs the text shows it.
func (c *comparison) inside(d *Document) {
	a, b := inline(c.passed, d.Part), inline(c.filed, d.Part)
	if len(a) != len(b) {
		return
	}
	for i := range a {
		x, y := a[i].figure, b[i].figure
		if x == nil || y == nil || !x.Present && !y.Present {
			continue
		}
		place := "第" + itoa(i+1) + "幅文中图片"
		same, note := samePicture(x, y)
		if x.Present != y.Present || !same {
			d.Differences = append(d.Differences, Difference{Part: d.Part, Place: place, Passed: describe(x), Filed: describe(y),
				PassedStart: a[i].at, PassedEnd: a[i].at, FiledStart: b[i].at, FiledEnd: b[i].at})
		} else if note != "" {
			d.Notes = append(d.Notes, place+"："+note)
		}
	}
}

// inlined is a picture inside the text and the byte at which it stands.
type inlined struct {
	at     int
	figure *patent.Figure
}

// inline lists the pictures inside a part, in order. A picture whose facts were never taken has no
// figure and is not compared.
func inline(a *patent.Application, p patent.Part) []inlined {
	var out []inlined
	for _, b := range a.Text(p).Blocks {
		if b.File == "" || b.Start != b.End {
			continue
		}
		in := inlined{at: b.Start}
		for i := range a.Images {
			if a.Images[i].File == b.File {
				in.figure = &a.Images[i]
				break
			}
		}
		out = append(out, in)
	}
	return out
}
