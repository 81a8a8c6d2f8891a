package telemetry

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
)

// worked is a request of a person with what belongs to it: names that are none, an error, and words of a case
// handed over by mistake.
func worked(t *testing.T, r *Recorder) {
	t.Helper()
	r.Moves("submit")
	ctx, request := r.Begin(t.Context(), Request, "preexam")
	moving, move := r.Begin(ctx, Move, "submit")
	_, sql := r.Begin(moving, SQL, "write")
	sql("failed")
	move("ok")
	_, out := r.Begin(ctx, Outbound, "一种水壶")
	out("一种水壶")
	request("5xx")
}

// TestTraces: what was done within what stands in the spans, with nothing but names of the program.
func TestTraces(t *testing.T) {
	got := make(chan string, 9)
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		b, err := io.ReadAll(req.Body)
		if err != nil || req.Header.Get("Content-Type") != "application/json" || req.URL.Path != "/v1/traces" {
			t.Error(err, req.Header, req.URL)
		}
		got <- string(b)
	}))
	defer srv.Close()
	r := New(time.Now)
	s, err := r.SendTraces(srv.URL+"/v1/traces", "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	worked(t, r)
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	body := <-got
	var sent otlpRequest
	if err := json.Unmarshal([]byte(body), &sent); err != nil {
		t.Fatal(err)
	}
	by := map[string]otlpSpan{}
	for _, x := range sent.Resources[0].Scopes[0].Spans {
		by[x.Name] = x
	}
	request, move, sql, out := by["request preexam"], by["move submit"], by["sql write"], by["outbound other"]
	if len(by) != 4 || request.Parent != "" || move.Parent != request.Span || sql.Parent != move.Span || out.Parent != request.Span || sql.Trace != request.Trace {
		t.Errorf("spans: %s", body)
	}
	if request.Kind != 2 || out.Kind != 3 || sql.Kind != 1 || request.Status.Code != 2 || sql.Status.Code != 2 || move.Status.Code != 0 {
		t.Errorf("kinds and outcomes: %s", body)
	}
	if strings.Contains(body, "水壶") {
		t.Errorf("words of a case were sent: %s", body)
	}
	if s.sent.Load() != 4 || s.lost.Load() != 0 {
		t.Error(s.sent.Load(), s.lost.Load())
	}
}

// TestNoCollector: a collector that is not there, refuses or hangs holds up nobody, and what it did not take
// is counted.
func TestNoCollector(t *testing.T) {
	hang := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/hangs" {
			<-hang
		}
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer srv.Close()
	defer close(hang)
	for _, address := range []string{srv.URL + "/refuses", srv.URL + "/hangs", "http://127.0.0.1:1/"} {
		r := New(time.Now)
		s, err := r.SendTraces(address, "test", 1)
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		for range 10 * waiting {
			_, end := r.Begin(t.Context(), Job, "center/any")
			end("ok")
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%s held up the work for %s", address, took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		_ = s.Stop(ctx) // says that not all could be sent
		cancel()
		if s.sent.Load() != 0 || s.lost.Load() == 0 && !strings.HasSuffix(address, "hangs") {
			t.Errorf("%s: %d sent, %d lost", address, s.sent.Load(), s.lost.Load())
		}
	}
}

// TestTraceAddress: traces stay on this machine.
func TestTraceAddress(t *testing.T) {
	for _, address := range []string{"", "https://127.0.0.1/", "http://10.0.0.1:4318/v1/traces", "http://collector:4318/", "http://user@127.0.0.1/", "http://127.0.0.1.example.org/", "127.0.0.1:4318"} {
		if _, err := New(time.Now).SendTraces(address, "test", 1); fault.CodeOf(err) != "telemetry.address" {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, share := range []float64{0, -1, 1.5} {
		if err := CheckTraces("http://localhost:4318/v1/traces", share); err == nil {
			t.Error("share", share)
		}
	}
	if err := CheckTraces("http://[::1]:4318/v1/traces", .1); err != nil {
		t.Error(err)
	}
	if id := TraceOf(t.Context()); id != "" {
		t.Error(id)
	}
}

// TestCollector: the receiver of the OpenTelemetry collector, which is not ours, reads what is sent. Building
// it takes minutes the first time, so it runs where ZHIBAO_OTEL is set.
func TestCollector(t *testing.T) {
	if os.Getenv("ZHIBAO_OTEL") == "" {
		t.Skip("设 ZHIBAO_OTEL=1 才编译并启动 OpenTelemetry 接收程序")
	}
	exe := filepath.Join(t.TempDir(), "collector")
	build := exec.Command("go", "build", "-o", exe, ".")
	build.Dir = "../../tools/otel-collector"
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("OpenTelemetry 接收程序不能编译（离线？）：%v %s", err, out)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	run := exec.Command(exe, address)
	out, err := run.StdoutPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.Process.Kill(); _ = run.Wait() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatal(lines.Text(), lines.Err())
	}
	r := New(time.Now)
	s, err := r.SendTraces("http://"+address+"/v1/traces", "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	worked(t, r)
	if err := s.Stop(t.Context()); err != nil || s.sent.Load() != 4 {
		t.Fatal(err, s.sent.Load(), s.lost.Load())
	}
	var got []string
	for len(got) < 4 && lines.Scan() {
		got = append(got, lines.Text())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"zhibao|Server|request preexam|Error|", "zhibao|Internal|move submit|Unset|", "zhibao|Internal|sql write|Error|", "zhibao|Client|outbound other|Unset|"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s in\n%s", want, all)
		}
	}
}
