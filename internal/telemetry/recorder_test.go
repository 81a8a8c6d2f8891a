package telemetry

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Whatever the program hands over by mistake, a reading holds no word of it.
func TestNothingButNames(t *testing.T) {
	r := New(time.Now)
	for _, name := range []string{"一种水壶", "YS-2026-000123", "a kettle with a lid", `x"} 1`, "case123", strings.Repeat("a", 60), ""} {
		_, end := r.Begin(t.Context(), Move, name)
		end(name)
	}
	_, end := r.Begin(t.Context(), Job, "center/treelog")
	end("ok")
	_, end = r.Begin(t.Context(), Request, "preexam")
	end("2xx")
	r.Look(func(_ context.Context, put Put) { put("zhibao_jobs", 3, "state", "一种水壶"); put("zhibao_up", 1) })
	w := httptest.NewRecorder()
	r.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	got := w.Body.String()
	for _, want := range []string{
		`zhibao_move_seconds_count{name="other",outcome="other"} 7`, `zhibao_job_seconds_count{name="center/treelog",outcome="ok"} 1`,
		`zhibao_request_seconds_bucket{name="preexam",outcome="2xx",le="0.3"} 1`, `zhibao_jobs{state="other"} 3`, "zhibao_up 1", "go_goroutines "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%.2000s", want, got)
		}
	}
	for _, no := range []string{"水壶", "YS-", "kettle", "case123"} {
		if strings.Contains(got, no) {
			t.Errorf("%q was taken over", no)
		}
	}
	w = httptest.NewRecorder()
	if r.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/", nil)); w.Code != 404 {
		t.Error("something else is served", w.Code)
	}
}

// However many names there are, the memory is bounded.
func TestSeriesAreBounded(t *testing.T) {
	r := New(time.Now)
	var names []string
	for i := range most + 100 {
		name := "a" + strings.NewReplacer("0", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6", "g", "7", "h", "8", "i", "9", "j").Replace(fmt.Sprint(i))
		names = append(names, name)
	}
	_, end := r.Begin(t.Context(), Move, "strange") // looks like a name, and is none
	end("ok")
	r.Moves(names...)
	for _, name := range names {
		_, end := r.Begin(t.Context(), Move, name)
		end("ok")
	}
	var b strings.Builder
	r.Write(t.Context(), &b)
	if n := strings.Count(b.String(), "zhibao_move_seconds_count"); n != most+1 || !strings.Contains(b.String(), `zhibao_move_seconds_count{name="other",outcome="other"} 101`) {
		t.Error(n, "series")
	}
	if _, end := (*Recorder)(nil).Begin(t.Context(), SQL, "read"); end == nil {
		t.Error("no end")
	}
}
