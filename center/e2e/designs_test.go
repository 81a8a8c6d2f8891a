package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/center/demo/text"
	"zhibao/industry/database/designs"
	"zhibao/patent/filing"
)

// lampPicture draws a lamp as no design of the demo is drawn, but for the parts that make a lamp of it.
func lampPicture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 400, 400))
	for y := range 400 {
		for x := range 400 {
			img.Set(x, y, color.White)
			u, v := float64(x)/400, float64(y)/400
			shade := (u-.5)*(u-.5)/.04+(v-.22)*(v-.22)/.01 < 1
			foot := (u-.5)*(u-.5)/.0484+(v-.87)*(v-.87)/.0025 < 1
			if shade || foot || u > .49 && u < .51 && v > .3 && v < .85 {
				img.Set(x, y, color.RGBA{60, 60, 70, 255})
			}
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// TestDesignJourney: pictures are sent, candidates stand with their reasons, the keyboard goes through them,
// a filter narrows them, a view is judged on the bench and stands in the table and in the file; another person
// sees nothing of it, and when it is deleted nothing is left.
func TestDesignJourney(t *testing.T) {
	slow(t)
	w := lived(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, w, v)
			b.as("yushen1")
			b.open("/designs")
			b.has("24 件已公布外观设计的 72 幅图片")
			b.send(filed("files", b.file("主视图.png", lampPicture())))
			b.has("候选（最相似的在前）", "台灯（示范", "形状", "轮廓", "图案", "色彩", "还没有判定")
			mine := strings.SplitN(b.path(), "?", 2)[0]
			if first := b.text("article.hit h3"); !strings.Contains(first, "台灯") {
				t.Errorf("the first candidate of a lamp is %s", first)
			}
			b.narrowed26()
			b.open(mine + "?turned=true")
			b.judgedLamp(mine)
			if b.scripts {
				b.open(mine)
				b.do(chromedp.KeyEvent("j"))
				b.leave("body", chromedp.KeyEvent("o"))
				b.has("著录项目", "检索近似外观设计")
			}
			if p := b.person(t, "yushen2").Get(mine); p.Status != http.StatusNotFound {
				t.Errorf("somebody else opens the search: %d", p.Status)
			}
			b.open(mine)
			b.press(`form[action$="/drop"] button`)
			b.has("已删除这次检索")
			if p := b.person(t, "yushen1").Get(mine); p.Status != http.StatusNotFound {
				t.Errorf("a deleted search answers %d", p.Status)
			}
			b.clean()
		})
	}
}

// narrowed26 asks for lamps alone and for what nothing is of.
func (b *seat) narrowed26() {
	b.t.Helper()
	at := strings.SplitN(b.path(), "?", 2)[0]
	b.open(at + "?locarno=26-05")
	if n := eval[int](b, `document.querySelectorAll('article.hit').length`); n != 6 {
		b.t.Errorf("%d lamps are found, not 6", n)
	}
	b.open(at + "?locarno=01")
	b.has("没有候选")
	b.open(at + "?from=x")
	b.has("日期“x”不对")
	if n := eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
		b.t.Errorf("%s is %d px too wide", b.path(), n)
	}
}

// judgedLamp judges the first candidate.
func (b *seat) judgedLamp(mine string) {
	b.t.Helper()
	b.press(`article.hit .like a.btn`)
	b.has("比对台", "本视图的判定")
	if b.scripts { // ways to lay one over the other
		b.has("并列")
	}
	here := b.path()
	b.send(picked("verdict", "similar"))
	b.has("请写明相同点、区别点")
	b.send(picked("verdict", "similar"), typed("note", "灯罩与灯座相同，灯臂不同。"))
	b.has("已保存", "近似")
	b.open(strings.TrimSuffix(here, filepath.Base(here)) + "whole")
	b.send(picked("verdict", "not"), typed("note", "整体视觉效果不同。"))
	b.open(mine)
	b.has("灯罩与灯座相同", "整体观察、综合判断", "不近似")
	csv := b.person(b.t, "yushen1").Get(mine + "/export").Body
	if !strings.Contains(csv, "灯罩与灯座相同") || !strings.Contains(csv, "26-05") {
		b.t.Errorf("the file says: %s", csv)
	}
}

// TestDesignOfCase: the pictures of a request under examination are searched with from its page; who may not
// read it gets no answer, the reading stands in its history, a judgement stays in the case, and nothing of
// the pictures is in the collection or the index.
func TestDesignOfCase(t *testing.T) {
	slow(t)
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", text.New(text.IndexOf(filing.Design, "")[0]).For(applicant(0), nil)), "yushen1", "fuhe1")
	p := w.person(t, "yushen1")
	page := p.Get(designs.InCase(id))
	if page.Status != http.StatusOK || !strings.Contains(page.Body, "候选") {
		t.Fatalf("the search from a case: %d", page.Status)
	}
	if c := p.Get(fmt.Sprintf("/case/%d", id)); !strings.Contains(c.Body, designs.InCase(id)) {
		t.Error("the case does not lead to the search")
	}
	for _, login := range []string{"yushen2", "zhifa1", "qiye01", "shengju"} {
		if got := w.person(t, login).Get(designs.InCase(id)); got.Status == http.StatusOK {
			t.Errorf("%s searches with the pictures of a case that it may not read", login)
		}
		if got := w.person(t, login).Get(designs.InCase(id) + "/asked/1"); got.Status == http.StatusOK {
			t.Errorf("%s sees a picture of the case", login)
		}
	}
	if c := p.Get(fmt.Sprintf("/case/%d", id)); !strings.Contains(c.Body, "外观近似检索") {
		t.Error("the reading does not stand in the history")
	}
	var found designs.DesignsFound
	x := w.program(t, "yushen1")
	x.get(designs.InCase(id), &found)
	if len(found.Candidates) == 0 || len(found.Asked) == 0 {
		t.Fatalf("nothing is found: %+v", found)
	}
	pair := fmt.Sprintf("%s/with/%s/%s", designs.InCase(id), found.Candidates[0].Number, found.Asked[0].View)
	x.act(pair, map[string]any{"verdict": "not", "note": "金丝雀判定说明"}, nil)
	x.get(designs.InCase(id), &found)
	if len(found.Judged) != 1 || found.Judged[0].Note != "金丝雀判定说明" {
		t.Errorf("%+v", found.Judged)
	}
	var home designs.DesignsOf
	x.get("/designs", &home)
	if home.Designs != 24 || home.Pictures != 72 {
		t.Errorf("the collection has %d designs with %d pictures after a search from a case", home.Designs, home.Pictures)
	}
	for _, dir := range []string{"index", ""} {
		files, err := filepath.Glob(filepath.Join(w.Data, dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if data, err := os.ReadFile(f); err == nil && bytes.Contains(data, []byte("金丝雀判定说明")) {
				t.Errorf("a judgement stands open in %s", f)
			}
		}
	}
}
