package svg

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// A Tile is the place of one unit on a tile map, in columns and rows from the upper left.
type Tile struct {
	Name, English string
	Col, Row      int
}

// Provinces returns the 34 provincial units as tiles that stand roughly where the units lie.
// It is a table, not a map: it has no borders and needs no map approval number.
func Provinces() []Tile {
	return []Tile{
		{"黑龙江", "Heilongjiang", 7, 0},
		{"内蒙古", "Inner Mongolia", 4, 1}, {"吉林", "Jilin", 7, 1},
		{"新疆", "Xinjiang", 0, 2}, {"甘肃", "Gansu", 1, 2}, {"宁夏", "Ningxia", 2, 2}, {"河北", "Hebei", 4, 2},
		{"北京", "Beijing", 5, 2}, {"天津", "Tianjin", 6, 2}, {"辽宁", "Liaoning", 7, 2},
		{"青海", "Qinghai", 1, 3}, {"陕西", "Shaanxi", 2, 3}, {"山西", "Shanxi", 3, 3}, {"河南", "Henan", 4, 3}, {"山东", "Shandong", 5, 3},
		{"西藏", "Tibet", 0, 4}, {"四川", "Sichuan", 1, 4}, {"重庆", "Chongqing", 2, 4}, {"湖北", "Hubei", 3, 4},
		{"安徽", "Anhui", 4, 4}, {"江苏", "Jiangsu", 5, 4}, {"上海", "Shanghai", 6, 4},
		{"云南", "Yunnan", 1, 5}, {"贵州", "Guizhou", 2, 5}, {"湖南", "Hunan", 3, 5}, {"江西", "Jiangxi", 4, 5}, {"浙江", "Zhejiang", 5, 5},
		{"广西", "Guangxi", 2, 6}, {"广东", "Guangdong", 3, 6}, {"福建", "Fujian", 4, 6}, {"台湾", "Taiwan", 6, 6},
		{"海南", "Hainan", 2, 7}, {"澳门", "Macao", 3, 7}, {"香港", "Hong Kong", 4, 7},
	}
}

// Tiles draws the first series on a tile map (省级方格图). Labels of the data are the Chinese
// names of the tiles; a tile without a value is white and says so.
func Tiles(f Frame, d Data, tiles []Tile) template.HTML {
	kind := f.say("方格图", "Tile map")
	if len(d.Series) == 0 || len(tiles) == 0 {
		return f.empty(kind, d)
	}
	d.Series = d.Series[:1]
	at := map[string]int{}
	for l, label := range d.Labels {
		at[label] = l
	}
	low, high, _ := d.bounds()
	cols, rows := 0, 0
	for _, t := range tiles {
		cols, rows = max(cols, t.Col+1), max(rows, t.Row+1)
	}
	var b strings.Builder
	w, _ := f.size(720, 0)
	side := float64(w) / float64(cols)
	// Tiles are wider than high: the names are what takes room.
	height := min(side, 56)
	f.open(&b, f.id(fmt.Sprint(kind, d)), f.summary(kind, d), w, int(height)*rows+2)
	for _, t := range tiles {
		v, l := math.NaN(), -1
		if i, ok := at[t.Name]; ok {
			v, l = d.At(0, i), i
		}
		name := f.say(t.Name, t.English)
		value := f.say("无数据", "no data")
		if !math.IsNaN(v) {
			value = f.withUnit(v)
		}
		paint, text := step(v, low, high)
		x, y := float64(t.Col)*side, float64(t.Row)*float64(int(height))
		draw := func() {
			fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s" stroke="%s"><title>%s</title></rect>`,
				num(x+1), num(y+1), num(side-3), num(height-3), paint, axis, esc(name+f.say("：", ": ")+value))
			fmt.Fprintf(&b, `<text x="%s" y="%s" text-anchor="middle" fill="%s">%s</text><text x="%s" y="%s" text-anchor="middle" fill="%s">%s</text>`,
				num(x+side/2), num(y+height/2-4), text, esc(fit(name, 12, side-6)), num(x+side/2), num(y+height/2+14), text, esc(fit(f.format(v), 12, side-6)))
		}
		// There is nothing behind a unit without data, so no link.
		if l < 0 {
			draw()
			continue
		}
		f.link(&b, 0, l, name+f.say("：", ": ")+value, draw)
	}
	return done(&b)
}
