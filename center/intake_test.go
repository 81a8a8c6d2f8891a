package center_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/internal/fault"
)

// The command counts without writing, imports, repeats nothing, and says what it refused.
func TestImportCommand(t *testing.T) {
	c := open(t)
	if _, err := c.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "清单.csv")
	if err := os.WriteFile(file, []byte("公开（公告）号,标题\nCN113783949A,一种电池\n,没有号码\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := center.ImportOptions{Data: c.Data, Database: c.Database, Center: c.Center.ID, Source: "测试来源", AsOf: "2026-01-02", Now: time.Now}
	for _, step := range []struct {
		trial bool
		want  string
	}{{true, "新增 1，变更 0，无变化 0，未导入 1"}, {false, "新增 1，变更 0，无变化 0，未导入 1"}, {false, "新增 0，变更 0，无变化 1，未导入 1"}} {
		o.Trial = step.trial
		var out bytes.Buffer
		ok, err := center.Import(t.Context(), &out, o, []string{file})
		if err != nil || ok || !strings.Contains(out.String(), step.want) || !strings.Contains(out.String(), "第 3 行：没有公开（公告）号") {
			t.Fatal(ok, err, out.String())
		}
	}
	for name, wrong := range map[string]func(*center.ImportOptions){"center": func(o *center.ImportOptions) { o.Center = 77 }, "day": func(o *center.ImportOptions) { o.AsOf = "2026-13-01" }, "future": func(o *center.ImportOptions) { o.AsOf = "2199-01-01" }, "source": func(o *center.ImportOptions) { o.Source = " " }, "data": func(o *center.ImportOptions) { o.Database = "sqlite:/nowhere/x.db" }} {
		bad := o
		wrong(&bad)
		if _, err := center.Import(t.Context(), &bytes.Buffer{}, bad, []string{file}); fault.Of(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// With the key file the pictures of designs are kept, also of documents that came in without it.
func TestImportPictures(t *testing.T) {
	c := open(t)
	if _, err := c.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	img := image.NewGray(image.Rect(0, 0, 200, 200))
	for i := range img.Pix {
		img.Pix[i] = 255
		if x, y := i%200, i/200; x > 50 && x < 150 && y > 30 && y < 90+x/2 {
			img.Pix[i] = 40
		}
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, img); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "design.xml")
	for name, data := range map[string][]byte{file: []byte(`<us-patent-grant lang="EN" country="US"><us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>D0435854</doc-number><kind>S1</kind><date>20250107</date></document-id></publication-reference><application-reference appl-type="design"><document-id><country>US</country><doc-number>29123456</doc-number><date>20240102</date></document-id></application-reference><invention-title>Lamp</invention-title></us-bibliographic-data-grant><drawings><figure num="1"><img file="lamp.png"/></figure></drawings></us-patent-grant>`),
		filepath.Join(dir, "lamp.png"): picture.Bytes()} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := center.ImportOptions{Data: c.Data, Database: c.Database, Center: c.Center.ID, Source: "测试来源", AsOf: "2026-01-02", Now: time.Now}
	for _, step := range []struct {
		key   string
		kept  int
		warns bool
	}{{"", 0, true}, {c.KeyFile, 1, false}, {c.KeyFile, 1, false}} {
		o.KeyFile = step.key
		var out bytes.Buffer
		ok, err := center.Import(t.Context(), &out, o, []string{file})
		if err != nil || !ok || strings.Contains(out.String(), "图片未保存") != step.warns {
			t.Fatal(ok, err, out.String())
		}
		kept, err := c.Designs.Of(t.Context(), c.Center.ID, "USD435854S1")
		if err != nil || len(kept) != step.kept {
			t.Fatalf("%q: %d pictures, %v: %s", step.key, len(kept), err, out.String())
		}
	}
	// Another key file opens nothing, and one that is not there is not made.
	o.KeyFile = filepath.Join(dir, "none.key")
	if _, err := center.Import(t.Context(), &bytes.Buffer{}, o, []string{file}); err == nil {
		t.Error("no key file was needed")
	}
}
