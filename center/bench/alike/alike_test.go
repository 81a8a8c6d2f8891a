package alike

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/center/similar"
)

// TestMain lets the test binary be the program that is measured: it takes the arguments of "zhibao
// similar".
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "similar" {
		var least float64
		if _, err := fmt.Sscan(os.Args[5], &least); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(similar.Run(context.Background(), os.Stdout, os.Stderr, similar.Options{Format: "json", Threshold: least, Now: time.Now}, os.Args[6:]))
	}
	os.Exit(m.Run())
}

// TestStock: texts are the same ones again, copies are edited as said, and there are as many as said.
func TestStock(t *testing.T) {
	s, again := newStock(), newStock()
	copies := 0
	for i := range 6000 {
		c, ok := planted(i)
		if !ok {
			continue
		}
		copies++
		text := s.text(i, nil)
		if !bytes.Equal(text, again.text(i, nil)) {
			t.Fatalf("text %d is another one", i)
		}
		from, to := s.write(c.source).words, s.write(i).words
		if kept := common(from, to); kept < 1-rates[c.rate]-0.12 || kept > 1-rates[c.rate]+0.12 {
			t.Errorf("text %d: %.2f of the words are kept, edited %.2f", i, kept, rates[c.rate])
		}
		if root(i) != root(c.source) {
			t.Errorf("text %d has another root than its source", i)
		}
	}
	if copies < 60 || copies > 150 {
		t.Errorf("%d copies of 5000", copies)
	}
}

// common is the share of the words of a text that are still there.
func common(a, b []string) float64 {
	n := map[string]int{}
	for _, w := range b {
		n[w]++
	}
	kept := 0
	for _, w := range a {
		if n[w] > 0 {
			n[w]--
			kept++
		}
	}
	return float64(kept) / float64(len(a))
}

// TestTexts measures a little of everything and reads the page.
func TestTexts(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "docs"), 0o755); err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	if err := os.Mkdir(filepath.Join(data, "cn-patents-kppatent-zh"), 0o755); err != nil {
		t.Fatal(err)
	}
	row := `{"abstract":"一种液冷板，包括上盖板和下盖板，上盖板与下盖板之间形成蛇形流道，流道的进口与出口位于同一侧。"}` + "\n"
	if err := os.WriteFile(filepath.Join(data, "cn-patents-kppatent-zh", "abstracts_3024.jsonl"), []byte(row+strings.Replace(row, "蛇形", "螺旋", 1)+`{"abstract":"无关的文字"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	o := Options{Docs: 4000, Index: 2000, Queries: 20, Peer: 10, Python: filepath.Join(root, "no-python"), Data: data, Dir: t.TempDir(), Publish: root, Exe: exe}
	if err := Texts(t.Context(), &out, o); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, page))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| zhibao similar | 1.0000", "没有安装 datasketch", "| 30% | 20 |", "| 另一批摘要 | 3 | 1 | 1 | 0 |", "| 权利要求书 | 没有数据 |"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in the page:\n%s", want, text)
		}
	}
	if left, err := os.ReadDir(o.Dir); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

// TestAllPairs: the exact comparison finds what is alike and nothing else.
func TestAllPairs(t *testing.T) {
	texts := []string{"甲乙丙丁戊己", "甲乙丙 丁戊己庚", "子丑寅卯", "甲乙丙丁戊己"}
	if got, want := allPairs(texts, 0.8), [][2]int{{0, 1}, {0, 3}, {1, 3}}; !slices.EqualFunc(got, want, func(a, b [2]int) bool { return slices.Contains(want, a) }) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestPictures measures made pictures and reads what is printed.
func TestPictures(t *testing.T) {
	data := t.TempDir()
	for style := range 2 {
		dir := filepath.Join(data, filepath.FromSlash(crossFolder), fmt.Sprint("style", style))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for n := range 3 {
			var b bytes.Buffer
			if err := png.Encode(&b, boxes(n, style)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(n, ".png")), b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(data, filepath.FromSlash(crossFolder), "broken.png"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Pictures(t.Context(), &out, Options{Data: data, Index: 1000, Queries: 5}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"6 幅图片", "| 镜像 | 6 | 1.000 | 1.000 |", "| style0 → style1 | 3 | 1.000 | 1.000 |", "没有排在第一的 0 次"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said:\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := Pictures(t.Context(), &out, Options{Data: filepath.Join(data, "none"), Index: 10, Queries: 1}); err != nil || !strings.Contains(out.String(), "没有数据") {
		t.Errorf("%v: %s", err, out.String())
	}
}

// boxes draws a thing of three boxes in one of two colours.
func boxes(n, style int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 120, 100))
	for y := range 100 {
		for x := range 120 {
			c := color.RGBA{255, 255, 255, 255}
			for i := range 3 {
				x0, y0 := 10+(n*31+i*37)%70, 10+(n*17+i*29)%60
				if x >= x0 && x < x0+20+n*5 && y >= y0 && y < y0+12+i*8 {
					c = color.RGBA{uint8(200 * style), uint8(60 * i), 90, 255}
				}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}
