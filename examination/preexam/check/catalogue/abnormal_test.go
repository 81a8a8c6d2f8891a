package catalogue

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// TestAbnormalTexts measures how often the signs of abnormal filing that a text alone shows are found
// in texts that were published or are real drafts: in one of fifty at most. Of the published claim sets
// there is no description, so abstract and claims stand for one; that repeats more than any real one.
func TestAbnormalTexts(t *testing.T) {
	names, apps := real(t)
	f, err := os.Open(filepath.Join(sharedata.Dir(t, "cn-patents-kppatent-zh"), "patents_tac_693.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 4<<20)
	for in.Scan() {
		var row struct {
			Title, Abstract string
			Claims          []string
		}
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		claims := strings.Join(row.Claims, "\n")
		papers := "权利要求书\n" + claims + "\n说明书\n" + row.Title + "\n技术领域\n" + row.Abstract + "\n" + strings.ReplaceAll(claims, "。", "。\n")
		app, err := reader.Read(t.Context(), "a.txt", bytes.NewReader([]byte(papers)), int64(len(papers)), reader.Options{Kind: patent.Invention})
		if err != nil {
			continue // what the reader refuses is no application
		}
		names, apps = append(names, row.Title), append(apps, app)
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	suspect := 0
	for i, a := range apps {
		before := suspect
		for _, x := range Check(a, sample.On(), check.Facts{}).Findings {
			if x.Rule == "QUA-004" || x.Rule == "QUA-005" {
				t.Logf("%s: %s %q %s", names[i], x.Rule, x.Quote, x.Message)
				suspect = before + 1
			}
		}
	}
	t.Logf("%d of %d texts", suspect, len(apps))
	if suspect*50 > len(apps) {
		t.Errorf("%d of %d texts are suspected", suspect, len(apps))
	}
}
