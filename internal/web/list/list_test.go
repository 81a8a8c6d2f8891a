package list_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/internal/web/webtest"
)

type none struct{}

type secret struct {
	Q string `json:"q" label:"文字" en:"Text" secret:"true"`
}

// numbers is a list of n numbers.
func numbers(n int) list.Spec[none, int] {
	return list.Spec[none, int]{Name: "n", Path: "/n", Act: "n", Title: web.Text{"数", "Numbers"}, Unit: web.Text{"个", "numbers"},
		Columns: []list.Column[int]{{Key: "n", Title: web.Text{"数", "Number"}, Sort: true, Cell: func(_ *web.Ctx, i int) web.Cell { return web.Cell{Text: fmt.Sprint("n", i)} }}},
		Load: func(_ *web.Ctx, q list.Query[none]) (list.Rows[int], error) {
			var out list.Rows[int]
			for i := q.Offset; i < min(n, q.Offset+q.Limit); i++ {
				out.Rows = append(out.Rows, i)
			}
			out.Total = min(n, list.CountMax+1)
			return out, nil
		}}
}

func TestTotals(t *testing.T) {
	for _, c := range []struct {
		n    int
		path string
		want []string
		not  string
	}{
		{0, "/n", []string{"共 0 个", "没有符合条件的记录"}, "下一页"},
		{50, "/n", []string{"第 1–50 个，共 50 个"}, "下一页"},
		{51, "/n?page=2", []string{"第 51–51 个，共 51 个", "上一页"}, "下一页"},
		{10_000, "/n?page=200", []string{"第 9951–10000 个，共 10000 个", "上一页"}, "下一页"},
		{300_000, "/n", []string{"共 1 万个以上", "下一页"}, "200"},
		{300_000, "/n?page=7", []string{"第 301–350 个", "156789下一页"}, "45"},
		{60, "/n?page=-1", []string{"第 1–50 个"}, "上一页"},
		{60, "/n?page=99999999999", []string{"第 1–50 个"}, "上一页"},
		{60, "/n?sort=evil", []string{"第 1–50 个"}, "evil"},
	} {
		s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "n", Routes: list.New(numbers(c.n)).Routes()})
		p := s.Get(c.path)
		p.Check()
		p.Contains(c.want...)
		for _, foot := range webtest.All(p.Root, "div.foot") {
			if strings.Contains(webtest.Text(foot), c.not) {
				t.Errorf("%d, %s: %q is there", c.n, c.path, c.not)
			}
		}
	}
}

func TestNewPanics(t *testing.T) {
	load := func(*web.Ctx, list.Query[secret]) (list.Rows[int], error) { return list.Rows[int]{}, nil }
	cols := []list.Column[int]{{Key: "n", Title: web.Text{"数", "Number"}, Cell: func(*web.Ctx, int) web.Cell { return web.Cell{} }}}
	for name, s := range map[string]list.Spec[secret, int]{
		"secret without stash": {Name: "n", Path: "/n", Columns: cols, Load: load},
		"no columns":           {Name: "n", Path: "/n", Load: load, Stash: stash{}},
		"sort by nothing":      {Name: "n", Path: "/n", Columns: cols, Load: load, Stash: stash{}, Sort: "-x"},
		"doubled column":       {Name: "n", Path: "/n", Columns: append(cols, cols...), Load: load, Stash: stash{}},
		"bulk without key":     {Name: "n", Path: "/n", Columns: cols, Load: load, Stash: stash{}, Bulk: []list.Bulk{{Key: "b", Input: form.Describe(none{}, nil)}}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was accepted")
				}
			}()
			list.New(s)
		})
	}
}

type stash struct{}

func (stash) Put(*web.Ctx, string, url.Values) (string, error) { return "", nil }
func (stash) Get(*web.Ctx, string, string) (url.Values, error) { return nil, nil }
