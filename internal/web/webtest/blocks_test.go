package webtest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// demoBlocks shows the blocks that the other pages of the demo do not.
func demoBlocks(c *web.Ctx) error {
	c.Page.Title = c.T("其他部件", "Other blocks")
	return c.Render("page-blocks", []web.Block{
		web.Notice{Tone: web.Amber, Title: c.T("注意", "Note"), Text: c.T("明天系统维护。", "Maintenance tomorrow."), Links: []web.Link{{Href: "/demo/case", Label: c.T("详情", "Details")}}},
		web.Tasks{Title: c.T("提交前的准备", "Before you submit"), Open: c.T("尚未提交", "Not submitted yet"), Items: []web.Task{
			{Href: "/demo/form", Title: c.T("申请人", "Applicant"), State: web.Tag{Tone: web.Green, Text: c.T("本部分已填", "This part is filled in")}},
			{Title: c.T("材料", "Files"), State: web.Tag{Text: c.T("还不能填", "Not yet")}}}},
		web.Figure{Title: c.T("近三个月", "Three months"),
			SVG:  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60" width="300" height="60" role="img" aria-label="12, 30, 24"><rect x="10" y="40" width="60" height="12" fill="#0b57a4"/><rect x="110" y="22" width="60" height="30" fill="#0b57a4"/><rect x="210" y="28" width="60" height="24" fill="#0b57a4"/></svg>`,
			Data: &web.Table{Caption: c.T("近三个月的数据", "Numbers of three months"), Head: []string{c.T("月", "Month"), c.T("件", "Cases")}, Numbers: []int{1}, Rows: [][]web.Cell{{{Text: "9"}, {Text: "12"}}, {{Text: "10"}, {Text: "30"}}}}},
		web.Clock{Name: c.T("答复期限", "Answer by"), Left: c.T("超期 2 个工作日", "2 working days overdue"), Due: "2026-11-19", Used: "7 / 5", Tone: web.Red, Percent: 140,
			Provisional: c.T("2027 年节假日安排未公布，日期暂定", "The holidays of 2027 are not published: provisional")},
		web.Table{Title: c.T("空表", "An empty table"), Empty: c.T("这里将列出材料；点“上传”添加第一份。", "Files will be listed here.")},
		web.Timeline{Title: c.T("空的经过", "No history"), Empty: c.T("还没有任何记录。", "Nothing has happened yet.")},
	})
}

// TestStatesAxe looks at states that only an act leads to: errors, a preview, the open menu
// and settings.
func TestStatesAxe(t *testing.T) {
	var got []intake
	var done []string
	m := demo(t, &got, &done)
	m.Routes = append(m.Routes, web.Route{Method: "GET", Pattern: "/demo/blocks", Act: "demo.read", Handler: demoBlocks})
	s := webtest.Start(t, demoConfig(), m)
	s.Get("/demo/blocks").Check()
	en := s.Get("/demo/blocks?lang=en")
	en.Check()
	en.NoHan()
	ctx := open(t, s, "/demo/form")
	look := func(name string) {
		t.Helper()
		if shots := os.Getenv("SHOTS"); shots != "" {
			if err := webtest.Screenshot(ctx, filepath.Join(shots, name+".png")); err != nil {
				t.Fatal(err)
			}
		}
		found, err := webtest.Axe(ctx)
		if err != nil || len(found) > 0 {
			t.Errorf("%s: %v %v", name, found, err)
		}
		if n, err := webtest.Overflow(ctx); n > 0 || err != nil {
			t.Errorf("%s: %d px too wide, %v", name, n, err)
		}
	}
	for _, width := range []int64{1366, 390, 320} {
		if err := webtest.Size(ctx, width, 800); err != nil {
			t.Fatal(err)
		}
		w := map[int64]string{1366: "w", 390: "m", 320: "s"}[width]
		do(t, ctx, chromedp.Navigate(s.URL+"/demo/blocks"), chromedp.Evaluate[chromedp.Void](`document.querySelectorAll('details').forEach(d => d.open = true)`))
		look("blocks_" + w)
		do(t, ctx, chromedp.Navigate(s.URL+"/demo/form"), chromedp.SendKeys(chromedp.CSS("#f-code"), "123"), chromedp.Click(chromedp.CSS(".acts .btn.p")), chromedp.WaitVisible(chromedp.CSS(".err")))
		look("errors_" + w)
		do(t, ctx, chromedp.Navigate(s.URL+"/demo/list?kind=%E6%8A%95%E8%AF%89"), chromedp.Evaluate[chromedp.Void](`document.querySelectorAll('details').forEach(d => d.open = true)`))
		look("open_" + w)
		do(t, ctx, chromedp.Click(chromedp.CSS(`tbody tr:nth-child(2) input`)), chromedp.Click(chromedp.CSS(`button[name="_bulk"]`)), chromedp.WaitVisible(chromedp.CSS("#f-to")))
		look("bulk_" + w)
	}
}
