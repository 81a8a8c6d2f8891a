package likeness

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"testing"

	"zhibao/internal/imagery"
	"zhibao/law/calendar"
)

// thing draws a product of some boxes, other ones for every number.
func thing(n int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 300, 240))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for i := range 5 {
		x, y := 40+(n*37+i*53)%160, 30+(n*71+i*29)%120
		draw.Draw(img, image.Rect(x, y, x+15+(n*13+i*31)%60, y+10+(n*7+i*17)%70), image.NewUniform(color.RGBA{uint8(n * 40), uint8(i * 45), uint8(200 - n*9), 255}), image.Point{}, draw.Src)
	}
	return img
}

func mirrored(img *image.RGBA) image.Image {
	b := img.Bounds()
	return imagery.Lay(img, b.Dx(), b.Dy(), imagery.Placement{Size: 100, Mirror: true})
}

func stock() *Collection {
	c := New()
	for n := range 40 {
		d := Design{ID: int64(100 + n), Locarno: fmt.Sprintf("%02d-%02d", 6+n%2, 1+n%3), On: calendar.Day(1000 + n)}
		c.Add(d, "主视图", thing(n))
		c.Add(d, "俯视图", thing(1000+n))
	}
	return c
}

func ids(all []Candidate) (out []int64) {
	for _, c := range all {
		out = append(out, c.ID)
	}
	return out
}

func TestQuery(t *testing.T) {
	c := stock()
	if designs, pictures := c.Len(); designs != 40 || pictures != 80 {
		t.Fatal(designs, pictures)
	}
	got := c.Query([]Asked{Ask("主视图", thing(7), false), Ask("俯视图", thing(1007), false)}, Filter{}, 5)
	if len(got) != 5 || got[0].ID != 107 || got[0].Score < 0.99 || got[0].Views[1].View != "俯视图" || got[1].Score > 0.9 {
		t.Errorf("%+v", got)
	}
	if why := got[0].Views[0].Reasons(); len(why) != 4 {
		t.Errorf("the same picture is alike in %v", why)
	}
	turned := c.Query([]Asked{Ask("左视图", mirrored(thing(9)), true)}, Filter{}, 1)
	if len(turned) != 1 || turned[0].ID != 109 || !turned[0].Views[0].Turned {
		t.Errorf("%+v", turned)
	}
	if got := c.Query(nil, Filter{}, 5); len(got) != 0 {
		t.Errorf("nothing is like %v", ids(got))
	}
}

func TestFilter(t *testing.T) {
	c := stock()
	ask := []Asked{Ask("主视图", thing(6), false)} // class 06-01, day 1006
	for _, x := range []struct {
		f     Filter
		found bool
		n     int
	}{
		{Filter{}, true, 40},
		{Filter{Locarno: "06"}, true, 20},
		{Filter{Locarno: "06-01"}, true, 7},
		{Filter{Locarno: "0601"}, true, 7},
		{Filter{Locarno: "6"}, true, 20},
		{Filter{Locarno: "07"}, false, 20},
		{Filter{Locarno: "06-02"}, false, 6},
		{Filter{Locarno: "家具"}, false, 0},
		{Filter{From: 1006}, true, 34},
		{Filter{From: 1007}, false, 33},
		{Filter{To: 1006}, true, 7},
		{Filter{Locarno: "06", From: 1000, To: 1005}, false, 3},
	} {
		got := ids(c.Query(ask, x.f, 100))
		if slices.Contains(got, 106) != x.found || len(got) != x.n {
			t.Errorf("%+v: %v", x.f, got)
		}
	}
}

// A picture of the same name takes the place of the former.
func TestReplace(t *testing.T) {
	c := stock()
	c.Add(Design{ID: 103}, "主视图", thing(500))
	if got := ids(c.Query([]Asked{Ask("", thing(500), false)}, Filter{}, 1)); !slices.Equal(got, []int64{103}) {
		t.Error(got)
	}
	if designs, pictures := c.Len(); designs != 40 || pictures != 80 {
		t.Error(designs, pictures)
	}
}
