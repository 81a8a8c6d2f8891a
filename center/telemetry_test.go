package center_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/telemetry"
)

// named are the figures that the alarm rules and the dashboard ask for.
var named = regexp.MustCompile(`zhibao_[a-z_]+`)

// What a stranger's monitoring asks for is what the program tells, and a reading says that all is up.
func TestFigures(t *testing.T) {
	r := telemetry.New(time.Now)
	c := openWith(t, r)
	if err := c.Office.OpenCenter(t.Context(), c.Center); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Office.Move(t.Context(), casework.Request{Actor: casework.Robot(c.Center.ID), Move: "一种水壶"}); err == nil {
		t.Fatal("a move that does not exist")
	}
	var b strings.Builder
	r.Write(t.Context(), &b)
	got := b.String()
	for _, want := range []string{"zhibao_up 1\n", "zhibao_cases_overdue 0\n", `zhibao_move_seconds_count{name="other",outcome="failed"} 1`, `zhibao_sql_seconds_count{name="write",outcome="ok"}`, "zhibao_disk_free_bytes"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(got, "水壶") || strings.Contains(got, c.Data) {
		t.Error("content or a path among the figures")
	}
	// Of these there is none before the first request, letter or run.
	got += "zhibao_request_seconds_ zhibao_job_seconds_ zhibao_outbound_seconds_ zhibao_backup_age_seconds"
	for _, file := range []string{"alerts.yml", "dashboard.json"} {
		text, err := os.ReadFile(filepath.Join("../deploy", file))
		if err != nil {
			t.Fatal(err)
		}
		asked := named.FindAllString(string(text), -1)
		if len(asked) < 8 {
			t.Errorf("%s asks for %d figures", file, len(asked))
		}
		for _, name := range asked {
			base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "bucket"), "count"), "sum")
			if !strings.Contains(got, base) {
				t.Errorf("%s asks for %s, which the program does not tell", file, name)
			}
		}
	}
	// With the database gone the reading says so, and is still a reading.
	if err := c.DB.Close(); err != nil {
		t.Fatal(err)
	}
	b.Reset()
	if r.Write(t.Context(), &b); !strings.Contains(b.String(), "zhibao_up 0\n") {
		t.Error("up without a database")
	}
}
