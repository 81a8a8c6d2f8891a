package bench

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/internal/store"
)

// What the sizes rest on beside the measurement. The volumes are those of 2024 that the office published:
// 77 protection centers and 48 rapid centers; the rest is assumed and stands so in the document.
const (
	nationCenters  = 125
	nationPreexams = 345_000
	largeFactor    = 5  // a large center has so many times the average
	pagesPerCase   = 60 // pages that all people together open for one request
	workSeconds    = 250 * 8 * 3600
	peakFactor     = 10      // the busiest moment against the average of working hours
	fileBytes      = 8 << 20 // of the files of a request, drawings included
	coresInUse     = 0.5     // share of a processor that is planned for
)

// grown is how large a folder is, without the database.
func grown(t *testing.T, dir string) (n int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Measures what a request costs and computes from it what a center and the nation need. With
// ZHIBAO_SIZE=publish the table goes into docs/scale.md.
func TestSizes(t *testing.T) {
	mode := os.Getenv("ZHIBAO_SIZE")
	if mode == "" {
		t.Skip("未设 ZHIBAO_SIZE，跳过规模测量（publish 写入 docs/scale.md）")
	}
	dir := t.TempDir()
	r, err := newRig(t.Context(), dir, true)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	const cases, pages = 100, 300
	size := func() int64 {
		var n int64
		if err := r.DB.Read(t.Context(), func(tx *store.Tx) error {
			return tx.Row(t.Context(), `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`).Scan(&n)
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if _, err := r.submitted(t.Context(), "applicant-1"); err != nil { // what is made once
		t.Fatal(err)
	}
	rows, begun := size(), cpu()
	for range cases {
		if _, err := r.submitted(t.Context(), "applicant-1"); err != nil {
			t.Fatal(err)
		}
	}
	perCase := (cpu() - begun) / cases
	rowBytes := (size() - rows) / cases
	// How much larger a file is when it is kept encrypted.
	kept := float64(grown(t, filepath.Join(dataDir(dir), "files"))) / float64((cases+1)*len(papers))
	srv := httptest.NewServer(r.Handler())
	defer srv.Close()
	b := newBrowser(srv.URL)
	if err := b.signIn(t.Context(), "head"); err != nil {
		t.Fatal(err)
	}
	begun = cpu()
	for range pages {
		if p, err := b.get(t.Context(), "/work?view=open"); err != nil || p.status != http.StatusOK || p.rows() == 0 {
			t.Fatalf("%d %v", p.status, err)
		}
	}
	perPage := (cpu() - begun) / pages
	var out bytes.Buffer
	fmt.Fprintf(&out, "测得（SQLite，%s）：一件预审请求的新建、上传、自动检查与提交共用处理器 %.1f ms；打开一次案件列表 %.1f ms（含发出请求的一方）；每件在数据库中 %.1f KB；文件加密存放后为原来的 %.2f 倍。\n\n",
		time.Now().Format(time.DateOnly), ms(perCase), ms(perPage), float64(rowBytes)/1024, kept)
	fmt.Fprintf(&out, "| 规模 | 预审请求（件/年） | 高峰页面（次/秒） | 高峰处理器（核） | 数据库（GB/年） | 文件（GB/年） |\n|---|---:|---:|---:|---:|---:|\n")
	for _, row := range []struct {
		name    string
		preexam float64
	}{{"一个中心（平均）", nationPreexams / nationCenters}, {"一个中心（大）", largeFactor * nationPreexams / nationCenters}, {"全国 125 个中心", nationPreexams}} {
		perSecond := row.preexam * pagesPerCase / workSeconds * peakFactor
		cores := (perSecond*perPage.Seconds() + row.preexam/workSeconds*peakFactor*perCase.Seconds()) / coresInUse
		fmt.Fprintf(&out, "| %s | %.0f | %.1f | %.3f | %.2f | %.0f |\n", row.name, row.preexam, perSecond, cores,
			row.preexam*float64(rowBytes)/(1<<30), row.preexam*fileBytes*kept/(1<<30))
	}
	t.Log("\n" + out.String())
	if perCase <= 0 || perPage <= 0 || rowBytes <= 0 || kept < 1 {
		t.Fatal("a figure is missing")
	}
	if mode == "publish" {
		publishSizes(t, out.String())
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// publishSizes puts the table between its marks.
func publishSizes(t *testing.T, table string) {
	t.Helper()
	const path, from, to = "../../docs/scale.md", "<!-- 测量开始 -->\n", "<!-- 测量结束 -->"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(b), from)
	_, tail, end := strings.Cut(rest, to)
	if !ok || !end {
		t.Fatal("docs/scale.md has lost its marks")
	}
	if err := os.WriteFile(path, []byte(head+from+table+to+tail), 0o644); err != nil {
		t.Fatal(err)
	}
}
