package center_test

import (
	"bytes"
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
