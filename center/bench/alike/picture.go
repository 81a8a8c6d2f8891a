package alike

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // of the data
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"zhibao/internal/imagery"
	"zhibao/patent/likeness"
)

// pictureUse says where the program uses what is measured here.
const pictureUse = "\n页面“外观近似检索”（/designs）用这里测量的描述符：图片随已公布的外观设计导入时保存，形状、轮廓、图案、色彩分别打分，候选给出理由，由人逐视图判定；也可以从文献、预审工作台和侵权案件的图片进入（docs/decisions/0018）。\n"

// picturePage is where the measurement of pictures is published.
const picturePage = "docs/similar-designs.md"

// A print is one picture of the data.
type print struct {
	name, object, style string
	image.Image
}

const (
	nearFolder  = "image-near-duplicate"
	crossFolder = "image-cross-style/images"
)

// Pictures measures how pictures that show the like are found, and how fast; with Publish it also writes
// the page. Index is among how many descriptors one is looked for.
func Pictures(ctx context.Context, w io.Writer, o Options) error {
	var b bytes.Buffer
	out := io.MultiWriter(&b, w)
	head(out, "近似外观设计的图像", "`zhibao bench image --publish DIR`")
	all, err := prints(o.Data)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintf(out, "\n没有数据：%s 下没有 %s 与 %s。\n", o.Data, nearFolder, crossFolder)
	} else {
		if err := changed(ctx, out, all); err != nil {
			return err
		}
		variants(out, all)
		styles(out, all)
	}
	scans(out, o.Index, o.Queries)
	if o.Publish == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(o.Publish, filepath.FromSlash(picturePage)), b.Bytes(), 0o644)
}

// prints reads the pictures; of one that is broken nothing is kept.
func prints(data string) (out []print, err error) {
	err = filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(data, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		near, cross := strings.HasPrefix(rel, nearFolder+"/"), strings.HasPrefix(rel, crossFolder+"/")
		ext := strings.ToLower(filepath.Ext(rel))
		if !near && !cross || ext != ".png" && ext != ".jpg" && ext != ".jpeg" {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		img, _, err := image.Decode(f)
		if err != nil {
			return nil // one of them is broken on purpose
		}
		p := print{name: rel, object: strings.TrimSuffix(filepath.Base(rel), filepath.Ext(rel)), Image: img}
		if cross {
			p.style = filepath.Base(filepath.Dir(rel))
		} else {
			p.object, _, _ = strings.Cut(p.object, "_")
		}
		out = append(out, p)
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return out, err
}

// A change is what a picture goes through before it is looked for again.
type change struct {
	name   string
	turned bool // the query asks for turned and mirrored ones too
	do     func(image.Image) image.Image
}

func changes() []change {
	return []change{
		{"缩小一半", false, func(m image.Image) image.Image { return scaled(m, 0.5, 0.5) }},
		{"放大一半", false, func(m image.Image) image.Image { return scaled(m, 1.5, 1.5) }},
		{"压扁一成", false, func(m image.Image) image.Image { return scaled(m, 1, 0.9) }},
		{"JPEG 质量 30", false, recoded},
		{"调亮", false, func(m image.Image) image.Image { return toned(m, func(v float64) float64 { return v*0.85 + 38 }) }},
		{"去色", false, func(m image.Image) image.Image { return imagery.Grey(imagery.Canvas(m, 1024)) }},
		{"加白边", false, func(m image.Image) image.Image { return laid(m, 1, 0, 0.25) }},
		{"裁去一成", false, cropped},
		{"转三度", false, func(m image.Image) image.Image { return laid(m, 1, 3, 0) }},
		{"镜像", true, func(m image.Image) image.Image { return laid(m, -1, 0, 0) }},
		{"转九十度", true, func(m image.Image) image.Image { return laid(m, 1, 90, 0) }},
	}
}

// white is an empty sheet.
func white(w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	return out
}

// scaled changes the size by a factor for either side.
func scaled(m image.Image, x, y float64) image.Image {
	b := m.Bounds()
	out := white(max(1, int(float64(b.Dx())*x)), max(1, int(float64(b.Dy())*y)))
	draw.BiLinear.Scale(out, out.Bounds(), m, b, draw.Over, nil)
	return out
}

// recoded saves a picture as badly as a mobile page does, and reads it again.
func recoded(m image.Image) image.Image {
	var b bytes.Buffer
	if jpeg.Encode(&b, scaled(m, 1, 1), &jpeg.Options{Quality: 30}) != nil {
		return m
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		return m
	}
	return out
}

// toned changes how bright each colour is.
func toned(m image.Image, f func(float64) float64) image.Image {
	out := imagery.Canvas(m, 1024)
	b := out.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := out.RGBAAt(x, y)
			tone := func(v uint8) uint8 { return uint8(min(255, max(0, f(float64(v))))) }
			out.SetRGBA(x, y, color.RGBA{tone(c.R), tone(c.G), tone(c.B), 255})
		}
	}
	return out
}

// cropped cuts a twentieth off each side: what was left of a plain ground goes, and some of the thing.
func cropped(m image.Image) image.Image {
	b := m.Bounds()
	out := white(b.Dx()*9/10, b.Dy()*9/10)
	draw.Draw(out, out.Bounds(), m, b.Min.Add(image.Pt(b.Dx()/20, b.Dy()/20)), draw.Over)
	return out
}

// laid mirrors and turns a picture within a white frame with a margin.
func laid(m image.Image, mirror float64, degrees, margin float64) image.Image {
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	if degrees == 90 {
		w, h = h, w
	}
	fw, fh := float64(w)*(1+margin), float64(h)*(1+margin)
	out := white(int(fw), int(fh))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(b.Min.X+b.Max.X)/2, float64(b.Min.Y+b.Max.Y)/2
	at := f64.Aff3{cos * mirror, -sin, fw/2 - cos*mirror*cx + sin*cy, sin * mirror, cos, fh/2 - sin*mirror*cx - cos*cy}
	draw.BiLinear.Transform(out, at, m, b, draw.Over, nil)
	return out
}

// A tally counts at which rank what was looked for came.
type tally struct{ n, five, twenty int }

func (t *tally) add(rank int) {
	t.n++
	if rank < 5 {
		t.five++
	}
	if rank < 20 {
		t.twenty++
	}
}

func (t *tally) cells() []string {
	return []string{fmt.Sprint(t.n), fmt.Sprintf("%.3f", float64(t.five)/float64(max(1, t.n))), fmt.Sprintf("%.3f", float64(t.twenty)/float64(max(1, t.n)))}
}

// stocked puts pictures into a collection, each as a design of its own number.
func stocked(all []print, in func(*print) bool) *likeness.Collection {
	c := likeness.New()
	views := make([]imagery.View, len(all))
	inParts(len(all), func(i int) { views[i] = imagery.ViewOf(all[i]) })
	for i := range all {
		if in(&all[i]) {
			c.AddView(likeness.Design{ID: int64(i)}, "主视图", views[i])
		}
	}
	return c
}

// inParts calls do for 0 to n-1 on all processors. Looking at a picture takes most of the time.
func inParts(n int, do func(i int)) {
	var wg sync.WaitGroup
	hands := runtime.GOMAXPROCS(0)
	for h := range hands {
		wg.Go(func() {
			for i := h; i < n; i += hands {
				do(i)
			}
		})
	}
	wg.Wait()
}

// changed looks for every picture among all after it was changed.
func changed(ctx context.Context, w io.Writer, all []print) error {
	c := stocked(all, func(*print) bool { return true })
	var rows [][]string
	var sum tally
	for _, ch := range changes() {
		if err := ctx.Err(); err != nil {
			return err
		}
		ranks := make([]int, len(all))
		inParts(len(all), func(i int) {
			got := c.Query([]likeness.Asked{likeness.Ask("", ch.do(all[i]), ch.turned)}, likeness.Filter{}, 20)
			ranks[i] = rankOf(got, func(id int64) bool { return id == int64(i) })
		})
		var t tally
		for _, r := range ranks {
			t.add(r)
			sum.add(r)
		}
		rows = append(rows, append([]string{ch.name}, t.cells()...))
	}
	rows = append(rows, append([]string{"合计"}, sum.cells()...))
	fmt.Fprint(w, pictureUse)
	fmt.Fprintf(w, "\n## 同一图片经改动\n\n%d 幅图片（照片与四种画风的物品图）各经改动后在全部图片中查找原图（目标：前 5 名不低于 0.90，前 20 名不低于 0.97）。\n", len(all))
	table(w, "改动|次|前 5|前 20", rows)
	return nil
}

// rankOf returns at which place the first that is right came, beyond all limits when there is none.
func rankOf(got []likeness.Candidate, is func(int64) bool) int {
	if at := slices.IndexFunc(got, func(c likeness.Candidate) bool { return is(c.ID) }); at >= 0 {
		return at
	}
	return len(got) + 1000
}

// variants looks for the photographs of the data by their variants.
func variants(w io.Writer, all []print) {
	c := stocked(all, func(*print) bool { return true })
	var t tally
	for i := range all {
		if all[i].style != "" {
			continue
		}
		others := slices.ContainsFunc(all, func(p print) bool { return p.style == "" && p.object == all[i].object && p.name != all[i].name })
		if !others {
			continue
		}
		// The picture itself comes first and is taken out again.
		got := c.Query([]likeness.Asked{likeness.Ask("", all[i], true)}, likeness.Filter{}, 21)
		got = slices.DeleteFunc(got, func(c likeness.Candidate) bool { return c.ID == int64(i) })
		for k := range all {
			if k != i && all[k].style == "" && all[k].object == all[i].object {
				t.add(rankOf(got, func(id int64) bool { return id == int64(k) }))
			}
		}
	}
	fmt.Fprintf(w, "\n数据自带的照片变体（缩放、镜像、旋转、灰度、另存）互相查找：\n")
	table(w, "内容|对|前 5|前 20", [][]string{append([]string{"照片的变体"}, t.cells()...)})
}

// styles looks for each object among the pictures of another style.
func styles(w io.Writer, all []print) {
	var names []string
	for _, p := range all {
		if p.style != "" && !slices.Contains(names, p.style) {
			names = append(names, p.style)
		}
	}
	var rows [][]string
	var sum tally
	for _, to := range names {
		c := stocked(all, func(p *print) bool { return p.style == to })
		for _, from := range names {
			if from == to {
				continue
			}
			ranks := make([]int, len(all))
			inParts(len(all), func(i int) {
				if all[i].style == from {
					got := c.Query([]likeness.Asked{likeness.Ask("", all[i], false)}, likeness.Filter{}, 20)
					ranks[i] = rankOf(got, func(id int64) bool { return all[id].object == all[i].object })
				}
			})
			var t tally
			for i, r := range ranks {
				if all[i].style == from {
					t.add(r)
					sum.add(r)
				}
			}
			rows = append(rows, append([]string{from + " → " + to}, t.cells()...))
		}
	}
	rows = append(rows, append([]string{"合计"}, sum.cells()...))
	fmt.Fprint(w, "\n## 同一物品的不同画风\n\n以一种画风的物品图，在另一种画风的全部物品图中查找同一物品。不同画风常常画的不是同一件产品（朝向、构造、颜色都不同），这是比外观设计检索难得多的上限试验，没有目标。\n")
	table(w, "画风|次|前 5|前 20", rows)
}

// scans measures the exact search among very many descriptors.
func scans(w io.Writer, n, queries int) {
	r := rand.New(rand.NewPCG(seed, 9))
	random := func() (b imagery.Bits256) {
		for i := range b {
			b[i] = r.Uint64()
		}
		return b
	}
	all := make([]imagery.Bits256, n)
	for i := range all {
		all[i] = random()
	}
	took := make([]time.Duration, queries)
	missed := 0
	before := used()
	for q := range queries {
		at := r.IntN(n)
		one := all[at]
		for range 40 {
			one[r.IntN(4)] ^= 1 << r.IntN(64)
		}
		begun := time.Now()
		got := imagery.Nearest(one, all, 20, nil)
		took[q] = time.Since(begun)
		if got[0].At != at {
			missed++
		}
	}
	mean := time.Duration(used()-before) / time.Duration(queries)
	slices.Sort(took)
	at := func(q float64) string {
		return fmt.Sprintf("%.2f", took[min(queries-1, int(q*float64(queries)))].Seconds()*1000)
	}
	fmt.Fprintf(w, "\n## 描述符的逐一比较\n\n%d 个 256 位描述符中最近的 20 个，全部逐一比较，一个处理器（目标：一百万个不超过 20 毫秒）；改动 40 位以内的原描述符没有排在第一的 %d 次。\n", n, missed)
	table(w, "次|处理器 毫秒（平均）|最短 毫秒|p50 毫秒|p95 毫秒|最长 毫秒", [][]string{{fmt.Sprint(queries), fmt.Sprintf("%.2f", mean.Seconds()*1000), at(0), at(0.5), at(0.95), at(1)}})
}
